import assert from "node:assert/strict";
import { formatOf } from "../../server/src/formats/detect.js";
import { contentOf, everythingIn } from "../formats/reading.js";
import { hasShared, sharedFiles } from "../support/shared.js";

for (const folder of ["corpus", "cdk-out"]) {
  (hasShared(folder) ? describe : describe.skip)(`reading ../shared/${folder}`, function () {
    this.timeout(0);

    it("block by block gives the same as reading documents whole", () => {
      for (const { path, text } of sharedFiles(folder, (name) => /\.(?:ya?ml|json|template)$/.test(name))) {
        const format = formatOf(path, text);
        const whole = format.outlineWhole(text);
        const blockwise = format.outline(text);
        const content = everythingIn(blockwise);
        if (whole.problems().length > 0) {
          // How far a mistake reaches is where the two may differ; both have to see it.
          assert.notEqual(blockwise.problems().length, 0, path);
          continue;
        }
        assert.deepEqual(content, everythingIn(whole), path);
        assert.deepEqual(blockwise.problems(), [], path);
      }
    });

    it("once more after an edit gives the same as reading anew", () => {
      for (const { path, text } of sharedFiles(folder, (name) => /\.(?:ya?ml|json|template)$/.test(name))) {
        const format = formatOf(path, text);
        const before = format.outline(text);
        contentOf(before);
        const edited = text.replace(/\n/, "\n\n").replace(/(.*)(\w)/s, "$1$2$2");
        const reread = format.outline(edited, before);
        assert.deepEqual(everythingIn(reread), everythingIn(format.outline(edited)), path);
      }
    });
  });
}

/** Comforts for those who read the report on a screen; without them everything is there all the same. */
export const SCRIPT = `"use strict";
for (const table of document.querySelectorAll("table.sortable")) {
  const rows = [...table.tBodies[0].rows];
  if (rows.length > 8) {
    const label = document.createElement("label");
    const input = document.createElement("input");
    label.className = "filter";
    input.type = "search";
    const count = document.createElement("output");
    label.append("Filter ", input, " ", count);
    input.addEventListener("input", () => {
      const wanted = input.value.trim().toLowerCase();
      let shown = 0;
      for (const row of rows) {
        row.hidden = !row.textContent.toLowerCase().includes(wanted);
        if (!row.hidden) shown += 1;
      }
      count.textContent = wanted === "" ? "" : shown + " of " + rows.length;
    });
    table.parentElement.before(label);
  }
  if (rows.length < 2) continue;
  [...table.tHead.rows[0].cells].forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const valueOf = (row) => row.cells[column].dataset.sort ?? row.cells[column].textContent;
      const compare = (a, b) => Number(a) - Number(b) || a.localeCompare(b, "en", { numeric: true });
      rows.sort((a, b) => compare(valueOf(a), valueOf(b)) * (down ? -1 : 1));
      table.tBodies[0].append(...rows);
    });
  });
}
const picture = document.querySelector("svg.picture");
if (picture !== null) {
  for (const node of picture.querySelectorAll(".principal")) {
    const mark = (on) => {
      picture.classList.toggle("some", on);
      node.classList.toggle("on", on);
      for (const edge of picture.getElementsByClassName(node.dataset.edges)) {
        edge.classList.toggle("on", on);
        edge.parentNode.classList.toggle("partly", on);
      }
    };
    node.addEventListener("pointerenter", () => mark(true));
    node.addEventListener("focus", () => mark(true));
    node.addEventListener("pointerleave", () => mark(false));
    node.addEventListener("blur", () => mark(false));
  }
}
addEventListener("beforeprint", () => {
  for (const one of document.querySelectorAll("details:not([open])")) {
    one.open = true;
    one.dataset.opened = "";
  }
});
addEventListener("afterprint", () => {
  for (const one of document.querySelectorAll("details[data-opened]")) {
    one.open = false;
    delete one.dataset.opened;
  }
});
`;

/** Of the script, for the page's Content-Security-Policy; a test holds it to that. */
export const SCRIPT_HASH = "sha256-Z9TEKGFbw2aSy38ZvajwH0X21RlwNIKfNf+dx+IzW9E=";

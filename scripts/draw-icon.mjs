/**
 * Draws images/icon.png from the shapes of images/icon.svg, with nothing but Node: run it after
 * changing the SVG (`node scripts/draw-icon.mjs`). It knows rect (with rx), ellipse and circle, with
 * `fill`, which is all that the icon needs.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { crc32, deflateSync } from "node:zlib";
import { root } from "./install.mjs";

const SIZE = 256;
/** Samples per pixel and direction: edges are smoothed by averaging them. */
const SAMPLES = 4;

const svg = readFileSync(join(root, "images/icon.svg"), "utf8");
const scale = Number(/viewBox="0 0 (\d+)/.exec(svg)?.[1]) / SIZE;
const shapes = [...svg.matchAll(/<(rect|ellipse|circle) ([^>]*?)\/>/g)].map(([, kind, text]) =>
  readShape(kind, text),
);
writeFileSync(join(root, "images/icon.png"), png(drawn()));

/** A shape as its colour and a test whether a point lies in it. */
function readShape(kind, text) {
  const attributes = Object.fromEntries(
    [...text.matchAll(/([a-z]+)="([^"]*)"/g)].map(([, name, value]) => [name, value]),
  );
  const number = (name) => Number(attributes[name] ?? 0);
  const colour = [1, 3, 5].map((at) => Number.parseInt(attributes.fill.slice(at, at + 2), 16));
  const [cx, cy] = [number("cx"), number("cy")];
  if (kind !== "rect") {
    const [rx, ry] = kind === "circle" ? [number("r"), number("r")] : [number("rx"), number("ry")];
    return { colour, contains: (x, y) => ((x - cx) / rx) ** 2 + ((y - cy) / ry) ** 2 <= 1 };
  }
  const [left, top, width, height, radius] = ["x", "y", "width", "height", "rx"].map(number);
  const outside = (value, from, length) =>
    Math.max(from + radius - value, value - (from + length - radius), 0);
  return {
    colour,
    contains: (x, y) =>
      x >= left &&
      y >= top &&
      x <= left + width &&
      y <= top + height &&
      Math.hypot(outside(x, left, width), outside(y, top, height)) <= Math.max(radius, 1e-9),
  };
}

/** RGBA rows, each led by the PNG filter type 0. */
function drawn() {
  const rows = Buffer.alloc(SIZE * (1 + 4 * SIZE));
  for (let y = 0; y < SIZE; y++) {
    for (let x = 0; x < SIZE; x++) rows.set(pixel(x, y), y * (1 + 4 * SIZE) + 1 + 4 * x);
  }
  return rows;
}

function pixel(x, y) {
  const sum = [0, 0, 0];
  let covered = 0;
  for (let sample = 0; sample < SAMPLES ** 2; sample++) {
    const atX = (x + ((sample % SAMPLES) + 0.5) / SAMPLES) * scale;
    const atY = (y + (Math.floor(sample / SAMPLES) + 0.5) / SAMPLES) * scale;
    const top = shapes.findLast((shape) => shape.contains(atX, atY));
    if (top === undefined) continue;
    covered += 1;
    top.colour.forEach((part, index) => (sum[index] += part));
  }
  const mean = sum.map((part) => Math.round(part / Math.max(covered, 1)));
  return [...mean, Math.round((255 * covered) / SAMPLES ** 2)];
}

/** 8 bits per channel, colour type 6 (RGBA). */
function png(rows) {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(SIZE, 0);
  header.writeUInt32BE(SIZE, 4);
  header.set([8, 6, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(rows, { level: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(type, content) {
  const body = Buffer.concat([Buffer.from(type, "latin1"), content]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

import { crc32, deflateSync, inflateSync } from "node:zlib";

/** Width of the smallest code of a palette picture: one byte a pixel. */
const PALETTE = 256;
const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

interface Picture {
  readonly width: number;
  readonly height: number;
  /** Three bytes a pixel. */
  readonly rgb: Buffer;
}

/**
 * Packs a screenshot (PNG, 8 bits a channel, not interlaced) tighter: without its alpha, and with
 * at most 256 colours, which is what a screen of flat surfaces and text needs. Throws for other PNGs.
 */
export function shrinkPng(png: Buffer): Buffer {
  const picture = decode(png);
  const colours = chooseColours(picture);
  return encode(picture, colours);
}

function decode(png: Buffer): Picture {
  if (!png.subarray(0, 8).equals(SIGNATURE)) throw new Error("not a PNG");
  const data: Buffer[] = [];
  let header = Buffer.alloc(0);
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at);
    const type = png.toString("latin1", at + 4, at + 8);
    const content = png.subarray(at + 8, at + 8 + length);
    if (type === "IHDR") header = Buffer.from(content);
    if (type === "IDAT") data.push(content);
    at += length + 12;
  }
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const channels = header[9] === 6 ? 4 : header[9] === 2 ? 3 : 0;
  if (header[8] !== 8 || channels === 0 || header[12] !== 0) throw new Error("unexpected PNG");
  const bytes = unfilter(inflateSync(Buffer.concat(data)), width * channels, channels);
  const rgb = Buffer.alloc(width * height * 3);
  for (let pixel = 0; pixel < width * height; pixel += 1)
    bytes.copy(rgb, pixel * 3, pixel * channels, pixel * channels + 3);
  return { width, height, rgb };
}

/** Undoes the filter of each line (PNG specification, section 9). */
function unfilter(raw: Buffer, stride: number, step: number): Buffer {
  const lines = raw.length / (stride + 1);
  const out = Buffer.alloc(lines * stride);
  for (let line = 0; line < lines; line += 1) {
    const filter = raw[line * (stride + 1)] ?? 0;
    for (let column = 0; column < stride; column += 1) {
      const at = line * stride + column;
      const left = column < step ? 0 : (out[at - step] ?? 0);
      const up = line === 0 ? 0 : (out[at - stride] ?? 0);
      const corner = line === 0 || column < step ? 0 : (out[at - stride - step] ?? 0);
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter] ?? 0;
      out[at] = ((raw[line * (stride + 1) + 1 + column] ?? 0) + guess) & 0xff;
    }
  }
  return out;
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  if (a <= b && a <= c) return left;
  return b <= c ? up : corner;
}

/** The most frequent colours first; others are drawn in the nearest one that has been taken. */
function chooseColours({ rgb }: Picture): readonly number[] {
  const counts = new Map<number, number>();
  for (let at = 0; at < rgb.length; at += 3) {
    const colour = rgb.readUIntBE(at, 3);
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  const ranked = [...counts].sort((one, other) => other[1] - one[1]).map(([colour]) => colour);
  // Near twins are left out, so that rare colours of icons and marks keep a place.
  const chosen: number[] = [];
  for (const colour of ranked) {
    if (chosen.length === PALETTE) break;
    const near = chosen.length < 64 ? 1 : 12;
    if (chosen.every((other) => distance(colour, other) >= near * near)) chosen.push(colour);
  }
  return chosen;
}

function distance(one: number, other: number): number {
  const [red, green, blue] = [
    (one >> 16) - (other >> 16),
    ((one >> 8) & 255) - ((other >> 8) & 255),
    (one & 255) - (other & 255),
  ];
  return red * red + green * green + blue * blue;
}

function encode({ width, height, rgb }: Picture, colours: readonly number[]): Buffer {
  const codes = new Map(colours.map((colour, index) => [colour, index]));
  const lines = Buffer.alloc((width + 1) * height);
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    const colour = rgb.readUIntBE(pixel * 3, 3);
    let code = codes.get(colour);
    if (code === undefined) {
      code = nearest(colour, colours);
      codes.set(colour, code);
    }
    lines[pixel + Math.floor(pixel / width) + 1] = code;
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3, 0, 0, 0], 8);
  const palette = Buffer.alloc(colours.length * 3);
  for (const [index, colour] of colours.entries()) palette.writeUIntBE(colour, index * 3, 3);
  return Buffer.concat([
    SIGNATURE,
    chunk("IHDR", header),
    chunk("PLTE", palette),
    chunk("IDAT", deflateSync(lines, { level: 9, memLevel: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function nearest(colour: number, colours: readonly number[]): number {
  let best = 0;
  for (const [index, other] of colours.entries())
    if (distance(colour, other) < distance(colour, colours[best] ?? 0)) best = index;
  return best;
}

function chunk(type: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), content]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(content.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

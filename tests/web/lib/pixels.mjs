// How far two screenshots differ. Reads the only PNG that a browser writes: 8 bits a channel, not interlaced.
import { crc32, deflateSync, inflateSync } from "node:zlib";

/** A channel must differ by more than this for the eye to notice. */
const NOTICEABLE = 40;

/** The number of pixels that differ noticeably; the pictures have the same size. */
export function differentPixels(first, second) {
  const [a, b] = [decode(first), decode(second)];
  let count = 0;
  for (let at = 0; at < a.pixels.length; at += a.channels) {
    for (let channel = 0; channel < Math.min(3, a.channels); channel += 1) {
      if (Math.abs(a.pixels[at + channel] - b.pixels[at + channel]) > NOTICEABLE) {
        count += 1;
        break;
      }
    }
  }
  return count;
}

/** The same picture with the 256 colours it has most of, which takes a third of the bytes. */
export function lighter(png) {
  const { pixels, channels, width, height } = decode(png);
  const at = (pixel) => [0, 1, 2].map((channel) => Math.min(255, (pixels[pixel * channels + channel] + 4) & ~7));
  const counts = new Map();
  for (let pixel = 0; pixel < width * height; pixel += 1) counts.set(String(at(pixel)), (counts.get(String(at(pixel))) ?? 0) + 1);
  const colours = [...counts].sort((a, b) => b[1] - a[1]).slice(0, 256).map(([colour]) => colour.split(",").map(Number));
  const near = new Map(colours.map((colour, index) => [String(colour), index]));
  const nearest = (colour) => {
    const far = (other) => other.reduce((sum, value, channel) => sum + (value - colour[channel]) ** 2, 0);
    return colours.reduce((best, other, index) => (far(other) < far(colours[best]) ? index : best), 0);
  };
  const raw = Buffer.alloc(height * (width + 1));
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    const colour = at(pixel);
    if (!near.has(String(colour))) near.set(String(colour), nearest(colour));
    raw[pixel + Math.floor(pixel / width) + 1] = near.get(String(colour));
  }
  const part = (kind, data) => {
    const named = Buffer.concat([Buffer.from(kind), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(named));
    return Buffer.concat([length, named, sum]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 3, 0, 0, 0], 8);
  return Buffer.concat([png.subarray(0, 8), part("IHDR", head), part("PLTE", Buffer.from(colours.flat())), part("IDAT", deflateSync(raw, { level: 9 })), part("IEND", Buffer.alloc(0))]);
}

/** A picture of a browser as bytes, `channels` a pixel. */
export function decode(png) {
  const parts = [];
  let width = 0;
  let height = 0;
  let channels = 0;
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at);
    const data = png.subarray(at + 8, at + 8 + length);
    const kind = png.toString("latin1", at + 4, at + 8);
    if (kind === "IHDR") {
      width = data.readUInt32BE(0);
      height = data.readUInt32BE(4);
      channels = { 0: 1, 2: 3, 6: 4 }[data[9]];
    } else if (kind === "IDAT") {
      parts.push(data);
    }
    at += 12 + length;
  }
  const raw = inflateSync(Buffer.concat(parts));
  const stride = width * channels;
  const pixels = Buffer.alloc(height * stride);
  for (let y = 0; y < height; y += 1) {
    const filter = raw[y * (stride + 1)];
    for (let x = 0; x < stride; x += 1) {
      const left = x >= channels ? pixels[y * stride + x - channels] : 0;
      const up = y > 0 ? pixels[(y - 1) * stride + x] : 0;
      const corner = x >= channels && y > 0 ? pixels[(y - 1) * stride + x - channels] : 0;
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter];
      pixels[y * stride + x] = raw[y * (stride + 1) + 1 + x] + guess;
    }
  }
  return { pixels, channels, width, height };
}

function paeth(left, up, corner) {
  const guess = left + up - corner;
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  if (a <= b && a <= c) return left;
  return b <= c ? up : corner;
}

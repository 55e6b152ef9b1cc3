// How far two screenshots differ. Reads the only PNG that a browser writes: 8 bits a channel, not interlaced.
import { inflateSync } from "node:zlib";

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

// A QR code of a text, as `size path`: the side in modules and the dark modules as the data of an SVG path. Loaded only when asked for.
// ISO/IEC 18004: byte mode, error correction level L, versions 1 to 40. L, because screens are clean and larger modules read better.

/** Correction bytes a block, and blocks, of each version: table 9 of the standard, level L. */
const CORRECTION = [7, 10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22, 24, 28, 30, 28, 28, 28, 28, 30, 30, 26, 28, ...Array(14).fill(30)];
const BLOCKS = [
  1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4, 4, 6, 6, 6, 6, 7, 8, 8, 9, 9, 10, 12, 12, 12, 13, 14, 15, 16, 17, 18, 19, 19, 20, 21, 22, 24, 25,
];

/** Whether mask `m` turns the module at column x of row y. */
const MASKS = [
  (x, y) => (x + y) % 2 === 0,
  (x, y) => y % 2 === 0,
  (x) => x % 3 === 0,
  (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0,
  (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
];

/** @param {string} text @returns {string} */
export default function qr(text) {
  const bytes = new TextEncoder().encode(text);
  const version = smallest(bytes.length);
  const { size, fixed, dark } = frame(version);
  place(withCorrection(version, bytes), { size, fixed, dark });
  const masked = MASKS.map((mask, number) => {
    const modules = dark.map((row, y) => row.map((module, x) => (fixed[y][x] ? module : module !== mask(x, y))));
    format(modules, size, number);
    return modules;
  });
  const cost = masked.map(penalty);
  return `${size} ${path(masked[cost.indexOf(Math.min(...cost))])}`;
}

/** Bytes of a version, data and correction together. */
function capacity(version) {
  const marks = version > 1 ? Math.floor(version / 7) + 2 : 0;
  const spent = (marks ? (25 * marks - 10) * marks - 55 : 0) + (version > 6 ? 36 : 0);
  return Math.floor(((16 * version + 128) * version + 64 - spent) / 8);
}

const dataBytes = (version) => capacity(version) - CORRECTION[version - 1] * BLOCKS[version - 1];
/** Bits that say how long the text is. */
const lengthBits = (version) => (version < 10 ? 8 : 16);

function smallest(length) {
  for (let version = 1; version <= 40; version += 1) if (4 + lengthBits(version) + 8 * length <= 8 * dataBytes(version)) return version;
  throw new RangeError("too long for a QR code");
}

/** All bytes, in the order in which they are placed. */
function withCorrection(version, text) {
  const room = dataBytes(version);
  const bits = [];
  const push = (value, width) => {
    for (let at = width - 1; at >= 0; at -= 1) bits.push((value >> at) & 1);
  };
  push(4, 4);
  push(text.length, lengthBits(version));
  text.forEach((byte) => push(byte, 8));
  push(0, Math.min(4, 8 * room - bits.length));
  while (bits.length % 8) bits.push(0);
  const data = Array.from({ length: bits.length / 8 }, (_, at) => Number.parseInt(bits.slice(8 * at, 8 * at + 8).join(""), 2));
  for (let pad = 0xec; data.length < room; pad ^= 0xec ^ 0x11) data.push(pad);

  const count = BLOCKS[version - 1];
  const short = Math.floor(room / count);
  const generator = polynomial(CORRECTION[version - 1]);
  let at = 0;
  const blocks = Array.from({ length: count }, (_, block) => {
    const length = short + (block >= count - (room % count) ? 1 : 0);
    const own = data.slice(at, (at += length));
    return { own, check: remainder(own, generator) };
  });
  const columns = (part, height) => Array.from({ length: height }, (_, row) => blocks.map((block) => block[part][row])).flat();
  return [...columns("own", short + 1), ...columns("check", generator.length)].filter((byte) => byte !== undefined);
}

/** Product in the field of 256 elements, modulo x⁸ + x⁴ + x³ + x² + 1. */
function times(a, b) {
  let product = 0;
  for (let at = 7; at >= 0; at -= 1) product = ((product << 1) ^ ((product >> 7) * 0x11d)) ^ (((b >> at) & 1) * a);
  return product;
}

/** The generator of Reed and Solomon of a degree, without its leading one. */
function polynomial(degree) {
  const result = [...Array(degree - 1).fill(0), 1];
  for (let step = 0, root = 1; step < degree; step += 1, root = times(root, 2)) {
    for (let at = 0; at < degree; at += 1) result[at] = times(result[at], root) ^ (result[at + 1] ?? 0);
  }
  return result;
}

function remainder(data, generator) {
  const rest = Array(generator.length).fill(0);
  for (const byte of data) {
    const factor = byte ^ rest.shift();
    rest.push(0);
    generator.forEach((value, at) => (rest[at] ^= times(value, factor)));
  }
  return rest;
}

/** The modules that do not depend on the text; `fixed` says which they are. */
function frame(version) {
  const size = 4 * version + 17;
  const grid = () => Array.from({ length: size }, () => Array(size).fill(false));
  const [fixed, dark] = [grid(), grid()];
  const set = (x, y, value) => {
    if (x < 0 || y < 0 || x >= size || y >= size) return;
    fixed[y][x] = true;
    dark[y][x] = value;
  };
  const square = (cx, cy, reach, isDark) => {
    for (let y = -reach; y <= reach; y += 1) for (let x = -reach; x <= reach; x += 1) set(cx + x, cy + y, isDark(Math.max(Math.abs(x), Math.abs(y))));
  };
  for (let at = 0; at < size; at += 1) {
    set(6, at, at % 2 === 0);
    set(at, 6, at % 2 === 0);
  }
  for (const [x, y] of [[3, 3], [size - 4, 3], [3, size - 4]]) square(x, y, 4, (ring) => ring !== 2 && ring !== 4);
  if (version > 1) {
    const count = Math.floor(version / 7) + 2;
    const step = version === 32 ? 26 : Math.ceil((4 * version + 4) / (2 * count - 2)) * 2;
    const places = [6, ...Array.from({ length: count - 1 }, (_, at) => size - 7 - step * (count - 2 - at))];
    const last = places.at(-1);
    for (const x of places) for (const y of places) if (!(x === 6 && (y === 6 || y === last)) && !(y === 6 && x === last)) square(x, y, 2, (ring) => ring !== 1);
  }
  format(dark, size, 0, fixed);
  if (version > 6) {
    const bits = (version << 12) | divided(version, 12, 0x1f25);
    for (let at = 0; at < 18; at += 1) {
      const [far, near] = [size - 11 + (at % 3), Math.floor(at / 3)];
      set(far, near, ((bits >> at) & 1) === 1);
      set(near, far, ((bits >> at) & 1) === 1);
    }
  }
  return { size, fixed, dark };
}

/** The remainder of `value`, shifted by `width`, divided by `divisor`: the check bits of format and version. */
function divided(value, width, divisor) {
  let rest = value << width;
  for (let at = 31 - Math.clz32(rest); at >= width; at -= 1) if ((rest >> at) & 1) rest ^= divisor << (at - width);
  return rest;
}

/** Writes level and mask, twice; with `fixed`, keeps their places free. */
function format(modules, size, mask, fixed) {
  const said = (1 << 3) | mask;
  const bits = ((said << 10) | divided(said, 10, 0x537)) ^ 0x5412;
  const set = (x, y, at) => {
    modules[y][x] = ((bits >> at) & 1) === 1;
    if (fixed) fixed[y][x] = true;
  };
  for (let at = 0; at < 15; at += 1) {
    if (at < 8) set(8, at < 6 ? at : at + 1, at);
    else set(at === 8 ? 7 : 14 - at, 8, at);
    if (at < 8) set(size - 1 - at, 8, at);
    else set(8, size - 15 + at, at);
  }
  modules[size - 8][8] = true;
  if (fixed) fixed[size - 8][8] = true;
}

/** Lays the bytes down in pairs of columns, from the right, up and down. */
function place(bytes, { size, fixed, dark }) {
  let at = 0;
  for (let right = size - 1; right > 0; right -= 2) {
    if (right === 6) right = 5;
    const up = ((right + 1) & 2) === 0;
    for (let step = 0; step < size; step += 1) {
      const y = up ? size - 1 - step : step;
      for (const x of [right, right - 1]) {
        if (fixed[y][x]) continue;
        dark[y][x] = ((bytes[at >> 3] >> (7 - (at & 7))) & 1) === 1;
        at += 1;
      }
    }
  }
}

/** How badly a pattern reads: runs, blocks, what looks like a corner, imbalance. */
function penalty(modules) {
  const size = modules.length;
  const lines = [...modules, ...modules.map((_, x) => modules.map((row) => row[x]))].map((line) => line.map(Number).join(""));
  let cost = 0;
  for (const line of lines) {
    for (const [run] of line.matchAll(/0{5,}|1{5,}/g)) cost += run.length - 2;
    for (const pattern of ["10111010000", "00001011101"]) cost += 40 * (line.split(pattern).length - 1);
  }
  for (let y = 1; y < size; y += 1)
    for (let x = 1; x < size; x += 1) {
      const here = modules[y][x];
      if (here === modules[y][x - 1] && here === modules[y - 1][x] && here === modules[y - 1][x - 1]) cost += 3;
    }
  const share = modules.flat().filter(Boolean).length / (size * size);
  return cost + 10 * Math.floor(Math.abs(share - 0.5) * 20);
}

/** One rectangle for each run of dark modules. */
function path(modules) {
  return modules.flatMap((row, y) => [...row.map(Number).join("").matchAll(/1+/g)].map(({ 0: run, index }) => `M${index} ${y}h${run.length}v1h-${run.length}z`)).join("");
}

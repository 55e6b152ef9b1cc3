// The planner's own wasm module: built with the profile of the page and optimised for size alone, loaded in Node. What the page makes of its late
// part beyond that (src/bin/xtask/finish.rs) does not change its speed.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const FEATURES = ["bulk-memory", "nontrapping-float-to-int", "sign-ext", "mutable-globals", "reference-types", "multivalue"];
const LEVELS = { finish: 0, cost: 1, peak: 2, pref: 3 };
const SEASONS = { A: 0, S: 1, U: 2 };

/** Builds the module with the profile and the optimiser of the page, and these features; its bytes. */
export function build(features = "") {
  const run = (program, args) => execFileSync(program, args, { cwd: root, stdio: ["ignore", "ignore", "inherit"] });
  run("cargo", ["build", "--quiet", "-p", "planner-wasm", "--profile", "page", "--target", "wasm32-unknown-unknown", "--features", features]);
  const folder = join(root, "target/wasm32-unknown-unknown/page");
  const [raw, small] = [join(folder, "planner_wasm.wasm"), join(folder, "planner_wasm.opt.wasm")];
  const optimiser = join(root, "tests/web/node_modules/.bin/wasm-opt");
  run(optimiser, ["-Oz", ...FEATURES.map((name) => `--enable-${name}`), "--strip-debug", "--strip-producers", raw, "-o", small]);
  return readFileSync(small);
}

/** Loads the module. */
export async function load(bytes) {
  const { instance } = await WebAssembly.instantiate(bytes, {});
  return instance.exports;
}

/** Solves a flat problem in slices of `work`; with the time of each slice in ms. */
export function solve(wasm, words, work) {
  const place = wasm.room(words.length);
  new Int32Array(wasm.memory.buffer, place, words.length).set(words);
  let begun = performance.now();
  if (!wasm.open()) throw new Error("the planner refuses the problem");
  let status;
  const slices = [];
  do {
    status = wasm.step(work);
    const now = performance.now();
    slices.push(now - begun);
    begun = now;
  } while (status < 0);
  const memory = new Int32Array(wasm.memory.buffer, wasm.answer());
  const [conflicts, count] = memory;
  const levels = Array.from(memory.slice(2, 2 + 2 * count)).filter((_, at) => at % 2 === 0);
  const bounds = Array.from(memory.slice(2, 2 + 2 * count)).filter((_, at) => at % 2 === 1);
  const plan = Array.from(memory.slice(3 + 2 * count, 3 + 2 * count + memory[2 + 2 * count]));
  return { status: ["OPTIMAL", "INFEASIBLE", "LIMIT"][status], levels, bounds, plan, conflicts, slices };
}

/** A `pathway/1` problem as integers, in the order in which the module reads them. */
export function flat(problem) {
  const { slots, units, nodes, objective } = problem;
  const words = [slots.length, units.length, nodes.length, objective.length, ...objective.map((level) => LEVELS[level])];
  words.push(problem.peak_of === "hours" ? 1 : 0);
  for (const slot of slots) {
    words.push(SEASONS[slot.season], slot.year, slot.max_units, slot.max_ects, slot.max_hours);
    words.push(slot.min_units ?? 0, slot.min_ects ?? 0, slot.fee ?? 0);
  }
  for (const unit of units) {
    words.push(unit.ects, unit.cost, Number(unit.done), unit.min_ects_before ?? 0, unit.load.length, ...unit.load.flat());
    words.push(unit.starts.length, ...unit.starts, ...unit.pen, unit.pre.length);
    for (const list of unit.pre) words.push(list.length, ...list.flat());
  }
  for (const node of nodes) {
    if ("u" in node) words.push(0, node.u);
    else words.push(1, node.min_n, node.min_ects, node.cap_ects, node.cap_n, node.of.length, ...node.of);
  }
  return Int32Array.from(words);
}

// The planner's wasm against HiGHS compiled to wasm: one process, the same instances, in turn.
//
//   node tests/bench/compare.mjs [--rounds N] [--work N] [--alone] [FILE.jsonl …]
//
// Without files: the instances of this folder and the complete diplomas. `--alone` leaves HiGHS out. Both start from what they read (integers
// here, LP text there); ours finds every level by itself, HiGHS is helped (see highs.mjs). Times are medians over the rounds, in ms of CPU, so
// that a busy machine changes them little; the longest slice is by the clock.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, join } from "node:path";
import { brotliSize } from "../web/size.mjs";
import { questions } from "./highs.mjs";
import { build, flat, load, root, solve } from "./ours.mjs";

const LIMIT_SECONDS = 10;
const argument = (name, otherwise) => {
  const at = process.argv.indexOf(name);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
};
const rounds = argument("--rounds", 3);
const work = argument("--work", 0xffffffff);
const alone = process.argv.includes("--alone");
const given = process.argv.slice(2).filter((name) => name.endsWith(".jsonl"));

const spent = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};
const lines = (text) => text.split("\n").filter((line) => line.trim()).map((line) => JSON.parse(line));
const median = (list) => quantile(list, 0.5);
const quantile = (list, part) => [...list].sort((a, b) => a - b)[Math.min(list.length - 1, Math.floor(part * list.length))];
const geomean = (list) => Math.exp(list.reduce((sum, value) => sum + Math.log(value), 0) / list.length);

function sets() {
  const names = given.length > 0 ? given : ["csplib", "made_up", "typical"].map((name) => join(root, `tests/bench/${name}.jsonl`));
  const found = names.map((name) => [basename(name, ".jsonl"), lines(readFileSync(name, "utf8"))]);
  if (given.length === 0) {
    const options = { cwd: root, stdio: ["ignore", "pipe", "inherit"], encoding: "utf8", maxBuffer: 1 << 28 };
    found.push(["diplomas", lines(execFileSync("cargo", ["run", "--quiet", "--release", "--example", "diplomas"], options))]);
  }
  return found;
}

const module = build();
const added = brotliSize(module) - brotliSize(build("bare"));
let highs = null;
let highsBytes = 0;
if (!alone) {
  const require = createRequire(join(root, "tests/web/package.json"));
  const script = require.resolve("highs");
  highs = await require("highs")();
  highsBytes = brotliSize(readFileSync(script.replace(/\.js$/, ".wasm"))) + brotliSize(readFileSync(script));
}
const wasm = await load(module);
const all = sets().flatMap(([set, problems]) => problems.map((problem) => ({ set, problem, words: flat(problem), ours: [], theirs: [], slices: [] })));

// A first round warms both up and tells HiGHS what to prove.
for (const entry of all) {
  entry.answer = solve(wasm, entry.words, work);
  entry.asked = alone ? [] : questions(entry.problem, entry.answer.status, entry.answer.levels);
  entry.open = entry.answer.status === "LIMIT";
}
for (let round = 0; round < rounds; round += 1) {
  for (const entry of all) {
    let begun = spent();
    const answer = solve(wasm, entry.words, work);
    entry.ours.push(Math.max(0.001, spent() - begun));
    entry.slices.push(answer.slices);
    if (alone || entry.open || entry.lost) continue;
    begun = spent();
    for (const { lp, feasible, optimum } of entry.asked) {
      const { Status, ObjectiveValue } = highs.solve(lp, { time_limit: LIMIT_SECONDS, output_flag: false });
      const expected = feasible ? "Optimal" : "Infeasible";
      if (Status !== expected) entry.lost = Status;
      else if (optimum !== undefined && Math.abs(ObjectiveValue - optimum) > 0.5) {
        throw new Error(`${entry.problem.name}: HiGHS finds ${ObjectiveValue}, the planner ${optimum}`);
      }
      if (entry.lost) break;
    }
    entry.theirs.push(spent() - begun);
  }
}

const number = (value) => (value === undefined ? "" : value < 10 ? value.toFixed(2) : value.toFixed(0));
console.log("| set | n | proven | ours median | p90 | p99 | max | longest slice | HiGHS median | max | ratio (geomean) | slower on | HiGHS gave up |");
console.log("|---|---|---|---|---|---|---|---|---|---|---|---|---|");
function print(name, entries) {
  const ours = entries.map((entry) => median(entry.ours));
  const pairs = entries.filter((entry) => entry.theirs.length > 0);
  const theirs = pairs.map((entry) => median(entry.theirs));
  const ratios = pairs.map((entry) => median(entry.theirs) / median(entry.ours));
  // The same slice does the same work in every round: its shortest time tells the slice from what else the machine did.
  const slices = entries.map(({ slices: [first, ...others] }) => Math.max(...first.map((time, at) => Math.min(time, ...others.map((round) => round[at])))));
  const cells = [name, entries.length, entries.filter((entry) => !entry.open).length, number(median(ours)), number(quantile(ours, 0.9))];
  cells.push(number(quantile(ours, 0.99)), number(Math.max(...ours)), number(Math.max(...slices)));
  cells.push(...(pairs.length > 0 ? [number(median(theirs)), number(Math.max(...theirs)), number(geomean(ratios))] : ["", "", ""]));
  cells.push(ratios.filter((ratio) => ratio < 1).length, entries.filter((entry) => entry.lost).length);
  console.log(`| ${cells.join(" | ")} |`);
}
for (const set of new Set(all.map((entry) => entry.set))) print(set, all.filter((entry) => entry.set === set));
print("all", all);
console.log(`\nbrotli: planner ${module.length} bytes, ${brotliSize(module)} of brotli, ${added} more than the module without it${alone ? "" : `; HiGHS ${highsBytes} of brotli`}`);
const worst = [...all].sort((a, b) => median(b.ours) - median(a.ours)).slice(0, 5);
console.log(`slowest: ${worst.map((entry) => `${entry.problem.name} ${number(median(entry.ours))}`).join(", ")}`);
const open = all.filter((entry) => entry.open);
if (open.length > 0) console.log(`not proven: ${open.map((entry) => entry.problem.name).join(", ")}`);

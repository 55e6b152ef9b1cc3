// Runs every *.test.mjs beside this file. Arguments are passed on: `node tests/web/run.mjs --test-name-pattern=start`
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";

const folder = new URL("./", import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith(".test.mjs"));
const paths = files.sort().map((name) => fileURLToPath(new URL(name, folder)));
// Node leaves one core free, which is half of a small machine, though a test mostly waits for its browser.
const atOnce = `--test-concurrency=${availableParallelism()}`;
const { status } = spawnSync(process.execPath, ["--test", atOnce, "--test-reporter=spec", ...process.argv.slice(2), ...paths], { stdio: "inherit" });
process.exitCode = status ?? 1;

// Runs every *.test.mjs beside this file. Arguments are passed on: `node tests/web/run.mjs --test-name-pattern=start`
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

const folder = new URL("./", import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith(".test.mjs"));
const paths = files.sort().map((name) => fileURLToPath(new URL(name, folder)));
const { status } = spawnSync(process.execPath, ["--test", "--test-reporter=spec", ...process.argv.slice(2), ...paths], { stdio: "inherit" });
process.exitCode = status ?? 1;

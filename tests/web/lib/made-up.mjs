// The page with a catalogue of the Cnam's real size, made up by tests/scale, in the place of the shipped one.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { DIST } from "./server.mjs";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const NAME = "parcours-data.txt";

/**
 * What the server is to answer for the data of the page: the rules and texts as built, and the made-up catalogue.
 *
 * @param {number} size how many times the real size: 300 diplomas and 1,500 units each time
 * @returns {Record<string, string>} by path, for the option `pages` of `serve` and `open`
 */
export function madeUp(size) {
  const options = { cwd: ROOT, encoding: "utf8", maxBuffer: 1 << 28, stdio: ["ignore", "pipe", "inherit"] };
  const catalogue = execFileSync("cargo", ["run", "--quiet", "--example", "made_up", "--", String(size)], options).trim();
  const kept = readFileSync(join(DIST, NAME), "utf8").split("\n").filter((line) => !line.startsWith("catalogue/"));
  return { [`/${NAME}`]: [`catalogue/made-up.json ${catalogue}`, ...kept].join("\n") };
}

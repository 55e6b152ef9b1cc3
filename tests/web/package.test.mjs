// The JavaScript package as published: a Node script, a bundle in a browser, and a TypeScript program use it.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import test from "node:test";
import { fileURLToPath } from "node:url";
import { evaluateSource, open } from "./lib/browser.mjs";
import { serve } from "./lib/server.mjs";

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const REQUEST = {
  version: 1,
  today: "2026-11-21",
  centre_region: "grand-est",
  facts: { age: 36, status: "salarie", contract_kind: "cdi", cpf_balance: "3120.55", rqth: true },
  target: { diploma: "LG02501A" },
  pace: { max_ue: 3 },
};

/** A folder of a user, with the package that `npm pack` makes installed in it. */
function project(t) {
  // Inside the project, for what it takes is its own: types and tools of the tests are found above.
  const folder = mkdtempSync(at("../../target/package-user-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const packed = execFileSync("npm", ["pack", "--silent", "--pack-destination", folder], { cwd: at("../../target/package"), encoding: "utf8" }).trim();
  execFileSync("tar", ["-xzf", packed], { cwd: folder });
  cpSync(join(folder, "package"), join(folder, "node_modules/cnam-parcours"), { recursive: true });
  for (const name of ["use.mjs", "use.ts"]) cpSync(at(`package/${name}`), join(folder, name));
  return folder;
}

const commandLine = (command, input) => JSON.parse(execFileSync(at("../../target/release/parcours"), [command], { input: JSON.stringify(input), encoding: "utf8" }));

test("a Node script uses it, and gets what the command line says", (t) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["use.mjs", JSON.stringify(REQUEST), ...PACKS], { cwd: project(t), encoding: "utf8" });
  assert.equal(status, 0, stderr);
  const said = JSON.parse(stdout);
  assert.deepEqual(said.answer, commandLine("evaluate", REQUEST));
  assert.deepEqual(said.found, commandLine("search", REQUEST));
  assert.match(said.fragment, /^#p=1[\w-]+$/);
  assert.deepEqual(said.unlinked.shared.request, REQUEST_AS_WRITTEN(said));
  assert.deepEqual([said.unlinked.shared.note, said.unlinked.shared.language, said.unlinked.shared.adviser_facts, said.unlinked.damage], ["À bientôt", "fr", ["age"], null]);
  assert.deepEqual(said.stripped.shared.request.facts, { age: 36, status: "salarie", contract_kind: "cdi" });
  assert.equal(said.damaged.damage.code, "damaged_link");
  assert.deepEqual(said.faults.map(({ code, path }) => [code, path]), [["unknown_key", "facts.favourite_colour"], ["unknown_diploma", "target.diploma"], ["invalid_value", ""]]);
  assert.ok(said.faults.every(({ message }) => message.length > 10));
  assert.equal(said.notALink, "not_a_link");
  assert.notEqual(said.wrongNote, undefined);
  expectPacks(said);
});

/** A region pack made up for the tests, one with several faults, and two opening schedules. */
const PACKS = ["region-inventee.json", "broken/24-several-faults.json", "region-inventee.csv", "broken/31-lines-refused.csv"].map((name) => at(`../packs/${name}`));

/** What the command line says of a broken file, with the name that the package has for it. */
function expectedFaults(file, name) {
  const faults = JSON.parse(readFileSync(at("../packs/broken/expected.json"), "utf8"))[file];
  return faults.map((fault) => ({ ...fault, path: fault.path.replace(`broken/${file}`, name) }));
}

/** A region pack counts from the moment it was taken in, or is refused with every fault. */
function expectPacks({ answer, packs }) {
  assert.deepEqual([packs.unknown.code, packs.unknown.path], ["unknown_region", "centre_region"]);
  assert.ok(packs.refused.typed);
  assert.deepEqual(packs.refused.faults, expectedFaults("24-several-faults.json", "pack"));
  assert.deepEqual([packs.refused.code, packs.refused.path], [packs.refused.faults[0].code, packs.refused.faults[0].path]);
  assert.deepEqual(packs.stillUnknown, packs.unknown, "a refused pack leaves nothing behind");

  const unit = (answer) => answer.plan.terms.flatMap(({ ue }) => ue).find(({ code }) => code === "UTC501");
  assert.deepEqual(packs.alone, { region: "atlantide", refused: [] });
  assert.ok(unit(packs.aloneAnswer).assumed.includes("offering"), "its schedule was not given");
  assert.deepEqual(packs.lines, { region: "atlantide", refused: expectedFaults("31-lines-refused.csv", "schedule") });
  for (const way of ["bytes", "buffer", "text"]) assert.deepEqual(packs[way], { region: "atlantide", refused: [] }, way);
  assert.equal(packs.answer.cost.lines.find(({ id }) => id === "UTC501").learner, "33.00", "3 credits at 11 euros");
  assert.ok(packs.answer.schemes.some(({ id }) => id === "bon-des-marees"));
  assert.ok(!unit(packs.answer).assumed.includes("offering"));
  assert.deepEqual(packs.elsewhere, answer, "other regions are as they were");
}

/** What was not said is left out or null, and means the same. */
const REQUEST_AS_WRITTEN = ({ unlinked }) => ({ ...unlinked.shared.request, ...REQUEST });

/** Compiles a TypeScript program of the folder, as strictly as can be. */
function expectCompiles(folder, program) {
  const options = { strict: true, noEmit: true, target: "es2022", module: "nodenext", moduleResolution: "nodenext", lib: ["es2022", "dom"], types: [], skipLibCheck: false };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions: options, files: [program] }));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module" }));
  const { status, stdout } = spawnSync(at("node_modules/.bin/tsc"), ["-p", folder], { encoding: "utf8" });
  assert.equal(status, 0, stdout);
}

test("its types say what it gives, and refuse what it refuses", (t) => expectCompiles(project(t), "use.ts"));

test("the types of the element do so too, with the two files that a site serves", (t) => {
  const folder = mkdtempSync(at("../../target/element-user-"));
  t.after(() => rmSync(folder, { recursive: true }));
  for (const name of ["www/cnam-parcours.d.ts", "src/embed/package/types.d.ts", "tests/web/package/element.ts"]) cpSync(at(`../../${name}`), join(folder, basename(name)));
  expectCompiles(folder, "element.ts");
});

test("a bundler takes it, and the bundle runs in a browser", async (t) => {
  const folder = project(t);
  writeFileSync(join(folder, "main.js"), `import { evaluate } from "cnam-parcours"; evaluate(${JSON.stringify(REQUEST)}).then((answer) => (globalThis.answer = answer));`);
  execFileSync(at("node_modules/.bin/esbuild"), ["main.js", "--bundle", "--format=esm", "--external:node:fs/promises", "--outfile=site/main.js"], { cwd: folder });
  cpSync(join(folder, "node_modules/cnam-parcours/parcours_bg.wasm"), join(folder, "site/parcours_bg.wasm"));
  const server = await serve(join(folder, "site"), { pages: { "/": '<!doctype html><title>x</title><script type="module" src="main.js"></script>' } });
  t.after(() => server.close());
  const page = await open(t, `${server.url}/`, { ready: null });
  await page.waitForFunction(() => globalThis.answer);
  assert.deepEqual(await evaluateSource(page, "JSON.parse(JSON.stringify(answer))"), commandLine("evaluate", REQUEST));
});

test("it is small, and says its version", () => {
  const manifest = JSON.parse(readFileSync(at("../../target/package/package.json"), "utf8"));
  assert.match(manifest.version, /^\d+\.\d+\.\d+$/);
  assert.notEqual(manifest.version, "0.0.0");
});

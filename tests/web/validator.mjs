// What the Nu validator, the W3C's own, says of our HTML: `node tests/web/validator.mjs`, after `cargo xtask build --release` and, once,
// `npm ci --prefix tests/web/validator --ignore-scripts`. It needs Java.
//
// Every page as published, and every state of tests/web/states as it stands in the browser, in both languages: the document, and what is
// inside each open shadow root as a document of its own. Errors and warnings count alike; a single one fails.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { evaluateSource, open } from "./lib/browser.mjs";
import { inside } from "./lib/inside.mjs";
import { DIST } from "./lib/server.mjs";
import { LANGUAGES, loadStates } from "./lib/states.mjs";

const require = createRequire(new URL("validator/package.json", import.meta.url));
const jar = (() => {
  try {
    return join(dirname(require.resolve("vnu-jar/package.json")), "build/dist/vnu.jar");
  } catch {
    throw new Error("The validator is not installed. Run: npm ci --prefix tests/web/validator --ignore-scripts");
  }
})();

/** The document as it stands, then each shadow tree in the shell of a document. */
const trees = inside(`
  const shell = (body) => '<!DOCTYPE html>\\n<html lang="' + (document.documentElement.lang || "fr") + '"><head><title>Un arbre</title></head><body>' + body + "</body></html>";
  return roots.map((root) => (root === document ? "<!DOCTYPE html>\\n" + document.documentElement.outerHTML : shell(root.innerHTML)));
`);

const folder = mkdtempSync(join(tmpdir(), "parcours-html-"));
try {
  const published = readdirSync(DIST, { recursive: true }).filter((name) => name.endsWith(".html"));
  const files = published.map((name) => join(DIST, name));
  for (const { name, path, reach } of await loadStates()) {
    for (const lang of LANGUAGES) {
      const endings = [];
      try {
        const page = await open({ after: (end) => endings.push(end) }, path(lang), { lang });
        await reach?.(page, lang);
        for (const [number, html] of (await evaluateSource(page, trees)).entries()) {
          const file = join(folder, `${name}-${lang}-${number === 0 ? "document" : `tree-${number}`}.html`);
          writeFileSync(file, html);
          files.push(file);
        }
      } finally {
        for (const end of endings.reverse()) await end();
      }
    }
  }
  const run = spawnSync("java", ["-Xss4m", "-jar", jar, "--format", "json", "--stdout", "--exit-zero-always", ...files], { maxBuffer: 1 << 28 });
  if (run.error || run.status !== 0) throw new Error(`the validator did not run (it needs Java): ${run.error ?? run.stderr}`);
  const said = new Map();
  for (const { url, type, subType, message, extract = "", lastLine } of JSON.parse(run.stdout).messages) {
    const key = `${subType ?? type}: ${message}`;
    const where = `${basename(new URL(url).pathname)}:${lastLine} ${extract.replace(/\s+/g, " ").slice(0, 120)}`;
    said.set(key, [...(said.get(key) ?? []), where]);
  }
  for (const [key, places] of said) console.log(`${key}\n  ${places.length} times, first in ${places[0]}`);
  console.log(`${files.length} documents, of which ${published.length} as published: ${said.size} kinds of findings`);
  process.exitCode = said.size === 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

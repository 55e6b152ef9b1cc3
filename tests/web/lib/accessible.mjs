// Everything a machine can say about the accessibility of the page as it is now.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { evaluateSource } from "./browser.mjs";
import * as extras from "./extras.mjs";
import { inside } from "./inside.mjs";
import { lostTables } from "./tables.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const OPTIONS = {
  runOnly: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] },
  rules: { "target-size": { enabled: true } },
  resultTypes: ["violations"],
};
/** A page on which fewer rules apply is empty, whatever axe says of it. */
const LEAST_RULES = 5;
const NARROW = { width: 320, height: 640 };

/** Fails with the list of everything found. */
export async function expectAccessible(page) {
  assert.deepEqual(await findingsOf(page), [], `accessibility of ${page.url()}`);
}

/** What is found: at the present width, then again at 320 px for what depends on it. */
export async function findingsOf(page) {
  const size = page.viewportSize();
  const findings = [...(await axe(page)), ...(await own(page, ["references", "targets", "motion", "spacing", "typography", "texts", "validity", "reflow"]))];
  if (size.width > NARROW.width) {
    await page.setViewportSize(NARROW);
    findings.push(...(await own(page, ["targets", "spacing", "reflow"])), ...(await lostTables(page)));
    await page.setViewportSize(size);
  }
  return findings;
}

async function axe(page) {
  await evaluateSource(page, `(() => { if (!window.axe) { ${AXE} } })()`);
  const { violations, passes } = await evaluateSource(
    page,
    `window.axe.run(document, ${JSON.stringify(OPTIONS)}).then((result) => ({
      passes: result.passes.length,
      violations: result.violations.flatMap((rule) => rule.nodes.map((node) => ({
        rule: rule.id, where: node.target.flat().join(" >>> "), why: node.failureSummary.replace(/\\s+/g, " "),
      }))),
    }))`,
  );
  assert.ok(passes >= LEAST_RULES, `only ${passes} rules apply: is the page empty?`);
  return violations;
}

async function own(page, names) {
  const findings = [];
  for (const name of names) {
    const found = await evaluateSource(page, inside(extras[name]));
    findings.push(...found.map((where) => ({ rule: name, where })));
  }
  return findings;
}

// Status messages: WCAG 4.1.3, RGAA 7.5.
import assert from "node:assert/strict";
import { evaluateSource } from "./browser.mjs";
import { inside } from "./inside.mjs";

const LIVE = `all("[role=status], [role=alert], [role=log], output, [aria-live]:not([aria-live=off])")`;
// No measure of speed, which has its own scripts: a machine under load only takes longer.
const PATIENCE_MS = 20_000;

/**
 * Does something, and expects a live region that was there before to change to a text like `pattern`:
 * a region that comes with its text is not read out. Gives the text.
 */
export async function expectStatus(page, pattern, act, patience = PATIENCE_MS) {
  await evaluateSource(page, inside(`window.__live = new Map(${LIVE}.map((region) => [region, textOf(region)]));`));
  await act();
  const start = Date.now();
  let changed;
  do {
    changed = await evaluateSource(
      page,
      inside(`return ${LIVE}.filter((region) => window.__live.has(region) && window.__live.get(region) !== textOf(region)).map(textOf);`),
    );
    const said = changed.find((text) => pattern.test(text));
    if (said !== undefined) return said;
    await new Promise((wake) => setTimeout(wake, 50));
  } while (Date.now() - start < patience);
  return assert.fail(`no live region said ${pattern}; those that changed: ${JSON.stringify(changed)}`);
}

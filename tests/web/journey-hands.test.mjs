// The whole path, from the first question to the plan and its link: by keyboard alone, and by single taps alone.
import assert from "node:assert/strict";
import test from "node:test";
import { expectClean, open } from "./lib/browser.mjs";
import { pathByKeyboard } from "./lib/keyboard.mjs";

/** So many key presses for the shortest path: the goal of the project. */
const MOST_PRESSES = 60;

const state = (page) => page.locator("cnam-parcours").evaluate((element) => element.state);

/** The link, opened by somebody else, holds the same. */
async function expectOpens(t, page, link) {
  const other = await open(t, `/${link.slice(link.indexOf("#"))}`);
  await other.locator(".pc-term").first().waitFor();
  assert.deepEqual(await state(other), await state(page));
  return state(other);
}

test("by keyboard alone, within sixty key presses", async (t) => {
  const page = await open(t, "/?lang=fr");
  const { link, presses, walked } = await pathByKeyboard(page);
  console.log(`# ${presses} key presses: ${walked.join(", ")}`);
  assert.ok(presses <= MOST_PRESSES, `${presses} key presses: ${walked.join(", ")}`);
  await expectOpens(t, page, link);
  await expectClean(page);
});

test("by single taps alone, on a phone", async (t) => {
  const page = await open(t, "/?lang=fr", { width: 360, height: 740, touch: true, prepare: (page) => page.addInitScript(() => {
    window.__more = [];
    for (const kind of ["dblclick", "contextmenu", "dragstart", "touchmove", "keydown"]) addEventListener(kind, () => window.__more.push(kind), true);
  }) });
  let taps = 0;
  const tap = async (locator) => {
    await locator.tap();
    taps += 1;
    // Two buttons one after the other in the same place would else be told as a double tap.
    await page.waitForTimeout(400);
  };
  const button = (name) => page.getByRole("button", { name, exact: true });
  await tap(page.getByRole("radio", { name: /^Salarié/ }));
  await tap(button("Continuer"));
  for (let step = 0; step < 30; step += 1) {
    await page.waitForFunction(() => /e=/.test(location.hash));
    const before = new URL(page.url()).hash;
    const here = /e=([^&]*)/.exec(before)[1];
    if (here === "resultat") break;
    if (here === "diploma") {
      await tap(page.getByRole("radio", { name: /Licence informatique \(L3\)/ }));
      await tap(button("Continuer"));
    } else if (here === "acquired") await tap(button("Continuer"));
    else if (await button("Je ne sais pas").count()) await tap(button("Je ne sais pas"));
    else {
      await tap(page.locator(".pc-choice").last());
      await tap(button("Continuer"));
    }
    await page.waitForFunction((before) => location.hash !== before, before);
  }
  await tap(page.getByRole("link", { name: "Voir le plan" }));
  const unit = page.locator('[data-k^="unit:"]').first();
  const code = (await unit.getAttribute("data-k")).slice("unit:".length);
  await tap(unit);
  await tap(page.locator(`[data-k="later:${code}"]`));
  await page.locator(".pc-moved").waitFor();
  await tap(page.locator("section[aria-labelledby=pc-plan]").getByRole("link", { name: "Garder ou partager" }));
  await tap(button("Copier le lien"));
  console.log(`# ${taps} taps`);
  assert.deepEqual(await page.evaluate(() => window.__more), [], "nothing but single taps");
  const { pins } = await expectOpens(t, page, await page.locator("#pc-link").inputValue());
  assert.deepEqual(Object.keys(pins), [code], "the unit that was moved");
  await expectClean(page);
});

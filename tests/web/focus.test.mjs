// After each change of the plan: the focus is where a person goes on from, and one short sentence says what happened, in a region that was
// there before. RGAA 7.5 and 12.8, WCAG 2.4.3 and 4.1.3.
import assert from "node:assert/strict";
import test from "node:test";
import { expectClean, open } from "./lib/browser.mjs";
import { expectStatus } from "./lib/status.mjs";

/** What one can take in at once. */
const MOST_CHARACTERS = 120;

const LICENCE = "status=salarie&contract_kind=cdi&centre_region=nouvelle-aquitaine&age=36&diploma=LG02501A&max_ue=3&e=resultat";
const CLASH = "centre_region=occitanie&diploma=LG02501A&max_ue=1&start_term=2027-S2&pins=NFP119:2027-S2,UTC501:2027-S2&e=resultat";

const control = (page, key) => page.locator(`[data-k="${key}"]`).first();
/** What has the focus: the name of a control, or the id of a heading. */
const focused = (page) =>
  page.locator("cnam-parcours").evaluate((element) => {
    const active = element.shadowRoot.activeElement;
    return active && (active.dataset.k ?? (active.id || active.className));
  });
const click = (...keys) => async (page) => {
  for (const key of keys) await control(page, key).click();
};
const unit = (code) => click(`unit:${code}`);
/** Where the plan begins: for controls that are gone, with all they belonged to. */
const PLAN = "pc-plan";

/** A change: how to get to its control, the control, what is said, and what has the focus then (the same control, unless named). */
const CHANGES = [
  { name: "one semester later", before: unit("UTC501"), key: "later:UTC501", said: /UTC501/ },
  // In the first semester there is none before.
  { name: "one semester earlier", before: unit("NSY103"), key: "earlier:NSY103", said: /NSY103/, focus: "unit:NSY103" },
  {
    name: "moved to a semester of the list",
    before: async (page) => {
      await unit("GDN100")(page);
      await page.locator("#pc-to-GDN100").selectOption("2027-S2");
    },
    key: "move:GDN100",
    said: /GDN100/,
  },
  { name: "kept in its semester", before: unit("UTC501"), key: "pin:UTC501", said: /UTC501/ },
  { name: "set free", before: click("unit:UTC501", "pin:UTC501"), key: "pin:UTC501", said: /UTC501/ },
  { name: "marked as passed", before: unit("UTC502"), key: "held:UTC502", said: /UTC502/, focus: PLAN },
  { name: "another one instead", before: unit("NSY103"), key: "exclude:NSY103", said: /NSY103/, focus: PLAN },
  {
    name: "swapped",
    before: async (page) => {
      await unit("NSY103")(page);
      await page.locator("tr[data-ue=NSY103] summary", { hasText: "échanger" }).click();
      await control(page, "swap:NFP121").waitFor();
    },
    key: "swap:NFP121",
    said: /NFP121/,
    focus: "unit:NFP121",
  },
  {
    name: "failed",
    before: async (page) => {
      await unit("UTC502")(page);
      await page.locator("tr[data-ue=UTC502] summary", { hasText: "Et si je rate" }).click();
      await control(page, "failed:UTC502").waitFor();
    },
    key: "failed:UTC502",
    said: /UTC502/,
    focus: "unit:UTC502",
  },
  { name: "a semester paused", before: click("term:2027-S1"), key: "pause:2027-S1", said: /automne 2027/i, focus: "term:2027-S1" },
  { name: "a semester lightened", before: click("term:2027-S1"), key: "lighten:2027-S1", said: /automne 2027/i },
  { name: "a semester made heavier", before: click("term:2027-S1"), key: "load:2027-S1", said: /automne 2027/i },
  { name: "the usual pace again", before: click("term:2027-S1", "lighten:2027-S1"), key: "usual:2027-S1", said: /automne 2027/i, focus: "term:2027-S1" },
  { name: "undone, the last change", before: click("unit:UTC501", "later:UTC501"), key: "undo:", said: /annulé/i, focus: PLAN },
  { name: "undone, with more to undo", before: click("unit:UTC501", "later:UTC501", "earlier:UTC501"), key: "undo:", said: /annulé/i },
  { name: "made again", before: click("unit:UTC501", "later:UTC501", "undo:"), key: "redo:", said: /rétabli/i, focus: PLAN },
  { name: "a wish given up", before: click("unit:UTC501", "later:UTC501", "wishes:"), key: "wish:0", said: /UTC501/, focus: PLAN },
  { name: "one of two wishes given up", before: click("unit:UTC501", "later:UTC501", "unit:GDN100", "pin:GDN100", "wishes:"), key: "wish:0", said: /GDN100|UTC501/ },
  { name: "a way out of a clash", at: CLASH, before: (page) => control(page, "way:NFP119").waitFor(), key: "way:NFP119", said: /NFP119/, focus: PLAN },
  { name: "a plan kept", before: click("whatif:compare"), key: "keep:", said: /Plan 1/ },
  { name: "a plan taken up again", before: click("whatif:compare", "keep:", "unit:UTC501", "later:UTC501"), key: "take:0", said: /Plan 1/ },
  { name: "a kept plan forgotten", before: click("whatif:compare", "keep:"), key: "forget:0", said: /Plan 1/, focus: "whatif:compare" },
  {
    name: "a trade-off chosen",
    before: async (page) => {
      await click("whatif:front")(page);
      await control(page, "front:1").waitFor();
    },
    key: "front:1",
    said: /./,
    // Its table is worked out anew: the focus waits on what opens it, unless the row is back by then.
    focus: ["whatif:front", "front:1"],
  },
  { name: "the search of diplomas", before: click("whatif:reach"), key: "reach:", said: /diplômes? étudiés?/ },
  { name: "one diploma after the other", before: click("whatif:onward"), key: "onward:", said: /Dernier semestre/ },
];

for (const { name, at = LICENCE, before, key, said, focus = key } of CHANGES) {
  test(`the focus and the message after a change: ${name}`, async (t) => {
    const page = await open(t, `/?lang=fr#${at}`);
    await page.locator("#pc-plan").waitFor();
    await before(page);
    const wanted = control(page, key);
    await wanted.waitFor();
    const words = await expectStatus(page, said, () => wanted.click());
    assert.ok(words.length <= MOST_CHARACTERS, `${words.length} characters: ${words}`);
    for (const end = Date.now() + 20_000; ![focus].flat().includes(await focused(page)); await page.waitForTimeout(50)) {
      if (Date.now() > end) assert.fail(`the focus is on ${await focused(page)} and not on ${focus}`);
    }
    await expectClean(page);
  });
}

test("the focus stays on the button that changes the language, and all that was opened stays open", async (t) => {
  const page = await open(t, `/?lang=fr#${LICENCE}`);
  await control(page, "unit:UTC501").click();
  const language = page.locator(".pc-bar button").first();
  await language.focus();
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "May I enrol?" }).waitFor();
  const active = await page.locator("cnam-parcours").evaluate((element) => {
    const active = element.shadowRoot.activeElement;
    return active && { words: active.textContent.trim(), lang: active.lang };
  });
  assert.deepEqual(active, { words: "Français", lang: "fr" });
  assert.ok(await control(page, "later:UTC501").isVisible(), "the menu of a unit is still open");
  assert.match(await page.title(), /^Your/);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Puis-je m’inscrire" }).waitFor();
  await expectClean(page);
});

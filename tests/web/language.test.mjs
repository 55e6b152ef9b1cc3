// Titles that stay French on the English page are marked as French: RGAA 8.7, WCAG 3.1.2.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import test from "node:test";
import { evaluateSource, open } from "./lib/browser.mjs";
import { inside } from "./lib/inside.mjs";
import { loadStates } from "./lib/states.mjs";

/** Shorter ones may be words of English. */
const LEAST_LETTERS = 12;

const folder = new URL("../../src/data/catalogue/", import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith(".json")).map((name) => JSON.parse(readFileSync(new URL(name, folder))));
const titles = files
  .flatMap(({ units = [], diplomas = [] }) => [...units, ...diplomas])
  .map(({ title }) => title)
  .filter((title) => title && title.length >= LEAST_LETTERS && / /.test(title));

/** The texts of the page outside French parts that hold a title. The board is not looked at yet: its rows are to call `parts::unit_name`. */
const UNMARKED = `
  const plain = (text) => text.replace(/[\\u00a0\\u202f]/g, " ").replace(/’/g, "'");
  const languageOf = (node) => {
    for (let at = node.parentNode; at; at = at.parentNode ?? at.host) if (at.getAttribute?.("lang")) return at.getAttribute("lang");
    return "";
  };
  const found = [];
  for (const root of roots) {
    const walker = document.createTreeWalker(root === document ? document.body : root, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (/^fr/.test(languageOf(node)) || node.parentElement?.closest("script, style, [role=status]")) continue;
      const text = plain(node.data);
      const title = window.__titles.find((title) => text.includes(plain(title)));
      if (title) found.push(pathOf(node.parentElement) + ": " + title);
    }
  }
  return found;
`;

async function unmarked(page) {
  await evaluateSource(page, `void (window.__titles = ${JSON.stringify(titles)})`);
  return evaluateSource(page, inside(UNMARKED));
}

test("the check finds a title that is not marked", async (t) => {
  const page = await open(t, "/?lang=en", { lang: "en" });
  await page.evaluate((title) => document.body.append(title), titles[0]);
  assert.equal((await unmarked(page)).length, 1);
});

for (const { name, path, reach } of await loadStates()) {
  test(`French titles are marked: ${name}`, async (t) => {
    const page = await open(t, path("en"), { lang: "en" });
    await reach?.(page, "en");
    assert.deepEqual(await unmarked(page), []);
  });
}

/** Turns the page into English, until all of it is. */
async function toEnglish(page) {
  await page.getByRole("button", { name: "English" }).click();
  await page.locator(".pc-root[lang=en]").waitFor();
}

test("a change of language loses nothing that is typed, chosen or found", async (t) => {
  const list = await open(t, "/#e=diploma&status=salarie");
  await list.locator("#pc-search").fill("informatique");
  await list.locator("details.pc-apart summary").click();
  await list.locator("#pc-level").selectOption("7");
  const found = await list.locator("input[type=radio]").count();
  await toEnglish(list);
  assert.deepEqual([await list.locator("#pc-search").inputValue(), await list.locator("#pc-level").inputValue()], ["informatique", "7"]);
  assert.equal(await list.locator("input[type=radio]").count(), found);

  const held = await open(t, "/#e=acquired&diploma=LG02501A");
  await held.locator("#pc-filter").fill("UTC501");
  await toEnglish(held);
  assert.equal(await held.locator("#pc-filter").inputValue(), "UTC501");
  assert.equal(await held.locator("input[type=checkbox]").count(), 1);

  const result = await open(t, "/#status=salarie&centre_region=nouvelle-aquitaine&age=36&diploma=LG02501A&max_ue=3&e=resultat");
  const fold = (key) => result.locator(`[data-k="whatif:${key}"]`);
  for (const key of ["compare", "onward", "reach"]) await fold(key).click();
  await result.locator("#pc-plan-name").fill("Mon plan d’été");
  await result.locator("#pc-by").selectOption("2029-S1");
  await result.locator("#pc-then").selectOption({ index: 1 });
  const then = await result.locator("#pc-then").inputValue();
  for (const key of ["onward:", "reach:"]) await result.locator(`[data-k="${key}"]`).click();
  await result.locator("section[aria-labelledby=pc-whatif]").getByText("En tout").waitFor();
  await result.locator('[data-k^="diploma:"]').first().waitFor();
  const diplomas = await result.locator('[data-k^="diploma:"]').count();
  await toEnglish(result);
  assert.equal(await result.locator("#pc-plan-name").inputValue(), "Mon plan d’été");
  assert.deepEqual([await result.locator("#pc-by").inputValue(), await result.locator("#pc-then").inputValue()], ["2029-S1", then]);
  assert.equal(await result.locator('[data-k^="diploma:"]').count(), diplomas, "what was found stays");
  await result.locator("section[aria-labelledby=pc-whatif]").getByText("Altogether").waitFor();
});

test("nothing stays behind in the other language", async (t) => {
  const page = await open(t, "/#status=salarie&centre_region=nouvelle-aquitaine&age=36&diploma=LG02501A&max_ue=3&e=resultat");
  await page.locator('[data-k="unit:UTC501"]').click();
  await page.locator('[data-k="later:UTC501"]').click();
  await page.locator(".pc-moved").getByText("Fin inchangée").waitFor();
  await toEnglish(page);
  assert.equal(await page.locator(".pc-moved").count(), 0, "what was moved was told in French");
  const linked = await open(t, "/#lang=en&diploma=XXX999A&status=salarie");
  await linked.getByText("XXX999A (Target diploma): not in the catalogue").waitFor();
});

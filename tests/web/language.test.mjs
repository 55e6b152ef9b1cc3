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

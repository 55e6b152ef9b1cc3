// The first question needs none of what arrives after it, and nothing said meanwhile is lost.
import assert from "node:assert/strict";
import test from "node:test";
import { expectClean, open, requestsOf } from "./lib/browser.mjs";

const READY = "cnam-parcours .pc-root";
const REST = /parcours(_rest\.wasm|-data\.txt)$/;

/** Holds back what arrives after the first question, until the given function is called. */
function held() {
  let release;
  const released = new Promise((resolve) => (release = resolve));
  const prepare = (page) => page.route(REST, (route) => released.then(() => route.continue()));
  return { prepare, release };
}

for (const lang of ["fr", "en"]) {
  test(`the first question is whole before the rest arrives (${lang})`, async (t) => {
    const { prepare, release } = held();
    const page = await open(t, `/?lang=${lang}`, { ready: READY, prepare });
    const choice = page.getByRole("radio").first();
    await choice.check();
    assert.doesNotMatch(await page.locator(READY).innerText(), /\u2047/, "a text of the first question is missing");
    // Everything of the frame that opens, opens; languages change; nothing needs code that is not there.
    for (const button of await page.locator("summary").all()) await button.click();
    await page.getByRole("button", { name: lang === "fr" ? "English" : "Français" }).click();
    await page.getByRole("button", { name: lang === "fr" ? "Français" : "English" }).click();
    assert.ok(await choice.isChecked(), "the choice is kept");
    release();
    await page.waitForFunction(() => performance.getEntriesByName("planner-complete").length > 0);
    assert.ok(await choice.isChecked(), "the arrival changes nothing on screen");
    assert.doesNotMatch(await page.locator(READY).innerText(), /\u2047/);
    await expectClean(page);
  });
}

test("whoever is faster than the rest waits, and goes on with the answer given", async (t) => {
  const { prepare, release } = held();
  const page = await open(t, "/?lang=fr", { ready: READY, prepare });
  await page.getByRole("radio").first().check();
  await page.getByRole("button", { name: "Continuer" }).click();
  await page.locator(".pc-narrow").getByText("la suite arrive").waitFor();
  release();
  await page.getByRole("button", { name: "Revenir en arrière" }).first().waitFor();
  await page.getByRole("button", { name: "Revenir en arrière" }).first().click();
  assert.ok(await page.getByRole("radio").first().isChecked());
  await expectClean(page);
});

test("a rest that fails is fetched again, and the page says so", async (t) => {
  let failures = 2;
  const prepare = (page) => page.route(REST, (route) => (failures-- > 0 ? route.fulfill({ status: 503 }) : route.continue()));
  const page = await open(t, "/?lang=fr#diploma=LG02501A", { ready: READY, prepare });
  await page.getByText("n’est pas encore là").waitFor();
  await page.getByRole("heading", { name: /LG02501A|Licence/ }).first().waitFor();
});

test("the first question takes at most six requests, and the whole page eight", async (t) => {
  const { prepare, release } = held();
  const page = await open(t, "/", { ready: READY, prepare });
  const first = requestsOf(page).filter((url) => !REST.test(url));
  assert.ok(first.length <= 6, first.join("\n"));
  release();
  await page.waitForFunction(() => performance.getEntriesByName("planner-complete").length > 0);
  assert.ok(requestsOf(page).length <= 8, requestsOf(page).join("\n"));
});

// The next answer is worked out while the page goes on living: what a person does meanwhile counts, and nothing is told twice or too early.
import assert from "node:assert/strict";
import test from "node:test";
import { expectClean, open } from "./lib/browser.mjs";
import { expectStatus } from "./lib/status.mjs";

const RESULT = "/?lang=fr#status=salarie&centre_region=nouvelle-aquitaine&age=36&diploma=CYC9101A&max_ue=2&e=resultat";
/** A processor so slow that every answer takes a while. */
const SLOWDOWN = 20;

const pending = "[data-pending]";
const control = (page, key) => page.locator(`[data-k="${key}"]`).first();
const screen = (page) => page.evaluate(() => /(?:^|&)e=([^&]*)/.exec(location.hash.slice(1))?.[1]);

async function openResult(t) {
  const page = await open(t, RESULT);
  await page.locator(".pc-term").first().waitFor();
  await page.locator(".pc-frame:not([data-pending])").waitFor();
  return page;
}

async function slowDown(page, rate) {
  const session = await page.context().newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate });
}

/** Clicks on several controls before the page gets a turn of its own. */
const clickAll = (page, selectors) =>
  page.locator("cnam-parcours").evaluate((element, selectors) => {
    for (const selector of selectors) element.shadowRoot.querySelector(selector).click();
  }, selectors);

test("while an answer is worked out, the page says so and goes on answering", async (t) => {
  const page = await openResult(t);
  const term = (await page.locator('[data-k^="term:"]').nth(1).getAttribute("data-k")).slice("term:".length);
  await control(page, `term:${term}`).click();
  await slowDown(page, SLOWDOWN);
  const terms = await page.locator(".pc-term").count();
  const opened = await page.locator("cnam-parcours").evaluate(async (element, term) => {
    const { shadowRoot } = element;
    const turn = () => new Promise((resolve) => setTimeout(resolve, 0));
    shadowRoot.querySelector(`[data-k="pause:${term}"]`).click();
    while (!shadowRoot.querySelector("[data-pending]")) await turn();
    const fold = shadowRoot.querySelector('[data-k="whatif:compare"]').closest("details");
    fold.open = true;
    while (!fold.querySelector("input")) await turn();
    return { still: Boolean(shadowRoot.querySelector("[data-pending]")), shown: shadowRoot.querySelectorAll(".pc-term").length };
  }, term);
  assert.deepEqual(opened, { still: true, shown: terms }, "a part opens before the answer is there, and the plan shown is still the one before");
  await page.locator(".pc-working").waitFor();
  await page.locator(pending).waitFor({ state: "detached" });
  assert.equal(await page.locator(".pc-working").count(), 0);
  assert.ok(await page.locator(".pc-term-empty").count(), "the semester is empty in the end");
  await expectClean(page);
});

test("two changes before the next answer both count, and are told as one", async (t) => {
  const page = await openResult(t);
  const [first, second] = await page.locator("tr[data-ue]").evaluateAll((rows) => rows.slice(0, 2).map((row) => row.dataset.ue));
  for (const unit of [first, second]) await control(page, `unit:${unit}`).click();
  const said = await expectStatus(page, new RegExp(second), () => clickAll(page, [first, second].map((unit) => `[data-k="pin:${unit}"]`)));
  assert.match(said, new RegExp(first));
  const { pins } = await page.locator("cnam-parcours").evaluate((element) => element.state);
  assert.deepEqual(Object.keys(pins).sort(), [first, second].sort());
  assert.equal(await page.locator(".pc-pinned").count(), 2);
  await expectClean(page);
});

test("a change that is taken back before its answer leaves the plan as it was", async (t) => {
  const page = await openResult(t);
  const plan = () => page.locator("cnam-parcours").evaluate((element) => element.plan);
  const unit = await page.locator("tr[data-ue]").first().getAttribute("data-ue");
  await control(page, `unit:${unit}`).click();
  await control(page, `pin:${unit}`).click();
  await page.locator(".pc-pinned").waitFor();
  const before = await plan();
  await slowDown(page, SLOWDOWN);
  await control(page, `held:${unit}`).click();
  await page.locator(pending).waitFor();
  await control(page, "undo:").click();
  await page.locator(pending).waitFor({ state: "detached" });
  assert.deepEqual(await plan(), before);
  assert.equal(await page.locator(".pc-pinned").count(), 1);
  await expectClean(page);
});

test("the plan that the element gives is that of the request as it is now, whatever is on screen", async (t) => {
  const page = await openResult(t);
  const held = await page.locator("cnam-parcours").evaluate((element) => {
    const unit = element.plan.terms[0].ue[0].code;
    element.shadowRoot.querySelector(`[data-k="unit:${unit}"]`).closest("details").open = true;
    return new Promise((resolve) =>
      setTimeout(() => {
        element.shadowRoot.querySelector(`[data-k="held:${unit}"]`).click();
        resolve(element.plan.terms.flatMap(({ ue }) => ue).some(({ code }) => code === unit));
      }, 100),
    );
  });
  assert.equal(held, false);
});

test("“Continue” waits for the answer, and going back in the meantime is obeyed", async (t) => {
  const page = await open(t, "/?lang=fr#status=salarie&centre_region=nouvelle-aquitaine&age=36&diploma=CYC9101A&e=pace");
  await page.locator("input[type=radio]").first().waitFor();
  await slowDown(page, SLOWDOWN);
  await page.locator("input[type=radio]").nth(2).check();
  const back = ".pc-actions .pc-link";
  const before = await page.locator("cnam-parcours").evaluate(async (element, back) => {
    element.shadowRoot.querySelector("button[type=submit]").click();
    await new Promise((resolve) => setTimeout(resolve, 0));
    element.shadowRoot.querySelector(back).click();
    return Boolean(element.shadowRoot.querySelector("[data-pending]"));
  }, back);
  assert.ok(before, "the answer is still being worked out");
  await page.locator(pending).waitFor({ state: "detached" });
  const there = await screen(page);
  assert.notEqual(there, "pace");
  assert.notEqual(there, "modalities", "the question after it does not come by itself");
  await expectClean(page);
});

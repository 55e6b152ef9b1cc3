// The published page starts: under the strictest policy, alone, with few requests.
import assert from "node:assert/strict";
import test from "node:test";
import { expectAccessible } from "./lib/accessible.mjs";
import { expectClean, open, requestsOf, violationsOf } from "./lib/browser.mjs";
import { expectKeyboard } from "./lib/keys.mjs";
import { DIST, serve, STRICT_CSP, TRUSTED_TYPES_CSP } from "./lib/server.mjs";

/** For everything, the data and the second part of the wasm included; `arrival.test.mjs` counts those of the first question. */
const MOST_REQUESTS = 8;

test("the page starts under the strict policy and asks nobody else", async (t) => {
  const page = await open(t, "/");
  assert.equal(await page.locator("cnam-parcours").evaluate((element) => element.shadowRoot?.mode), "open");
  await expectClean(page);
});

test("the page starts where Trusted Types are enforced", async (t) => {
  const page = await open(t, "/", { csp: TRUSTED_TYPES_CSP });
  await expectClean(page);
});

test("a site that forbids wasm is noticed: the check of the policy can fail", async (t) => {
  const page = await open(t, "/", { csp: STRICT_CSP.replace(" 'wasm-unsafe-eval'", ""), ready: null });
  for (let tries = 0; tries < 50 && violationsOf(page).length === 0; tries += 1) await page.waitForTimeout(100);
  assert.ok(violationsOf(page).some((violation) => violation.startsWith("script-src")), violationsOf(page).join("\n"));
  await assert.rejects(expectClean(page), /console|violations/);
});

test("the first load asks for few files, each once", async (t) => {
  const server = await serve(DIST);
  t.after(() => server.close());
  const page = await open(t, `${server.url}/`);
  const paths = server.log.map(({ path }) => path);
  assert.ok(paths.length <= MOST_REQUESTS, paths.join("\n"));
  assert.deepEqual(server.log.filter(({ found }) => !found), [], "absent files");
  assert.equal(new Set(requestsOf(page)).size, requestsOf(page).length, "nothing is asked for twice");
});

for (const lang of ["fr", "en"]) {
  test(`the statement of accessibility is one itself, and every screen leads to it (${lang})`, async (t) => {
    const page = await open(t, `/accessibilite.html${lang === "en" ? "#english" : ""}`, { lang, width: 320, ready: "h1" });
    await expectAccessible(page);
    await expectKeyboard(page);
    assert.match(await page.locator("body").innerText(), /Accessibilité\s: non conforme[^]*Accessibility: not compliant/);
    for (const screen of ["e=status", "e=diploma", "e=resultat"]) {
      const planner = await open(t, `/?lang=${lang}#status=salarie&${screen}`, { lang });
      assert.equal(await planner.locator(".pc-foot a[href*='accessibilite.html']").count(), 1, screen);
    }
  });
}

for (const lang of ["fr", "en"]) test(`the five answers stand within the first two screens of a small phone (${lang})`, async (t) => {
  const page = await open(t, `/?lang=${lang}#status=salarie&contract_kind=cdi&employer_sector=prive&centre_region=grand-est&age=36&diploma=LG02501A&max_ue=3&qualification_level=5&e=resultat`, { lang, width: 320, height: 640 });
  await page.locator(".pc-card").nth(4).waitFor();
  const end = await page.locator(".pc-cards").evaluate((cards) => cards.getBoundingClientRect().bottom + scrollY);
  assert.ok(end <= 2 * 640, `they end at ${end} px`);
});

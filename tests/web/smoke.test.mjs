// The published page starts: under the strictest policy, alone, with few requests.
import assert from "node:assert/strict";
import test from "node:test";
import { expectClean, open, requestsOf, violationsOf } from "./lib/browser.mjs";
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

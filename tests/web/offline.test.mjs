// Our own page opens without a network from the second visit on, and keeps nothing of the visitor.
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import test from "node:test";
import { expectClean, open } from "./lib/browser.mjs";
import { DIST } from "./lib/server.mjs";

/** A link as an adviser sends it. */
const SHARED = "#centre_region=grand-est&diploma=LG02501A&status=salarie&age=41";

test("the page and a shared link open again without a network", async (t) => {
  const page = await open(t, "/", { offline: true });
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.context().setOffline(true);
  await page.reload();
  await page.waitForFunction(() => window.__plannerReady);
  await page.goto(new URL(`/?lang=fr${SHARED}`, page.url()).href);
  await page.waitForFunction(() => window.__plannerReady);
  await page.getByText("41 ans").first().waitFor({ state: "attached" });
  await expectClean(page);
});

test("only the published files are kept on the device", async (t) => {
  const page = await open(t, `/${SHARED}`, { offline: true });
  await page.evaluate(() => navigator.serviceWorker.ready);
  const kept = await page.evaluate(async () => {
    const names = await caches.keys();
    const stores = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    return { names, files: stores.flat().map(({ url }) => url), local: localStorage.length + sessionStorage.length };
  });
  assert.equal(kept.names.length, 1);
  assert.equal(kept.local, 0);
  const published = readdirSync(DIST, { withFileTypes: true }).filter((entry) => entry.isFile()).map(({ name }) => name).filter((name) => !name.endsWith(".d.ts") && name !== "hors-ligne.js");
  const here = new URL("/", page.url()).href;
  assert.deepEqual(kept.files.sort(), published.map((name) => here + name).sort());
});

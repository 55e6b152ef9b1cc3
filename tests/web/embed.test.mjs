// Embedding, in this machine's Chromium. `cargo xtask engines` runs the same checks in Firefox and WebKit.
import assert from "node:assert/strict";
import test from "node:test";
import { startHosts } from "./embed/hosts.mjs";
import { open } from "./lib/browser.mjs";

test("partners' pages", async (t) => {
  const posted = Promise.withResolvers?.() ?? deferred();
  const hosts = await startHosts(posted.resolve);
  t.after(() => hosts.close());
  await open(t, hosts.url + (process.env.ONLY ? `?only=${process.env.ONLY}` : ""), { ready: null });
  const results = await posted.promise;
  assert.ok(process.env.ONLY || results.length > 15, `${results.length} checks were run`);
  for (const { name, fault } of results) await t.test(name, () => assert.equal(fault, undefined));
  await t.test("our site is asked for published files only, and told nothing", () => {
    for (const { method, path, search, referer, found } of hosts.ours.log) {
      assert.ok(method === "GET" && found, `${method} ${path}`);
      assert.ok(search === "" || /^\?\d+$/.test(search) || /^\?cadre=1&centre=grand-est(&hote=[\w%.*()]+)?$/.test(search), `${path}${search}`);
      assert.ok(referer === "" || new URL(referer).pathname === "/" || referer.startsWith(hosts.ours.url), referer);
    }
  });
});

function deferred() {
  const made = {};
  made.promise = new Promise((resolve, reject) => Object.assign(made, { resolve, reject }));
  return made;
}

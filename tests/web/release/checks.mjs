// The release checks itself: `cargo xtask release` runs this on the folder that it has made. Every file against its hash, every link, every
// header of the example, and in the browser the page, the tag, the frame, the gallery, the package, and the page without a network.
//
// RELEASE_URL=https://… runs it against a host that serves the same folder, to see whether the host is set up as the examples say.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import test, { after, before } from "node:test";
import { fileURLToPath } from "node:url";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { expectClean, open, requestsOf } from "../lib/browser.mjs";
import { serve } from "../lib/server.mjs";
import { fileOf, headerRules, serveRelease, SITE } from "./site.mjs";

const here = (path) => readFileSync(join(SITE, path), "utf8");
const { version, files } = JSON.parse(here("integrity.json"));
const major = version.split(".")[0];
const [KEPT, ASKED] = ["public, max-age=31536000, immutable", "public, max-age=300, must-revalidate"];
/** Left out where another host serves the folder: its log is not ours to read. */
const foreign = process.env.RELEASE_URL;

let site;
before(async () => {
  site = foreign ? { url: foreign.replace(/\/$/, ""), log: [], close: async () => {} } : await serveRelease();
});
after(() => site.close());

const all = readdirSync(SITE, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => relative(SITE, join(entry.parentPath ?? entry.path, entry.name)));
const pages = all.filter((name) => name.endsWith(".html"));

test("every file is listed with its hash, and what is compressed is the same file", () => {
  const listed = all.filter((name) => !/\.(br|gz)$/.test(name) && !name.startsWith("headers/") && name !== "integrity.json");
  assert.deepEqual(Object.keys(files).sort(), listed.sort());
  for (const [name, entry] of Object.entries(files)) {
    const bytes = readFileSync(join(SITE, name));
    assert.equal(entry.integrity, `sha384-${createHash("sha384").update(bytes).digest("base64")}`, name);
    assert.equal(entry.bytes, bytes.length, name);
    if (/\.(tgz)$/.test(name)) continue;
    const [br, gz] = [".br", ".gz"].map((ending) => readFileSync(join(SITE, name + ending)));
    assert.ok(brotliDecompressSync(br).equals(bytes) && gunzipSync(gz).equals(bytes), name);
    assert.deepEqual([entry.brotli, entry.gzip], [br.length, gz.length], name);
  }
});

test("every link of every page leads somewhere", async () => {
  let links = 0;
  for (const page of pages) {
    const text = here(page).replace(/<!--.*?-->/gs, "").replace(/<code>.*?<\/code>/gs, "");
    for (const [, address] of text.matchAll(/\s(?:href|src)="([^"]*)"/g)) {
      const url = new URL(address.replaceAll("&amp;", "&"), `${site.url}/${page}`);
      if (url.origin !== site.url) {
        assert.match(url.href, /^(https:\/\/|mailto:|tel:|data:)/, `${page}: ${address}`);
        continue;
      }
      links += 1;
      const file = fileOf(url.pathname);
      assert.ok(file, `${page}: ${address}`);
      if (url.hash) assert.match(readFileSync(file, "utf8"), new RegExp(`id="${url.hash.slice(1)}"`), `${page}: ${address}`);
    }
  }
  assert.ok(links > 50, `${links} links`);
});

test("the folder of the version names no other version, and the major one leads to it", () => {
  assert.deepEqual(readdirSync(SITE).sort(), [...new Set(["accessibilite.html", "headers", "hors-ligne.js", "index.html", "integrity.json", major, version].flatMap((name) => (/\.(html|js)$/.test(name) ? [name, `${name}.br`, `${name}.gz`] : [name])))].sort());
  assert.equal(here(`${major}/cnam-parcours.js`), `import "../${version}/cnam-parcours.js";\n`);
  assert.equal(here(`${major}/cadre.js`), here(`${version}/cadre.js`));
  for (const page of ["index.html", "accessibilite.html"]) {
    const loaded = [...here(page).matchAll(/<(?:script|link)[^>]*\s(?:href|src)="([^"]*)"/g)].map(([, address]) => address);
    assert.ok(loaded.length >= 2 && loaded.every((address) => address.startsWith(`${version}/`)), `${page}: ${loaded}`);
  }
});

test("each answer has the headers of the example, its type and its compression", async () => {
  const rules = headerRules(here("headers/_headers"));
  const everywhere = rules.find(({ path }) => path === "/*").headers;
  for (const name of ["", ...Object.keys(files)]) {
    const answer = await fetch(`${site.url}/${name}`, { headers: { "Accept-Encoding": "br, gzip" } });
    assert.equal(answer.status, 200, name);
    for (const [header, value] of everywhere) assert.equal(answer.headers.get(header), value, `${name}: ${header}`);
    assert.equal(answer.headers.get("Cache-Control"), name.startsWith(`${version}/`) ? KEPT : ASKED, name);
    const [ending] = /\w+$/.exec(name || "index.html");
    const type = { css: "text/css", html: "text/html", js: "text/javascript", json: "application/json", md: "text/", svg: "image/svg+xml", tgz: "application/", ts: "text/plain", txt: "text/plain", wasm: "application/wasm" }[ending];
    assert.ok(answer.headers.get("Content-Type").startsWith(type), `${name}: ${answer.headers.get("Content-Type")}`);
    if (ending !== "tgz") {
      assert.match(answer.headers.get("Content-Encoding") ?? "", foreign ? /^(br|gzip)$/ : /^br$/, `${name} arrives compressed`);
      assert.match(answer.headers.get("Vary") ?? "", /accept-encoding/i, name);
    }
    // fetch has undone the compression: what arrives is the file.
    if (name) assert.equal(`sha384-${createHash("sha384").update(Buffer.from(await answer.arrayBuffer())).digest("base64")}`, files[name].integrity, name);
  }
});

test("the policy holds no unsafe keyword but the one that WebAssembly needs, and every example says the same", () => {
  const everywhere = headerRules(here("headers/_headers")).find(({ path }) => path === "/*").headers;
  const policy = everywhere.find(([name]) => name === "Content-Security-Policy")[1];
  assert.deepEqual(policy.match(/'unsafe[^']*'|'[^']*unsafe[^']*'/g), ["'wasm-unsafe-eval'"]);
  assert.match(policy, /^default-src 'none';/);
  for (const example of ["nginx.conf", "htaccess"]) {
    const text = here(`headers/${example}`);
    for (const [name, value] of everywhere) assert.ok(text.includes(`${name} "${value}"`), `${example}: ${name}`);
    assert.ok(text.includes(KEPT) && text.includes(ASKED), example);
  }
});

/** Nothing was asked for that is not there, with an address that says more than the file, or with a referrer or a cookie. */
function expectQuietLog(allowed = "") {
  for (const { path, search, referer, cookie, status } of site.log) {
    assert.equal(status, 200, path);
    assert.ok(search === "" || /^\?\d+$/.test(search) || search === allowed, path + search);
    assert.deepEqual([referer, cookie], ["", ""], path);
  }
}

const ANSWERS = "#status=salarie&centre_region=grand-est&age=36&diploma=LG02501A&max_ue=3&e=resultat";

test("the page at the root plans, from the folder of its version alone", async (t) => {
  site.log.length = 0;
  const page = await open(t, `${site.url}/${ANSWERS}`);
  await page.locator("#pc-link").waitFor();
  const loaded = requestsOf(page).map((url) => new URL(url).pathname).filter((path) => path !== "/");
  assert.ok(loaded.length >= 6 && loaded.every((path) => path.startsWith(`/${version}/`)), loaded.join("\n"));
  assert.ok((await page.locator("#pc-link").inputValue()).startsWith(`${site.url}/#p=`), "links lead to the root, which no version changes");
  await page.locator(".pc-foot a", { hasText: "non conforme" }).click();
  await page.getByRole("heading", { level: 1 }).waitFor();
  assert.equal(new URL(page.url()).pathname, "/accessibilite.html");
  await page.getByRole("link", { name: "Revenir au planificateur" }).click();
  await page.locator(".pc-root h1").first().waitFor();
  assert.equal(new URL(page.url()).pathname, "/");
  await expectClean(page);
  expectQuietLog();
});

test("without a network, from the second visit on", { skip: foreign && "the host cannot be cut off" }, async (t) => {
  site.log.length = 0;
  const page = await open(t, `${site.url}/`, { offline: true });
  const kept = await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    return (await Promise.all((await caches.keys()).map(async (name) => (await (await caches.open(name)).keys()).map(({ url }) => new URL(url).pathname)))).flat();
  });
  assert.ok(kept.includes("/index.html") && kept.includes(`/${version}/parcours_rest.wasm`) && kept.includes("/accessibilite.html"), kept.join("\n"));
  expectQuietLog();
  await page.context().setOffline(true);
  await page.goto(`${site.url}/?again${ANSWERS}`);
  await page.locator("#pc-link").waitFor();
  await page.context().setOffline(false);
});

/** A partner's page with what the guide says to write, under the policy that the guide says to set. */
async function partner(t, body, policy) {
  const csp = `default-src 'none'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'; ${policy.replaceAll("SITE", site.url)}`;
  const text = `<!doctype html><html lang="fr"><meta charset="utf-8"><title>Partenaire</title><link rel="icon" href="data:,">${body.replaceAll("SITE", site.url)}</html>`;
  const host = await serve(SITE, { csp, pages: { "/page": text } });
  t.after(() => host.close());
  return `${host.url}/page`;
}
const tag = (file, more = "") => `<script type="module" crossorigin src="SITE/${file}" ${more}></script><h1>Partenaire</h1><cnam-parcours lang="fr" centre="grand-est" diploma="LG02501A"><a href="https://www.cnam.fr">Contacter le Cnam</a></cnam-parcours>`;
const TAG_POLICY = "script-src SITE 'wasm-unsafe-eval'; connect-src SITE; img-src data:";
const host = () => new URL(site.url).host;

for (const [name, body] of [
  ["the tag with its version and hash", () => tag(`${version}/cnam-parcours.js`, `integrity="${files[`${version}/cnam-parcours.js`].integrity}"`)],
  ["the tag that follows corrections", () => tag(`${major}/cnam-parcours.js`)],
]) {
  test(`${name} works on another site`, async (t) => {
    site.log.length = 0;
    const page = await open(t, await partner(t, body(), TAG_POLICY));
    const element = page.locator("cnam-parcours");
    await element.locator("h2").first().waitFor();
    assert.equal((await element.evaluate((element) => element.evaluate())).plan.status, "optimal");
    await expectClean(page, { hosts: [host()] });
    for (const { search, referer, status } of site.log) assert.ok(status === 200 && /^(\?\d+)?$/.test(search) && (referer === "" || new URL(referer).pathname === "/"), referer + search);
  });
}

test("the tag with another hash is refused, and the partner's own content stays", async (t) => {
  const page = await open(t, await partner(t, tag(`${version}/cnam-parcours.js`, `integrity="${files[`${version}/qr.js`].integrity}"`), TAG_POLICY), { ready: null });
  await page.waitForLoadState("networkidle");
  assert.equal(await page.locator("cnam-parcours").evaluate((element) => element.shadowRoot === null), true);
  assert.ok(await page.getByRole("link", { name: "Contacter le Cnam" }).isVisible());
});

test("the frame works on another site and is sized", async (t) => {
  const body = `<script src="SITE/${major}/cadre.js" async></script><h1>Partenaire</h1><iframe src="SITE/?cadre=1&amp;centre=grand-est" title="Planifier"></iframe>`;
  site.log.length = 0;
  const page = await open(t, await partner(t, body, "frame-src SITE; script-src SITE; img-src data:"), { ready: null });
  await page.frameLocator("iframe").locator("cnam-parcours h2").first().waitFor();
  await page.waitForFunction(() => Number.parseInt(document.querySelector("iframe").style.height, 10) > 300);
  await expectClean(page, { hosts: [host()] });
});

const shown = pages.filter((name) => name.includes("/partenaires/"));
test("there is a gallery", () => assert.ok(shown.length > 8));
for (const name of shown) {
  test(`${name.split("/").at(-1)} of the gallery works`, async (t) => {
    const page = await open(t, `${site.url}/${name}`, { ready: null });
    for (const planner of await page.locator("cnam-parcours").all()) await planner.locator("h2").first().waitFor();
    for (const frame of await page.locator("iframe").all()) await frame.contentFrame().locator("cnam-parcours h2").first().waitFor();
    await expectClean(page);
  });
}

test("the package beside it is the package, and a Node script uses it", (t) => {
  const [packed, ...others] = readdirSync(join(SITE, version)).filter((name) => name.endsWith(".tgz"));
  assert.deepEqual([packed, others], [`cnam-parcours-${version}.tgz`, []]);
  const folder = mkdtempSync(fileURLToPath(new URL("../../../target/release-user-", import.meta.url)));
  t.after(() => rmSync(folder, { recursive: true }));
  execFileSync("tar", ["-xzf", join(SITE, version, packed)], { cwd: folder });
  cpSync(join(folder, "package"), join(folder, "node_modules/cnam-parcours"), { recursive: true });
  assert.ok(existsSync(join(folder, "node_modules/cnam-parcours/types.d.ts")));
  const request = { version: 1, today: "2026-11-21", centre_region: "grand-est", target: { diploma: "LG02501A" } };
  writeFileSync(join(folder, "use.mjs"), `import { evaluate } from "cnam-parcours"; console.log((await evaluate(${JSON.stringify(request)})).plan.status);`);
  assert.equal(execFileSync(process.execPath, ["use.mjs"], { cwd: folder, encoding: "utf8" }).trim(), "optimal");
});

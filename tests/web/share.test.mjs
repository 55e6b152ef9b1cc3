// What a link says is shown before it is sent; the personal part leaves with one tick; a picture of it reads back; nothing else carries it.
import assert from "node:assert/strict";
import test from "node:test";
import jsQR from "jsqr";
import { expectAccessible } from "./lib/accessible.mjs";
import { expectClean, open, requestsOf } from "./lib/browser.mjs";
import { decode } from "./lib/pixels.mjs";
import { DIST, serve } from "./lib/server.mjs";

/** Made up, and easy to find again wherever it should not be. */
const PERSONAL = { birth_date: "1987-03-14", cpf_balance: "3141.59", rqth: "true", benefits: "rsa" };
const PATH = `/#${new URLSearchParams({ ...PERSONAL, status: "salarie", centre_region: "grand-est", diploma: "LG02501A", max_ue: "3", e: "resultat" })}`;

const link = (page) => page.locator("#pc-link").inputValue();
const facts = (page) => page.locator("cnam-parcours").evaluate((element) => element.state.facts);
const opened = async (t, url) => {
  const page = await open(t, `/${url.slice(url.indexOf("#"))}`);
  await page.locator("#pc-link").waitFor();
  return page;
};

test("what the link says is shown, and one tick takes the personal part out", async (t) => {
  const page = await open(t, PATH);
  const shown = page.locator("#pc-shared");
  assert.match(await shown.innerText(), /14\smars\s1987[^]*3\s141,59\s€/);
  const full = await link(page);
  await page.getByRole("checkbox", { name: /Sans mes réponses personnelles/ }).check();
  await page.waitForFunction((full) => document.querySelector("cnam-parcours").shadowRoot.querySelector("#pc-link").value !== full, full);
  assert.doesNotMatch(await shown.innerText(), /1987|141,59/);
  await expectAccessible(page);
  const other = await opened(t, await link(page));
  assert.deepEqual(await facts(other), { status: "salarie" });
  const kept = await opened(t, full);
  assert.deepEqual(await facts(kept), { birth_date: "1987-03-14", status: "salarie", cpf_balance: "3141.59", rqth: true, benefits: ["rsa"] });
  await expectClean(page);
});

test("an adviser's note and marks travel, and a changed answer is no longer theirs", async (t) => {
  const page = await open(t, "/#status=salarie&age=36&centre_region=grand-est&diploma=LG02501A&max_ue=3&e=resultat");
  await page.getByRole("checkbox", { name: /Je prépare ce lien pour quelqu’un/ }).check();
  await page.getByLabel(/Un mot pour cette personne/).fill("À vérifier <b>ensemble</b> jeudi.");
  await page.getByRole("group", { name: "Réponses que j’ai remplies" }).getByRole("checkbox", { name: /Âge/ }).uncheck();
  await expectAccessible(page);
  const other = await opened(t, await link(page));
  const advice = other.locator("#pc-advice");
  const text = await advice.innerText();
  assert.match(text, /À vérifier <b>ensemble<\/b> jeudi\./, "the note is text and nothing else");
  assert.match(text, /à vérifier\s: Situation/);
  assert.doesNotMatch(text, /Âge/);
  await expectAccessible(other);
  await other.reload();
  await advice.waitFor();
  await other.goto(other.url().replace(/#.*/, "#status=independant&age=36&e=resultat"));
  await other.reload();
  await other.locator("#pc-link").waitFor();
  assert.equal(await advice.count(), 0);
});

test("the QR code reads back from a screenshot, by another's decoder, as the link", async (t) => {
  for (const [width, dark] of [[1280, false], [320, true]]) {
    const page = await open(t, PATH, { width, dark });
    const before = requestsOf(page).length;
    await page.getByRole("button", { name: "QR code" }).click();
    const code = page.getByRole("img", { name: "QR code de votre lien" });
    await code.waitFor();
    await expectAccessible(page);
    const { pixels, channels, width: wide, height } = decode(await code.screenshot());
    const rgba = new Uint8ClampedArray(wide * height * 4).fill(255);
    for (let at = 0; at < wide * height; at += 1) for (let channel = 0; channel < 3; channel += 1) rgba[at * 4 + channel] = pixels[at * channels + channel];
    assert.equal(jsQR(rgba, wide, height)?.data, await link(page), `${width} px`);
    assert.deepEqual(requestsOf(page).slice(before).map((url) => new URL(url).pathname), ["/qr.js"], "only the encoder was asked for, when it was needed");
  }
});

test("no request, referrer, storage or title holds an answer", async (t) => {
  const server = await serve(DIST);
  t.after(() => server.close());
  const page = await open(t, `${server.url}${PATH}`);
  await page.getByRole("button", { name: "QR code" }).click();
  await page.getByRole("img", { name: "QR code de votre lien" }).waitFor();
  await page.getByRole("button", { name: "Copier le lien" }).click();
  await page.reload();
  await page.locator("#pc-link").waitFor();
  const code = /p=([^&]*)/.exec(await link(page))[1];
  const secrets = [...Object.values(PERSONAL).filter((value) => value.length > 4), "1987", "3141", code, "LG02501A"];
  const clean = (where, text) => secrets.forEach((secret) => assert.ok(!text.includes(secret), `${where} holds ${secret}`));
  for (const url of requestsOf(page)) clean("a request", url.replace(/#.*/, ""));
  for (const asked of server.log) clean("the server's log", JSON.stringify(asked));
  assert.ok(server.log.length > 5 && server.log.every(({ search, referer }) => !search && !referer), JSON.stringify(server.log));
  clean("storage", await page.evaluate(() => JSON.stringify([document.cookie, { ...localStorage }, { ...sessionStorage }])));
  clean("the title", await page.title());
  const stored = await page.evaluate(async () => {
    const databases = await (indexedDB.databases?.() ?? []);
    const kept = await Promise.all((await caches.keys()).map(async (name) => (await (await caches.open(name)).keys()).map(({ url }) => url)));
    return JSON.stringify([databases, kept]);
  });
  clean("databases and caches", stored);
});

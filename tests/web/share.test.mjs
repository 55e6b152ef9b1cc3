// What a link says is shown before it is sent; the personal part leaves with one tick; a picture of it reads back; nothing else carries it.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
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
    // The browser asks for the icon when it likes.
    const since = requestsOf(page).slice(before).map((url) => new URL(url).pathname).filter((path) => path !== "/icon.svg");
    assert.deepEqual(since, ["/qr.js"], "only the encoder was asked for, when it was needed");
  }
});

/** What a browser keeps of a page, wherever it keeps things. */
const keptBy = (page) =>
  page.evaluate(async () => {
    const databases = await (indexedDB.databases?.() ?? []);
    const files = await Promise.all((await caches.keys()).map(async (name) => (await (await caches.open(name)).keys()).map(({ url }) => url)));
    return { storage: [document.cookie, { ...localStorage }, { ...sessionStorage }], databases, files };
  });

/** Fails where any text holds what the person said; `link` holds all of it as a code. */
async function secretsIn(page, { personal = PERSONAL, link: url }) {
  const code = /p=([^&]*)/.exec(url ?? (await link(page)))[1];
  const secrets = [...Object.values(personal).filter((value) => value.length > 4), "1987", "3141", code, "LG02501A"];
  return (where, text) => secrets.forEach((secret) => assert.ok(!text.includes(secret), `${where} holds ${secret}`));
}

/** Neither what was asked for, nor how, nor the title says anything. */
async function expectNothingSent(page, server, clean, queries = /^$/) {
  for (const url of requestsOf(page)) clean("a request", url.replace(/#.*/, ""));
  for (const asked of server.log) clean("the server's log", JSON.stringify(asked));
  // The script that keeps files for use without a network names itself, unless its host sends a Referrer-Policy as the example of headers does.
  const unsaying = (referer) => referer === "" || referer === `${server.url}/hors-ligne.js`;
  const faulty = server.log.filter(({ method, search, referer }) => method !== "GET" || !queries.test(search) || !unsaying(referer));
  assert.ok(server.log.length > 5);
  assert.deepEqual(faulty, []);
  clean("the title", await page.title());
}

test("no request, referrer, storage or title holds an answer", async (t) => {
  const server = await serve(DIST);
  t.after(() => server.close());
  const page = await open(t, `${server.url}${PATH}`);
  await page.getByRole("button", { name: "QR code" }).click();
  await page.getByRole("img", { name: "QR code de votre lien" }).waitFor();
  await page.getByRole("button", { name: "Copier le lien" }).click();
  await page.reload();
  await page.locator("#pc-link").waitFor();
  const clean = await secretsIn(page, {});
  await expectNothingSent(page, server, clean);
  clean("storage, databases or caches", JSON.stringify(await keptBy(page)));
});

test("nor with a region pack, without a network, and with what the person keeps: that stands in one entry, and goes with it", async (t) => {
  const file = (name) => readFileSync(new URL(`../packs/${name}`, import.meta.url));
  const pages = { "/packs/region-inventee.json": file("region-inventee.json"), "/packs/region-inventee.csv": file("region-inventee.csv") };
  const server = await serve(DIST, { pages });
  t.after(() => server.close());
  const page = await open(t, `${server.url}${PATH.replace("/#", "/?pack=/packs/region-inventee.json#").replace("grand-est", "atlantide")}`, { offline: true });
  await page.getByText("Bon des marées").first().waitFor();
  await page.getByRole("button", { name: "Enregistrer sur cet appareil" }).click();
  await page.getByRole("button", { name: "Effacer" }).waitFor();
  const clean = await secretsIn(page, {});
  const { storage: [cookie, local, session], ...others } = await keptBy(page);
  assert.deepEqual([cookie, Object.keys(local), session], ["", ["parcours-cnam"], {}]);
  clean("a database or a cache", JSON.stringify(others));
  // What was kept is sent nowhere when the person comes back.
  await page.goto(`${server.url}/?pack=/packs/region-inventee.json`);
  await page.getByRole("button", { name: /Reprendre ma préparation/ }).click();
  await page.getByText("Bon des marées").first().waitFor();
  await expectNothingSent(page, server, clean, /^(\?pack=\/packs\/region-inventee\.json)?$/);
  assert.deepEqual(server.log.filter(({ path }) => path.startsWith("/packs/") && path.endsWith(".json")).map(({ search }) => search), ["", ""]);
  await page.getByRole("button", { name: "Effacer" }).click();
  clean("anything kept", JSON.stringify(await keptBy(page)));
});

test("one tick takes out identity, health, benefits and every amount of one's own", async (t) => {
  const personal = { ...PERSONAL, nationality: "FR", permit_mention: "etudiant", employer_topup: "271.83", region_topup: "161.80", needs_exam_adaptation: "true", long_absence_last_24: "false", dismissed_or_unfit_last_24: "true" };
  const page = await open(t, `/#${new URLSearchParams({ ...personal, status: "salarie", centre_region: "grand-est", diploma: "LG02501A", e: "resultat" })}`);
  await page.locator("#pc-link").waitFor();
  assert.equal(Object.keys(await facts(page)).length, Object.keys(personal).length + 1, "all of them were read");
  await page.getByRole("checkbox", { name: /Sans mes réponses personnelles/ }).check();
  await page.waitForFunction(() => !document.querySelector("cnam-parcours").shadowRoot.querySelector("#pc-shared").innerText.includes("1987"));
  const shown = await page.locator("#pc-shared").innerText();
  assert.doesNotMatch(shown, /271|161|141/);
  const other = await opened(t, await link(page));
  assert.deepEqual(await facts(other), { status: "salarie" });
});

test("what a link holds and the page cannot keep is named as the page names it", async (t) => {
  const page = await open(t, "/#diploma=XXX999A&excluded=ZZZ999&max_ue=beaucoup&status=salarie");
  const told = page.getByRole("status").filter({ hasText: "pas pu être relu" });
  assert.match(await told.innerText(), /XXX999A \(Diplôme visé\)\s: absent du catalogue/);
  const text = await told.innerText();
  assert.match(text, /ZZZ999 \(Les UE choisies ou acquises\)/);
  assert.match(text, /beaucoup \(Votre rythme\)\s: valeur impossible/);
});

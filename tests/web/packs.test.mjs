// A region pack given by its address: a made-up fifth region works in the page as it is built, and a broken pack is told and harms nothing.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { expectAccessible } from "./lib/accessible.mjs";
import { expectClean, open, requestsOf } from "./lib/browser.mjs";
import { DIST, serve } from "./lib/server.mjs";

const file = (name) => readFileSync(new URL(`../packs/${name}`, import.meta.url));
const FILES = {
  "/packs/region-inventee.json": file("region-inventee.json"),
  "/packs/region-inventee.csv": file("region-inventee.csv"),
  "/packs/broken.json": file("broken/24-several-faults.json"),
  "/packs/lines.csv": file("broken/31-lines-refused.csv"),
  "/packs/lines.json": Buffer.from(file("region-inventee.json").toString().replace("region-inventee.csv", "lines.csv")),
};
const ANSWERS = "status=salarie&contract_kind=cdi&age=36&centre_region=atlantide&diploma=LG02501A&max_ue=3&payer=self";

/** Our own page with a pack of its own site. */
const ours = (t, pack, options = {}) => open(t, `/?pack=/packs/${pack}#${ANSWERS}`, { pages: FILES, ...options });

/** A partner's page, on which the tag names the pack. */
const partner = (attributes) => `<!doctype html><html lang="fr"><meta charset="utf-8"><title>Un centre</title><link rel="icon" href="data:,">
  <script type="module" src="/cnam-parcours.js"></script><main><h1>Un centre</h1><cnam-parcours ${attributes}></cnam-parcours></main></html>`;

const faults = (page) => page.locator("[data-pack]");
const state = (page) => page.locator("cnam-parcours").evaluate((element) => element.state);

test("a made-up region brings its scheme, its price and its openings, without a rebuild", async (t) => {
  const page = await ours(t, "region-inventee.json");
  await page.locator("tr[data-ue]").first().waitFor();
  await page.getByText("Bon des marées").first().waitFor();
  const answer = await page.locator("cnam-parcours").evaluate((element) => element.evaluate());
  const line = answer.cost.lines.find(({ id }) => id === "UTC501");
  assert.equal(line.learner, "33.00", "3 credits at 11 euros");
  const unit = answer.plan.terms.flatMap((term) => term.ue.map((one) => ({ ...one, term: term.term }))).find(({ code }) => code === "UTC501");
  assert.deepEqual([unit.term, unit.modality, unit.assumed], ["2027-S2", "soir", []]);
  // And all of it is shown.
  const text = await page.locator(".pc-root").evaluate((root) => root.textContent);
  assert.match(text, /99\s€/, "the price of a term: three units of 33 euros");
  const left = page.locator(".pc-card").filter({ hasText: "Que me reste-t-il à payer" });
  assert.match(await left.innerText(), /593\s€ pour ce dont le prix est connu/, "on the card as in the costs, though one unit has no price");
  const row = page.locator('tr[data-ue="UTC501"]');
  await row.locator("summary").first().click();
  assert.match(await row.evaluate((row) => row.textContent), /Le programme d’ouverture de votre région l’annonce.*Port-Inventé/s);
  assert.equal(await faults(page).count(), 0);
  await expectAccessible(page);
  await expectClean(page);
});

for (const name of ["pack", "data-pack"]) {
  test(`the tag names the pack by ${name}`, async (t) => {
    const pages = { ...FILES, "/centre": partner(`${name}="packs/region-inventee.json" centre="atlantide" diploma="LG02501A"`) };
    const page = await open(t, "/centre", { pages });
    const answer = await page.locator("cnam-parcours").evaluate((element) => element.evaluate());
    assert.ok(answer.schemes.some(({ id }) => id === "bon-des-marees"));
    assert.match(await page.locator(".pc-foot").innerText(), /atlantide\.example/, "whom to ask is the pack's centre");
    await expectClean(page);
  });
}

test("a broken pack is told with its file, the place and what to do, and the planner works without it", async (t) => {
  const page = await open(t, `/?pack=/packs/broken.json#${ANSWERS.replace("atlantide", "grand-est")}`, { pages: FILES });
  await page.locator("tr[data-ue]").first().waitFor();
  const text = await faults(page).innerText();
  for (const told of [/packs\/broken\.json/, /colour/, /rules\[0\]\.scope/, /enrolment\.windows\[0\]\.by/, /corrigez-le ou retirez-le/]) assert.match(text, told);
  await expectAccessible(page);
  await expectClean(page);
});

test("lines of a schedule that are refused are told, and the others count", async (t) => {
  const page = await ours(t, "lines.json");
  await page.locator("tr[data-ue]").first().waitFor();
  assert.equal(await faults(page).getAttribute("open"), null, "folded: it is for whoever runs the site");
  await faults(page).locator("summary").click();
  assert.match(await faults(page).innerText(), /lines\.csv, endroit line 4, Semestre/);
  const answer = await page.locator("cnam-parcours").evaluate((element) => element.evaluate());
  const term = answer.plan.terms.find(({ ue }) => ue.some(({ code }) => code === "UTC501"));
  assert.match(term.term, /-S1$/, "its line is good: it opens in autumn");
  await expectClean(page);
});

test("a pack that is not there is told, and the planner starts", async (t) => {
  const page = await open(t, `/?pack=/packs/absent.json#${ANSWERS.replace("atlantide", "grand-est")}`, { pages: FILES });
  await page.locator("tr[data-ue]").first().waitFor();
  assert.match(await faults(page).innerText(), /packs\/absent\.json.*vérifiez son adresse/s);
});

test("an address of our own page cannot bring a pack of another site: it is named, and not fetched", async (t) => {
  const page = await open(t, `/?pack=https://elsewhere.example/pack.json#${ANSWERS.replace("atlantide", "grand-est")}`);
  await page.locator("tr[data-ue]").first().waitFor();
  assert.match(await faults(page).innerText(), /https:\/\/elsewhere\.example\/pack\.json.*d’un autre site/s);
  await expectAccessible(page);
  await expectClean(page);
});

test("nor can a pack of our own bring a schedule of another site", async (t) => {
  const pack = Buffer.from(file("region-inventee.json").toString().replace("region-inventee.csv", "https://elsewhere.example/lines.csv"));
  const page = await open(t, `/?pack=/packs/far.json#${ANSWERS}`, { pages: { "/packs/far.json": pack } });
  await page.locator("tr[data-ue]").first().waitFor();
  assert.match(await faults(page).innerText(), /https:\/\/elsewhere\.example\/lines\.csv/);
  await expectClean(page);
});

// Links: a pack travels by its `https` address, so these pages have one. Both sites are made up; their files come from this machine.

const [OURS, PARTNER] = ["https://parcours.example", "https://centre.example"];
const PACK = `${PARTNER}/packs/region-inventee.json`;

/** Opens a page of either site. */
async function openSite(t, url, options = {}) {
  const pages = { ...FILES, "/centre": partner(`pack="packs/region-inventee.json" centre="atlantide" diploma="LG02501A"`).replace("/cnam-parcours.js", `${OURS}/cnam-parcours.js`) };
  const servers = Object.fromEntries(await Promise.all([OURS, PARTNER].map(async (site) => [site, await serve(DIST, { pages, ...(site === PARTNER && { csp: null }) })])));
  t.after(() => Promise.all(Object.values(servers).map((server) => server.close())));
  const prepare = (page) =>
    page.route(/^https:\/\/(parcours|centre)\.example\//, async (route) => {
      const { origin, pathname, search } = new URL(route.request().url());
      await route.fulfill({ response: await route.fetch({ url: servers[origin].url + pathname + search }) });
    });
  return open(t, url, { ...options, prepare });
}

const linkOf = (page) => page.locator("#pc-link").inputValue();
const price = (page) => page.locator("cnam-parcours").evaluate(async (element) => (await element.evaluate()).cost.lines.find(({ id }) => id === "UTC501")?.learner);

test("a link of our own page carries its pack, which loads where it is opened", async (t) => {
  const page = await openSite(t, `${OURS}/?pack=/packs/region-inventee.json#${ANSWERS}`);
  const link = await linkOf(page);
  assert.ok(link.startsWith(`${OURS}/#p=`) && link.length < 300, link);
  const other = await openSite(t, link);
  await other.getByText("Bon des marées").first().waitFor();
  assert.equal(await price(other), "33.00");
  assert.equal((await state(other)).centre_region, "atlantide");
  assert.equal(await faults(other).count(), 0);
  assert.equal(await linkOf(other), link, "and is passed on");
  await other.reload();
  await other.getByText("Bon des marées").first().waitFor();
  await expectClean(other);
});

test("a link of a partner's page names its pack, which our page does not fetch; the answers are kept", async (t) => {
  const page = await openSite(t, `${PARTNER}/centre`);
  await page.locator("input[value=salarie]").check();
  await page.getByRole("button", { name: "Continuer" }).click();
  await page.getByRole("button", { name: "Voir le détail" }).first().click();
  const link = await linkOf(page);
  assert.ok(link.startsWith(`${OURS}/`), "links lead to our page");

  const other = await openSite(t, link);
  await other.locator("#pc-link").waitFor();
  assert.match(await faults(other).innerText(), new RegExp(`${PACK.replaceAll(".", "\\.")}.*d’un autre site`, "s"));
  await other.getByText("atlantide (Région du centre)").waitFor();
  const { centre_region, facts, target } = await state(other);
  assert.deepEqual([centre_region ?? null, facts.status, target.diploma], [null, "salarie", "LG02501A"]);
  assert.ok(!requestsOf(other).some((url) => url.startsWith(PARTNER)), "nothing was asked of the other site");
  await expectAccessible(other);
  await expectClean(other);
});

test("a frame keeps to the same rule", async (t) => {
  const page = await openSite(t, `${OURS}/?cadre=1#pack=${encodeURIComponent(PACK)}&${ANSWERS.replace("atlantide", "grand-est")}`);
  await page.locator("tr[data-ue]").first().waitFor();
  assert.match(await faults(page).innerText(), /d’un autre site/);
  assert.ok(!requestsOf(page).some((url) => url.startsWith(PARTNER)));
});

test("a region that nothing here knows is named, and the rest of the link is kept", async (t) => {
  const page = await open(t, `/#${ANSWERS}&pack=lyonesse`);
  await page.getByText("atlantide (Région du centre)").waitFor();
  await page.getByText("lyonesse (pack)").waitFor();
  const { centre_region, facts } = await state(page);
  assert.deepEqual([centre_region ?? null, facts.age], [null, 36]);
  await expectClean(page);
});

test("hours of class a week are the hours of a unit over the weeks of its term", async (t) => {
  const answers = "status=salarie&centre_region=atlantide&diploma=CYC9101A&max_ue=4&chosen=ANG100&e=resultat";
  const page = await open(t, `/?pack=/packs/region-inventee.json&lang=fr#${answers}`, { pages: FILES });
  const row = page.locator("tr[data-ue=ANG100]");
  await row.waitFor();
  const { terms } = await page.locator("cnam-parcours").evaluate((element) => element.plan);
  const unit = terms.flatMap(({ ue }) => ue).find(({ code }) => code === "ANG100");
  assert.equal(unit.hours, 45, "as the catalogue says");
  // Both terms of the made-up calendar hold fifteen whole weeks.
  assert.match(await row.locator(".pc-hours").innerText(), /^45\sheures de cours.*\b3\b.*semaine/);
});

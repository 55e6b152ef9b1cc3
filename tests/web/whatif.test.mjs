// “Et si…”, and what the page says of how good a plan is.
import assert from "node:assert/strict";
import test from "node:test";
import { expectAccessible } from "./lib/accessible.mjs";
import { expectClean, open } from "./lib/browser.mjs";
import { expectStatus } from "./lib/status.mjs";

const LICENCE = "status=salarie&contract_kind=cdi&centre_region=nouvelle-aquitaine&age=36&diploma=LG02501A&max_ue=3&e=resultat";
const control = (page, key) => page.locator(`[data-k="${key}"]`).first();
const state = (page) => page.locator("cnam-parcours").evaluate((element) => element.state);
const part = (page, key) => page.locator(`details:has(> summary[data-k="whatif:${key}"])`);

test("one diploma after the other: the units they share are taken once, and the end is that of the last", async (t) => {
  const page = await open(t, `/?lang=fr#${LICENCE}`);
  await control(page, "whatif:onward").click();
  await page.locator("#pc-next").selectOption("CYC9104A");
  const said = await expectStatus(page, /Dernier semestre/, () => control(page, "onward:").click());
  const here = part(page, "onward");
  const rows = await here.locator("tbody tr").evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent.trim())));
  assert.equal(rows.length, 3, "two diplomas and all of it");
  const credits = (cell) => Number(/\d+/.exec(cell)[0]);
  const [licence, engineer, all] = rows;
  assert.match(licence[0], /Licence informatique/);
  assert.match(engineer[0], /ingénieur/i);
  assert.equal(credits(licence[2]), 0);
  assert.ok(credits(engineer[2]) >= 15, `the common core of the licence counts again: ${engineer[2]}`);
  assert.equal(credits(all[3]), credits(licence[3]) + credits(engineer[3]));
  const end = /^\S+ \d+/.exec(all[1])[0];
  assert.ok(engineer[1].toLowerCase().includes(`→ ${end.toLowerCase()}`), `${engineer[1]} does not end in ${end}`);
  assert.ok(said.toLowerCase().includes(end.toLowerCase()), said);
  // The first leg is the plan on show.
  const { finish, terms } = await page.locator("cnam-parcours").evaluate((element) => element.plan);
  assert.ok(licence[1].includes(`${terms.length} semestres`), `${licence[1]}: ${finish}`);
  await here.locator("details summary").nth(1).click();
  const again = here.locator("details").nth(1).locator("ul").first().locator("li");
  const codes = await again.locator(".pc-code").allInnerTexts();
  assert.ok(codes.includes("UTC501"), codes.join());
  await expectAccessible(page);
  await expectClean(page);
});

test("a third diploma may follow; what was worked out is withdrawn when the answers change", async (t) => {
  const page = await open(t, `/?lang=fr#${LICENCE}`);
  await control(page, "whatif:onward").click();
  await page.locator("#pc-next").selectOption("CYC9104A");
  await page.locator("#pc-then").selectOption("CYC9106A");
  await expectStatus(page, /Dernier semestre/, () => control(page, "onward:").click());
  const here = part(page, "onward");
  assert.equal(await here.locator("tbody tr").count(), 4);
  await control(page, "unit:UTC501").click();
  await control(page, "later:UTC501").click();
  await here.getByText("ont changé").waitFor();
  assert.equal(await here.locator("table").count(), 0);
  assert.equal(await page.locator("#pc-then").inputValue(), "CYC9106A", "the choice stays");
});

test("working out what follows can be stopped and started again", async (t) => {
  const page = await open(t, `/?lang=fr#${LICENCE}`);
  await control(page, "whatif:onward").click();
  const button = control(page, "onward:");
  // At once, before the first slice of the work.
  const stop = async (button) => {
    const root = button.getRootNode();
    button.click();
    for (let turn = 0; turn < 100; turn += 1) {
      await Promise.resolve();
      const drawn = root.querySelector('[data-k="onward:"]');
      if (/Arrêter/.test(drawn.textContent)) return drawn.click();
    }
    throw new Error("no button to stop");
  };
  await expectStatus(page, /arrêté/, () => button.evaluate(stop));
  assert.equal(await part(page, "onward").locator("table").count(), 0);
  await expectStatus(page, /Dernier semestre/, () => button.click());
  assert.equal(await part(page, "onward").locator("table").count(), 1);
});

test("a plan that was asked to be cheap first does not claim that none finishes earlier", async (t) => {
  const page = await open(t, `/?lang=fr#${LICENCE}`);
  // What is said of the end folds its proof away, where there is one.
  const claim = page.locator(".pc-card", { hasText: "Combien de temps" }).locator("summary, p.pc-small").first();
  assert.equal(await claim.innerText(), "Aucun plan ne finit plus tôt : c’est vérifié.".replace(" :", "\u00a0:"));
  await control(page, "whatif:front").click();
  const points = page.locator('[data-k^="front:"]');
  await points.first().waitFor();
  for (let index = 0; index < (await points.count()); index += 1) {
    await points.nth(index).click();
    await page.locator('[data-k^="front:"]').first().waitFor();
    const first = (await state(page)).objective[0];
    const words = await claim.innerText();
    if (first === "cost") assert.match(words, /aussi peu cher/);
    else assert.match(words, /^Aucun plan ne finit plus tôt/);
  }
});

test("no reason says the same answer twice", async (t) => {
  const page = await open(t, "/?lang=fr#status=demandeur_emploi&registered_france_travail=true&centre_region=nouvelle-aquitaine&age=29&diploma=LG02501A&max_ue=2&e=resultat");
  await page.locator(".pc-card", { hasText: "Que me reste-t-il" }).locator("summary").click();
  const reasons = page.locator(".pc-card .pc-reasons > li");
  await reasons.first().waitFor();
  const lines = await reasons.evaluateAll((items) => items.map((item) => [...item.querySelectorAll(".pc-source")].map((line) => line.textContent)));
  assert.ok(lines.flat().some((line) => /Situation/.test(line)), "an answer is used");
  for (const own of lines) assert.deepEqual(own, [...new Set(own)]);
});

test("the note on points to check stands where a unit has one, and only there", async (t) => {
  const page = await open(t, `/?lang=fr#${LICENCE}`);
  const note = page.getByText("Une mention sous le nom d’une unité");
  await note.waitFor();
  const marked = page.locator("tr[data-ue]:has(.pc-mark)");
  const codes = await marked.evaluateAll((rows) => rows.map((row) => row.dataset.ue));
  assert.ok(codes.length > 0);
  for (const code of codes) {
    await control(page, `unit:${code}`).click();
    await control(page, `held:${code}`).click();
    await page.locator(`tr[data-ue=${code}]`).waitFor({ state: "detached" });
  }
  assert.equal(await marked.count(), 0);
  assert.equal(await note.count(), 0);
});

test("what was found for other answers says so; choosing one of the diplomas is no other answer", async (t) => {
  const page = await open(t, "/#status=salarie&centre_region=nouvelle-aquitaine&age=36&diploma=LG02501A&max_ue=3&e=resultat");
  await page.locator('[data-k="whatif:reach"]').click();
  await page.locator('[data-k="reach:"]').click();
  await page.locator('[data-k="diploma:CYC9101A"]').click();
  await page.locator("h1, h2").filter({ hasText: "Architecture et ingénierie" }).first().waitFor();
  const stale = page.locator("section[aria-labelledby=pc-whatif]").getByText("Vos réponses ou votre plan ont changé");
  assert.equal(await stale.count(), 0);
  await page.locator('.pc-term [data-k^="unit:"]').first().click();
  await page.locator('.pc-term [data-k^="held:"]').first().click();
  await stale.waitFor();
});

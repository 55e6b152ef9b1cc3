// The main job, as a visitor does it: from the first question to the plan, and the plan on another device.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import test from "node:test";
import { fileURLToPath } from "node:url";
import { expectAccessible } from "./lib/accessible.mjs";
import { expectClean, open } from "./lib/browser.mjs";

const COMMAND = fileURLToPath(new URL("../../target/release/parcours", import.meta.url));

/** The diplomas whose whole structure is published, with the credits each takes. */
const COMPLETE = { LG02501A: 60, CYC9101A: 180, CYC9102A: 180, CYC9104A: 180, CYC9105A: 180, CYC9106A: 180 };

/** What the command line answers to the request that the page holds. */
function commandLine(request) {
  const { status, stdout, stderr } = spawnSync(COMMAND, ["evaluate"], { input: JSON.stringify(request), encoding: "utf8" });
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout);
}

/** The request that the page holds. */
const state = (page) => page.locator("cnam-parcours").evaluate((element) => element.state);

/** The plan as the page shows it: for each semester, the codes in order. */
const shownPlan = async (page) => {
  await page.locator(".pc-frame:not([data-pending])").waitFor();
  return page.locator(".pc-term").evaluateAll((terms) => terms.map((term) => [...term.querySelectorAll("tr[data-ue]")].map((row) => row.dataset.ue)));
};

/** The same of an answer of the engine. */
const plannedBy = (answer) => answer.plan.terms.map((term) => term.ue.map((unit) => unit.code));

const next = (page) => page.getByRole("button", { name: "Continuer" }).click();
const pick = async (page, label) => {
  await page.getByRole("radio", { name: label }).check();
  await next(page);
};

test("from the first question to the plan, then the link in a fresh profile", async (t) => {
  const page = await open(t, "/");
  await expectAccessible(page);
  await page.locator("input[value=salarie]").check();
  await next(page);

  // One question a step, until the result; each answered as an employee in Grand Est would, the others with "Je ne sais pas".
  const seen = [];
  for (let step = 0; step < 30; step += 1) {
    const address = new URL(page.url()).hash;
    const here = /(?:^|&)e=([^&]*)/.exec(address.slice(1))?.[1];
    if (here === "resultat") break;
    seen.push(here);
    await expectAccessible(page);
    if (here === "contract_kind") await pick(page, /^CDI/);
    else if (here === "birth_date") {
      await page.locator("#pc-number").fill("36");
      await next(page);
    } else if (here === "centre_region" || here === "residence_region") {
      await page.locator("#pc-region").selectOption("grand-est");
      await next(page);
    } else if (here === "diploma") {
      await page.locator("#pc-search").fill("licence informatique");
      await pick(page, /Licence informatique \(L3\)/);
    } else if (here === "acquired") {
      await page.getByRole("checkbox", { name: "UTC501" }).check();
      await next(page);
    } else if (here === "pace") await pick(page, "3 UE par semestre");
    else if (here === "modalities") {
      await page.getByRole("checkbox", { name: /distance/i }).check();
      await next(page);
    } else {
      const unknown = page.getByRole("radio", { name: "Je ne sais pas" });
      if (await unknown.count()) {
        await unknown.check();
        await next(page);
      } else {
        await page.getByRole("button", { name: "Je ne sais pas" }).click();
      }
    }
    // The answer stands in the address before the next question is known.
    await page.waitForFunction((before) => /(?:^|&)e=([^&]*)/.exec(location.hash.slice(1))?.[1] !== before, here);
  }
  assert.equal(new Set(seen).size, seen.length, `a question came twice: ${seen.join(", ")}`);
  for (const asked of ["centre_region", "diploma", "acquired", "pace", "modalities"]) assert.ok(seen.includes(asked), `${asked} was not asked`);

  await page.locator(".pc-term").first().waitFor();
  await expectAccessible(page);
  const request = await state(page);
  assert.equal(request.facts.age, 36);
  assert.deepEqual(request.acquired.map(({ ue }) => ue), ["UTC501"]);
  const plan = await shownPlan(page);
  assert.ok(plan.flat().length > 5 && !plan.flat().includes("UTC501"), JSON.stringify(plan));
  const answer = commandLine(request);
  assert.equal(answer.plan.status, "optimal");
  assert.deepEqual(plan, plannedBy(answer), "the page and the command line give the same plan");

  // The link that the page offers, opened by somebody else.
  const link = await page.locator("#pc-link").inputValue();
  assert.ok(link.length <= 400, `${link.length} characters`);
  const other = await open(t, "/" + link.slice(link.indexOf("#")));
  await other.locator(".pc-term").first().waitFor();
  assert.deepEqual(await shownPlan(other), plan);
  assert.deepEqual(await state(other), request);

  // Reload, back and forward.
  await page.reload();
  await page.locator(".pc-term").first().waitFor();
  assert.deepEqual(await shownPlan(page), plan);
  await page.goBack();
  await page.getByRole("button", { name: "Continuer" }).waitFor();
  assert.deepEqual(await state(page), request, "going back loses no answer");
  await page.goForward();
  await page.locator(".pc-term").first().waitFor();
  assert.deepEqual(await shownPlan(page), plan);
  await expectClean(page);
});

for (const [code, ects] of Object.entries(COMPLETE)) {
  test(`${code} has an optimal plan from a blank profile, the same in the page and on the command line`, async (t) => {
    const page = await open(t, `/#diploma=${code}`);
    await page.locator(".pc-term").first().waitFor();
    const answer = commandLine(await state(page));
    assert.equal(answer.plan.status, "optimal");
    assert.ok(answer.plan.totals.ects_planned >= ects, `${answer.plan.totals.ects_planned} of ${ects} credits`);
    assert.deepEqual(await shownPlan(page), plannedBy(answer));
    await expectClean(page);
  });
}

test("an answer is changed from the list of answers, and nothing else moves", async (t) => {
  const page = await open(t, "/#status=salarie&centre_region=grand-est&diploma=LG02501A&max_ue=3&age=36");
  await page.locator(".pc-term").first().waitFor();
  const before = await page.locator(".pc-term").count();
  await page.getByRole("button", { name: /^Modifier Rythme/ }).click();
  await pick(page, "2 UE par semestre");
  await page.locator(".pc-term").first().waitFor();
  assert.ok((await page.locator(".pc-term").count()) > before, "fewer units a semester take longer");
  assert.equal((await state(page)).facts.age, 36);
});

test("a unit is excluded, and the change undone and made again", async (t) => {
  const page = await open(t, "/#status=salarie&centre_region=grand-est&diploma=LG02501A&max_ue=3");
  await page.locator(".pc-term").first().waitFor();
  const plan = await shownPlan(page);
  const row = page.locator("tr[data-ue]", { hasText: "au choix" }).first();
  const code = await row.getAttribute("data-ue");
  await row.locator("summary").click();
  await row.getByRole("button", { name: "En choisir une autre" }).click();
  await page.waitForFunction((code) => !document.querySelector("cnam-parcours").shadowRoot.querySelector(`tr[data-ue="${code}"]`), code);
  const without = await shownPlan(page);
  assert.ok(!without.flat().includes(code));
  await page.getByRole("button", { name: "Annuler" }).click();
  assert.deepEqual(await shownPlan(page), plan);
  await page.getByRole("button", { name: "Rétablir" }).click();
  assert.deepEqual(await shownPlan(page), without);
  await expectClean(page);
});

test("a broken link says so, keeps what can be kept, and the planner works on", async (t) => {
  const good = await open(t, "/#status=salarie&centre_region=grand-est&diploma=LG02501A&age=36");
  await good.locator(".pc-term").first().waitFor();
  const link = new URL(await good.locator("#pc-link").inputValue()).hash;
  const code = /p=([^&]*)/.exec(link)[1];
  for (const hash of [`#p=${code.slice(0, -6)}`, `#p=${code.slice(0, 12)}A${code.slice(13)}`, "#p=", "#p=%%%", "#nonsense", "#p=9zzz", "#e=nowhere&x=..&p="]) {
    const page = await open(t, `/${hash}`);
    await expectAccessible(page);
    await expectClean(page);
    assert.ok(await page.locator(".pc-root h1").isVisible(), hash);
  }
});

test("an unknown diploma or fact in a link is named, the rest is kept", async (t) => {
  const page = await open(t, "/#status=salarie&diploma=ZZ99999&age=36&favourite_colour=blue");
  const note = page.getByRole("status").filter({ hasText: "pas pu être relu en entier" });
  await note.waitFor();
  const text = await note.innerText();
  assert.match(text, /ZZ99999/);
  assert.match(text, /favourite_colour/);
  assert.equal((await state(page)).facts.age, 36);
  await expectClean(page);
});

test("an answer that cannot be is refused in words, and what was typed stays", async (t) => {
  const page = await open(t, "/#e=birth_date&p=");
  await page.locator("#pc-number").fill("douze");
  await next(page);
  const fault = page.getByRole("alert").filter({ hasText: "nombre entier" });
  await fault.waitFor();
  assert.equal(await page.locator("#pc-number").inputValue(), "douze");
  await expectAccessible(page);
});

test("changing the language keeps the answers", async (t) => {
  const page = await open(t, "/#status=salarie&centre_region=grand-est&diploma=LG02501A&max_ue=3");
  await page.locator(".pc-term").first().waitFor();
  const request = await state(page);
  await page.getByRole("button", { name: "English" }).click();
  await page.getByRole("heading", { name: "May I enrol?" }).waitFor();
  assert.deepEqual(await state(page), request);
  assert.equal(await page.locator(".pc-root").getAttribute("lang"), "en");
});

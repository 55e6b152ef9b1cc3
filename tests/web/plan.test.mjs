// The plan in the hands of a person: by keyboard alone, by single taps alone, moved, swapped, undone, taken away.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import test from "node:test";
import { expectAccessible } from "./lib/accessible.mjs";
import { expectClean, open } from "./lib/browser.mjs";
import { expectStatus } from "./lib/status.mjs";

const LICENCE = "/#status=salarie&contract_kind=cdi&centre_region=nouvelle-aquitaine&age=36&diploma=LG02501A&max_ue=3&e=resultat";
const COMMAND = fileURLToPath(new URL("../../target/release/parcours", import.meta.url));

const state = (page) => page.locator("cnam-parcours").evaluate((element) => element.state);
const focused = (page) => page.locator("cnam-parcours").evaluate((element) => element.shadowRoot.activeElement?.dataset.k ?? element.shadowRoot.activeElement?.id);
const control = (page, key) => page.locator(`[data-k="${key}"]`);
/** The codes of each term, as the table shows them once the last answer is there. */
const plan = async (page) => {
  await page.locator(".pc-frame:not([data-pending])").waitFor();
  return page.locator(".pc-term").evaluateAll((terms) => terms.map((term) => [...term.querySelectorAll("tr[data-ue]")].map((row) => row.dataset.ue)));
};
const termOf = async (page, code) => (await plan(page)).findIndex((codes) => codes.includes(code));

async function openPlan(t, options, address = LICENCE) {
  const page = await open(t, address, options);
  await page.locator(".pc-term").first().waitFor();
  return page;
}

test("a unit moves later and back by its buttons; the focus stays, one short message says what moved", async (t) => {
  const page = await openPlan(t, { width: 320 });
  await control(page, "unit:UTC501").click();
  assert.equal(await termOf(page, "UTC501"), 0);
  const said = await expectStatus(page, /UTC501/, () => control(page, "later:UTC501").click());
  assert.ok(said.length <= 120, `${said.length} characters: ${said}`);
  assert.equal(await termOf(page, "UTC501"), 1);
  assert.equal(await focused(page), "later:UTC501");
  assert.ok(await control(page, "earlier:UTC501").isVisible(), "its menu stays open in its new place");
  await expectStatus(page, /UTC501/, () => control(page, "earlier:UTC501").click());
  assert.equal(await termOf(page, "UTC501"), 0);
  await expectClean(page);
});

test("“Déplacer vers…” places a unit, which stands there pinned until that is taken back", async (t) => {
  const page = await openPlan(t);
  await control(page, "unit:GDN100").click();
  await page.locator("#pc-to-GDN100").selectOption("2027-S2");
  assert.notEqual(await termOf(page, "GDN100"), 0, "choosing in the list moves nothing yet");
  await control(page, "move:GDN100").click();
  await page.locator('tr[data-ue=GDN100] .pc-pinned').waitFor();
  assert.equal(await termOf(page, "GDN100"), 0);
  assert.equal((await state(page)).pins.GDN100, "2027-S2");
  await control(page, "pin:GDN100").click();
  await page.locator('tr[data-ue=GDN100] .pc-pinned').waitFor({ state: "detached" });
  assert.equal((await state(page)).pins?.GDN100, undefined);
});

test("a plan changed by hand moves as little as it can, says what moved and why, and opens the same from its address", async (t) => {
  const page = await openPlan(t);
  const before = await plan(page);
  assert.equal(before[0].length, 3, "the first semester is full");
  assert.ok(!before[0].includes("GDN100"));
  await control(page, "unit:GDN100").click();
  await page.locator("#pc-to-GDN100").selectOption("2027-S2");
  await expectStatus(page, /GDN100/, () => control(page, "move:GDN100").click());
  const after = await plan(page);
  const place = (terms, code) => terms.findIndex((codes) => codes.includes(code));
  const moved = before.flat().filter((code) => place(after, code) !== place(before, code));
  assert.equal(after.length, before.length, "the same end");
  assert.ok(moved.includes("GDN100") && moved.length === 2, `one makes room, nothing else moves: ${moved}`);
  const [other] = moved.filter((code) => code !== "GDN100");
  const told = await page.locator(".pc-moved li").allInnerTexts();
  assert.equal(told.length, 1, told.join(" / "));
  assert.match(told[0], new RegExp(`^${other}.*complet avec GDN100`));
  // The plan before travels along, so that whoever opens the address sees the same plan.
  await page.reload();
  await page.locator(".pc-term").first().waitFor();
  assert.deepEqual(await plan(page), after);
  await expectClean(page);
});

test("a change that is taken back brings back the plan as it was", async (t) => {
  const page = await openPlan(t);
  const [before, request] = [await plan(page), await state(page)];
  for (const code of ["GDN100", "UTC501"]) {
    await control(page, `unit:${code}`).click();
    await page.locator(`#pc-to-${code}`).selectOption("2028-S2");
    await expectStatus(page, new RegExp(code), () => control(page, `move:${code}`).click());
  }
  assert.equal(await page.locator(".pc-pinned").count(), 2);
  await control(page, "undo:").click();
  await control(page, "undo:").click();
  await page.waitForFunction(() => !document.querySelector("cnam-parcours").shadowRoot.querySelector("[data-k='undo:']"));
  assert.deepEqual(await plan(page), before);
  assert.deepEqual(await state(page), request);
});

test("what is said of a swap is what the swap does", async (t) => {
  const page = await openPlan(t);
  await control(page, "unit:NSY103").click();
  await page.locator("tr[data-ue=NSY103] summary", { hasText: "échanger" }).click();
  const first = page.locator('[data-k^="swap:"]', { hasText: "à la même place" }).first();
  await first.waitFor();
  const [, code] = (await first.getAttribute("data-k")).split(":");
  const before = await plan(page);
  await first.click();
  await page.locator(`tr[data-ue=${code}]`).waitFor();
  const after = await plan(page);
  assert.ok(!after.flat().includes("NSY103"));
  assert.equal(after.length, before.length, "the same end");
  const request = await state(page);
  assert.deepEqual(request.chosen, [code]);
  assert.deepEqual(request.excluded, ["NSY103"]);
  assert.equal(await focused(page), `unit:${code}`);
});

test("what matters most can be turned: lighter takes longer, and sooner is back where it was", async (t) => {
  const page = await openPlan(t);
  const before = await plan(page);
  const list = page.locator("#pc-priority");
  const choose = async (value) => {
    await list.focus();
    await list.selectOption(value);
  };
  const said = await expectStatus(page, /légers/, () => choose("peak"));
  assert.match(said, /semestres/);
  assert.deepEqual((await state(page)).objective, ["peak", "finish", "cost", "preference"]);
  const lightest = await plan(page);
  assert.ok(lightest.length > before.length, "as light as can be, the plan is longer");
  assert.equal(await focused(page), "pc-priority");
  await page.getByText("Aucun plan aussi léger ne finit plus tôt").first().waitFor();
  await expectStatus(page, /au plus tôt/, () => choose("finish"));
  assert.deepEqual(await plan(page), before);
});

test("to pay less is a priority only where prices are published", async (t) => {
  const offered = async (region) => {
    const page = await openPlan(t, {}, `/#centre_region=${region}&diploma=LG02501A&max_ue=3&e=resultat`);
    return page.locator("#pc-priority option").evaluateAll((options) => options.map(({ value }) => value));
  };
  assert.deepEqual(await offered("nouvelle-aquitaine"), ["finish", "cost", "peak"]);
  assert.deepEqual(await offered("grand-est"), ["finish", "peak"]);
});

test("a plan that is not proven is good all the same, and says what is known of it", async (t) => {
  const page = await openPlan(t, {}, "/?lang=fr#centre_region=nouvelle-aquitaine&diploma=CYC9102A&max_ue=4&max_ects=24&qualification_level=5&e=resultat");
  await page.locator(".pc-frame:not([data-pending])").waitFor();
  await page.locator("#pc-priority").selectOption("cost");
  const terms = await plan(page);
  assert.ok(terms.length <= 10, `cheap, but not scattered over ${terms.length} semesters`);
  const proof = page.locator("details", { hasText: "Un meilleur existe peut-être" }).first();
  await proof.locator("summary").click();
  await proof.getByText(/il faut au moins \d+ semestres/).waitFor();
});

test("marked as passed, a unit leaves the plan and counts; the wish can be taken back", async (t) => {
  const page = await openPlan(t);
  await control(page, "unit:UTC502").click();
  await control(page, "held:UTC502").click();
  await page.locator("tr[data-ue=UTC502]").waitFor({ state: "detached" });
  assert.deepEqual((await state(page)).acquired.map(({ ue }) => ue), ["UTC502"]);
  await control(page, "wishes:").click();
  await page.getByRole("button", { name: /^Retirer UTC502/ }).click();
  await page.locator("tr[data-ue=UTC502]").waitFor();
});

test("a failed unit is taken again later, what stands until then stays, and the end is the one announced", async (t) => {
  const page = await openPlan(t);
  const before = await plan(page);
  await control(page, "unit:UTC502").click();
  const menu = page.locator("tr[data-ue=UTC502]");
  await menu.locator("summary", { hasText: "Et si je rate" }).click();
  await control(page, "failed:UTC502").waitFor();
  const announced = await menu.getByRole("listitem").filter({ hasText: "Ratée aux deux sessions" }).innerText();
  await expectStatus(page, /UTC502 ratée/, () => control(page, "failed:UTC502").click());
  const after = await plan(page);
  assert.deepEqual(after[0], before[0].filter((code) => code !== "UTC502"), "its term is over: nothing else comes into it");
  assert.ok((await termOf(page, "UTC502")) > 0, "taken again later");
  const last = (await page.locator(".pc-term-title").last().innerText()).split(" (")[0].toLowerCase();
  const ends = /aucun retard/.test(announced) ? after.length === before.length : announced.toLowerCase().includes(last);
  assert.ok(ends, `${last} is not ${announced}`);
  await control(page, "undo:").click();
  await page.waitForFunction((units) => document.querySelector("cnam-parcours").shadowRoot.querySelector(".pc-term").querySelectorAll("tr[data-ue]").length === units, before[0].length);
  assert.deepEqual(await plan(page), before);
  await expectClean(page);
});

test("hours of class are told where they are published, a week too where the calendar is, and nowhere else", async (t) => {
  const page = await openPlan(t);
  const hours = async () => Object.fromEntries(await page.locator("tr[data-ue]").evaluateAll((rows) => rows.map((row) => [row.dataset.ue, row.querySelector(".pc-hours").innerText])));
  const { terms } = await page.locator("cnam-parcours").evaluate((element) => element.plan);
  const shown = await hours();
  for (const unit of terms.flatMap(({ ue }) => ue)) {
    if (unit.hours === null) assert.equal(shown[unit.code], "", unit.code);
    else assert.match(shown[unit.code], new RegExp(`^${unit.hours}\\sheures? de cours`), unit.code);
  }
});

test("a paused term holds nothing, a lightened one less, and the usual pace brings both back", async (t) => {
  const page = await openPlan(t);
  const sizes = async () => (await plan(page)).map((codes) => codes.length);
  const before = await sizes();
  await control(page, "term:2027-S1").click();
  await control(page, "pause:2027-S1").click();
  await page.locator(".pc-term-empty").waitFor();
  assert.equal((await sizes())[1], 0);
  await control(page, "usual:2027-S1").click();
  await page.locator(".pc-term-empty").waitFor({ state: "detached" });
  // Near the plan of the pause, since no unit moves without need.
  const usual = (await sizes())[1];
  assert.ok(usual > 1, `${usual} units`);
  await control(page, "lighten:2027-S1").click();
  await page.waitForFunction((units) => document.querySelector("cnam-parcours").shadowRoot.querySelectorAll(".pc-term")[1].querySelectorAll("tr[data-ue]").length === units, usual - 1);
  await control(page, "undo:").click();
  await control(page, "undo:").click();
  await control(page, "undo:").click();
  await page.waitForFunction(() => !document.querySelector("cnam-parcours").shadowRoot.querySelector("[data-k='undo:']"));
  assert.deepEqual(await sizes(), before);
});

test("wishes that clash are named, and each way out gives the end that it announces", async (t) => {
  const page = await open(t, "/#centre_region=occitanie&diploma=LG02501A&max_ue=1&start_term=2027-S2&pins=NFP119:2027-S2,UTC501:2027-S2&e=resultat");
  const way = page.locator(".pc-clash .pc-option").first();
  await way.waitFor();
  const promised = /Fin[\s\u00a0]: (.*?)(?: \(|\.)/.exec(await way.innerText())[1];
  await way.click();
  await page.locator(".pc-term").first().waitFor();
  const last = await page.locator(".pc-term-title").last().innerText();
  assert.ok(last.toLowerCase().startsWith(promised.toLowerCase()), `${last} is not ${promised}`);
  await expectAccessible(page);
});

test("a way out that gives several wishes up names them all, and gives them all up", async (t) => {
  const pins = ["UTC501", "UTC502", "NSY103", "GDN100"];
  const fixed = pins.map((code) => `${code}:2027-S2`).join(",");
  const page = await open(t, `/#centre_region=occitanie&diploma=LG02501A&max_ue=1&start_term=2027-S2&pins=${fixed}&e=resultat`);
  // A pace that holds all four comes first: it gives nothing up.
  assert.match(await page.locator(".pc-clash .pc-option").first().innerText(), /^Passer à 4 UE par semestre/);
  const way = page.locator(".pc-clash .pc-option").filter({ hasText: " + " }).first();
  const words = await way.innerText();
  const kept = pins.filter((code) => !words.includes(code));
  assert.equal(kept.length, 1, words);
  await way.click();
  await page.locator(".pc-term").first().waitFor();
  assert.deepEqual(Object.keys((await state(page)).pins), kept);
});

test("what the catalogue asks is named beside the pace that it clashes with, and the least wider pace is a way out", async (t) => {
  const page = await open(t, "/#centre_region=occitanie&diploma=CYC9101A&max_ue=1&start_term=2027-S2&e=resultat");
  const clashes = page.locator(".pc-clash > ul > li");
  await clashes.first().waitFor();
  assert.match((await clashes.allInnerTexts()).join("\n"), /^Votre rythme.*\nUAM91B se suit au même semestre que UATN01$/);
  const wider = control(page, "way:wider");
  assert.match(await wider.innerText(), /^Passer à 2 UE par semestre/);
  await wider.click();
  await page.locator(".pc-term").first().waitFor();
  assert.equal((await state(page)).pace.max_ue, 2);
  await expectAccessible(page);
});

test("the board is one table: caption, a header for each column, unit and term", async (t) => {
  const page = await openPlan(t, { width: 320 });
  const table = page.getByRole("table", { name: /unités de chaque semestre/ });
  await table.waitFor();
  assert.equal(await table.getByRole("columnheader").count(), 4);
  const units = (await plan(page)).flat().length;
  for (const row of await page.locator("tr[data-ue]").all()) assert.equal(await row.getByRole("rowheader").count(), 1);
  assert.ok((await table.getByRole("row").count()) > units);
});

test("the calendar file holds the dates ahead, each line within 75 octets", async (t) => {
  const page = await openPlan(t, {}, LICENCE.replace("nouvelle-aquitaine", "grand-est"));
  const link = page.locator("a[download$='.ics']");
  const dates = await page.locator(".pc-leafed:not(.pc-past)").count();
  const text = decodeURIComponent((await link.getAttribute("href")).split(",").slice(1).join(","));
  assert.ok(dates > 0);
  assert.equal(text.match(/BEGIN:VEVENT/g).length, dates);
  assert.match(text, /^BEGIN:VCALENDAR\r\n/);
  assert.match(text, /END:VCALENDAR\r\n$/);
  assert.ok(text.split("\r\n").every((line) => Buffer.byteLength(line) <= 75));
  const [download] = await Promise.all([page.waitForEvent("download"), link.click()]);
  assert.equal(download.suggestedFilename(), "parcours-cnam.ics");
  await expectClean(page);
});

test("a kept plan is compared, and taken up again as it was", async (t) => {
  const page = await openPlan(t);
  const request = await state(page);
  await control(page, "whatif:compare").click();
  await page.locator("#pc-plan-name").fill("Sans me presser");
  await expectStatus(page, /Sans me presser/, () => control(page, "keep:").click());
  await control(page, "unit:UTC501").click();
  await control(page, "later:UTC501").click();
  await page.getByRole("table", { name: /diffère/ }).getByRole("rowheader", { name: /UTC501/ }).waitFor();
  await control(page, "take:0").click();
  await page.getByText("Les mêmes unités aux mêmes semestres").waitFor();
  assert.deepEqual(await state(page), request);
});

test("the trade-off that is chosen gives the end that its line announces", async (t) => {
  const page = await openPlan(t);
  await control(page, "whatif:front").click();
  const last = page.locator('[data-k^="front:"]').last();
  await last.waitFor();
  const line = await last.locator("xpath=ancestor::tr").innerText();
  const terms = Number(/(\d+) semestres/.exec(line)[1]);
  await last.click();
  await page.waitForFunction((terms) => document.querySelector("cnam-parcours").shadowRoot.querySelectorAll(".pc-term").length === terms, terms);
});

test("every diploma of the catalogue is tried, as on the command line", async (t) => {
  const page = await openPlan(t);
  await control(page, "whatif:reach").click();
  await expectStatus(page, /diplômes étudiés/, () => control(page, "reach:").click());
  const found = Number(/\d+/.exec(await page.locator(".pc-strong", { hasText: /diplômes? possibles?/ }).first().innerText())[0]);
  const { status, stdout, stderr } = spawnSync(COMMAND, ["search"], { input: JSON.stringify(await state(page)), encoding: "utf8", maxBuffer: 1e8 });
  assert.equal(status, 0, stderr);
  const told = JSON.parse(stdout);
  const outlooks = Array.isArray(told) ? told : told.diplomas;
  assert.equal(found, outlooks.filter(({ reason, finish }) => !reason && finish).length);
});

test("a refusal says what would change it and what else is possible", async (t) => {
  const page = await open(t, "/#status=salarie&centre_region=grand-est&age=16&diploma=LG02501A&max_ue=3&qualification_level=3&e=resultat");
  const refusal = page.locator(".pc-card .pc-refusal").first();
  await refusal.waitFor();
  assert.match(await refusal.innerText(), /au moins 18/);
  await refusal.getByRole("button", { name: "Choisir un autre centre" }).click();
  await page.getByRole("button", { name: "Continuer" }).waitFor();
  await expectClean(page);
});

test("from the result to a changed plan and back by keyboard alone", async (t) => {
  const page = await openPlan(t);
  const reach = async (key) => {
    for (let presses = 0; presses < 120; presses += 1) {
      await page.keyboard.press("Tab");
      if ((await focused(page)) === key) return;
    }
    assert.fail(`${key} is not reached by Tab`);
  };
  await reach("unit:UTC501");
  await page.keyboard.press("Enter");
  await reach("later:UTC501");
  await page.keyboard.press("Enter");
  await page.locator(".pc-moved").waitFor();
  assert.equal(await termOf(page, "UTC501"), 1);
  await page.keyboard.press("Shift+Tab");
  assert.equal(await focused(page), "earlier:UTC501");
  await page.keyboard.press("Space");
  await page.locator(".pc-frame:not([data-pending])").waitFor();
  assert.equal(await termOf(page, "UTC501"), 0);
  await expectClean(page);
});

test("marking, pausing and undoing are told in whole sentences", async (t) => {
  const page = await openPlan(t);
  await control(page, "unit:UTC502").click();
  await expectStatus(page, /^UTC502 gardée : printemps 2027\. Fin inchangée/, () => control(page, "pin:UTC502").click());
  await expectStatus(page, /^UTC502 peut de nouveau changer de semestre\. Fin inchangée/, () => control(page, "pin:UTC502").click());
  await expectStatus(page, /^UTC502 comptée comme validée\. Fin/, () => control(page, "held:UTC502").click());
  await control(page, "term:2027-S1").click();
  await control(page, "pause:2027-S1").click();
  await page.locator(".pc-moved li").filter({ hasText: /\(avant\s: automne 2027\), car ce semestre-là est en pause\.$/ }).first().waitFor();
});

test("one wish that makes the diploma impossible is not said to contradict others", async (t) => {
  const page = await open(t, "/#centre_region=nouvelle-aquitaine&diploma=LG02501A&max_ue=3&excluded=UTC502&e=resultat");
  const clash = page.locator(".pc-clash");
  await clash.waitFor();
  assert.match(await clash.innerText(), /^Le diplôme est impossible ainsi[^]*UTC502 écartée de votre plan[^]*Pour en sortir\s:/);
  await control(page, "way:UTC502").click();
  await page.locator(".pc-term").first().waitFor();
});

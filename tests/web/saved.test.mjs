// Kept on this device only when asked: save, come back, resume, erase; a browser that refuses is said so calmly.
import assert from "node:assert/strict";
import test from "node:test";
import { expectAccessible } from "./lib/accessible.mjs";
import { expectClean, open } from "./lib/browser.mjs";
import { expectStatus } from "./lib/status.mjs";

const RESULT = "/?lang=fr#status=salarie&centre_region=nouvelle-aquitaine&age=36&diploma=LG02501A&max_ue=3&e=resultat";

const stored = (page) => page.evaluate(() => Object.entries(localStorage));
const button = (page, name) => page.getByRole("button", { name });
const state = (page) => page.locator("cnam-parcours").evaluate((element) => element.state);
const focused = (page) => page.locator("cnam-parcours").evaluate((element) => element.shadowRoot.activeElement?.className ?? "");

/** Comes back later, at the bare address. */
async function comeBack(page) {
  await page.goto(new URL("/?lang=fr", page.url()).href.replace("?", "?again&"));
  await page.waitForFunction(() => performance.getEntriesByName("planner-complete").length > 0);
}

async function openResult(t, options) {
  const page = await open(t, RESULT, options);
  await page.locator(".pc-cards").waitFor();
  return page;
}

test("nothing is stored without asking", async (t) => {
  const page = await openResult(t);
  await button(page, "Tout recommencer").click();
  await page.getByRole("radio").first().waitFor();
  await comeBack(page);
  assert.deepEqual(await stored(page), []);
  assert.equal(await page.locator("#pc-saved").count(), 0);
});

test("saved, the state comes back on the first question, and is erased by its button", async (t) => {
  const page = await openResult(t, { width: 320 });
  const before = await state(page);
  await expectStatus(page, /Enregistré/, () => button(page, "Enregistrer sur cet appareil").click());
  assert.equal((await stored(page)).length, 1);

  await comeBack(page);
  const resume = button(page, "Reprendre ma préparation du 21 novembre 2026");
  await resume.waitFor();
  await expectAccessible(page);
  await resume.click();
  await page.locator(".pc-cards").waitFor();
  assert.deepEqual(await state(page), before);
  assert.equal(await focused(page), "pc-title");
  assert.equal(await page.locator("#pc-saved").count(), 0, "only on the first question");

  await comeBack(page);
  await expectStatus(page, /Effacé/, () => page.locator("#pc-saved").getByRole("button", { name: "Effacer" }).click());
  await page.locator("#pc-saved").waitFor({ state: "detached" });
  assert.equal(await focused(page), "pc-title", "the focus is not lost with the button");
  assert.deepEqual(await stored(page), []);
  await expectClean(page);
});

test("plans kept under a name come back with what was saved", async (t) => {
  const page = await openResult(t);
  const control = (key) => page.locator(`[data-k="${key}"]`);
  await control("whatif:compare").click();
  await page.locator("#pc-plan-name").fill("Sans me presser, l’été aussi");
  await control("keep:").click();
  await control("unit:UTC501").click();
  await control("later:UTC501").click();
  await page.locator(".pc-moved").waitFor();
  await button(page, "Enregistrer sur cet appareil").click();
  const before = await state(page);

  await comeBack(page);
  await button(page, "Reprendre ma préparation du 21 novembre 2026").click();
  await page.locator(".pc-cards").waitFor();
  assert.deepEqual(await state(page), before);
  await control("whatif:compare").click();
  await page.getByRole("table", { name: /côte à côte/ }).getByRole("rowheader", { name: "Sans me presser, l’été aussi" }).waitFor();
  await page.getByRole("table", { name: /diffère/ }).getByRole("rowheader", { name: /UTC501/ }).waitFor();
  await control("take:0").click();
  await page.getByText("Les mêmes unités aux mêmes semestres").waitFor();
  const { pins } = await state(page);
  assert.deepEqual(pins ?? {}, {}, "the plan as it was before the unit was moved");
  await expectClean(page);
});

test("erased where it was saved", async (t) => {
  const page = await openResult(t);
  await button(page, "Enregistrer sur cet appareil").click();
  await expectStatus(page, /Effacé/, () => button(page, "Effacer").click());
  assert.deepEqual(await stored(page), []);
  assert.equal(await button(page, "Effacer").count(), 0);
});

test("an answer given, or a link opened, is not covered by what was saved", async (t) => {
  const page = await openResult(t);
  await button(page, "Enregistrer sur cet appareil").click();
  await page.goto(new URL("/?lang=fr&link#age=50&e=status", page.url()).href);
  await page.waitForFunction(() => performance.getEntriesByName("planner-complete").length > 0);
  await page.getByRole("radio").first().waitFor();
  assert.equal(await page.locator("#pc-saved").count(), 0);
});

const refusals = {
  "a full storage": () => {
    Storage.prototype.setItem = () => {
      throw new DOMException("full", "QuotaExceededError");
    };
  },
  "a storage that is refused altogether": () => {
    Object.defineProperty(window, "localStorage", {
      get() {
        throw new DOMException("refused", "SecurityError");
      },
    });
  },
};
for (const [name, spoil] of Object.entries(refusals)) {
  test(`${name} is said, and the link is offered instead`, async (t) => {
    const page = await openResult(t, { prepare: (page) => page.addInitScript(spoil) });
    await expectStatus(page, /n’a pas pu enregistrer/, () => button(page, "Enregistrer sur cet appareil").click());
    await page.locator("section[aria-labelledby=pc-keep]").getByText("Copiez plutôt votre lien").waitFor();
    await expectClean(page);
  });
}

test("an entry that was spoiled is as if there were none", async (t) => {
  const page = await open(t, "/?lang=fr", { prepare: (page) => page.addInitScript(() => localStorage.setItem("parcours-cnam", "2026-02-31 e=resultat")) });
  await page.getByRole("radio").first().waitFor();
  assert.equal(await page.locator("#pc-saved").count(), 0);
  await expectClean(page);
});

test("a page of others stores nothing, and opens the statement of accessibility beside itself", async (t) => {
  const host = { "/host.html": '<!doctype html><html lang="fr"><title>Hôte</title><script type="module" src="/cnam-parcours.js"></script><cnam-parcours></cnam-parcours>' };
  const page = await open(t, "/host.html", { pages: host });
  await button(page, "Continuer").waitFor();
  const link = page.locator(".pc-foot a", { hasText: "non conforme" });
  assert.equal(await link.getAttribute("target"), "_blank", "the page of the host stays");
  assert.match(await link.getAttribute("rel"), /noopener/);
  const address = await link.evaluate((link) => link.href);
  assert.match(address, /\/accessibilite\.html$/);
  assert.equal(await page.evaluate(async (address) => (await fetch(address)).status, address), 200);
  assert.deepEqual(await stored(page), []);
});

test("a frame in a page of others offers no saving", async (t) => {
  const page = await open(t, RESULT.replace("?", "?cadre=1&"));
  await button(page, "Copier le lien").waitFor();
  assert.equal(await button(page, "Enregistrer sur cet appareil").count(), 0);
  assert.deepEqual(await stored(page), []);
});

test("the statement of accessibility opens from the foot in the same tab, in the language of the page", async (t) => {
  const page = await open(t, "/?lang=en", { lang: "en" });
  await page.getByRole("link", { name: "Accessibility: not compliant" }).click();
  await page.waitForURL(/\/accessibilite\.html#english$/);
  await page.getByRole("heading", { level: 1 }).waitFor();
});

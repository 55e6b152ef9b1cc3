// The pages for partners: each accessible and clean under our own policy, with its planner at work.
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import test from "node:test";
import { expectAccessible } from "./lib/accessible.mjs";
import { expectClean, open } from "./lib/browser.mjs";
import { STRICT_CSP } from "./lib/server.mjs";

const FOLDER = new URL("../../www/partenaires/", import.meta.url);
/** Our own policy, and frames of our own. */
const csp = `${STRICT_CSP}; frame-src 'self'`;
const pages = readdirSync(FOLDER).filter((name) => name.endsWith(".html"));
/** Its styles are wrong on purpose. */
const UNREADABLE = ["hostile.html"];

assert.ok(pages.length > 8);
for (const name of pages) {
  test(`${name}: its planner works, nothing breaks the policy`, async (t) => {
    const page = await open(t, `/partenaires/${name}`, { csp, ready: null, width: 1280 });
    for (const planner of await page.locator("cnam-parcours").all()) await planner.locator("h2").first().waitFor();
    for (const frame of await page.locator("iframe").all()) {
      await frame.contentFrame().locator("cnam-parcours h2").first().waitFor();
      if (name.endsWith("cadre.html")) await page.waitForFunction((element) => element.style.height, await frame.elementHandle());
    }
    if (!UNREADABLE.includes(name)) await expectAccessible(page);
    await expectClean(page);
  });
}

test("the tag is written as it is chosen, and the preview follows", async (t) => {
  const page = await open(t, "/partenaires/essayer.html", { csp });
  await page.getByLabel("Centre").selectOption("occitanie");
  await page.getByLabel(/Diplôme de départ/).fill('LG02501A"><script>');
  await page.getByLabel(/Couleur d’accent/).fill("#ffe000");
  await page.getByLabel("Langue").selectOption("en");
  const code = page.locator("#code");
  await page.getByLabel("Langue").blur();
  assert.match(await code.textContent(), /<cnam-parcours centre="occitanie" diploma="LG02501A&quot;>&lt;script>" lang="en" accent="#ffe000">/);
  await page.locator("#preview .pc-root[lang=en]").waitFor();
  await page.getByLabel("Façon d’intégrer").selectOption("frame");
  assert.match(await code.textContent(), /<iframe src="[^"]*\/\?cadre=1&amp;centre=occitanie&amp;/);
  await page.frameLocator("#preview iframe").locator("cnam-parcours h2").first().waitFor();
});

// The picture of the README: the result of a licence on a desk and on a phone, as they are. `node tests/web/picture.mjs`
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { open } from "./lib/browser.mjs";
import { lighter } from "./lib/pixels.mjs";

const RESULT = "/?lang=fr#status=salarie&contract_kind=cdi&employer_sector=prive&centre_region=nouvelle-aquitaine&age=36&diploma=LG02501A&max_ue=3&qualification_level=5&e=resultat";
const PAGE = `<!doctype html><html lang="fr"><meta charset="utf-8"><title>Parcours</title><style>
  body{display:flex;gap:24px;margin:0;padding:24px;background:#e7dfd0}
  iframe{border:0;border-radius:10px;background:#fffdf9}
  #desk{width:860px;height:700px}#phone{width:340px;height:700px;border:8px solid #23282e;border-radius:26px;box-sizing:border-box}
</style><iframe id="desk" title="Ordinateur" src="${RESULT}"></iframe><iframe id="phone" title="Téléphone" src="${RESULT}"></iframe></html>`;

const endings = [];
const page = await open({ after: (ending) => endings.push(ending) }, "/picture.html", { width: 1272, height: 748, csp: null, pages: { "/picture.html": PAGE }, ready: "#phone" });
for (const [id, part] of [["desk", ".pc-cards"], ["phone", ".pc-board"]]) {
  const frame = page.frameLocator(`#${id}`);
  await frame.locator(part).waitFor();
  // On the phone the plan, which the desk has no room for.
  if (id === "phone") await frame.locator(".pc-term").first().evaluate((term) => term.ownerDocument.defaultView.scrollTo(0, term.getBoundingClientRect().top - 70));
  // A scroll bar is no part of the page.
  await frame.locator("html").evaluate((html) => (html.style.scrollbarWidth = "none"));
}
writeFileSync(fileURLToPath(new URL("picture.png", import.meta.url)), lighter(await page.screenshot()));
for (const ending of endings.reverse()) await ending();

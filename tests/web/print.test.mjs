// The result on paper: what an adviser hands over. Two pages of A4 at most for a licence, tagged and titled, without tools.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { expectClean, open } from "./lib/browser.mjs";

const WITH_PRICES = "status=salarie&contract_kind=cdi&centre_region=nouvelle-aquitaine&age=36&diploma=LG02501A&max_ue=3&e=resultat";
const WITH_DATES = "status=salarie&contract_kind=cdi&employer_sector=prive&centre_region=grand-est&age=36&diploma=LG02501A&max_ue=3&qualification_level=5&e=resultat";
const SLOW = "status=demandeur_emploi&registered_france_travail=true&centre_region=nouvelle-aquitaine&age=29&diploma=LG02501A&max_ue=1&e=resultat";

const onPaper = (page) => page.pdf({ tagged: true, format: "A4" });
/** The pages of a PDF as Chromium writes it: its page objects are not compressed. */
const pagesOf = (pdf) => pdf.toString("latin1").match(/\/Type\s*\/Page\b(?!s)/g).length;

async function openResult(t, fragment, lang = "fr") {
  const page = await open(t, `/?lang=${lang}#${fragment}`, { lang });
  await page.locator(".pc-term").first().waitFor();
  return page;
}

/** The texts that print media show, and what of the tools they show. */
async function printed(page) {
  await page.emulateMedia({ media: "print" });
  const seen = await page.locator(".pc-root").evaluate((root) => {
    const shown = (element) => element.checkVisibility() && element.getClientRects().length > 0;
    const tools = "button, input, select, textarea, .pc-link, .pc-button, details:not([open], .pc-scheme, .pc-group), #pc-whatif, #pc-keep";
    const plain = (text) => text.replace(/[\u00a0\u202f]/g, " ");
    // The colon between them is the style sheet's.
    const answers = [...root.querySelectorAll(".pc-answers:not(#pc-shared) .pc-answer")].filter(shown).map((one) => plain(`${one.querySelector("dt").innerText} : ${one.querySelector("dd").innerText}`));
    return { answers, text: plain(root.innerText), tools: [...root.querySelectorAll(tools)].filter(shown).map((one) => one.outerHTML.slice(0, 120)) };
  });
  await page.emulateMedia({ media: "screen" });
  return seen;
}

for (const [name, fragment] of Object.entries({ "prices": WITH_PRICES, "dates": WITH_DATES, "a slow pace": SLOW })) {
  for (const lang of ["fr", "en"]) {
    test(`a licence with ${name} fits on two pages of A4, tagged and titled (${lang})`, async (t) => {
      const page = await openResult(t, fragment, lang);
      const pdf = await onPaper(page);
      assert.ok(pagesOf(pdf) <= 2, `${pagesOf(pdf)} pages`);
      const source = pdf.toString("latin1");
      assert.match(source, /\/MarkInfo\s*<<[^>]*\/Marked\s+true/, "tagged");
      assert.match(source, new RegExp(`/Lang\\s*\\(${lang}`), "in its language");
      assert.ok((await page.title()).length > 0);
      const boxes = [...source.matchAll(/\/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]/g)].map(([, width, height]) => [Math.round(width), Math.round(height)]);
      assert.ok(boxes.length > 0 && boxes.every(([width, height]) => Math.abs(width - 595) <= 1 && Math.abs(height - 842) <= 1), JSON.stringify(boxes));
      await expectClean(page);
    });
  }
}

test("what is printed: all answers, units, credits, prices, schemes, papers, the day, the disclaimer; no tools, nothing folded", async (t) => {
  const page = await openResult(t, WITH_PRICES);
  const state = await page.locator("cnam-parcours").evaluate(async (element) => ({ plan: element.plan, answer: await element.evaluate() }));
  const { answers, text, tools } = await printed(page);
  assert.deepEqual(tools, []);
  const { plan, answer } = state;
  for (const { ue, ects } of plan.terms) {
    for (const unit of ue) assert.ok(text.includes(unit.code), unit.code);
    assert.ok(text.includes(`${ects} crédits`), `${ects} crédits`);
  }
  assert.equal((text.match(/(Printemps|Automne) 20\d\d \(semestre/g) ?? []).length, plan.terms.length);
  // Each scheme has its line with a verdict, and each paper its own.
  const rows = await page.locator(".pc-scheme:has(.pc-badge) > summary").allInnerTexts();
  assert.equal(rows.length, answer.schemes.length);
  for (const row of rows) assert.ok(text.includes(row.split("\n")[0].replace(/[\u00a0\u202f]/g, " ")), row);
  assert.ok(answer.exam.papers.length > 0 && text.includes("À apporter le jour de l’examen"));
  for (const words of ["Situation : Salarié ou salariée", "Âge : 36 ans", "Diplôme visé : Licence informatique (L3)", "Rythme : 3 UE par semestre"]) {
    assert.ok(answers.includes(words), `${words} is not in ${answers.join(", ")}`);
  }
  assert.match(text, /Pas encore répondu : .*Solde du CPF/);
  for (const words of ["Le prix entier, selon qui paie", "Reste à payer", "Calculé le 21 novembre 2026", "Liste des UE d’après", "sans valeur contractuelle"]) {
    assert.ok(text.includes(words), words);
  }
  for (const words of ["Pourquoi ?", "Modifier", "Et si… ?", "Garder ou partager", "Petit lexique", "Voir le plan"]) assert.ok(!text.includes(words), words);
});

test("dates ahead are printed in words", async (t) => {
  const page = await openResult(t, WITH_DATES);
  const { text } = await printed(page);
  assert.match(text, /vers le 1er février 2027 \(dans 72 jours\)\s+(· )?Prochain début des cours/);
});

test("what the pages hold, as a reader of PDF finds it", async (t) => {
  try {
    execFileSync("pdftotext", ["-v"], { stdio: "ignore" });
  } catch {
    return t.skip("needs pdftotext and pdfinfo (poppler-utils)");
  }
  const page = await openResult(t, WITH_DATES);
  const folder = mkdtempSync(join(tmpdir(), "paper-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "result.pdf");
  writeFileSync(file, await onPaper(page));
  const info = execFileSync("pdfinfo", [file], { encoding: "utf8" });
  assert.match(info, /Tagged:\s+yes/);
  assert.match(info, /Title:\s+Votre résultat/);
  assert.ok(Number(/Pages:\s+(\d+)/.exec(info)[1]) <= 2, info);
  const text = execFileSync("pdftotext", ["-layout", file, "-"], { encoding: "utf8" }).replace(/[\u00a0\u202f]/g, " ");
  for (const words of ["UTC501", "60 crédits", "Centre : Grand Est", "Congé pour examen", "sans valeur contractuelle"]) assert.ok(text.includes(words), words);
  assert.ok(!text.includes("Pourquoi"));
});

// The board: a unit's menu, a swap, a move, wishes that clash, a pause; the pictures with prices.
const at = (fragment) => (lang) => `/?lang=${lang}#${fragment}`;
const licence = at("status=salarie&contract_kind=cdi&centre_region=nouvelle-aquitaine&age=36&diploma=LG02501A&max_ue=3&e=resultat");
const engineer = at("status=salarie&centre_region=nouvelle-aquitaine&age=36&diploma=CYC9105A&max_ue=3&exam_date=2027-06-15&training_start=2027-02-15&e=resultat");

export const openUnit = async (page, code) => {
  await page.locator(`[data-k="unit:${code}"]`).click();
  await page.locator(`[data-k="later:${code}"]`).waitFor();
};

/** Folds inside folds are drawn when the outer one opens. */
const unfold = async (page, selector) => {
  for (let depth = 0; depth < 3; depth += 1) {
    await page.locator(selector).evaluateAll((parts) => {
      for (const part of parts) for (const fold of part.querySelectorAll("details:not([open])")) fold.open = true;
    });
    await page.waitForTimeout(150);
  }
};

export default [
  {
    name: "plan-unit-open",
    path: licence,
    reach: async (page) => {
      await openUnit(page, "NSY103");
      await unfold(page, "tr[data-ue=NSY103]");
      await page.locator(".pc-option").first().waitFor();
      await page.locator('[data-k="failed:NSY103"]').first().waitFor();
    },
  },
  {
    name: "plan-moved",
    path: licence,
    reach: async (page) => {
      await openUnit(page, "UTC501");
      await page.locator('[data-k="later:UTC501"]').click();
      await page.locator(".pc-moved").waitFor();
      await page.locator('[data-k="wishes:"]').click();
    },
  },
  {
    name: "plan-paused",
    path: licence,
    reach: async (page) => {
      await page.locator('[data-k="term:2027-S1"]').click();
      await page.locator('[data-k="pause:2027-S1"]').click();
      await page.locator(".pc-term-empty").waitFor();
    },
  },
  {
    name: "plan-clash",
    path: at("centre_region=occitanie&diploma=LG02501A&max_ue=1&start_term=2027-S2&pins=NFP119:2027-S2,UTC501:2027-S2&e=resultat"),
    reach: async (page) => page.locator(".pc-clash").waitFor(),
  },
  {
    name: "plan-engineer-pictures",
    path: engineer,
    reach: async (page) => {
      await unfold(page, "section[aria-labelledby=pc-costs]");
      await page.locator(".pc-group").evaluateAll((groups) => groups.forEach((group) => (group.open = true)));
      await page.locator(".pc-chain").waitFor();
    },
  },
];

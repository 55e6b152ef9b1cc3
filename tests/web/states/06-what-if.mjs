// Plans side by side, the trade-offs, failed units, the whole catalogue.
const path = (lang) => `/?lang=${lang}#status=salarie&centre_region=nouvelle-aquitaine&age=36&diploma=LG02501A&max_ue=3&e=resultat`;
const open = (page, part) => page.locator(`[data-k="whatif:${part}"]`).click();

export default [
  {
    name: "what-if-compare",
    path,
    reach: async (page) => {
      await open(page, "compare");
      await page.locator('[data-k="keep:"]').click();
      await page.locator('[data-k="unit:NSY103"]').click();
      await page.locator('[data-k="later:NSY103"]').click();
      await page.locator('[data-k="take:0"]').waitFor();
    },
  },
  {
    name: "what-if-trade-offs",
    path,
    reach: async (page) => {
      await open(page, "front");
      await page.locator('[data-k="front:0"]').waitFor();
    },
  },
  {
    name: "what-if-setbacks",
    path,
    reach: async (page) => {
      await open(page, "setbacks");
      await page.locator("section[aria-labelledby=pc-whatif] table").waitFor();
    },
  },
  {
    name: "what-if-onward",
    path,
    reach: async (page) => {
      await open(page, "onward");
      await page.locator('[data-k="onward:"]').click();
      const here = page.locator("section[aria-labelledby=pc-whatif]");
      await here.locator("table").waitFor();
      await here.locator("details details").evaluateAll((folds) => folds.forEach((fold) => (fold.open = true)));
      await here.locator("details details li").first().waitFor();
    },
  },
  {
    name: "what-if-diplomas",
    path,
    reach: async (page) => {
      await open(page, "reach");
      await page.locator('[data-k="reach:"]').click();
      await page.locator('[data-k^="diploma:"]').first().waitFor();
    },
  },
];

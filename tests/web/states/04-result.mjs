// The result: with a plan and everything unfolded, without a plan, with wishes that clash, from a damaged link.
const at = (fragment) => (lang) => `/?lang=${lang}#${fragment}`;

/** Opens every disclosure of a part of the page; those inside are drawn when the outer one opens. */
const unfold = (sections) => async (page) => {
  for (let depth = 0; depth < 2; depth += 1) {
    await page.locator(".pc-root").evaluate((root, sections) => {
      for (const fold of root.querySelectorAll(sections)) fold.open = true;
    }, sections.map((part) => `${part} details:not([open])`).join(","));
    await page.waitForTimeout(200);
  }
};
const section = (name) => `section[aria-labelledby=pc-${name}]`;
const JOBSEEKER = "status=demandeur_emploi&registered_france_travail=true&centre_region=nouvelle-aquitaine&age=29&diploma=LG02501A&max_ue=2&e=resultat";

export default [
  {
    name: "result-licence",
    path: at("status=salarie&contract_kind=cdi&employer_sector=prive&centre_region=grand-est&age=36&diploma=LG02501A&max_ue=3&qualification_level=5&e=resultat"),
  },
  { name: "result-reasons-unfolded", path: at(JOBSEEKER), reach: unfold([".pc-cards", section("costs"), section("steps"), section("warnings")]) },
  { name: "result-schemes-unfolded", path: at(JOBSEEKER), reach: unfold([section("financing"), section("ways")]) },
  {
    name: "result-refused",
    path: at("status=salarie&centre_region=grand-est&age=16&diploma=LG02501A&max_ue=3&qualification_level=3&e=resultat"),
    reach: unfold([".pc-cards"]),
  },
  { name: "result-units-unpublished", path: at("status=independant&centre_region=centre-val-de-loire&age=45&diploma=CRN0400A&e=resultat") },
  { name: "result-impossible", path: at("centre_region=occitanie&diploma=LG02501A&max_ue=1&start_term=2027-S2&pins=NFP119:2027-S2,UTC501:2027-S2&e=resultat") },
  { name: "result-nothing-said", path: at("e=resultat") },
  { name: "link-damaged", path: at("p=1AxAKECyCxtNudNQ&e=resultat") },
];

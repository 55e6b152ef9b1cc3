// The result: with a plan and everything unfolded, without a plan, with wishes that clash, from a damaged link.
const at = (fragment) => (lang) => `/?lang=${lang}#${fragment}`;

const unfold = async (page) => {
  await page.locator(".pc-root").evaluate((root) => {
    for (const fold of root.querySelectorAll("details")) fold.open = true;
  });
};

export default [
  {
    name: "result-licence",
    path: at("status=salarie&contract_kind=cdi&employer_sector=prive&centre_region=grand-est&age=36&diploma=LG02501A&max_ue=3&qualification_level=5&e=resultat"),
  },
  {
    name: "result-unfolded",
    path: at("status=demandeur_emploi&registered_france_travail=true&centre_region=nouvelle-aquitaine&age=29&diploma=LG02501A&max_ue=2&e=resultat"),
    reach: unfold,
  },
  { name: "result-units-unpublished", path: at("status=independant&centre_region=centre-val-de-loire&age=45&diploma=CRN0400A&e=resultat") },
  { name: "result-impossible", path: at("centre_region=occitanie&diploma=LG02501A&max_ue=1&start_term=2027-S2&pins=NFP119:2027-S2,UTC501:2027-S2&e=resultat") },
  { name: "result-nothing-said", path: at("e=resultat") },
  { name: "link-damaged", path: at("p=1AxAKECyCxtNudNQ&e=resultat") },
];

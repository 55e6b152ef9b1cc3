// One state for each kind of control.
const at = (fragment) => (lang) => `/?lang=${lang}#${fragment}`;

export default [
  { name: "question-region", path: at("e=centre_region&status=salarie") },
  { name: "question-years-and-months", path: at("e=months_in_company&status=salarie&contract_kind=cdi") },
  { name: "question-number", path: at("e=birth_date&status=salarie") },
  { name: "question-date", path: at("e=training_start&status=salarie") },
  { name: "question-yes-no", path: at("e=rqth&status=salarie") },
  { name: "question-several", path: at("e=modalities&diploma=LG02501A") },
  {
    name: "question-refused",
    path: at("e=birth_date&status=salarie"),
    reach: async (page) => {
      await page.locator("#pc-number").fill("douze");
      await page.locator("button[type=submit]").click();
      await page.getByRole("alert").filter({ hasText: /\d/ }).waitFor();
    },
  },
];

// The choice of a diploma, and of what is already held.
const at = (fragment) => (lang) => `/?lang=${lang}#${fragment}`;

export default [
  { name: "diploma-list", path: at("e=diploma&status=salarie") },
  {
    name: "diploma-none-found",
    path: at("e=diploma&status=salarie"),
    reach: async (page) => {
      await page.locator("details summary").first().click();
      await page.locator("#pc-search").fill("astrophysique");
      await page.getByRole("status").filter({ hasText: /Aucun|No diploma/ }).first().waitFor();
    },
  },
  { name: "units-held", path: at("e=acquired&diploma=LG02501A") },
];

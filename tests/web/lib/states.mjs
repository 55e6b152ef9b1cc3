// The states of the page that get every check, and a picture, in both languages.
//
// One file in states/ per screen:
//
//   export default [
//     {
//       name: "plan-moved",                                   // names the picture
//       path: (lang) => `/?lang=${lang}`,
//       reach: async (page, lang) => { … },                   // optional: clicks, as a visitor would
//     },
//   ];
import { readdirSync } from "node:fs";

export const LANGUAGES = ["fr", "en"];

/** All states, in the order of their files. */
export async function loadStates() {
  const folder = new URL("../states/", import.meta.url);
  const files = readdirSync(folder).filter((name) => name.endsWith(".mjs"));
  const modules = await Promise.all(files.sort().map((name) => import(new URL(name, folder))));
  return modules.flatMap((module) => module.default);
}

// Pictures of every state, in both languages, three widths, light and dark. `node tests/web/shots.mjs target/shots`
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { open } from "./lib/browser.mjs";
import { LANGUAGES, loadStates } from "./lib/states.mjs";

const folder = process.argv[2];
mkdirSync(folder, { recursive: true });
let count = 0;
for (const { name, path, reach } of await loadStates()) {
  for (const lang of LANGUAGES) {
    for (const width of [320, 768, 1280]) {
      for (const dark of [false, true]) {
        const endings = [];
        const page = await open({ after: (ending) => endings.push(ending) }, path(lang), { lang, width, dark });
        await reach?.(page, lang);
        // The last answer is on screen, all of it.
        await page.locator(".pc-frame:not([data-pending])").waitFor();
        await page.screenshot({ path: join(folder, `${name}-${lang}-${width}-${dark ? "dark" : "light"}.png`), fullPage: true });
        for (const ending of endings.reverse()) await ending();
        count += 1;
      }
    }
  }
}
console.log(`${count} pictures in ${folder}`);

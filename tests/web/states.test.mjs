// Every state, in both languages, wide and narrow: accessible, usable by keyboard, clean.
import test from "node:test";
import { expectAccessible } from "./lib/accessible.mjs";
import { expectClean, open } from "./lib/browser.mjs";
import { expectKeyboard } from "./lib/keys.mjs";
import { LANGUAGES, loadStates } from "./lib/states.mjs";

for (const [number, { name, path, reach }] of (await loadStates()).entries()) {
  // The walk by keyboard takes the longest, and the order of controls is the same in all variants: once a state, narrow and wide in turn.
  const walked = number % 2 ? "en 1280" : "fr 320";
  for (const lang of LANGUAGES) {
    for (const width of [320, 1280]) {
      test(`${name}, ${lang}, ${width} px`, async (t) => {
        const page = await open(t, path(lang), { lang, width });
        await reach?.(page, lang);
        await expectAccessible(page);
        if (walked === `${lang} ${width}`) await expectKeyboard(page);
        await expectClean(page);
      });
    }
  }
  test(`${name}, fr, dark`, async (t) => {
    const page = await open(t, path("fr"), { dark: true });
    await reach?.(page, "fr");
    await expectAccessible(page);
  });
}

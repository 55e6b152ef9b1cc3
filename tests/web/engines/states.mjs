// Every state in another engine: what axe and our own checks find, wide and narrow, light and dark, and a walk by the Tab key.
import { findingsOf } from "../lib/accessible.mjs";
import { pathByKeyboard } from "../lib/keyboard.mjs";
import { walk } from "../lib/keys.mjs";
import { DIST, serve } from "../lib/server.mjs";
import { LANGUAGES, loadStates } from "../lib/states.mjs";
import { launch } from "./page.mjs";

/**
 * The checks of all states in `engine`, as they come: `{name, fault}`.
 *
 * @param {"firefox"|"webkit"} engine
 * @param {string} [only] states whose name holds this
 */
export async function* checkStates(engine, only = "") {
  const states = (await loadStates()).filter(({ name }) => name.includes(only));
  const server = await serve(DIST);
  try {
    for (const dark of [false, true]) {
      for (const lang of dark ? ["fr"] : LANGUAGES) {
        const { page, close } = await launch(engine, { lang, dark });
        try {
          for (const { name, path, reach } of states) {
            const check = async (what, act) => ({ name: `${name}, ${lang}${dark ? ", dark" : ""}: ${what}`, fault: await faultOf(act) });
            const reached = await check("is reached", async () => {
              await page.setViewportSize({ width: 1280, height: 900 });
              await page.goto(server.url + path(lang));
              await reach?.(page, lang);
              return [];
            });
            if (reached.fault) {
              yield reached;
              continue;
            }
            yield await check("accessible", () => findingsOf(page));
            // The order of controls is the same in both languages.
            if (lang === "fr" && !dark) yield await check("by keyboard", async () => (await walk(page)).problems);
          }
        } finally {
          await close();
        }
      }
    }
  } finally {
    await server.close();
  }
}

/**
 * From the first question to a link by keyboard alone, and the link opened: `{name, fault}`. A menu that opens over the page takes keys of
 * its own in each engine, so that their number is counted in Chromium alone.
 */
export async function* checkPath(engine) {
  const server = await serve(DIST);
  const { page, close } = await launch(engine, {});
  try {
    await page.setViewportSize({ width: 1280, height: 900 });
    const fault = await faultOf(async () => {
      await page.goto(`${server.url}/?lang=fr`);
      const { link } = await pathByKeyboard(page);
      const state = () => page.source("JSON.stringify(document.querySelector('cnam-parcours').state)");
      const sent = await state();
      await page.goto(server.url + link.slice(link.indexOf("/#")));
      return (await state()) === sent ? [] : [{ rule: "link", where: `it opens ${await state()} and not ${sent}` }];
    });
    yield { name: "the whole path by keyboard", fault };
  } finally {
    await close();
    await server.close();
  }
}

/** What was found, in words; nothing when nothing was. */
async function faultOf(act) {
  try {
    const found = await act();
    return found.length ? found.map(({ rule, where }) => `${rule}: ${where}`).join("\n       ") : undefined;
  } catch (fault) {
    return String(fault?.stack ?? fault);
  }
}

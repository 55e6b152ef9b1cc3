// A person with a keyboard and nothing else: every press is counted, and what is focused is all that they know of the page.
import assert from "node:assert/strict";
import { evaluateSource } from "./browser.mjs";
import { inside } from "./inside.mjs";

/** More than this to reach one control, and it is out of reach. */
const MOST_TABS = 60;
const PATIENCE_MS = 20_000;

const FOCUSED = `
  const element = active();
  return element && { key: element.dataset.k ?? "", id: element.id, tag: element.localName, type: element.type ?? "", value: element.value ?? "", name: nameOf(element).replace(/\\s+/g, " ").trim() };
`;

export class Keyboard {
  presses = 0;

  constructor(page) {
    this.page = page;
  }

  async press(...keys) {
    for (const key of keys) {
      await this.page.keyboard.press(key);
      this.presses += 1;
    }
  }

  /** What has the focus; nothing when the page as a whole has. */
  focused() {
    return evaluateSource(this.page, inside(FOCUSED));
  }

  /** Presses Tab (or Shift+Tab) until what is focused is the one wanted. */
  async tabTo(what, wanted, key = "Tab") {
    const met = [];
    while (met.length < MOST_TABS) {
      await this.press(key);
      const here = await this.focused();
      met.push(here?.name.slice(0, 30) ?? "nothing");
      if (here && wanted(here)) return here;
    }
    return assert.fail(`${what} is not reached by ${key}; met: ${met.join(" | ")}`);
  }

  /** Waits for the page, as a person does, until the focus is where `wanted` says. */
  async settled(what, wanted) {
    for (const end = Date.now() + PATIENCE_MS; ; await new Promise((wake) => setTimeout(wake, 30))) {
      const here = await this.focused();
      if (wanted(here)) return here;
      if (Date.now() > end) return assert.fail(`${what}: the focus is on ${JSON.stringify(here)}`);
    }
  }
}

/** The question or the screen on show, as the address names it. */
export const screenOf = async (page) => /(?:^#?|&)e=([^&]*)/.exec(await evaluateSource(page, "location.hash"))?.[1] ?? "start";

/**
 * From the first question to a link of the plan, by keyboard alone: a self-employed person, in the first region of the list, who takes the
 * first diploma at the first pace, and leaves for the result once the questions of the plan are answered. Gives the link.
 */
export async function pathByKeyboard(page) {
  const keyboard = new Keyboard(page);
  const walked = [];
  for (let screen = "start"; screen !== "resultat"; ) {
    const before = keyboard.presses;
    const asked = walked.map((line) => line.split(" ")[0]);
    await answer(keyboard, screen, asked.includes("modalities"));
    const here = screen;
    for (const end = Date.now() + PATIENCE_MS; screen === here; screen = await screenOf(page)) {
      if (Date.now() > end) assert.fail(`${here} does not go on`);
      await new Promise((wake) => setTimeout(wake, 30));
    }
    await keyboard.settled(`after ${here}`, (focus) => /^h\d$/.test(focus?.tag));
    walked.push(`${here} ${keyboard.presses - before}`);
  }
  const step = async (name, act) => {
    const before = keyboard.presses;
    await act();
    walked.push(`${name} ${keyboard.presses - before}`);
  };
  await step("to the plan", async () => {
    await keyboard.tabTo("the plan", ({ name }) => name === "Voir le plan");
    await keyboard.press("Enter");
    await keyboard.settled("the plan", (focus) => focus?.id === "pc-plan");
  });
  await step("to the share", async () => {
    await keyboard.tabTo("the share", ({ name }) => name === "Garder ou partager");
    await keyboard.press("Enter");
    await keyboard.settled("the share", (focus) => focus?.id === "pc-keep");
  });
  await step("the link", async () => {
    await keyboard.tabTo("the copy", ({ name }) => name === "Copier le lien");
    await keyboard.press("Enter");
  });
  return { link: await evaluateSource(page, inside(`return all("#pc-link")[0].value;`)), presses: keyboard.presses, walked };
}

/** One answer, the quickest there is; `done` when the result is wanted. */
async function answer(keyboard, screen, done) {
  if (done) {
    await keyboard.tabTo("the result", ({ name }) => name === "Voir le détail");
    await keyboard.press("Enter");
    return;
  }
  const control = await keyboard.tabTo("a control", ({ tag, type, id }) => tag === "select" || type === "radio" || type === "checkbox" || ["pc-number", "pc-filter", "pc-years"].includes(id));
  if (screen === "start") {
    // The option after the first.
    await keyboard.press("ArrowDown", "Enter");
  } else if (control.tag === "select") {
    await keyboard.press("ArrowDown");
    await keyboard.tabTo("on", ({ name }) => name === "Continuer");
    await keyboard.press("Enter");
  } else if (control.id === "pc-number") await keyboard.press("3", "6", "Enter");
  else if (control.id === "pc-years") await keyboard.press("3", "Enter");
  else if (control.id === "pc-filter") await keyboard.press("Enter");
  else await keyboard.press("Space", "Enter");
}

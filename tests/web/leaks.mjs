// What stays behind of planners that come, are used, move and go, and of a thousand plans. `node tests/web/leaks.mjs` prints the figures;
// leaks.test.mjs holds them.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { open } from "./lib/browser.mjs";

const PAGE = `<!doctype html><html lang="fr"><meta charset="utf-8"><title>Un centre</title><link rel="icon" href="data:,">
  <script type="module" src="/cnam-parcours.js"></script><div id="one"></div><div id="two"></div></html>`;
const file = (name) => readFileSync(new URL(`../packs/${name}`, import.meta.url));
const PAGES = { "/host": PAGE, "/region-inventee.json": file("region-inventee.json"), "/region-inventee.csv": file("region-inventee.csv") };

/** Has `count` planners inserted, used, moved, taken out at once and for good, put back and removed: each is mounted twice. */
async function live(count) {
  const frame = () => new Promise((drawn) => requestAnimationFrame(drawn));
  const [one, two] = [document.querySelector("#one"), document.querySelector("#two")];
  for (let number = 0; number < count; number += 1) {
    const planner = document.createElement("cnam-parcours");
    const attributes = { lang: number % 2 ? "fr" : "en", centre: "grand-est", diploma: "LG02501A", accent: "#14606b", ...(number % 3 === 0 && { pack: "/region-inventee.json" }) };
    for (const [name, value] of Object.entries(attributes)) planner.setAttribute(name, value);
    const ready = () => new Promise((ready) => planner.addEventListener("parcours-ready", ready, { once: true }));
    const first = ready();
    one.append(planner);
    await first;
    await planner.evaluate();
    planner.shadowRoot.querySelector("input[value=salarie]").click();
    planner.shadowRoot.querySelector(".pc-actions button").click();
    two.append(planner);
    await frame();
    // Out and in again at once: it stays as it is.
    planner.remove();
    one.append(planner);
    await frame();
    // Out for longer: it starts again from its state.
    planner.remove();
    await frame();
    const second = ready();
    two.append(planner);
    await second;
    await frame();
    planner.remove();
    await frame();
  }
}

/** Plans `count` times, never twice the same, and shows each plan. */
async function plan(count) {
  const planner = document.querySelector("cnam-parcours") ?? document.body.appendChild(document.createElement("cnam-parcours"));
  await planner.evaluate();
  const { state } = planner;
  for (let number = 0; number < count; number += 1) {
    const facts = { age: 20 + (number % 40), status: number % 2 ? "salarie" : "independant" };
    await planner.evaluate({ ...state, centre_region: "grand-est", facts, target: { ...state.target, diploma: "LG02501A" }, pace: { ...state.pace, max_ue: 1 + (number % 4) } });
    if (number % 10 === 0) planner.setAttribute("lang", number % 20 ? "fr" : "en");
  }
}

/** Changes the language `count` times, each time until every part of the result has taken it over. */
async function speak(count) {
  const planner = document.querySelector("cnam-parcours");
  const root = planner.shadowRoot.querySelector(".pc-root");
  for (let number = 0; number < count; number += 1) {
    const lang = root.lang === "fr" ? "en" : "fr";
    planner.setAttribute("lang", lang);
    // The page says its language once all of it is in that language.
    while (root.lang !== lang) await new Promise((turn) => setTimeout(turn, 2));
  }
}

/** Goes back to a question and on to the result again, `count` times. */
async function visit(count) {
  const { shadowRoot } = document.querySelector("cnam-parcours");
  const press = async (find) => {
    let button;
    while (!(button = find())) await new Promise((turn) => setTimeout(turn, 2));
    button.click();
  };
  for (let number = 0; number < count; number += 1) {
    await press(() => shadowRoot.querySelector("section[aria-labelledby=pc-answers] button"));
    await press(() => shadowRoot.querySelector(".pc-actions button"));
  }
}

/** What is in use after a collection: bytes of the JavaScript heap and of the wasm's memory, nodes, listeners, documents. */
async function inUse(page, session) {
  // Three times: what one round sets free may hold more.
  for (let round = 0; round < 3; round += 1) {
    await session.send("HeapProfiler.collectGarbage");
    await page.waitForTimeout(100);
  }
  const { metrics } = await session.send("Performance.getMetrics");
  const figure = (name) => metrics.find((metric) => metric.name === name).value;
  const wasm = await page.evaluate(() => window.memories.reduce((sum, memory) => sum + memory.buffer.byteLength, 0));
  return { heap: figure("JSHeapUsedSize"), wasm, nodes: figure("Nodes"), listeners: figure("JSEventListeners"), documents: figure("Documents") };
}

const WORK = { live, plan, speak, visit };
const RESULT = "/#status=salarie&contract_kind=cdi&centre_region=nouvelle-aquitaine&age=36&diploma=LG02501A&max_ue=3&e=resultat";

/**
 * The figures after each round.
 *
 * @param {{after(work: () => void): void}} t at whose end the browser is closed
 * @param {"live" | "plan" | "speak" | "visit"} what planners that come and go, plans, changes of language, or ways back to a question
 * @param {number[]} rounds how many each round has
 */
export async function leaks(t, what, rounds) {
  const prepare = (page) =>
    page.addInitScript(() => {
      window.memories = [];
      const { instantiate } = WebAssembly;
      WebAssembly.instantiate = async (...input) => {
        const result = await instantiate(...input);
        const { exports } = result.instance ?? result;
        if (exports.memory) window.memories.push(exports.memory);
        return result;
      };
    });
  const [address, ready] = what === "live" || what === "plan" ? ["/host", null] : [RESULT, ".pc-term"];
  const page = await open(t, address, { pages: PAGES, prepare, ready, csp: null });
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable");
  const figures = [];
  for (const count of rounds) {
    const began = Date.now();
    await page.evaluate(WORK[what], count);
    figures.push({ [what]: count, ms: Date.now() - began, ...(await inUse(page, session)) });
  }
  return figures;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const work = [];
  const t = { after: (one) => work.push(one) };
  console.table(await leaks(t, "live", [20, 100, 100, 100]));
  console.table(await leaks(t, "plan", [200, 1000, 1000]));
  console.table(await leaks(t, "speak", [200, 1000, 1000]));
  console.table(await leaks(t, "visit", [200, 1000, 1000]));
  for (const one of work.reverse()) await one();
}

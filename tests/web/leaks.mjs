// Three hundred planners that come, are used, move and go: what stays behind. `node tests/web/leaks.mjs` prints the figures;
// leaks.test.mjs holds them.
import { fileURLToPath } from "node:url";
import { open } from "./lib/browser.mjs";

const PAGE = `<!doctype html><html lang="fr"><meta charset="utf-8"><title>Un centre</title><link rel="icon" href="data:,">
  <script type="module" src="/cnam-parcours.js"></script><div id="one"></div><div id="two"></div></html>`;

/** Inserts, uses, moves and removes `count` planners, the last of them at the result. */
async function live(count) {
  const frame = () => new Promise((drawn) => requestAnimationFrame(drawn));
  const [one, two] = [document.querySelector("#one"), document.querySelector("#two")];
  for (let number = 0; number < count; number += 1) {
    const planner = document.createElement("cnam-parcours");
    for (const [name, value] of Object.entries({ lang: number % 2 ? "fr" : "en", centre: "grand-est", diploma: "LG02501A", accent: "#14606b" })) planner.setAttribute(name, value);
    const ready = new Promise((ready) => planner.addEventListener("parcours-ready", ready, { once: true }));
    one.append(planner);
    await ready;
    await planner.evaluate();
    planner.shadowRoot.querySelector("input[value=salarie]").click();
    planner.shadowRoot.querySelector(".pc-actions button").click();
    two.append(planner);
    await frame();
    // Out and in again at once, and after a pause: kept as it is, and started again from its state.
    planner.remove();
    one.append(planner);
    await frame();
    planner.remove();
    await frame();
    two.append(planner);
    await frame();
    await frame();
    planner.remove();
    await frame();
  }
}

/** What is in use after a collection: bytes of the JavaScript heap and of the wasm's memory, nodes, listeners, documents. */
async function inUse(page, session) {
  // Twice: what the first round sets free may hold more.
  for (let round = 0; round < 3; round += 1) {
    await session.send("HeapProfiler.collectGarbage");
    await page.waitForTimeout(100);
  }
  const { metrics } = await session.send("Performance.getMetrics");
  const figure = (name) => metrics.find((metric) => metric.name === name).value;
  const wasm = await page.evaluate(() => window.memories.reduce((sum, memory) => sum + memory.buffer.byteLength, 0));
  return { heap: figure("JSHeapUsedSize"), wasm, nodes: figure("Nodes"), listeners: figure("JSEventListeners"), documents: figure("Documents") };
}

/**
 * The figures after each of `rounds` of planners.
 *
 * @param {{after(work: () => void): void}} t at whose end the browser is closed
 * @param {number[]} rounds how many planners each round has
 */
export async function leaks(t, rounds) {
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
  const page = await open(t, "/host", { pages: { "/host": PAGE }, prepare, ready: null, csp: null });
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable");
  const figures = [];
  for (const count of rounds) {
    const began = Date.now();
    await page.evaluate(live, count);
    figures.push({ planners: count, ms: Date.now() - began, ...(await inUse(page, session)) });
  }
  return figures;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const work = [];
  console.table(await leaks({ after: (one) => work.push(one) }, [20, 100, 100, 100]));
  for (const one of work.reverse()) await one();
}

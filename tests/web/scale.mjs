// The page with a catalogue of the Cnam's real size, and with ten times that: `node tests/web/scale.mjs`, after `cargo xtask build --release`.
//
// The catalogue is made up by tests/scale and takes the place of the shipped one; rules, texts and wasm are those of the page, CPU ×1. Prints
//
//   load    from the last byte's arrival until the whole page is usable: median of the visits
//   type    the longest of the letters of a search, from the input's event until the list is drawn and laid out: median of the visits
//   finish  "what can I finish by…" for every diploma, from the click until the list is drawn: median of the visits
//   stop    from the click on "Stop", while the search goes on, until the button offers to start again
//
// and how each grew from the one size to the other. Fails beyond a target at the real size, and where ten times the size takes more than ten
// times as long. Comparable on one machine only, and only when it is otherwise idle.
import { open } from "./lib/browser.mjs";
import { madeUp } from "./lib/made-up.mjs";

const VISITS = 5;
const SIZES = [1, 10];
const TARGETS = { load: 150, type: 16, finish: 1000 };
const TYPED = "invente 17 statistique";

const left = [];
const t = { after: (work) => left.push(work) };
const medians = {};
for (const size of SIZES) {
  const pages = madeUp(size);
  const visits = [];
  for (let visit = 0; visit < VISITS; visit += 1) {
    visits.push({ ...(await choosing(pages)), ...(await finishing(pages)) });
    for (const work of left.splice(0).reverse()) await work();
  }
  const median = (name) => visits.map((one) => one[name]).sort((a, b) => a - b)[Math.floor(VISITS / 2)];
  medians[size] = Object.fromEntries(Object.keys(visits[0]).map((name) => [name, Number(median(name).toFixed(1))]));
}

const [once, often] = SIZES.map((size) => medians[size]);
const factor = SIZES[1] / SIZES[0];
for (const [name, value] of Object.entries(once)) {
  const [target, growth] = [TARGETS[name], often[name] / value];
  const goal = target ? ` (target ${target})` : "";
  console.log(`${name}: ${value} ms${goal}; ${factor} times the catalogue: ${often[name]} ms, ×${growth.toFixed(1)}`);
  if (target && (value > target || growth > factor)) process.exitCode = 1;
}

/** The arrival, then the search for a diploma. */
async function choosing(pages) {
  const page = await open(t, "/?lang=fr#status=salarie&e=diploma", { pages });
  await page.locator("#pc-search").waitFor();
  return page.evaluate(async (typed) => {
    const arrived = performance.getEntriesByType("resource").filter(({ name }) => /parcours(_rest\.wasm|-data\.txt)$/.test(name));
    const load = performance.getEntriesByName("planner-complete")[0].startTime - Math.max(...arrived.map((one) => one.responseEnd));
    const { shadowRoot } = document.querySelector("cnam-parcours");
    const search = shadowRoot.querySelector("#pc-search");
    const nextTask = () =>
      new Promise((resolve) => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = resolve;
        port2.postMessage(null);
      });
    let type = 0;
    for (let length = 1; length <= typed.length; length += 1) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      const began = performance.now();
      search.value = typed.slice(0, length);
      search.dispatchEvent(new Event("input", { bubbles: true }));
      // The list is drawn in the microtasks that follow.
      await nextTask();
      shadowRoot.querySelector(".pc-choices").getBoundingClientRect();
      type = Math.max(type, performance.now() - began);
    }
    const found = shadowRoot.querySelectorAll("input[name=pc-diploma]").length;
    if (found === 0) throw new Error(`nothing is found for ${typed}`);
    return { load, type };
  }, TYPED);
}

/** Every diploma tried, once to be stopped and once to the end. */
async function finishing(pages) {
  const page = await open(t, "/?lang=fr#status=salarie&e=resultat", { pages });
  await page.locator('[data-k="whatif:reach"]').click();
  await page.locator('[data-k="reach:"]').waitFor();
  return page.evaluate(async () => {
    const { shadowRoot } = document.querySelector("cnam-parcours");
    const seen = (what) =>
      new Promise((resolve) => {
        const look = () => what() && (watcher.disconnect(), resolve(performance.now()));
        const watcher = new MutationObserver(look);
        watcher.observe(shadowRoot, { subtree: true, childList: true, characterData: true, attributes: true });
        look();
      });
    const button = () => shadowRoot.querySelector('[data-k="reach:"]');
    const progress = () => Number(shadowRoot.querySelector("progress")?.value ?? 0);
    const timed = async (until) => {
      const [began, end] = [performance.now(), seen(until)];
      button().click();
      return (await end) - began;
    };
    const idle = button().innerText;
    button().click();
    await seen(() => progress() > 1);
    const stop = await timed(() => button().innerText === idle);
    const finish = await timed(() => shadowRoot.querySelector('[data-k^="diploma:"]'));
    return { finish, stop };
  });
}

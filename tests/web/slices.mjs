// How long the page is busy at a time. `node tests/web/slices.mjs [folder] [rounds]` prints, for each flow, the longest piece of work in
// milliseconds and how many pieces there were; `folder` is a built page, `dist` unless given. No throttling.
//
// A piece is one turn of the page, a message to itself: `src/ui/slices.rs` asks for 5 ms and may overrun by one step. A new answer is one such
// turn after the other, and then a turn for each part of the page that shows it. Each flow runs in `rounds` fresh pages (3), and the one with
// the shortest longest piece counts: what a busy machine adds is nobody's work.
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { findChromium } from "./lib/chromium.mjs";
import { DIST, serve } from "./lib/server.mjs";

/** The diplomas whose whole structure is published. */
const DIPLOMAS = ["LG02501A", "CYC9101A", "CYC9102A", "CYC9104A", "CYC9105A", "CYC9106A"];
const LONGEST_FLOW_MS = 120_000;
const at = (diploma, more = "max_ue=3") => `/?lang=fr#status=salarie&centre_region=nouvelle-aquitaine&age=36&diploma=${diploma}&${more}&e=resultat`;
const fold = (part) => (page) => page.locator(`[data-k="whatif:${part}"]`).click();

/** What is answered and drawn: its name, and the address of the page whose request it is. */
const ANSWERS = [
  ...DIPLOMAS.map((diploma) => [`plan ${diploma}`, at(diploma)]),
  ["clashing pins LG02501A", at("LG02501A", "max_ue=1&start_term=2027-S2&pins=NFP119:2027-S2,UTC501:2027-S2")],
  ["clashing pins CYC9105A", at("CYC9105A", "max_ue=1&start_term=2027-S2&pins=NFP119:2027-S2,UTC501:2027-S2")],
];

/** A page that shows another answer before. */
const OTHER = at("LG02501A", "max_ue=4");

/** What is worked out in slices: its name, the address, what to click, and what is there in the end. */
const SLICED = ["LG02501A", "CYC9105A"].flatMap((diploma) => [
  [`trade-offs ${diploma}`, at(diploma), [fold("front")], '[data-k="front:0"]'],
  [`setbacks ${diploma}`, at(diploma), [fold("setbacks")], "section[aria-labelledby=pc-whatif] table"],
  [`whole catalogue ${diploma}`, at(diploma), [fold("reach"), (page) => page.locator('[data-k="reach:"]').click()], '[data-k^="diploma:"]'],
]);

/** Notes how long each turn of the page takes, with the effects that it leaves to the end of the turn. */
function note() {
  window.pieces = [];
  const { get, set } = Object.getOwnPropertyDescriptor(MessagePort.prototype, "onmessage");
  const noting = (work) => (event) => {
    const began = performance.now();
    work(event);
    queueMicrotask(() => queueMicrotask(() => window.pieces.push(performance.now() - began)));
  };
  Object.defineProperty(MessagePort.prototype, "onmessage", {
    get,
    set(work) {
      set.call(this, work && noting(work));
    },
  });
}

/** The milliseconds of each piece of `flow`, in a fresh page. */
async function pieces(browser, address, flow) {
  const page = await browser.newPage();
  page.setDefaultTimeout(LONGEST_FLOW_MS);
  await page.addInitScript(note);
  await page.goto(address);
  await page.waitForFunction(() => performance.getEntriesByName("planner-complete").length > 0);
  await page.locator("[data-k^='whatif:']").first().waitFor();
  const found = await flow(page);
  await page.close();
  return found;
}

/** Opens the request at `path` in a page that shows another one, as the browser's history does. */
const answered = (path) => async (page) => {
  await page.evaluate((hash) => {
    window.pieces.length = 0;
    location.hash = hash;
  }, path.slice(path.indexOf("#")));
  // The turn that takes the address over comes first, then the answer.
  await page.waitForFunction(() => window.pieces.length > 0);
  await page.locator(".pc-frame:not([data-pending])").waitFor();
  return page.evaluate(() => window.pieces);
};

const sliced = (clicks, there) => async (page) => {
  await page.evaluate(() => (window.pieces.length = 0));
  for (const click of clicks) await click(page);
  await page.locator(there).first().waitFor();
  return page.evaluate(() => window.pieces);
};

/** The longest piece of each flow of the page in `folder`. */
export async function slices(folder, rounds) {
  const server = await serve(folder);
  const browser = await chromium.launch({ executablePath: findChromium(), headless: true, args: ["--no-sandbox", "--disable-gpu"] });
  try {
    const flows = [
      ...ANSWERS.map(([name, path]) => [name, OTHER, answered(path)]),
      ...SLICED.map(([name, path, clicks, there]) => [name, path, sliced(clicks, there)]),
    ];
    const found = [];
    for (const [name, path, flow] of flows) {
      let best;
      for (let round = 0; round < rounds; round += 1) {
        const took = await pieces(browser, server.url + path, flow);
        const longest = Math.max(...took);
        if (!best || longest < best["longest ms"]) best = { flow: name, "longest ms": Math.round(longest * 10) / 10, pieces: took.length };
      }
      found.push(best);
    }
    return found;
  } finally {
    await browser.close();
    await server.close();
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [folder = DIST, rounds = "3"] = process.argv.slice(2);
  console.table(await slices(folder, Number(rounds)));
}

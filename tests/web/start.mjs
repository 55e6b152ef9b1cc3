// How long until the first question can be answered, on a slow phone: `node tests/web/start.mjs`, after `cargo xtask build --release`.
//
// Chromium with an empty cache; the files as published, compressed by brotli. Prints the median of five visits for each network, and fails
// beyond the hard limits. Figures are comparable on one machine only, and only when it is otherwise idle.
import { chromium } from "playwright-core";
import { findChromium } from "./lib/chromium.mjs";
import { DIST, serve } from "./lib/server.mjs";

const VISITS = 5;
/** Lighthouse's slow 4G, and the test speed of a fixed line in the French reference for ecodesign (RGESN 2.3). */
const NETWORKS = [
  { name: "slow 4G, CPU ×4", latency: 150, kbits: 1638.4, slowdown: 4, goal: 1800, limit: 3000 },
  { name: "512 kbit/s", latency: 100, kbits: 512, slowdown: 1, goal: 5000, limit: 5000 },
];

const browser = await chromium.launch({ executablePath: findChromium(), args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"] });
const server = await serve(DIST, { quality: 11 });
// The server compresses each file once, which no visit is to wait for.
await measure({ latency: 0, kbits: 1e6, slowdown: 1 });
let slow = false;
for (const network of NETWORKS) {
  const visits = [];
  for (let visit = 0; visit < VISITS; visit += 1) visits.push(await measure(network));
  const median = (of) => visits.map(of).sort((a, b) => a - b)[Math.floor(VISITS / 2)];
  const [readable, ready, complete] = [median((one) => one.readable), median((one) => one.ready), median((one) => one.complete)];
  console.log(`${network.name}: text ${readable} ms, first question ${ready} ms (goal ${network.goal}), everything ${complete} ms`);
  slow ||= ready > network.limit;
}
await browser.close();
await server.close();
process.exitCode = slow ? 1 : 0;

async function measure({ latency, kbits, slowdown }) {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: "fr-FR", serviceWorkers: "block" });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  const throughput = (kbits * 1000) / 8;
  await session.send("Network.enable");
  await session.send("Network.emulateNetworkConditions", { offline: false, latency, downloadThroughput: throughput, uploadThroughput: throughput });
  await session.send("Emulation.setCPUThrottlingRate", { rate: slowdown });
  await page.goto(server.url, { waitUntil: "commit" });
  const marks = await page.evaluate(async () => {
    const mark = async (name, type = "mark") => {
      for (;;) {
        const [found] = performance.getEntriesByType(type).filter((entry) => entry.name === name);
        if (found) return Math.round(found.startTime);
        await new Promise((again) => setTimeout(again, 20));
      }
    };
    return { readable: await mark("first-contentful-paint", "paint"), ready: await mark("planner-ready"), complete: await mark("planner-complete") };
  });
  await context.close();
  return marks;
}

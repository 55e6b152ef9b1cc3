// What Lighthouse says of the page on a phone: `node tests/web/lighthouse.mjs`, after `cargo xtask build --release` and, once,
// `npm ci --prefix tests/web/lighthouse --ignore-scripts`. It is heavy, so that the other tests do not install it.
//
// The files as published, compressed by brotli; Lighthouse's own mobile settings (slow 4G and CPU ×4, simulated). Prints each run, then the
// median of five, and fails below the targets. The performance score is comparable on one machine only, and only when it is otherwise idle.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { findChromium } from "./lib/chromium.mjs";
import { DIST, serve } from "./lib/server.mjs";

const RUNS = 5;
const TARGETS = { performance: 97, accessibility: 100, "best-practices": 100 };
const DEBUG_PORT = 9223;

const require = createRequire(new URL("lighthouse/package.json", import.meta.url));
const { default: lighthouse } = await import(pathToFileURL(require.resolve("lighthouse"))).catch(() => {
  throw new Error("Lighthouse is not installed. Run: npm ci --prefix tests/web/lighthouse --ignore-scripts");
});

const server = await serve(DIST, { quality: 11 });
const args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", `--remote-debugging-port=${DEBUG_PORT}`];
const browser = await chromium.launch({ executablePath: findChromium(), args });
const runs = [];
const complaints = new Map();
try {
  // The first run only has the server compress each file once, which no visitor is to wait for.
  for (let run = 0; run <= RUNS; run += 1) {
    const { lhr } = await lighthouse(`${server.url}/?lang=fr`, { port: DEBUG_PORT, logLevel: "error", onlyCategories: Object.keys(TARGETS) });
    if (lhr.runtimeError) throw new Error(`${lhr.runtimeError.code}: ${lhr.runtimeError.message}`);
    if (run === 0) continue;
    const scores = Object.fromEntries(Object.entries(lhr.categories).map(([name, { score }]) => [name, Math.round(score * 100)]));
    const seconds = (id) => `${(lhr.audits[id].numericValue / 1000).toFixed(2)} s`;
    const times = { FCP: seconds("first-contentful-paint"), LCP: seconds("largest-contentful-paint"), "speed index": seconds("speed-index") };
    const blocking = { TBT: `${Math.round(lhr.audits["total-blocking-time"].numericValue)} ms`, CLS: lhr.audits["cumulative-layout-shift"].numericValue };
    runs.push({ ...scores, ...times, ...blocking });
    for (const { auditRefs } of Object.values(lhr.categories)) {
      for (const { id, weight } of auditRefs) if (weight > 0 && lhr.audits[id].score < 1) complaints.set(id, lhr.audits[id]);
    }
  }
} finally {
  await browser.close();
  await server.close();
}

console.table(runs);
for (const [id, { title, displayValue = "" }] of complaints) console.log(`below its best: ${id}: ${title} ${displayValue}`);
for (const [name, target] of Object.entries(TARGETS)) {
  const median = runs.map((run) => run[name]).sort((a, b) => a - b)[Math.floor(RUNS / 2)];
  console.log(`${name}: ${median} (target ${target}), median of ${RUNS}`);
  if (!(median >= target)) process.exitCode = 1;
}

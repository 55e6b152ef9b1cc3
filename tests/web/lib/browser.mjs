// One Chromium for a test file, a fresh visitor for each page.
//
// A journey test:
//
//   import test from "node:test";
//   import { expectAccessible } from "./lib/accessible.mjs";
//   import { expectClean, open } from "./lib/browser.mjs";
//   import { expectKeyboard } from "./lib/keys.mjs";
//   import { expectStatus } from "./lib/status.mjs";
//
//   test("moving a unit is announced", async (t) => {
//     const page = await open(t, "/?lang=fr", { width: 320 });       // a Playwright page; closed when the test ends
//     await page.getByRole("button", { name: "Continuer" }).click();  // locators see into the open shadow root
//     await expectStatus(page, /semestre 3/, () => page.getByRole("button", { name: "Semestre suivant" }).click());
//     await expectAccessible(page);   // axe, references, targets, reflow at 320 px, text spacing, motion, French typography
//     await expectKeyboard(page);     // everything reachable by Tab, focus visible, no trap
//     await expectClean(page);        // no console error, no policy violation, no request to another host
//   });
//
// A state that deserves a picture and all these checks in both languages and three widths is a file in states/ (see lib/states.mjs).
import assert from "node:assert/strict";
import { chromium } from "playwright-core";
import { findChromium } from "./chromium.mjs";
import { DIST, serve } from "./server.mjs";

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--disable-dev-shm-usage",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Long enough for two busy cores. */
const PATIENCE_MS = 20_000;

/** What went wrong on each page, noted from its first moment. */
const notes = new WeakMap();

/**
 * Opens a page of `dist/` under the strict policy, in a new profile.
 *
 * @param {import("node:test").TestContext} t the test, at whose end everything is closed
 * @param {string} path from the root, or a whole address of a server that the test started
 * @param {object} [options]
 * @param {number} [options.width] CSS pixels
 * @param {number} [options.height] CSS pixels
 * @param {"fr"|"en"} [options.lang] of the browser
 * @param {boolean} [options.dark]
 * @param {boolean} [options.touch] whether it is a phone that is tapped
 * @param {boolean} [options.moving] whether the visitor accepts animations
 * @param {string|null} [options.csp] another policy; `null` for none
 * @param {Record<string, string | Buffer>} [options.pages] files that are not in `dist/`: path to what it holds
 * @param {string} [options.now] what the visitor's calendar says: the same for all tests, so that verdicts do not change with the days
 * @param {boolean} [options.offline] whether the page may install what keeps it working without a network
 * @param {string|null} [options.ready] an element to wait for; by default, until everything has arrived; `null` not to wait
 * @param {(page: import("playwright-core").Page) => Promise<void>} [options.prepare] what to do before the page loads, such as holding files back
 * @returns {Promise<import("playwright-core").Page>}
 */
export async function open(t, path, options = {}) {
  const { width = 1280, height = 900, lang = "fr", dark = false, moving = false, touch = false, csp, pages, offline = false, ready = "", prepare } = options;
  const { now = "2026-11-21T10:00:00" } = options;
  const origin = /^https?:/.test(path) ? "" : await localServer(t, { csp, pages });
  const browser = await sharedBrowser();
  const context = await browser.newContext({
    viewport: { width, height },
    hasTouch: touch,
    isMobile: touch,
    locale: lang === "en" ? "en-GB" : "fr-FR",
    timezoneId: "Europe/Paris",
    reducedMotion: moving ? "no-preference" : "reduce",
    colorScheme: dark ? "dark" : "light",
    // What it fetches once the page stands still would be counted as the page's own requests.
    serviceWorkers: offline ? "allow" : "block",
  });
  context.setDefaultTimeout(PATIENCE_MS);
  t.after(() => release(context));
  const page = await context.newPage();
  const note = { errors: [], requests: [], violations: [] };
  notes.set(page, note);
  page.on("console", (message) => message.type() === "error" && note.errors.push(message.text()));
  page.on("pageerror", (error) => note.errors.push(String(error)));
  context.on("request", (request) => note.requests.push(request.url()));
  await page.exposeBinding("__noteViolation", (_source, text) => note.violations.push(text));
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) =>
      window.__noteViolation(`${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber} ${event.sample}`),
    );
  });
  // Only the calendar stands still: Playwright's own clock would also replace the performance marks that the page sets.
  await page.addInitScript((now) => {
    const RealDate = Date;
    globalThis.Date = class extends RealDate {
      constructor(...parts) {
        if (parts.length === 0) super(now);
        else super(...parts);
      }
      static now() {
        return RealDate.parse(now);
      }
    };
  }, now);
  await prepare?.(page);
  await page.goto(origin + path, { waitUntil: "load" });
  if (ready) await page.locator(ready).first().waitFor({ state: "visible" });
  if (ready === "") await page.waitForFunction(() => performance.getEntriesByName("planner-complete").length > 0);
  return page;
}

/** The page broke no policy, wrote no error, and asked nothing of another host than those allowed (its own). */
export async function expectClean(page, { hosts = [] } = {}) {
  const { errors, violations } = notes.get(page);
  assert.deepEqual(errors, [], "errors in the console");
  assert.deepEqual(violations, [], "violations of the Content-Security-Policy");
  const allowed = new Set([new URL(page.url()).host, ...hosts]);
  const foreign = requestsOf(page).filter((url) => !/^(data|blob|about):/.test(url) && !allowed.has(new URL(url).host));
  assert.deepEqual(foreign, [], "requests to other hosts");
}

/** Every address the page has asked for so far. */
export function requestsOf(page) {
  return [...notes.get(page).requests];
}

/** The policy violations so far, for tests that provoke them. */
export function violationsOf(page) {
  return [...notes.get(page).violations];
}

/** Runs a source text in the page whatever its policy says, and gives its value. */
export async function evaluateSource(page, expression) {
  // A page of another engine: see engines/page.mjs.
  if (page.source) return page.source(expression);
  const session = await page.context().newCDPSession(page);
  try {
    const { result, exceptionDetails } = await session.send("Runtime.evaluate", { expression, awaitPromise: true, returnByValue: true });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  } finally {
    await session.detach();
  }
}

let launched;
let visitors = 0;

async function sharedBrowser() {
  visitors += 1;
  const executablePath = findChromium();
  assert.ok(executablePath, "no Chrome or Chromium is found; `cargo xtask setup` installs one");
  launched ??= chromium.launch({ executablePath, headless: true, args: FLAGS });
  return launched;
}

/** The browser ends with its last visitor, else it would keep the test file from ending; the next test may follow at once. */
async function release(context) {
  await context.close();
  visitors -= 1;
  setTimeout(async () => {
    if (visitors > 0 || !launched) return;
    const ending = launched;
    launched = undefined;
    await (await ending).close();
  }, 300);
}

async function localServer(t, options) {
  const server = await serve(DIST, options);
  t.after(() => server.close());
  return server.url;
}

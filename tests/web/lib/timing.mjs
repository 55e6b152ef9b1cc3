// How long the page takes to answer a tap or a key, as the browser itself measures it.

/** For the option `prepare` of `open`: notes every slow event and every long task from the page's first moment. */
export const watch = (page) =>
  page.addInitScript(() => {
    window.__slow = [];
    const note = (list) => {
      for (const { entryType, name, duration, startTime } of list.getEntries()) window.__slow.push({ entryType, name, duration, startTime });
    };
    const observer = new PerformanceObserver(note);
    observer.observe({ type: "event", durationThreshold: 16 });
    observer.observe({ type: "longtask" });
  });

/** What waiting for a frame leaves to the events to be told. */
const TOLD_MS = 150;
const QUIET_MS = 250;

/**
 * The longest that the page kept a person waiting during `act`: of its events, from the input to the next picture (0 when all took less than
 * 16 ms), and of its tasks (0 when all took less than 50 ms), which somebody would have waited for who had tapped at that moment.
 *
 * @param {import("playwright-core").Page} page opened with `watch`
 * @param {() => Promise<unknown>} act input as the browser gets it from a person; nothing that looks at the page meanwhile, which costs time
 * @param {() => Promise<unknown>} [ended] waits for what goes on after the input
 */
export async function slowest(page, act, ended) {
  await page.evaluate(() => (window.__slow.length = 0));
  await act();
  await page.waitForTimeout(QUIET_MS);
  await ended?.();
  await page.waitForFunction(() => !document.querySelector("cnam-parcours").shadowRoot.querySelector("[data-pending]"), null, { polling: 50 });
  await page.waitForTimeout(TOLD_MS);
  const entries = await page.evaluate(() => window.__slow.splice(0));
  const longest = (type) => Math.round(Math.max(0, ...entries.filter(({ entryType }) => entryType === type).map(({ duration }) => duration)));
  return { event: longest("event"), task: longest("longtask") };
}

/** Taps in the middle of what a locator finds, which is brought into sight before the clock starts. */
export async function tapAt(page, locator) {
  // Looking for it again where the page drew it anew meanwhile.
  for (let turn = 0; ; turn += 1) {
    try {
      await locator.scrollIntoViewIfNeeded();
      break;
    } catch (fault) {
      if (turn === 3 || !/not attached/.test(String(fault))) throw fault;
    }
  }
  // Scrolling draws pictures of its own.
  await page.waitForTimeout(QUIET_MS);
  const box = await locator.boundingBox();
  return () => page.touchscreen.tap(box.x + box.width / 2, box.y + box.height / 2);
}

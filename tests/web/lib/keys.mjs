// A walk through the page by the Tab key alone: RGAA 7.3, 10.7, 12.8, 12.9; WCAG 2.1.1, 2.1.2, 2.4.3, 2.4.7, 2.4.11.
import assert from "node:assert/strict";
import { evaluateSource } from "./browser.mjs";
import { inside } from "./inside.mjs";
import { differentPixels } from "./pixels.mjs";

const MOST_STOPS = 250;
/** Pixels around an element where its focus ring may be. */
const RING = 8;
/** Fewer changed pixels than this, or half the element's outline when that is smaller, cannot be seen. */
const LEAST_PIXELS = 40;

const EXPECTED = `
  const selector = "a[href], button, input:not([type=hidden]), select, textarea, summary, iframe, [tabindex], [contenteditable=true]";
  const groups = new Set();
  return all(selector).flatMap((element) => {
    if (element.tabIndex < 0 || element.matches(":disabled") || element.closest("[inert]") || !element.getClientRects().length) return [];
    if (getComputedStyle(element).visibility !== "visible" || element.shadowRoot?.delegatesFocus) return [];
    // Of what is folded only the outermost summary is reached.
    const within = element.matches("details > summary") ? element.parentElement.parentElement : element;
    if (within.closest("details:not([open])")) return [];
    // Tab enters a group of radio buttons once; the arrows do the rest.
    const group = element.type === "radio" && element.name ? element.name : "";
    if (group && groups.has(group)) return [];
    groups.add(group);
    return [{ path: pathOf(element), group }];
  });
`;

const CLICKABLE = `
  const reachable = "a[href], button, input, select, textarea, summary, label, option, [tabindex]";
  const pointer = (element) => getComputedStyle(element).cursor === "pointer";
  return all("*").filter((element) => shown(element) && (pointer(element) || element.hasAttribute("onclick")))
    .filter((element) => !element.closest(reachable) && !(element.parentElement && pointer(element.parentElement)))
    .map((element) => pathOf(element) + " “" + textOf(element).slice(0, 40) + "”");
`;

const HERE = `
  const element = active();
  if (!element) return null;
  const box = element.getBoundingClientRect();
  const points = [[0.5, 0.5], [0.15, 0.5], [0.85, 0.5], [0.5, 0.2], [0.5, 0.8]];
  const visible = points.filter(([across, down]) => {
    const [x, y] = [box.left + box.width * across, box.top + box.height * down];
    const top = x >= 0 && y >= 0 && x < innerWidth && y < innerHeight ? hit(x, y) : null;
    return top && (top === element || element.contains(top) || [...(element.labels ?? [])].some((label) => label.contains(top)));
  });
  return {
    path: pathOf(element), name: nameOf(element), tabindex: element.getAttribute("tabindex"), visible: visible.length,
    group: element.type === "radio" ? element.name : "", frame: element.localName === "iframe",
    box: { x: box.left, y: box.top, width: box.width, height: box.height },
  };
`;

/** Fails with the list of what a keyboard user would meet. Gives the stops, in order: `{path, name}`. */
export async function expectKeyboard(page) {
  const { problems, stops } = await walk(page);
  assert.deepEqual(problems, [], `keyboard walk of ${page.url()}`);
  return stops;
}

/** The walk: what was met, and what is wrong. */
export async function walk(page) {
  // From the top, wherever the last action left the focus: a click on nothing is where the next Tab starts from.
  await page.evaluate(() => window.scrollTo(0, 0));
  await page.mouse.click(1, 1);
  await evaluateSource(page, inside(`active()?.blur(); window.scrollTo(0, 0);`));
  const expected = await evaluateSource(page, inside(EXPECTED));
  const problems = (await evaluateSource(page, inside(CLICKABLE))).map((where) => ({ rule: "clickable, not focusable", where }));
  const stops = [];
  let ended = false;
  while (!ended && stops.length < MOST_STOPS) {
    await page.keyboard.press("Tab");
    let here = await evaluateSource(page, inside(HERE));
    if (here && !here.visible) {
      // Some scroll a moment after the focus has moved: a second look before anything is said.
      await new Promise((wake) => setTimeout(wake, 300));
      here = await evaluateSource(page, inside(HERE));
    }
    ended = !here;
    if (ended) break;
    // A window without a bar of its own goes on at the top.
    const reachedAll = () => expected.every(({ path, group }) => group || stops.some((stop) => stop.path === path));
    if (here.path === stops[0]?.path && reachedAll()) {
      ended = true;
      break;
    }
    if (stops.some((stop) => stop.path === here.path) && !here.group && !here.frame) {
      problems.push({ rule: "trap", where: here.path });
      ended = true;
      break;
    }
    stops.push(here);
    problems.push(...(await problemsOf(page, here)));
  }
  if (!ended) problems.push({ rule: "no end", where: `after ${MOST_STOPS} stops` });
  const reached = new Set(stops.map((stop) => stop.path));
  const groups = new Set(stops.map((stop) => stop.group).filter(Boolean));
  const missed = expected.filter(({ path, group }) => !reached.has(path) && !groups.has(group));
  problems.push(...missed.map(({ path }) => ({ rule: "not reached", where: path })));
  return { problems, stops: stops.map(({ path, name }) => ({ path, name })) };
}

async function problemsOf(page, stop) {
  const rules = [];
  if (Number(stop.tabindex) > 0) rules.push("positive tabindex");
  if (!stop.name && !stop.frame) rules.push("no name");
  if (stop.box.width > 0 && !stop.visible) rules.push("hidden or off screen");
  else if (!stop.frame && !(await focusShows(page, stop.box))) rules.push("focus not visible");
  return rules.map((rule) => ({ rule, where: stop.path }));
}

/** Whether the picture changes when the focus goes away. Where pictures take too long, whether the ring is as thick as ours. */
async function focusShows(page, box) {
  if (page.source) return page.source(inside(`const style = getComputedStyle(active()); return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;`));
  const size = page.viewportSize();
  const [left, top] = [Math.max(0, Math.floor(box.x - RING)), Math.max(0, Math.floor(box.y - RING))];
  const width = Math.min(size.width, Math.ceil(box.x + box.width + RING)) - left;
  const height = Math.min(size.height, Math.ceil(box.y + box.height + RING)) - top;
  if (width <= 0 || height <= 0) return true;
  const clip = { x: left, y: top, width, height };
  const focused = await page.screenshot({ clip, caret: "initial" });
  await evaluateSource(page, inside(`window.__left = active(); const [x, y] = [scrollX, scrollY]; window.__left.blur(); scrollTo(x, y);`));
  const blurred = await page.screenshot({ clip, caret: "initial" });
  await evaluateSource(page, `window.__left.focus({ preventScroll: true, focusVisible: true })`);
  return differentPixels(focused, blurred) >= Math.min(LEAST_PIXELS, (box.width + box.height) / 2);
}

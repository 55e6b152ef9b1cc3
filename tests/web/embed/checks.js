// What a partner may rely on, checked inside the browser: each check opens a page of the partner's site in a frame and looks into it.
const PATIENCE_MS = 30_000;

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

async function until(what, test, patience = PATIENCE_MS) {
  const end = performance.now() + patience;
  for (;;) {
    const found = await test();
    if (found) return found;
    if (performance.now() > end) throw new Error(`never: ${what}`);
    await pause(50);
  }
}

function same(found, wanted, what) {
  const [a, b] = [JSON.stringify(found), JSON.stringify(wanted)];
  if (a !== b) throw new Error(`${what}: ${a} and not ${b}`);
}

function holds(fact, what) {
  if (!fact) throw new Error(what);
}

/** Opens a page of this site in a frame; gives its window, its document, and its planners by id. */
async function open(path, width = 1000) {
  const frame = document.createElement("iframe");
  Object.assign(frame.style, { width: `${width}px`, height: "700px" });
  frame.src = path;
  document.body.append(frame);
  await new Promise((loaded) => frame.addEventListener("load", loaded, { once: true }));
  const win = frame.contentWindow;
  return { win, doc: win.document, get: (id) => win.document.getElementById(id), seen: win.seen };
}

const inside = (planner, selector) => planner?.shadowRoot?.querySelector(selector);
const started = (planner) => until("the planner starts", () => inside(planner, "h2, h4"));
const fallback = (planner) => until("the message in its stead", () => inside(planner, ".fallback"));

async function opened(path, width) {
  const page = await open(path, width);
  await started(page.get("w1"));
  // All of it: what arrives after the first question adds to what is compared.
  await page.get("w1").evaluate();
  return page;
}

/** Answers the first question. */
function answer(planner, value) {
  const choice = inside(planner, `input[value=${value}]`);
  choice.click();
  [...planner.shadowRoot.querySelectorAll("button")].find((button) => button.textContent.trim() === "Continuer").click();
}

const answered = (planner, value) => until(`the answer ${value}`, () => planner.state?.facts?.status === value);

function clean({ seen }) {
  same(seen.violations, [], "violations of the policy");
  same(seen.errors, [], "errors");
}

const STYLES = ["color", "background-color", "font-family", "font-size", "font-style", "font-weight", "line-height", "letter-spacing", "word-spacing", "text-transform", "text-align", "text-indent", "text-shadow", "white-space", "direction", "visibility", "display", "float", "margin-top", "margin-left", "padding-top", "padding-left", "border-top-width", "list-style-type", "cursor", "width"];

const looks = (win, elements) =>
  [...elements].map((element) => {
    const style = win.getComputedStyle(element);
    return `${element.localName}.${element.className} ${STYLES.map((name) => `${name}:${style.getPropertyValue(name)}`).join(";")}`;
  });

/** Whom to ask in Grand Est, as its region pack says. */
const CONTACT = /\+33 3 83 85 49 00[^]*get_nancy@lecnam\.net/;

async function sayswhomToAsk(path) {
  const page = await open(path);
  const box = await fallback(page.get("w1"));
  holds(box.getAttribute("role") === "alert" && box.lang === "fr", "the message is announced, in French");
  holds(/planificateur/.test(box.textContent) && CONTACT.test(box.textContent), `whom to ask: ${box.textContent}`);
  const own = page.doc.querySelector("#w1 > a");
  holds(own.getBoundingClientRect().height > 0, "the host's own content stays in sight");
  holds(page.seen.events.some(({ name, detail }) => name === "error" && detail.message), "the host is told");
  return page;
}

export const checks = {
  "starts in an open shadow root and changes nothing of the host": async () => {
    const bare = await open("/without.html");
    const own = looks(bare.win, bare.doc.querySelectorAll(".own"));
    const page = await opened("/neutral.html");
    const { win, doc, seen } = page;
    same(looks(win, doc.querySelectorAll(".own")), own, "the host's styles");
    same(Object.getOwnPropertyNames(win).filter((name) => !seen.globals.has(name) && !/^(?:__|\d+$)/.test(name)), [], "new globals");
    same([doc.title, win.location.hash, win.location.search, doc.cookie, win.localStorage.length, win.sessionStorage.length], ["Partenaire", "", "", "", 0, 0], "title, address, storage");
    holds(doc.activeElement === doc.body, "the focus stays where it was");
    same(doc.head.querySelectorAll("style, link:not([href='/plain.css'])").length, 0, "nothing is put into the head");
    same(seen.events.map(({ name }) => name), ["ready"], "events");
    clean(page);
  },

  "hostile styles do not reach inside": async () => {
    const [neutral, hostile] = [await opened("/neutral.html"), await opened("/hostile.html")];
    const all = ({ win, get }) => looks(win, get("w1").shadowRoot.querySelectorAll("*"));
    const [wanted, found] = [all(neutral), all(hostile)];
    holds(wanted.length > 20, "there is something to compare");
    same(found.filter((look, at) => look !== wanted[at]).slice(0, 2), [], "changed by the host");
  },

  "two planners are independent, and events say no answer unless asked": async () => {
    const page = await opened("/two.html");
    const [one, two] = [page.get("w1"), page.get("w2")];
    await started(two);
    answer(one, "salarie");
    await answered(one, "salarie");
    same(two.state.facts ?? {}, {}, "the other planner's answers");
    answer(two, "independant");
    await answered(two, "independant");
    same(one.state.facts.status, "salarie", "the first planner's answer");
    const changes = await until("events of both", () => {
      const changes = page.seen.events.filter(({ name }) => name === "change");
      return ["w1", "w2"].every((id) => changes.some((event) => event.id === id)) && changes;
    });
    same(Object.keys(changes.find(({ id }) => id === "w1").detail), ["screen"], "what is told unasked");
    same(changes.findLast(({ id }) => id === "w2").detail.request.facts, { status: "independant" }, "what is told when asked");
    clean(page);
  },

  "fits a narrow column, and a narrow page": async () => {
    for (const [path, width] of [["/narrow.html", 1000], ["/neutral.html", 320]]) {
      const { doc, get } = await opened(path, width);
      const { left, right } = get("w1").parentElement.getBoundingClientRect();
      const over = [...get("w1").shadowRoot.querySelectorAll("*")].filter((element) => {
        const box = element.getBoundingClientRect();
        return box.width > 1 && (box.right > right + 1 || box.left < left - 1);
      });
      same(over.map((element) => element.localName + element.className), [], `beyond the border at ${width}`);
      holds(doc.documentElement.scrollWidth <= doc.documentElement.clientWidth, "no scrolling sideways");
    }
  },

  "stays left to right on a page that is not": async () => {
    const { win, get } = await opened("/rtl.html");
    same(win.getComputedStyle(inside(get("w1"), "h2")).direction, "ltr", "direction");
  },

  "is inserted late, moved, removed and put back, and loses nothing": async () => {
    const page = await open("/late.html");
    const planner = page.doc.createElement("cnam-parcours");
    planner.setAttribute("lang", "fr");
    const [late, later] = [page.get("late"), page.get("later")];
    late.append(planner);
    await started(planner);
    answer(planner, "salarie");
    await answered(planner, "salarie");
    const before = inside(planner, ".pc-root");
    later.append(planner);
    await pause(100);
    holds(inside(planner, ".pc-root") === before && planner.state.facts.status === "salarie", "moving keeps the planner itself");
    planner.remove();
    await until("it is taken down", () => planner.state === undefined);
    late.append(planner);
    await answered(planner, "salarie");
    same(planner.shadowRoot.querySelectorAll(".pc-root").length, 1, "planners in its root");
    for (let times = 0; times < 20; times += 1) {
      planner.remove();
      late.append(planner);
      await pause(times % 3);
    }
    await answered(planner, "salarie");
    same(planner.shadowRoot.querySelectorAll(".pc-root").length, 1, "planners in its root after twenty times");
    clean(page);
  },

  "follows its attributes": async () => {
    const page = await opened("/attributes.html");
    const { win, seen } = page;
    const [one, two] = [page.get("w1"), page.get("w2")];
    await started(two);
    holds(inside(one, "h4") && !inside(one, "h1, h2, h3"), "its headings begin at the level asked for");
    same(inside(one, ".pc-root").lang, "fr", "language");
    const accent = win.getComputedStyle(inside(one, ".pc-root")).getPropertyValue("--pc-accent").trim();
    holds(/^#[0-9a-f]{6}$/.test(accent) && accent !== "#ffe000", `yellow is repaired: ${accent}`);
    holds(seen.warnings.some((text) => text.includes("#ffe000")) && seen.warnings.some((text) => text.includes("jaune")), "the console is told of both colours");
    one.setAttribute("lang", "en");
    await until("English", () => inside(one, ".pc-root").lang === "en");
    one.setAttribute("accent", "#004400");
    same(win.getComputedStyle(inside(one, ".pc-root")).getPropertyValue("--pc-accent").trim(), win.matchMedia("(prefers-color-scheme: dark)").matches ? accent : "#004400", "a readable accent is kept");
    one.setAttribute("diploma", "CYC9101A");
    await until("an untouched planner follows the host", () => one.state?.target.diploma === "CYC9101A");
    clean(page);
  },

  "gives the engine to the page": async () => {
    const page = await opened("/neutral.html");
    const planner = page.get("w1");
    await planner.evaluate();
    same(planner.plan.status, "optimal", "its plan");
    const request = { ...planner.state, facts: { age: 36, status: "salarie" } };
    const found = await planner.evaluate(request);
    same([found.version, found.plan.status, found.schemes.length > 10], [1, "optimal", true], "an answer");
    const fault = await planner.evaluate({ ...request, facts: { favourite_colour: "blue" } }).then(() => undefined, (fault) => fault);
    same([fault?.code, fault?.path], ["unknown_key", "facts.favourite_colour"], "a fault");
  },

  "starts with its right hash, and not with a wrong one": async () => {
    await opened("/pinned.html");
    const page = await open("/pinned-wrong.html");
    await pause(1500);
    holds(!page.get("w1").shadowRoot && page.doc.querySelector("#w1 > a").getBoundingClientRect().height > 0, "the host's own content is all there is");
  },

  "starts in silence under the strictest policy, Trusted Types without any policy included": async () => {
    const page = await opened("/strict.html");
    answer(page.get("w1"), "salarie");
    await answered(page.get("w1"), "salarie");
    clean(page);
  },

  "where wasm is refused, says whom to ask": () => sayswhomToAsk("/no-wasm-allowed.html"),
  "where the wasm is cut off, says whom to ask": () => sayswhomToAsk("/cut-wasm/index.html"),
  "where the wasm is absent, says whom to ask": () => sayswhomToAsk("/no-wasm/index.html"),
  "where a script is absent, says whom to ask": () => sayswhomToAsk("/no-glue/index.html"),
  "where the wasm was altered, refuses it and says whom to ask": () => sayswhomToAsk("/altered-wasm/index.html"),
  "where a script was altered, refuses it and says whom to ask": () => sayswhomToAsk("/altered-glue/index.html"),

  "one that breaks says so and keeps its answers, and the others go on": async () => {
    const page = await opened("/two.html");
    const [one, two] = [page.get("w1"), page.get("w2")];
    await started(two);
    for (const [planner, value] of [[one, "salarie"], [two, "independant"]]) {
      answer(planner, value);
      await answered(planner, value);
    }
    // The host breaks the document until it hears of it: what is drawn next panics.
    const { cloneNode } = page.win.Node.prototype;
    page.win.Node.prototype.cloneNode = () => {
      throw new Error("broken on purpose");
    };
    page.win.addEventListener("parcours-error", () => (page.win.Node.prototype.cloneNode = cloneNode), { once: true });
    inside(one, ".pc-root").dispatchEvent(new page.win.PointerEvent("pointerdown", { bubbles: true, composed: true }));
    [...one.shadowRoot.querySelectorAll("button")].find((button) => button.textContent.trim() === "Tout recommencer").click();
    const box = await fallback(one);
    holds(/Vos réponses sont conservées/.test(box.textContent) && CONTACT.test(box.textContent), box.textContent);
    await answered(two, "independant");
    holds(inside(two, "h2") && !inside(two, ".fallback"), "the other planner goes on");
    inside(one, ".fallback button").click();
    await answered(one, "salarie");
  },

  "a frame has the height of its content, also in a sandbox": async () => {
    const page = await open("/frames.html");
    const heights = () => ["plain", "boxed", "liar"].map((id) => Number.parseInt(page.get(id).style.height || "0", 10));
    await until("both are sized", () => heights()[0] > 400 && heights()[1] > 400 && heights());
    // What arrives after the first question makes it higher once.
    await pause(2500);
    const [plain, boxed] = heights();
    await pause(1500);
    const after = heights();
    holds(Math.abs(after[0] - plain) < 40 && Math.abs(after[1] - boxed) < 40, `heights stay: ${plain}, ${boxed}, then ${after}`);
    same(after[2], 0, "another site's frame cannot size itself");
    // Messages of nobody, of the wrong shape, or from the wrong window change nothing.
    for (const id of ["plain", "boxed"])
      for (const message of [null, 1, "x", {}, { cnamParcours: 1, type: "height", px: 9999 }, { cnamParcours: 1, type: "hello", px: 1 }, { type: "__proto__" }, { html: "<img src=x onerror=alert(1)>" }])
        page.get(id).contentWindow.postMessage(message, "*");
    for (const px of [9999, -5, "1e9", Number.NaN, Number.POSITIVE_INFINITY]) page.win.postMessage({ cnamParcours: 1, type: "height", px }, page.win.origin);
    await pause(500);
    same(heights(), after, "heights after hostile messages");
    same(page.seen.errors, [], "errors");
  },

  "a frame answers whom its address names, and nobody else": async () => {
    const page = await open("/frames-unnamed.html");
    const height = (id) => Number.parseInt(page.get(id).style.height || "0", 10);
    await until("those that name this page are sized, in a sandbox too", () => height("named") > 400 && height("boxed") > 400);
    // What is no origin names nobody: then it is the first to say hello who is answered.
    await until("those that name nobody are sized", () => [0, 1, 2].every((at) => height(`odd${at}`) > 400));
    await pause(1500);
    same(height("other"), 0, "one that names another site tells this page nothing");
    same(page.seen.messages.filter((origin) => origin !== "null" && origin !== new URL(page.get("named").src).origin), [], "whose messages came");
  },
};

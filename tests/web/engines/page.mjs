// A page of Firefox or WebKit, with as much of a Playwright page as the states and the checks use.
import { ENGINES } from "./wire.mjs";

const PATIENCE_MS = 30_000;
/** CSS pixels: the narrowest window of Firefox and of MiniBrowser. */
const LEAST_WIDTH = 500;
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

const KEYS = { Tab: "\uE004", Enter: "\uE007", Space: " ", Shift: "\uE008", ArrowDown: "\uE015", ArrowUp: "\uE013", Delete: "\uE017" };

/** In the page: the elements that a chain of steps finds, through open shadow roots, in the order of the document. */
const FIND = `
  const everywhere = (root, selector) => {
    const found = [];
    const visit = (node) => {
      for (const element of node.children ?? []) {
        if (element.matches(selector)) found.push(element);
        if (element.shadowRoot) visit(element.shadowRoot);
        visit(element);
      }
    };
    visit(root);
    return found;
  };
  const words = (element) => (element.textContent ?? "").replace(/\\s+/g, " ");
  const find = (steps) => {
    let found = [document.documentElement];
    for (const { css, text, pattern, index } of steps) {
      if (css) found = [...new Set(found.flatMap((element) => everywhere(element, css)))];
      if (text !== undefined) found = found.filter((element) => words(element).toLowerCase().includes(text.toLowerCase()));
      if (pattern) found = found.filter((element) => new RegExp(...pattern).test(words(element)));
      if (index !== undefined) found = found.slice(index).slice(0, 1);
    }
    return found;
  };
  const seen = (element) => element.checkVisibility() && element.getClientRects().length > 0;
`;

class Locator {
  constructor(page, steps) {
    this.page = page;
    this.steps = steps;
  }

  #in(body, more = "") {
    return this.page.source(`(async () => { ${FIND} const found = find(${JSON.stringify(this.steps)}); ${more} ${body} })()`);
  }

  filter({ hasText }) {
    const step = hasText instanceof RegExp ? { pattern: [hasText.source, hasText.flags] } : { text: hasText };
    return new Locator(this.page, [...this.steps, step]);
  }

  locator(css) {
    return new Locator(this.page, [...this.steps, { css }]);
  }

  first() {
    return new Locator(this.page, [...this.steps, { index: 0 }]);
  }

  count() {
    return this.#in("return found.length;");
  }

  async waitFor({ state = "visible" } = {}) {
    const wanted = { visible: "found.some(seen)", attached: "found.length > 0", detached: "found.length === 0" }[state];
    for (const end = Date.now() + PATIENCE_MS; !(await this.#in(`return ${wanted};`)); await pause(100)) {
      if (Date.now() > end) throw new Error(`never ${state}: ${JSON.stringify(this.steps)}`);
    }
  }

  async click() {
    await this.waitFor();
    await this.#in("found.find(seen).scrollIntoView({ block: 'center' }); found.find(seen).click();");
  }

  async fill(text) {
    await this.waitFor();
    await this.#in(`const field = found.find(seen); field.focus(); field.value = ${JSON.stringify(text)}; field.dispatchEvent(new InputEvent("input", { bubbles: true, composed: true }));`);
  }

  evaluate(action, argument) {
    return this.#in(`return await (${action})(found[0], ${JSON.stringify(argument ?? null)});`);
  }

  evaluateAll(action, argument) {
    return this.#in(`return await (${action})(found, ${JSON.stringify(argument ?? null)});`);
  }
}

/** The elements of a role that the states ask for. */
const ROLES = { alert: "[role=alert]", status: "[role=status], output", button: "button" };

/**
 * A browser that opens pages one after the other.
 *
 * @param {"firefox"|"webkit"} engine
 */
export async function launch(engine, { lang = "fr", dark = false } = {}) {
  const wire = await ENGINES[engine]({ lang, dark });
  await wire.send("WebDriver:SetTimeouts", { script: 60_000, pageLoad: 60_000 });
  let size = { width: 1280, height: 900 };
  let address = "";

  const page = {
    /** The value of a source text in the page, whatever its policy says. */
    source: async (expression) => {
      const script = `const done = arguments[arguments.length - 1];
        Promise.resolve().then(() => (${expression}\n)).then((value) => done(JSON.stringify({ value: value ?? null })), (fault) => done(JSON.stringify({ fault: String(fault?.stack ?? fault) })));`;
      // Firefox: in the page's own scope, as if the page had written it.
      const { value, fault } = JSON.parse(await wire.send("WebDriver:ExecuteAsyncScript", { script, args: [], sandbox: null, scriptTimeout: 60_000 }));
      if (fault) throw new Error(fault);
      return value;
    },
    /** The role that the engine gives to each element of the list that `expression` is. */
    rolesOf: async (expression) => {
      const script = `arguments[arguments.length - 1](${expression})`;
      const elements = await wire.send("WebDriver:ExecuteAsyncScript", { script, args: [], sandbox: null, scriptTimeout: 60_000 });
      const roles = [];
      // An element is sent as an object with its id under a name that the standard fixes.
      for (const id of elements.map((element) => Object.values(element)[0])) roles.push(await wire.send("WebDriver:GetComputedRole", { id }));
      return roles;
    },
    evaluate: (action, argument) => page.source(`(${action})(${JSON.stringify(argument ?? null)})`),
    locator: (css) => new Locator(page, [{ css }]),
    getByRole: (role) => new Locator(page, [{ css: ROLES[role] }]),
    waitForTimeout: pause,
    url: () => address,
    viewportSize: () => size,
    setViewportSize: async (wanted) => {
      // No window is narrower than this: there, the page is enlarged until as little fits in it, as people do who cannot read small print.
      const zoom = Math.max(1, LEAST_WIDTH / wanted.width);
      const [width, height] = [Math.round(wanted.width * zoom), wanted.height];
      // The window's edges come on top.
      let [w, h] = [width, height];
      for (let tries = 0; tries < 3; tries += 1) {
        await wire.send("WebDriver:SetWindowRect", { x: 0, y: 0, width: w, height: h });
        await pause(150);
        const [insideWidth, insideHeight] = await page.source("[innerWidth, innerHeight]");
        if (insideWidth === width && insideHeight === height) break;
        [w, h] = [w + width - insideWidth, h + height - insideHeight];
      }
      await page.source(`document.documentElement.style.setProperty("zoom", ${zoom})`);
      size = wanted;
    },
    keyboard: {
      press: async (keys) => {
        const down = keys.split("+").map((key) => KEYS[key] ?? key);
        const actions = [...down.map((value) => ({ type: "keyDown", value })), ...down.reverse().map((value) => ({ type: "keyUp", value }))];
        await wire.send("WebDriver:PerformActions", { actions: [{ type: "key", id: "keys", actions }] });
      },
    },
    mouse: {
      click: async (x, y) => {
        const actions = [{ type: "pointerMove", x, y, origin: "viewport", duration: 0 }, { type: "pointerDown", button: 0 }, { type: "pointerUp", button: 0 }];
        await wire.send("WebDriver:PerformActions", { actions: [{ type: "pointer", id: "mouse", parameters: { pointerType: "mouse" }, actions }] });
      },
    },
    /** The whole window: `clip` is for the one who compares. */
    screenshot: async () => Buffer.from(await wire.send("WebDriver:TakeScreenshot", { full: false, hash: false }), "base64"),
    /** Loads an address anew and waits until everything has arrived. */
    goto: async (url) => {
      address = url;
      await wire.send("WebDriver:Navigate", { url: "about:blank" });
      await wire.send("WebDriver:Navigate", { url });
      for (const end = Date.now() + PATIENCE_MS; !(await page.source(`performance.getEntriesByName("planner-complete").length`)); await pause(100)) {
        if (Date.now() > end) throw new Error(`${url} is never complete`);
      }
    },
  };
  return { page, close: () => wire.close() };
}

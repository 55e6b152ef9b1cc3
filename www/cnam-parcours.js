// The custom element <cnam-parcours>: one planner in an open shadow root.
// Attributes: lang, centre, diploma, accent, pack (or data-pack: the address of a region pack), heading-level; `answers-in-events` where the host wants the answers in its events;
// `own-page` on our own page only, where the state may be written into the address.
// `BUILT` is what the build knows: src/bin/xtask/built.mjs.
/* global BUILT */

const TAG = "cnam-parcours";
const at = (name) => new URL(name, import.meta.url).href;
// A site that hosts the files itself trusts itself, and its wasm starts while it still arrives.
const hashOf = (name, hash = BUILT.hashes[name]) => (at(name).startsWith(`${location.origin}/`) ? "" : hash);

/** The compiled wasm, for every instance of it. */
let compiled;
/** The instance that new planners start in: a promise. */
let engine;
let instances = 0;

const get = (name, hash, cache) => fetch(at(name), { integrity: hashOf(name, hash), cache });

async function compile() {
  const name = "parcours_bg.wasm";
  const answer = await get(name);
  if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
  // Some servers name the wrong type, some browsers cannot compile while reading, some caches keep half a file: once more, with all bytes at hand.
  return WebAssembly.compileStreaming(answer).catch(async () => WebAssembly.compile(await (await get(name, undefined, "reload")).arrayBuffer()));
}

/** Imports a module of ours, checked by its hash where that is not our own site. `root` holds the link that checks. */
async function load(name, root, query = "") {
  const [url, integrity] = [at(name) + query, hashOf(name)];
  if (integrity) {
    const link = document.createElement("link");
    await new Promise((arrived, failed) => {
      Object.assign(link, { rel: "modulepreload", integrity, href: url, onload: arrived });
      link.onerror = () => failed(new Error(`${name}: absent or altered`));
      root.append(link);
    }).finally(() => link.remove());
    // WebKit does not look at the hash of such a link. It does here; the bytes come from its cache.
    await fetch(url, { integrity });
  }
  return import(url);
}

/** An instance of the module, with the planners that live in it. */
async function start(root) {
  const number = instances++;
  compiled ??= compile();
  const [glue, module] = await Promise.all([load("parcours.js", root, number ? `?${number}` : ""), compiled]);
  await glue.default({ module_or_path: module });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(glue.style());
  const self = { glue, sheet, planners: new Set() };
  const mine = engine;
  // Nothing of a broken instance works any more. The planner that was in use says so; the others go on in a new instance.
  const died = (fault) => {
    if (engine === mine) engine = undefined;
    const planners = [...self.planners];
    self.planners.clear();
    for (const planner of planners) planner.leave(planner === self.inUse && fault);
  };
  glue.onPanic(died);
  // A trap, such as an exhausted stack, leaves no time to call.
  addEventListener("error", ({ error }) => error instanceof WebAssembly.RuntimeError && error.stack.includes("parcours") && died(error));
  self.arrive = async () => {
    await glue.arrive(get);
    self.whole = true;
    glue.onQr(async (text) => (await load("qr.js", root)).default(text));
  };
  return self;
}

class CnamParcours extends HTMLElement {
  static observedAttributes = ["lang", "accent", "centre", "diploma", "pack", "heading-level"];
  #root;
  #engine;
  #planner;
  #starting = false;
  /** The state, to start again from. */
  #kept;
  /** The address of the region pack that a link asked for. */
  #linked;
  #used = false;
  #ready;
  #tellReady;

  constructor() {
    super();
    this.#ready = new Promise((ready) => (this.#tellReady = ready));
  }

  connectedCallback() {
    // Never mount synchronously: the planner would become a child of whatever reactive owner is running.
    queueMicrotask(() => this.#sync());
  }

  disconnectedCallback() {
    // Moving an element disconnects and connects it again: wait, and keep what the person typed.
    queueMicrotask(() => this.#sync());
  }

  attributeChangedCallback(name, before, after) {
    if (before === after || !this.#planner) return;
    if (name === "lang") this.#planner.setLang(after ?? "fr");
    else if (name === "accent") this.#style();
    // What the person said is not thrown away; a planner that nobody has touched starts again as the host wants it.
    else if (!this.#used) {
      this.#kept = undefined;
      this.#restart();
    }
  }

  /** The request that this planner holds. */
  get state() {
    return this.#planner?.state();
  }

  /** The plan of that request, once everything has arrived. */
  get plan() {
    return this.#engine?.whole ? this.#planner?.plan() : undefined;
  }

  /** The answer to a request, by default the one that this planner holds. */
  async evaluate(request) {
    await this.#ready;
    await this.#engine.complete;
    return this.#engine.glue.evaluate(request ?? this.state);
  }

  #option(name) {
    const query = this.hasAttribute("own-page") ? new URLSearchParams(location.search) : undefined;
    return query?.get(name) ?? this.getAttribute(name) ?? undefined;
  }

  get #lang() {
    return (this.#option("lang") ?? (document.documentElement.lang || "fr")).startsWith("en") ? "en" : "fr";
  }

  async #sync() {
    if (!this.isConnected) {
      // What was answered can only be kept once everything has arrived.
      if (this.#planner && !this.#engine.whole) await this.#complete();
      if (!this.isConnected) this.#unmount();
      return;
    }
    if (this.#planner || this.#starting) return;
    this.#starting = true;
    try {
      if (!this.#root) {
        this.#root = this.attachShadow({ mode: "open" });
        this.#root.append(document.createElement("slot"));
      }
      this.#engine = await (engine ??= start(this.#root));
      const pack = this.#linked ?? this.#option("pack") ?? this.getAttribute("data-pack");
      const used = pack && (await this.#usePack(pack));
      if (this.isConnected) this.#mount(used || undefined);
    } catch (fault) {
      // Planners inserted later may be luckier.
      engine = compiled = undefined;
      this.#say(fault, "cannot_start");
    }
    this.#starting = false;
  }

  /** Loads the region pack, which needs the engine whole; gives the name under which the planner tells what is wrong with it. */
  async #usePack(address) {
    await this.#complete();
    const { glue } = this.#engine;
    return load("pack.js", this.#root).then(
      (loader) => loader.default(glue, address, this.hasAttribute("own-page")),
      () => (glue.loadPack(address), address),
    );
  }

  #mount(pack) {
    const { glue, planners } = this.#engine;
    const own = this.hasAttribute("own-page");
    const framed = own && new URLSearchParams(location.search).has("cadre");
    const container = document.createElement("div");
    container.dir = "ltr";
    // WebKit lets the name of the host's font through `all: initial`.
    container.style.font = "medium sans-serif";
    this.#root.replaceChildren(container);
    this.#style();
    const options = {
      lang: this.#lang,
      centre: this.#option("centre"),
      diploma: this.#option("diploma"),
      pack,
      contact: BUILT.contacts[this.#option("centre")] ?? [],
      // A frame is a part of the page around it, whose own heading stands above.
      headingLevel: (framed ? 0 : Number(this.#option("heading-level"))) || 2,
      ownPage: own && !framed,
      page: own ? location.origin + location.pathname : at(BUILT.page),
      fragment: this.#kept ?? (framed ? location.hash.slice(1) : undefined),
    };
    for (const use of ["pointerdown", "keydown", "input"]) container.addEventListener(use, () => (this.#engine.inUse = this), true);
    this.#engine.inUse = this;
    this.#planner = glue.mount(container, options, (fragment, screen, used, linked) => {
      // After the planner's own work: a listener of the host may do anything, and a change that breaks the planner is not kept.
      queueMicrotask(() => {
        if (!this.#planner) return;
        // Once: a pack that cannot be used is not asked for again.
        if (own && linked && linked !== this.#linked) {
          this.#linked = linked;
          return this.#restart();
        }
        if (fragment === this.#kept) return;
        this.#kept = fragment;
        this.#used = used;
        this.#tell("change", this.hasAttribute("answers-in-events") ? { screen, request: this.state } : { screen });
      });
    });
    planners.add(this);
    if (framed) load("cadre-page.js", this.#root).then((page) => page.default(this));
    // Our own page opens without a network from the second visit on. A browser that refuses (a private window, a full disk) loses only that.
    if (own && self === top) navigator.serviceWorker?.register("hors-ligne.js").catch(() => {});
    this.#tellReady();
    this.#tell("ready", null);
    // Once: marks are kept for as long as the page lives. An instance that broke meanwhile was given up.
    const mine = this.#engine;
    mine.ready ??= performance.mark("planner-ready");
    this.#complete().then(() => (mine.done ??= performance.mark("planner-complete")), () => {});
  }

  /** Fetches what the first question does not need, after the paint. */
  #complete() {
    return (this.#engine.complete ??= new Promise((painted) => setTimeout(painted)).then(this.#engine.arrive));
  }

  #style() {
    const { glue, sheet } = this.#engine;
    const sheets = [sheet];
    const colour = this.#option("accent");
    if (colour) {
      try {
        const { css, light, kept } = glue.accentStyle(colour);
        if (!kept) console.warn(`${TAG}: the accent ${colour} cannot be read on our paper; ${light} is used`);
        sheets.push(new CSSStyleSheet());
        sheets[1].replaceSync(css);
      } catch (fault) {
        console.warn(`${TAG}: ${fault.message}`);
      }
    }
    this.#root.adoptedStyleSheets = sheets;
  }

  #unmount() {
    const planner = this.#planner;
    this.#planner = undefined;
    this.#engine?.planners.delete(this);
    planner?.unmount();
    planner?.free();
  }

  #restart() {
    this.#unmount();
    this.#sync();
  }

  /** Called when the instance of this planner broke: gives it up without calling into it, and says so or starts again. */
  leave(fault) {
    this.#planner?.__destroy_into_raw();
    this.#planner = undefined;
    if (fault) this.#say(fault, "stopped");
    else this.#sync();
  }

  /** Where the planner cannot start or go on: says so in its place, and whom to ask. The answers are kept. */
  #say(fault, key) {
    const text = BUILT.texts[this.#lang];
    const make = (tag, content, more) => Object.assign(document.createElement(tag), { textContent: content }, more);
    const box = make("div", "", { className: "fallback", role: "alert", lang: this.#lang });
    const [region, ...ways] = BUILT.contacts[this.#option("centre")] ?? ["", "https://www.cnam.fr"];
    const contact = make("p", text.centre.replace("{region}", region && ` ${region}`));
    for (const way of ways.filter(Boolean)) {
      const href = way.includes("@") ? `mailto:${way}` : way.startsWith("http") ? way : `tel:${way.replaceAll(" ", "")}`;
      contact.append(" ", make("a", way.replace("https://", ""), { href }));
    }
    const again = make("button", text.again, { type: "button", onclick: () => this.#restart() });
    box.append(make("p", text[key]), again, contact);
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(
      ":host{display:block}.fallback{all:initial;display:block;padding:1em;border-left:4px solid #8c1d40;font:1em/1.5 system-ui,sans-serif;color:#23282e;background:#fffdf9}a{color:#14606b}button{min-height:2.75em;font:inherit}",
    );
    // The host's own content, between the tags, stays in sight.
    this.#root.adoptedStyleSheets = [sheet];
    this.#root.replaceChildren(box, document.createElement("slot"));
    console.error(`${TAG}:`, fault);
    this.#tell("error", { message: String(fault?.message ?? fault) });
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(`parcours-${name}`, { bubbles: true, composed: true, detail }));
  }
}

// Two copies of this script may meet on one page.
if (!customElements.get(TAG)) customElements.define(TAG, CnamParcours);

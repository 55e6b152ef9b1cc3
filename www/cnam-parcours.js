// The custom element <cnam-parcours>: one planner in an open shadow root.
// Attributes: lang, centre, diploma, heading-level, pack or data-pack (the address of a region pack); `own-page` on our own page only, where
// the state may be written into the address.
import init, { loadPack, mount, style } from "./parcours.js";

// One wasm module for all planners of a page.
let ready;
let sheet;

async function start() {
  await init();
  sheet = new CSSStyleSheet();
  sheet.replaceSync(style());
}

// How long a region pack may take before the planner starts without it.
const PATIENCE_MS = 8000;

const fetched = (url) => fetch(url, { signal: AbortSignal.timeout(PATIENCE_MS), credentials: "omit" });

// Gives the planners a region pack and the schedule that it names, and gives its name. What cannot be fetched is left out, and the planner says so.
async function usePack(address) {
  let name = address;
  let text, scheduleName, schedule;
  try {
    name = new URL(address, document.baseURI).href;
    let answer = await fetched(name);
    if (answer.ok) text = await answer.text();
    const url = text && JSON.parse(text).schedule?.url;
    if (typeof url === "string") {
      scheduleName = new URL(url, name).href;
      answer = await fetched(scheduleName);
      if (answer.ok) schedule = new Uint8Array(await answer.arrayBuffer());
    }
  } catch {
    // No network, no JSON: what is missing tells, and the planner knows the place.
  }
  await ready;
  loadPack(name, text, scheduleName, schedule);
  return name;
}

// Our own page opens without a network from the second visit on. A browser that refuses (a private window, a full disk) loses only that.
function keepOffline() {
  navigator.serviceWorker?.register(new URL("hors-ligne.js", import.meta.url)).catch(() => {});
}

class CnamParcours extends HTMLElement {
  static observedAttributes = ["lang"];
  #planner;

  connectedCallback() {
    // Never mount synchronously: the planner would become a child of whatever reactive owner is running.
    ready ??= start();
    Promise.all([this.#pack(), ready]).then(
      ([pack]) => this.#sync(pack),
      (fault) => this.#fail(fault),
    );
  }

  disconnectedCallback() {
    // Moving an element disconnects and connects it again: wait, and keep what the person typed.
    queueMicrotask(() => this.#sync());
  }

  attributeChangedCallback(name, before, after) {
    if (name === "lang" && before !== after) this.#planner?.setLang(after ?? "fr");
  }

  /** The request that this planner holds. */
  get state() {
    return this.#planner?.state();
  }

  // On our own page a link may name a pack of our own site: one from elsewhere could say anything in our name.
  #pack() {
    const asked = this.hasAttribute("own-page") ? new URLSearchParams(location.search).get("pack") : null;
    const ours = asked && new URL(asked, location.href).origin === location.origin ? asked : null;
    const address = this.getAttribute("pack") ?? this.getAttribute("data-pack") ?? ours;
    return address ? usePack(address) : undefined;
  }

  #sync(pack) {
    if (this.isConnected && !this.#planner) {
      const root = this.shadowRoot ?? this.attachShadow({ mode: "open" });
      root.adoptedStyleSheets = [sheet];
      const container = document.createElement("div");
      root.replaceChildren(container);
      const ownPage = this.hasAttribute("own-page");
      const asked = ownPage ? new URLSearchParams(location.search).get("lang") : null;
      this.#planner = mount(container, {
        lang: asked ?? this.getAttribute("lang") ?? (document.documentElement.lang || "fr"),
        centre: this.getAttribute("centre") ?? undefined,
        diploma: this.getAttribute("diploma") ?? undefined,
        headingLevel: Number(this.getAttribute("heading-level")) || 2,
        ownPage,
        pack,
      });
      this.dispatchEvent(new CustomEvent("parcours-ready", { bubbles: true, composed: true }));
      performance.mark("planner-ready");
      if (ownPage && self === top) keepOffline();
    } else if (!this.isConnected && this.#planner) {
      this.#planner.unmount();
      this.#planner.free();
      this.#planner = undefined;
    }
  }

  // The content between the tags stays visible: it says whom to contact.
  #fail(fault) {
    ready = undefined;
    console.error("cnam-parcours:", fault);
    this.dispatchEvent(new CustomEvent("parcours-error", { bubbles: true, composed: true, detail: { message: String(fault) } }));
  }
}

// Two copies of this script may meet on one page.
if (!customElements.get("cnam-parcours")) customElements.define("cnam-parcours", CnamParcours);

// The custom element <cnam-parcours>: one planner in an open shadow root.
// Attributes: lang, centre, diploma, heading-level; `own-page` on our own page only, where the state may be written into the address.
import init, { arrive, mount, style } from "./parcours.js";

// One wasm module for all planners of a page.
let ready;
let sheet;

async function start() {
  await init();
  sheet = new CSSStyleSheet();
  sheet.replaceSync(style());
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
    ready.then(
      () => this.#sync(),
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

  #sync() {
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
      });
      this.dispatchEvent(new CustomEvent("parcours-ready", { bubbles: true, composed: true }));
      performance.mark("planner-ready");
      // After the paint: the first question needs none of it.
      setTimeout(() => arrive().then(() => performance.mark("planner-complete")));
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

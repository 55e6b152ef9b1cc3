// The custom element <cnam-parcours>: one planner in an open shadow root.
import init, { mount } from "./parcours.js";

// One wasm module for all planners of a page.
let ready;

class CnamParcours extends HTMLElement {
  #mounted = false;

  connectedCallback() {
    ready ??= init();
    // Never mount synchronously: the planner would become a child of whatever reactive owner is running.
    ready.then(() => this.#mount());
  }

  #mount() {
    if (this.#mounted || !this.isConnected) return;
    this.#mounted = true;
    const root = this.shadowRoot ?? this.attachShadow({ mode: "open" });
    const container = document.createElement("div");
    root.append(container);
    mount(container);
  }
}

// Two copies of this script may meet on one page.
if (!customElements.get("cnam-parcours")) customElements.define("cnam-parcours", CnamParcours);

// Source text that runs in the page: what the checks need to look through open shadow roots.
// `inside("…")` gives an expression in which `roots`, `all`, `shown`, `pathOf`, `nameOf` and `active` are known.

const HELPERS = String.raw`
/** The document and every open shadow root. */
const roots = (() => {
  const found = [document];
  for (let at = 0; at < found.length; at += 1) {
    for (const element of found[at].querySelectorAll("*")) if (element.shadowRoot) found.push(element.shadowRoot);
  }
  return found;
})();
const all = (selector) => roots.flatMap((root) => [...root.querySelectorAll(selector)]);
const shown = (element) => {
  const style = getComputedStyle(element);
  const box = element.getBoundingClientRect();
  return style.visibility === "visible" && style.display !== "none" && box.width > 0 && box.height > 0;
};
/** Where an element is, for people: tags, ids, places, and >>> at a shadow border. */
const pathOf = (element) => {
  const parts = [];
  for (let node = element; node && node.nodeType === 1; ) {
    const twins = [...(node.parentNode?.children ?? [])].filter((other) => other.localName === node.localName);
    const place = twins.length > 1 ? ":nth-of-type(" + (twins.indexOf(node) + 1) + ")" : "";
    parts.unshift(node.localName + (node.id ? "#" + node.id : place));
    const parent = node.parentNode;
    if (parent instanceof ShadowRoot) parts.unshift(">>>");
    node = parent instanceof ShadowRoot ? parent.host : parent;
  }
  return parts.join(" ");
};
const textOf = (element) => (element.textContent ?? "").replace(/\s+/g, " ").trim();
/** A fair guess of the accessible name; axe makes the exact check. */
const nameOf = (element) => {
  const ids = (element.getAttribute("aria-labelledby") ?? "").split(/\s+/).filter(Boolean);
  const labelled = ids.map((id) => element.getRootNode().getElementById(id)).filter(Boolean).map(textOf).join(" ");
  const labels = [...(element.labels ?? [])].map(textOf).join(" ");
  return labelled || element.getAttribute("aria-label") || labels || textOf(element) || element.title || element.alt || element.value || "";
};
/** The focused element, deep inside. */
const active = () => {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element === document.body || element === document.documentElement ? null : element;
};
/** The element that a pointer would hit there, deep inside. */
const hit = (x, y) => {
  let element = document.elementFromPoint(x, y);
  while (element?.shadowRoot) {
    const inner = element.shadowRoot.elementFromPoint(x, y);
    if (!inner || inner === element) break;
    element = inner;
  }
  return element;
};
`;

/** An expression for `evaluateSource` that runs `body`, a function body, with the helpers at hand. */
export const inside = (body) => `(() => { ${HELPERS}\n${body}\n})()`;

// Checks that axe does not make. Each is a function body for the page (see inside.mjs) that gives a list of findings.

/** Content wider than the viewport: WCAG 1.4.10, RGAA 10.11. */
export const reflow = `
  const width = document.documentElement.clientWidth;
  if (Math.max(document.documentElement.scrollWidth, document.body.scrollWidth) <= width + 1) return [];
  const wide = all("*").filter((element) => shown(element) && element.getBoundingClientRect().right > width + 1);
  return (wide.length ? wide : [document.documentElement]).slice(0, 12)
    .map((element) => pathOf(element) + " reaches " + Math.round(element.getBoundingClientRect().right) + " px of " + width);
`;

/** References that do not resolve in their own tree (they never cross a shadow border), and ids used twice in a tree. */
export const references = `
  const attributes = ["for", "aria-labelledby", "aria-describedby", "aria-controls", "aria-errormessage", "aria-owns",
    "aria-activedescendant", "aria-details", "aria-flowto", "headers", "list", "form", "popovertarget", "commandfor"];
  const found = [];
  for (const root of roots) {
    for (const attribute of attributes) for (const element of root.querySelectorAll("[" + attribute + "]")) {
      for (const id of element.getAttribute(attribute).split(/\\s+/).filter(Boolean)) {
        if (!root.getElementById(id)) found.push(pathOf(element) + ": " + attribute + "=" + id + " leads nowhere");
      }
    }
    const seen = new Set();
    for (const element of root.querySelectorAll("[id]")) {
      if (seen.has(element.id)) found.push(pathOf(element) + ": the id is used twice");
      seen.add(element.id);
    }
  }
  return found;
`;

/** Pointer targets under 24 by 24 CSS px, without the spacing exception of WCAG 2.5.8. A label counts as part of its field. */
export const targets = `
  const selector = "button, [role=button], [role=tab], [role=checkbox], [role=radio], [role=switch], [role=option], " +
    "input:not([type=hidden]), select, textarea, summary, [onclick]";
  return all(selector).filter((element) => shown(element) && !element.disabled).flatMap((element) => {
    const boxes = [element, ...(element.labels ?? [])].map((part) => part.getBoundingClientRect());
    const width = Math.max(...boxes.map((box) => box.width));
    const height = Math.max(...boxes.map((box) => box.height));
    return width < 24 || height < 24 ? [pathOf(element) + " is " + Math.round(width) + " by " + Math.round(height) + " px"] : [];
  });
`;

/** Animations that run although the visitor asked for none. */
export const motion = `
  const running = new Set(roots.flatMap((root) => root.getAnimations()).filter((animation) => animation.playState === "running"));
  return [...running].flatMap((animation) => {
    const end = Number(animation.effect?.getComputedTiming().endTime ?? 0);
    const target = animation.effect?.target;
    return end > 200 ? [(target ? pathOf(target) : "?") + " moves for " + end + " ms"] : [];
  });
`;

/** Text that is cut off once the visitor spaces it out: WCAG 1.4.12, RGAA 10.12. */
export const spacing = `
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}p{margin-bottom:2em!important}");
  const clipped = () => new Set(all("*").filter((element) => {
    if (!shown(element) || !textOf(element) || element.clientWidth <= 4) return false;
    const style = getComputedStyle(element);
    if (!/hidden|clip/.test(style.overflowX + style.overflowY)) return false;
    return element.scrollWidth > element.clientWidth + 2 || element.scrollHeight > element.clientHeight + 2;
  }));
  const before = clipped();
  for (const root of roots) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  const after = clipped();
  for (const root of roots) root.adoptedStyleSheets = root.adoptedStyleSheets.filter((other) => other !== sheet);
  return [...after].filter((element) => !before.has(element)).map((element) => pathOf(element) + " cuts off: " + textOf(element).slice(0, 50));
`;

/** French text with a plain blank where one may not break, or with English amounts. Only inside lang=fr. */
export const typography = `
  const rules = [
    [/\\S? [;:!?»%€]/g, "plain blank before ; : ! ? » % or €"],
    [/« /g, "plain blank after «"],
    [/\\d \\d{3}(?!\\d)/g, "plain blank between thousands"],
    [/\\d\\.\\d{2}[\\s\\u00a0\\u202f]?€/g, "decimal point in an amount"],
    [/€ ?\\d/g, "€ before the amount"],
    [/[^\\s\\u00a0\\u202f!?;][!?;](?=\\s|$)/g, "no narrow blank before ! ? or ;"],
    [/\\p{L}'\\p{L}/gu, "typewriter apostrophe"],
  ];
  const languageOf = (node) => {
    for (let at = node.parentNode; at; at = at.parentNode ?? at.host) if (at.getAttribute?.("lang")) return at.getAttribute("lang");
    return "";
  };
  const found = [];
  for (const root of roots) {
    const walker = document.createTreeWalker(root === document ? document.body : root, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement;
      if ((parent && /^(script|style|code|pre)$/.test(parent.localName)) || !/^fr/i.test(languageOf(node))) continue;
      for (const [pattern, rule] of rules) for (const match of node.data.matchAll(pattern)) {
        found.push(rule + ": " + node.data.slice(Math.max(0, match.index - 15), match.index + 15).replaceAll(" ", "·"));
      }
    }
  }
  return found;
`;

/** Texts that are not there: the page puts this sign in their place. */
export const texts = `return all("*").filter((element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.includes("\u2047"))).map(pathOf);`;

/** Markup that a validator refuses: what a parser would nest otherwise, blocks inside lines of text, bare values of buttons: RGAA 8.2. */
export const validity = `
  const found = [];
  for (const root of roots) {
    const ours = document.createElement("div");
    for (const node of (root === document ? document.body : root).childNodes) ours.append(node.cloneNode(true));
    for (const script of ours.querySelectorAll("script")) script.remove();
    // Set by scripts, as the policy of the page allows; a parser would ask it again.
    for (const styled of ours.querySelectorAll("[style]")) styled.removeAttribute("style");
    // Marks of the page's framework hold places and say nothing; in the text of a field a parser would not know them for what they are.
    const marks = document.createNodeIterator(ours, NodeFilter.SHOW_COMMENT);
    for (let mark; (mark = marks.nextNode()); ) mark.remove();
    ours.normalize();
    const parsed = new DOMParser().parseFromString("<!doctype html><body>" + ours.innerHTML, "text/html").body;
    const [written, read] = [ours.innerHTML, parsed.innerHTML];
    if (written !== read) {
      let at = 0;
      while (written[at] === read[at]) at += 1;
      found.push("a parser reads " + read.slice(Math.max(0, at - 60), at + 60) + " and not " + written.slice(Math.max(0, at - 60), at + 60));
    }
  }
  const blocks = "address, article, aside, blockquote, details, dialog, div, dl, fieldset, figure, footer, form, header, hr, main, nav, ol, p, pre, section, table, ul";
  const lines = "abbr, b, button, caption > *, code, em, h1, h2, h3, h4, h5, h6, i, label, p, small, span, strong, summary";
  for (const line of all(lines)) for (const block of line.querySelectorAll(blocks)) found.push(pathOf(block) + " stands in a " + line.localName);
  const only = { ul: "li", ol: "li", dl: "dt, dd, div", tr: "th, td", tbody: "tr", thead: "tr", select: "option, optgroup, hr" };
  for (const [list, items] of Object.entries(only)) for (const child of all(list + " > *")) {
    if (!child.matches(items)) found.push(pathOf(child) + " stands in a " + list);
  }
  for (const button of all("button:not([type])")) found.push(pathOf(button) + " has no type");
  for (const control of all("a button, a input, a select, a summary, a a, button a, button button, label label, summary a, summary button")) found.push(pathOf(control) + " stands in another control");
  return found;
`;

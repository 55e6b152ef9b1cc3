// Two sites on this machine: ours, which serves `dist/`, and a partner's, with a page for each way to embed, good and bad.
// `driver.html` of the partner's site runs the checks in the browser that opens it and posts what it found.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DIST, serve } from "../lib/server.mjs";

const here = (name) => readFileSync(new URL(name, import.meta.url), "utf8");

/** Files of ours that arrive changed, at addresses of their own: what the partner's page meets when our host is broken or taken over. */
const BROKEN = {
  "/altered-glue/": (path, body) => (path === "/parcours.js" ? Buffer.concat([body, Buffer.from("\n;")]) : body),
  "/altered-wasm/": (path, body) => (path.endsWith(".wasm") ? Buffer.concat([body, Buffer.from([0, 1, 0])]) : body),
  "/cut-wasm/": (path, body) => (path.endsWith(".wasm") ? body.subarray(0, body.length >> 1) : body),
  "/no-wasm/": (path, body) => (path.endsWith(".wasm") ? undefined : body),
  "/no-glue/": (path, body) => (path === "/parcours.js" ? undefined : body),
};

/** The strictest policy that a partner may have: nothing but what the guide asks for, and no Trusted Types policy at all. */
const strict = (host, ours) =>
  `default-src 'none'; script-src ${host} ${ours} 'wasm-unsafe-eval'; connect-src ${host} ${ours}; style-src ${host}; frame-src ${ours}; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'`;

const SAMPLE = `<h1 class="own">Partenaire</h1><p class="own">Un paragraphe</p><button class="own">Bouton</button><a class="own" href="#x">Lien</a>`;
// The bar is always there, else widths would differ with what is on the page.
const PLAIN = "html{overflow-y:scroll}body{font:16px/1.5 Georgia,serif;color:#222}.slot{width:600px;max-width:100%}";
const HOSTILE = `*,*::before,*::after{box-sizing:content-box!important;margin:0!important;padding:3px!important;border:0!important;font:italic 700 9px/1 fantasy!important;letter-spacing:3px!important;word-spacing:9px!important;text-transform:uppercase!important;color:#f0f!important;background:#ff0!important;text-align:right!important;white-space:nowrap!important;text-indent:40px!important;list-style:none!important;text-shadow:1px 1px red!important;visibility:visible!important;direction:rtl!important}
html{font-size:62.5%}button,input,select,a{all:unset!important}p,section,li,h1,h2,label{display:inline!important;float:left!important}cnam-parcours{display:inline!important}:focus{outline:none!important}:root{--pc-accent:lime;--pc-ink:red;--pc-paper:#000}`;

/**
 * Starts both sites.
 *
 * @param {(results: {name: string, fault?: string}[]) => void} told gets the results that a browser posts
 * @returns {Promise<{url: string, ours: Awaited<ReturnType<typeof serve>>, close(): Promise<void>}>} `url` is the driver's
 */
export async function startHosts(told) {
  const broken = await Promise.all(Object.entries(BROKEN).map(async ([name, alter]) => [name, await serve(DIST, { csp: null, alter })]));
  const ours = await serve(DIST, { csp: null });
  const pages = {};
  const host = await serve(DIST, { csp: null, pages, told: (text) => told(JSON.parse(text)) });
  const hash = `sha384-${createHash("sha384").update(readFileSync(join(DIST, "cnam-parcours.js"))).digest("base64")}`;

  const loader = (more = "", site = ours.url) => `<script type="module" crossorigin src="${site}/cnam-parcours.js" ${more}></script>`;
  const planner = (id, more = "") =>
    `<div class="slot"><cnam-parcours id="${id}" lang="fr" centre="grand-est" diploma="LG02501A" ${more}><a href="https://www.cnam.fr">Contacter le Cnam</a></cnam-parcours></div>`;
  const page = (body, { sheet = "plain", head = loader(), root = "", csp, headers } = {}) => ({
    body: `<!doctype html><html lang="fr" ${root}><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Partenaire</title><script src="/host.js"></script><link rel="stylesheet" href="/${sheet}.css">${head}</head><body>${body}</body></html>`,
    headers: { ...headers, ...(csp && { "Content-Security-Policy": csp }) },
  });
  const frame = (id, more, query = "") => `<iframe id="${id}" title="Planificateur" src="${ours.url}/index.html?cadre=1&centre=grand-est${query}" ${more}></iframe>`;
  const box = 'sandbox="allow-scripts allow-forms"';
  const hote = (value) => `&hote=${encodeURIComponent(value)}`;
  const csp = strict(host.url, ours.url);
  Object.assign(pages, {
    "/driver.html": `<!doctype html><html lang="fr"><title>Checks</title><link rel="icon" href="data:,"><script type="module" src="/driver.js"></script><pre id="log"></pre>`,
    "/driver.js": { type: "text/javascript", body: here("driver.js") },
    "/checks.js": { type: "text/javascript", body: here("checks.js") },
    "/host.js": { type: "text/javascript", body: here("host.js") },
    "/plain.css": { type: "text/css", body: PLAIN },
    "/hostile.css": { type: "text/css", body: PLAIN + HOSTILE },
    "/narrow.css": { type: "text/css", body: ".slot{width:300px}" },
    "/neutral.html": page(SAMPLE + planner("w1")),
    "/without.html": page(SAMPLE, { head: "" }),
    "/hostile.html": page(SAMPLE + planner("w1"), { sheet: "hostile" }),
    "/two.html": page(planner("w1") + planner("w2", "answers-in-events")),
    "/rtl.html": page(planner("w1"), { root: 'dir="rtl"' }),
    "/narrow.html": page(planner("w1"), { sheet: "narrow" }),
    "/late.html": page('<div class="slot" id="late"></div><div class="slot" id="later"></div>'),
    "/attributes.html": page(planner("w1", 'accent="#ffe000" heading-level="4"') + planner("w2", 'accent="jaune"')),
    "/pinned.html": page(planner("w1"), { head: loader(`integrity="${hash}"`) }),
    "/pinned-wrong.html": page(planner("w1"), { head: loader(`integrity="sha384-${"A".repeat(64)}"`) }),
    "/strict.html": page(planner("w1"), { csp }),
    "/no-wasm-allowed.html": page(planner("w1"), { csp: csp.replace(" 'wasm-unsafe-eval'", "") }),
    "/frames.html": page(
      `${frame("plain", 'style="width:400px;height:300px"')}${frame("boxed", `${box} style="width:400px;height:300px"`)}<iframe id="liar" title="Autre" src="/liar.html"></iframe>`,
      { head: `<script src="${ours.url}/cadre.js" async></script>` },
    ),
    // A page that sends no referrer: in a browser that does not name ancestors, a sandboxed frame knows it by its address alone.
    "/frames-unnamed.html": page(
      frame("named", "", hote(host.url)) + frame("boxed", box, hote(`${host.url}/page?x#y`)) + frame("other", box, hote(ours.url)) + ["*", "null", "javascript:alert(1)"].map((value, at) => frame(`odd${at}`, "", hote(value))).join(""),
      { head: `<script src="${ours.url}/cadre.js" async></script>`, headers: { "Referrer-Policy": "no-referrer" } },
    ),
    "/liar.html": `<!doctype html><title>Autre</title><script src="/liar.js"></script>`,
    "/liar.js": { type: "text/javascript", body: `parent.postMessage({ cnamParcours: 1, type: "height", px: 7777 }, location.origin);` },
    ...Object.fromEntries(broken.map(([name, site]) => [`${name}index.html`, page(planner("w1"), { head: loader("", site.url) })])),
  });
  const all = [host, ours, ...broken.map(([, site]) => site)];
  return { url: `${host.url}/driver.html`, ours, host, close: () => Promise.all(all.map((site) => site.close())) };
}

// Each check of this harness can fail: pages with known faults, and one without.
import assert from "node:assert/strict";
import test from "node:test";
import { findingsOf } from "./lib/accessible.mjs";
import { expectClean, open } from "./lib/browser.mjs";
import { walk } from "./lib/keys.mjs";
import { expectStatus } from "./lib/status.mjs";

/** A whole page around `body`, with a shadow root made of `shadow`. */
function html(body, { shadow = "<h2>Étape</h2>", style = "" } = {}) {
  return `<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Essai</title><link rel="icon" href="data:,">
    <meta name="viewport" content="width=device-width, initial-scale=1"><style>${style}</style></head>
    <body><main><h1>Essai</h1>${body}<div id="host"><template shadowrootmode="open">${shadow}</template></div></main></body></html>`;
}

async function openFixture(t, page, options = {}) {
  return open(t, "/fixture.html", { csp: null, pages: { "/fixture.html": page }, ready: "h1", ...options });
}

const GOOD = html(`<p>Coût\u00a0: 12,50\u00a0€ – prêt\u202f!</p><p><a href="#suite">La suite</a></p>`, {
  shadow: `<h2 id="suite">Âge</h2><label for="age">Âge</label> <input id="age" style="min-height:30px"><button type="button" style="min-height:30px">Continuer</button>`,
});

test("a good page has no finding", async (t) => {
  const page = await openFixture(t, GOOD);
  assert.deepEqual(await findingsOf(page), []);
  const { problems, stops } = await walk(page);
  assert.deepEqual(problems, []);
  assert.deepEqual(stops.map((stop) => stop.name), ["La suite", "Âge", "Continuer"]);
  await expectClean(page);
});

const FAULTS = {
  label: html("", { shadow: `<h2>Âge</h2><input style="min-height:30px">` }),
  "color-contrast": html(`<p style="color:#999;background:#fff">Trop pâle</p>`),
  "button-name": html("", { shadow: `<h2>Âge</h2><button style="width:30px;height:30px"></button>` }),
  references: html(`<p id="outside">Aide</p>`, {
    shadow: `<h2>Âge</h2><label>Âge <input aria-describedby="outside" style="min-height:30px"></label>`,
  }),
  targets: html("", { shadow: `<h2>Âge</h2><button style="width:20px;height:20px;padding:0" aria-label="Ôter">x</button>` }),
  reflow: html(`<p style="width:600px">Trop large</p>`),
  motion: html(`<p>Tourne</p>`, { style: "@keyframes x{to{opacity:.9}} p{animation:x 2s infinite}" }),
  spacing: html(`<p>Une ligne</p>`, { style: "p{height:1.1em;line-height:1;overflow:hidden;width:8em;white-space:nowrap}" }),
  validity: html(`<span><div>Un bloc dans une ligne</div></span>`),
  texts: html(`<p>\u2047 : rien</p>`),
  tables: html(`<table role="presentation"><tr><th scope="row">Un</th><td>1</td></tr></table>`),
  typography: html(`<p>Coût : 1 200 €</p>`),
};

for (const [rule, fixture] of Object.entries(FAULTS)) {
  test(`${rule} is found`, async (t) => {
    const page = await openFixture(t, fixture);
    const rules = (await findingsOf(page)).map((finding) => finding.rule);
    assert.ok(rules.includes(rule), `found only: ${rules.join(", ") || "nothing"}`);
  });
}

const KEYBOARD_FAULTS = {
  trap: `<button id="a">Un</button><button onkeydown="if(event.key==='Tab'){event.preventDefault();document.getElementById('a').focus()}">Deux</button><button>Trois</button>`,
  "not reached": `<button onfocus="this.nextElementSibling.nextElementSibling.focus()">Un</button><button>Deux</button><button>Trois</button>`,
  "clickable, not focusable": `<span onclick="0">Un</span><button>Deux</button>`,
  "focus not visible": `<button style="outline:none">Un</button>`,
  "hidden or off screen": `<button style="position:absolute;left:-9999px">Un</button>`,
  "positive tabindex": `<button tabindex="3">Un</button>`,
  "no name": `<button style="width:30px;height:30px"></button>`,
};

for (const [rule, body] of Object.entries(KEYBOARD_FAULTS)) {
  test(`keyboard: ${rule} is found`, async (t) => {
    const page = await openFixture(t, html(body));
    const rules = (await walk(page)).problems.map((problem) => problem.rule);
    assert.ok(rules.includes(rule), `found only: ${rules.join(", ") || "nothing"}`);
  });
}

test("a message counts only in a region that was there", async (t) => {
  const page = await openFixture(t, html(`<p role="status" id="said"></p><div id="later"></div>`));
  const say = () => page.evaluate(() => (document.querySelector("#said").textContent = "Fait"));
  assert.equal(await expectStatus(page, /fait/i, say), "Fait");
  const insert = () => page.evaluate(() => (document.querySelector("#later").innerHTML = "<p role=status>Ajouté</p>"));
  await assert.rejects(expectStatus(page, /ajouté/i, insert, 1_000), /no live region/);
});

test("a request to another host and an error in the console are found", async (t) => {
  const foreign = await openFixture(t, html(`<img alt="" src="http://localhost:9/x.png">`));
  await assert.rejects(expectClean(foreign), /console|other hosts/);
  const broken = await openFixture(t, html(`<script>console.error("cassé")</script>`));
  await assert.rejects(expectClean(broken), /console/);
});

// Whatever is missing, cut off, refused, late or twice: a readable French message, whom to ask, and the person's answers intact.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { expectAccessible } from "./lib/accessible.mjs";
import { expectClean, open } from "./lib/browser.mjs";
import { DIST, serve } from "./lib/server.mjs";

const ANSWERS = "#status=salarie&centre_region=grand-est&age=36&diploma=LG02501A&max_ue=3&e=resultat";
/** Whom to ask in Grand Est, as its region pack says. */
const CONTACT = /\+33\s3\s83\s85\s49\s00[^]*get_nancy@lecnam\.net/;

const element = (page) => page.locator("cnam-parcours");
const state = (page) => element(page).evaluate((element) => element.state);
const complete = (page) => page.waitForFunction(() => performance.getEntriesByName("planner-complete").length > 0);
const shown = (page) => page.locator(".pc-root").innerText();

/** What becomes of a file on its way. */
const FATES = {
  absent: () => undefined,
  "cut off": (body) => body.subarray(0, body.length >> 1),
  "a page of a captive portal": () => Buffer.from("<!doctype html><title>Bienvenue</title><p>Connectez-vous au réseau.</p>"),
};

/** Opens our own page, or another, with one file spoiled; gives the page and what mends it. */
async function spoiled(t, name, fate, path, options = {}) {
  let broken = true;
  const alter = (asked, body) => (broken && asked === `/${name}` ? fate(body) : body);
  const server = await serve(DIST, { alter, pages: options.pages });
  t.after(() => server.close());
  const page = await open(t, server.url + path, { ready: null, ...options });
  return { page, server, mend: () => (broken = false) };
}

/** Says so in French in the planner's place, and whom to ask. */
async function expectMessage(page, contact = /cnam\.fr/) {
  const box = page.locator(".fallback");
  await box.waitFor();
  assert.deepEqual([await box.getAttribute("role"), await box.getAttribute("lang")], ["alert", "fr"]);
  const text = await box.innerText();
  assert.match(text, /Le planificateur ne peut pas s’afficher ici/);
  assert.match(text, contact);
  assert.ok((await box.locator("a").count()) > 0, "ways to reach somebody are links");
  return box;
}

const host = (attributes = 'centre="grand-est"') =>
  `<!doctype html><html lang="fr"><meta charset="utf-8"><title>Un centre</title><link rel="icon" href="data:,"><script type="module" src="/cnam-parcours.js"></script><main><h1>Un centre</h1><cnam-parcours ${attributes}><a href="https://www.cnam.fr">Contacter le Cnam</a></cnam-parcours></main></html>`;

for (const [how, fate] of Object.entries(FATES)) {
  test(`the element's script ${how}: the page reads without it`, async (t) => {
    const { page } = await spoiled(t, "cnam-parcours.js", fate, `/${ANSWERS}`);
    await page.getByText("S’il ne s’affiche pas").waitFor();
    assert.ok(await page.getByRole("link", { name: "cnam.fr" }).isVisible());
    assert.match(new URL(page.url()).hash, /status=salarie/, "the answers stay in the address");
    await expectAccessible(page);
  });

  for (const name of ["parcours.js", "parcours_bg.wasm"]) {
    test(`${name} ${how}: says so, and starts with all answers once it is mended`, async (t) => {
      const { page, mend } = await spoiled(t, name, fate, `/${ANSWERS}`);
      const box = await expectMessage(page);
      await expectAccessible(page);
      mend();
      await box.getByRole("button", { name: "Réessayer" }).click();
      await page.locator("#pc-link").waitFor();
      assert.deepEqual((await state(page)).facts, { status: "salarie", age: 36 });
    });
  }

  for (const name of ["parcours_rest.wasm", "parcours-data.txt"]) {
    const skip = !existsSync(join(DIST, name)) && "in one part while developing";
    test(`${name} ${how}: the first question is there, whom to ask too, and the answer waits`, { skip }, async (t) => {
      const { page, mend } = await spoiled(t, name, fate, "/host", { pages: { "/host": host() } });
      await page.locator("input[value=salarie]").check();
      await page.getByRole("button", { name: "Continuer" }).click();
      await page.getByText("La suite n’est pas encore là").waitFor();
      assert.match(await shown(page), CONTACT);
      await expectAccessible(page);
      mend();
      await page.locator(".pc-preview, .pc-aside").first().waitFor();
      await page.waitForFunction(() => document.querySelector("cnam-parcours").state?.facts.status === "salarie");
    });
  }

  test(`the style of the page, its icon and its offline script ${how}: nothing is lost`, async (t) => {
    for (const name of ["page.css", "icon.svg", "hors-ligne.js"]) {
      const { page } = await spoiled(t, name, fate, `/${ANSWERS}`, { offline: true });
      await page.locator("#pc-link").waitFor();
      assert.equal((await state(page)).facts.age, 36, name);
    }
  });

  test(`the script of the QR code ${how}: says so, and the link is there`, async (t) => {
    const { page } = await spoiled(t, "qr.js", fate, `/${ANSWERS}`);
    await page.getByRole("button", { name: "QR code" }).click();
    await page.locator(".pc-error").waitFor();
    assert.match(await page.locator("#pc-link").inputValue(), /#p=1/);
  });

  test(`the script of packs ${how}: says so, and the planner works without`, async (t) => {
    const { page } = await spoiled(t, "pack.js", fate, "/host", { pages: { "/host": host('pack="pack.json" diploma="LG02501A"') } });
    await page.locator("input[value=salarie]").waitFor();
    assert.match(await page.locator("[data-pack]").innerText(), /pack\.json/);
  });

  test(`the script of frames ${how}: the frame works, and scrolls`, async (t) => {
    const { page } = await spoiled(t, "cadre-page.js", fate, `/?cadre=1${ANSWERS}`);
    await page.locator("#pc-link").waitFor();
    assert.equal((await state(page)).facts.age, 36);
  });

  test(`on a partner's page with its centre, parcours_bg.wasm ${how}: the centre's own contact`, async (t) => {
    const { page } = await spoiled(t, "parcours_bg.wasm", fate, "/host", { pages: { "/host": host() } });
    await expectMessage(page, CONTACT);
    assert.ok(await page.getByRole("link", { name: "Contacter le Cnam" }).isVisible(), "what stands between the tags too");
  });
}

test("a page cut off in its middle still reads", async (t) => {
  const { page } = await spoiled(t, "index.html", (body) => body.subarray(0, body.indexOf("S’il ne s’affiche")), "/index.html");
  await page.locator("input[value=salarie]").waitFor();
  const bare = await spoiled(t, "cnam-parcours.js", () => undefined, "/index.html");
  await bare.page.getByText("Préparez votre diplôme du Cnam").waitFor();
});

test("the centre's contact stands at the foot before anything else has arrived", async (t) => {
  const pages = { "/host": host() };
  const prepare = (page) => page.route(/parcours(_rest\.wasm|-data\.txt)$/, () => {});
  const page = await open(t, "/host", { pages, prepare, ready: "cnam-parcours .pc-root" });
  assert.match(await page.locator(".pc-foot").innerText(), CONTACT);
  await expectAccessible(page);
});

test("what neither comes nor fails is said after a while", async (t) => {
  const prepare = async (page) => {
    // Twenty seconds for a visitor; a test need not wait as long.
    await page.addInitScript(() => {
      const wait = window.setTimeout;
      window.setTimeout = (work, ms, ...more) => wait(work, ms === 20_000 ? 200 : ms, ...more);
    });
    await page.route(/parcours(_rest\.wasm|-data\.txt)$/, () => {});
  };
  const page = await open(t, "/host", { pages: { "/host": host() }, prepare, ready: "input[value=salarie]" });
  await page.locator("input[value=salarie]").check();
  await page.getByRole("button", { name: "Continuer" }).click();
  await page.getByText("La suite n’est pas encore là").waitFor();
  assert.match(await shown(page), CONTACT);
});

// A panic

test("a panic on our own page: says so, whom to ask, and every answer comes back", async (t) => {
  const page = await open(t, `/${ANSWERS}`);
  await page.locator("#pc-link").waitFor();
  const before = await state(page);
  await page.evaluate(() => {
    const { cloneNode } = Node.prototype;
    Node.prototype.cloneNode = () => {
      throw new Error("broken on purpose");
    };
    addEventListener("parcours-error", () => (Node.prototype.cloneNode = cloneNode), { once: true });
  });
  // What is drawn when it is opened breaks the page; nothing of the request changes.
  await page.locator('[data-k="whatif:reach"]').click();
  const box = page.locator(".fallback");
  await box.waitFor();
  assert.match(await box.innerText(), /Vos réponses sont conservées[^]*cnam\.fr/);
  await box.getByRole("button", { name: "Réessayer" }).click();
  await page.locator("#pc-link").waitFor();
  assert.deepEqual(await state(page), before);
});

// Clocks

for (const [now, name] of [["1970-01-01T00:00:00", "1970"], ["2099-12-31T23:59:59", "2099"], ["1899-12-31T12:00:00", "1899"], ["9999-12-31T23:59:59", "9999"]]) {
  test(`a clock at ${name}: the whole way is readable, and the answers are kept`, async (t) => {
    const page = await open(t, `/${ANSWERS}`, { now });
    await page.locator("#pc-link").waitFor();
    const text = await shown(page);
    assert.doesNotMatch(text, /\u2047|NaN|undefined|Infinity/);
    assert.match(text, CONTACT);
    assert.deepEqual((await state(page)).facts, { status: "salarie", age: 36 });
    await page.getByRole("button", { name: "Copier le lien" }).click();
    await expectAccessible(page);
    await expectClean(page);
  });
}

// A browser that refuses

test("a private window without storage, workers, databases, clipboard or history: everything but keeping works", async (t) => {
  const prepare = (page) =>
    page.addInitScript(() => {
      const refuse = () => {
        throw new DOMException("refused", "SecurityError");
      };
      for (const name of ["localStorage", "sessionStorage", "indexedDB", "caches", "cookieStore"]) Object.defineProperty(window, name, { get: refuse, configurable: true });
      Object.defineProperty(Document.prototype, "cookie", { get: refuse, set: refuse });
      Object.defineProperty(Navigator.prototype, "serviceWorker", { get: () => ({ register: () => Promise.reject(new DOMException("refused", "SecurityError")) }) });
      Object.defineProperty(Navigator.prototype, "clipboard", { get: () => undefined });
      History.prototype.replaceState = refuse;
      History.prototype.pushState = refuse;
    });
  const page = await open(t, `/${ANSWERS}`, { prepare });
  await page.locator("#pc-link").waitFor();
  assert.equal((await state(page)).facts.age, 36);
  await page.getByRole("button", { name: "Enregistrer sur cet appareil" }).click();
  await page.getByRole("paragraph").filter({ hasText: "Copiez plutôt votre lien" }).waitFor();
  await page.getByRole("button", { name: "Copier le lien" }).click();
  await page.getByRole("button", { name: "Tout recommencer" }).click();
  await page.locator("input[value=salarie]").waitFor();
  await expectClean(page);
});

test("a full device, which refuses the copy for use without a network: the page goes on", async (t) => {
  const full = 'CacheStorage.prototype.open = () => Promise.reject(new DOMException("full", "QuotaExceededError"));\n';
  const { page } = await spoiled(t, "hors-ligne.js", (body) => Buffer.concat([Buffer.from(full), body]), `/${ANSWERS}`, { offline: true });
  await page.locator("#pc-link").waitFor();
  await page.reload();
  await page.locator("#pc-link").waitFor();
  assert.equal((await state(page)).facts.age, 36);
  assert.equal(await page.evaluate(async () => (await caches.keys()).length), 0);
});

// Late and twice

test("a script that comes late finds its element, and what stands between the tags is read until then", async (t) => {
  const page = await open(t, "/host", { pages: { "/host": host().replace(/<script.*?<\/script>/, "") }, ready: null });
  assert.ok(await page.getByRole("link", { name: "Contacter le Cnam" }).isVisible());
  await page.evaluate(() => document.head.append(Object.assign(document.createElement("script"), { type: "module", src: "/cnam-parcours.js" })));
  await page.locator("input[value=salarie]").waitFor();
  await complete(page);
  await expectClean(page);
});

test("the script twice, and a second version of it, make one planner each and no error", async (t) => {
  const other = await serve(DIST, { csp: null });
  t.after(() => other.close());
  const twice = host().replace("<main>", `<script type="module" src="/cnam-parcours.js"></script><script type="module" src="/cnam-parcours.js?2"></script><script type="module" crossorigin src="${other.url}/cnam-parcours.js"></script><main><cnam-parcours id="second"></cnam-parcours>`);
  const page = await open(t, "/host", { pages: { "/host": twice }, csp: null });
  const planners = await element(page).all();
  assert.equal(planners.length, 2);
  for (const planner of planners) {
    await planner.locator("input[value=salarie]").waitFor();
    assert.equal(await planner.locator(".pc-root").count(), 1);
  }
  await expectClean(page, { hosts: [new URL(other.url).host] });
});

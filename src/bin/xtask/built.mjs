// Prints, as JSON, what the build knows and the element's script needs before any wasm is there: the hashes of the files it loads,
// the texts for when they do not arrive, and how to reach each centre. `node built.mjs DIST PAGE`
// Without PAGE, the hashes of what arrives after the first question.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** What www/cnam-parcours.js loads on pages of others, and what arrive.js then fetches. The only lists of these files. */
const LOADED = ["parcours.js", "parcours_bg.wasm", "qr.js", "pack.js"];
const ARRIVING = ["parcours_rest.wasm", "parcours-data.txt"];

const [dist, page] = process.argv.slice(2);
const data = new URL("../../data/", import.meta.url);
const json = (path) => JSON.parse(readFileSync(new URL(path, data), "utf8"));

// Hashes do not compress, and each byte is paid by every page that embeds: the shortest that browsers accept.
const hash = (name) => `sha256-${createHash("sha256").update(readFileSync(join(dist, name))).digest("base64")}`;
// While developing, the wasm is in one part.
const hashesOf = (names) => Object.fromEntries(names.filter((name) => existsSync(join(dist, name))).map((name) => [name, hash(name)]));

/** French takes a no-break space before these signs; authors type a plain one. */
const french = (text) => text.replace(/ ([;!?])/g, "\u202f$1").replace(/ ([:»%€])/g, "\u00a0$1").replace(/« /g, "«\u00a0");
const written = Object.entries(json("texts/element.json"));
const texts = { fr: written.map(([key, { fr }]) => [key, french(fr)]), en: written.map(([key, { en }]) => [key, en]) };

const packs = readdirSync(new URL("packs/", data)).filter((name) => name.endsWith(".json"));
const contacts = packs.sort().flatMap((name) => {
  const { region, name: title, contacts } = json(`packs/${name}`);
  return contacts ? [[region, [title, contacts.telephone ?? "", contacts.email ?? "", contacts.site ?? ""]]] : [];
});

const all = { page, hashes: hashesOf(LOADED), texts: { fr: Object.fromEntries(texts.fr), en: Object.fromEntries(texts.en) }, contacts: Object.fromEntries(contacts) };
console.log(JSON.stringify(page ? all : hashesOf(ARRIVING)));

// Writes the tag that the form describes, and shows it at work.
const form = document.querySelector("#choices");
const code = document.querySelector("#code");
const preview = document.querySelector("#preview");
const said = document.querySelector("#said");
const site = new URL("../", location.href).href;

/** The regions of the contract, by their slugs. */
const REGIONS = {
  "auvergne-rhone-alpes": "Auvergne-Rhône-Alpes",
  "bourgogne-franche-comte": "Bourgogne-Franche-Comté",
  bretagne: "Bretagne",
  "centre-val-de-loire": "Centre-Val de Loire",
  corse: "Corse",
  "grand-est": "Grand Est",
  guadeloupe: "Guadeloupe",
  guyane: "Guyane",
  "hauts-de-france": "Hauts-de-France",
  "ile-de-france": "Île-de-France",
  "la-reunion": "La Réunion",
  martinique: "Martinique",
  mayotte: "Mayotte",
  normandie: "Normandie",
  "nouvelle-aquitaine": "Nouvelle-Aquitaine",
  occitanie: "Occitanie",
  "pays-de-la-loire": "Pays de la Loire",
  "provence-alpes-cote-d-azur": "Provence-Alpes-Côte d’Azur",
};
for (const [slug, name] of Object.entries(REGIONS)) form.elements.centre.append(new Option(name, slug));
form.elements.site.value = site;

const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");

function write() {
  const { way, site: folder, ...options } = Object.fromEntries(new FormData(form));
  const set = Object.entries(options).filter(([, value]) => value);
  const base = URL.canParse(folder) ? new URL(folder).href.replace(/\/?$/, "/") : site;
  const attributes = set.map(([name, value]) => ` ${name}="${escaped(value)}"`).join("");
  const query = new URLSearchParams([["cadre", "1"], ...set]);
  code.textContent =
    way === "frame"
      ? `<iframe src="${escaped(`${base}?${query}`)}" title="Planifier un diplôme du Cnam" allow="clipboard-write"></iframe>\n<script src="${escaped(base)}cadre.js" async></script>`
      : `<script type="module" crossorigin src="${escaped(base)}cnam-parcours.js"></script>\n<cnam-parcours${attributes}>\n  <a href="https://www.cnam.fr">Contacter le Cnam</a>\n</cnam-parcours>`;
  const shown = document.createElement(way === "frame" ? "iframe" : "cnam-parcours");
  if (way === "frame") Object.assign(shown, { src: `../index.html?${query}`, title: "Aperçu\u00a0: planifier un diplôme du Cnam" });
  else for (const [name, value] of set) shown.setAttribute(name, value);
  preview.replaceChildren(shown);
}

form.addEventListener("change", write);
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  try {
    await navigator.clipboard.writeText(code.textContent);
    said.textContent = "Code copié.";
  } catch {
    said.textContent = "La copie est bloquée\u00a0: sélectionnez le code.";
  }
});
write();

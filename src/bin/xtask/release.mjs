// Makes a site of a version folder: `node release.mjs SITE VERSION`. Around SITE/VERSION, which holds the built page, it writes
//   index.html, hors-ligne.js   the page, at the address that links keep; accessibilite.html beside it, where its foot leads
//   MAJOR/                      the scripts for partners who want every correction without touching their page
//   integrity.json              hash and weight of every file, for those who pin a version
//   headers/                    what the host has to send, for three kinds of hosts
// and a .br and a .gz beside every file that compresses.
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const [site, version] = process.argv.slice(2);
const major = version.split(".")[0];
const read = (name) => readFileSync(join(site, name), "utf8");
const write = (name, content) => {
  mkdirSync(dirname(join(site, name)), { recursive: true });
  writeFileSync(join(site, name), content);
};

// The page stands at the root, so that links outlive versions; all that it loads stands in the version folder.
const PAGES = ["index.html", "accessibilite.html"];
const ROOT = [...PAGES, "hors-ligne.js"];
const local = /((?:src|href)=")(?!https?:|#|mailto:|tel:|data:|\.\/")/g;
for (const name of PAGES) write(name, read(`${version}/${name}`).replace(local, `$1${version}/`));
write("hors-ligne.js", read(`${version}/hors-ligne.js`).replace(/"([\w./-]+\.\w+)"/g, (text, name) => (ROOT.includes(name) ? text : `"${version}/${name}"`)));
write(`${major}/cnam-parcours.js`, `import "../${version}/cnam-parcours.js";\n`);
write(`${major}/cadre.js`, read(`${version}/cadre.js`));

/** What every answer carries. How long a file may be kept depends on its folder alone. */
const EVERYWHERE = [
  ["Access-Control-Allow-Origin", "*"],
  ["Cross-Origin-Resource-Policy", "cross-origin"],
  ["X-Content-Type-Options", "nosniff"],
  ["Referrer-Policy", "no-referrer"],
  ["Content-Security-Policy", "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; style-src 'self'; img-src 'self' data:; worker-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'"],
];
const KEEP = "public, max-age=31536000, immutable";
const ASK = "public, max-age=300, must-revalidate";
/** Types by ending: all that a version holds, for hosts whose own table may lack some. */
const TYPES = {
  "application/gzip": "tgz",
  "application/json": "json",
  "application/wasm": "wasm",
  "image/svg+xml": "svg",
  "text/css": "css",
  "text/html": "html",
  "text/javascript": "js",
  "text/plain": "txt md ts",
};
const COMPRESSED = /\.(?:css|html|js|json|md|svg|ts|txt|wasm)$/;

const lines = (form) => EVERYWHERE.map(([name, value]) => form(name, value)).join("\n");
// These hosts compress by themselves. Where two rules name one header, some join the values: no path has two rules for Cache-Control.
const asked = ["/", ...[...ROOT, "integrity.json", `${major}/*`].map((name) => `/${name}`)];
write("headers/_headers", `# Netlify, Cloudflare Pages: to the root of the site.
/*
${lines((name, value) => `  ${name}: ${value}`)}
${asked.map((path) => `${path}\n  Cache-Control: ${ASK}\n`).join("")}/${version}/*
  Cache-Control: ${KEEP}
`);
write("headers/nginx.conf", `# nginx: inside the server block, whose root is the folder of this site.
types {
${Object.entries(TYPES).map(([type, endings]) => `  ${type} ${endings};`).join("\n")}
}
charset utf-8;
charset_types text/css text/javascript text/plain; # text/html is there
index index.html;
gzip_static on;
gzip_vary on;
# brotli_static on; # smaller by a fifth, where the module ngx_brotli is there
# add_header is not inherited by a block that has its own.
location / {
${lines((name, value) => `  add_header ${name} "${value}" always;`)}
  add_header Cache-Control "${ASK}";
}
location /${version}/ {
${lines((name, value) => `  add_header ${name} "${value}" always;`)}
  add_header Cache-Control "${KEEP}";
}
`);
// Apache takes the type of a.js.br from its last ending, and a compressed answer for compressed once more: hence the two rules for each encoding.
const encodings = [["br", "br"], ["gzip", "gz"]];
write("headers/htaccess", `# Apache: as .htaccess at the root of the site; needs mod_headers, mod_mime, mod_rewrite and mod_setenvif.
AddDefaultCharset utf-8
${Object.entries(TYPES).map(([type, endings]) => `AddType ${type} ${endings.split(" ").map((ending) => `.${ending}`).join(" ")}`).join("\n")}
${lines((name, value) => `Header always set ${name} "${value}"`)}
Header set Cache-Control "${ASK}"
<If "%{REQUEST_URI} =~ m#/${version.replaceAll(".", "\\.")}/#">
  Header set Cache-Control "${KEEP}"
</If>
DirectoryIndex index.html
RewriteEngine On
${encodings.map(([coding, ending]) => `RewriteCond %{HTTP:Accept-Encoding} ${coding}
RewriteCond %{REQUEST_FILENAME}.${ending} -f
RewriteRule ^(.+)$ $1.${ending} [L]
<FilesMatch "\\.${ending}$">
  Header set Content-Encoding ${coding}
  RemoveType .${ending}
  RemoveEncoding .${ending}
  SetEnv no-gzip 1
  SetEnv no-brotli 1
</FilesMatch>`).join("\n")}
Header append Vary Accept-Encoding
`);

const files = readdirSync(site, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => relative(site, join(entry.parentPath ?? entry.path, entry.name)))
  .filter((name) => !name.startsWith("headers/"))
  .sort();
const integrity = {};
for (const name of files) {
  const bytes = readFileSync(join(site, name));
  const entry = { integrity: `sha384-${createHash("sha384").update(bytes).digest("base64")}`, bytes: bytes.length };
  if (COMPRESSED.test(name)) {
    const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
    const [br, gz] = [brotliCompressSync(bytes, { params }), gzipSync(bytes, { level: 9 })];
    writeFileSync(join(site, `${name}.br`), br);
    writeFileSync(join(site, `${name}.gz`), gz);
    Object.assign(entry, { brotli: br.length, gzip: gz.length });
  }
  integrity[name] = entry;
}
write("integrity.json", `${JSON.stringify({ version, files: integrity }, undefined, 2)}\n`);
console.log(`${files.length} files, ${Object.values(integrity).reduce((sum, { brotli, bytes }) => sum + (brotli ?? bytes), 0)} bytes compressed`);
console.log(`<script type="module" crossorigin integrity="${integrity[`${version}/cnam-parcours.js`].integrity}" src="https://…/${version}/cnam-parcours.js"></script>`);

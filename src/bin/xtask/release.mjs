// Makes a site of a version folder: `node release.mjs SITE VERSION`. Around SITE/VERSION, which holds the built page, it writes
//   index.html, hors-ligne.js   the page, at the address that links keep
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
const local = /((?:src|href)=")(?!https?:|#|mailto:|tel:|data:)/g;
write("index.html", read(`${version}/index.html`).replace(local, `$1${version}/`));
write("hors-ligne.js", read(`${version}/hors-ligne.js`).replace(/"([\w./-]+\.\w+)"/g, (text, name) => (name === "index.html" || name === "hors-ligne.js" ? text : `"${version}/${name}"`)));
write(`${major}/cnam-parcours.js`, `import "../${version}/cnam-parcours.js";\n`);
write(`${major}/cadre.js`, read(`${version}/cadre.js`));

/** What every answer carries, and what depends on the path. The first rule that fits says how long a file may be kept. */
const EVERYWHERE = [
  ["Access-Control-Allow-Origin", "*"],
  ["Cross-Origin-Resource-Policy", "cross-origin"],
  ["X-Content-Type-Options", "nosniff"],
  ["Referrer-Policy", "no-referrer"],
  ["Content-Security-Policy", "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; style-src 'self'; img-src 'self' data:; worker-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'"],
];
const KEEP = "public, max-age=31536000, immutable";
const ASK = "public, max-age=300, must-revalidate";
const lines = (form) => EVERYWHERE.map(([name, value]) => form(name, value)).join("\n");
write("headers/_headers", `# Netlify, Cloudflare Pages: to the root of the site.
/*
${lines((name, value) => `  ${name}: ${value}`)}
  Cache-Control: ${ASK}
/${version}/*
  ! Cache-Control
  Cache-Control: ${KEEP}
`);
write("headers/nginx.conf", `# nginx: inside the server block. add_header is not inherited by a block that has its own.
types { application/wasm wasm; text/javascript js mjs; }
gzip_static on;
brotli_static on; # where the module ngx_brotli is there
location / {
${lines((name, value) => `  add_header ${name} "${value}" always;`)}
  add_header Cache-Control "${ASK}";
}
location /${version}/ {
${lines((name, value) => `  add_header ${name} "${value}" always;`)}
  add_header Cache-Control "${KEEP}";
}
`);
write("headers/htaccess", `# Apache: as .htaccess at the root of the site; needs mod_headers, mod_mime and mod_rewrite.
AddType application/wasm .wasm
AddType text/javascript .js
AddEncoding br .br
AddEncoding gzip .gz
${lines((name, value) => `Header always set ${name} "${value}"`)}
Header set Cache-Control "${ASK}"
<If "%{REQUEST_URI} =~ m#/${version.replaceAll(".", "\\.")}/#">
  Header set Cache-Control "${KEEP}"
</If>
RewriteEngine On
RewriteCond %{HTTP:Accept-Encoding} br
RewriteCond %{REQUEST_FILENAME}.br -f
RewriteRule ^(.*)\\.(js|wasm|css|html|json|svg)$ $1.$2.br [L]
<FilesMatch "\\.js\\.br$">
  ForceType text/javascript
</FilesMatch>
<FilesMatch "\\.wasm\\.br$">
  ForceType application/wasm
</FilesMatch>
<FilesMatch "\\.css\\.br$">
  ForceType text/css
</FilesMatch>
<FilesMatch "\\.html\\.br$">
  ForceType text/html
</FilesMatch>
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
  if (/\.(?:js|mjs|wasm|css|html|json|svg|md|ts)$/.test(name)) {
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

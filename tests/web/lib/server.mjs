// A static server on 127.0.0.1: real compression, right types, a strict Content-Security-Policy, a log of what was asked.
import { readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

/** The built page. */
export const DIST = fileURLToPath(new URL("../../../dist", import.meta.url));

/** The strictest policy that the page promises to work under: no inline script, no inline style, nobody else's files. */
export const STRICT_CSP = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "connect-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

/** The same, on a site that also enforces Trusted Types and allows our one policy. */
export const TRUSTED_TYPES_CSP = `${STRICT_CSP}; require-trusted-types-for 'script'; trusted-types cnam-parcours`;

const TYPES = {
  ".css": "text/css; charset=utf-8",
  ".csv": "text/csv",
  ".html": "text/html; charset=utf-8",
  ".ics": "text/calendar; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
};
/** Of brotli. What is published takes 11, and seconds. */
const QUICK = 4;
const COMPRESSIBLE = /^(text\/|application\/|image\/svg)/;

/**
 * Starts a server of `folder`.
 *
 * @param {string} folder
 * @param {object} [options]
 * @param {string|null} [options.csp] the policy sent with every answer; `null` for none
 * @param {boolean} [options.cors] whether other sites may load the files, as our own host allows
 * @param {Record<string, string | Buffer | {type?: string, body: string, headers?: Record<string, string>}>} [options.pages] pages that are not in
 *   the folder, by path; HTML without an ending
 * @param {(path: string, body: Buffer) => Buffer | undefined} [options.alter] what arrives instead of a file; `undefined` for nothing at all
 * @param {(text: string) => void} [options.told] gets what is posted
 * @returns {Promise<{url: string, log: {method: string, path: string, search: string, referer: string, found: boolean}[], close(): Promise<void>}>}
 */
export async function serve(folder, { csp = STRICT_CSP, cors = true, pages = {}, alter, told } = {}) {
  const root = resolve(folder);
  const log = [];
  const compressed = new Map();
  const server = createServer((request, response) => {
    const { pathname, search } = new URL(request.url, "http://127.0.0.1");
    const headers = { "X-Content-Type-Options": "nosniff", "Cache-Control": "no-cache" };
    if (csp) headers["Content-Security-Policy"] = csp;
    if (cors) headers["Access-Control-Allow-Origin"] = "*";
    const given = pages[pathname];
    const page = typeof given === "string" || Buffer.isBuffer(given) ? { body: given } : given;
    const found = page ? { type: page.type ?? TYPES[extname(pathname)] ?? TYPES[".html"], body: Buffer.from(page.body) } : fileOf(root, pathname);
    Object.assign(headers, page?.headers);
    log.push({ method: request.method, path: pathname, search, referer: request.headers.referer ?? "", found: found !== undefined });
    if (request.method === "POST" && told) {
      const parts = [];
      request.on("data", (part) => parts.push(part)).on("end", () => told(Buffer.concat(parts).toString()));
      response.writeHead(204).end();
      return;
    }
    if (found && !page && alter) found.body = alter(pathname, found.body);
    if (!found?.body) {
      response.writeHead(404, { ...headers, "Content-Type": TYPES[".txt"] }).end("404");
      return;
    }
    let { body } = found;
    const encoding = COMPRESSIBLE.test(found.type) ? preferred(request.headers["accept-encoding"] ?? "") : undefined;
    if (encoding) {
      const key = `${encoding} ${pathname} ${body.length}`;
      if (!compressed.has(key)) compressed.set(key, compress(body, encoding));
      body = compressed.get(key);
      Object.assign(headers, { "Content-Encoding": encoding, Vary: "Accept-Encoding" });
    }
    response.writeHead(200, { ...headers, "Content-Type": found.type, "Content-Length": body.length });
    response.end(request.method === "HEAD" ? undefined : body);
  });
  await new Promise((started, failed) => server.once("error", failed).listen(0, "127.0.0.1", started));
  const close = () =>
    new Promise((done) => {
      server.close(done);
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${server.address().port}`, log, close };
}

function fileOf(root, pathname) {
  const path = resolve(join(root, decodeURIComponent(pathname.endsWith("/") ? `${pathname}index.html` : pathname)));
  if (!path.startsWith(root + sep) || !statSync(path, { throwIfNoEntry: false })?.isFile()) return undefined;
  return { type: TYPES[extname(path)] ?? "application/octet-stream", body: readFileSync(path) };
}

function preferred(accepted) {
  if (/\bbr\b/.test(accepted)) return "br";
  return /\bgzip\b/.test(accepted) ? "gzip" : undefined;
}

function compress(body, encoding) {
  if (encoding === "gzip") return gzipSync(body);
  return brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: QUICK, [constants.BROTLI_PARAM_SIZE_HINT]: body.length } });
}

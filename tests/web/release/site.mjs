// The release as a host serves it: the headers of its own example, the files that were compressed beforehand, a log of what was asked.
import { readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder that `cargo xtask release` makes. */
export const SITE = fileURLToPath(new URL("../../../target/release-site", import.meta.url));

/** The headers of `headers/_headers` for a path: a rule ends with `*` or names one path, and every rule that fits counts. */
export function headerRules(text) {
  const rules = [];
  for (const line of text.split("\n").filter((line) => line.trim() && !line.startsWith("#"))) {
    const [, name, value] = /^\s+([\w-]+):\s*(.+)$/.exec(line) ?? [];
    if (name) rules.at(-1).headers.push([name, value]);
    else rules.push({ path: line.trim(), headers: [] });
  }
  return rules;
}

function headersFor(rules, path) {
  const headers = {};
  for (const rule of rules) {
    const fits = rule.path.endsWith("*") ? path.startsWith(rule.path.slice(0, -1)) : path === rule.path;
    // As some hosts do: what two rules say of one header is joined.
    if (fits) for (const [name, value] of rule.headers) headers[name] = headers[name] ? `${headers[name]}, ${value}` : value;
  }
  return headers;
}

const TYPES = { ".css": "text/css", ".html": "text/html", ".js": "text/javascript", ".json": "application/json", ".md": "text/plain", ".svg": "image/svg+xml", ".tgz": "application/gzip", ".ts": "text/plain", ".txt": "text/plain", ".wasm": "application/wasm" };

/** The file that an address means, where it stands; `undefined` when there is none. */
export function fileOf(pathname) {
  const path = resolve(join(SITE, decodeURIComponent(pathname.endsWith("/") ? `${pathname}index.html` : pathname)));
  return path.startsWith(SITE + sep) && statSync(path, { throwIfNoEntry: false })?.isFile() ? path : undefined;
}

/**
 * Starts it on 127.0.0.1.
 *
 * @returns {Promise<{url: string, log: {path: string, search: string, referer: string, cookie: string, status: number}[], close(): Promise<void>}>}
 */
export async function serveRelease() {
  const rules = headerRules(readFileSync(join(SITE, "headers/_headers"), "utf8"));
  const log = [];
  const server = createServer((request, response) => {
    const { pathname, search } = new URL(request.url, "http://127.0.0.1");
    const { referer = "", cookie = "", "accept-encoding": accepted = "" } = request.headers;
    const path = fileOf(pathname);
    log.push({ path: pathname, search, referer, cookie, status: path ? 200 : 404 });
    const headers = { ...headersFor(rules, pathname), Vary: "Accept-Encoding" };
    if (!path) return response.writeHead(404, headers).end();
    const type = TYPES[extname(path)] ?? "application/octet-stream";
    headers["Content-Type"] = type.startsWith("text/") ? `${type}; charset=utf-8` : type;
    const [coding, ending] = [["br", ".br"], ["gzip", ".gz"]].find(([coding, ending]) => accepted.includes(coding) && statSync(path + ending, { throwIfNoEntry: false })) ?? [];
    if (coding) headers["Content-Encoding"] = coding;
    response.writeHead(200, headers).end(request.method === "HEAD" ? undefined : readFileSync(path + (ending ?? "")));
  });
  await new Promise((started, failed) => server.once("error", failed).listen(0, "127.0.0.1", started));
  const close = () =>
    new Promise((done) => {
      server.close(done);
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${server.address().port}`, log, close };
}

// The engine of Parcours without its page. Same rules, same request and same answer as the page and the command line.
import init, * as engine from "./parcours.js";

/** What the engine refuses: `code` for programs, `message` for people, `path` into the input. */
export class ParcoursError extends Error {
  constructor({ code, message, path }) {
    super(message);
    this.name = "ParcoursError";
    this.code = code;
    this.path = path;
  }
}

const wasm = () => new URL("./parcours_bg.wasm", import.meta.url);
let started;

/** Starts the engine. Calling it is optional: everything else does. `source` where the wasm is elsewhere. */
export function start(source) {
  started ??= (async () => void (await init({ module_or_path: await (source ?? bytes()) })))();
  // A start that failed, for want of a network say, may be tried again.
  started.catch(() => (started = undefined));
  return started;
}

/** Node's `fetch` reads no files. */
async function bytes() {
  const url = wasm();
  if (url.protocol !== "file:") return url;
  const { readFile } = await import("node:fs/promises");
  return readFile(url);
}

const calls = (work) =>
  async (...input) => {
    await start();
    try {
      return work(...input);
    } catch (fault) {
      throw fault?.code ? new ParcoursError(fault) : fault;
    }
  };

export const evaluate = calls((request) => engine.evaluate(request));
export const search = calls((request) => engine.search(request));
export const link = calls((request, options) => engine.link(request, options));
export const unlink = calls((text, { today }) => engine.unlink(text, today));

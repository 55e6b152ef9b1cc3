// The engine of Parcours without its page. Same rules, same request and same answer as the page and the command line.
import init, * as engine from "./parcours.js";

/** What the engine refuses: `code` for programs, `message` for people, `path` into the input; `faults` where there are several. */
export class ParcoursError extends Error {
  constructor(faults) {
    const [{ code, message, path }] = faults;
    super(message);
    this.name = "ParcoursError";
    this.code = code;
    this.path = path;
    this.faults = faults;
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
      const faults = [fault].flat();
      throw faults[0]?.code ? new ParcoursError(faults) : fault;
    }
  };

export const evaluate = calls((request) => engine.evaluate(request));
export const search = calls((request) => engine.search(request));
export const link = calls((request, options) => engine.link(request, options));
export const unlink = calls((text, { today }) => engine.unlink(text, today));
export const loadPack = calls((text, schedule) => engine.loadPack(text, schedule === undefined ? undefined : bytesOf(schedule)));

/** The bytes of a text, a buffer or a view of one. */
function bytesOf(data) {
  if (typeof data === "string") return new TextEncoder().encode(data);
  return ArrayBuffer.isView(data) ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength) : new Uint8Array(data);
}

// Added to the JavaScript that wasm-bindgen writes, in whose place `wasm`, `supply` and `delay` are known.
// SECOND is the second part of the wasm, or "" where it was not split (while developing); HASHES are those of the files fetched here, so that
// the element's script, which every page that embeds pays for, does not carry them.
/* global HASHES, SECOND */

/** Twice what the rest takes at 512 kbit/s. */
const PATIENCE_MS = 20_000;

let arriving;
let second = SECOND;

/**
 * Fetches what the first question does not need: the second part of the wasm and the data. Tries again, ever more slowly, until it is there.
 * `get` fetches a file by its name and checks its hash where that is not our own site.
 */
export function arrive(get = (name, _hash, cache) => fetch(new URL(name, import.meta.url), { cache })) {
  return (arriving ??= keepTrying(async (cache) => {
    const of = (name) => bytesOf(get(name, HASHES[name], cache), name);
    const [module, data] = await Promise.all([second && of(second).then(WebAssembly.compile), of("parcours-data.txt")]);
    if (module) await WebAssembly.instantiate(module, { first: wasm });
    // Never twice: its initial data would go over what has changed since.
    second = "";
    supply(new Uint8Array(data));
  }));
}

async function bytesOf(promised, name) {
  const answer = await promised;
  if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
  // Not at once as bytes: Chromium would unpack them on the thread that draws, in three times the time.
  return (await answer.blob()).arrayBuffer();
}

async function keepTrying(step) {
  // What a cache keeps of a file that did not arrive whole is passed over from the second time on.
  let cache;
  // A network that neither gives nor refuses is as good as none: whoever waits is told.
  setTimeout(delay, PATIENCE_MS);
  for (let wait = 1000; ; wait = Math.min(wait * 2, 30_000)) {
    try {
      return await step(cache);
    } catch (fault) {
      cache = "reload";
      console.warn("cnam-parcours:", fault);
      delay();
    }
    await new Promise((again) => {
      setTimeout(again, wait);
      addEventListener("online", again, { once: true });
    });
  }
}

// Added to the JavaScript that wasm-bindgen writes, in whose place `wasm`, `supply` and `delay` are known.
// SECOND is the second part of the wasm, or "" where it was not split (while developing); HASHES are those of the files fetched here, so that
// the element's script, which every page that embeds pays for, does not carry them.
/* global HASHES, SECOND */

let arriving;

/**
 * Fetches what the first question does not need: the second part of the wasm and the data. Tries again, ever more slowly, until it is there.
 * `get` fetches a file by its name and checks its hash where that is not our own site.
 */
export function arrive(get = (name) => fetch(new URL(name, import.meta.url))) {
  return (arriving ??= keepTrying(async () => {
    const [module, data] = await Promise.all([SECOND && bytesOf(get, SECOND).then(WebAssembly.compile), bytesOf(get, "parcours-data.txt")]);
    if (module) await WebAssembly.instantiate(module, { first: wasm });
    supply(new TextDecoder().decode(data));
  }));
}

async function bytesOf(get, name) {
  const answer = await get(name, HASHES[name]);
  if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
  return answer.arrayBuffer();
}

async function keepTrying(step) {
  for (let wait = 1000; ; wait = Math.min(wait * 2, 30_000)) {
    try {
      return await step();
    } catch (fault) {
      console.warn("cnam-parcours:", fault);
      delay();
    }
    await new Promise((again) => {
      setTimeout(again, wait);
      addEventListener("online", again, { once: true });
    });
  }
}

// Loaded by cnam-parcours.js where the host page names a region pack.

// How long a file of a region pack may take before the planner starts without it.
const PATIENCE_MS = 8000;

/** A file's bytes; nothing when it cannot be had. */
async function fetched(url) {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(PATIENCE_MS), credentials: "omit" });
    return answer.ok ? new Uint8Array(await answer.arrayBuffer()) : undefined;
  } catch {
    return undefined;
  }
}

/** Gives an instance a region pack and the opening schedule that it names. What is wrong with them, the planner says: it works without them. */
export default async function usePack(glue, address) {
  const name = URL.canParse(address, document.baseURI) ? new URL(address, document.baseURI).href : address;
  const bytes = await fetched(name);
  const text = bytes && new TextDecoder().decode(bytes);
  let schedule;
  try {
    schedule = text && JSON.parse(text).schedule?.url;
  } catch {
    // The planner reads it too, and says where it is no JSON.
  }
  const beside = schedule && URL.canParse(schedule, name) ? new URL(schedule, name).href : undefined;
  glue.loadPack(name, text, beside, beside && (await fetched(beside)));
  return name;
}

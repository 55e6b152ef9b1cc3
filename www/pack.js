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

/** The packs that each instance was given, by name: a planner that is put back finds its pack again, and no second copy of it. */
const given = new WeakMap();

/**
 * Gives an instance the region pack at `address` and the opening schedule that it names. What is wrong with them, the planner says: it works without
 * them. On our `own` page a link may name a pack of our own site only: one from elsewhere could say anything in our name.
 */
export default async function usePack(glue, address, own) {
  const known = URL.canParse(address, document.baseURI);
  const { href: name, origin } = known ? new URL(address, document.baseURI) : { href: address };
  if (own && origin !== location.origin) {
    glue.refusePack(name);
    return name;
  }
  const packs = given.get(glue) ?? new Map();
  given.set(glue, packs);
  if (!packs.has(name)) packs.set(name, take(glue, name, own));
  // What could not be fetched may be there next time.
  if (!(await packs.get(name))) packs.delete(name);
  return name;
}

/** Fetches a pack with its schedule and gives both to the instance; tells whether the pack arrived. */
async function take(glue, name, own) {
  const bytes = await fetched(name);
  const text = bytes && new TextDecoder().decode(bytes);
  let schedule;
  try {
    schedule = text && JSON.parse(text).schedule?.url;
  } catch {
    // The planner reads it too, and says where it is no JSON.
  }
  const beside = schedule && URL.canParse(schedule, name) ? new URL(schedule, name).href : undefined;
  // Nor may a pack of ours bring a schedule of another site.
  const foreign = own && beside && new URL(beside).origin !== location.origin;
  glue.loadPack(name, text, beside, beside && !foreign ? await fetched(beside) : undefined);
  return bytes !== undefined;
}

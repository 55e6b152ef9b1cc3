// A Node script that uses the package as published. Prints what it got, for package.test.mjs.
import { readFileSync } from "node:fs";
import { evaluate, link, loadPack, ParcoursError, search, unlink } from "cnam-parcours";

const request = JSON.parse(process.argv[2]);
const fault = async (input) =>
  evaluate(input).then(
    () => undefined,
    (fault) => fault instanceof ParcoursError && fault instanceof Error && { code: fault.code, path: fault.path, message: fault.message },
  );
const fragment = await link(request, { keepToday: true, lang: "fr", note: "À bientôt", adviserFacts: ["age"] });
const damaged = `${fragment.slice(0, 12)}${fragment[12] === "A" ? "B" : "A"}${fragment.slice(13)}`;
const before = {
  answer: await evaluate(request),
  found: await search(request),
};

// The region made up for the tests, from the files given behind the request; a pack is refused before it and leaves nothing behind.
const [pack, broken, schedule, lines] = process.argv.slice(3).map((path) => readFileSync(path));
const there = { ...request, centre_region: "atlantide", facts: { ...request.facts, payer: "self" } };
const unknown = await fault(there);
const refused = await loadPack(broken.toString()).catch((fault) => ({ typed: fault instanceof ParcoursError, code: fault.code, path: fault.path, faults: fault.faults }));
const stillUnknown = await fault(there);
const packs = {
  unknown,
  refused,
  stillUnknown,
  alone: await loadPack(pack.toString()),
  aloneAnswer: await evaluate(there),
  lines: await loadPack(pack.toString(), lines),
  // A view into a larger buffer, the buffer itself, and the text are the same file.
  bytes: await loadPack(pack.toString(), schedule),
  buffer: await loadPack(pack.toString(), schedule.buffer.slice(schedule.byteOffset, schedule.byteOffset + schedule.byteLength)),
  text: await loadPack(pack.toString(), schedule.toString()),
  answer: await evaluate(there),
  elsewhere: await evaluate(request),
};
console.log(
  JSON.stringify({
    ...before,
    packs,
    fragment,
    unlinked: await unlink(fragment, { today: "2027-01-01" }),
    stripped: await unlink(await link(request, { strip: true }), { today: request.today }),
    damaged: await unlink(damaged, { today: request.today }),
    faults: [await fault({ ...request, facts: { favourite_colour: 1 } }), await fault({ ...request, target: { diploma: "ZZ1" } }), await fault(null)],
    notALink: await unlink("bonjour", { today: request.today }).catch((fault) => fault.code),
    wrongNote: await link(request, { note: "x".repeat(201) }).catch((fault) => fault.code),
  }),
);

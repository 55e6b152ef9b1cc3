// A Node script that uses the package as published. Prints what it got, for package.test.mjs.
import { evaluate, link, ParcoursError, search, unlink } from "cnam-parcours";

const request = JSON.parse(process.argv[2]);
const fault = async (input) =>
  evaluate(input).then(
    () => undefined,
    (fault) => fault instanceof ParcoursError && fault instanceof Error && { code: fault.code, path: fault.path, message: fault.message },
  );
const fragment = await link(request, { keepToday: true, lang: "fr", note: "À bientôt", adviserFacts: ["age"] });
const damaged = `${fragment.slice(0, 12)}${fragment[12] === "A" ? "B" : "A"}${fragment.slice(13)}`;
console.log(
  JSON.stringify({
    answer: await evaluate(request),
    found: await search(request),
    fragment,
    unlinked: await unlink(fragment, { today: "2027-01-01" }),
    stripped: await unlink(await link(request, { strip: true }), { today: request.today }),
    damaged: await unlink(damaged, { today: request.today }),
    faults: [await fault({ ...request, facts: { favourite_colour: 1 } }), await fault({ ...request, target: { diploma: "ZZ1" } }), await fault(null)],
    notALink: await unlink("bonjour", { today: request.today }).catch((fault) => fault.code),
    wrongNote: await link(request, { note: "x".repeat(201) }).catch((fault) => fault.code),
  }),
);

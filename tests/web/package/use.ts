// What a user of the package may write, and what its types refuse. Compiled, never run: use.mjs is run.
import { evaluate, link, loadPack, ParcoursError, search, start, unlink, type Answer, type Fault, type Outlook, type Request, type Verdict } from "cnam-parcours";

const request: Request = {
  version: 1,
  today: "2026-11-21",
  centre_region: "grand-est",
  facts: { age: 36, status: "salarie", contract_kind: "cdi", cpf_balance: "3120.55", benefits: null },
  target: { diploma: "LG02501A", routes: ["ue"] },
  pace: { max_ue: 3, terms: { "2028-S1": { max_ue: 0 } } },
};

export async function use(): Promise<string> {
  await start();
  const answer: Answer = await evaluate(request);
  const verdict: Verdict = answer.admission.individual.verdict;
  const codes: string[] = answer.plan?.terms.flatMap((term) => term.ue.map((unit) => unit.code)) ?? [];
  const found: Outlook[] = await search(request);
  const { shared, dropped, damage } = await unlink(await link(request, { note: "Bonjour", strip: true }), { today: "2026-11-21" });
  const { region, refused } = await loadPack("{}", new Uint8Array());
  const lines: Fault[] = refused;
  await loadPack("{}", "UE;Semestre");
  try {
    // @ts-expect-error a key that no request has
    await evaluate({ ...request, favourite_colour: "blue" });
    // @ts-expect-error a status that nobody has
    await evaluate({ ...request, facts: { status: "astronaute" } });
    // @ts-expect-error the version is a number
    await evaluate({ version: "1", today: "2026-11-21" });
    // @ts-expect-error a pack is given as its text
    await loadPack({ region: "atlantide" });
    // @ts-expect-error what may be unknown is not taken for known
    const finish: string = answer.plan.finish;
    return finish;
  } catch (fault) {
    if (fault instanceof ParcoursError) return `${fault.code} ${fault.path} ${fault.faults.map((one) => one.message)}`;
    throw fault;
  }
  return [verdict, ...codes, found.length, shared.note, dropped.length, damage?.code, region, lines.length].join();
}

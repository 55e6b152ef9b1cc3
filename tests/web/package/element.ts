// What a page that embeds the element may write, and what its types refuse. Compiled, never run: embed.test.mjs runs the element.
import type { Answer, CnamParcoursAttributes, CnamParcoursElement, ParcoursChange, Plan, Request } from "./cnam-parcours.js";

const attributes: CnamParcoursAttributes = { lang: "en", centre: "grand-est", diploma: "LG02501A", accent: "#14606b", "heading-level": "3", "answers-in-events": "" };
// @ts-expect-error a language that the planner does not speak
const german: CnamParcoursAttributes = { lang: "de" };
// @ts-expect-error an attribute that the element does not have
const unknown: CnamParcoursAttributes = { colour: "red" };

export async function use(): Promise<unknown[]> {
  const element: CnamParcoursElement = document.createElement("cnam-parcours");
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  const seen: unknown[] = [german, unknown];
  element.addEventListener("parcours-ready", ({ detail }) => {
    const nothing: null = detail;
    seen.push(nothing);
  });
  element.addEventListener("parcours-change", ({ detail }) => {
    const { screen, request }: ParcoursChange = detail;
    if (screen === "result") seen.push(request?.target?.diploma);
    // @ts-expect-error a screen that the planner does not have
    if (screen === "start") seen.push(screen);
  });
  // It bubbles.
  document.addEventListener("parcours-error", ({ detail }) => seen.push(detail.message.length));

  const state: Request | undefined = element.state;
  const plan: Plan | null | undefined = element.plan;
  const answer: Answer = await element.evaluate();
  const other: Answer = await element.evaluate({ version: 1, today: "2026-11-21", facts: { status: "salarie" } });
  // @ts-expect-error a status that nobody has
  await element.evaluate({ version: 1, today: "2026-11-21", facts: { status: "astronaute" } });
  // @ts-expect-error there may be no plan yet
  seen.push(element.plan.finish);
  // @ts-expect-error it is the person's, not the page's
  element.state = undefined;
  const units: string[] = plan?.terms.flatMap((term) => term.ue.map((unit) => unit.code)) ?? [];
  return [...seen, ...units, state?.today, answer.admission.individual.verdict, other.schemes.length, document.querySelector("cnam-parcours")?.plan];
}

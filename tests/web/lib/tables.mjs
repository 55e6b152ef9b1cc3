// Tables that a narrow place shows as lists stay tables to a screen reader: each engine is asked which roles it gives. No role is written
// on their parts, since HTML gives them and a validator refuses to hear it twice; engines once forgot them when the display changed.
import { evaluateSource } from "./browser.mjs";
import { inside } from "./inside.mjs";

/** One table of each look, and the parts of its first lines, with the role that each is to have. */
const PARTS = inside(`
  const looks = new Map(all("table").filter((table) => table.checkVisibility()).map((table) => [table.className, table]));
  const roles = { "thead tr": "row", "thead th": "columnheader", "tbody tr": "row", "tbody th": "rowheader", "tbody td:not([aria-hidden])": "cell" };
  return [...looks.values()].flatMap((table) => [
    [table, "table"],
    ...Object.entries(roles).map(([part, role]) => [table.querySelector(part), role]).filter(([part]) => part?.checkVisibility()),
  ]);
`);

/** What is no table any more: findings as those of accessible.mjs. */
export async function lostTables(page) {
  const parts = await evaluateSource(page, inside(`return ${PARTS}.map(([part, wanted]) => ({ where: pathOf(part), wanted }));`));
  const roles = await rolesOf(page, `${PARTS}.map(([part]) => part)`);
  return parts.flatMap(({ where, wanted }, at) => (roles[at] === wanted ? [] : [{ rule: "tables", where: `${where} is no ${wanted} but ${roles[at]}` }]));
}

/** The role that the engine gives to each element of a list: WebDriver has a command for it, Chromium's own protocol another. */
async function rolesOf(page, elements) {
  if (page.rolesOf) return page.rolesOf(elements);
  const session = await page.context().newCDPSession(page);
  try {
    const { result: list } = await session.send("Runtime.evaluate", { expression: elements });
    const { result: items } = await session.send("Runtime.getProperties", { objectId: list.objectId, ownProperties: true });
    const roles = [];
    for (const { value } of items.filter(({ name }) => /^\d+$/.test(name))) {
      const { nodes } = await session.send("Accessibility.getPartialAXTree", { objectId: value.objectId, fetchRelatives: false });
      roles.push(nodes[0].ignored ? "nothing" : nodes[0].role.value);
    }
    return roles;
  } finally {
    await session.detach();
  }
}

// Runs every check of checks.js in this browser, one after the other, and posts the results.
import { checks } from "/checks.js";

const log = document.querySelector("#log");
const results = [];
const only = new URLSearchParams(location.search).get("only");
for (const [name, check] of Object.entries(checks)) {
  if (only && !name.includes(only)) continue;
  const result = { name };
  try {
    await check();
  } catch (fault) {
    result.fault = String(fault?.message ?? fault);
  }
  for (const frame of document.querySelectorAll("iframe")) frame.remove();
  results.push(result);
  log.append(`${result.fault ? "FAIL" : "ok"} ${name} ${result.fault ?? ""}\n`);
}
await fetch("/results", { method: "POST", body: JSON.stringify(results) });

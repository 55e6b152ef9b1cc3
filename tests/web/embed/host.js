// The partner's own script, before anything of ours: notes what happens on the page.
window.seen = { violations: [], errors: [], events: [], warnings: [], globals: new Set(Object.getOwnPropertyNames(window)), head: document.head.childElementCount };
window.seen.globals.add("seen");
document.addEventListener("securitypolicyviolation", (event) => window.seen.violations.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`));
addEventListener("error", (event) => window.seen.errors.push(String(event.message)));
addEventListener("unhandledrejection", (event) => window.seen.errors.push(String(event.reason)));
window.seen.messages = [];
addEventListener("message", ({ origin }) => window.seen.messages.push(origin));
for (const name of ["ready", "change", "error"])
  addEventListener(`parcours-${name}`, ({ target, detail }) => window.seen.events.push({ name, id: target.id, detail: detail && JSON.parse(JSON.stringify(detail)) }));
const warn = console.warn;
console.warn = (...said) => {
  window.seen.warnings.push(said.join(" "));
  warn(...said);
};

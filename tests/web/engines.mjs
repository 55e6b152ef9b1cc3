// Runs the checks of embed/ in Chromium, Firefox and WebKit, where the page that checks posts what it found; then the checks of every state,
// and the whole path by keyboard alone, in the last two: in Chromium they are a part of every run of the tests.
// `node tests/web/engines.mjs [chromium] [firefox] [webkit] [embed] [states]`; the browsers come from the machine, see `cargo xtask engines`.
// ONLY=name keeps to the checks or states whose name holds it.
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startHosts } from "./embed/hosts.mjs";
import { findChromium } from "./lib/chromium.mjs";
import { checkPath, checkStates } from "./engines/states.mjs";

const PATIENCE_MS = 600_000;

/** How each browser is started, without a window, in a profile of its own. */
const ENGINES = {
  chromium: (profile, url) => [[findChromium() ?? "chromium"], ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking", "--window-size=1400,1000", `--user-data-dir=${profile}`, url]],
  firefox: (profile, url) => {
    // No first-run pages and nothing from the network: what is asked for is ours.
    const settings = {
      "browser.aboutwelcome.enabled": false,
      "browser.shell.checkDefaultBrowser": false,
      "datareporting.policy.dataSubmissionEnabled": false,
      "app.update.enabled": false,
      "network.captive-portal-service.enabled": false,
      "toolkit.telemetry.enabled": false,
    };
    writeFileSync(join(profile, "user.js"), Object.entries(settings).map(([name, value]) => `user_pref("${name}", ${value});\n`).join(""));
    return [["firefox-esr", "firefox"], ["--headless", "--no-remote", "--profile", profile, url]];
  },
  webkit: (_profile, url) => {
    const folders = ["4.1", "4.0", "6.0"].flatMap((version) => ["x86_64-linux-gnu", "aarch64-linux-gnu", ""].map((machine) => join("/usr/lib", machine, `webkit2gtk-${version}`, "MiniBrowser")));
    return [["xvfb-run"], ["-a", "-s", "-screen 0 1400x1000x24", folders.find(existsSync) ?? "MiniBrowser", "--private", url]];
  },
};

/** What is checked in each. */
const PARTS = {
  embed: (name) => run(ENGINES[name]),
  states: async function* (name) {
    yield* checkStates(name, process.env.ONLY);
    yield* checkPath(name);
  },
};

const asked = process.argv.slice(2);
const among = (all) => {
  const wanted = Object.keys(all).filter((name) => asked.includes(name));
  return wanted.length ? wanted : Object.keys(all);
};
let failed = 0;
let passed = 0;
for (const name of among(ENGINES)) {
  for (const part of among(PARTS)) {
    // In Chromium the states are a part of every run of the tests.
    if (part === "states" && name === "chromium") continue;
    const began = Date.now();
    for await (const { name: check, fault } of await PARTS[part](name)) {
      if (fault) failed += 1;
      else passed += 1;
      console.log(`${fault ? "FAIL" : "ok  "} ${name}: ${check}${fault ? `: ${fault}` : ""}`);
    }
    console.log(`${name}, ${part}: ${Math.round((Date.now() - began) / 1000)} s`);
  }
}
console.log(`# pass ${passed}\n# fail ${failed}`);
process.exitCode = failed ? 1 : 0;

/** The results of one browser. It is started in a group of its own and ended with all it started. */
async function run(engine) {
  const profile = mkdtempSync(join(tmpdir(), "parcours-"));
  let posted;
  const results = new Promise((resolve) => (posted = resolve));
  const hosts = await startHosts(posted);
  const [programs, options] = engine(profile, `${hosts.url}${process.env.ONLY ? `?only=${process.env.ONLY}` : ""}`);
  const program = programs.find((name) => existsSync(name) || (process.env.PATH ?? "").split(":").some((folder) => existsSync(join(folder, name))));
  const nothing = (fault) => [{ name: "runs at all", fault }];
  if (!program) return hosts.close().then(() => nothing(`${programs.join(" or ")} is not installed`));
  const browser = spawn(program, options, { detached: true, stdio: "ignore", env: { ...process.env, MOZ_DISABLE_AUTO_SAFE_MODE: "1", WEBKIT_DISABLE_COMPOSITING_MODE: "1", WEBKIT_FORCE_SANDBOX: "0" } });
  const ended = new Promise((resolve) => browser.on("exit", () => resolve(nothing("the browser ended before it posted"))).on("error", (fault) => resolve(nothing(String(fault)))));
  let timer;
  const late = new Promise((resolve) => (timer = setTimeout(() => resolve(nothing(`no result after ${PATIENCE_MS / 1000} s`)), PATIENCE_MS)));
  const found = await Promise.race([results, ended, late]);
  clearTimeout(timer);
  try {
    process.kill(-browser.pid, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
  await hosts.close();
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  return found;
}

// WebDriver, spoken to a browser directly: to WebKit over HTTP, to Firefox over its own line (Marionette), which needs no driver beside it.
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const PATIENCE_MS = 60_000;
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

/** A port that nobody listens to. */
async function freePort() {
  const server = createServer();
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  const { port } = server.address();
  await new Promise((closed) => server.close(closed));
  return port;
}

async function until(what, test) {
  for (const end = Date.now() + PATIENCE_MS; ; await pause(100)) {
    const found = await test().catch(() => undefined);
    if (found !== undefined) return found;
    if (Date.now() > end) throw new Error(`never: ${what}`);
  }
}

// Whoever stops the checks stops the browsers too.
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(1));

function started(program, options, settings) {
  const child = spawn(program, options, { detached: true, stdio: "ignore", ...settings });
  child.on("error", () => {});
  process.once("exit", () => end(child));
  return child;
}

/** Ends a program that was started in a group of its own, with all that it started. */
function end(child) {
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
}

/**
 * A browser with one window.
 *
 * @typedef {object} Wire
 * @property {(command: string, body?: object) => Promise<any>} send a command of Marionette, such as `WebDriver:Navigate`
 * @property {() => Promise<void>} close
 */

/** Firefox without a window. */
async function firefox({ lang, dark }) {
  const program = ["/usr/bin/firefox-esr", "/usr/bin/firefox"].find(existsSync);
  if (!program) throw new Error("Firefox is not installed");
  const profile = mkdtempSync(join(tmpdir(), "parcours-"));
  const port = await freePort();
  const settings = {
    "app.update.enabled": false,
    "browser.aboutwelcome.enabled": false,
    "browser.shell.checkDefaultBrowser": false,
    "datareporting.policy.dataSubmissionEnabled": false,
    "intl.accept_languages": lang,
    // In Firefox, Tab stops at links and buttons unless the system says otherwise.
    "accessibility.tabfocus": 7,
    "layout.css.prefers-color-scheme.content-override": dark ? 0 : 1,
    "marionette.port": port,
    "network.captive-portal-service.enabled": false,
    "network.connectivity-service.enabled": false,
    "ui.prefersReducedMotion": 1,
  };
  writeFileSync(join(profile, "user.js"), Object.entries(settings).map(([name, value]) => `user_pref("${name}", ${JSON.stringify(value)});\n`).join(""));
  const browser = started(program, ["--headless", "--marionette", "--no-remote", "--profile", profile, "about:blank"], { env: { ...process.env, MOZ_DISABLE_AUTO_SAFE_MODE: "1" } });
  const socket = await until("Firefox listens", () => new Promise((open, failed) => {
    const tried = connect(port, "127.0.0.1", () => open(tried)).on("error", failed);
  }));
  const asked = new Map();
  let unread = Buffer.alloc(0);
  socket.on("data", (data) => {
    unread = Buffer.concat([unread, data]);
    for (;;) {
      const colon = unread.indexOf(":");
      const length = Number(unread.subarray(0, colon));
      if (colon < 0 || unread.length < colon + 1 + length) return;
      const message = JSON.parse(unread.subarray(colon + 1, colon + 1 + length));
      unread = unread.subarray(colon + 1 + length);
      // The first message is its greeting; the others are [1, number, fault, result].
      if (!Array.isArray(message)) continue;
      const [, number, fault, result] = message;
      const { done, failed } = asked.get(number);
      asked.delete(number);
      if (fault) failed(new Error(`${fault.error}: ${fault.message}`));
      else done(result && "value" in result ? result.value : result);
    }
  });
  let number = 0;
  const send = (command, body = {}) =>
    new Promise((done, failed) => {
      number += 1;
      asked.set(number, { done, failed });
      const text = Buffer.from(JSON.stringify([0, number, command, body]));
      socket.write(Buffer.concat([Buffer.from(`${text.length}:`), text]));
    });
  await send("WebDriver:NewSession", { capabilities: { alwaysMatch: {} } });
  return {
    send,
    close: async () => {
      socket.destroy();
      end(browser);
      await pause(200);
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** What each command is called over HTTP. */
const OVER_HTTP = {
  "WebDriver:SetTimeouts": ["POST", "/timeouts"],
  "WebDriver:Navigate": ["POST", "/url"],
  "WebDriver:SetWindowRect": ["POST", "/window/rect"],
  "WebDriver:ExecuteAsyncScript": ["POST", "/execute/async"],
  "WebDriver:PerformActions": ["POST", "/actions"],
  "WebDriver:TakeScreenshot": ["GET", "/screenshot"],
  "WebDriver:GetComputedRole": ["GET", ({ id }) => `/element/${id}/computedrole`],
};

/** WebKitGTK's small browser, on a screen that nobody sees. */
async function webkit({ lang, dark }) {
  const folders = ["4.1", "4.0", "6.0"].flatMap((version) => ["x86_64-linux-gnu", "aarch64-linux-gnu", ""].map((machine) => join("/usr/lib", machine, `webkit2gtk-${version}`, "MiniBrowser")));
  const binary = folders.find(existsSync);
  if (!binary) throw new Error("WebKitGTK's MiniBrowser is not installed");
  const home = mkdtempSync(join(tmpdir(), "parcours-"));
  mkdirSync(join(home, "gtk-3.0"));
  writeFileSync(join(home, "gtk-3.0/settings.ini"), `[Settings]\ngtk-enable-animations=false\ngtk-application-prefer-dark-theme=${dark}\n`);
  const port = await freePort();
  const places = { XDG_CONFIG_HOME: home, XDG_CACHE_HOME: home, XDG_DATA_HOME: home };
  const env = { ...process.env, ...places, LANG: lang === "en" ? "en_GB.UTF-8" : "fr_FR.UTF-8", LIBGL_ALWAYS_SOFTWARE: "1", NO_AT_BRIDGE: "1", WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: "1" };
  const driver = started("xvfb-run", ["-a", "-s", "-screen 0 1600x1400x24", "WebKitWebDriver", `--port=${port}`], { env });
  const ask = async (method, path, body) => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, { method, headers: { "Content-Type": "application/json" }, body: body && JSON.stringify(body) });
    const { value } = await answer.json();
    if (!answer.ok) throw new Error(`${value?.error}: ${value?.message}`);
    return value;
  };
  await until("WebKitWebDriver listens", () => ask("GET", "/status").then(() => true));
  const capabilities = { alwaysMatch: { browserName: "MiniBrowser", "webkitgtk:browserOptions": { binary, args: ["--automation"] } } };
  const { sessionId } = await ask("POST", "/session", { capabilities });
  return {
    send: (command, body) => {
      const [method, path] = OVER_HTTP[command];
      const place = typeof path === "function" ? path(body) : path;
      return ask(method, `/session/${sessionId}${place}`, method === "GET" ? undefined : (body ?? {}));
    },
    close: async () => {
      await ask("DELETE", `/session/${sessionId}`).catch(() => {});
      end(driver);
      await pause(200);
      rmSync(home, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

export const ENGINES = { firefox, webkit };

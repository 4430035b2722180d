// WebKit, the engine of Safari, as Debian has it: WebKitGTK's MiniBrowser, driven over W3C WebDriver by WebKitWebDriver, on
// a screen of its own (Xvfb).
//
// A client of our own, because of the protocol it needs ten commands; the libraries that speak it bring twenty packages.

import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { scratch, write } from "../docent.mjs";
import { Page } from "./page.mjs";

// Its toolbar would keep the window wider than a phone.
const NARROW = "* { padding: 0; margin: 0; min-width: 0; min-height: 0; border-width: 0; font-size: 1px; -gtk-icon-transform: scale(.1) }\n";
// No sandbox for root in a container, no graphics card, nothing of the user's.
const SETTINGS = { WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: "1", WEBKIT_DISABLE_COMPOSITING_MODE: "1", LIBGL_ALWAYS_SOFTWARE: "1",
  GSETTINGS_BACKEND: "memory", NO_AT_BRIDGE: "1", GDK_BACKEND: "x11", GST_PLUGIN_SYSTEM_PATH_1_0: "" };
const KEYS = { Control: "\uE009", Shift: "\uE008", Alt: "\uE00A", Meta: "\uE03D", Enter: "\uE007", Escape: "\uE00C", Tab: "\uE004", Space: " ",
  Backspace: "\uE003", Delete: "\uE017", ArrowLeft: "\uE012", ArrowUp: "\uE013", ArrowRight: "\uE014", ArrowDown: "\uE015", Home: "\uE011", End: "\uE010" };

/** Starts the screen and the driver. */
export async function launch({ WEBKIT_DRIVER, XVFB }) {
  const screen = spawn(XVFB, ["-displayfd", "1", "-screen", "0", "1600x1200x24", "-nolisten", "tcp"], { stdio: ["ignore", "pipe", "ignore"] });
  const display = await firstLine(screen, "Xvfb");
  const home = scratch();
  write(home, { "gtk-3.0/gtk.css": NARROW });
  const folders = { XDG_CONFIG_HOME: home, XDG_DATA_HOME: join(home, "data"), XDG_CACHE_HOME: join(home, "cache") };
  const port = await freePort();
  const driver = spawn(WEBKIT_DRIVER, [`--port=${port}`], { env: { ...process.env, ...SETTINGS, ...folders, DISPLAY: `:${display}` }, stdio: "ignore" });
  const stop = () => { driver.kill("SIGKILL"); screen.kill("SIGKILL"); };
  process.on("exit", stop);
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(1));
  const call = client(`http://127.0.0.1:${port}`);
  await answers(call, driver);
  let session = await begin(call);
  // A window that has crashed takes its session along: what comes after it has another.
  const sound = async () => { session = await session("GET", "/url").then(() => session, () => begin(call)); return session; };
  const close = () => session("DELETE", "").catch(() => null).finally(stop);
  return { open: async (window) => open(await sound(), window), close };
}

/** Asks the driver; its errors are thrown. */
function client(base) {
  return async (method, path, body) => {
    const response = await fetch(base + path, { method, body: body && JSON.stringify(body) });
    const { value } = await response.json();
    if (value?.error) throw new Error(`${value.error}: ${value.message}`);
    return value;
  };
}

async function begin(call) {
  const browser = { args: ["--automation"] };
  const { sessionId } = await call("POST", "/session", { capabilities: { alwaysMatch: { "webkitgtk:browserOptions": browser } } });
  return (method, path, body) => call(method, `/session/${sessionId}${path}`, body);
}

// One window for all pages: a session takes a second to begin. Each flow has addresses, and so a storage, of its own.
async function open(session, { width, height }) {
  const size = (width, height) => resize(session, width, height);
  const evaluate = (act, arg) => session("POST", "/execute/async", { script: run(act), args: [JSON.stringify(arg)] }).then(result);
  await session("POST", "/url", { url: "about:blank" });
  await size(width, height);
  return new Page({
    goto: (url) => session("POST", "/url", { url }),
    evaluate,
    pointer: (kind, at) => (kind === "tap" ? evaluate(tap, at) : session("POST", "/actions", mouse(kind, at))),
    press: (keys) => session("POST", "/actions", keyboard(keys)),
    size,
    // The window alone: made higher for the moment, it does not always come back.
    shot: async (path) => writeFileSync(path, Buffer.from(await session("GET", "/screenshot"), "base64")),
    close: () => session("POST", "/url", { url: "about:blank" }),
  });
}

// The function stands in the script itself: a page's policy may forbid `eval`.
const run = (act) => `const [arg, done] = arguments; Promise.resolve().then(() => (${act})(JSON.parse(arg)))`
  + ".then((value) => done({ value }), (error) => done({ error: String(error) }));";
function result({ value, error }) {
  if (error) throw new Error(error);
  return value;
}

// The window's frame comes on top of what the page has. A new size reaches the page some time after the driver has answered:
// until then the page has the old one, which says nothing about the frame.
async function resize(session, width, height) {
  const reached = () => session("POST", "/execute/async", { script: settled, args: [width, height] });
  let outer = { width, height };
  let has;
  for (let turn = 0; turn < 60; turn += 1) {
    await session("POST", "/window/rect", { x: 0, y: 0, ...outer });
    has = await reached();
    if (has[0] === width && has[1] === height) return;
    outer = { width: outwards(outer.width, width, has[0]), height: outwards(outer.height, height, has[1]) };
  }
  throw new Error(`the window has ${has.join(" x ")}, not ${width} x ${height}`);
}
const settled = `const [width, height, done] = arguments; let left = 25;
  const look = () => ((innerWidth === width && innerHeight === height) || !left-- ? done([innerWidth, innerHeight]) : setTimeout(look, 10));
  look();`;
// No frame is wider than 200 px: a greater difference is the size before.
const outwards = (outer, wanted, has) => (Math.abs(wanted - has) > 200 ? outer : outer + wanted - has);

function mouse(kind, { x, y }) {
  const press = kind === "click" ? [{ type: "pointerDown", button: 0 }, { type: "pointerUp", button: 0 }] : [];
  const actions = [{ type: "pointerMove", duration: 0, x, y }, ...press];
  return { actions: [{ type: "pointer", id: "mouse", parameters: { pointerType: "mouse" }, actions }] };
}

function keyboard(keys) {
  const values = keys.map((key) => KEYS[key] ?? key);
  const actions = [...values.map((value) => ({ type: "keyDown", value })), ...values.toReversed().map((value) => ({ type: "keyUp", value }))];
  return { actions: [{ type: "key", id: "keys", actions }] };
}

// On a desk WebKit has no fingers: the events of one, in Safari's order.
function tap({ x, y }) {
  const at = document.elementFromPoint(x, y);
  const finger = (name) => new PointerEvent(name, { bubbles: true, cancelable: true, composed: true, pointerType: "touch", isPrimary: true, clientX: x, clientY: y });
  ["pointerover", "pointerdown", "pointerup", "pointerout"].forEach((name) => at.dispatchEvent(finger(name)));
  const field = at.closest("input, textarea, select, button, a[href]");
  if (field?.matches("input, textarea, select")) field.focus();
  at.dispatchEvent(finger("click"));
}

function firstLine(child, name) {
  return new Promise((done, failed) => {
    child.stdout.once("data", (text) => done(String(text).trim()));
    child.on("error", failed).on("exit", (code) => failed(new Error(`${name} ended with ${code}`)));
  });
}

function freePort() {
  return new Promise((done) => {
    const server = createServer().listen(0, "127.0.0.1", () => { const { port } = server.address(); server.close(() => done(port)); });
  });
}

// Until the driver listens; a driver that has ended never will.
async function answers(call, driver) {
  while (driver.exitCode === null && driver.signalCode === null) {
    try { return await call("GET", "/status"); } catch { await new Promise((done) => { setTimeout(done, 20); }); }
  }
  throw new Error(`WebKitWebDriver ended with ${driver.exitCode ?? driver.signalCode}`);
}

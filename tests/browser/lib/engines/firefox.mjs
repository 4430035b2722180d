// Firefox over WebDriver BiDi, by puppeteer-core.

import puppeteer from "puppeteer-core";
import { PATIENCE } from "../chromium.mjs";
import { Page } from "./page.mjs";

// A headless Firefox says that it has no pointer at all; a reader's has a mouse (2: fine, 4: hovers). And a tap is a tap
// however long a busy machine holds the finger down.
const PREFERENCES = { "ui.primaryPointerCapabilities": 6, "ui.allPointerCapabilities": 6, "apz.max_tap_time": 60_000,
  "ui.click_hold_context_menus.delay": 60_000 };

/** Starts the browser. */
export async function launch({ FIREFOX }) {
  const browser = await puppeteer.launch({ browser: "firefox", executablePath: FIREFOX, headless: true, extraPrefsFirefox: PREFERENCES, timeout: PATIENCE });
  return { open: (window) => open(browser, window), close: () => browser.close() };
}

async function open(browser, { width, height }) {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  await page.setViewport({ width, height });
  const pointer = { click: (x, y) => page.mouse.click(x, y), tap: (x, y) => page.touchscreen.tap(x, y), move: (x, y) => page.mouse.move(x, y) };
  // Keys that come before the window has the focus are lost, and so are taps before it has painted.
  const painted = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(document.hasFocus()))))";
  const goto = async (url) => { await page.goto(url); await page.waitForFunction(painted, { polling: 20 }); };
  return new Page({
    goto,
    evaluate: (act, arg) => page.evaluate(`(${act})(${JSON.stringify(arg)})`),
    pointer: (kind, { x, y }) => pointer[kind](x, y),
    press: (keys) => press(page.keyboard, keys),
    size: (width, height) => page.setViewport({ width, height }),
    shot: (path) => page.screenshot({ path, fullPage: true }),
    close: () => context.close(),
  });
}

async function press(keyboard, names) {
  const keys = names.map((name) => (name === "Space" ? " " : name));
  if (keys.length === 1 && keys[0].length === 1) return keyboard.type(keys[0]);
  for (const key of keys) await keyboard.down(key);
  for (const key of [...keys].reverse()) await keyboard.up(key);
}

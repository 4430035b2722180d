// Chromium by playwright-core, as in all other tests here.

import { start } from "../chromium.mjs";
import { Page } from "./page.mjs";

/** Starts the browser. */
export async function launch() {
  const browser = await start();
  return { open: (window) => open(browser, window), close: () => browser.close() };
}

async function open(browser, { width, height, phone }) {
  const context = await browser.newContext({ viewport: { width, height }, isMobile: phone, hasTouch: phone });
  const page = await context.newPage();
  const pointer = { click: (x, y) => page.mouse.click(x, y), tap: (x, y) => page.touchscreen.tap(x, y), move: (x, y) => page.mouse.move(x, y) };
  return new Page({
    goto: (url) => page.goto(url),
    evaluate: (act, arg) => page.evaluate(typeof act === "string" ? `(${act})(${JSON.stringify(arg)})` : act, arg),
    pointer: (kind, { x, y }) => pointer[kind](x, y),
    press: (keys) => (keys.length > 1 ? page.keyboard.press(keys.join("+")) : key(page, keys[0])),
    size: (width, height) => page.setViewportSize({ width, height }),
    shot: (path) => page.screenshot({ path, fullPage: true }),
    close: () => context.close(),
  });
}

// A letter that no key of the layout has is put in as an input method would.
function key(page, name) {
  return name.length > 1 ? page.keyboard.press(name) : page.keyboard.type(name);
}

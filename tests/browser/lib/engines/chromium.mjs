// Chromium by playwright-core, as in all other tests here.

import { PATIENCE, start } from "../chromium.mjs";
import { Page } from "./page.mjs";

/** Starts the browser. */
export async function launch({ CHROMIUM }) {
  const browser = await start([], CHROMIUM);
  const kept = new Map();
  return { open: (window) => open(browser, kept, window), close: () => browser.close() };
}

// One page for a desk and one for a phone: another takes the browser a second. Each flow has addresses, and so a storage, of
// its own.
async function pageOf(browser, kept, { width, height, phone }) {
  if (!kept.get(phone) || kept.get(phone).isClosed()) {
    const context = await browser.newContext({ viewport: { width, height }, isMobile: phone, hasTouch: phone });
    context.setDefaultTimeout(PATIENCE);
    kept.set(phone, await context.newPage());
  }
  const page = kept.get(phone);
  await page.setViewportSize({ width, height });
  await page.mouse.move(0, 0);
  return page;
}

async function open(browser, kept, window) {
  const page = await pageOf(browser, kept, window);
  const pointer = { click: (x, y) => page.mouse.click(x, y), tap: (x, y) => page.touchscreen.tap(x, y), move: (x, y) => page.mouse.move(x, y) };
  return new Page({
    goto: (url) => page.goto(url),
    evaluate: (act, arg) => page.evaluate(typeof act === "string" ? `(${act})(${JSON.stringify(arg)})` : act, arg),
    pointer: (kind, { x, y }) => pointer[kind](x, y),
    press: (keys) => (keys.length > 1 ? page.keyboard.press(keys.join("+")) : key(page, keys[0])),
    size: (width, height) => page.setViewportSize({ width, height }),
    shot: (path) => page.screenshot({ path, fullPage: true }),
    close: () => page.goto("about:blank"),
  });
}

// A letter that no key of the layout has is put in as an input method would.
function key(page, name) {
  return name.length > 1 ? page.keyboard.press(name) : page.keyboard.type(name);
}

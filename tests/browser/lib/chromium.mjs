// Finds Chromium and starts it.
//
// In: the environment variable CHROMIUM, or PATH. Out: a browser of playwright-core.
// A missing browser is a failure, never a skip: a suite that skips itself says "fine" to nobody's question.

import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium } from "playwright-core";
import { fail } from "./fail.mjs";

const NAMES = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];

// Root (containers) has no sandbox; the rest keeps the browser from talking to anybody by itself.
const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
  "--disable-sync", "--no-first-run"];

/** The path of the browser's program. */
export function findChromium() {
  const named = process.env.CHROMIUM;
  if (named) return existsSync(named) ? named : fail(`CHROMIUM=${named}: there is no such file`);
  const folders = (process.env.PATH ?? "").split(delimiter);
  const found = folders.flatMap((folder) => NAMES.map((name) => join(folder, name))).find((path) => existsSync(path));
  return found ?? fail("no Chromium on PATH: install it, or set CHROMIUM to its program");
}

/** Starts the browser. */
export function launch(more = []) {
  return chromium.launch({ executablePath: findChromium(), args: [...FLAGS, ...more] });
}

/**
 * A page in a context of its own, which ends with its test `t`, and with it what answers its requests: an answer that is
 * still on its way then is let go. Else it would come when nobody asks any more, and fail the file behind its last test.
 */
export async function pageFor(t, browser, options) {
  const page = await (await browser.newContext(options)).newPage();
  t.after(async () => {
    await answerNothing(page);
    await page.context().close();
  });
  return page;
}

/** From now on the page's requests go to the server; `page.unroute` would forget who is still answering. */
export function answerNothing(page) {
  return page.unrouteAll({ behavior: "ignoreErrors" });
}

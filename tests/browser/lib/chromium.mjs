// Finds Chromium and starts it.
//
// In: the environment variable CHROMIUM, or PATH. Out: a browser of playwright-core. What tests open in it, and what answers
// its requests, ends with them.
// The headless shell is Chromium's engine without the program around it: a new page costs a quarter of what it costs in
// `chromium --headless`, which opens a window of its own for it. The flows run in the program that readers have.
// A missing browser is a failure, never a skip: a suite that skips itself says "fine" to nobody's question.

import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium } from "playwright-core";
import { endWithTest } from "./ends.mjs";
import { fail } from "./fail.mjs";

/** The names of the program that readers have. */
export const CHROMIUM = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];
const NAMES = ["chromium-headless-shell", ...CHROMIUM];

// Root (containers) has no sandbox; the rest keeps the browser from talking to anybody by itself.
const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
  "--disable-sync", "--no-first-run"];

/** The path of the browser's program. */
export function findChromium() {
  const named = process.env.CHROMIUM;
  if (named) return existsSync(named) ? named : fail(`CHROMIUM=${named}: the file does not exist`);
  const folders = (process.env.PATH ?? "").split(delimiter);
  const found = NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) => existsSync(path));
  return found ?? fail("no Chromium on PATH: install it, or set CHROMIUM to its program");
}

/** How long a state is waited for: a machine that does much else gets there, and what never comes is a failure all the same. */
export const PATIENCE = 120_000;

/** Starts the browser; whoever starts it ends it. */
export function start(more = [], executablePath = findChromium()) {
  return chromium.launch({ executablePath, args: [...FLAGS, ...more], timeout: PATIENCE });
}

/** A browser for a file of tests: it ends with the file, and what a test opens in it ends with that test. */
export async function launch(more = []) {
  const browser = await start(more);
  const isOpen = (context) => browser.contexts().includes(context);
  endWithTest(async () => {
    await Promise.all(browser.contexts().map(end));
    await browser.close();
  });
  const newContext = async (options) => {
    const context = await browser.newContext(options);
    context.setDefaultTimeout(PATIENCE);
    endWithTest(() => isOpen(context) && end(context));
    return context;
  };
  const newPage = async (options) => (await newContext(options)).newPage();
  return { newContext, newPage };
}

// An answer that is still on its way then is let go: else it would come when nobody asks any more, and fail the file behind
// its last test.
async function end(context) {
  await Promise.all([context, ...context.pages()].map(answerNothing));
  await context.close();
}

/** From now on requests go to the server; `unroute` would forget who is still answering. */
export function answerNothing(page) {
  return page.unrouteAll({ behavior: "ignoreErrors" });
}

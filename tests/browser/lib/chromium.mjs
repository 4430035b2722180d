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

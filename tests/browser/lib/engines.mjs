// The three engines that readers have: which of them are on this machine, and how each is started.
//
// In: programs on PATH, or named by CHROMIUM, FIREFOX, WEBKIT_DRIVER, XVFB. Out: engines with `open()`, which gives a page
// as `engines/page.mjs` describes it, and `close()`.
// An engine that is missing is told of, and CI fails for it: nobody reads a line in a log that is green.

import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { CHROMIUM } from "./chromium.mjs";

/** What each engine needs: names of programs, the variable that may name one instead, Debian's packages. */
const NEEDED = {
  Chromium: { programs: { CHROMIUM }, packages: "chromium" },
  Firefox: { programs: { FIREFOX: ["firefox-esr", "firefox"] }, packages: "firefox-esr" },
  WebKit: { programs: { WEBKIT_DRIVER: ["WebKitWebDriver"], XVFB: ["Xvfb"] }, packages: "webkit2gtk-driver xvfb" },
};

/** The engines of this machine: name -> start. What is missing is said, and is an error where `CI` is set. */
export function engines() {
  const here = Object.entries(NEEDED).map(([name, needed]) => [name, found(needed)]);
  const missing = here.filter(([, programs]) => !programs).map(([name]) => `${name} (${NEEDED[name].packages})`);
  if (missing.length > 0) {
    const said = `missing: ${missing.join(", ")}: the flows do not run there`;
    if (process.env.CI) throw new Error(said);
    console.error(said);
  }
  return Object.fromEntries(here.filter(([, programs]) => programs).map(([name, programs]) => [name, () => start(name, programs)]));
}

// Each in a module of its own, loaded when it is wanted.
async function start(name, programs) {
  const { launch } = await import(`./engines/${name.toLowerCase()}.mjs`);
  return launch(programs);
}

/** The programs by variable; null if one is not there. */
function found({ programs }) {
  const all = Object.entries(programs).map(([variable, names]) => [variable, process.env[variable] ?? onPath(names)]);
  return all.every(([, path]) => path && existsSync(path)) ? Object.fromEntries(all) : null;
}

function onPath(names) {
  const folders = (process.env.PATH ?? "").split(delimiter);
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) => existsSync(path));
}

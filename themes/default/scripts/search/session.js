// @ts-check
// Which engine is asked. When a file is missing or damaged, most likely a newer handbook was published while this page was
// open: the entry is read anew, once. If that is no better, the engine that was there goes on with what it has; what is
// wrong is not asked for again until the reader wants it (`hope`).
//
// In: what is to be done with an engine. Out: what comes of it, or the error of the second try.
import { start } from "./engine.js";
import { damaged, fetched, hopeless, onDisk } from "./files.js";

/** @type {Promise<import("./engine.js").Engine> | null} */
let current = null;
let dead = false; // none could be started

/** @param {(engine: import("./engine.js").Engine) => any} act */
export async function withEngine(act) {
  if (dead) throw damaged("engine", true);
  current ??= start(false);
  const mine = current;
  /** @type {import("./engine.js").Engine | null} */
  let before = null;
  try {
    before = await mine;
    return await act(before);
  } catch (error) {
    if (error.final) throw error;
    if (current === mine) current = start(true);
  }
  return withNext(act, mine, before);
}

async function withNext(act, mine, before) {
  current ??= start(true);
  const next = current;
  try {
    return await act(await next);
  } catch (error) {
    const started = await next.catch(() => null);
    dead = !started && !before;
    if (error.file) hopeless.add(error.file);
    if (current === next) current = before && (!started || started.index === before.index) ? mine : error.file ? next : null;
    throw error;
  }
}

/** The reader wants it again: what was wrong may be right by now. */
export function hope() {
  if (dead || hopeless.size > 0) [current, dead] = [null, false];
  hopeless.clear();
}

/** A newer handbook, seen before anything is missing: the next question is answered by it. */
export async function renew() {
  const mine = current;
  if (!mine || onDisk) return false;
  const [{ index }, text] = await Promise.all([mine, fetched("entry.json", "no-cache").then((r) => r.text())]);
  if (text === index || current !== mine) return false;
  current = null;
  return true;
}

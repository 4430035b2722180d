// @ts-check
// An engine that the organisation runs for many sites is asked first, if the settings name one.
//
// In: a request of the box. Out: the answer of that engine; or of the site's own, when the other is not there, does not
// answer in time or answers what cannot be read. Then the answer says so (`alone`), and the other is left in peace for a while.
import { el } from "../dom.js";
import { onDisk } from "./files.js";
import { withEngine } from "./session.js";
import { it } from "./words.js";

const REST = 30_000; // milliseconds
let restsUntil = 0;
/** @type {Promise<any> | null} */
let arrived = null; // the script that asks it

/** The answer; null if the reader has typed on meanwhile. */
export async function answered(request) {
  const own = () => withEngine((engine) => engine.ask(request));
  const { remote } = it.words;
  if (!remote || onDisk) return own();
  if (performance.now() >= restsUntil) {
    try {
      // Its mistakes are none of our engine, which would be started anew for them.
      const engine = await withEngine((engine) => engine);
      arrived ??= arrives(remote.script);
      await arrived;
      return await it.remote(request, engine);
    } catch {
      if (request.stale()) return null;
      restsUntil = performance.now() + REST;
    }
  }
  const answer = await own();
  return answer && { ...answer, alone: true };
}

function arrives(path) {
  return new Promise((done, failed) => {
    const made = el("script", { src: new URL(path, it.site).href });
    made.onload = done;
    made.onerror = () => { arrived = null; made.remove(); failed(new Error(path)); };
    document.head.append(made);
  });
}

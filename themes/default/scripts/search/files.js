// @ts-check
// What the index is made of.
//
// In: names of files below `search/`. Out: their bytes: fetched from a server; from a folder on disk, where nothing can be
// fetched, taken out of scripts that hold 64 shards or pages each.
import { el } from "../dom.js";
import { it } from "./words.js";

const folder = new URL("search/", it.site);
export const onDisk = !/^https?:$/.test(location.protocol);

/** What is wrong with a file. `final`: it was wrong before, asking again is no use. */
export function damaged(name, final = false) {
  return Object.assign(new Error(`search: ${name}`), { name: "Damaged", file: name, final });
}

/** Files that were wrong with a new engine too: not asked for again until the reader wants it. */
export const hopeless = new Set();

let readings = 0; // the first, and one more each time that something was wrong

/** A way to read files. `again`: past every cache, because what was there did not fit together. */
export function reading(again) {
  readings += 1;
  if (again) { packs.clear(); packed.clear(); }
  const usual = again ? "reload" : "default";
  return (name, cache = usual) => (onDisk ? unpacked(name) : fetched(name, cache));
}

export async function fetched(name, cache) {
  const response = await fetch(new URL(name, folder), { cache });
  if (!response.ok) throw damaged(name);
  return response;
}

export const inflated = async (response) =>
  new Uint8Array(await new Response(response.body.pipeThrough(new DecompressionStream("deflate-raw"))).arrayBuffer());

// --- From disk -------------------------------------------------------------------

const packs = new Map(); // script -> promise that it has run
const packed = new Map(); // file -> its bytes as base64
window.docentPack = (files) => { for (const [name, text] of Object.entries(files)) packed.set(name, text); };

async function unpacked(name) {
  await pack(name);
  if (!packed.has(name)) throw damaged(name);
  return new Response(Uint8Array.from(atob(packed.get(name)), (c) => c.charCodeAt(0)));
}
function pack(name) {
  const part = name.match(/^([ipvrf])(\d+)-/);
  const file = part ? `${part[1]}${Math.floor(part[2] / 64)}.js` : "start.js";
  if (!packs.has(file)) packs.set(file, runPack(new URL(`offline/${file}`, folder)));
  return packs.get(file);
}
function runPack(url) {
  if (readings > 1) url.search = String(readings); // a second reading, not the one that is remembered
  return new Promise((done, failed) => {
    const made = el("script", { src: url.href });
    made.onload = () => { made.remove(); done(made); };
    made.onerror = () => { made.remove(); failed(damaged(url.pathname)); };
    document.head.append(made);
  });
}

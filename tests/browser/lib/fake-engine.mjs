// An engine and an index made up by a test: for answers that a real index would never give.
//
// In: the pages that the engine knows (as in an answer). Out: files of a `search/` folder, and a script for the browser
// that puts the engine in the place of the wasm. It finds the pages of which a word begins as the question does; before
// the first answer it asks for one shard, and for a fragment of each page.

import { deflateRawSync } from "node:zlib";

const MARK = "fake engine";

/** Files for `serve(..., { extra })`. */
export function files(pages) {
  const shards = ["i0-00000000.bin", ...pages.map((_, index) => `f${index}-0-00000000.bin`)];
  const entry = { format: 2, stemmer: "none", meta: "m-00000000.bin", engine: "engine-00000000.wasm" };
  return Object.fromEntries([
    ["/search/entry.json", JSON.stringify(entry)],
    ["/search/m-00000000.bin", deflateRawSync(JSON.stringify(pages))],
    ["/search/engine-00000000.wasm", MARK],
    ...shards.map((name) => [`/search/${name}`, deflateRawSync(name)]),
  ]);
}

/** Puts the engine in place before any script of the page runs. */
export function install(context) {
  return context.addInitScript(replace, MARK);
}

function replace(mark) {
  const real = WebAssembly.instantiate;
  WebAssembly.instantiate = async (bytes, imports) => {
    const text = new TextDecoder().decode(bytes);
    return text === mark ? { instance: { exports: engine() } } : real(bytes, imports);
  };

  // As src/search/wasm: one buffer in, one answer out.
  function engine() {
    const memory = { buffer: new ArrayBuffer(1 << 20) }, half = 1 << 19;
    const here = new Set();
    let pages = [], given = 0, answer = new Uint8Array();
    const read = (from = 0, to = given) => new TextDecoder().decode(new Uint8Array(memory.buffer, from, to - from));
    const say = (value) => { answer = new TextEncoder().encode(JSON.stringify(value)); new Uint8Array(memory.buffer, half).set(answer); return 0; };
    const words = (page) => `${page.title} ${page.sections.map((s) => `${s.heading} ${s.excerpt}`).join(" ")}`.toLowerCase().split(/\s+/);

    function ask() {
      const [, , limit, ...rest] = read().split("\n");
      const asked = rest.join("\n").toLowerCase().split(/\s+/).filter(Boolean);
      if (!here.has("i0-00000000.bin")) return say({ needs: ["i0-00000000.bin"] });
      const all = pages.map((page, index) => [page, `f${index}-0-00000000.bin`])
        .filter(([page]) => asked.every((word) => words(page).some((known) => known.startsWith(word))));
      const shown = all.slice(0, Number(limit));
      const needs = shown.map(([, name]) => name).filter((name) => !here.has(name));
      if (needs.length > 0) return say({ needs });
      return say({ total: all.length, corrected: null, types: [], tags: [], langs: [], pages: shown.map(([page]) => page) });
    }

    return {
      memory, ask,
      alloc(length) { given = length; return 0; },
      start() { pages = JSON.parse(read()); return 0; },
      add(name) { here.add(read(0, name)); return Number(read(0, name) !== read(name)); },
      label: () => 0,
      mark: () => say([]),
      answer: () => half,
      answer_len: () => answer.length,
    };
  }
}

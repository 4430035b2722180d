// docent's own engine of a built site, in Node: it reads questions for the engines of an organisation.
//
// In: the folder of a built site. Out: `read`, `mark` as in scripts/search/engine.js.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { inflateRawSync } from "node:zlib";

/** Starts it. */
export async function ownEngine(site, language = "en") {
  const file = (name) => readFileSync(join(site, "search", name));
  const { meta, engine } = JSON.parse(file("entry.json"));
  const { instance: { exports: wasm } } = await WebAssembly.instantiate(file(engine), {});
  const call = (name, bytes) => {
    const at = wasm.alloc(bytes.length); // may give the memory another buffer
    new Uint8Array(wasm.memory.buffer, at, bytes.length).set(bytes);
    if (wasm[name]() !== 0) throw new Error(`the engine refused ${name}`);
  };
  const told = (name, text) => {
    call(name, new TextEncoder().encode(text));
    return JSON.parse(Buffer.from(wasm.memory.buffer, wasm.answer(), wasm.answer_len()).toString("utf8"));
  };
  call("start", inflateRawSync(file(meta)));
  return { read: (query) => told("understood", query), mark: (query, text) => told("mark", `${language}\n${query}\n${text}`) };
}

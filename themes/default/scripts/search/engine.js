// @ts-check
// The search engine, a wasm without imports: asked, it answers, or says which files it needs first.
//
// In: the entry of the index, which says which index and which engine belong together; questions, texts. Out: answers as
// objects, ranges of a text that are to be marked.
import { damaged, hopeless, inflated, reading } from "./files.js";
import { it, language } from "./words.js";

const FORMAT = 2;
const ROUNDS = 8; // of "I need these files first"

/** Starts an engine. `again`: what was there did not fit together. */
export async function start(again) {
  const read = reading(again);
  const index = await (await read("entry.json", again ? "reload" : "no-cache")).text();
  const entry = JSON.parse(index);
  if (entry.format !== FORMAT) throw damaged("entry.json");
  const [meta, code] = await Promise.all([read(entry.meta).then(inflated), read(entry.engine).then((r) => r.arrayBuffer())]);
  const { instance } = await WebAssembly.instantiate(code, {});
  return new Engine(index, instance.exports, meta, read);
}

const utf8 = new TextEncoder();

export class Engine {
  #wasm;
  #read;
  #files = new Map(); // name -> promise that the engine has it

  constructor(index, wasm, meta, read) {
    this.index = index;
    this.#wasm = wasm;
    this.#read = read;
    this.#call("start", meta);
    this.#name();
  }

  // What readers call types and languages: `type:Role` is as good as `type:role`.
  #name() {
    const { types, langs } = it.words;
    const named = Object.entries(types).flatMap(([name, titles]) => titles.map((title) => ["type", name, title]));
    for (const label of [...named, ...Object.entries(langs).map(([code, name]) => ["lang", code, name])]) {
      this.#call("label", utf8.encode(label.join("\n")));
    }
  }

  /** The answer; null if the reader has typed on meanwhile. */
  async ask({ query, limit, wait, stale }) {
    for (let round = 0; round < ROUNDS; round += 1) {
      const answer = this.#told("ask", [1, language, limit, query]); // 1: the last word may go on
      if (!answer.needs) return answer;
      await wait(answer.needs.filter((name) => name[0] !== "f" && !this.#files.has(name)).length, round);
      if (stale()) return null;
      await Promise.all(answer.needs.map((name) => this.#need(name)));
      if (stale()) return null;
    }
    throw damaged("asks for ever");
  }

  /** What a question asks for, told to an engine that is none of ours. */
  read(query) { return this.#told("understood", [query]); }

  /** Where `text` says what was asked. */
  mark(query, text) { return this.#told("mark", [language, query, text]); }

  // One buffer takes what goes in; `name(...)` then reads it, and answers 0 if all is well.
  #call(name, bytes, ...more) {
    const wasm = this.#wasm;
    const at = wasm.alloc(bytes.length);
    new Uint8Array(wasm.memory.buffer, at, bytes.length).set(bytes);
    if (wasm[name](...more) !== 0) throw damaged(name);
  }
  #told(name, lines) {
    this.#call(name, utf8.encode(lines.join("\n")));
    const bytes = new Uint8Array(this.#wasm.memory.buffer, this.#wasm.answer(), this.#wasm.answer_len());
    return JSON.parse(new TextDecoder().decode(bytes));
  }

  #need(name) {
    if (!this.#files.has(name)) this.#files.set(name, this.#add(name));
    return this.#files.get(name);
  }
  async #add(name) {
    if (hopeless.has(name)) throw damaged(name, true);
    if (!/^[\w-]+\.bin$/.test(name)) throw damaged(name);
    try {
      const [title, bytes] = [utf8.encode(name), await inflated(await this.#read(name))];
      const both = new Uint8Array(title.length + bytes.length);
      both.set(title);
      both.set(bytes, title.length);
      this.#call("add", both, title.length);
    } catch {
      this.#files.delete(name);
      throw damaged(name);
    }
  }
}

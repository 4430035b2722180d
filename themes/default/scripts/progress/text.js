// @ts-check
// Progress as text: copied out, taken over.
//
// In: keys of records; a text that may be anything. Out: a text; records that are kept.
import { button, el, parsed } from "../dom.js";
import { folded, remember } from "./parts.js";
import { checked, isMap, meta, MOST, VERSION, written } from "./records.js";
import { store } from "./store.js";
import { today, words } from "./words.js";

function exported(keys) {
  const records = Object.fromEntries(keys.map((key) => [key, store.read(key)]).filter(([, record]) => record));
  return JSON.stringify({ docent: "progress", version: VERSION, site: meta.content, day: today(), records: JSON.parse(written(records)) }, null, 1);
}

/**
 * What a text holds: records by key, or the sentence that says why not.
 *
 * @returns {{ fault: string, records?: undefined } | { fault?: undefined, records: [string, any][] }}
 */
function imported(text) {
  const found = parsed(text.slice(text.indexOf("{"), text.lastIndexOf("}") + 1));
  if (!isMap(found) || found.docent !== "progress" || !isMap(found.records)) return { fault: words("text_bad") };
  if (found.version !== VERSION) return { fault: words("text_version") };
  if (found.site !== meta.content) return { fault: words("text_foreign", { name: String(found.site).slice(0, 80) }) };
  /** @type {[string, any][]} */
  const entries = Object.entries(found.records).slice(0, MOST.records).map(([key, value]) => [key, checked(key, value)]);
  const records = entries.filter(([, record]) => record);
  return records.length > 0 ? { records } : { fault: words("text_bad") };
}

// The panel. `keys()`: which records it copies; `told`: where it speaks; `draw`: after records changed.
export function textPanel(keys, told, draw) {
  const field = el("textarea", { rows: 3, spellcheck: "false", autocomplete: "off" });
  function copyOut() {
    const wanted = keys().filter((key) => store.read(key));
    if (wanted.length === 0) return told.tell(words("text_empty"));
    field.value = exported(wanted);
    window.docent.copy(field.value, () => told.tell(words("text_copied")));
  }
  function takeIn() {
    const { fault, records } = imported(field.value);
    if (!records) return told.tell(fault);
    const undo = remember(records.map(([key]) => key));
    if (!records.every(([key, record]) => store.write(key, record))) {
      undo();
      return told.tell(words("full"));
    }
    draw();
    told.tell(words("text_taken", { n: records.length }), () => { undo(); draw(); });
  }
  return folded(words("text"), el("div", { class: "carry" },
    el("p", { class: "hint" }, words("text_hint")),
    el("label", null, el("span", { class: "vh" }, words("text")), field),
    el("p", { class: "row" }, button(words("text_copy"), copyOut), button(words("text_take"), takeIn))));
}

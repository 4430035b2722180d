// @ts-check
// What was understood of a question beside its words: filters, exclusions, quotes; and filters that there are not.
//
// In: the `understood` of an answer, what is chosen by buttons already. Out: its parts as short texts.
import { langName, say, typeName } from "./words.js";

/** @param {[string, number, number, string][]} understood @param {Map<string, string>} chosen */
export function heard(understood, chosen) {
  return understood.filter(([kind, not, , text]) => not || chosen.get(kind) !== text).map(part);
}

function part([kind, not, known, text]) {
  if (kind === "unknown") return say("no_filter", { name: text });
  if (kind === "exact") text = say("quoted", { name: text });
  if (kind === "exact" || kind === "word") return say(not ? "is_not" : "is_exact", { name: text });
  if (!known) return say(`no_${kind}`, { name: text });
  const name = kind === "type" ? typeName(text) : kind === "lang" ? langName(text) : `#${text}`;
  return say(not ? "is_not" : `is_${kind}`, { name });
}

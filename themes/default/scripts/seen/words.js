// @ts-check
// The words of what is new, in the page's language: they come with the marks.
//
// In: sentences by key. Out: one of them, filled.

const language = document.documentElement.lang;
const plurals = new Intl.PluralRules(language);
let sentences = {};

export function speak(words) { sentences = words ?? {}; }

/** The sentence of a key; `{n}` is filled and chooses the plural form. */
export function say(key, n = 1) {
  const known = sentences[key] ?? key;
  const form = typeof known === "string" ? known : known[plurals.select(n)] ?? known.other;
  return form.replace("{n}", String(n));
}

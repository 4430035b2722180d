// @ts-check
// The words of progress in the page's language, and its days.
//
// In: `window.docentProgress`, keys, days. Out: sentences; what a screen reader is told.

export const it = window.docentProgress; // {words}, from progress-words.LANG.js
export const sentences = it.words;
export const language = document.documentElement.lang;
const plurals = new Intl.PluralRules(language);
// The page's own days stand in this order too.
const days = new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });

// The sentence of a key; `{name}` is filled, `n` chooses the plural form.
export function words(key, values = /** @type {Record<string, any>} */ ({})) {
  const known = sentences[key] ?? key;
  const form = typeof known === "string" ? known : known[plurals.select(values.n ?? 1)] ?? known.other;
  return form.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
}
export const day = (iso) => days.format(new Date(`${iso}T00:00:00Z`));
export function today() {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
}

// At most one sentence a second; of several the last.
let waiting = false, sentence = "", said = 0;
export function say(text) {
  sentence = text;
  if (waiting) return;
  const tell = () => { waiting = false; said = Date.now(); window.docent.say(sentence); };
  waiting = true;
  setTimeout(tell, Math.max(0, said + 1000 - Date.now()));
}

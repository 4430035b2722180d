// @ts-check
// The words of search in the page's language, and what is kept under the site's name.
//
// In: `window.docentSearch`, keys. Out: sentences; values in the browser's storage.
import { load, parsed, save } from "../dom.js";

/** The site: URL of its top, address of search.html (`all`), `prefix` of storage; words, once something is shown. */
export const it = /** @type {Required<DocentSearch>} */ (window.docentSearch);
export const language = document.documentElement.lang;
const plurals = new Intl.PluralRules(language);
export const digits = new Intl.NumberFormat(language);

/** The sentence of a key; `{name}` is filled, `n` chooses the plural form. */
export function say(key, values = /** @type {Record<string, any>} */ ({})) {
  const known = it.words.words[key] ?? key;
  const form = typeof known === "string" ? known : known[plurals.select(values.n ?? 1)] ?? known.other;
  const shown = { ...values, n: digits.format(values.n ?? 0) };
  return form.replace(/\{(\w+)\}/g, (all, name) => shown[name] ?? all);
}

export const typeName = (type, many = false) => it.words.types[type]?.[many ? 1 : 0] ?? type;
export const langName = (lang) => it.words.langs[lang] ?? lang;

export const stored = (storage, key) => parsed(load(storage, it.prefix + key));
/** `null` forgets what was kept. */
export const store = (storage, key, value) => save(storage, it.prefix + key, value === null ? null : JSON.stringify(value));

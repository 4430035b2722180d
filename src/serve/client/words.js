// @ts-check
// What the preview says, in the language of the page: English, and Russian. What docent says of a mistake is English.
//
// In: the page's `lang`. Out: its words.

const EN = {
  problems: "Problems", thisPage: "This page", preview: "Preview", lost: "Preview: connection lost", hide: "Hide (Esc)",
  open: "Open in the editor", silent: "The preview does not answer.", broken: "Broken links", from: "Linked from",
  languages: "Languages", elsewhere: "on other pages", here: "this page", translated: "translated", missing: "missing",
  error: { one: "error", other: "errors" }, warning: { one: "warning", other: "warnings" }, word: { one: "word", other: "words" },
  minutes: "min",
};
/** @type {typeof EN} */
const RU = {
  problems: "Ошибки", thisPage: "Эта страница", preview: "Предпросмотр", lost: "Предпросмотр: связь потеряна", hide: "Скрыть (Esc)",
  open: "Открыть в редакторе", silent: "Предпросмотр не отвечает.", broken: "Битые ссылки", from: "Сюда ссылаются",
  languages: "Языки", elsewhere: "на других страницах", here: "эта страница", translated: "переведена", missing: "нет перевода",
  error: plural("ошибка", "ошибки", "ошибок"), warning: plural("предупреждение", "предупреждения", "предупреждений"),
  word: plural("слово", "слова", "слов"), minutes: "мин",
};
/** @returns {any} */
function plural(one, few, many) { return { one, few, many, other: few }; }

/** Their language. */
export const lang = document.documentElement.lang.startsWith("ru") ? "ru" : "en";
/** The words. */
export const words = lang === "ru" ? RU : EN;
const rules = new Intl.PluralRules(lang);

/**
 * `2 errors`, `5 ошибок`.
 *
 * @param {number} n
 * @param {"error" | "warning" | "word"} what
 */
export const count = (n, what) => `${n} ${words[what][rules.select(n)] ?? words[what].other}`;

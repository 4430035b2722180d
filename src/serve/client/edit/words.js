// @ts-check
// The phrases of the editor, in the language of the page that is edited.
//
// In: the language of the document. Out: texts. Nothing of it is published, so they are not among the theme's phrases.

const WORDS = {
  en: {
    edit: "Edit this block (e)", editTitle: "Edit the title (e)", desk: "Edit", deskLabel: "Edit this page",
    area: "Markdown of this block", areaPage: "Markdown of the whole page", areaTitle: "Markdown of the title",
    save: "Save", cancel: "Close", whole: "The whole page as Markdown", undo: "Undo the last save", redo: "Save it again",
    result: "Result", bold: "Bold", italic: "Italic", link: "Link", list: "List", code: "Code", tools: "Format",
    saving: "Saving…", saved: "Saved.", unchanged: "Nothing has changed.", kept: "This is your text from before. It is not saved yet.",
    discard: "Discard it", lost: "The preview does not answer. Your text stays here; try again when it runs.",
    conflict: "Somebody else changed this block while you were writing. Nothing was overwritten.",
    conflictHow: "Your text is above, theirs is below. Change yours as it should be and save it, or take theirs.",
    theirs: "Their text", take: "Take their text", gone: "They removed this block.",
    offers: "Pages and headings", offered: "{n} suggestions: arrow keys choose, Enter inserts", none: "No such page",
    hint: "Point at a block and press the pencil. By keyboard: Alt+↓ and Alt+↑ go from block to block, e edits, Ctrl+Enter saves, Esc closes.",
    undone: "Undone: {files}", redone: "Saved again: {files}", line: "Line {line}: ", removed: "Without text the block is removed.",
    left: "Closed. Your text is kept: open the block again to go on.", keys: "Ctrl+Enter saves, Esc closes.", stale: "The page has just changed: try again.",
  },
  ru: {
    edit: "Изменить этот блок (e)", editTitle: "Изменить заголовок (e)", desk: "Изменить", deskLabel: "Изменить эту страницу",
    area: "Markdown этого блока", areaPage: "Markdown всей страницы", areaTitle: "Markdown заголовка",
    save: "Сохранить", cancel: "Закрыть", whole: "Вся страница в Markdown", undo: "Отменить последнее сохранение", redo: "Вернуть отменённое",
    result: "Результат", bold: "Полужирный", italic: "Курсив", link: "Ссылка", list: "Список", code: "Код", tools: "Оформление",
    saving: "Сохраняется…", saved: "Сохранено.", unchanged: "Ничего не изменилось.", kept: "Это ваш прежний текст. Он ещё не сохранён.",
    discard: "Отказаться от него", lost: "Предпросмотр не отвечает. Текст останется здесь; повторите, когда он заработает.",
    conflict: "Пока вы писали, этот блок изменил кто-то другой. Ничего не перезаписано.",
    conflictHow: "Ваш текст выше, чужой ниже. Исправьте свой и сохраните его — или возьмите чужой.",
    theirs: "Чужой текст", take: "Взять чужой текст", gone: "Этот блок удалили.",
    offers: "Страницы и заголовки", offered: "Вариантов: {n}. Стрелки выбирают, Enter вставляет", none: "Такой страницы нет",
    hint: "Наведите указатель на блок и нажмите карандаш. С клавиатуры: Alt+↓ и Alt+↑ переходят от блока к блоку, e — изменить, Ctrl+Enter — сохранить, Esc — закрыть.",
    undone: "Отменено: {files}", redone: "Возвращено: {files}", line: "Строка {line}: ", removed: "Без текста блок будет удалён.",
    left: "Закрыто. Ваш текст не пропал: откройте блок снова, чтобы продолжить.", keys: "Ctrl+Enter — сохранить, Esc — закрыть.", stale: "Страница только что изменилась: попробуйте ещё раз.",
  },
};

/** @type {typeof WORDS.en} */
export const phrases = document.documentElement.lang.startsWith("ru") ? WORDS.ru : WORDS.en;

/** A text with what belongs into it. */
export const filledIn = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));

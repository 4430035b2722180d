// @ts-check
// Search: fetched when a reader first wants it (see scripts/page/search.js, which makes `docentSearch`).
//
// In: `window.docentSearch` with what is known of the site, and the words of the page's language. Out: three functions in
// it: `open` the dialog, `page` for search.html, `arrive` for the page that a result opens.
//
//   words     sentences in the page's language, and what is kept under the site's name
//   files     what the index is made of: fetched, or from a folder on disk taken out of scripts
//   engine    the wasm: asked, it answers, or says which files it needs first
//   elsewhere an engine of the organisation's, asked before ours if the settings name one
//   session   which engine is asked, and what happens when a file is wrong
//   rows      an answer becomes elements. No HTML is ever read: what is shown goes in as text
//   filters   type, language, tag
//   heard     filters, exclusions and quotes, as they were understood
//   unanswered  questions that found nothing, in this browser only
//   box       a field, filters, results, and what is said when there are none
//   dialog    the box over a page: a combobox with a listbox, the focus stays in the field
//   page      the box in search.html
//   marks     the searched words on the page that a result opened
import { Dialog } from "../scripts/search/dialog.js";
import { markSearched, searchedBefore } from "../scripts/search/marks.js";
import { ResultsPage } from "../scripts/search/page.js";
import { it } from "../scripts/search/words.js";

/** @type {Dialog | null} */
let dialog = null;
it.open = () => {
  dialog ??= new Dialog();
  const typed = it.from?.value ?? "";
  if (it.from) [it.from.value, it.from] = ["", null];
  dialog.open(typed || searchedBefore(), typed !== "");
};
it.page = (place) => { new ResultsPage(place).begin(); };
it.arrive = markSearched;

// @ts-check
// The search field of a front page: it opens the search, with what was typed.
//
// In: the form, the button of the header that docent.js has made of its link. Out: the dialog. Without that button the
// form stays what it is, a way to search.html.
import { one } from "../scripts/dom.js";

const form = /** @type {HTMLFormElement} */ (one(".ask-for"));
const field = /** @type {HTMLInputElement} */ (one(".ask-for input"));
const opener = one(".top > button.find");

// The dialog takes what stands in the field when it is there, and empties it: until then the reader types on.
function openSearch() {
  if (!opener || window.docentSearch?.from) return;
  opener.click();
  if (window.docentSearch) window.docentSearch.from = field;
}

if (form && field && opener) {
  field.addEventListener("click", openSearch);
  // Not in the middle of a word that an input method still composes.
  field.addEventListener("input", (event) => { if (!(/** @type {InputEvent} */ (event).isComposing)) openSearch(); });
  field.addEventListener("compositionend", openSearch);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    openSearch();
  });
}

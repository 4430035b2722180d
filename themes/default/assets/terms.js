// Glossary: beside the first mention of a term its definition, on hover, on focus, on a tap.
//
// In: links a.term with data-term and data-definition; they work without this script. Out: one popover for the page.
// WCAG 1.4.13: the pointer may move onto it, it stays until pointer and focus have left, Escape closes it.
// Listens on the document, so that a live preview may replace the text below.
(function () {
  "use strict";

  var WAIT = 300; // before it opens, so that a passing pointer opens nothing
  var LEAVE = 250; // before it closes, so that the pointer may cross the gap
  var GAP = 6;
  var MARGIN = 12;

  var openWord = document.head.querySelector('meta[name="docent-terms"]').dataset.open;
  var hint, name, text, more, owner, timer, touched;

  function make() {
    hint = document.createElement("div");
    // A browser that does not know "hint" takes it for "manual", which is what the rest here is written for.
    hint.setAttribute("popover", "hint");
    hint.className = "term-hint";
    var words = document.createElement("p");
    words.id = "d-term";
    words.setAttribute("role", "tooltip");
    name = document.createElement("b");
    text = document.createElement("span");
    words.append(name, " — ", text);
    more = document.createElement("a");
    more.textContent = openWord;
    hint.append(words, more);
    hint.addEventListener("pointerenter", function () { clearTimeout(timer); });
    hint.addEventListener("pointerleave", leave);
    hint.addEventListener("toggle", function (event) { if (event.newState === "closed") forget(); });
  }

  // Into the text: it is in the text's language, and inside of a landmark.
  function show(link) {
    clearTimeout(timer);
    if (owner === link) return;
    hide();
    if (!hint) make();
    var home = link.closest("article") || document.body;
    if (hint.parentNode !== home) home.append(hint);
    name.textContent = link.dataset.term;
    text.textContent = link.dataset.definition;
    more.href = link.href;
    more.hidden = !touched;
    owner = link;
    link.setAttribute("aria-describedby", "d-term");
    hint.showPopover();
    place(link.getClientRects()[0]);
  }

  // Below the word, or above it where there is more room; never beyond the side.
  function place(word) {
    if (!word) return;
    var width = document.documentElement.clientWidth;
    var left = Math.min(word.left, width - hint.offsetWidth - MARGIN);
    var below = word.bottom + GAP;
    var above = word.top - GAP - hint.offsetHeight;
    var fits = below + hint.offsetHeight <= innerHeight || above < 0;
    hint.style.left = scrollX + Math.max(left, MARGIN) + "px";
    hint.style.top = scrollY + (fits ? below : above) + "px";
  }

  function hide() {
    clearTimeout(timer);
    if (owner && hint.matches(":popover-open")) hint.hidePopover();
    forget();
  }

  function forget() {
    if (owner) owner.removeAttribute("aria-describedby");
    owner = null;
  }

  function leave() {
    clearTimeout(timer);
    timer = setTimeout(function () { if (owner !== document.activeElement) hide(); }, LEAVE);
  }

  function termOf(event) {
    return event.target.closest ? event.target.closest("a.term") : null;
  }

  document.addEventListener("pointerover", function (event) {
    var link = termOf(event);
    if (!link || event.pointerType === "touch") return;
    clearTimeout(timer);
    touched = false;
    timer = setTimeout(show, WAIT, link);
  });
  document.addEventListener("pointerout", function (event) {
    if (termOf(event) && event.pointerType !== "touch") leave();
  });

  document.addEventListener("focusin", function (event) {
    var link = termOf(event);
    if (link && link.matches(":focus-visible")) { touched = false; show(link); }
  });
  document.addEventListener("focusout", function (event) {
    if (owner && event.target === owner && !hint.matches(":hover") && !hint.contains(event.relatedTarget)) hide();
  });

  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape" && owner) hide();
  });

  // A finger has no hover: the first tap shows the definition and the link in it, the second follows the link.
  document.addEventListener("pointerdown", function (event) {
    touched = event.pointerType === "touch";
    if (owner && !termOf(event) && !hint.contains(event.target)) hide();
  });
  document.addEventListener("click", function (event) {
    var link = termOf(event);
    // This script may have come between the finger and the click: the click says what it was, too.
    if (event.pointerType === "touch") touched = true;
    if (!link || !touched || link === owner) return;
    event.preventDefault();
    show(link);
  });

  window.docentTerm = function (link) {
    touched = true;
    show(link);
  };
  // The reader may have come to a term while this script was on its way.
  var here = document.querySelector("a.term:hover, a.term:focus-visible");
  if (here) timer = setTimeout(show, WAIT, here);
})();

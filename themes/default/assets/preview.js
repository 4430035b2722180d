// A look at the page behind a link, for a pointer or the keyboard. docent.js fetches this script
// when somebody stays on a link for the first time, and calls docentPreview(link) each time.
// Nothing of the other page is run or shown as markup: its text is read, and put in as text.
(function () {
  "use strict";

  var LENGTH = 320; // characters of text: a look, not the page
  var LEAVE = 300; // milliseconds in which a pointer may cross from the link to the box
  var main = document.querySelector("main");
  var pages = new Map(); // address -> promise of the other document
  var box, link, dismissed, timer;

  function fetched(address) {
    if (!pages.has(address)) {
      var page = fetch(address, { credentials: "same-origin" }).then(function (response) {
        var html = /^text\/html/.test(response.headers.get("content-type") || "");
        if (!response.ok || !html || new URL(response.url).origin !== location.origin) throw new Error("no page");
        return response.text();
      }).then(function (text) { return new DOMParser().parseFromString(text, "text/html"); });
      page.catch(function () { pages.delete(address); }); // asked again next time
      pages.set(address, page);
    }
    return pages.get(address);
  }

  function text(element) {
    if (!element) return "";
    var copy = element.cloneNode(true);
    copy.querySelectorAll(".anchor, .footnote-ref, .box, .copy").forEach(function (part) { part.remove(); });
    return copy.textContent.replace(/\s+/g, " ").trim();
  }

  // Cut behind a word.
  function short(said) {
    return said.length <= LENGTH ? said : said.slice(0, LENGTH).replace(/\s+\S*$/, "") + "…";
  }

  // The text below a heading, up to the next one.
  function below(heading) {
    var said = [];
    for (var at = heading.nextElementSibling; at && !/^H[1-6]$/.test(at.tagName); at = at.nextElementSibling) {
      if (text(at)) said.push(text(at));
      if (said.join(" ").length > LENGTH) break;
    }
    return said.join(" ");
  }

  // What is shown of a page, or of a place in it: a title, a text, their language.
  function look(page, hash) {
    var id = "";
    try { id = decodeURIComponent(hash.slice(1)); } catch (e) { /* shown is the page */ }
    var title = text(page.querySelector("h1")), article = page.querySelector("article");
    var place = id && page.getElementById(id);
    var lang = article && article.closest("[lang]") ? article.closest("[lang]").lang : "";
    var said;
    if (place && /^H[2-6]$/.test(place.tagName)) {
      title += ": " + text(place);
      said = below(place);
    } else if (place && article && article.contains(place)) {
      said = text(place) || text(place.nextElementSibling); // an empty mark stands before its block
    } else {
      said = text(page.querySelector(".lead")) || text(page.querySelector(".prose > p"));
    }
    return title ? { title: title, text: short(said), lang: lang } : null;
  }

  function settle() {
    var at = link.getBoundingClientRect(), room = 8;
    if (at.bottom < 0 || at.top > innerHeight) return hide();
    var left = Math.min(Math.max(at.left, room), innerWidth - box.offsetWidth - room);
    var under = at.bottom + box.offsetHeight + room <= innerHeight || at.top < box.offsetHeight + room;
    box.style.insetInlineStart = "auto";
    box.style.left = Math.max(left, room) + "px";
    box.style.top = (under ? at.bottom : at.top - box.offsetHeight) + "px";
  }

  function show(wanted, seen) {
    hide();
    link = wanted;
    box = document.createElement("div");
    box.className = "preview";
    box.id = "d-preview";
    box.setAttribute("role", "tooltip");
    if (seen.lang && seen.lang !== document.documentElement.lang) box.lang = seen.lang;
    var title = document.createElement("strong"), said = document.createElement("p");
    title.textContent = seen.title;
    said.textContent = seen.text;
    box.append(title);
    if (seen.text) box.append(said);
    box.popover = "manual"; // above all else, clipped by nothing
    main.append(box);
    box.showPopover();
    link.setAttribute("aria-describedby", box.id);
    box.addEventListener("pointerenter", stay);
    box.addEventListener("pointerleave", leave);
    settle();
  }

  function hide() {
    clearTimeout(timer);
    if (!box) return;
    link.removeAttribute("aria-describedby");
    box.remove();
    box = link = null;
  }

  function stay() { clearTimeout(timer); }
  // Not at once: the pointer may be on its way to the text.
  function leave() {
    clearTimeout(timer);
    timer = setTimeout(hide, LEAVE);
  }

  // Still wanted: the pointer is on it, or the keyboard has brought the focus there.
  function wanted(of) { return of.matches(":hover, :focus-visible") && of !== dismissed; }

  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape" || !box) return;
    dismissed = link;
    hide();
  });
  main.addEventListener("pointerover", function (event) {
    if (link && link.contains(event.target)) stay();
  });
  main.addEventListener("pointerout", function (event) {
    if (dismissed && dismissed.contains(event.target)) dismissed = null;
    if (link && link.contains(event.target) && !link.matches(":focus-visible")) leave();
  });
  main.addEventListener("focusout", function (event) {
    if (event.target === dismissed) dismissed = null;
    if (event.target === link) hide();
  });
  addEventListener("scroll", function () { if (box) settle(); }, { passive: true, capture: true });
  addEventListener("resize", hide, { passive: true });
  addEventListener("pagehide", hide);

  window.docentPreview = function (of) {
    if (of === link || !wanted(of)) return;
    var url = new URL(of.href);
    // Whole: a path that begins with // would be another host.
    fetched(url.href.split("#")[0]).then(function (page) {
      var seen = look(page, url.hash);
      if (seen && wanted(of)) show(of, seen);
    }, function () { /* the link itself still works */ });
  };
})();

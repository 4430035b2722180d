// docent, the default theme's script. Everything here only adds to a page that
// works without it; each part stands alone and does nothing when its markup is missing.
// No innerHTML anywhere: text goes in as text.
(function () {
  "use strict";

  var root = document.documentElement;
  // Looked for by its place: a heading may claim an id of the frame, but stands in an article.
  var status = document.querySelector("body > #d-status");
  var words = status ? status.dataset : {};

  // Storage may be closed (private windows, file://): reading gives null, writing does nothing.
  function load(storage, key) {
    try { return window[storage].getItem(key); } catch (e) { return null; }
  }
  function save(storage, key, value) {
    try {
      if (value) window[storage].setItem(key, value);
      else window[storage].removeItem(key);
    } catch (e) { /* nothing to do: the choice holds for this page */ }
  }

  // Says a sentence to screen readers. Emptied first, so that the same sentence is said again.
  function say(text) {
    if (!status) return;
    status.textContent = "";
    setTimeout(function () { status.textContent = text || ""; }, 50);
  }

  // The clipboard needs https or localhost; on file:// the old command still works.
  function copy(text, done) {
    function old() {
      var field = document.createElement("textarea");
      var back = document.activeElement;
      field.value = text;
      field.className = "clip";
      document.body.append(field);
      field.select();
      var ok = false;
      try { ok = document.execCommand("copy"); } catch (e) { /* stays false */ }
      field.remove();
      if (back) back.focus({ preventScroll: true });
      if (ok) done(); else say(words.failed);
    }
    if (navigator.clipboard) navigator.clipboard.writeText(text).then(done, old);
    else old();
  }

  // A script or a style sheet that only some pages need.
  function arrives(tag, url) {
    return new Promise(function (done, failed) {
      var el = document.createElement(tag);
      if (document.querySelector('link[href="' + url + '"]')) return done(); // search.html names it
      if (tag === "link") { el.rel = "stylesheet"; el.href = url; } else { el.src = url; el.async = false; }
      el.onload = done;
      el.onerror = failed;
      document.head.append(el);
    });
  }

  // --- Colours: light, dark, or as the system has it -----------------------
  function theme() {
    var radios = document.querySelectorAll(".theme input");
    function show(kept) {
      var value = kept === "light" || kept === "dark" ? kept : "";
      if (value) root.dataset.theme = value; else delete root.dataset.theme;
      radios.forEach(function (radio) { radio.checked = radio.value === value; });
    }
    radios.forEach(function (radio) {
      radio.addEventListener("change", function () {
        save("localStorage", "docent:theme", radio.value);
        show(radio.value);
      });
    });
    function saved() { show(load("localStorage", "docent:theme") || ""); }
    saved();
    // Also after "back", where the browser brings back the radios as they were.
    addEventListener("pageshow", function (event) { if (event.persisted) saved(); });
    // Another tab of the handbook changed it.
    addEventListener("storage", function (event) {
      if (event.key === "docent:theme") show(event.newValue || "");
    });
  }

  // --- Navigation: where it was scrolled to, and what the menu button says ---
  function navigation() {
    var nav = document.querySelector(".frame > #d-nav");
    if (!nav) return;
    var current = nav.querySelector("[aria-current]");
    var key = "docent:nav:" + (nav.getAttribute("aria-label") || "");
    var button = document.querySelector(".menu");

    // Same place as on the page before; but the current row is always in sight.
    function settle() {
      nav.scrollTop = +load("sessionStorage", key) || 0;
      if (!current) return;
      var row = current.getBoundingClientRect(), box = nav.getBoundingClientRect();
      if (row.top < box.top || row.bottom > box.bottom - 64) {
        nav.scrollTop += row.top - box.top - box.height / 3;
      }
    }
    settle();
    addEventListener("pagehide", function () {
      save("sessionStorage", key, String(nav.scrollTop));
      // Else "back" would come back to an open drawer.
      if (nav.matches(":popover-open")) nav.hidePopover();
    });

    if (button) {
      button.setAttribute("aria-expanded", "false");
      nav.addEventListener("toggle", function (event) {
        var open = event.newState === "open";
        button.setAttribute("aria-expanded", String(open));
        if (open) settle();
      });
    }
  }

  // --- Contents: open as a column, marks the section being read ---------------
  function contents() {
    var box = document.querySelector(".toc");
    if (!box) return;
    var links, heads, resting;
    var summary = box.querySelector("summary");
    var wide = matchMedia("(width >= 72em)");

    // In the column the list is never folded, so its title is no button there.
    function fit() {
      box.open = wide.matches;
      summary.tabIndex = wide.matches ? -1 : 0;
    }
    fit();
    wide.addEventListener("change", fit);
    // On a phone the list covers the text it leads to: fold it after a choice.
    box.addEventListener("click", function (event) {
      if (event.target.closest("a") && !wide.matches) box.open = false;
    });

    function mark() {
      // The last heading above a quarter of the window; at the page's end the last one.
      var at = 0, line = innerHeight / 4;
      heads.forEach(function (head, i) {
        if (head && head.getBoundingClientRect().top <= line) at = i;
      });
      if (scrollY > 0 && innerHeight + scrollY >= root.scrollHeight - 2) at = heads.length - 1;
      links.forEach(function (a, i) {
        if (i === at) a.setAttribute("aria-current", "true"); else a.removeAttribute("aria-current");
      });
      if (wide.matches) {
        var top = links[at].offsetTop - box.scrollTop;
        if (top < 0 || top > box.clientHeight - 40) box.scrollTop = links[at].offsetTop - box.clientHeight / 2;
      }
    }
    // The observer wakes us when a heading crosses the line; scrolling itself costs nothing.
    var observer = new IntersectionObserver(mark, { rootMargin: "0px 0px -75% 0px" });
    function read() {
      observer.disconnect();
      links = Array.prototype.slice.call(box.querySelectorAll("a"));
      heads = links.map(function (a) { return document.getElementById(a.getAttribute("href").slice(1)); });
      heads.forEach(function (head) { if (head) observer.observe(head); });
    }
    read();
    document.addEventListener("docent:patched", read);
    // Where there is no scrollend (Safari), scrolling has ended when nothing has moved for a moment.
    if ("onscrollend" in window) addEventListener("scrollend", mark, { passive: true });
    else addEventListener("scroll", function () { clearTimeout(resting); resting = setTimeout(mark, 120); }, { passive: true });
    addEventListener("resize", mark, { passive: true });
  }

  // --- The page's title in the header, once the H1 has gone ---------------------
  function title() {
    var bar = document.querySelector(".top"), h1 = document.querySelector(".head > #d-title");
    var brand = document.querySelector(".brand");
    if (!bar || !h1 || !brand) return;
    var here = document.createElement("span");
    here.className = "here";
    here.setAttribute("aria-hidden", "true"); // the H1 says it already
    here.textContent = h1.textContent;
    brand.after(here);
    new IntersectionObserver(function (entries) {
      bar.classList.toggle("scrolled", !entries[entries.length - 1].isIntersecting);
    }, { rootMargin: "-56px 0px 0px 0px" }).observe(h1);
  }

  // --- Code and tables -------------------------------------------------------------
  function copyButtons() {
    document.querySelectorAll(".code").forEach(function (box) {
      var code = box.querySelector("code");
      if (!code || box.querySelector(".copy")) return;
      var button = document.createElement("button");
      var timer;
      button.type = "button";
      button.className = "copy";
      button.setAttribute("aria-label", words.copy);
      button.addEventListener("click", function () {
        copy(code.textContent, function () {
          say(words.copied);
          button.classList.add("done");
          clearTimeout(timer);
          timer = setTimeout(function () { button.classList.remove("done"); }, 2000);
        });
      });
      box.append(button);
    });
  }

  // A box that scrolls must be reachable by keyboard, and only such a box.
  var watched;
  function scrollers() {
    var boxes = document.querySelectorAll('.code pre, .table, math[display="block"]');
    // Regions need names of their own: the kind, and which one on this page.
    // A formula stays a formula: it only becomes focusable.
    var counts = { code: 0, table: 0 };
    var names = new Map();
    boxes.forEach(function (box) {
      var kind = box.matches(".table") ? "table" : box.matches("pre") ? "code" : null;
      if (kind) names.set(box, words[kind] + " (" + ++counts[kind] + ")");
    });
    function put(box, name, value) {
      if (value) box.setAttribute(name, value); else box.removeAttribute(name);
    }
    function fit(box) {
      var over = box.scrollWidth > box.clientWidth;
      put(box, "tabindex", over && "0");
      put(box, "role", over && names.has(box) && "region");
      put(box, "aria-label", over && names.get(box));
    }
    if (watched) watched.disconnect();
    watched = new ResizeObserver(function (entries) {
      entries.forEach(function (entry) { fit(entry.target); });
    });
    boxes.forEach(function (box) { watched.observe(box); });
  }

  // --- A click on a heading's # also copies the link ----------------------------------
  function headingLinks() {
    document.addEventListener("click", function (event) {
      var link = event.target.closest && event.target.closest("a.anchor");
      if (link) copy(link.href, function () { say(words.linkCopied); });
    });
  }

  // --- A look at the page behind a link: all of it is fetched when somebody stays on one ---
  function previews() {
    var main = document.querySelector("main[data-preview]");
    // Files from a disk cannot be fetched; where nothing hovers there is no keyboard either.
    if (!main || location.protocol === "file:" || !matchMedia("(hover: hover)").matches) return;
    var timer, wanted;
    function intent(event) {
      var link = event.target.closest && event.target.closest(".body a[href]:not(.term), .backlinks a[href]");
      clearTimeout(timer);
      if (!link || event.pointerType === "touch" || link.origin !== location.origin) return;
      if (link.pathname === location.pathname || !/(\/|\.html)$/.test(link.pathname)) return;
      timer = setTimeout(function () {
        if (!link.matches(":hover, :focus-visible")) return;
        wanted = wanted || Promise.all([arrives("script", main.dataset.preview), arrives("link", main.dataset.previewCss)]);
        wanted.then(function () { window.docentPreview(link); }, function () { wanted = null; });
      }, 300);
    }
    main.addEventListener("pointerover", intent);
    main.addEventListener("focusin", intent);
  }

  // --- Glossary: the definitions of terms come with the reader's first movement; before, terms are links ---
  function terms() {
    var meta = document.head.querySelector('meta[name="docent-terms"]');
    var signs = ["pointermove", "touchstart", "keydown"];
    var coming, finger = false;
    if (!meta) return;
    function wanted() {
      signs.forEach(function (sign) { removeEventListener(sign, wanted); });
      return coming = coming || arrives("script", meta.content);
    }
    signs.forEach(function (sign) { addEventListener(sign, wanted, { passive: true }); });
    // In some browsers a click does not say what made it.
    addEventListener("pointerdown", function (event) { finger = event.pointerType === "touch"; }, { passive: true });
    // The first tap may be on a term, before the script is there.
    document.addEventListener("click", function (event) {
      var link = event.target.closest && event.target.closest("a.term");
      var touched = event.pointerType == null ? finger : event.pointerType === "touch";
      if (!link || !touched || window.docentTerm) return;
      event.preventDefault();
      wanted().then(function () { window.docentTerm(link); }, function () { location.assign(link.href); });
    });
  }

  // --- Search: the link to all titles becomes a button; its dialog is fetched when wanted ---
  function search() {
    var link = document.querySelector(".top > .find");
    if (!link) return;
    var data = link.dataset;
    var site = new URL(data.root || "./", location.href);
    var prefix = "docent:" + site.pathname + ":"; // one host may hold several handbooks
    var mac = /Mac|iP/.test(navigator.platform);
    var list = document.querySelector(".az [data-results]"); // this is search.html
    var button = document.createElement("button");
    var wanted;

    // The dialog's script, looks and words: once, however often it is wanted.
    function fetched() {
      if (!wanted) {
        var it = window.docentSearch = { site: site, all: link.href, prefix: prefix };
        window.docentWords = function (words) { it.words = words; };
        var parts = [arrives("script", data.words), arrives("script", data.js), arrives("link", data.css)];
        wanted = Promise.all(parts).then(function () { return it; });
        wanted.catch(function () { wanted = null; });
      }
      return wanted;
    }
    function open() {
      if (list) return list.querySelector("input") && list.querySelector("input").focus();
      // What cannot be fetched is gone from the host (a newer handbook): the page of search is always there.
      fetched().then(function (it) { it.open(); }).catch(function () { location.assign(link.href); });
    }

    button.type = "button";
    button.className = "find";
    button.setAttribute("aria-haspopup", "dialog");
    button.setAttribute("aria-keyshortcuts", mac ? "Meta+K" : "Control+K");
    button.append(link.firstElementChild);
    var keys = document.createElement("kbd");
    keys.setAttribute("aria-hidden", "true");
    keys.textContent = mac ? "⌘ K" : "Ctrl K";
    button.append(keys);
    button.addEventListener("click", open);
    ["focus", "pointerenter"].forEach(function (kind) {
      button.addEventListener(kind, fetched);
    });
    link.replaceWith(button);

    addEventListener("keydown", function (event) {
      var key = event.key.toLowerCase(), at = event.target;
      var letter = key === "k" || (event.code === "KeyK" && !/[a-z]/.test(key)); // also on a Cyrillic keyboard
      var chord = letter && (mac ? event.metaKey : event.ctrlKey) && !event.altKey && !event.shiftKey;
      var slash = key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey
        && !(at.closest && at.closest("input, textarea, select, [contenteditable], dialog"))
        && load("localStorage", prefix + "slash") !== "false";
      if (!chord && !slash) return;
      event.preventDefault();
      open();
    });

    // The pages that were read last, for an empty dialog.
    var h1 = document.querySelector(".head > #d-title");
    var here = location.href.split(/[?#]/)[0];
    if (h1 && document.querySelector("main > article") && here.indexOf(site.href) === 0) {
      var path = here.slice(site.href.length), recent = [];
      try { recent = JSON.parse(load("localStorage", prefix + "recent")); } catch (e) { /* begin anew */ }
      recent = (Array.isArray(recent) ? recent : []).filter(function (page) { return Array.isArray(page) && page[0] !== path; });
      recent.unshift([path, h1.textContent.slice(0, 120)]);
      save("localStorage", prefix + "recent", JSON.stringify(recent.slice(0, 6)));
    }

    // Come from a result: the words that were searched are marked. Asked once, so not on a later visit.
    var found = null;
    try { found = JSON.parse(load("sessionStorage", prefix + "found")); } catch (e) { /* nothing */ }
    save("sessionStorage", prefix + "found", null);
    function nothing() { /* the page is whole without it */ }
    if (list) fetched().then(function (it) { it.page(list); }).catch(nothing);
    else if (found && found.path === location.pathname && typeof found.query === "string") fetched().then(function (it) { return it.arrive(found); }).catch(nothing);
  }

  // --- Progress: fetched where there is something to tick, or where this reader has marked something ---
  function progress() {
    var meta = document.head.querySelector('meta[name="docent-progress"]');
    if (!meta) return;
    var data = meta.dataset, prefix = "docent:" + meta.content + ":", on = load("sessionStorage", prefix + "on") || "";
    var list = document.querySelector("main .run[data-key], main .task[data-item]");
    var rows = Array.prototype.slice.call(document.querySelectorAll("main > .foot .on-path [data-path]"));
    // On a step's page: the reader comes from its path, or has marked a step of it.
    function begun(row) {
      var key = row.dataset.path;
      return on.indexOf(JSON.stringify(key)) >= 0 || load("localStorage", prefix + "path:" + key);
    }
    // On the front page: anything is kept at all.
    function any() {
      try { return Object.keys(localStorage).some(function (key) { return key.indexOf(prefix + "path:") === 0; }); } catch (e) { return false; }
    }
    var resume = document.querySelector("main .resume") && any();
    if (!resume) root.classList.remove("resumes");
    if (!list && !document.querySelector("main .run") && !resume && !rows.some(begun)) return;
    arrives("link", data.css);
    [data.words, data.js].concat(list ? [data.list] : []).forEach(function (url) { arrives("script", url); });
  }

  window.docent = { copy: copy, say: say };
  theme();
  search();
  progress();
  terms();
  navigation();
  title();
  contents();
  function blocks() {
    copyButtons();
    scrollers();
  }
  blocks();
  // The live preview has changed the page in place.
  document.addEventListener("docent:patched", blocks);
  headingLinks();
  previews();
})();

// The preview's client: what the author saved appears where they were looking. See src/serve/protocol.rs.
//
// In: events of the server, pages fetched anew. Out: the page on the screen, changed in place.
//
// 1. differ: the page as it was served is compared with the page as it is served now, block by block, by the text of
//    their HTML. Only blocks that differ are touched, so scroll, open details, ticked boxes and focus stay as they are.
// 2. panel: what is wrong, above the last good page. 3. drawer: what docent knows of this page.
// 4. click to source. 5. the stream of events.
//
// No innerHTML, no inline style: it lives under the published site's policy, and all that it shows is text.
(function () {
  "use strict";
  var data = document.currentScript.dataset;
  var token = data.token, page = data.page, hash = data.hash, build = data.build;
  var canEdit = data.edit === "yes";
  var pristine = null; // the page as it was served: scripts have changed the one on the screen since

  function element(name, text, attributes) {
    var made = document.createElement(name);
    if (text != null) made.textContent = text;
    Object.keys(attributes || {}).forEach(function (key) { made.setAttribute(key, attributes[key]); });
    return made;
  }
  function address(path, more) {
    return "/__docent/" + path + "?" + new URLSearchParams(Object.assign({ token: token }, more));
  }
  function remembered(key, value) {
    try {
      if (value === undefined) return sessionStorage.getItem("docent:preview:" + key);
      sessionStorage.setItem("docent:preview:" + key, value);
    } catch (e) { /* storage is closed: nothing is kept over a reload */ }
    return null;
  }

  // --- 1. The differ -------------------------------------------------------------------------------------------

  var signatures = new WeakMap();
  // What a node is, but for line numbers, which all change below an added line.
  function signature(node) {
    var known = signatures.get(node);
    if (known === undefined) {
      known = node.nodeType === 1 ? node.outerHTML.replace(/ data-line="\d+"/g, "") : node.nodeType + ":" + node.data;
      signatures.set(node, known);
    }
    return known;
  }
  function nodes(parent) {
    return Array.prototype.filter.call(parent.childNodes, function (node) {
      return node.nodeType === 1 || (node.nodeType === 3 && node.data.trim() !== "") || isInline(node, parent);
    });
  }
  // White space counts where it stands between words.
  function isInline(node, parent) {
    return node.nodeType === 3 && /^(P|A|EM|STRONG|CODE|SPAN|LI|TD|TH|H[1-6]|DT|DD|SUMMARY|FIGCAPTION|MARK|DEL|SMALL|LABEL|KBD|SUP|SUB)$/.test(parent.nodeName);
  }
  // A script may have given a block a class: one that was served without any is still itself.
  function alike(a, b) {
    if (a.nodeName !== b.nodeName || a.nodeType !== 1) return a.nodeName === b.nodeName;
    return a.id === b.id && (!a.classList.length || a.classList[0] === b.classList[0]);
  }
  // For each served child, the one on the screen. Scripts have added some, and replaced some: those have no place here.
  function onScreen(live, served) {
    var there = Array.prototype.slice.call(live.childNodes), at = 0;
    return served.map(function (node) {
      for (var i = at; i < there.length; i++) {
        if (alike(node, there[i]) && (node.nodeType !== 3 || there[i].data === node.data)) { at = i + 1; return there[i]; }
      }
      return null;
    });
  }
  // Pairs of served and new children: equal ones first, then those in between that are of one kind.
  function pairs(before, after) {
    var mate = new Map(), start = 0, left = before.length, right = after.length;
    function same(i, j) { return signature(before[i]) === signature(after[j]); }
    while (start < left && start < right && same(start, start)) { mate.set(after[start], start); start++; }
    while (left > start && right > start && same(left - 1, right - 1)) { left--; right--; mate.set(after[right], left); }
    var at = start;
    for (var j = start; j < right; j++) {
      for (var i = at; i < left; i++) if (same(i, j)) { mate.set(after[j], i); at = i + 1; break; }
    }
    var free = start;
    for (j = start; j < right; j++) {
      if (mate.has(after[j])) { free = mate.get(after[j]) + 1; continue; }
      var end = left;
      for (var k = j + 1; k < right; k++) if (mate.has(after[k])) { end = mate.get(after[k]); break; }
      for (i = free; i < end; i++) if (alike(before[i], after[j])) { mate.set(after[j], i); free = i + 1; break; }
    }
    return mate;
  }

  // Makes `live`, which shows `before`, show `after`. Adds to `touched` what differs.
  function patch(live, before, after, touched) {
    if (before.nodeType === 3) {
      if (before.data !== after.data) { live.data = after.data; touched.push(live.parentElement); }
      return;
    }
    attributes(live, before, after);
    if (signature(before) === signature(after)) return lines(live, after);
    var served = nodes(before), fresh = nodes(after), there = onScreen(live, served), mate = pairs(served, fresh);
    var kept = new Set(mate.values());
    served.forEach(function (node, i) {
      if (kept.has(i) || !there[i]) return;
      there[i].remove();
      touched.push(live);
    });
    var last = null;
    fresh.forEach(function (node) {
      var i = mate.get(node), own = i === undefined ? null : there[i];
      if (own) patch(own, served[i], node, touched);
      else if (i === undefined) {
        own = document.importNode(node, true);
        touched.push(own.nodeType === 1 ? own : live);
      } else return; // a script took it: it is theirs
      // In order: moved only where it does not stand already.
      var next = last ? last.nextSibling : live.firstChild;
      if (own.parentNode !== live) live.insertBefore(own, next);
      last = own;
    });
  }
  function attributes(live, before, after) {
    Array.prototype.forEach.call(after.attributes, function (a) {
      if (before.getAttribute(a.name) !== a.value) live.setAttribute(a.name, a.value);
    });
    Array.prototype.forEach.call(before.attributes, function (a) {
      if (!after.hasAttribute(a.name)) live.removeAttribute(a.name);
    });
  }
  // The same block further down in the file.
  function lines(live, after) {
    var own = live.querySelectorAll("[data-line]"), fresh = after.querySelectorAll("[data-line]");
    if (own.length === fresh.length) fresh.forEach(function (node, i) { own[i].dataset.line = node.dataset.line; });
  }

  // --- What follows a change -----------------------------------------------------------------------------------

  function parse(html) { return new DOMParser().parseFromString(html, "text/html"); }
  function served() {
    return fetch(location.href, { cache: "no-store" }).then(function (answer) { return answer.text(); }).then(parse);
  }
  function hashOf(doc) {
    var own = doc.querySelector("script[data-token][data-hash]");
    return own ? own.dataset.hash : "";
  }

  function change(fresh) {
    if (!pristine) return reload();
    styles(fresh);
    var touched = [];
    titled(fresh.title);
    attributes(document.documentElement, pristine.documentElement, fresh.documentElement);
    patch(document.body, pristine.body, fresh.body, touched);
    pristine = fresh;
    hash = hashOf(fresh) || hash;
    document.dispatchEvent(new CustomEvent("docent:patched"));
    show(touched);
  }
  // New sheets first, then away with the old ones: never a moment without.
  function styles(fresh) {
    function sheets(doc) { return Array.prototype.slice.call(doc.querySelectorAll('head link[rel="stylesheet"]')); }
    var old = sheets(pristine).map(function (link) { return link.getAttribute("href"); });
    var wanted = sheets(fresh).map(function (link) { return link.getAttribute("href"); });
    var live = sheets(document);
    var gone = live.filter(function (link) {
      var href = link.getAttribute("href");
      return old.indexOf(href) >= 0 && wanted.indexOf(href) < 0;
    });
    wanted.filter(function (href) { return old.indexOf(href) < 0; }).forEach(function (href) {
      var link = element("link", null, { rel: "stylesheet", href: href });
      link.onload = link.onerror = function () { gone.forEach(function (old) { old.remove(); }); };
      var first = gone[0] || live[live.length - 1];
      if (first) first.after(link); else document.head.append(link);
    });
  }
  // The first change in the text is shown, and marked for a moment; changes around it are not.
  function show(touched) {
    var main = document.querySelector("main");
    var inside = touched.filter(function (node) { return node && node.isConnected && main && main !== node && main.contains(node); });
    if (!inside.length) return;
    var first = inside.reduce(function (a, b) {
      return a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_PRECEDING ? b : a;
    });
    var block = first.closest("[data-line]") || first;
    var box = block.getBoundingClientRect();
    if (box.bottom < 56 || box.top > innerHeight) block.scrollIntoView({ block: "center" });
    block.classList.remove("docent-changed");
    void block.offsetWidth; // begins the animation anew
    block.classList.add("docent-changed");
    block.addEventListener("animationend", function () { block.classList.remove("docent-changed"); }, { once: true });
  }
  function reload() {
    remembered("scroll:" + location.pathname, String(scrollY));
    location.reload();
  }
  function restore() {
    var at = remembered("scroll:" + location.pathname);
    if (!at) return;
    remembered("scroll:" + location.pathname, "");
    scrollTo(scrollX, +at);
  }

  // --- 2. The panel ----------------------------------------------------------------------------------------------

  var title = document.title, errors = [], warnings = [], folded = false;
  var icon = document.querySelector('link[rel="icon"]'), iconHref = icon && icon.getAttribute("href");
  var dot = "data:image/svg+xml," + encodeURIComponent("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 8 8'><circle cx='4' cy='4' r='4' fill='#b3261e'/></svg>");

  // A tab in the background tells that something is wrong.
  function titled(text) {
    title = text;
    document.title = errors.length ? "✗ " + title : title;
    if (icon) icon.setAttribute("href", errors.length ? dot : iconHref);
  }
  function place(problem) {
    var at = problem.place || problem;
    return problem.file + (at.line ? ":" + at.line + ":" + at.column : "");
  }
  function position(problem) { return problem.place || problem; }
  function opens(file, line, column, text) {
    if (!canEdit) return element("code", text);
    var button = element("button", text, { type: "button", class: "docent-link", title: "Open in the editor" });
    button.addEventListener("click", function () { edit(file, line, column); });
    return button;
  }
  function problem(one) {
    var at = position(one), item = element("li", null, { class: one.severity });
    var head = element("p", null, { class: "docent-place" });
    head.append(one.can_open === false ? element("code", place(one)) : opens(one.file, at.line || 1, at.column || 1, place(one)));
    item.append(head, element("p", one.message, { class: "docent-message" }));
    if ((one.lines || []).length) item.append(source(one, at));
    if (one.hint) item.append(element("p", one.hint, { class: "docent-hint" }));
    return item;
  }
  function source(one, at) {
    var width = String(one.lines[one.lines.length - 1][0]).length;
    var text = one.lines.map(function (line) {
      var row = String(line[0]).padStart(width) + " │ " + line[1];
      if (line[0] !== at.line || !at.column) return row;
      // The caret stands below its character: tabs keep their width.
      var before = Array.from(line[1]).slice(0, at.column - 1).map(function (c) { return c === "\t" ? "\t" : " "; }).join("");
      return row + "\n" + " ".repeat(width) + " │ " + before + "^".repeat(Math.max(1, Math.min(at.length || 1, 80)));
    });
    return element("pre", text.join("\n"));
  }
  function count(n, word) { return n + " " + word + (n === 1 ? "" : "s"); }

  var panel = element("section", null, { id: "docent-preview", role: "alert", "aria-label": "Problems", hidden: "" });
  var bar = element("aside", null, { id: "docent-bar", "aria-label": "docent preview" });
  var state = element("button", null, { type: "button", id: "docent-state", "aria-expanded": "false" });
  bar.append(state);

  function told() {
    titled(title);
    panel.hidden = folded || !errors.length;
    panel.replaceChildren();
    if (errors.length) {
      var close = element("button", "Hide (Esc)", { type: "button", class: "docent-close" });
      close.addEventListener("click", fold);
      var list = element("ol");
      errors.forEach(function (one) { list.append(problem(one)); });
      panel.append(close, element("h2", count(errors.length, "error")), list);
      if (warnings.length) panel.append(more(count(warnings.length, "warning"), warnings));
    }
    status();
  }
  function more(text, problems) {
    var box = element("details"), list = element("ol");
    problems.forEach(function (one) { list.append(problem(one)); });
    box.append(element("summary", text), list);
    return box;
  }
  function fold() { folded = true; told(); }

  // --- 3. The drawer ------------------------------------------------------------------------------------------------

  var drawer = element("aside", null, { id: "docent-drawer", "aria-label": "This page", hidden: "" });
  var connected = false;

  function status() {
    var parts = [connected ? "Preview" : "Preview: connection lost"];
    if (errors.length) parts.push(count(errors.length, "error"));
    if (warnings.length) parts.push(count(warnings.length, "warning"));
    state.textContent = parts.join(" · ");
    state.className = !connected ? "lost" : errors.length ? "error" : warnings.length ? "warning" : "";
  }
  state.addEventListener("click", function () {
    if (errors.length && folded) { folded = false; return told(); }
    toggle(drawer.hidden);
  });
  function toggle(open) {
    drawer.hidden = !open;
    state.setAttribute("aria-expanded", String(open));
    if (open) fill(); else if (drawer.contains(document.activeElement)) state.focus();
  }
  function fill() {
    fetch(address("page", { page: page })).then(function (answer) { return answer.json(); }).then(drawn, function () {
      drawer.replaceChildren(element("p", "The preview does not answer."));
    });
  }
  function drawn(info) {
    drawer.replaceChildren(element("h2", info.title));
    var facts = element("p");
    if (info.source) facts.append(opens(info.source, 1, 1, info.source), " · ");
    facts.append(info.words + " words, " + info.minutes + " min");
    drawer.append(facts);
    listed("Problems", info.problems.map(problem));
    listed("Broken links", info.broken_links.map(function (link) { return element("li", link); }));
    listed("Linked from", info.backlinks.map(function (link) { return linked(link.url, link.title); }));
    listed("Languages", info.translations.map(function (one) {
      var words = { here: "this page", translated: "translated", missing: "missing" }[one.state] || one.state;
      return one.url && one.state !== "here" ? linked(one.url, one.lang + ": " + words) : element("li", one.lang + ": " + words);
    }));
  }
  function linked(url, text) {
    var item = element("li");
    item.append(element("a", text, { href: url }));
    return item;
  }
  function listed(name, items) {
    if (!items.length) return;
    var list = element("ul");
    list.append.apply(list, items);
    drawer.append(element("h3", name), list);
  }

  // --- 4. To the source ----------------------------------------------------------------------------------------------

  function edit(file, line, column) {
    fetch(address("open", { file: file, line: line || 1, column: column || 1 }), { method: "POST" }).then(function (answer) {
      if (!answer.ok) return answer.text().then(say);
    }, function () { say("The preview does not answer."); });
  }
  function say(text) {
    state.textContent = text;
    setTimeout(status, 4000);
  }
  // The page's own file: embedded text says which file it is from.
  function toSource(block) {
    var from = block && block.closest("[data-file]"), line = block && block.closest("[data-line]");
    if (from) return edit(from.dataset.file, line ? +line.dataset.line : 1, 1);
    fetch(address("page", { page: page })).then(function (answer) { return answer.json(); }).then(function (info) {
      if (info.source) edit(info.source, line ? +line.dataset.line : 1, 1);
    });
  }
  if (canEdit) {
    document.addEventListener("dblclick", function (event) {
      var at = event.target;
      if (at.closest("a, button, input, textarea, select, summary, label, #docent-preview, #docent-bar, #docent-drawer")) return;
      if (!at.closest("[data-line], main .head")) return;
      getSelection().removeAllRanges();
      toSource(at);
    });
  }
  addEventListener("keydown", function (event) {
    if (event.key === "Escape") {
      if (document.querySelector("dialog[open]")) return;
      if (!panel.hidden) return fold();
      if (!drawer.hidden) return toggle(false);
    }
    if (!event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.code === "KeyE" && canEdit) { event.preventDefault(); toSource(readNow()); }
    if (event.code === "KeyI") { event.preventDefault(); toggle(drawer.hidden); }
  });
  // The block that has the focus, else the first one in view.
  function readNow() {
    var focused = document.activeElement && document.activeElement.closest("[data-line]");
    return focused || Array.prototype.find.call(document.querySelectorAll("main [data-line]"), function (block) {
      return block.getBoundingClientRect().bottom > 72;
    });
  }

  // --- 5. The stream ---------------------------------------------------------------------------------------------------

  var stream = null, wait = null;
  function connect() {
    clearTimeout(wait);
    if (stream) stream.close();
    stream = new EventSource(address("events", { page: page, hash: hash }));
    stream.onopen = function () { connected = true; status(); };
    stream.onmessage = function (message) { hear(JSON.parse(message.data)); };
    stream.onerror = function () {
      // The hash has changed since this address was made: a new one.
      stream.close();
      connected = false;
      status();
      wait = setTimeout(again, 1000);
    };
  }
  // A server that was started anew does not know our token, and an EventSource does not tell why it was refused: the page
  // that is served now says which token counts. With the same one there is nothing that loading anew would change.
  function again() {
    served().then(function (fresh) {
      var own = fresh.querySelector("script[data-token]");
      if (own && own.dataset.token !== token) return reload();
      retry();
    }).catch(retry);
  }
  // Nobody looks at it by now: it connects when somebody does.
  function retry() { if (!document.hidden) connect(); }
  // One change after the other: the next is fetched when this one is shown.
  var work = Promise.resolve();
  function hear(event) {
    build = event.id;
    if (event.kind === "reload") return reload();
    if (event.kind === "patch" || event.kind === "css") {
      work = work.then(served).then(function (fresh) {
        if (hashOf(fresh) !== hash) change(fresh);
      }).catch(function () { /* the stream tells when the server is back */ });
      return;
    }
    if (JSON.stringify(errors) !== JSON.stringify(event.errors || [])) folded = false;
    errors = event.errors || [];
    warnings = event.warnings || [];
    told();
    if (!drawer.hidden) fill();
  }
  // Browsers open six connections to a server: a tab that nobody sees leaves its own to others.
  document.addEventListener("visibilitychange", function () {
    if (!document.hidden) return connect();
    clearTimeout(wait);
    if (stream) stream.close();
  });

  document.head.append(element("link", null, { rel: "stylesheet", href: "/__docent/client.css" }));
  document.body.append(panel, drawer, bar);
  status();
  restore();
  // The page as it was served, unless it has changed meanwhile: then the first change is a reload.
  work = served().then(function (doc) { if (hashOf(doc) === hash) pristine = doc; }).catch(function () {});
  if (!document.hidden) connect();
})();

// Search: fetched when a reader first wants it (see "Search" in docent.js, which fills in `docentSearch`).
//
//   files    what the index is made of: fetched, or from a folder on disk taken out of scripts
//   engine   the wasm: asked, it answers, or says which files it needs first
//   rows     an answer becomes elements. No HTML is ever read: what is shown goes in as text
//   box      a field, filters, results, and what is said when there are none
//   dialog   the box over a page: a combobox with a listbox, the focus stays in the field
//   page     the box in search.html
//   marks    the searched words on the page that a result opened
(function () {
  "use strict";

  const it = window.docentSearch; // {site: URL of the top, all: address of search.html, prefix: of storage, words}
  const FORMAT = 1;
  const ROUNDS = 6; // of "I need these files first"
  const SHOWN = 10; // pages in one answer
  const SECTIONS = 3; // of one page
  const language = document.documentElement.lang;
  const plurals = new Intl.PluralRules(language);
  const digits = new Intl.NumberFormat(language);

  // --- Words ---------------------------------------------------------------------

  // The sentence of a key in the page's language; `{name}` is filled, `n` chooses the plural form.
  function say(key, values = {}) {
    const known = it.words.words[key] ?? key;
    const form = typeof known === "string" ? known : known[plurals.select(values.n ?? 1)] ?? known.other;
    const shown = { ...values, n: digits.format(values.n ?? 0) };
    return form.replace(/\{(\w+)\}/g, (all, name) => shown[name] ?? all);
  }

  function stored(storage, key) {
    try { return JSON.parse(window[storage].getItem(it.prefix + key)); } catch { return null; }
  }
  function store(storage, key, value) {
    try {
      if (value === null) window[storage].removeItem(it.prefix + key);
      else window[storage].setItem(it.prefix + key, JSON.stringify(value));
    } catch { /* storage is closed: nothing is remembered */ }
  }

  // An element; what it holds goes in as text or as elements.
  function el(tag, attributes, ...inside) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes ?? {})) {
      if (value !== null && value !== undefined && value !== false) made.setAttribute(name, value === true ? "" : value);
    }
    made.append(...inside.filter((part) => part !== null && part !== undefined));
    return made;
  }
  function button(attributes, text, act) {
    const made = el("button", { type: "button", ...attributes }, text);
    made.addEventListener("click", act);
    return made;
  }

  // --- Files ---------------------------------------------------------------------

  const folder = new URL("search/", it.site);
  const onDisk = !/^https?:$/.test(location.protocol);

  // What is wrong with a file. `final`: it was wrong before, asking again is no use.
  function damaged(name, final = false) {
    return Object.assign(new Error(`search: ${name}`), { name: "Damaged", file: name, final });
  }

  // From a server. `again`: past every cache, because what was there did not fit together.
  async function fetched(name, cache) {
    const response = await fetch(new URL(name, folder), { cache });
    if (!response.ok) throw damaged(name);
    return response;
  }

  // From disk, where nothing can be fetched: scripts hold the files, 64 shards or pages each.
  let packs = new Map();
  let packed = new Map();
  window.docentPack = (files) => { for (const [name, text] of Object.entries(files)) packed.set(name, text); };

  function pack(name) {
    const part = name.match(/^([ipvf])(\d+)-/);
    const file = part ? `${part[1]}${Math.floor(part[2] / 64)}.js` : "start.js";
    if (!packs.has(file)) packs.set(file, script(new URL(`offline/${file}`, folder)));
    return packs.get(file);
  }
  function script(url) {
    if (engines > 1) url.search = engines; // a second reading, not the one that is remembered
    return new Promise((done, failed) => {
      const made = el("script", { src: url.href });
      made.onload = () => { made.remove(); done(); };
      made.onerror = () => { made.remove(); failed(damaged(url.pathname)); };
      document.head.append(made);
    });
  }
  async function unpacked(name) {
    await pack(name);
    if (!packed.has(name)) throw damaged(name);
    return new Response(Uint8Array.from(atob(packed.get(name)), (c) => c.charCodeAt(0)));
  }

  const inflated = async (response) =>
    new Uint8Array(await new Response(response.body.pipeThrough(new DecompressionStream("deflate-raw"))).arrayBuffer());

  // --- Engine --------------------------------------------------------------------

  let engines = 0; // how many were started: the first, and one more each time that something was wrong
  let current = null; // the promise of one
  const hopeless = new Set(); // files that were wrong with a new engine too
  let dead = false; // none could be started

  // Starts an engine: the entry says which index and which engine belong together.
  async function start(again) {
    engines += 1;
    const cache = again ? "reload" : "default";
    if (again) [packs, packed] = [new Map(), new Map()];
    const read = (name, how = cache) => (onDisk ? unpacked(name) : fetched(name, how));
    const index = await (await read("entry.json", again ? "reload" : "no-cache")).text();
    const entry = JSON.parse(index);
    if (entry.format !== FORMAT) throw damaged("entry.json");
    const [meta, code] = await Promise.all([read(entry.meta).then(inflated), read(entry.engine).then((r) => r.arrayBuffer())]);
    const { instance } = await WebAssembly.instantiate(code, {});
    return { index, ...begin(instance.exports, meta, read) };
  }

  function begin(wasm, meta, read) {
    const files = new Map(); // name -> promise that the engine has it
    const utf8 = new TextEncoder();

    // One buffer takes what goes in; `name(...)` then reads it, and answers 0 if all is well.
    function call(name, bytes, ...more) {
      const at = wasm.alloc(bytes.length);
      new Uint8Array(wasm.memory.buffer, at, bytes.length).set(bytes);
      if (wasm[name](...more) !== 0) throw damaged(name);
    }
    function told(name, lines) {
      call(name, utf8.encode(lines.join("\n")));
      const bytes = new Uint8Array(wasm.memory.buffer, wasm.answer(), wasm.answer_len());
      return JSON.parse(new TextDecoder().decode(bytes));
    }
    async function add(name) {
      if (hopeless.has(name)) throw damaged(name, true);
      if (!/^[\w-]+\.bin$/.test(name)) throw damaged(name);
      try {
        const [title, bytes] = [utf8.encode(name), await inflated(await read(name))];
        const both = new Uint8Array(title.length + bytes.length);
        both.set(title);
        both.set(bytes, title.length);
        call("add", both, title.length);
      } catch {
        files.delete(name);
        throw damaged(name);
      }
    }
    function need(name) {
      if (!files.has(name)) files.set(name, add(name));
      return files.get(name);
    }

    // The answer; null if the reader has typed on meanwhile.
    async function ask({ query, limit, wait, stale }) {
      for (let round = 0; round < ROUNDS; round += 1) {
        const answer = told("ask", [1, language, limit, query]); // 1: the last word may go on
        if (!answer.needs) return answer;
        await wait(answer.needs.filter((name) => name[0] !== "f" && !files.has(name)).length, round);
        if (stale()) return null;
        await Promise.all(answer.needs.map(need));
        if (stale()) return null;
      }
      throw damaged("asks for ever");
    }

    call("start", meta);
    return { ask, mark: (query, text) => told("mark", [language, query, text]) };
  }

  // Does something with an engine. When a file is missing or damaged, most likely a newer handbook was published while
  // this page was open: the entry is read anew, once. If that is no better, the engine that was there goes on with what
  // it has; what is wrong is not asked for again until the reader wants it (`hope`).
  async function withEngine(act) {
    if (dead) throw damaged("engine", true);
    current ??= start(false);
    const mine = current;
    let before = null;
    try {
      before = await mine;
      return await act(before);
    } catch (error) {
      if (error.final) throw error;
      if (current === mine) current = start(true);
    }
    const next = current;
    try {
      return await act(await next);
    } catch (error) {
      const started = await next.catch(() => null);
      dead = !started && !before;
      if (error.file) hopeless.add(error.file);
      if (current === next) current = before && (!started || started.index === before.index) ? mine : error.file ? next : null;
      throw error;
    }
  }
  function hope() {
    if (dead || hopeless.size > 0) [current, dead] = [null, false];
    hopeless.clear();
  }
  // A newer handbook, seen before anything is missing: the next question is answered by it.
  async function renew() {
    const mine = current;
    if (!mine || onDisk) return false;
    const [{ index }, text] = await Promise.all([mine, fetched("entry.json", "no-cache").then((r) => r.text())]);
    if (text === index || current !== mine) return false;
    current = null;
    return true;
  }

  // --- Rows ----------------------------------------------------------------------

  // `text` with <mark> around the ranges (UTF-16).
  function marked(text, ranges) {
    const parts = [];
    let end = 0;
    for (const [from, to] of ranges ?? []) {
      if (from < end || to <= from || to > text.length) continue;
      parts.push(text.slice(end, from), el("mark", null, text.slice(from, to)));
      end = to;
    }
    return [...parts, text.slice(end)];
  }

  // A place below the site, read once and whole; null for anything else, whoever wrote it.
  function below(path) {
    const url = typeof path === "string" && URL.canParse(path, it.site) ? new URL(path, it.site) : null;
    return url?.href.startsWith(it.site.href) ? url : null;
  }
  // Where a result leads. An index says only what lies below the site, whatever happened to it.
  function address(page, anchor) {
    const url = below(page.url);
    if (!url) return it.all;
    url.hash = anchor ? encodeURIComponent(anchor) : "";
    return url.href;
  }

  const typeName = (type, many) => it.words.types[type]?.[many ? 1 : 0] ?? type;
  const langName = (lang) => it.words.langs[lang] ?? lang;

  // The first row of a page: its title, which section of it, where it stands, and the excerpt.
  function lead(page, section, row) {
    const title = el("span", { class: "title" }, ...marked(page.title, page.title_marks));
    if (section.anchor) {
      title.append(el("span", { class: "inside" }, ...marked(section.heading, section.heading_marks)));
    }
    const foreign = page.lang && page.lang !== language;
    const kind = [page.type && typeName(page.type), foreign && langName(page.lang)].filter(Boolean).join(" · ");
    return row({ href: address(page, section.anchor), lang: foreign && page.lang },
      title,
      kind && el("small", { class: "what", lang: foreign && language }, kind),
      page.crumbs.length > 0 ? el("small", { class: "where" }, page.crumbs.join(" / ")) : null,
      excerpt(section));
  }
  function further(page, section, row) {
    return row({ href: address(page, section.anchor), class: "further" },
      el("span", { class: "title" }, ...marked(section.heading || page.title, section.heading_marks)), excerpt(section));
  }
  function excerpt(section) {
    return section.excerpt ? el("span", { class: "excerpt" }, ...marked(section.excerpt, section.marks)) : null;
  }

  // A page and its sections. `row` makes a link: an option of a listbox, or an item of a list.
  function pageRows(page, row) {
    const sections = page.sections.length > 0 ? page.sections.slice(0, SECTIONS) : [{ anchor: "", heading: "", excerpt: "" }];
    const rows = sections.map((section, index) => (index === 0 ? lead : further)(page, section, row));
    const more = (page.more ?? 0) + page.sections.length - sections.length;
    if (more > 0) rows.at(-1).append(el("small", { class: "more" }, say("more", { n: more })));
    return rows;
  }

  // --- Box -----------------------------------------------------------------------

  const FACETS = [["type", "types", 6], ["lang", "langs", 4], ["tag", "tags", 4]];

  // A field with filters and results. `host` shows rows (`show`, `empty`), hears what was searched (`searched`) and in
  // which `state` the box is. What comes back: the elements, and `look`, which searches for what the field holds.
  function box(host) {
    const field = el("input", { type: "text", class: "field", autocomplete: "off", autocapitalize: "off", spellcheck: "false",
      autocorrect: "off", enterkeyhint: "search", maxlength: "300", placeholder: say("placeholder"), ...host.field });
    const strip = el("div", { class: "strip" });
    const unfold = button({ class: "chip", "aria-expanded": "false", "aria-label": say("filters") }, "…", () => {
      unfold.setAttribute("aria-expanded", String(filters.classList.toggle("open")));
    });
    const filters = el("div", { class: "filters", role: "group", "aria-label": say("filter"), hidden: true }, strip, unfold);
    const count = el("p", { class: "count", "aria-hidden": "true", hidden: true });
    const said = el("p", { class: "vh", role: "status" });
    const note = el("div", { class: "note", hidden: true });
    const chosen = new Map(); // key of a filter -> value
    let turn = 0, saying, limit = SHOWN;
    let answered = null; // {text, answer} of what is shown
    let pressed = null; // the filter that was: Safari gives a button that is clicked no focus

    const pause = (time) => new Promise((done) => { setTimeout(done, time); });
    const quote = (value) => (/[\s"]/.test(value) ? `"${value.replaceAll('"', " ")}"` : value);
    // Filters stand first: a quotation mark that is still open would swallow them.
    const wanted = (text) => [...[...chosen].map(([key, value]) => `${key}:${quote(value)}`), text].join(" ");
    const plain = (query) => query.slice(wanted("").length);

    // Shown at once, but said when the typing has stopped: nobody wants to hear a count for every letter.
    function tell(text, shown = text) {
      count.textContent = shown;
      count.hidden = !shown;
      clearTimeout(saying);
      saying = setTimeout(() => { said.textContent = text; }, 300);
    }
    function notice(...parts) {
      note.replaceChildren(...parts.filter(Boolean));
      note.hidden = parts.length === 0;
    }

    // Searches. Files are fetched only when the typing has paused; many of them (for a word that nothing is like), when
    // it has paused for longer.
    async function look(typing) {
      const text = field.value.normalize("NFC").replace(/\s/g, " ");
      const mine = ++turn;
      const stale = () => mine !== turn;
      if (!text.trim()) return empty();
      if (answered?.text !== text) limit = SHOWN;
      const slow = setTimeout(() => { if (!stale()) loading(); }, 200);
      const wait = (files, round) => typing && (files > 6 ? pause(350) : round === 0 && files > 0 && pause(120));
      try {
        const request = { query: wanted(text.trimStart()), limit, wait, stale };
        const answer = await withEngine((engine) => engine.ask(request));
        if (answer && !stale()) show(text, answer);
      } catch {
        if (!stale()) failed();
      } finally {
        clearTimeout(slow);
      }
    }

    function empty() {
      chosen.clear();
      answered = null;
      filters.hidden = true;
      tell("");
      notice();
      host.state("empty", "");
      host.empty();
    }
    function loading() {
      host.state("loading", field.value);
      if (!answered) { host.show([]); notice(el("p", null, say("loading"))); }
    }
    function failed() {
      answered = null;
      host.state("failed", field.value);
      filters.hidden = true;
      host.show([]);
      tell(say("failed"), "");
      const retry = button({ class: "act" }, say("retry"), () => { hope(); field.focus(); look(); });
      notice(el("p", { class: "loud" }, say("failed")), el("p", null, say("failed_tip")),
        el("p", { class: "acts" }, allPages(), retry));
    }
    function allPages() {
      return host.all ? el("a", { class: "act", href: it.all }, say("browse")) : null;
    }

    function show(text, answer) {
      answered = { text, answer };
      const asked = text.trim();
      const corrected = answer.corrected && plain(answer.corrected).trim();
      chips(answer);
      host.searched(corrected || asked);
      host.state(answer.pages.length === 0 ? "none" : "found", text);
      if (answer.pages.length === 0) return none(asked, corrected, answer);
      notice();
      const other = corrected && corrected !== asked;
      tell(say(other ? "corrected" : "count", { n: answer.total, query: corrected || asked, typed: asked }));
      host.show(answer.pages, { total: answer.total, shown: answer.pages.length, query: wanted(asked), more: moreResults });
    }
    function moreResults() {
      limit += SHOWN;
      return look();
    }

    function none(asked, corrected, answer) {
      host.show([]);
      const filtered = chosen.size > 0;
      const loud = say(filtered ? "none_filtered" : "none", { query: asked });
      tell(loud, "");
      const acts = [
        corrected && corrected !== asked && button({ class: "act" }, say("suggest", { query: corrected }), () => set(corrected)),
        filtered && button({ class: "act" }, say("unfilter"), () => { chosen.clear(); field.focus(); look(); }),
        ...answer.langs.filter(([lang]) => chosen.get("lang") !== lang).map(([lang, n]) =>
          button({ class: "act" }, say("elsewhere", { n, name: langName(lang) }), () => { chosen.set("lang", lang); field.focus(); look(); })),
        allPages(),
      ];
      notice(el("p", { class: "loud" }, loud),
        el("p", null, say("tips")), el("p", { class: "acts" }, ...acts.filter(Boolean)));
    }

    // Filters with their counts; the chosen one stays even when nothing is left of it, and one that all results have
    // would filter nothing.
    function chips(answer) {
      const at = pressed ?? (strip.contains(document.activeElement) ? document.activeElement.dataset.filter : null);
      pressed = null;
      const made = FACETS.flatMap(([key, list, most]) => {
        const all = answer[list].slice(0, most), value = chosen.get(key);
        if (value !== undefined && !all.some(([name]) => name === value)) all.push([value, 0]);
        const useful = all.length > 1 || all.some(([name, n]) => name === value || n < answer.total);
        return useful ? all.map(([name, n]) => chip(key, name, n)) : [];
      });
      strip.replaceChildren(...made);
      filters.hidden = made.length === 0;
      unfold.hidden = !filters.classList.contains("open") && strip.scrollWidth <= strip.clientWidth;
      if (at) (made.find((made) => made.dataset.filter === at) ?? field).focus();
    }
    function chip(key, name, n) {
      const shown = key === "type" ? typeName(name, true) : key === "lang" ? langName(name) : `#${name}`;
      const on = chosen.get(key) === name;
      const made = button({ class: "chip", "aria-pressed": String(on), "data-filter": `${key}:${name}` }, shown, () => {
        if (on) chosen.delete(key); else chosen.set(key, name);
        pressed = made.dataset.filter;
        look();
      });
      if (n > 0) made.append(" ", el("small", null, digits.format(n)));
      return made;
    }

    function set(text) {
      field.value = text;
      field.focus();
      look();
    }

    field.addEventListener("input", () => look(true));
    return { field, filters, count, said, note, look, isAnswered: () => answered?.text.trim() === field.value.trim() };
  }

  // What the opened page is to mark: what was asked (as it was understood), and the words of the result that go on as a
  // word of the question begins. Other names of the same thing are not marked: not everything of them is about it.
  function remember(link, query) {
    const asked = query.toLowerCase().split(/\s+/).filter((word) => word.length > 1);
    const marks = [...link.parentElement.querySelectorAll("mark")].map((mark) => mark.textContent.toLowerCase());
    const words = new Set(marks.filter((mark) => asked.some((word) => mark.startsWith(word))));
    const found = { path: new URL(link.href).pathname, query, words: [...words].join(" ").slice(0, 300) };
    store("sessionStorage", "found", found);
    return found;
  }
  // A link to another place of this page opens no page: its words are marked at once.
  function staysHere(link) {
    const url = new URL(link.href);
    return url.hash !== "" && url.href.split("#")[0] === location.href.split("#")[0];
  }

  // --- Dialog --------------------------------------------------------------------

  let dialog = null;

  function makeDialog() {
    let query = null; // what the rows were found for
    let selected = -1, options = [], openFirst = false, pressedOutside = false;
    const list = el("div", { class: "list", id: "d-found", role: "listbox", "aria-label": say("results"), hidden: true });
    const combo = { role: "combobox", "aria-label": say("field"), "aria-autocomplete": "list", "aria-expanded": "false",
      "aria-controls": "d-found", "aria-haspopup": "listbox" };
    const parts = box({ field: combo, all: true, state, empty, searched: (text) => { query = text; }, show });
    const { field } = parts;
    const cancel = button({ class: "cancel", "aria-label": say("cancel") }, el("span", null, say("cancel")), () => shell.close());
    const results = el("div", { class: "results" }, parts.note, list, slash());
    const shell = el("dialog", { class: "search", "aria-label": say("field") },
      el("div", { class: "bar" }, field, cancel), parts.filters, parts.count, parts.said, results, footer());

    function state(name, asked) {
      Object.assign(shell.dataset, { state: name, asked });
      if (name !== "loading" && name !== "found") openFirst = false;
    }

    // Options are links: a middle click, "open in a new tab" and "copy address" are the browser's own.
    function row({ href, lang, class: name }, ...inside) {
      const link = el("a", { role: "option", class: name, href, lang, tabindex: "-1", id: `d-found-${options.length}`,
        "aria-selected": "false" }, ...inside.filter(Boolean));
      options.push(link);
      return link;
    }
    function group(label, rows, title) {
      return el("div", { role: "group", "aria-label": label }, title ? el("p", { class: "group", "aria-hidden": "true" }, title) : null, ...rows);
    }
    function fill(groups) {
      list.replaceChildren(...groups);
      list.hidden = options.length === 0;
      field.setAttribute("aria-expanded", String(options.length > 0));
      results.scrollTop = 0;
    }

    function show(pages, { total, shown, query: asked } = {}) {
      options = [];
      const groups = pages.map((page) => group(page.title, pageRows(page, row)));
      if (total > shown) {
        const href = `${it.all}?q=${encodeURIComponent(asked)}`;
        const text = say("all", { n: total });
        groups.push(group(text, [row({ href, class: "every" }, text)]));
      }
      fill(groups);
      select(options.length > 0 ? 0 : -1);
      if (!openFirst || options.length === 0) return;
      openFirst = false;
      options[0].click();
    }

    // Nothing typed: what was read last, and where the handbook begins.
    function empty() {
      [options, query] = [[], null];
      const here = location.href.split(/[?#]/)[0];
      const kept = stored("localStorage", "recent");
      const pages = (Array.isArray(kept) ? kept : []).filter((page) => Array.isArray(page) && below(page[0]));
      const recent = pages.map(([path, title]) => [below(path).href, String(title)]);
      const tops = document.querySelectorAll("#d-nav > ul > li > a, .cards h2 > a");
      const starts = [...tops].map((a) => [a.href, a.textContent]).slice(0, 6);
      const links = (all) => all.map(([href, title]) => row({ href }, el("span", { class: "title" }, title)));
      const sections = [["recent", recent.filter(([href]) => href !== here).slice(0, 5)], ["start", starts]];
      fill(sections.filter(([, all]) => all.length > 0).map(([key, all]) => group(say(key), links(all), say(key))));
      select(-1);
    }

    function select(index) {
      options[selected]?.setAttribute("aria-selected", "false");
      selected = index;
      const option = options[index];
      if (!option) return field.removeAttribute("aria-activedescendant");
      option.setAttribute("aria-selected", "true");
      field.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    }
    function move(step) {
      if (options.length === 0) return;
      const from = selected < 0 && step < 0 ? 0 : selected;
      select((from + step + options.length) % options.length);
    }

    function enter(event) {
      const option = options[selected];
      // Faster than the answer: the first result is opened when it is there.
      if (!parts.isAnswered() && field.value.trim()) { openFirst = true; parts.look(); return; }
      if (!option) return;
      if (!event.ctrlKey && !event.metaKey) return option.click();
      // The new tab gets a copy of this tab's storage, and so the words to mark.
      remember(option, query);
      window.open(option.href, "_blank");
      store("sessionStorage", "found", null);
    }

    field.addEventListener("input", () => { openFirst = false; });
    field.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      if (event.key === "ArrowDown") move(1);
      else if (event.key === "ArrowUp") move(-1);
      else if (event.key === "Enter") enter(event);
      else return;
      event.preventDefault();
    });
    list.addEventListener("pointermove", (event) => {
      const option = event.target.closest("[role=option]");
      if (option && event.pointerType === "mouse" && options[selected] !== option) select(options.indexOf(option));
    });
    list.addEventListener("click", (event) => {
      const link = event.target.closest("[role=option]");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
      const found = query && !link.classList.contains("every") ? remember(link, query) : null;
      const here = staysHere(link);
      shell.close();
      if (!here) return;
      store("sessionStorage", "found", null);
      if (found) it.arrive(found);
    });
    // A press that begins in the field and ends outside of it (selecting its text) closes nothing.
    shell.addEventListener("pointerdown", (event) => { pressedOutside = event.target === shell; });
    shell.addEventListener("click", (event) => { if (pressedOutside && event.target === shell) shell.close(); });

    function footer() {
      const key = (names, word) => el("span", null, ...names.map((name) => el("kbd", null, name)), " ", say(word));
      const chord = /Mac|iP/.test(navigator.platform) ? "⌘" : "Ctrl";
      return el("div", { class: "keys" },
        key(["↑", "↓"], "move"), key(["Enter"], "open"), key([chord, "Enter"], "tab"), key(["Esc"], "close"));
    }
    // A key of one character must be such that it can be switched off (WCAG 2.1.4).
    function slash() {
      const check = el("input", { type: "checkbox", id: "d-slash" });
      check.checked = stored("localStorage", "slash") !== false;
      check.addEventListener("change", () => store("localStorage", "slash", check.checked ? null : false));
      const words = say("slash").split("**").map((part, index) => (index % 2 ? el("kbd", null, part) : part));
      return el("label", { class: "slash" }, check, el("span", null, ...words));
    }

    document.body.append(shell);
    return {
      open(text) {
        if (shell.open) return field.select();
        shell.showModal();
        hope();
        if (text && !field.value) field.value = text;
        parts.look();
        field.focus();
        field.select();
        // Fetched while the first word is typed.
        renew().catch(() => false).then((newer) => (newer ? parts.look() : withEngine(() => null)))
          .catch(() => { /* told when something is asked */ });
      },
    };
  }

  it.open = () => {
    dialog ??= makeDialog();
    dialog.open(arrivedFor);
  };

  // --- Page ----------------------------------------------------------------------

  it.page = (place) => {
    const list = el("ol", { class: "list" });
    let query = null;
    const parts = box({ field: { id: "d-query", "aria-labelledby": "d-title" }, all: false, state, empty, searched, show });
    const more = button({ class: "act" }, say("next"), () => { next(); });
    let next = () => {};
    more.hidden = true;

    function state(name, asked) {
      Object.assign(place.dataset, { state: name, asked });
    }
    function row({ href, lang, class: name }, ...inside) {
      return el("a", { href, lang, class: name }, ...inside.filter(Boolean));
    }
    function show(pages, { total, shown, more: further } = {}) {
      list.replaceChildren(...pages.map((page) => el("li", null, ...pageRows(page, row))));
      more.hidden = !(total > shown);
      next = further;
    }
    function empty() {
      query = null;
      show([]);
      keep("");
    }
    function searched(text) {
      query = text;
      keep(parts.field.value.trim());
    }
    // The address can be kept and sent; going back is not filled with every letter.
    function keep(text) {
      const url = new URL(location.href);
      if ((url.searchParams.get("q") ?? "") === text) return;
      if (text) url.searchParams.set("q", text); else url.searchParams.delete("q");
      try { history.replaceState(history.state, "", url); } catch { /* on disk some browsers refuse */ }
    }

    list.addEventListener("click", (event) => {
      const link = event.target.closest("a");
      if (link && query) remember(link, query);
    });
    const asked = new URL(location.href).searchParams.get("q");
    place.classList.add("search");
    place.append(parts.field, parts.filters, parts.count, parts.said, parts.note, list, more);
    place.hidden = false;
    if (asked) {
      parts.field.value = asked.slice(0, 300);
      parts.look();
    }
    // Not where it would open a keyboard over the results.
    if (!location.hash && matchMedia("(pointer: fine)").matches) parts.field.focus({ preventScroll: true });
  };

  // --- Marks ---------------------------------------------------------------------

  let arrivedFor = null; // what was searched before this page: the dialog opens with it
  const NOT_READ = "script, style, .anchor, .copy, .code-lang, .vh, [hidden]";

  // The text of the page with a line's end between blocks, and where each of its pieces begins.
  function readable() {
    const areas = document.querySelectorAll("main > .head > h1, main > .head > .lead, main > .body");
    const pieces = [];
    let text = "", block = null;
    for (const area of areas) {
      const walker = document.createTreeWalker(area, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        if (node.parentElement.closest(NOT_READ)) continue;
        const own = node.parentElement.closest("p, li, td, th, dt, dd, h1, h2, h3, h4, h5, h6, pre, summary, figcaption, div, section");
        if (own !== block) text += "\n";
        block = own;
        pieces.push({ node, from: text.length });
        text += node.data;
      }
    }
    return { text, pieces };
  }

  // Marks what was searched. Nothing of the page is changed: the browser paints ranges (CSS Custom Highlight API).
  it.arrive = async ({ query, words }) => {
    arrivedFor = query;
    if (!CSS.highlights) return;
    const { text, pieces } = readable();
    let found = [];
    try { found = await withEngine((engine) => engine.mark(`${words} ${query}`.replace(/\s/g, " "), text)); } catch { return; }
    if (found.length === 0) return;
    const place = (offset, end) => {
      let low = 0, high = pieces.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if (pieces[middle].from + (end ? 1 : 0) <= offset) low = middle; else high = middle - 1;
      }
      return [pieces[low].node, Math.min(Math.max(offset - pieces[low].from, 0), pieces[low].node.length)];
    };
    const ranges = found.map(([from, to]) => {
      const range = new Range();
      range.setStart(...place(from, false));
      range.setEnd(...place(to, true));
      return range;
    });
    CSS.highlights.set("d-found", new Highlight(...ranges));
    const status = document.querySelector("body > #d-status");
    if (status) status.textContent = say("marked", { n: ranges.length });
    addEventListener("keydown", function clear(event) {
      if (event.key !== "Escape" || document.querySelector("dialog[open], :popover-open")) return;
      CSS.highlights.delete("d-found");
      if (status) status.textContent = "";
      removeEventListener("keydown", clear);
    });
  };
})();

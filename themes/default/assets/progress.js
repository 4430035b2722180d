// Progress: what a reader has read and ticked. Kept in this browser and nowhere else, sent to nobody.
//
//   words    sentences in the page's language
//   records  what is kept, and what may be kept: everything that comes in is checked here, whoever wrote it
//   store    the only place that reads and writes it: key -> record, in the browser or, where it keeps nothing, in memory
//   parts    elements that checklists and reading paths share
//   text     progress as text: copied out, taken over
//   path     the page of a reading path, and its sign-off sheet
//   bar      a page that is a step of one
//   resume   the front page: where the reader stopped
//   all      the page of everything that is kept
//
// checklist.js stands on this one. No HTML is ever read: what is shown goes in as text.
(function () {
  "use strict";

  const it = window.docentProgress; // {words}, from progress-words.LANG.js
  const meta = document.head.querySelector('meta[name="docent-progress"]');
  const root = new URL(meta.dataset.root || "./", location.href);
  const language = document.documentElement.lang;
  const title = document.querySelector(".head > #d-title")?.textContent ?? "";
  const VERSION = 1;

  // --- Words ---------------------------------------------------------------------

  const sentences = it.words;
  const plurals = new Intl.PluralRules(language);
  // The page's own days stand in this order too.
  const days = new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });

  // The sentence of a key; `{name}` is filled, `n` chooses the plural form.
  function words(key, values = {}) {
    const known = sentences[key] ?? key;
    const form = typeof known === "string" ? known : known[plurals.select(values.n ?? 1)] ?? known.other;
    return form.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
  }
  const day = (iso) => days.format(new Date(`${iso}T00:00:00Z`));
  function today() {
    const now = new Date();
    return new Date(now - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
  }

  // At most one sentence a second; of several the last.
  let waiting = 0, sentence = "", said = 0;
  function say(text) {
    sentence = text;
    waiting ||= setTimeout(() => { waiting = 0; said = Date.now(); window.docent.say(sentence); }, Math.max(0, said + 1000 - Date.now()));
  }

  // --- Records -------------------------------------------------------------------
  //
  // path       {v, title, lang, url, at, plan: [{id, title, url, minutes}], steps: Map id -> {day, of}}
  // checklist  {v, title, lang, url, at, run, total, runs: [{id, name, items: Map id -> {day, of, note, text}}]}
  //
  // `of` is the fingerprint of the text that was marked; `day` is empty where the reader took a mark away.

  const MOST = { records: 500, runs: 100, marks: 2000 };
  const PAGE = /\/[^/.]*(\.html)?$/; // a folder, or a page: hosts may leave the ending out
  const isMap = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
  const text = (value, most = 300) => (typeof value === "string" ? value.slice(0, most) : "");
  const date = (value) => (/^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(Date.parse(value)) ? value : "");
  const list = (value, most) => (Array.isArray(value) ? value : []).filter(isMap).slice(0, most);
  const number = (value) => (Number.isSafeInteger(value) && value >= 0 ? value : 0);
  const marks = (value, read) =>
    new Map(Object.entries(isMap(value) ? value : {}).filter(([, mark]) => isMap(mark)).slice(0, MOST.marks).map(([id, mark]) => [id.slice(0, 200), read(mark)]));

  // The address of a page of this site, from its top; anything else is none. What comes out means the same page when it
  // is read again: so a record may be checked at each door (import, write, read), and no check undoes another's.
  function address(value) {
    const url = typeof value === "string" && URL.canParse(value, root) ? new URL(value, root) : null;
    if (!url || !url.href.startsWith(root.href) || !PAGE.test(url.pathname)) return "";
    url.search = "";
    const short = url.href.slice(root.href.length);
    const same = short.length <= 1000 && URL.canParse(short, root) && new URL(short, root).href === url.href;
    return same ? short : "";
  }
  const head = (r) => ({ v: VERSION, title: text(r.title), lang: text(r.lang, 20), url: address(r.url), at: text(r.at, 40) });

  // What may be kept, made anew piece by piece out of something that may be anything.
  const sound = {
    path: (r) => ({
      ...head(r),
      plan: list(r.plan, MOST.marks).map((s) => ({ id: text(s.id), title: text(s.title), url: address(s.url), minutes: number(s.minutes) })),
      steps: marks(r.steps, (m) => ({ day: date(m.day), of: text(m.of, 40) })),
    }),
    checklist: (r) => ({
      ...head(r),
      total: number(r.total),
      run: text(r.run, 40),
      runs: list(r.runs, MOST.runs).map((run) => ({
        id: text(run.id, 40),
        name: text(run.name, 80),
        items: marks(run.items, (m) => ({ day: date(m.day), of: text(m.of, 40), note: text(m.note, 4000), text: text(m.text) })),
      })),
    }),
  };
  const KEY = /^(path|checklist):(.{1,400})$/;
  function checked(key, value) {
    const kind = key.match(KEY)?.[1];
    return kind && isMap(value) && value.v === VERSION ? sound[kind](value) : null;
  }
  const written = (record) => JSON.stringify(record, (_, value) => (value instanceof Map ? Object.fromEntries(value) : value));

  // --- Store ---------------------------------------------------------------------

  const prefix = `docent:${meta.content}:`;
  const onDisk = !/^https?:$/.test(location.protocol);
  const storage = open("localStorage");
  const session = open("sessionStorage");

  // A storage that does keep something. From a folder browsers give none, or one for all files of the disk.
  function open(name) {
    try {
      if (onDisk) return null;
      const found = window[name];
      found.setItem(`${prefix}probe`, "1");
      found.removeItem(`${prefix}probe`);
      return found;
    } catch { return null; }
  }
  const memory = new Map();
  const raw = (key) => (storage ? storage.getItem(prefix + key) : memory.get(key)) ?? null;
  function parsed(value) {
    try { return JSON.parse(value); } catch { return null; }
  }
  // Writes a record, `null` removes it. False: the browser would not.
  function put(key, value) {
    try {
      if (!storage) value === null ? memory.delete(key) : memory.set(key, value);
      else if (value === null) storage.removeItem(prefix + key);
      else storage.setItem(prefix + key, value);
      return true;
    } catch { return false; }
  }

  const store = {
    kept: Boolean(storage),
    read: (key) => checked(key, parsed(raw(key))),
    // What cannot be read was written by another docent: it is put aside, not written over.
    write(key, record) {
      const before = raw(key);
      if (before !== null && !checked(key, parsed(before))) put(`unread:${key}`, before);
      return put(key, record && written(checked(key, parsed(written(record)))));
    },
    raw,
    put,
    // Keys of all records, of one kind or of both.
    keys(kind = "") {
      const all = storage ? Object.keys(storage).filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length)) : [...memory.keys()];
      return all.filter((key) => KEY.test(key) && key.startsWith(kind)).sort();
    },
    // Marks that were made under an old address of the page.
    takeOver(kind, key, former) {
      const old = (former ?? "").split(" ").filter(Boolean).find((name) => raw(`${kind}:${name}`) !== null);
      if (!old || raw(`${kind}:${key}`) !== null) return;
      if (put(`${kind}:${key}`, raw(`${kind}:${old}`))) put(`${kind}:${old}`, null);
    },
    // Another tab changed something.
    onChange(act) {
      addEventListener("storage", (event) => {
        if (event.storageArea === storage && (event.key === null || event.key.startsWith(prefix))) act();
      });
      addEventListener("pageshow", (event) => { if (event.persisted) act(); });
    },
  };

  // Which path the reader is on: for this tab, so that its steps can offer to go on before anything is marked.
  function setOn(key, record) {
    try { session?.setItem(`${prefix}on`, written({ key, record })); } catch { /* full: the list of paths remains */ }
  }
  function on() {
    const found = parsed(session?.getItem(`${prefix}on`) ?? null);
    const record = isMap(found) && typeof found.key === "string" ? checked(`path:${found.key}`, found.record) : null;
    return record && { key: found.key, record };
  }

  // --- Parts ---------------------------------------------------------------------

  // An element; what it holds goes in as text or as elements.
  function el(tag, attributes, ...inside) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes ?? {})) {
      if (value !== null && value !== undefined && value !== false) made.setAttribute(name, value === true ? "" : value);
    }
    made.append(...inside.filter((part) => part !== null && part !== undefined && part !== false));
    return made;
  }
  function button(label, act, attributes) {
    const made = el("button", { type: "button", ...attributes }, label);
    made.addEventListener("click", act);
    return made;
  }
  const folded = (label, ...inside) => el("details", { class: "more" }, el("summary", null, label), ...inside);
  const here = () => address(location.href.split(/[?#]/)[0]);
  const now = () => new Date().toISOString();

  // A line for what was just done, with a way back.
  function toldLine() {
    const line = el("p", { class: "told", hidden: true });
    line.tell = (message, undo) => {
      line.hidden = false;
      line.replaceChildren(el("span", null, message));
      if (undo) line.append(" ", button(words("undo"), () => { line.hidden = true; undo(); }));
      say(message);
    };
    return line;
  }
  const notKept = () => (store.kept ? null : el("p", { class: "notice" }, words(onDisk ? "not_kept_disk" : "not_kept")));

  // "4 of 12 read" in words and as a bar.
  function meter(label) {
    const bar = el("progress", { "aria-label": label, max: 1, value: 0 });
    const count = el("b");
    const more = el("span");
    const line = el("p", { class: "meter" }, bar, count, more);
    line.show = (value, all, sentence, rest) => {
      bar.max = Math.max(all, 1);
      bar.value = value;
      count.textContent = sentence;
      more.textContent = rest.filter(Boolean).map((part) => ` · ${part}`).join("");
    };
    return line;
  }

  // Writes what `record` says; a browser that will not is told of.
  function keep(key, record, told) {
    if (store.write(key, record)) {
      // Never measured yet: about one card, see `keepRoom`.
      if (key.startsWith("path:") && raw("resume") === null) put("resume", "280");
      return true;
    }
    told.tell(words("full"));
    return false;
  }
  // Puts back what `keys` held before: the undo of whatever happens next.
  function remember(keys) {
    const before = keys.map((key) => [key, raw(key)]);
    return () => before.forEach(([key, value]) => put(key, value));
  }
  // Prints with something special: the style sheet knows it by `data-print`.
  function print(what) {
    document.documentElement.dataset.print = what;
    addEventListener("afterprint", () => { delete document.documentElement.dataset.print; }, { once: true });
    window.print();
  }

  // --- Text ----------------------------------------------------------------------

  function exported(keys) {
    const records = Object.fromEntries(keys.map((key) => [key, store.read(key)]).filter(([, record]) => record));
    return JSON.stringify({ docent: "progress", version: VERSION, site: meta.content, day: today(), records: JSON.parse(written(records)) }, null, 1);
  }

  // What a text holds: records by key, or the key of the sentence that says why not.
  function imported(text) {
    const found = parsed(text.slice(text.indexOf("{"), text.lastIndexOf("}") + 1));
    if (!isMap(found) || found.docent !== "progress" || !isMap(found.records)) return { fault: words("text_bad") };
    if (found.version !== VERSION) return { fault: words("text_version") };
    if (found.site !== meta.content) return { fault: words("text_foreign", { name: String(found.site).slice(0, 80) }) };
    const entries = Object.entries(found.records).slice(0, MOST.records).map(([key, value]) => [key, checked(key, value)]);
    const records = entries.filter(([, record]) => record);
    return records.length > 0 ? { records } : { fault: words("text_bad") };
  }

  // The panel. `keys()`: which records it copies; `told`: where it speaks; `draw`: after records changed.
  function textPanel(keys, told, draw) {
    const field = el("textarea", { rows: 6, spellcheck: "false", autocomplete: "off" });
    function copyOut() {
      const wanted = keys().filter((key) => store.read(key));
      if (wanted.length === 0) return told.tell(words("text_empty"));
      field.value = exported(wanted);
      window.docent.copy(field.value, () => told.tell(words("text_copied")));
    }
    function takeIn() {
      const { fault, records } = imported(field.value);
      if (fault) return told.tell(fault);
      const undo = remember(records.map(([key]) => key));
      if (!records.every(([key, record]) => store.write(key, record))) {
        undo();
        return told.tell(words("full"));
      }
      draw();
      told.tell(words("text_taken", { n: records.length }), () => { undo(); draw(); });
    }
    return el("div", { class: "carry" },
      el("label", null, el("span", null, words("text")), field),
      el("p", { class: "hint" }, words("text_hint")),
      el("p", { class: "row" }, button(words("text_copy"), copyOut), button(words("text_take"), takeIn)));
  }

  // --- Path ----------------------------------------------------------------------

  const isRead = (record, id) => Boolean(record.steps.get(id)?.day);
  const readOf = (record) => record.plan.filter((step) => isRead(record, step.id));
  const leftOf = (record) => record.plan.filter((step) => !isRead(record, step.id));
  const minutesOf = (steps) => steps.reduce((sum, step) => sum + step.minutes, 0);

  // The first step that is not read behind the last that is; else the first of all.
  function nextOf(record) {
    const last = record.plan.findLastIndex((step) => isRead(record, step.id));
    return record.plan.slice(last + 1).find((step) => !isRead(record, step.id)) ?? leftOf(record)[0];
  }
  function showMeter(line, record, changed = 0) {
    const [read, all, left] = [readOf(record).length, record.plan.length, minutesOf(leftOf(record))];
    const rest = [left > 0 && words("left", { n: left }), changed > 0 && words("changed_count", { n: changed })];
    line.show(read, all, words("read_count", { n: read, all }), rest);
  }

  function pathPage(box) {
    const key = `path:${box.dataset.path}`;
    store.takeOver("path", box.dataset.path, box.dataset.former);
    const rows = [...document.querySelectorAll(".stage li[data-item]")].map(pathRow);
    const plan = rows.map(({ id, link, li }) => ({ id, title: link.textContent, url: address(link.href), minutes: Number(li.dataset.minutes) }));
    // The record with this page's plan: the page knows best.
    const read = () => ({ v: VERSION, at: "", steps: new Map(), ...store.read(key), title, lang: language, url: here(), plan });
    const told = toldLine();
    const line = meter(words("path_progress"));
    const go = el("a", { class: "button" });

    function mark(row, done) {
      const record = read();
      record.steps.set(row.id, { day: done ? today() : "", of: row.li.dataset.content });
      record.at = now();
      if (keep(key, record, told)) say(words("read_count", { n: readOf(record).length, all: plan.length }));
      draw();
    }
    function reset() {
      const undo = remember([key]);
      put(key, null);
      draw();
      told.tell(words("reset_done"), () => { undo(); draw(); });
    }
    function draw() {
      const record = read();
      const changed = rows.filter((row) => drawRow(row, record.steps.get(row.id)));
      showMeter(line, record, changed.length);
      const next = nextOf(record);
      go.hidden = !next;
      go.href = next ? new URL(next.url, root).href : "";
      go.textContent = next ? words(readOf(record).length > 0 ? "continue" : "start", { name: next.title }) : "";
      if (!next) go.before(finished); else finished.remove();
      setOn(box.dataset.path, record);
      // Kept up to date for the front page and the pages of its steps, but made by a mark alone.
      if (store.read(key) && written(store.read(key)) !== written(record)) store.write(key, record);
    }
    const finished = el("b", null, words("finished"));
    rows.forEach((row) => {
      row.tick.addEventListener("change", () => mark(row, row.tick.checked));
      row.still.addEventListener("click", () => { mark(row, true); row.tick.focus(); });
    });
    const more = folded(words("more"),
      el("p", { class: "row" }, button(words("signoff"), () => signOff(read(), rows)), button(words("reset"), reset), allLink()),
      textPanel(() => [key], told, draw));
    box.replaceChildren(...[notKept(), line, el("p", { class: "row" }, go), more, told].filter(Boolean));
    draw();
    store.onChange(draw);
  }
  const allLink = () => el("a", { href: meta.dataset.all }, words("all"));

  function pathRow(li) {
    const link = li.querySelector("a");
    const tick = el("input", { type: "checkbox", class: "mark", "aria-label": words("read", { name: link.textContent }) });
    const flag = el("span", { class: "flag", hidden: true });
    const still = button(words("still"), () => {}, { hidden: true, class: "quiet" });
    li.prepend(tick);
    (li.querySelector("p") ?? li.querySelector("small")).after(el("div", { class: "state" }, flag, " ", still));
    return { li, id: li.dataset.item, link, tick, flag, still };
  }
  // True if the step changed since it was read.
  function drawRow({ li, tick, flag, still }, mark) {
    const done = Boolean(mark?.day);
    const changed = done && mark.of !== li.dataset.content;
    tick.checked = done;
    li.classList.toggle("done", done);
    flag.hidden = !done;
    flag.classList.toggle("changed", changed);
    flag.textContent = changed ? words("changed_read") : done ? words("read_on", { date: day(mark.day) }) : "";
    still.hidden = !changed;
    return changed;
  }

  // One sheet: name, steps with their days, room to sign. Made when it is wanted, gone after printing.
  function signOff(record, rows) {
    const blank = (label) => el("p", { class: "blank" }, el("span", null, words(label)), el("span", { class: "rule" }));
    const row = ({ id, link }, number) => el("tr", null, el("td", null, String(number + 1)), el("td", null, link.textContent),
      el("td", null, isRead(record, id) ? day(record.steps.get(id).day) : ""));
    const cells = ["", words("signoff_step"), words("signoff_read")].map((name) => el("th", { scope: "col" }, name));
    const sheet = el("section", { class: "signoff" },
      el("h2", null, words("signoff_title")), el("p", null, title), blank("signoff_name"), blank("signoff_date"),
      el("table", null, el("thead", null, el("tr", null, ...cells)), el("tbody", null, ...rows.map(row))),
      el("p", null, words("read_count", { n: readOf(record).length, all: record.plan.length })),
      blank("signoff_reader"), blank("signoff_mentor"));
    document.querySelector("main").append(sheet);
    addEventListener("afterprint", () => sheet.remove(), { once: true });
    print("signoff");
  }

  // --- Bar -----------------------------------------------------------------------

  function bars() {
    const rows = [...document.querySelectorAll("main > .foot .on-path [data-path]")];
    if (rows.length === 0) return;
    const walked = on();
    const find = (row) => store.read(`path:${row.dataset.path}`) ?? (walked?.key === row.dataset.path ? walked.record : null);
    const begun = rows.map((row) => ({ row, record: find(row) })).filter(({ record }) => record);
    // The path that the reader comes from, else the one marked last; of its steps on this page the one that the address
    // names, else the first that is not read.
    const place = address(location.href);
    const rank = ({ row, record }) => [walked?.key === row.dataset.path ? "~" : record.at,
      record.plan.some((step) => step.id === row.dataset.item && step.url === place), !isRead(record, row.dataset.item)].map(String).join();
    const [best] = begun.sort((a, b) => (rank(a) < rank(b)) - (rank(a) > rank(b)));
    if (best) bar(best.row, () => find(best.row));
  }

  function bar(row, read) {
    const { path, item, content } = row.dataset;
    const [whole, prev, next] = ["a.whole", "a.prev", "a.next"].map((name) => row.querySelector(name));
    const told = toldLine();
    const line = meter(words("path_progress"));
    const flag = el("p", { class: "flag" });
    const go = button("", goOn, { class: "button" });
    function goOn() {
      const record = read();
      record.steps.set(item, { day: today(), of: content });
      record.at = now();
      if (keep(`path:${path}`, record, told)) location.assign((next ?? whole).href);
    }
    function draw() {
      const record = read();
      if (!record) return; // erased in another tab
      const mark = record.steps.get(item);
      const changed = Boolean(mark?.day) && mark.of !== content;
      showMeter(line, record);
      flag.hidden = !mark?.day;
      flag.classList.toggle("changed", changed);
      flag.textContent = changed ? words("changed_read") : mark?.day ? words("read_on", { date: day(mark.day) }) : "";
      go.hidden = Boolean(mark?.day) && !changed;
      go.textContent = words(changed ? "again" : next ? "mark" : "mark_last");
      if (next) next.classList.toggle("button", go.hidden);
    }
    row.classList.add("bar");
    const links = row.querySelector("span") ?? el("span");
    links.prepend(go);
    links.append(next ?? "", prev ?? "");
    row.append(line, flag, links, told);
    row.parentElement.prepend(row);
    draw();
    store.onChange(draw);
  }

  // --- Resume --------------------------------------------------------------------

  function resume(box) {
    const records = store.keys("path").map((key) => store.read(key)).filter((r) => r && r.steps.size > 0 && r.url && nextOf(r));
    const latest = records.sort((a, b) => (a.at < b.at ? 1 : -1)).slice(0, 3);
    box.hidden = latest.length === 0;
    const card = (record) => {
      const next = nextOf(record);
      const line = meter(`${words("path_progress")}: ${record.title}`);
      showMeter(line, record);
      const to = (url, name, attributes) => el("a", { href: new URL(url, root).href, ...attributes }, name);
      return el("li", { lang: record.lang }, el("h3", null, to(record.url, record.title)), line,
        el("p", { class: "row" }, to(next.url || record.url, words("continue", { name: next.title }), { class: "button" })));
    };
    box.setAttribute("aria-labelledby", "d-resume");
    box.replaceChildren(el("h2", { id: "d-resume" }, words("resume")), el("ul", { role: "list" }, ...latest.map(card)), el("p", null, allLink()));
  }
  // theme-init.js keeps so much room for it on the next visit. Measured with its style, which arrives on its own.
  function keepRoom(box) {
    const style = document.head.querySelector(`link[href="${meta.dataset.css}"]`);
    const measure = () => {
      document.documentElement.classList.remove("resumes");
      put("resume", box.hidden ? null : String(box.offsetHeight));
    };
    if (!style || style.sheet) measure();
    else style.addEventListener("load", measure, { once: true });
  }

  // --- All -----------------------------------------------------------------------

  // What else docent keeps: colours, pages read last. Not of this file, but erased here.
  function otherKeys() {
    const mine = (key) => key.startsWith("docent:") && !KEY.test(key.slice(prefix.length)) && (key === "docent:theme"
      || key.startsWith(prefix) || key.startsWith("docent:nav:") || key.startsWith(`docent:${root.pathname}:`));
    return [localStorage, sessionStorage].flatMap((area) => Object.keys(area).filter(mine).map((key) => [area, key]));
  }

  function allPage(box) {
    const told = toldLine();
    const kept = el("div");
    function erase(keys, message) {
      const undo = remember(keys);
      keys.forEach((key) => put(key, null));
      draw();
      told.tell(message, () => { undo(); draw(); });
    }
    function eraseOthers() {
      const before = otherKeys().map(([area, key]) => [area, key, area.getItem(key)]);
      before.forEach(([area, key]) => area.removeItem(key));
      return () => before.forEach(([area, key, value]) => area.setItem(key, value));
    }
    function eraseAll() {
      const keys = store.keys();
      const [undo, undoOthers] = [remember(keys), storage ? eraseOthers() : () => {}];
      keys.forEach((key) => put(key, null));
      draw();
      told.tell(words("erased_all"), () => { undo(); undoOthers(); draw(); });
    }
    const eraser = (name, act) => button(words("erase"), act, { class: "quiet", "aria-label": words("erase_named", { name }) });
    function row(key) {
      const record = store.read(key);
      if (!record) return null;
      const name = record.url ? el("a", { href: new URL(record.url, root).href, lang: record.lang }, record.title) : el("b", null, record.title || key);
      return el("li", null, name, " ", el("span", null, summary(key, record)), " ", eraser(record.title || key, () => erase([key], words("erased", { name: record.title || key }))));
    }
    function draw() {
      const rows = store.keys().map(row).filter(Boolean);
      if (storage && otherKeys().length > 0) {
        rows.push(el("li", null, words("other"), " ", eraser(words("other"), () => {
          const undo = eraseOthers();
          draw();
          told.tell(words("erased", { name: words("other") }), () => { undo(); draw(); });
        })));
      }
      kept.replaceChildren(rows.length > 0 ? el("ul", { class: "kept", role: "list" }, ...rows) : el("p", { class: "hint" }, words("nothing")),
        rows.length > 0 ? el("p", { class: "row" }, button(words("erase_all"), eraseAll)) : "");
    }
    box.replaceChildren(...[notKept(), el("h2", null, words("kept")), kept, told, textPanel(() => store.keys(), told, draw)].filter(Boolean));
    draw();
    store.onChange(draw);
  }
  function summary(key, record) {
    if (key.startsWith("path:")) return words("read_count", { n: readOf(record).length, all: record.plan.length });
    const done = (run) => [...run.items.values()].filter((mark) => mark.day).length;
    const all = (n) => Math.max(record.total, n);
    return record.runs.map((run) => `${run.name || words("run_default")}: ${words("done_count", { n: done(run), all: all(done(run)) })}`).join("; ");
  }

  Object.assign(it, { meta, store, sentences, words, day, today, now, say, el, button, folded, toldLine, notKept, meter, keep, remember, print, textPanel, allLink, address, here, title, language, VERSION });

  const box = document.querySelector("main .run");
  if (box?.dataset.path) pathPage(box);
  if (box && "all" in box.dataset) allPage(box);
  const front = document.querySelector("main .resume");
  const stopped = () => { resume(front); keepRoom(front); };
  if (front) { stopped(); store.onChange(stopped); }
  bars();
})();

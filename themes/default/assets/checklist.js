// Checklists in use: points of a checklist, tasks of a text. Stands on progress.js, which keeps what is ticked.
//
//   items    what can be ticked: a box, a flag for a text that changed since, a note
//   runs     one list used several times: for a client, for a month
//   show     what is done, what is open, the riskiest first
//   copies   as Markdown, as CSV, on paper
(function () {
  "use strict";

  const it = window.docentProgress;
  const { store, words, day, today, say, el, button, folded } = it;
  const RISKS = { high: 0, medium: 1, low: 2 };

  const lis = [...document.querySelectorAll("main .checklist > li[data-item], main .prose li.task[data-item]")];
  const place = document.querySelector("main .run[data-key]") ?? document.querySelector("main .prose[data-key]");
  if (lis.length === 0 || !place) return;
  const key = `checklist:${place.dataset.key}`;
  store.takeOver("checklist", place.dataset.key, place.dataset.former);
  const box = place.matches(".run") ? place : taskBox();

  // Tasks of a text have no place of their own: the tools stand before the first list of them.
  function taskBox() {
    let list = lis[0].parentElement;
    while (list.parentElement.closest("ul, ol")) list = list.parentElement.closest("ul, ol");
    const made = el("div", { class: "run" });
    list.before(made);
    return made;
  }

  // --- Items ---------------------------------------------------------------------

  const seen = new Map();
  const items = lis.map(item);

  function item(li, at) {
    // The same task twice, from a page that is shown inside of this one.
    const times = (seen.get(li.dataset.item) ?? 0) + 1;
    seen.set(li.dataset.item, times);
    const id = times > 1 ? `${li.dataset.item}+${times}` : li.dataset.item;
    const { tick, label } = li.matches(".task") ? taskTick(li) : pointTick(li);
    const text = label.textContent.replace(/\s+/g, " ").trim();
    const parts = { li, at, id, tick, label, text, of: li.dataset.content ?? "", default: li.matches(".task.done"), risk: RISKS[li.dataset.risk] ?? 3, nested: [] };
    return { ...parts, ...state(li, label, text) };
  }
  items.forEach((one) => { one.nested = items.filter((other) => other !== one && one.li.contains(other.li)); });

  function pointTick(li) {
    const span = li.querySelector(".do > span");
    return ticked(li.querySelector(".box"), span, `tick-${li.dataset.item}`, [...span.childNodes]);
  }
  // The box and what follows it, up to a list inside or another block.
  function taskTick(li) {
    const old = li.querySelector(".box");
    const inside = [];
    for (let node = old.nextSibling; node && !/^(UL|OL|P|DIV|PRE|BLOCKQUOTE|TABLE|DL|ASIDE|DETAILS|FIGURE)$/.test(node.nodeName); node = node.nextSibling) inside.push(node);
    return ticked(old, null, `tick-${li.dataset.item}-${seen.get(li.dataset.item)}`, inside);
  }
  function ticked(old, holder, id, inside) {
    const tick = el("input", { type: "checkbox", class: "box", id });
    const label = el("label", { for: id });
    if (holder) holder.replaceWith(label); else old.after(label);
    old.replaceWith(tick);
    label.append(...inside);
    if (!label.textContent.trim()) tick.setAttribute("aria-label", id);
    return { tick, label };
  }

  // What belongs to an item and is made once: the flag, the way to keep the tick, the note.
  function state(li, label, text) {
    const flag = el("span", { class: "flag changed" });
    const still = button(words("still"), () => {}, { class: "quiet" });
    const changed = el("p", { class: "state", hidden: true }, flag, " ", still);
    const note = el("textarea", { rows: 2, maxlength: 4000, "aria-label": words("note", { name: text.slice(0, 80) }), hidden: true });
    const noteButton = button(words("note_add"), () => { note.hidden = false; noteButton.hidden = true; note.focus(); },
      { class: "quiet note", "aria-label": words("note", { name: text.slice(0, 80) }) });
    const row = el("div", { class: "item-tools" }, changed, noteButton, note);
    const list = li.querySelector(":scope > :is(ul, ol)");
    if (list) list.before(row); else li.append(row);
    return { flag, still, changed, note, noteButton };
  }

  // --- Runs ----------------------------------------------------------------------

  let chosen = store.read(key)?.run ?? ""; // of this tab: two tabs may look at two runs
  let shown = "all";

  const fresh = () => ({ v: it.VERSION, at: "", run: "1", runs: [{ id: "1", name: "", items: new Map() }] });
  function record() {
    const found = store.read(key) ?? fresh();
    if (found.runs.length === 0) found.runs = fresh().runs;
    return { ...found, title: it.title, lang: it.language, url: it.here(), total: items.length };
  }
  const runOf = (kept) => kept.runs.find((run) => run.id === chosen) ?? kept.runs.find((run) => run.id === kept.run) ?? kept.runs[0];
  const nameOf = (run) => run.name || words("run_default");
  const markOf = (run, one) => run.items.get(one.id);
  const isDone = (run, one) => { const mark = markOf(run, one); return mark ? Boolean(mark.day) : one.default; };
  const isChanged = (run, one) => { const mark = markOf(run, one); return Boolean(mark?.day) && Boolean(one.of) && mark.of !== one.of; };

  // Reads what is kept now, changes it, writes it back: another tab may have been quicker.
  function change(act) {
    const kept = record();
    const result = act(runOf(kept), kept);
    kept.at = it.now();
    kept.run = runOf(kept).id;
    it.keep(key, kept, told);
    draw();
    return result;
  }
  function set(one, values) {
    change((run) => {
      const before = markOf(run, one) ?? { day: one.default ? today() : "", of: one.of, note: "" };
      const mark = { ...before, ...values, text: one.text };
      if (!mark.day && !mark.note && !one.default) run.items.delete(one.id); else run.items.set(one.id, mark);
    });
  }
  function undoable(message, act) {
    const [undo, before] = [it.remember([key]), chosen];
    act();
    told.tell(message, () => { undo(); chosen = before; draw(); });
  }

  function toggle(one) {
    set(one, { day: one.tick.checked ? today() : "", of: one.of });
    const run = runOf(record());
    say(words("done_count", { n: items.filter((each) => isDone(run, each)).length, all: items.length }));
    // In "open" the item that was ticked has gone: the next one has the focus.
    if (shown === "open" && one.li.hidden) {
      const left = order(run).filter((each) => !each.li.hidden);
      (left.find((each) => each.risk > one.risk || (each.risk === one.risk && each.at > one.at)) ?? left[0])?.tick.focus();
      if (left.length === 0) views.open.focus();
    }
  }
  items.forEach((one) => {
    one.tick.addEventListener("change", () => toggle(one));
    one.still.addEventListener("click", () => { set(one, { of: one.of }); one.tick.focus(); });
    one.note.addEventListener("input", () => set(one, { note: one.note.value }));
    one.note.addEventListener("blur", draw);
  });

  const select = el("select", { "aria-label": words("run") });
  select.addEventListener("change", () => { chosen = select.value; change(() => {}); });
  const named = el("span", { class: "named" }, select);
  const runButtons = el("span", { class: "row" }, button(words("run_new"), () => ask("", begin), { class: "quiet" }),
    button(words("run_rename"), () => ask(runOf(record()).name, rename), { class: "quiet" }), button(words("run_delete"), remove, { class: "quiet" }));
  const runLine = el("div", { class: "row runs" }, named, runButtons);

  function begin(name) {
    undoable(words("run_made", { name }), () => change((_, kept) => {
      const run = { id: Date.now().toString(36), name, items: new Map() };
      kept.runs.push(run);
      chosen = run.id;
    }));
  }
  function rename(name) {
    undoable(words("run_renamed", { name }), () => change((run) => { run.name = name; }));
  }
  function remove() {
    const name = nameOf(runOf(record()));
    undoable(words("run_deleted", { name }), () => change((run, kept) => {
      kept.runs = kept.runs.filter((other) => other !== run);
      if (kept.runs.length === 0) kept.runs = fresh().runs;
      chosen = kept.runs[0].id;
    }));
    select.focus();
  }
  // A field in place of the buttons. Escape and "cancel" leave everything as it was.
  function ask(value, act) {
    const field = el("input", { type: "text", maxlength: 80, required: true, value, placeholder: words("run_example"), autocomplete: "off" });
    const form = el("form", { class: "row" }, el("label", null, el("span", null, words("run_name")), field),
      el("button", { type: "submit" }, words("save")), button(words("cancel"), close, { class: "quiet" }));
    function close() { form.replaceWith(named, runButtons); select.focus(); }
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const name = field.value.trim();
      if (!name) return field.focus();
      close();
      act(name);
    });
    form.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });
    runLine.replaceChildren(form);
    field.select();
  }

  // --- Show ----------------------------------------------------------------------

  const told = it.toldLine();
  const line = it.meter(words("list_progress"));
  const ranked = items.some((one) => one.risk < 3);
  const views = {
    all: button(words("show_all"), () => show("all"), { "aria-pressed": "true" }),
    open: button(words(ranked ? "show_open_risk" : "show_open"), () => show("open"), { "aria-pressed": "false" }),
  };
  const viewLine = el("div", { class: "views", role: "group", "aria-label": words("show") }, views.all, views.open);
  const risky = el("div", { class: "risky", hidden: true });
  const none = el("p", { class: "hint", hidden: true }, words("none_open"));

  function show(what) {
    shown = what;
    for (const [name, view] of Object.entries(views)) view.setAttribute("aria-pressed", String(name === what));
    draw();
  }
  function order(run) {
    const byRisk = (a, b) => a.risk - b.risk || a.at - b.at;
    return shown === "open" ? items.filter((one) => !isDone(run, one)).sort(byRisk) : items;
  }
  // Points move in their list; tasks of a text stay where they are.
  function arrange(run) {
    const points = (shown === "open" ? items.toSorted((a, b) => a.risk - b.risk || a.at - b.at) : items).filter((one) => !one.li.matches(".task"));
    const list = points[0]?.li.parentElement;
    if (list && points.some((one, at) => list.children[at] !== one.li)) list.append(...points.map((one) => one.li));
    items.forEach((one) => {
      one.li.hidden = shown === "open" && isDone(run, one) && one.nested.every((inside) => isDone(run, inside));
    });
    none.hidden = shown !== "open" || items.some((one) => !one.li.hidden);
  }

  function draw() {
    const kept = record(), run = runOf(kept);
    chosen = run.id;
    items.forEach((one) => drawItem(one, run));
    arrange(run);
    const done = items.filter((one) => isDone(run, one)).length;
    const changed = items.filter((one) => isChanged(run, one)).length;
    line.show(done, items.length, words("done_count", { n: done, all: items.length }),
      [changed > 0 && words("changed_count", { n: changed }), done === items.length && words("list_finished")]);
    drawRisky(items.filter((one) => one.risk === 0 && !isDone(run, one)).slice(0, 3));
    select.replaceChildren(...kept.runs.map((each) => el("option", { value: each.id, selected: each === run }, nameOf(each))));
    drawGone(run);
  }
  function drawItem(one, run) {
    const mark = markOf(run, one), done = isDone(run, one), changed = isChanged(run, one);
    one.tick.checked = done;
    one.li.classList.toggle("done", done);
    one.changed.hidden = !changed;
    one.flag.textContent = changed ? words("changed_done", { date: day(mark.day) }) : "";
    const writing = document.activeElement === one.note;
    if (!writing && one.note.value !== (mark?.note ?? "")) one.note.value = mark?.note ?? "";
    if (!writing) one.note.hidden = !one.note.value;
    one.noteButton.hidden = !one.note.hidden;
  }
  function drawRisky(open) {
    risky.hidden = open.length === 0;
    const link = (one) => el("a", { href: `#${one.li.id}` }, number(one) + one.text);
    risky.replaceChildren(el("p", null, words("riskiest")), el("ul", null, ...open.map((one) => el("li", null, link(one)))));
  }
  const number = (one) => (one.li.dataset.n ? `${one.li.dataset.n}. ` : "");

  // Marks of points that the page has no more: nothing that a reader wrote is thrown away.
  const gone = folded("", el("ul"));
  function drawGone(run) {
    const left = [...run.items].filter(([id, mark]) => (mark.day || mark.note) && !items.some((one) => one.id === id));
    gone.hidden = left.length === 0;
    gone.firstChild.textContent = words("gone", { n: left.length });
    gone.lastChild.replaceChildren(...left.map(([id, mark]) => el("li", null, [mark.day && "✓", mark.text || id, mark.note].filter(Boolean).join(" — "))));
  }

  // --- Copies --------------------------------------------------------------------

  const marked = (run) => items.map((one) => ({ one, mark: markOf(run, one), done: isDone(run, one), changed: isChanged(run, one) }));

  function markdown() {
    const run = runOf(record()), all = marked(run);
    const rows = all.map(({ one, mark, done, changed }) => {
      const depth = items.filter((other) => other.nested.includes(one)).length;
      const flag = changed ? ` (${words("changed_done", { date: day(mark.day) })})` : "";
      const note = mark?.note ? `\n${"  ".repeat(depth + 1)}${mark.note.trim().replace(/\n+/g, `\n${"  ".repeat(depth + 1)}`)}` : "";
      return `${"  ".repeat(depth)}- [${done ? "x" : " "}] ${number(one)}${one.text}${flag}${note}`;
    });
    const count = words("done_count", { n: all.filter(({ done }) => done).length, all: all.length });
    return `# ${it.title}${run.name ? `: ${run.name}` : ""}\n\n${count}, ${day(today())}\n\n${rows.join("\n")}\n`;
  }
  function csv() {
    const names = it.sentences.csv;
    // A cell that begins like a formula is kept from being one.
    const cell = (value) => `"${String(value).replace(/^[=+\-@\t\r]/, "'$&").replaceAll('"', '""')}"`;
    const row = ({ one, mark, done, changed }) => [one.li.dataset.n ?? one.at + 1, one.id, one.text, done ? 1 : 0, mark?.day ?? "", changed ? 1 : 0,
      one.li.dataset.risk ?? "", one.li.querySelector(".who")?.textContent ?? "", mark?.note ?? ""];
    const head = [names.number, names.id, names.point, names.done, names.date, names.changed, names.risk, names.who, names.note];
    return [head, ...marked(runOf(record())).map(row)].map((cells) => cells.map(cell).join(",")).join("\r\n") + "\r\n";
  }
  const copied = (make) => () => window.docent.copy(make(), () => told.tell(words("copied")));
  function reset() {
    undoable(words("reset_done"), () => change((run) => { run.items.clear(); }));
  }

  const more = folded(words("more"),
    el("p", { class: "row" }, button(words("copy_markdown"), copied(markdown)), button(words("copy_csv"), copied(csv)),
      button(words("print"), () => it.print("marks")), button(words("print_empty"), () => it.print("empty")), button(words("reset"), reset), it.allLink()),
    it.textPanel(() => [key], told, () => { chosen = ""; draw(); })); // the run that was last chosen there
  box.replaceChildren(...[it.notKept(), runLine, line, risky, viewLine, more, gone, told, none].filter(Boolean));
  draw();
  store.onChange(draw);
})();

// @ts-check
// One list used several times: for a client, for a month.
//
// In: the list, which keeps the record. Out: the choice of a run, and buttons that make, rename and delete one.
import { button, el } from "../dom.js";
import { words } from "./words.js";

/** What stands for a list that was never ticked. */
export const firstRun = () => ({ id: "1", name: "", items: new Map() });
const nameOf = (run) => run.name || words("run_default");

export class Runs {
  #list;
  #select = el("select", { "aria-label": words("run") });
  #named = el("span", { class: "named" }, this.#select);
  #buttons = el("span", { class: "row" },
    button(words("run_new"), () => this.#ask("", (name) => this.#begin(name)), { class: "quiet" }),
    button(words("run_rename"), () => this.#ask(this.#list.run.name, (name) => this.#rename(name)), { class: "quiet" }),
    button(words("run_delete"), () => this.#remove(), { class: "quiet" }));
  line = el("div", { class: "row runs" }, this.#named, this.#buttons);

  constructor(list) {
    this.#list = list;
    this.#select.addEventListener("change", () => { list.chosen = this.#select.value; list.change(() => {}); });
  }

  draw(runs, chosen) {
    this.#select.replaceChildren(...runs.map((run) => el("option", { value: run.id, selected: run === chosen }, nameOf(run))));
  }

  #begin(name) {
    this.#list.undoable(words("run_made", { name }), () => this.#list.change((_, kept) => {
      const run = { ...firstRun(), id: Date.now().toString(36), name };
      kept.runs.push(run);
      this.#list.chosen = run.id;
    }));
  }
  #rename(name) {
    this.#list.undoable(words("run_renamed", { name }), () => this.#list.change((run) => { run.name = name; }));
  }
  #remove() {
    const name = nameOf(this.#list.run);
    this.#list.undoable(words("run_deleted", { name }), () => this.#list.change((run, kept) => {
      kept.runs = kept.runs.filter((other) => other !== run);
      if (kept.runs.length === 0) kept.runs = [firstRun()];
      this.#list.chosen = kept.runs[0].id;
    }));
    this.#select.focus();
  }

  // A field in place of the buttons. Escape and "cancel" leave everything as it was.
  #ask(value, act) {
    const field = el("input", { type: "text", maxlength: 80, required: true, value, placeholder: words("run_example"), autocomplete: "off" });
    const close = () => { form.replaceWith(this.#named, this.#buttons); this.#select.focus(); };
    const form = el("form", { class: "row" }, el("label", null, el("span", null, words("run_name")), field),
      el("button", { type: "submit" }, words("save")), button(words("cancel"), close, { class: "quiet" }));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const name = field.value.trim();
      if (!name) return field.focus();
      close();
      act(name);
    });
    form.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });
    this.line.replaceChildren(form);
    field.select();
  }
}

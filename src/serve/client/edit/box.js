// @ts-check
// The editor: the Markdown of a block in its place, with the result as it is typed.
//
// In: lines of a file, the element that shows them. Out: the file with other lines, or the text, kept. A text goes only when
// the file has it: closing keeps it in the browser, a conflict shows both, an error says why.
import { about, button, el, one } from "../../../../themes/default/scripts/dom.js";
import { problem } from "../panel.js";
import { ask, keep, keptText } from "./ask.js";
import { offers } from "./offers.js";
import { blocksOf } from "./result.js";
import { toolbar } from "./tools.js";
import { phrases } from "./words.js";

/** Time between a key and the question how it looks. */
const PAUSE = 120;

/** @type {ReturnType<typeof made> | null} */
let open = null;
export const isEditing = () => open !== null;

/**
 * @param {"block" | "title" | "page"} what
 * @param {any} unit
 * @param {HTMLElement} place the element that shows the block
 * @param {(line: number) => void} after where the focus goes
 */
export function editHere(what, unit, place, after) {
  if (open && !open.leave()) return;
  open = made(what, unit, place, after);
  open.begin();
}

function made(what, given, place, after) {
  let unit = given, wait, isDone = false;
  /** @type {AbortController | null} */
  let asked = null;
  const label = { block: phrases.area, title: phrases.areaTitle, page: phrases.areaPage }[what];
  const area = el("textarea", { id: "docent-area", "aria-label": label, "aria-describedby": "docent-keys", spellcheck: "true", rows: "1" });
  const told = el("p", { class: "docent-told", role: "status" });
  const result = el("div", { class: "docent-result", role: "region", "aria-label": phrases.result });
  const problems = el("ol", { class: "docent-problems", hidden: "" });
  const beside = el("div", { class: "docent-theirs", hidden: "" });
  const list = offers(area, () => unit.file, tell);
  const saving = button(phrases.save, save, { class: "docent-main" });
  const form = el("div", null, toolbar(area), area, list.list, told,
    el("div", { class: "docent-actions" }, saving, button(phrases.cancel, leave), el("small", { id: "docent-keys" }, phrases.keys)),
    beside, problems, result);
  // Only an item may stand among items.
  const tag = { LI: "li", DT: "dd", DD: "dd" }[place.nodeName] ?? "section";
  const box = el(/** @type {"section"} */ (tag), { id: "docent-editor" }, form);
  if (tag === "section") box.setAttribute("aria-label", label);

  function begin() {
    const kept = keptText();
    const isSame = kept && kept.unit.file === unit.file && kept.unit.start === unit.start && kept.unit.text === unit.text;
    area.value = isSame ? kept.text : unit.text;
    place.before(box);
    for (const hidden of covered()) hidden.classList.add("docent-covered");
    if (isSame && kept.text !== unit.text) tell(phrases.kept, button(phrases.discard, () => { area.value = unit.text; typed(); area.focus(); }));
    grow();
    area.focus({ preventScroll: true });
    area.setSelectionRange(area.value.length, area.value.length);
    box.scrollIntoView({ block: "nearest" });
    addEventListener("beforeunload", stay);
    look();
  }
  const covered = () => (what === "page" ? [...place.parentElement?.children ?? []].filter((one) => one !== box) : [place]);
  const isChanged = () => area.value !== unit.text;
  function stay(event) { if (isChanged()) event.preventDefault(); }

  /** @param {...any} said */
  function tell(...said) { told.replaceChildren(...said); }
  // As high as its text; the page scrolls, not the field.
  function grow() {
    area.style.height = "auto";
    area.style.height = `${area.scrollHeight + 2}px`;
  }

  function typed() {
    keep(isChanged() ? { what, unit, text: area.value } : null);
    tell(area.value.trim() === "" && unit.text !== "" ? phrases.removed : "");
    grow();
    clearTimeout(wait);
    wait = setTimeout(look, PAUSE);
  }

  // --- The result ---

  async function look() {
    asked?.abort();
    const own = new AbortController();
    asked = own;
    try {
      const answer = await ask("try", { unit, text: area.value }, own.signal);
      if (own !== asked || isDone) return;
      result.replaceChildren(...(answer.html ? blocksOf(answer.html, what, answer.first, answer.last) : []));
      result.hidden = !result.hasChildNodes();
      problems.replaceChildren(...answer.problems.map(problem));
      problems.hidden = answer.problems.length === 0;
    } catch (error) {
      if (own === asked && !own.signal.aborted) tell(error.message);
    }
  }
  // A link of the result would lead away from the text.
  result.addEventListener("click", (event) => { if (about(event, "a, button, summary, input")) event.preventDefault(); });

  // --- Save, leave ---

  async function save() {
    if (saving.getAttribute("aria-disabled") === "true") return;
    const text = area.value;
    saving.setAttribute("aria-disabled", "true");
    tell(phrases.saving);
    try {
      const answer = await ask("save", { unit, text });
      if (answer.kind === "conflict") return conflict(answer);
      keep(null);
      tell(answer.changed ? phrases.saved : phrases.unchanged);
      unit = { ...unit, text };
      if (!answer.changed) return done();
      settle();
    } catch (error) {
      tell(error.message);
      told.classList.add("docent-bad");
      area.focus();
    } finally {
      saving.removeAttribute("aria-disabled");
    }
  }
  // The page shows it in a moment: until then the result stands in its place.
  function settle() {
    area.readOnly = true;
    const end = () => { document.removeEventListener("docent:settled", end); clearTimeout(limit); done(); };
    document.addEventListener("docent:settled", end);
    const limit = setTimeout(end, 5000);
  }

  function conflict(answer) {
    unit = answer.theirs;
    area.value = answer.yours;
    keep({ what, unit, text: area.value });
    const theirs = el("textarea", { readonly: true, "aria-label": phrases.theirs, rows: String(Math.min(12, unit.text.split("\n").length + 1)) });
    theirs.value = unit.text;
    const take = button(phrases.take, () => { area.value = unit.text; beside.hidden = true; typed(); area.focus(); });
    beside.replaceChildren(el("h2", null, phrases.theirs), unit.text ? theirs : el("p", null, phrases.gone), take);
    beside.hidden = false;
    tell(el("strong", null, phrases.conflict), " ", phrases.conflictHow);
    grow();
    look();
    area.focus();
  }

  /** Closes; a text that is not saved is kept. */
  function leave() {
    if (isChanged()) keep({ what, unit, text: area.value });
    done();
    return true;
  }
  function done() {
    if (isDone) return;
    isDone = true;
    asked?.abort();
    clearTimeout(wait);
    list.close();
    removeEventListener("beforeunload", stay);
    for (const hidden of covered()) hidden.classList.remove("docent-covered");
    const had = box.contains(document.activeElement) || document.activeElement === document.body;
    box.remove();
    open = null;
    if (had) after(unit.start + 1);
  }

  area.addEventListener("input", () => { told.classList.remove("docent-bad"); typed(); list.look(); });
  area.addEventListener("blur", () => list.close());
  box.addEventListener("keydown", (event) => {
    if (event.target === area && list.key(event)) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); save(); }
    if (event.key === "Escape") { event.preventDefault(); event.stopPropagation(); leave(); }
  });
  // The preview loads the page anew: the text is kept, and nobody has to be asked.
  document.addEventListener("docent:reload", () => removeEventListener("beforeunload", stay), { once: true });
  return { begin, leave };
}

/** The first heading of a page, or its text: where the editor of a whole page stands. */
export const top = () => one("main .head") ?? one("main");

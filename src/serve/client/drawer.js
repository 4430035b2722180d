// @ts-check
// The drawer: what docent knows of this page.
//
// In: the page's facts, asked of the server each time that it opens. Out: an aside; the button in the corner opens it.
import { el } from "../../../themes/default/scripts/dom.js";
import { opens, problem, state, unfold } from "./panel.js";
import { facts } from "./server.js";
import { count, lang, words } from "./words.js";

export const drawer = el("aside", { id: "docent-drawer", "aria-label": words.thisPage, lang, hidden: "" });
state.addEventListener("click", () => { if (!unfold()) toggle(drawer.hidden); });

export function toggle(open) {
  drawer.hidden = !open;
  state.setAttribute("aria-expanded", String(open));
  if (open) fill(); else if (drawer.contains(document.activeElement)) state.focus();
}

export function fill() {
  facts().then(drawFacts, () => drawer.replaceChildren(el("p", null, words.silent)));
}

function drawFacts(page) {
  const source = page.source ? [opens(page.source, 1, 1, page.source), " · "] : [];
  drawer.replaceChildren(el("h2", null, page.title), el("p", null, ...source, `${count(page.words, "word")}, ${page.minutes} ${words.minutes}`),
    ...list(words.problems, page.problems.map(problem)),
    ...list(words.broken, page.broken_links.map((link) => el("li", null, link))),
    ...list(words.from, page.backlinks.map((link) => linked(link.url, link.title))),
    ...list(words.languages, page.translations.map(translation)));
}
function translation({ lang, url, state }) {
  const text = `${lang}: ${words[state] ?? state}`;
  return url && state !== "here" ? linked(url, text) : el("li", null, text);
}
const linked = (href, text) => el("li", null, el("a", { href }, text));
const list = (name, items) => (items.length > 0 ? [el("h3", null, name), el("ul", null, ...items)] : []);

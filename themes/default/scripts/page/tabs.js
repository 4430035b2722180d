// @ts-check
// Tabs, which work without this: here those with the same titles are switched together, the choice is kept, and what an
// address leads to is shown.
//
// In: `.tabs` with its radio buttons and labels; the address. Out: buttons that are checked; the titles that were chosen.
import { about, all, load, parsed, save } from "../dom.js";

const CHOICES = "docent-tabs";

export function openTabs() {
  document.addEventListener("change", (event) => {
    const radio = about(event, ".tabs > input");
    if (radio) choose(radio);
  });
  addEventListener("hashchange", showTarget);
  document.addEventListener("docent:patched", restore);
  restore();
  showTarget();
}

// The titles of a set: what its tabs are called, and its name among those with the same ones.
const label = (radio) => /** @type {HTMLElement} */ (radio.nextElementSibling);
const radios = (set) => /** @type {HTMLInputElement[]} */ (all(":scope > input", set));
const title = (radio) => label(radio).textContent.trim();
const named = (set) => radios(set).map(title).sort().join("\n");

function restore() {
  const choices = parsed(load("localStorage", CHOICES)) ?? {};
  for (const set of all(".tabs")) {
    set.classList.add("live");
    show(set, choices[named(set)]);
  }
}

function show(set, chosen) {
  const wanted = radios(set).find((radio) => title(radio) === chosen);
  if (wanted) wanted.checked = true;
}

/** Shows the tab of that title wherever there is one; the place of the click stays where it is in the window. */
function choose(radio) {
  const name = named(radio.parentElement), chosen = title(radio), before = label(radio).getBoundingClientRect().top;
  for (const set of all(".tabs").filter((other) => named(other) === name)) show(set, chosen);
  scrollBy(0, label(radio).getBoundingClientRect().top - before);
  const kept = { ...parsed(load("localStorage", CHOICES)), [name]: chosen };
  save("localStorage", CHOICES, JSON.stringify(kept));
}

/** Opens all tabs around the part of the page that the address names. */
function showTarget() {
  const target = document.getElementById(decoded(location.hash.slice(1)));
  const closed = around(target).filter((radio) => !radio.checked);
  for (const radio of closed) radio.checked = true;
  if (closed.length) target?.scrollIntoView();
}

/** The radio buttons of the tabs that an element stands in. */
function around(target) {
  const tab = target?.closest(".tab");
  if (!tab) return [];
  return [radios(tab.parentElement).find((radio) => label(radio).nextElementSibling === tab), ...around(tab.parentElement)];
}

function decoded(text) {
  try { return decodeURIComponent(text); } catch { return text; }
}

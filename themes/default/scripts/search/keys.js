// @ts-check
// What the dialog says of its keys.
//
// In: words. Out: the list of keys, and the switch for `/`: a key of one character must be such that it can be switched off
// (WCAG 2.1.4).
import { el } from "../dom.js";
import { say, store, stored } from "./words.js";

export function footer() {
  const key = (names, word) => el("span", null, ...names.map((name) => el("kbd", null, name)), " ", say(word));
  const chord = /Mac|iP/.test(navigator.platform) ? "⌘" : "Ctrl";
  return el("div", { class: "keys" },
    key(["↑", "↓"], "move"), key(["Enter"], "open"), key([chord, "Enter"], "tab"), key(["Esc"], "close"));
}

export function slash() {
  const check = el("input", { type: "checkbox", id: "d-slash" });
  check.checked = stored("localStorage", "slash") !== false;
  check.addEventListener("change", () => store("localStorage", "slash", check.checked ? null : false));
  const words = say("slash").split("**").map((part, index) => (index % 2 ? el("kbd", null, part) : part));
  return el("label", { class: "slash" }, check, el("span", null, ...words));
}

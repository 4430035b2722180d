// @ts-check
// Colours: as the system has them, light, or dark.
//
// In: the button of the frame, what was chosen before. Out: `data-theme` of the document, the button's name. theme-init.js
// does the same before the first paint.
import { load, one, save } from "../dom.js";
import { say } from "./voice.js";

const KEY = "docent:theme";
const NEXT = { "": "light", light: "dark", dark: "" };

export function chooseColours() {
  const made = one(".top > .theme");
  const show = (kept) => {
    const value = kept === "light" || kept === "dark" ? kept : "";
    if (value) document.documentElement.dataset.theme = value; else delete document.documentElement.dataset.theme;
    if (!made) return "";
    const { name, [value || "system"]: state } = made.dataset;
    made.title = `${name}: ${state}`;
    made.setAttribute("aria-label", made.title);
    return state;
  };
  made?.addEventListener("click", () => {
    const next = NEXT[document.documentElement.dataset.theme ?? ""];
    save("localStorage", KEY, next);
    say(show(next));
  });
  const saved = () => { show(load("localStorage", KEY)); };
  saved();
  // Also after "back", where the browser brings back the page as it was.
  addEventListener("pageshow", (event) => { if (event.persisted) saved(); });
  // Another tab of the handbook changed it.
  addEventListener("storage", (event) => { if (event.key === KEY) show(event.newValue); });
}

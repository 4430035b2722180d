// @ts-check
// Colours: light, dark, or as the system has it.
//
// In: the radios of the frame, what was chosen before. Out: `data-theme` of the document. theme-init.js does the same
// before the first paint.
import { all, load, save } from "../dom.js";

const KEY = "docent:theme";

export function chooseColours() {
  const radios = /** @type {HTMLInputElement[]} */ (all(".theme input"));
  const show = (kept) => {
    const value = kept === "light" || kept === "dark" ? kept : "";
    if (value) document.documentElement.dataset.theme = value; else delete document.documentElement.dataset.theme;
    for (const radio of radios) radio.checked = radio.value === value;
  };
  for (const radio of radios) {
    radio.addEventListener("change", () => { save("localStorage", KEY, radio.value); show(radio.value); });
  }
  const saved = () => show(load("localStorage", KEY));
  saved();
  // Also after "back", where the browser brings back the radios as they were.
  addEventListener("pageshow", (event) => { if (event.persisted) saved(); });
  // Another tab of the handbook changed it.
  addEventListener("storage", (event) => { if (event.key === KEY) show(event.newValue); });
}

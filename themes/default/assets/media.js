// @ts-check
// Pictures over the page, and pages of other sites in it. Loaded only on pages that have some, which are complete without
// it: a picture leads to its file, a page of another site is a link.
//
// In: links with a picture in them (`.zoom`), links that name what a frame shows (`data-frame`); the words, attributes of
// this script's own element. Out: a dialog with the picture; a button that puts the frame below its link. Nothing of
// another site is asked for before a reader wants it.
import { about, all, button, el } from "../scripts/dom.js";

/** @type {Record<string, any>} */
const words = /** @type {HTMLScriptElement | null} */ (document.currentScript)?.dataset ?? {};

// The caption below it says what it is; without one, its own words do.
function captionOf(link, image) {
  const text = link.closest("figure")?.querySelector("figcaption")?.textContent ?? image.alt;
  return el("p", null, text);
}

function enlarge(link, image) {
  const shown = el("img", { src: link.href, alt: image.alt });
  const dialog = el("dialog", { class: "zoomed", "aria-label": image.alt }, shown, captionOf(link, image));
  dialog.append(button(words.close, () => dialog.close()));
  shown.addEventListener("click", () => dialog.close());
  // Escape closes it too. Where the browser does not give the focus back, the link takes it.
  dialog.addEventListener("close", () => { dialog.remove(); link.focus({ preventScroll: true }); });
  document.body.append(dialog);
  dialog.showModal();
}

document.addEventListener("click", (event) => {
  const link = about(event, "a.zoom");
  const image = link?.querySelector("img");
  // A click that asks for a tab of its own gets one.
  if (!link || !image || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  enlarge(link, image);
});

function show(link) {
  const frame = el("iframe", {
    src: link.dataset.frame,
    title: link.textContent,
    referrerpolicy: "strict-origin-when-cross-origin",
    sandbox: "allow-scripts allow-same-origin allow-popups allow-presentation allow-forms",
    allow: "fullscreen; picture-in-picture",
    allowfullscreen: true,
  });
  link.closest(".offer").after(frame);
  frame.focus();
}

for (const link of all("a[data-frame]")) {
  const more = button(words.show, () => { more.remove(); show(link); }, { "aria-label": `${words.show}: ${link.textContent}` });
  link.closest(".offer")?.append(more);
}

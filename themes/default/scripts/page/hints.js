// @ts-check
// What is shown beside a link: a look at the page behind it, the definition of a term. Their scripts are fetched here, and
// only when somebody wants them.
//
// In: `main[data-preview]`, `meta[name=docent-terms]`. Out: preview.js and terms.js, asked.
import { about, atFirstSign, one } from "../dom.js";
import { script, sheet } from "./arrives.js";

/** All of a preview is fetched when somebody stays on a link. */
export function fetchPreviews() {
  const main = one("main[data-preview]");
  // Files from a disk cannot be fetched; where nothing hovers there is no keyboard either.
  if (!main || location.protocol === "file:" || !matchMedia("(hover: hover)").matches) return;
  let timer, wanted;
  const look = (link) => {
    if (!link.matches(":hover, :focus-visible")) return;
    wanted ??= Promise.all([script(main.dataset.preview), sheet(main.dataset.previewCss)]);
    wanted.then(() => window.docentPreview(link), () => { wanted = null; });
  };
  const intent = (event) => {
    const link = about(event, ".body a[href]:not(.term), .backlinks a[href]");
    clearTimeout(timer);
    if (link && event.pointerType !== "touch" && leadsToPage(link)) timer = setTimeout(look, 300, link);
  };
  main.addEventListener("pointerover", intent);
  main.addEventListener("focusin", intent);
}

// To another page of this site.
function leadsToPage(link) {
  return link.origin === location.origin && link.pathname !== location.pathname && /(\/|\.html)$/.test(link.pathname);
}

/** The definitions of terms come with the reader's first movement; before, terms are links. */
export function fetchTerms() {
  const meta = /** @type {HTMLMetaElement} */ (one('meta[name="docent-terms"]', document.head));
  if (!meta) return;
  let coming;
  const wanted = () => coming ??= script(meta.content);
  atFirstSign(wanted);
  showFirstTap(wanted);
}

// The first tap may be on a term, before the script is there.
function showFirstTap(wanted) {
  let finger = false;
  // In some browsers a click does not say what made it.
  addEventListener("pointerdown", (event) => { finger = event.pointerType === "touch"; }, { passive: true });
  document.addEventListener("click", (event) => {
    const link = /** @type {HTMLAnchorElement} */ (about(event, "a.term"));
    const type = /** @type {PointerEvent} */ (event).pointerType;
    const touched = type === undefined || type === null ? finger : type === "touch";
    if (!link || !touched || "docentTerm" in window) return;
    event.preventDefault();
    wanted().then(() => window.docentTerm(link), () => location.assign(link.href));
  });
}

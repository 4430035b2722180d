// @ts-check
// The page's contents: open as a column, with the section that is being read; and the title in the header, once the H1 has
// gone.
//
// In: `.toc` and the headings that it leads to, `h1#d-title`. Out: marks on its links, a copy of the title in the header.
import { about, all, el, one } from "../dom.js";

export function followContents() {
  const box = /** @type {HTMLDetailsElement} */ (one(".toc"));
  if (!box) return;
  const wide = matchMedia("(width >= 72em)");
  fold(box, wide);
  const mark = follow(box, wide);
  whenScrolled(mark);
  addEventListener("resize", mark, { passive: true });
}

// In the column the list is never folded, so its title is no button there.
function fold(box, wide) {
  const fit = () => {
    box.open = wide.matches;
    /** @type {HTMLElement} */ (one("summary", box)).tabIndex = wide.matches ? -1 : 0;
  };
  fit();
  wide.addEventListener("change", fit);
  // On a phone the list covers the text it leads to: fold it after a choice.
  box.addEventListener("click", (event) => { if (about(event, "a") && !wide.matches) box.open = false; });
}

// Marks the section that is read now whenever a heading crosses the line; scrolling itself costs nothing.
function follow(box, wide) {
  let links, heads;
  const mark = () => {
    const at = readNow(heads);
    links.forEach((link, i) => { if (i === at) link.setAttribute("aria-current", "true"); else link.removeAttribute("aria-current"); });
    if (wide.matches) bringIntoView(box, links[at]);
  };
  const observer = new IntersectionObserver(mark, { rootMargin: "0px 0px -75% 0px" });
  const read = () => {
    observer.disconnect();
    links = all("a", box);
    heads = links.map((link) => document.getElementById(link.getAttribute("href").slice(1)));
    for (const head of heads) if (head) observer.observe(head);
  };
  read();
  document.addEventListener("docent:patched", read);
  return mark;
}

// The last heading above a quarter of the window; at the page's end the last one.
function readNow(heads) {
  if (scrollY > 0 && innerHeight + scrollY >= document.documentElement.scrollHeight - 2) return heads.length - 1;
  // One in a tab that is not shown is nowhere.
  return Math.max(heads.findLastIndex((head) => head?.getClientRects().length && head.getBoundingClientRect().top <= innerHeight / 4), 0);
}

function bringIntoView(box, link) {
  const top = link.offsetTop - box.scrollTop;
  if (top < 0 || top > box.clientHeight - 40) box.scrollTop = link.offsetTop - box.clientHeight / 2;
}

// Where there is no scrollend (Safari), scrolling has ended when nothing has moved for a moment.
function whenScrolled(act) {
  let resting;
  if ("onscrollend" in window) addEventListener("scrollend", act, { passive: true });
  else addEventListener("scroll", () => { clearTimeout(resting); resting = setTimeout(act, 120); }, { passive: true });
}

export function showTitle() {
  const bar = one(".top"), h1 = one(".head > #d-title"), brand = one(".brand");
  if (!bar || !h1 || !brand) return;
  // Hidden: the H1 says it already.
  brand.after(el("span", { class: "here", "aria-hidden": "true" }, h1.textContent));
  const scrolled = (entries) => { bar.classList.toggle("scrolled", !entries.at(-1).isIntersecting); };
  new IntersectionObserver(scrolled, { rootMargin: "-56px 0px 0px 0px" }).observe(h1);
}

// @ts-check
// Navigation: where it was scrolled to, sections that unfold, and what the menu button says.
//
// In: `#d-nav` and the menu button of the frame. Out: the current row in sight, buttons at sections, the menu's state.
import { all, button, load, one, save } from "../dom.js";

export function settleNavigation() {
  const nav = one(".frame > #d-nav");
  if (!nav) return;
  const key = `docent:nav:${nav.getAttribute("aria-label") || ""}`;
  settle(nav, key);
  addEventListener("pagehide", () => {
    save("sessionStorage", key, String(nav.scrollTop));
    // Else "back" would come back to an open drawer.
    if (nav.matches(":popover-open")) nav.hidePopover();
  });
  tellMenu(nav, key);
  unfold(nav);
}

// A section unfolds in place: its list is taken from its own page, so that no page carries those of all others. On disk
// pages cannot be fetched: there the sign stays a part of the link.
function unfold(nav) {
  if (location.protocol !== "file:") offer(nav, nav.dataset.unfold ?? "");
}

function offer(within, words) {
  for (const link of /** @type {HTMLAnchorElement[]} */ (all("a:is(.shut, .open)", within))) {
    const list = () => one(":scope > ul", /** @type {Element} */ (link.parentElement));
    const act = async () => {
      const own = list() ?? await fetched(link, words);
      if (!own) return location.assign(link.href);
      // Of a folder that was just unfolded the list is shown, of others it changes.
      own.hidden = !own.hidden;
      made.setAttribute("aria-expanded", String(!own.hidden));
    };
    const made = button("", act, { class: "fold", "aria-expanded": String(Boolean(list())), "aria-label": words.replace("{name}", link.textContent) });
    link.after(made);
  }
}

async function fetched(link, words) {
  try {
    const answer = await fetch(link.href);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const list = one("#d-nav [aria-current] ~ ul", page);
    if (!answer.ok || !list) return null;
    for (const own of all("a", list)) own.setAttribute("href", new URL(own.getAttribute("href") ?? "", link.href).href);
    const made = document.importNode(list, true);
    made.hidden = true;
    link.parentElement.append(made);
    offer(made, words);
    return made;
  } catch {
    return null;
  }
}

// Same place as on the page before; but the current row is always in sight.
function settle(nav, key) {
  nav.scrollTop = Number(load("sessionStorage", key)) || 0;
  const current = one("[aria-current]", nav);
  if (!current) return;
  const row = current.getBoundingClientRect(), box = nav.getBoundingClientRect();
  if (row.top < box.top || row.bottom > box.bottom - 64) nav.scrollTop += row.top - box.top - box.height / 3;
}

function tellMenu(nav, key) {
  const menu = one(".menu");
  if (!menu) return;
  menu.setAttribute("aria-expanded", "false");
  nav.addEventListener("toggle", (event) => {
    const open = event.newState === "open";
    menu.setAttribute("aria-expanded", String(open));
    if (open) settle(nav, key);
  });
}

// @ts-check
// Navigation: where it was scrolled to, and what the menu button says.
//
// In: `#d-nav` and the menu button of the frame. Out: the current row in sight, the button's state.
import { load, one, save } from "../dom.js";

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

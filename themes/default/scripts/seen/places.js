// @ts-check
// Which page an address means, among those that marks are known of.
//
// In: addresses. Out: the page's name: its path beside the front page of the language, as the marks have it.
import { one } from "../dom.js";

const front = /** @type {HTMLAnchorElement | null} */ (one(".top .brand"));
/** The folder of the front page. */
export const base = new URL(".", front?.href ?? location.href).href;

const plain = (text) => { try { return decodeURI(text); } catch { return text; } };

/** Whether the page that is open is the front page. */
export const isFront = () => nameOf(location.href, { "index.html": true }) !== null;

/** The name of a page that has marks; hosts leave out `.html` and `index.html`. */
export function nameOf(address, pages) {
  const [whole] = address.split(/[?#]/);
  if (!whole.startsWith(base)) return null;
  const path = plain(whole.slice(base.length));
  const names = path === "" || path.endsWith("/") ? [`${path}index.html`] : [path, `${path}.html`, `${path}/index.html`];
  const found = Object.keys(pages).find((page) => names.includes(plain(page)));
  return found ?? null;
}

/** The folder of a section's page, as names of pages begin with it; null for what is no section. */
export function nameWithin(address) {
  const [whole] = address.split(/[?#]/);
  const path = whole.replace(/index\.html$/, "");
  return whole.startsWith(base) && path.endsWith("/") && path !== base ? path.slice(base.length) : null;
}

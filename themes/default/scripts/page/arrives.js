// @ts-check
// Scripts and style sheets that only some pages need.
//
// In: their addresses, as the page's markup names them. Out: promises of their arrival.
import { el, one } from "../dom.js";

/** A script: those that are asked for one after the other run in that order. */
export function script(url) {
  const made = el("script", { src: url });
  made.async = false;
  return arrives(made);
}

/** A style sheet; search.html names its own. */
export function sheet(url) {
  return one(`link[href="${url}"]`) ? Promise.resolve() : arrives(el("link", { rel: "stylesheet", href: url }));
}

function arrives(made) {
  return new Promise((done, failed) => {
    made.onload = done;
    made.onerror = failed;
    document.head.append(made);
  });
}

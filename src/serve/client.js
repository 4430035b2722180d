// @ts-check
// The preview's client: what the author saved appears where they were looking. See src/serve/protocol.rs.
//
// In: events of the server, pages fetched anew. Out: the page on the screen, changed in place.
//
//   server  what is asked of it: a page as it is served now, a page's facts, an editor
//   differ  the page as it was served is compared with the page as it is served now, block by block
//   change  what follows: style, title, the first change brought into view
//   panel   what is wrong, above the last good page, and the button that tells of it
//   drawer  what docent knows of this page
//   source  from a block to its source
//   words   what is said, in the page's language
//   edit    from a block to its Markdown, in its place
//
// No innerHTML, no inline style: it lives under the published site's policy, and all that it shows is text.
// Served as one script, with what it imports (`theme::script`).
import { el, one } from "../../themes/default/scripts/dom.js";
import { change, reload, restore, take } from "./client/change.js";
import { drawer, fill, toggle } from "./client/drawer.js";
import { bar, fold, hear, isFoldable, panel, setConnected, showStatus } from "./client/panel.js";
import { address, hashOf, isOurs, page, served, shown } from "./client/server.js";
import "./client/edit.js";
import { readNow, toSource } from "./client/source.js";

// --- The stream of events ----------------------------------------------------------

/** @type {EventSource | null} */
let stream = null;
let wait;
// One change after the other: the next is fetched when this one is shown.
let work = Promise.resolve();

function connect() {
  clearTimeout(wait);
  stream?.close();
  stream = new EventSource(address("events", { page, hash: shown.hash }));
  stream.onopen = () => setConnected(true);
  stream.onmessage = (message) => happened(JSON.parse(message.data));
  stream.onerror = () => {
    // The hash has changed since this address was made: a new one.
    stream?.close();
    setConnected(false);
    wait = setTimeout(again, 1000);
  };
}

// A server that was started anew does not know our token, and an EventSource does not tell why it was refused: the page
// that is served now says which token counts. With the same one there is nothing that loading anew would change.
function again() {
  served().then((fresh) => (isOurs(fresh) ? retry() : reload())).catch(retry);
}
// Nobody looks at it by now: it connects when somebody does.
function retry() { if (!document.hidden) connect(); }

function happened(event) {
  if (event.kind === "reload") return reload();
  if (event.kind === "patch" || event.kind === "css") return follow();
  hear(event.errors || [], event.warnings || []);
  work.then(() => document.dispatchEvent(new CustomEvent("docent:settled")));
  if (!drawer.hidden) fill();
}
function follow() {
  const show = (fresh) => { if (hashOf(fresh) !== shown.hash) change(fresh); };
  // The stream tells when the server is back.
  work = work.then(served).then(show).catch(() => {});
}

// Browsers open six connections to a server: a tab that nobody sees leaves its own to others.
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) return connect();
  clearTimeout(wait);
  stream?.close();
});

// --- Keys ---------------------------------------------------------------------------

addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    if (one("dialog[open]")) return;
    if (isFoldable()) return fold();
    if (!drawer.hidden) return toggle(false);
  }
  if (!event.altKey || event.ctrlKey || event.metaKey) return;
  if (event.code === "KeyE" && shown.canEdit) { event.preventDefault(); toSource(readNow()); }
  if (event.code === "KeyI") { event.preventDefault(); toggle(drawer.hidden); }
});

// --- Begin --------------------------------------------------------------------------

document.head.append(el("link", { rel: "stylesheet", href: "/__docent/client.css" }));
document.body.append(panel, drawer, bar);
showStatus();
restore();
// The page as it was served, unless it has changed meanwhile: then the first change is a reload.
work = served().then((doc) => { if (hashOf(doc) === shown.hash) take(doc); }).catch(() => {});
if (!document.hidden) connect();

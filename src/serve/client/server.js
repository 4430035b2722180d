// @ts-check
// What is asked of the server.
//
// In: the attributes of the client's own element. Out: pages as they are served now, facts of this page, an editor that
// opens.
import { one } from "../../../themes/default/scripts/dom.js";
import { words } from "./words.js";

const { token, hash, edit: editor, writes, ...data } = /** @type {HTMLScriptElement} */ (document.currentScript).dataset;
/** This page, as the server names it. */
export const { page } = data;
/** What is on the screen: the hash of the page, whether there is an editor to open its source in, whether it is edited here. */
export const shown = { hash, canEdit: editor === "yes", writes: writes === "yes" };

export const address = (path, more) => `/__docent/${path}?${new URLSearchParams({ token, ...more })}`;

/** This page as it is served now. */
export async function served() {
  const answer = await fetch(location.href, { cache: "no-store" });
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}
export const hashOf = (doc) => one("script[data-token][data-hash]", doc)?.dataset.hash ?? "";
/** Whether the server that answers is the one that this page came from. */
export const isOurs = (doc) => (one("script[data-token]", doc)?.dataset.token ?? token) === token;

/** What docent knows of this page. */
export const facts = async () => (await fetch(address("page", { page }))).json();

/** The page's file; null if it has none, or nobody answers. */
export const ownFile = () => facts().then((page) => page.source ?? null, () => null);

/** Opens a place in the author's editor; `say` hears why not. */
export async function edit(file, line, column, say) {
  try {
    const answer = await fetch(address("open", { file, line: line || 1, column: column || 1 }), { method: "POST" });
    if (!answer.ok) say(await answer.text());
  } catch { say(words.silent); }
}

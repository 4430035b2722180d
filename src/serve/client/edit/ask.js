// @ts-check
// What the editor asks of the server, and the texts that are kept in the browser until they are saved.
//
// In: questions as objects. Out: answers as objects, or an error whose message is a sentence for people.
import { load, parsed, save } from "../../../../themes/default/scripts/dom.js";
import { address, page } from "../server.js";
import { phrases } from "./words.js";

export class Refused extends Error {
  /** @param {number} status @param {string} why */
  constructor(status, why) {
    super(why);
    this.status = status;
  }
}

/** @returns {Promise<any>} */
export async function ask(what, question, signal) {
  let answer;
  try {
    const headers = { "Content-Type": "application/json" };
    answer = await fetch(address(`edit/${what}`, {}), { method: "POST", headers, body: JSON.stringify(question), signal });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new Refused(0, phrases.lost);
  }
  // Another server runs here by now, and this page does not know its token.
  if (answer.status === 403) throw new Refused(403, phrases.lost);
  if (!answer.ok) throw new Refused(answer.status, await answer.text());
  return answer.json();
}

// --- Texts that are not saved ----------------------------------------------------------

const KEPT = `docent:edit:${page}`;

/** @returns {{what: string, unit: any, text: string} | null} */
export const keptText = () => parsed(load("sessionStorage", KEPT));
export const keep = (kept) => save("sessionStorage", KEPT, kept && JSON.stringify(kept));

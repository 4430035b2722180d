// @ts-check
// The sign-off sheet of a reading path: name, steps with their days, room to sign.
//
// In: the record, the rows of the page. Out: one sheet, made when it is wanted, gone after printing.
import { el, one } from "../dom.js";
import { print, title } from "./parts.js";
import { isRead, readOf } from "./plan.js";
import { day, words } from "./words.js";

// One sheet: name, steps with their days, room to sign. Made when it is wanted, gone after printing.
export function signOff(record, rows) {
  const blank = (label) => el("p", { class: "blank" }, el("span", null, words(label)), el("span", { class: "rule" }));
  const row = ({ id, link }, number) => el("tr", null, el("td", null, String(number + 1)), el("td", null, link.textContent),
    el("td", null, isRead(record, id) ? day(record.steps.get(id).day) : ""));
  const cells = ["", words("signoff_step"), words("signoff_read")].map((name) => el("th", { scope: "col" }, name));
  const sheet = el("section", { class: "signoff" },
    el("h2", null, words("signoff_title")), el("p", null, title), blank("signoff_name"), blank("signoff_date"),
    el("table", null, el("thead", null, el("tr", null, ...cells)), el("tbody", null, ...rows.map(row))),
    el("p", null, words("read_count", { n: readOf(record).length, all: record.plan.length })),
    blank("signoff_reader"), blank("signoff_mentor"));
  one("main")?.append(sheet);
  addEventListener("afterprint", () => sheet.remove(), { once: true });
  print("signoff");
}

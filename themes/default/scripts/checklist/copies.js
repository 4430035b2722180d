// @ts-check
// A run of a checklist as text.
//
// In: a run, the items of the page. Out: Markdown, CSV.
import { isChanged, isDone, markOf } from "./marks.js";
import { day, sentences, title, today, words } from "./words.js";

export function markdown(run, items) {
  const done = items.filter((item) => isDone(run, item)).length;
  const count = words("done_count", { n: done, all: items.length });
  const rows = items.map((item) => markdownRow(run, items, item));
  return `# ${title}${run.name ? `: ${run.name}` : ""}\n\n${count}, ${day(today())}\n\n${rows.join("\n")}\n`;
}
function markdownRow(run, items, item) {
  const depth = items.filter((other) => other.nested.includes(item)).length;
  const [indent, below] = ["  ".repeat(depth), "  ".repeat(depth + 1)];
  const mark = markOf(run, item);
  const flag = isChanged(run, item) ? ` (${words("changed_done", { date: day(mark.day) })})` : "";
  const note = mark?.note ? `\n${below}${mark.note.trim().replace(/\n+/g, `\n${below}`)}` : "";
  return `${indent}- [${isDone(run, item) ? "x" : " "}] ${item.number}${item.text}${flag}${note}`;
}

export function csv(run, items) {
  const names = sentences.csv;
  const head = [names.number, names.id, names.point, names.done, names.date, names.changed, names.risk, names.who, names.note];
  const rows = [head, ...items.map((item) => csvRow(run, item))];
  return `${rows.map((cells) => cells.map(cell).join(",")).join("\r\n")}\r\n`;
}
function csvRow(run, item) {
  const { dataset } = item.li;
  const mark = markOf(run, item);
  return [dataset.n ?? item.at + 1, item.id, item.text, isDone(run, item) ? 1 : 0, mark?.day ?? "", isChanged(run, item) ? 1 : 0,
    dataset.risk ?? "", item.li.querySelector(".who")?.textContent ?? "", mark?.note ?? ""];
}
// A cell that begins like a formula is kept from being one.
const cell = (value) => `"${String(value).replace(/^[=+\-@\t\r]/, "'$&").replaceAll('"', '""')}"`;

// @ts-check
// What a record of a reading path says: what is read, what is left, which step is next.
//
// In: records. Out: steps, numbers, the meter.
import { words } from "./words.js";

export const isRead = (record, id) => Boolean(record.steps.get(id)?.day);
export const readOf = (record) => record.plan.filter((step) => isRead(record, step.id));
const leftOf = (record) => record.plan.filter((step) => !isRead(record, step.id));
const minutesOf = (steps) => steps.reduce((sum, step) => sum + step.minutes, 0);

// The first step that is not read behind the last that is; else the first of all.
export function nextOf(record) {
  const last = record.plan.findLastIndex((step) => isRead(record, step.id));
  return record.plan.slice(last + 1).find((step) => !isRead(record, step.id)) ?? leftOf(record)[0];
}
export function showMeter(line, record, changed = 0) {
  const [read, all, left] = [readOf(record).length, record.plan.length, minutesOf(leftOf(record))];
  const rest = [left > 0 && words("left", { n: left }), changed > 0 && words("changed_count", { n: changed })];
  line.show(read, all, words("read_count", { n: read, all }), rest);
}

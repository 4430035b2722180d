// @ts-check
// What a run of a checklist says of an item.
//
// In: runs of a record, items of the page. Out: what is done, what has changed, what is left of points that are gone.

export const markOf = (run, item) => run.items.get(item.id);

/** Done: ticked, or written as done in the text and never touched. */
export function isDone(run, item) {
  const mark = markOf(run, item);
  return mark ? Boolean(mark.day) : item.isDefault;
}

/** Ticked, and its text is another one since. */
export function isChanged(run, item) {
  const mark = markOf(run, item);
  return Boolean(mark?.day) && Boolean(item.of) && mark.of !== item.of;
}

/** The riskiest first, else as they stand. */
export const byRisk = (a, b) => a.risk - b.risk || a.at - b.at;

/** Marks of points that the page has no more: nothing that a reader wrote is thrown away. */
export function goneOf(run, items) {
  const isHere = (id) => items.some((item) => item.id === id);
  return [...run.items].filter(([id, mark]) => (mark.day || mark.note) && !isHere(id));
}

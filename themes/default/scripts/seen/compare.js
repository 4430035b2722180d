// @ts-check
// What differs between what a reader was shown and what the site says now.
//
// In: the marks of sections by page, now and then; a page's are written one behind the other. Out: the pages that differ, and
// which of their sections. A section is told by what it says, so one that only moved is not new.

/** @typedef {{marks: string, title: string, fresh: number[], isNew: boolean}} Change */

/** The marks of a page, one by one. */
export function pieces(marks, length) {
  return Array.from({ length: Math.floor(marks.length / length) }, (_, at) => marks.slice(at * length, (at + 1) * length));
}

/** The numbers of the sections that say something that was not there. */
export function freshOf(now, before, length) {
  const known = new Set(pieces(before, length));
  return pieces(now, length).flatMap((mark, at) => (known.has(mark) ? [] : [at]));
}

/**
 * The pages with something new.
 *
 * @param {Record<string, [string, string]>} now marks and title by page
 * @param {Record<string, string>} before
 * @returns {Record<string, Change>}
 */
export function compare(now, before, length) {
  const changes = {};
  for (const [page, [marks, title]] of Object.entries(now)) {
    const kept = Object.hasOwn(before, page) ? before[page] : null;
    if (marks === kept) continue;
    const fresh = kept === null ? [] : freshOf(marks, kept, length);
    // Where something was only taken away there is nothing to read.
    if (kept === null || fresh.length > 0) changes[page] = { marks, title, fresh, isNew: kept === null };
  }
  return changes;
}

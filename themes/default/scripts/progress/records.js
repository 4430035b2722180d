// @ts-check
// Records of progress: what may be kept.
//
// In: anything, whoever wrote it. Out: a record, made anew piece by piece, or null; its text.

/** What is kept; a record of another version is not read. */
export const VERSION = 1;
export const meta = /** @type {HTMLMetaElement} */ (document.head.querySelector('meta[name="docent-progress"]'));
export const root = new URL(meta.dataset.root || "./", location.href);

// path       {v, title, lang, url, at, plan: [{id, title, url, minutes}], steps: Map id -> {day, of}}
// checklist  {v, title, lang, url, at, run, total, runs: [{id, name, items: Map id -> {day, of, note, text}}]}
//
// `of` is the fingerprint of the text that was marked; `day` is empty where the reader took a mark away.

export const MOST = { records: 500, runs: 100, marks: 2000 };
const PAGE = /\/[^/.]*(\.html)?$/; // a folder, or a page: hosts may leave the ending out
export const isMap = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
const text = (value, most = 300) => (typeof value === "string" ? value.slice(0, most) : "");
const date = (value) => (/^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(Date.parse(value)) ? value : "");
const list = (value, most) => (Array.isArray(value) ? value : []).filter(isMap).slice(0, most);
const number = (value) => (Number.isSafeInteger(value) && value >= 0 ? value : 0);
const marks = (value, read) =>
  new Map(Object.entries(isMap(value) ? value : {}).filter(([, mark]) => isMap(mark)).slice(0, MOST.marks).map(([id, mark]) => [id.slice(0, 200), read(mark)]));

// The address of a page of this site, from its top; anything else is none. What comes out means the same page when it
// is read again: so a record may be checked at each door (import, write, read), and no check undoes another's.
export function address(value) {
  const url = typeof value === "string" && URL.canParse(value, root) ? new URL(value, root) : null;
  if (!url?.href.startsWith(root.href) || !PAGE.test(url.pathname)) return "";
  url.search = "";
  const short = url.href.slice(root.href.length);
  const same = short.length <= 1000 && URL.canParse(short, root) && new URL(short, root).href === url.href;
  return same ? short : "";
}
const head = (r) => ({ v: VERSION, title: text(r.title), lang: text(r.lang, 20), url: address(r.url), at: text(r.at, 40) });

// What may be kept, made anew piece by piece out of something that may be anything.
const sound = {
  path: (r) => ({
    ...head(r),
    plan: list(r.plan, MOST.marks).map((s) => ({ id: text(s.id), title: text(s.title), url: address(s.url), minutes: number(s.minutes) })),
    steps: marks(r.steps, (m) => ({ day: date(m.day), of: text(m.of, 40) })),
  }),
  checklist: (r) => ({
    ...head(r),
    total: number(r.total),
    run: text(r.run, 40),
    runs: list(r.runs, MOST.runs).map((run) => ({
      id: text(run.id, 40),
      name: text(run.name, 80),
      items: marks(run.items, (m) => ({ day: date(m.day), of: text(m.of, 40), note: text(m.note, 4000), text: text(m.text) })),
    })),
  }),
};
export const KEY = /^(path|checklist):(.{1,400})$/;
export function checked(key, value) {
  const kind = key.match(KEY)?.[1];
  return kind && isMap(value) && value.v === VERSION ? sound[kind](value) : null;
}
export const written = (record) => JSON.stringify(record, (_, value) => (value instanceof Map ? Object.fromEntries(value) : value));

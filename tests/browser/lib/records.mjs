// Records of progress as a hostile file would hold them.
//
// In: the address of the site's top, a seed. Out: addresses, random strings, whole records, texts to take over.

/** Pages, each with the way to the site's top. */
export const SITES = [
  ["https://example.com/index.html", "./"],
  ["https://example.com/handbook/en/a.html", "../"],
  ["http://127.0.0.1:8000/a.html", ""],
  ["file:///home/reader/site/en/a.html", "../"],
];

const SCRIPTS = ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)", "java\nscript:alert(1)", "\u0001javascript:alert(1)",
  " javascript:alert(1)", "javascript://%0aalert(1)", "javascript:alert(1)//.html", "data:text/html,<script>alert(1)</script>", "vbscript:msgbox(1)",
  "blob:https://example.com/x", "filesystem:https://example.com/x", "view-source:javascript:alert(1)", "about:blank", "file:///etc/passwd"];
const HOSTS = ["//evil.example/a.html", "/\\evil.example/a.html", "\\\\evil.example\\a.html", "https://evil.example/a.html", "https:evil.example/a.html",
  "http:/evil.example", "https:///evil.example", "https://user:pass@127.0.0.1/a.html", "ftp://evil.example/", "ws://evil.example/", "mailto:a@evil.example"];
const PATHS = ["../../../../a.html", "%2e%2e/a.html", "..\\..\\a.html", "./javascript:alert(1)", "a/javascript:alert(1).html", "x:y.html", "?javascript:alert(1)",
  "#javascript:alert(1)", "a.svg", "files/x.svg#a", "assets/progress.js", ".html", "a.html/../../b.html", "/", "//", "///a.html", "/.//evil.example/a.html", "a//b.html",
  "a.html?x=javascript:alert(1)", "a%00.html", "a\u0000b.html", "a%0a.html", "\u202egpj.html", "a.html#<img src=x onerror=alert(1)>", "\ud800.html", "%ff.html"];

/** Addresses that want more than to lead to a page: each alone, and behind the site's top, once and several times. */
export function ADDRESSES(top) {
  const all = [...SCRIPTS, ...HOSTS, ...PATHS];
  const before = [top, top.repeat(2), top.repeat(3), top.repeat(4), `${top}./`, `${top}%2e/`, top.toUpperCase(), `${top}/`, `${top.slice(0, -1)}\\`, ` ${top}`];
  return [...all, ...before.flatMap((start) => all.map((value) => start + value))];
}

/** Numbers that a seed decides (mulberry32). */
export function chance(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Random strings out of parts of addresses. */
export function strings(top, count, seed) {
  const next = chance(seed);
  const parts = [top, top.slice(0, -1), "javascript:", "alert(1)", "https:", "http:", "//", "/", "\\", "..", ".", "?", "#", "%2f", "%5c", "%2e", ":", "@", "\t", "\n", " ",
    "a", ".html", "evil.example", "data:", "\u0000", "é", "ж", "\u2028", "\ufeff", "[", "]", "|", "%"];
  const pick = () => parts[Math.floor(next() * parts.length)];
  return Array.from({ length: count }, () => Array.from({ length: 1 + Math.floor(next() * 9) }, pick).join(""));
}

/** Records in which anything may be anything. */
export function records(top, count, seed) {
  const next = chance(seed);
  const odd = [null, true, 0, -1, 1e99, "", "x".repeat(5000), [], {}, "2024-02-30", "2024-01-01", "__proto__", "\ud800", 7, "1"];
  const addresses = [...ADDRESSES(top), ...strings(top, 300, seed)];
  const any = (list) => list[Math.floor(next() * list.length)];
  const maybe = (value) => (next() < 0.8 ? value : any(odd));
  const address = () => any(addresses);
  const day = () => maybe(any(["2024-01-01", "2024-99-99", "", "x"]));
  const steps = () => JSON.parse(`{"__proto__": {"day": "2024-01-01"}, "a": ${JSON.stringify({ day: day(), of: maybe("1") })}, "${"k".repeat(300)}": {}}`);
  return Array.from({ length: count }, () => ({
    v: 1, title: maybe("<b>t</b>"), lang: maybe("en"), url: maybe(address()), at: maybe("2024"),
    plan: maybe([{ id: maybe("a"), title: maybe("A"), url: maybe(address()), minutes: maybe(5) }, any(odd)]), steps: maybe(steps()),
    total: maybe(3), run: maybe("1"), runs: maybe([{ id: maybe("1"), name: maybe("n"), items: maybe(steps()) }, any(odd)]),
  }));
}

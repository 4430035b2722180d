// A site written by a hostile author.
//
// In: the lists in payloads/ and the schemas of all page types, as docent prints them. Out: files of a project (path ->
// text), every payload in every place of its kind.
//
// 1. strings.txt: a section each, with pages of a few types in turn, so that the string stands in lists, navigation,
//    breadcrumbs, backlinks, neighbours, tags, feed and redirects. Fields that are lists hold all strings.
// 2. urls.txt, markdown/, front-matter/, a page each; the HTML of ../safe-html/payloads.txt: a few a page.
// 3. names.txt: a page, a folder and an image of that name.

import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

// Pages of types in a section. Each type meets every third string in its single fields; nine would triple the run.
const TYPES_EACH = 3;
const HTML_EACH = 8;
const FOLDER = fileURLToPath(new URL("../payloads/", import.meta.url));
const HTML = fileURLToPath(new URL("../../safe-html/payloads.txt", import.meta.url));

// What is told about bad links and HTML is not the question here: the pages must be built, and be harmless.
const IGNORED = ["broken-link", "broken-anchor", "ambiguous-link", "broken-field", "orphan", "raw-html", "callout", "math",
  "code", "not-copied", "symlink", "script-url", "link-scheme",
  "footnote"];

/** The payloads of a list. */
export const lines = (name) => linesOf(FOLDER + name);

function linesOf(file) {
  return readFileSync(file, "utf8").split("\n").filter((line) => line !== "" && !line.startsWith("////"));
}

/** The files of a folder of payloads, cut at lines of `%%%`. */
function texts(folder) {
  const cut = (file) => readFileSync(`${FOLDER}${folder}/${file}`, "utf8").split(/^%%%\n/m)
    .map((text, index) => ({ name: `${file.replace(".md", "")}-${index}`, text }));
  return readdirSync(FOLDER + folder).sort().flatMap(cut);
}

/** The project's files. `schema` is what `docent schema` prints. */
export function project(schema, markdown = {}) {
  const config = { title: "Payloads", base_url: "https://example.com/handbook/", git_dates: false, markdown,
    diagnostics: Object.fromEntries(IGNORED.map((code) => [code, "ignore"])) };
  return {
    "docent.yaml": yaml(config),
    "content/index.md": "# Front\n\n[[u/0]] [[m/links-0]]\n",
    ...stringPages(typesOf(schema)), ...urlPages(), ...textPages(), ...htmlPages(), ...namedPages(),
  };
}

/** How many payloads there are. */
export function count() {
  const lists = ["strings.txt", "urls.txt", "names.txt"].map((list) => lines(list).length);
  return [...lists, linesOf(HTML).length, texts("markdown").length, texts("front-matter").length].reduce((sum, n) => sum + n);
}

/** JSON is YAML; a line a key, so that a key can be added. */
const yaml = (keys) => Object.entries(keys).map(([key, value]) => `${key}: ${JSON.stringify(value)}\n`).join("");
const page = (keys, body) => `---\n${yaml(keys)}---\n\n${body}`;

function stringPages(types) {
  const sections = lines("strings.txt").map((text, i) => {
    const common = { title: text, description: text, tags: [text], aliases: [text], owner: text, updated: "2026-01-01",
      questions: [{ q: text, a: text }], extra: { text } };
    const turn = Array.from({ length: TYPES_EACH }, (_, n) => types[(i * TYPES_EACH + n) % types.length]);
    const typed = turn.map(([type, fields]) =>
      [`content/s${i}/${type}.md`, page({ ...common, type, ...fill(fields, text, `s${i}/index`) }, `${text}\n\n[up](index.md)\n`)]);
    const own = page({ ...common, redirect_from: [`old/s${i}.html`] }, inText(text));
    return [[`content/s${i}/index.md`, own], ...typed];
  });
  return Object.fromEntries(sections.flat());
}

/** Every place in a text where somebody may write something. */
function inText(s) {
  return [s, `## ${s}`, `> ${s}`, `> [!note] ${s}\n> ${s}`, `> [!tip]- ${s}\n> ${s}`, `| ${s} | b |\n| --- | --- |\n| ${s} | ${s} |`,
    `${s}\n: ${s}`, `A[^${s}] B[^n]\n\n[^${s}]: ${s}\n\n[^n]: ${s}`, `![${s}](x.png "${s}")`, `[${s}](index.md "${s}")`,
    `[a](index.md '${s}')`, `\`\`\`${s}\ncode\n\`\`\``, `\`\`\`html\n${s}\n\`\`\``, `\`${s}\``, `$${s}$`, `$$\\text{${s}}$$`,
    `[[index|${s}]] [[${s}]] ![[x.png|${s}]]`, `- [ ] ${s}`, `<b title="${s}">${s}</b>`].join("\n\n");
}

function urlPages() {
  const body = (u) => [`[a](${u})`, `[b](<${u}>)`, `<${u}>`, `![c](${u})`, `![d](<${u}> "t")`, `[e][r] ![f][r]\n\n[r]: ${u}`,
    `[g][s]\n\n[s]: <${u}> "t"`, `[[${u}]] [[${u}|h]] ![[${u}]]`, `[![i](<${u}>)](<${u}>)`, u].join("\n\n");
  const pages = lines("urls.txt").flatMap((url, i) => [
    [`content/u/${i}.md`, page({ title: `URL ${i}` }, body(url))],
    [`content/u/redirect-${i}.md`, page({ title: `Redirect ${i}`, redirect_from: [url] }, "")],
  ]);
  return Object.fromEntries(pages);
}

function textPages() {
  const bodies = texts("markdown").map(({ name, text }) => [`content/m/${name}.md`, text]);
  const fronts = texts("front-matter").map(({ name, text }) => [`content/f/${name}.md`, text]);
  return Object.fromEntries([...bodies, ...fronts]);
}

/** HTML that sanitizers are known to let through: a block, inside a sentence, and in a cell. A page each takes minutes. */
function htmlPages() {
  const all = linesOf(HTML).map(inHtml);
  const together = process.env.DOCENT_TEST_FULL ? 1 : HTML_EACH;
  const starts = all.map((_, i) => i).filter((i) => i % together === 0);
  return Object.fromEntries(starts.map((i) => [`content/h/${i}.md`, page({ title: `HTML ${i}` }, all.slice(i, i + together).join("\n\n"))]));
}

function inHtml(html) {
  const line = html.replaceAll("⏎", " ");
  return [html.replaceAll("⏎", "\n"), `In a sentence ${line} of words.`, `| a |\n| --- |\n| ${line} |\n`].join("\n\n");
}

function namedPages() {
  const files = lines("names.txt").flatMap((name, i) => [
    [`content/n/${i}${name}.md`, `![a](<../i/${i}${name}.png>) [[${i}${name}]]\n`],
    [`content/n/folder-${i}${name}/page.md`, `[a](<../${i}${name}.md>)\n`],
    [`content/i/${i}${name}.png`, ""],
  ]);
  return Object.fromEntries(files);
}

/** The fields of every type, `[name, schema]`. */
function typesOf(schema) {
  return schema.allOf.map((rule) => [rule.if.properties.type.const, rule.then]);
}

// No two ids of a page are the same.
let ids = 0;

/** A value that the schema allows, with `text` wherever a text may stand; lists of pages name one that there is, too. */
function fill(schema, text, page, index = 0) {
  // A list that may be one item alone: the list.
  if (schema.anyOf) return fill(schema.anyOf[0], text, page, index);
  if (schema.enum) return schema.enum[index % schema.enum.length];
  if (schema.icon) return "book";
  if ([schema.type].flat()[0] === "boolean") return true;
  if (schema.pattern) {
    ids += 1;
    const may = [`id-${index}-${ids}`, `https://example.com/?${encodeURIComponent(text.slice(0, 80))}#${ids}`, `id-${ids}@example.com`];
    return may.find((one) => new RegExp(schema.pattern, "u").test(one));
  }
  if (schema.page && index === 1) return page;
  // A text may be written as a number. Of the other types the last can hold most.
  const types = [schema.type].flat().filter((type) => !["null", "number", "boolean"].includes(type));
  if (types.includes("integer")) return 1;
  switch (types.at(-1)) {
    case "string": return text;
    case "array": return [schema.items.type].flat()[0] === "string" && !schema.items.page ? lines("strings.txt") : fillList(schema.items, text, page);
    default: return fillObject(schema, text, page, index);
  }
}

const fillList = (items, text, page) => [0, 1].map((i) => fill(items, text, page, i));

function fillObject(schema, text, page, index) {
  const known = Object.entries(schema.properties ?? {}).map(([key, value]) => [key, fill(value, text, page, index)]);
  const free = schema.additionalProperties ? [["id-0", text], ["id-1", text]] : [];
  return Object.fromEntries([...known, ...free]);
}

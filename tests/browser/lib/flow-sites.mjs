// The sites that the flows walk through: the handbook, and a small one with a page of each kind that has a script.
//
// In: nothing. Out: folders of built sites. Built once for all engines.

import { build, buildHandbook, built, scratch, useTheme, write } from "./docent.mjs";

const NAMES = ["Ada", "Ёжик", "boris", "Zoe", "Clara", "Dora", "Emil", "Фёдор", "Gus"];
const LIST = `---
title: Launch
type: checklist
items:
  - {id: dates, do: Agree the dates., risk: low}
  - {id: price, do: Agree the price., risk: high, owner: Ann}
  - {id: brief, do: Read the brief., risk: medium}
  - {id: decider, do: Find who decides., risk: high}
---

When to use it.
`;
const PATH = `---
title: First week
type: path
stages:
  - title: Day 1
    steps: [{id: a, page: alpha, minutes: 5}, {id: b, page: beta, minutes: 7}]
  - title: Day 2
    steps: [{id: c, page: alpha#part-two, minutes: 3}]
---

For everybody.
`;
const VIEWS = "---\ntitle: Views\n---\n\n```view\ntable: {type: role, columns: [order, mission], sort: title}\n```\n\n"
  + "```view\ncompare: {pages: [r0, r1], fields: [mission, clients_per_manager]}\n```\n\n"
  + "```view\nmatrix: {rows: role, columns: skill, value: skills.level, title: All}\n```\n\n```view\ncards: {type: role, columns: [mission]}\n```\n";
const BLOCKS = `# Blocks

Nobody begins without a brief.

[Elsewhere](https://example.com/) stands in the text.[^1]

\`\`\`sh
echo "${"a long line of code ".repeat(12)}"
\`\`\`

| ${"A column with a name | ".repeat(12)}
| ${"--- | ".repeat(12)}
| ${"A_cell_that_does_not_break | ".repeat(12)}

> [!note]- Folded
> Inside of the fold.

- [ ] first
- [x] second {#second}

${"A line of the text that makes the page long. ".repeat(60)}

## Middle

${"A line of the text that makes the page long. ".repeat(120)}

## Last

The end.

[^1]: A note at the foot.
`;

const role = (name, n) => `---\ntitle: ${name}\ntype: role\norder: ${(n * 7) % 10 + 5}\nmission: ${n % 2 ? "Same" : "Other"}\n`
  + `clients_per_manager: All\nskills: [{skill: ${n % 2 ? "talk" : "sums"}, level: ${n % 3 ? "valued" : "required"}}]\n---\n`;

/** Files of the small site. */
export const FILES = {
  "docent.yaml": "title: Small\nsite_id: small\ngit_dates: false\ndiagnostics: {orphan: ignore}\n",
  "content/index.md": "# Small\n\n[[launch]] [[week]] [[views]] [[blocks]]\n",
  "content/launch.md": LIST,
  "content/week.md": PATH,
  "content/alpha.md": "# Alpha\n\nOne.\n\n## Part two\n\nTwo.\n",
  "content/beta.md": "# Beta\n\nText.\n",
  "content/views.md": VIEWS,
  "content/blocks.md": BLOCKS,
  "content/glossary.yaml": "- {term: Brief, aliases: [brief], definition: What the client wants in writing.}\n",
  "content/skills/talk.md": "---\ntitle: Talk\ntype: skill\n---\n",
  "content/skills/sums.md": "---\ntitle: Sums\ntype: skill\n---\n",
  ...Object.fromEntries(NAMES.map((name, n) => [`content/roles/r${n}.md`, role(name, n)])),
};

/** Three languages: the list of them folds. */
const LANGUAGES = {
  "docent.yaml": "title: Languages\ndefault_language: en\nlanguages: {en: {name: English}, ru: {name: Русский}, sr: {name: Српски}}\n"
    + "diagnostics: {orphan: ignore}\n",
  "content/en/index.md": "# Front\n",
  "content/ru/index.md": "# Начало\n",
  "content/sr/index.md": "# Почетак\n",
};

/** A project of `files`: its folder, not built. */
export function project(files) {
  const root = scratch();
  write(root, files);
  useTheme(root);
  return root;
}

/** The built sites by name. */
export function sites() {
  return { handbook: buildHandbook(), small: built(build(project(FILES))), languages: built(build(project(LANGUAGES))) };
}

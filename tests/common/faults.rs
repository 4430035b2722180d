//! A small site with mistakes of many kinds, whose messages say what to write instead.

/// What is wrong in many ways; `\n` is written as the file has it.
pub const FILES: &[(&str, &str)] = &[
    (
        "docent.yaml",
        "title: Handbook\naudiences: {internal: , client: }\ndefault_audience: [internal]\nreview_in: {rol: 6 months}\nspelling: {e-mail: email}\n",
    ),
    ("content/index.md", "---\ntitle: Home\n---\n\n[[Manager]] [[Listening]] [[Pages]] [[Views]]\n"),
    ("content/roles/manager.md", "---\ntitle: Manager\ntype: role\n---\n\n## Daily work\n\nA paragraph. ^first\n"),
    ("content/skills/listening.md", "---\ntitle: Listening\ntype: skill\n---\n"),
    ("content/keys.md", "---\r\ntitel: \"Keys\"\r\n'descripton': x\r\n---\r\n"),
    ("content/mark.md", "\u{feff}---\ntitle: Мышь 🐭\ntyp: role\n---\n\n🎉 [x](roles/manger.md)\n"),
    ("content/type.md", "---\ntitle: T\ntype: 'rol'\n---\n"),
    ("content/slug.md", "---\ntitle: S\nslug: Big Slug\n---\n"),
    ("content/audience.md", "---\ntitle: A\naudience: [intrenal]\n---\n"),
    ("content/marker.md", "# M\n\n<!-- audience: clent -->\n\nx\n\n<!-- audience: all -->\n"),
    (
        "content/field.md",
        "---\ntitle: F\ntype: role\nskills: [{skill: listenning, level: requird}, {skill: \"Listning\", lvel: valued}]\n---\n",
    ),
    (
        "content/pages.md",
        "# Pages\n\n[a](roles/manger.md) [b](<roles/manger.md#daily-work>) ![[Manger]] and\n\n[[Manger|c]] and [[Manger#daily-work]]\n\n> [d](roles/manager.md#daly-work)\n\n- [[Manager#^frst]] [e](www.example.org) [f](team@example.org)\n",
    ),
    (
        "content/views.md",
        "# Views\n\n```view\ntable: rol\n```\n\n```view\ntabel: role\n```\n\n> ```view\n> table:\n>   type: role\n>   colums: [title]\n> ```\n\n```view\nlist:\n  type: role\n  columns: [titel]\n  sort: -ordr\n```\n\n```view\nlist:\n  filter: type == \"rol\" and tittle == \"x\"\n```\n\n```view\nlist:\n  filter: 'type == \"role\" and starts_wth(title, \"x\")'\n```\n\n```view\ncompare:\n  pages: [Manger, \"Listenin\"]\n```\n",
    ),
    ("content/words.md", "# Words\n\nWrite an e-mail. E-mail is spelt so. На cкладе.\n"),
];

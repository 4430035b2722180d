//! Files that pages include and that lie outside of the folder of pages.
//!
//! In: a plan. Out: the plan with these files in folders beside `content/`, which `include_dirs` of `docent.yaml` names.

use super::plan::{Body, Kind, Plan};
use super::tree::{self, Tree};
use std::collections::BTreeSet;

/// Plans what pages include.
pub fn add(tree: &Tree, plan: &mut Plan, root: &str) {
    let mut wanted: BTreeSet<String> = BTreeSet::new();
    for file in plan.files.iter().filter(|file| file.kind != Kind::Asset) {
        let Some(text) = tree.text(&file.from) else { continue };
        for target in targets(text) {
            let here = tree::folder(&file.from);
            let folders = [
                here.to_owned(),
                root.to_owned(),
                format!("{root}_includes/"),
                format!("{root}includes/"),
                String::new(),
            ];
            let found = folders.iter().filter_map(|folder| tree::resolve(folder, target)).find(|path| tree.has(path));
            wanted.extend(found.filter(|path| !plan.has(path) && !super::plan::is_leftover(path)));
        }
    }
    for from in wanted {
        let inside = from.strip_prefix(root).unwrap_or(&from);
        let to = if inside.contains('/') { inside.to_owned() } else { format!("includes/{inside}") };
        plan.add(&from, &to, Kind::Part, Body::Copy);
    }
}

/// The folders beside `content/` that parts of pages went to.
pub fn folders(plan: &Plan) -> Vec<&str> {
    let parts = plan.files.iter().filter(|file| file.kind == Kind::Part && !file.to.starts_with("content/"));
    let folders: BTreeSet<&str> = parts.filter_map(|file| file.to.split('/').next()).collect();
    folders.into_iter().collect()
}

/// What stands before the name of an included file, and what ends the name.
const FORMS: [(&str, &[char]); 12] = [
    ("{{#include ", &[':', '}', ' ']),
    ("{{#rustdoc_include ", &[':', '}', ' ']),
    ("{{#playground ", &[':', '}', ' ']),
    ("--8<-- \"", &['"', ':']),
    ("--8<-- '", &['\'', ':']),
    ("{% include \"", &['"']),
    ("{% include_relative ", &[' ', '%']),
    ("{% include ", &[' ', '%']),
    ("<!--@include: ", &['-', ' ', '{']),
    ("<!-- @include: ", &[' ', '{']),
    ("source=\"", &['"']),
    ("<<< @/", &['{', '#', ' ', '\n']),
];

/// The names of files that a page includes.
fn targets(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for (open, ends) in FORMS {
        for (at, _) in text.match_indices(open) {
            let rest = &text[at + open.len()..];
            found.push(rest[..rest.find(ends).unwrap_or(rest.len())].trim());
        }
    }
    // `[!INCLUDE [title](file)]`, `{% include [title](file#part) %}`
    for open in ["[!INCLUDE", "[!include", "{% include [", "[!code-"] {
        for (at, _) in text.match_indices(open) {
            let target = text[at..]
                .split_once("](")
                .map(|(_, rest)| rest.split([')', '#', ' ', '?']).next().unwrap_or_default());
            found.extend(target);
        }
    }
    found.retain(|name| !name.is_empty() && name.len() < 400 && !name.contains('\n'));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn included_files_come_along() {
        let mut tree = Tree::new("x");
        tree.insert_text(
            "b/src/a.md",
            "{{#include ../code/x.rs:3:7}} --8<-- \"inc.md\" [!INCLUDE [t](part.md)] {{#include ../../../etc/passwd}}",
        );
        ["b/code/x.rs", "b/inc.md", "b/src/part.md"].iter().for_each(|path| tree.insert_text(path, ""));
        let mut plan = Plan::new("x");
        plan.add("b/src/a.md", "content/a.md", Kind::Page, Body::Copy);
        add(&tree, &mut plan, "b/");
        let places: Vec<&str> = plan.files.iter().map(|file| file.to.as_str()).collect();
        assert_eq!(places, ["content/a.md", "code/x.rs", "includes/inc.md", "src/part.md"]);
        assert_eq!(folders(&plan), ["code", "includes", "src"]);
    }
}

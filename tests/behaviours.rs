//! A type of a team's own that `behaves` as a checklist, a path, a term, a comparison or a front page does all that the built-in one
//! does: nothing knows a type by its name.
//!
//! Each built-in type gets another name and is taken out of the theme; a site that uses it is then the same, but for
//! that name.
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "tests may panic, and tests have a disk")]

mod common;

use common::{Project, contents};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The built-in names and those of a team.
const NAMES: [(&str, &str); 5] = [
    ("checklist", "inspection"),
    ("path", "journey"),
    ("term", "notion"),
    ("comparison", "contrast"),
    ("home", "lobby"),
];

const PAGES: [(&str, &str); 6] = [
    (
        "index.md",
        "---\ntitle: Home\n---\n\nThe [[List]], the [[Way]], an SLA.\n\n```view\ncompare:\n  from: Versus\n```\n",
    ),
    (
        "list.md",
        "---\ntitle: List\ntype: checklist\nitems:\n  - {id: one, do: First}\n  - {id: two, do: Second}\n---\n",
    ),
    ("way.md", "---\ntitle: Way\ntype: path\nstages:\n  - title: Day 1\n    steps: [{id: a, page: List}]\n---\n"),
    (
        "sla.md",
        "---\ntitle: Service agreement\ntype: term\nabbr: SLA\ndefinition: What is promised.\n---\n\nIt is [[Versus]].\n",
    ),
    (
        "versus.md",
        "---\ntitle: Versus\ntype: comparison\nsubjects: [{id: a, title: Ay}, {id: b, title: Bee}]\n\
         criteria: [{name: Price, values: {a: high, b: low}}]\n---\n\nSee [[Way]].\n",
    ),
    (
        "doors.md",
        "---\ntitle: Doors\ntype: home\nstart: {page: Way}\ndoors: [{page: List, icon: star}]\n---\n\n[[Way]]\n",
    ),
];

/// The site with types of these names, file by file, with the built-in names in its texts.
fn site(own: bool) -> BTreeMap<PathBuf, String> {
    let project = Project::new();
    project.write("docent.yaml", "title: Site\ngit_dates: false\nsearch: {enabled: true}\n");
    let named = |text: &str| {
        NAMES.iter().fold(text.to_owned(), |text, (built_in, name)| match own {
            true => text.replace(&format!("type: {built_in}\n"), &format!("type: {name}\n")),
            false => text,
        })
    };
    PAGES.iter().for_each(|(path, text)| project.write(format!("content/{path}"), named(text)));
    let theme = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default/templates/types");
    for (built_in, name) in NAMES.iter().filter(|_| own) {
        let yaml = std::fs::read_to_string(theme.join(format!("{built_in}.yaml"))).unwrap();
        let yaml = format!("template: types/{built_in}.html\n{yaml}");
        project.write(format!("templates/types/{name}.yaml"), yaml);
        // The built-in one does nothing here: what still works works by its behaviour.
        project.write(format!("templates/types/{built_in}.yaml"), "title: {en: None}\n");
    }
    let built = project.build();
    assert_eq!(built.code, Some(0), "{}{}", built.stdout, built.stderr);
    let files = contents(&project.root().join("public")).into_iter();
    let files = files.filter(|(path, _)| !path.starts_with("search") && !path.ends_with(".docent.json"));
    files.filter_map(|(path, bytes)| Some((path, String::from_utf8(bytes).ok()?))).collect()
}

#[test]
fn a_type_of_another_name_does_the_same() {
    let (built_in, own) = (site(false), site(true));
    for name in ["list", "way", "sla", "versus", "doors", "index", "my-progress"] {
        let path = PathBuf::from(format!("{name}.html"));
        let text = NAMES.iter().fold(own[&path].clone(), |text, (built_in, name)| text.replace(name, built_in));
        assert_eq!(without_hashes(&text), without_hashes(&built_in[&path]), "{name}");
    }
}

/// Names of assets hold hashes of words, and the words hold names of types; a mark is kept with a hash of what its page
/// says, the type among it.
fn without_hashes(html: &str) -> String {
    let is_hash = |part: &&str| matches!(part.len(), 8 | 12) && part.bytes().all(|byte| byte.is_ascii_hexdigit());
    html.split(['.', '"']).filter(|part| !is_hash(part)).collect::<Vec<_>>().join(".")
}

#[test]
fn a_behaviour_that_there_is_not_is_an_error() {
    let project = Project::new();
    project.write("templates/types/a.yaml", "behaves: cheklist\ntemplate: page.html\n");
    project.write("templates/types/b.yaml", "behaves: path\ntemplate: page.html\nschema: {properties: {steps: {}}}\n");
    let built = project.run(&["check"]);
    assert_eq!(built.code, Some(1), "{}", built.stderr);
    insta::assert_snapshot!(built.stderr);
}

#[test]
fn a_comparison_is_made_of_a_page_that_compares() {
    let project = Project::new();
    project.write("content/a.md", "---\ntitle: A\n---\n\n[[Test]]\n");
    project.write("content/index.md", "---\ntitle: Test\n---\n\n[[A]]\n\n```view\ncompare:\n  from: A\n```\n");
    let built = project.run(&["check"]);
    assert_eq!(built.code, Some(1), "{}", built.stderr);
    insta::assert_snapshot!(built.stderr);
}

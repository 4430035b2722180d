//! A script that is written as several modules, as the one classic script that is published.
//!
//! In: the script's path and text, and a way to the texts that it imports. Out: one closure that holds them all, each
//! once and before those that import it, without the lines of `import` and the words `export`.
//!
//! Browsers load no modules from a folder on disk, and a request for each part would cost more than the parts. All parts
//! share one scope, so a name means one thing in all of them: `tests/browser/scripts.test.mjs` reads what comes out.

use crate::url;
use std::collections::BTreeSet;

/// The script with what it imports; `None` if it imports nothing, or something that is not there.
pub fn join(path: &str, text: &str, part: &impl Fn(&str) -> Option<String>) -> Option<String> {
    imports(text).next()?;
    let mut joined = String::from("(() => {\n\"use strict\";\n");
    add(path, text, part, &mut BTreeSet::new(), &mut joined)?;
    joined.push_str("})();\n");
    Some(joined)
}

/// Adds what `text` imports and is not there yet (`seen`), then `text` itself.
fn add(
    path: &str,
    text: &str,
    part: &impl Fn(&str) -> Option<String>,
    seen: &mut BTreeSet<String>,
    joined: &mut String,
) -> Option<()> {
    for wanted in imports(text) {
        let wanted = url::join(path, wanted)?;
        if seen.insert(wanted.clone()) {
            add(&wanted, &part(&wanted)?, part, seen, joined)?;
        }
    }
    for line in text.lines().filter(|line| imported(line).is_none()) {
        joined.push_str(line.strip_prefix("export ").unwrap_or(line));
        joined.push('\n');
    }
    Some(())
}

/// What is imported, in order. An import stands on one line.
fn imports(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter_map(imported)
}

/// `./rows.js` of `import { row } from "./rows.js";`. Modules from elsewhere are none of ours.
fn imported(line: &str) -> Option<&str> {
    let from = line.strip_prefix("import ")?.split_once('"')?.1.split_once('"')?.0;
    from.starts_with('.').then_some(from)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(path: &str) -> Option<String> {
        let text = match path {
            "scripts/a.js" => "import { c } from \"./sub/c.js\";\nexport const a = c + 1;\n",
            "scripts/b.js" => {
                "import { c } from \"./sub/c.js\";\nimport { a } from \"./a.js\";\nexport function b() { return a + c; }\n"
            }
            "scripts/sub/c.js" => "// The first.\nexport const c = 1;\n",
            _ => return None,
        };
        Some(text.to_owned())
    }

    #[test]
    fn a_script_holds_what_it_imports_once_and_in_order() {
        let text = "import { b } from \"../scripts/b.js\";\nimport \"../scripts/a.js\";\nb();\n";
        let joined = "(() => {\n\"use strict\";\n// The first.\nconst c = 1;\nconst a = c + 1;\nfunction b() { return a + c; }\nb();\n})();\n";
        assert_eq!(join("assets/x.js", text, &part).as_deref(), Some(joined));
    }

    #[test]
    fn what_imports_nothing_of_ours_stays_as_it_is() {
        for text in [
            "a();\n",
            "import { x } from \"https://example.com/x.js\";\n",
            "import { x } from \"lit\";\n",
            "import { x } from \"../scripts/none.js\";\n",
            "import { x } from \"../../../x.js\";\n",
            "import(\"./x.js\");\n",
            "  import \"./x.js\";\n",
            "important(\"./x.js\");\n",
        ] {
            assert_eq!(join("assets/x.js", text, &part), None, "{text}");
        }
    }
}

//! Style sheets and scripts that only some pages load.
//!
//! In: `styles` and `scripts` of each layer's `theme.yaml` (a file, and the classes that it is for); a page's HTML. Out: the
//! HTML with links to the files of the classes in it.
//!
//! What HTML has is asked of the HTML: a template of one's own needs to know nothing of them. The links stand before
//! the page's first sheet, so that rules of the frame and of the team's own look go on having the last word.

use crate::byte_scan;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// `steps.css` -> `steps`, `stage`: as `theme.yaml` has it.
pub type Declared = BTreeMap<String, Vec<String>>;

/// What the page's first sheet begins with, and what a class is written in.
const SHEET: &str = "<link rel=\"stylesheet\"";
const CLASS: &str = " class=\"";

/// The sheets and scripts of a theme.
#[derive(Debug, Default)]
pub struct Styles {
    /// Their published paths, in the order of their names.
    paths: Vec<String>,
    /// Which of them a class asks for.
    wanted: HashMap<String, Vec<usize>>,
}

impl Styles {
    /// Of those that are declared and published; an empty file is none.
    pub fn new(declared: &Declared, published: impl Fn(&str) -> Option<String>) -> Self {
        let mut styles = Self::default();
        for (sheet, classes) in declared {
            let Some(path) = published(sheet) else { continue };
            for class in classes {
                styles.wanted.entry(class.clone()).or_default().push(styles.paths.len());
            }
            styles.paths.push(path);
        }
        styles
    }

    /// Their published paths.
    pub fn paths(&self) -> impl Iterator<Item = &String> {
        self.paths.iter()
    }

    /// Adds the links that a page needs; `root` leads from it to the site's root.
    pub fn link(&self, html: &mut Vec<u8>, root: &str) {
        let Ok(text) = std::str::from_utf8(html) else { return };
        let Some(first) = byte_scan::matches(text, SHEET).next() else { return };
        let wanted = self.wanted(text);
        let links: String = wanted.into_iter().map(|file| link(root, &self.paths[file])).collect();
        html.splice(first..first, links.into_bytes());
    }

    fn wanted(&self, html: &str) -> BTreeSet<usize> {
        let values = byte_scan::matches(html, CLASS).filter_map(|at| html[at + CLASS.len()..].split('"').next());
        values
            .flat_map(str::split_ascii_whitespace)
            .filter_map(|class| self.wanted.get(class))
            .flatten()
            .copied()
            .collect()
    }
}

fn link(root: &str, path: &str) -> String {
    match path.ends_with(".js") {
        true => format!("<script src=\"{root}{path}\" defer></script>\n"),
        false => format!("{SHEET} href=\"{root}{path}\">\n"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn linked(html: &str) -> String {
        let classes = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        let declared = BTreeMap::from([
            ("a.css".to_owned(), classes(&["code", "tabs"])),
            ("b.css".to_owned(), classes(&["tabs"])),
            ("c.js".to_owned(), classes(&["live"])),
            ("lost.css".to_owned(), classes(&["lost"])),
        ]);
        let styles = Styles::new(&declared, |name| (name != "lost.css").then(|| format!("assets/{name}")));
        let mut html = html.as_bytes().to_vec();
        styles.link(&mut html, "../");
        String::from_utf8(html).unwrap_or_default()
    }

    #[test]
    fn a_page_links_the_sheets_of_its_classes_before_its_first() {
        let (a, b) = (
            "<link rel=\"stylesheet\" href=\"../assets/a.css\">\n",
            "<link rel=\"stylesheet\" href=\"../assets/b.css\">\n",
        );
        let main = "<link rel=\"stylesheet\" href=\"m.css\">";
        for (body, links) in [
            ("<p>", String::new()),
            ("<p class=\"x code\">", a.to_owned()),
            ("<p class=\"code\"><i class=\"code code\">", a.to_owned()),
            ("<p id=\"x\" class=\"tabs y\">", [a, b].concat()),
            ("<p class=\"live\">", "<script src=\"../assets/c.js\" defer></script>\n".to_owned()),
            ("<p class=\"lost codes\">", String::new()),
            ("<p data-class=\"code\">class=\"code\"", String::new()),
            ("<p class=\"code", a.to_owned()),
        ] {
            assert_eq!(linked(&format!("{main}{body}")), format!("{links}{main}{body}"));
            assert_eq!(linked(body), body, "a page without sheets gets none");
        }
    }
}

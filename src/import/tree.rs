//! The files of the other tool, in memory: texts whole, archives and documents as bytes, everything else only by name.
//!
//! In: what `cli` read, or the entries of an archive. Out: a [`Tree`] that answers by path.

use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::Arc;

/// A file of the source.
#[derive(Clone, Debug)]
pub enum Leaf {
    /// A text. `converted` names the encoding that it was in, if that was not UTF-8.
    Text {
        /// What it says.
        text: String,
        /// The encoding it was read from.
        converted: Option<&'static str>,
    },
    /// The bytes of a document, or of a file in an archive.
    Bytes(Arc<[u8]>),
    /// A file on disk that is only copied.
    Disk,
}

/// All files of the source, by path with `/`.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    /// The name of its folder, for a title.
    pub name: String,
    files: BTreeMap<String, Leaf>,
}

/// What text files end with: these are read whole.
pub const TEXTS: [&str; 32] = [
    "md", "mdx", "markdown", "mdown", "mkd", "txt", "yml", "yaml", "toml", "json", "json5", "jsonc", "js", "ts", "mjs",
    "cjs", "mts", "cts", "html", "htm", "xhtml", "xml", "csv", "yfm", "pages", "rs", "py", "base", "canvas", "jsx",
    "tsx", "order",
];

/// What pages in Markdown end with.
pub const PAGES: [&str; 5] = ["md", "mdx", "markdown", "mdown", "mkd"];

impl Tree {
    /// An empty one.
    pub fn new(name: &str) -> Self {
        Self { name: name.to_owned(), files: BTreeMap::new() }
    }

    /// Adds a file.
    pub fn insert(&mut self, path: &str, leaf: Leaf) {
        self.files.insert(path.to_owned(), leaf);
    }

    /// Adds a text.
    pub fn insert_text(&mut self, path: &str, text: &str) {
        self.insert(path, Leaf::Text { text: text.to_owned(), converted: None });
    }

    /// The file at a path.
    pub fn get(&self, path: &str) -> Option<&Leaf> {
        self.files.get(path)
    }

    /// Whether there is such a file.
    pub fn has(&self, path: &str) -> bool {
        self.files.contains_key(path)
    }

    /// The text at a path.
    pub fn text(&self, path: &str) -> Option<&str> {
        match self.files.get(path)? {
            Leaf::Text { text, .. } => Some(text),
            _ => None,
        }
    }

    /// The bytes of a document at a path.
    pub fn bytes(&self, path: &str) -> Option<&[u8]> {
        match self.files.get(path)? {
            Leaf::Bytes(bytes) => Some(bytes),
            Leaf::Text { text, .. } => Some(text.as_bytes()),
            Leaf::Disk => None,
        }
    }

    /// All files, in order.
    pub fn files(&self) -> impl Iterator<Item = (&str, &Leaf)> {
        self.files.iter().map(|(path, leaf)| (path.as_str(), leaf))
    }

    /// All paths, in order.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// The paths below a folder (`docs/`, or nothing for all), each without the folder.
    pub fn below<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = &'a str> + 'a {
        let from = self.files.range::<str, _>((Bound::Included(folder), Bound::Unbounded));
        from.map_while(move |(path, _)| path.strip_prefix(folder))
    }

    /// Whether any file lies below a folder.
    pub fn has_folder(&self, folder: &str) -> bool {
        self.below(folder).next().is_some()
    }

    /// The shallowest file of one of these names: a project lies in one folder of the source.
    pub fn find(&self, names: &[&str]) -> Option<&str> {
        let named = |path: &&str| names.contains(&name(path));
        self.paths().filter(named).min_by_key(|path| (path.matches('/').count(), *path))
    }
}

/// The folder of a path, with its last `/`.
pub fn folder(path: &str) -> &str {
    path.rfind('/').map_or("", |slash| &path[..=slash])
}

/// The name of the file at a path.
pub fn name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// What a path ends with, in lower case and without the dot.
pub fn ending(path: &str) -> String {
    name(path).rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default()
}

/// A path without what it ends with.
pub fn stem(path: &str) -> &str {
    let from = path.len() - name(path).len();
    path[from..].rfind('.').filter(|dot| *dot > 0).map_or(path, |dot| &path[..from + dot])
}

/// Whether the file at a path is a page in Markdown.
pub fn is_page(path: &str) -> bool {
    PAGES.contains(&ending(path).as_str())
}

/// A path that another text names, seen from a folder. None if it leads out of the source.
pub fn resolve(folder: &str, link: &str) -> Option<String> {
    crate::url::join(&format!("{folder}x"), link)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_have_parts() {
        assert_eq!((folder("a/b.c.md"), name("a/b.c.md"), stem("a/b.c.md")), ("a/", "b.c.md", "a/b.c"));
        assert_eq!((folder("x"), stem(".pages"), stem("a.b/.yfm")), ("", ".pages", "a.b/.yfm"));
        assert!(is_page("A.MD") && is_page("a.mdx") && !is_page("a.png"));
        assert_eq!(resolve("a/b/", "../c.md").as_deref(), Some("a/c.md"));
        assert_eq!(resolve("", "../c.md"), None);
    }

    #[test]
    fn the_shallowest_file_is_found() {
        let mut tree = Tree::new("x");
        ["a/b/mkdocs.yml", "z/mkdocs.yml", "docs/a.md"].iter().for_each(|path| tree.insert_text(path, ""));
        assert_eq!(tree.find(&["mkdocs.yml"]), Some("z/mkdocs.yml"));
        assert_eq!(tree.below("docs/").collect::<Vec<_>>(), ["a.md"]);
        assert!(tree.has_folder("a/") && !tree.has_folder("b/"));
    }
}

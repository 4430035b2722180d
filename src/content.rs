//! The folder of a project that its pages are in, with the files beside them: `content/`, or what `content_dir` names.
//!
//! In: paths of the project, such as `content/en/a.md`. Out: the same paths as the folder knows them, `en/a.md`, and back.

use serde::{Deserialize, Deserializer};
use std::borrow::Cow;
use std::path::{Component, Path};

/// The folder's name, unless a project says otherwise.
pub const FOLDER: &str = "content";

/// What the names of pages end with, in any case.
const ENDINGS: [&str; 4] = [".md", ".mdx", ".markdown", ".qmd"];

/// A page's path without its ending; none for what is no page.
pub fn stem(path: &str) -> Option<&str> {
    let ends = |ending: &str| {
        let start = path.len().checked_sub(ending.len());
        start.and_then(|start| path.get(start..)).is_some_and(|end| end.eq_ignore_ascii_case(ending))
    };
    ENDINGS.iter().find(|ending| ends(ending)).map(|ending| &path[..path.len() - ending.len()])
}

/// A path without the ending of a page, if it has one.
pub fn without_ending(path: &str) -> &str {
    stem(path).unwrap_or(path)
}

/// Whether a file is called as pages are.
pub fn is_page_name(path: &str) -> bool {
    stem(path).is_some()
}

/// Folders beside it that are the project's own: they never hold pages.
pub const OWN_FOLDERS: [&str; 2] = ["templates", "themes"];

/// Folders whose names begin with a dot, and that hold what pages show: in GitBook, Azure DevOps and other tools.
const MEDIA_FOLDERS: [&str; 6] = [".gitbook", ".attachments", ".assets", ".images", ".media", ".files"];

/// Whether a name is no hidden one, though it begins with a dot.
pub fn is_shown(name: &str) -> bool {
    name == ".well-known" || MEDIA_FOLDERS.contains(&name)
}

/// The path in the output of a file that is copied. Many servers answer to no name that begins with a dot.
pub fn published(inside: &str) -> Cow<'_, str> {
    if !MEDIA_FOLDERS.iter().any(|folder| inside.contains(folder)) {
        return Cow::Borrowed(inside);
    }
    let parts = inside.split('/').map(|part| if MEDIA_FOLDERS.contains(&part) { &part[1..] } else { part });
    Cow::Owned(parts.collect::<Vec<_>>().join("/"))
}

/// What of a project is read, besides templates and themes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folders {
    /// The folder of the pages.
    pub content: ContentDir,
    /// Folders with files that pages include.
    pub include: Vec<String>,
}

/// Where a project's pages are.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ContentDir {
    /// What the paths in it begin with: `content/`; nothing if it is the project's folder itself.
    prefix: String,
}

impl Default for ContentDir {
    fn default() -> Self {
        Self { prefix: format!("{FOLDER}/") }
    }
}

impl ContentDir {
    /// The folder of this path, relative to the project's; `.` is the project's own.
    ///
    /// # Errors
    /// Why no pages can be there.
    pub fn of(path: &str) -> Result<Self, &'static str> {
        let path = path.replace('\\', "/");
        let mut parts = Vec::new();
        for part in Path::new(&path).components() {
            match part {
                Component::CurDir => {}
                Component::Normal(name) => parts.push(name.to_string_lossy().into_owned()),
                _ => return Err("is outside the project"),
            }
        }
        if parts.first().is_some_and(|first| OWN_FOLDERS.contains(&first.as_str())) {
            return Err("is a folder of templates or themes");
        }
        let prefix = parts.into_iter().map(|part| part + "/").collect();
        Ok(Self { prefix })
    }

    /// The folder's path from the project's, for the disk and for people: `content`, or `.`.
    pub fn dir(&self) -> &str {
        if self.is_root() { "." } else { self.prefix.trim_end_matches('/') }
    }

    /// What the paths in it begin with.
    pub fn prefix(&self) -> &str {
        &self.prefix
    }

    /// Whether it is the project's own folder: then it also holds what is no content.
    pub fn is_root(&self) -> bool {
        self.prefix.is_empty()
    }

    /// The path in the project of what has a path in the folder.
    pub fn path(&self, inside: &str) -> String {
        [&self.prefix, inside].concat()
    }

    /// The path in the folder; none for what is elsewhere.
    pub fn inside<'p>(&self, path: &'p str) -> Option<&'p str> {
        path.strip_prefix(self.prefix.as_str()).filter(|inside| !self.is_root() || !is_own(inside))
    }

    /// Whether a file of the project is in it.
    pub fn holds(&self, path: &str) -> bool {
        self.inside(path).is_some()
    }

    /// Whether a file of the project is a page.
    pub fn is_page(&self, path: &str) -> bool {
        self.holds(path) && is_page_name(path)
    }
}

impl<'de> Deserialize<'de> for ContentDir {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let path = String::deserialize(deserializer)?;
        Self::of(&path).map_err(|why| serde::de::Error::custom(format!("`{path}` {why}")))
    }
}

/// Whether a path is the project's own: its configuration, a template, or part of a theme. Texts in a folder
/// `templates/` are somebody's notes: Obsidian keeps some there.
fn is_own(path: &str) -> bool {
    let own = |(first, _): (&str, &str)| first == "themes" || (first == "templates" && !path.ends_with(".md"));
    path == "docent.yaml" || path.split_once('/').is_some_and(own)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_lead_into_the_folder_and_back() {
        let content = ContentDir::default();
        assert_eq!(content.inside(&content.path("en/a.md")), Some("en/a.md"));
        assert_eq!(content.inside("content/"), Some(""));
        for elsewhere in ["", "content", "contents/a.md", "content-old/a.md", "Content/a.md", "themes/content/a.md"] {
            let found = (content.inside(elsewhere), content.holds(elsewhere), content.is_page(elsewhere));
            assert_eq!(found, (None, false, false), "{elsewhere}");
        }
        assert!(
            content.is_page("content/a.md")
                && content.is_page("content/a.mdx")
                && content.is_page("content/a.MD")
                && !content.is_page("content/amd")
                && !content.is_page("content/a.md/b.png")
        );
    }

    #[test]
    fn the_folder_may_have_any_name_inside_the_project() {
        let written = ["docs", "./docs/", "docs/", "src/content/docs", ".", "./", ""];
        let dirs = ["docs", "docs", "docs", "src/content/docs", ".", ".", "."];
        assert_eq!(written.map(|path| ContentDir::of(path).unwrap().dir().to_owned()), dirs);
        for refused in ["..", "../docs", "/docs", "docs/../..", "templates", "themes/ours"] {
            assert!(ContentDir::of(refused).is_err(), "{refused}");
        }
    }

    #[test]
    fn the_projects_folder_holds_all_but_its_templates_and_settings() {
        let root = ContentDir::of(".").unwrap();
        assert_eq!(root.inside("guide/a.md"), Some("guide/a.md"));
        assert!(root.is_page("README.md"));
        for own in ["docent.yaml", "templates/page.html", "themes/ours/a.md"] {
            assert!(!root.holds(own), "{own}");
        }
    }
}

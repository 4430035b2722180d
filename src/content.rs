//! The folder of a project that its pages are in, with the files beside them.
//!
//! In: paths of the project, such as `content/en/a.md`. Out: the same paths as the folder knows them, `en/a.md`, and back.

/// Its name.
pub const FOLDER: &str = "content";

/// What the paths in it begin with.
pub const PREFIX: &str = "content/";

/// The path in the project of what has a path in the folder.
pub fn path(inside: &str) -> String {
    [PREFIX, inside].concat()
}

/// The path in the folder; none for what is elsewhere.
pub fn inside(path: &str) -> Option<&str> {
    path.strip_prefix(PREFIX)
}

/// Whether a file of the project is in it.
pub fn holds(path: &str) -> bool {
    path.starts_with(PREFIX)
}

/// Whether a file of the project is a page.
pub fn is_page(path: &str) -> bool {
    holds(path) && path.ends_with(".md")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_lead_into_the_folder_and_back() {
        assert_eq!(inside(&path("en/a.md")), Some("en/a.md"));
        assert_eq!(inside("content/"), Some(""));
        for elsewhere in ["", "content", "contents/a.md", "content-old/a.md", "Content/a.md", "themes/content/a.md"] {
            assert_eq!((inside(elsewhere), holds(elsewhere), is_page(elsewhere)), (None, false, false), "{elsewhere}");
        }
        assert!(is_page("content/a.md") && !is_page("content/a.mdx") && !is_page("content/a.md/b.png"));
    }
}

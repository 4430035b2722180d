//! Where other tools publish a page.
//!
//! In: the path of a page below its tool's content folder. Out: its address on the old site.

use super::tree::{ending, name, stem};

/// How a tool makes addresses of paths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// `a/b.md` is `/a/b/`.
    Folder,
    /// `a/b.md` is `/a/b.html`.
    Html,
    /// `a/b.md` is `/a/b`.
    Bare,
}

/// The address of a page, below `base` (`/` or `/docs/`). A page that stands for its folder has that folder's address.
pub fn of(base: &str, path: &str, style: Style) -> String {
    let page = stem(path);
    let index = ["index", "_index", "README", "readme"].contains(&name(page));
    let folder = super::tree::folder(page);
    match style {
        _ if index && style == Style::Html && name(page) != "index" => format!("{base}{folder}index.html"),
        _ if index && style == Style::Bare && !folder.is_empty() => format!("{base}{}", folder.trim_end_matches('/')),
        _ if index => format!("{base}{folder}"),
        Style::Folder => format!("{base}{page}/"),
        Style::Html => format!("{base}{page}.html"),
        Style::Bare => format!("{base}{page}"),
    }
}

/// The path of an address of a site: `https://x.y/handbook/` is `/handbook/`.
pub fn base(url: &str) -> String {
    let path = url.split_once("://").map_or(url, |(_, rest)| rest.find('/').map_or("/", |slash| &rest[slash..]));
    let path = path.trim_matches('/');
    if path.is_empty() { "/".to_owned() } else { format!("/{path}/") }
}

/// An address as its own file would be called, to compare it: no query, no fragment, no `index.html`, no ending.
pub fn key(url: &str) -> String {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let path = crate::url::decode(path);
    let path = path.trim_matches('/');
    let path = if matches!(ending(path).as_str(), "html" | "htm") { stem(path) } else { path };
    let path = path.strip_suffix("index").filter(|rest| rest.is_empty() || rest.ends_with('/')).unwrap_or(path);
    path.trim_end_matches('/').to_lowercase()
}

/// Without the number that orders a name: `01-first` is `first`, `2. Setup` is `Setup`; dates and versions are names.
pub fn without_number(part: &str) -> &str {
    let digits = part.find(|c: char| !c.is_ascii_digit()).unwrap_or(part.len());
    let rest = &part[digits..];
    let behind = rest.trim_start_matches([' ', '-', '_', '.']);
    let orders = digits > 0 && digits < 4 && behind.len() < rest.len() && !behind.is_empty();
    if orders && !behind.starts_with(|c: char| c.is_ascii_digit()) { behind } else { part }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_other_tools() {
        for (path, folder, html, bare) in [
            ("a/b.md", "/a/b/", "/a/b.html", "/a/b"),
            ("a/index.md", "/a/", "/a/", "/a"),
            ("a/README.md", "/a/", "/a/index.html", "/a"),
            ("index.md", "/", "/", "/"),
        ] {
            let made = (of("/", path, Style::Folder), of("/", path, Style::Html), of("/", path, Style::Bare));
            assert_eq!(made, (folder.to_owned(), html.to_owned(), bare.to_owned()));
        }
        assert_eq!(
            (base("https://x.y/a/b/"), base("https://x.y"), base("/docs")),
            ("/a/b/".into(), "/".into(), "/docs/".into())
        );
        let same = ["/a/b/", "/a/b", "/A/b.html#c", "a/b/index.html?x"].map(key);
        assert!(same.iter().all(|one| one == "a/b"), "{same:?}");
        assert_eq!(
            ["01-first", "2. Setup", "2024-05-01-post", "1.2.3", "404", "3d"].map(without_number),
            ["first", "Setup", "2024-05-01-post", "1.2.3", "404", "3d"]
        );
    }
}

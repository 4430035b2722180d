//! Where a page stands: its language and its path in the content, and its path in the output.
//!
//! In: the path of its file, the slug that it asks for. Out: the parts of which addresses are made.

use super::Rules;
use super::front_matter::Split;
use crate::config::Config;
use crate::diagnostic::{At, Finding};
use crate::fingerprint::Fingerprint;
use crate::url::{self, Slugs};
use crate::yaml::{self, Step};

/// Language of a file, and its path below the language's folder.
pub fn place(source: &str, config: &Config) -> (String, String) {
    let inside = config.content_dir.inside(source).unwrap_or(source);
    if config.is_multilingual()
        && let Some((lang, rest)) = inside.split_once('/')
        && config.language(lang).is_some()
    {
        return (lang.to_owned(), rest.to_owned());
    }
    (config.default_language.clone(), inside.to_owned())
}

/// What is added to a folder's path to name the file of its own page.
pub const SECTION_FILES: [&str; 7] =
    ["/index.md", "/_index.md", "/README.md", "/index.mdx", "/_index.mdx", "/README.mdx", "/index.qmd"];

/// Whether a file of this name, without its extension, is the own page of its folder, whatever its case.
pub fn is_section_name(stem: &str) -> bool {
    ["index", "_index", "README"].iter().any(|name| stem.eq_ignore_ascii_case(name))
}

/// The path without `.md`, with `index` for a folder's own page, and whether it is one.
pub(super) fn section(path: &str) -> (String, bool) {
    let stem = crate::content::without_ending(path);
    let (folder, name) = stem.rsplit_once('/').map_or(("", stem), |(folder, name)| (folder, name));
    if !is_section_name(name) {
        return (stem.to_owned(), false);
    }
    (if folder.is_empty() { "index".to_owned() } else { format!("{folder}/index") }, true)
}

pub(super) fn folder_name(key: &str) -> Option<&str> {
    key.rsplit('/').nth(1)
}

/// Names at the top of a language that docent gives to pages of its own. Other tools have pages that are called so.
const OWN: [&str; 2] = ["404", "search"];

/// The name in the address of a page whose file is called as a page of docent's own, which it is told.
pub(super) fn free_name(key: &str, rules: Rules<'_>, out: &mut Vec<Finding>) -> Option<String> {
    let name = url::slug(key, rules.config.slugs);
    let is_made = name != "search" || rules.config.search.enabled;
    let own = OWN.into_iter().find(|own| name == *own).filter(|_| is_made && !key.contains('/'))?;
    let message = format!("docent makes `{own}.html` itself: this page is published as `{own}-page.html`");
    let hint = "write another address (`slug: ...`), or delete the page";
    out.push(Finding::warning("collision", At::File, message).hint(hint));
    Some(format!("{own}-page"))
}

/// The front matter's slug, if it is one.
pub(super) fn own_slug(split: &Split, rules: Rules<'_>, out: &mut Vec<Finding>) -> Option<String> {
    let slug = split.keys.slug.as_ref()?;
    let clean = url::slug(slug, rules.config.slugs);
    if clean == *slug {
        return Some(clean);
    }
    let message = format!("`{}` is not a valid slug: use lower-case letters, digits, `-`, `_`", yaml::short(slug));
    let warning = Finding::warning("slug", At::Field(vec![Step::Key("slug".into())]), message);
    if clean.is_empty() {
        out.push(warning.hint("write a single word; until then the file's name is in the address"));
        return None;
    }
    out.push(warning.hint(format!("write `{clean}`: that is in the address")).fix(slug, clean.clone()));
    Some(clean)
}

/// Path in the output: every folder and the name as slugs. A name without a letter keeps a piece of its fingerprint.
pub fn address(key: &str, own: Option<&str>, slugs: Slugs) -> String {
    let slug = |part: &str| match url::slug(part, slugs) {
        empty if empty.is_empty() => format!("page-{}", Fingerprint::of_bytes(part.as_bytes()).short()),
        slug => slug,
    };
    let mut parts: Vec<String> = key.split('/').map(slug).collect();
    if let (Some(own), Some(last)) = (own, parts.last_mut()) {
        own.clone_into(last);
    }
    parts.join("/")
}

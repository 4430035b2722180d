//! Assets under the names by which they are published: `docent.css` as `assets/docent.1f3a9c04.css`.
//!
//! In: assets by their names in the theme. Out: the published path of each, and style sheets that lead to these paths.
//! A new content has a new name, so caches may keep a file for ever; a style sheet that leads to a file of another
//! content is another style sheet.

use super::css_urls::{self, Url};
use crate::diagnostic::{At, Diagnostic, Finding};
use crate::document;
use crate::source::{Content, File};
use crate::url;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Asset -> its path in the output.
pub type Paths = BTreeMap<String, String>;

/// Style sheets in style sheets: deeper is a circle.
const DEEPEST: usize = 16;

/// What else of a site a style sheet may lead to, and how messages name one.
pub struct Around<'a> {
    /// Whether the folder of pages has a file at a path.
    pub has: &'a dyn Fn(&str) -> bool,
    /// The file of the project that an asset is.
    pub file: &'a dyn Fn(&str) -> String,
}

/// Gives every asset its path, and every style sheet the paths of what it leads to.
pub fn publish(assets: &mut BTreeMap<String, File>, around: &Around<'_>) -> (Paths, Vec<Diagnostic>) {
    let mut paths: Paths = assets.iter().map(|(name, file)| (name.clone(), path(name, file))).collect();
    let mut sheets = Vec::new();
    for name in assets.keys().filter(|name| name.ends_with(".css")) {
        place(name, assets, &mut sheets, 0);
    }
    let mut diagnostics = Vec::new();
    for name in sheets {
        let Some(Content::Text(text)) = assets.get(&name).map(|sheet| sheet.content.clone()) else { continue };
        let urls = css_urls::all(&text);
        let lost = urls.iter().filter(|address| leads_nowhere(&name, address, &paths, around));
        diagnostics.extend(lost.map(|address| nowhere(&(around.file)(&name), &text, address)));
        let from = paths.get(&name).cloned().unwrap_or_default();
        let new = css_urls::replaced(&text, &urls, |address| published(&name, address, &from, &paths));
        if *new != *text {
            let sheet = File::of(new);
            paths.insert(name.clone(), path(&name, &sheet));
            assets.insert(name, sheet);
        }
    }
    (paths, diagnostics)
}

/// The asset that an address in a style sheet means; none if that is no file, or outside of the assets.
fn target(sheet: &str, address: &Url) -> Option<String> {
    css_urls::is_file(&address.text).then(|| url::join(sheet, &url::decode(css_urls::path(&address.text))))?
}

fn leads_nowhere(sheet: &str, address: &Url, paths: &Paths, around: &Around<'_>) -> bool {
    match target(sheet, address) {
        Some(asset) => !paths.contains_key(&asset),
        None if !css_urls::is_file(&address.text) => false,
        None => {
            let file = url::join(&format!("assets/{sheet}"), &url::decode(css_urls::path(&address.text)));
            file.is_none_or(|file| !(around.has)(&file))
        }
    }
}

/// What stands in the published style sheet in the place of an address.
fn published(sheet: &str, address: &Url, from: &str, paths: &Paths) -> Option<String> {
    let to = paths.get(&target(sheet, address)?)?;
    let rest = &address.text[css_urls::path(&address.text).len()..];
    Some(url::relative(from, to) + rest)
}

/// An address in a style sheet that leads nowhere.
pub fn nowhere(file: &str, text: &str, address: &Url) -> Diagnostic {
    let message = format!("there is no file `{}`", address.text);
    let error = Finding::error("asset", At::Bytes(address.range.clone()), message);
    document::told(file, text, error.hint("put it beside this style sheet, or correct the path"))
}

/// Adds a style sheet behind those that it imports.
fn place(name: &str, assets: &BTreeMap<String, File>, sheets: &mut Vec<String>, depth: usize) {
    let Some(Content::Text(text)) = assets.get(name).map(|sheet| &sheet.content) else { return };
    if sheets.iter().any(|known| known == name) || depth > DEEPEST {
        return;
    }
    let text: Arc<str> = text.clone();
    for address in css_urls::all(&text) {
        if let Some(target) = target(name, &address).filter(|target| target.ends_with(".css") && target != name) {
            place(&target, assets, sheets, depth + 1);
        }
    }
    if !sheets.iter().any(|known| known == name) {
        sheets.push(name.to_owned());
    }
}

/// The published path of an asset that is no style sheet.
pub fn path(name: &str, file: &File) -> String {
    let hash = file.fingerprint.short();
    match name.rsplit_once('.') {
        Some((stem, extension)) => format!("assets/{stem}.{hash}.{extension}"),
        None => format!("assets/{name}.{hash}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn assets(files: &[(&str, &str)]) -> BTreeMap<String, File> {
        files.iter().map(|(name, text)| ((*name).to_owned(), File::of((*text).to_owned()))).collect()
    }

    fn text(assets: &BTreeMap<String, File>, name: &str) -> String {
        match &assets[name].content {
            Content::Text(text) => text.to_string(),
            Content::Binary { .. } => String::new(),
        }
    }

    #[test]
    fn a_style_sheet_leads_to_published_names_through_those_that_it_imports() {
        let sheet = "@import \"deep/b.css\"; a { b: url(x.svg?v=1#i) url(data:,x) }";
        let mut all = assets(&[("a.css", sheet), ("deep/b.css", "b { c: url(../x.svg) }"), ("x.svg", "<svg/>")]);
        let (paths, told) = publish(&mut all, &Around { has: &|_| false, file: &str::to_owned });
        assert!(told.is_empty(), "{told:?}");
        let picture = paths["x.svg"].strip_prefix("assets/").unwrap_or_default().to_owned();
        assert_eq!(text(&all, "deep/b.css"), format!("b {{ c: url(../{picture}) }}"));
        let b = paths["deep/b.css"].strip_prefix("assets/").unwrap_or_default().to_owned();
        assert_eq!(text(&all, "a.css"), format!("@import \"{b}\"; a {{ b: url({picture}?v=1#i) url(data:,x) }}"));
        assert_eq!(paths["a.css"], path("a.css", &all["a.css"]));
    }

    #[test]
    fn what_leads_nowhere_is_told_and_circles_end() {
        let mut all = assets(&[("a.css", "@import 'b.css'; a { b: url(none.png) }"), ("b.css", "@import \"a.css\";")]);
        let (_, told) = publish(&mut all, &Around { has: &|_| false, file: &str::to_owned });
        assert_eq!(told.len(), 1);
        assert!(told[0].message.contains("none.png"), "{told:?}");
    }
}

//! The page of what changed, and what a browser needs to know what is new to its reader.
//!
//! In: the context. Out: the view of `changes.html`; and a script with the fingerprints of all sections of a language, which a
//! browser compares with those that it kept.

use crate::config::Config;
use crate::i18n::Strings;
use crate::render::changes::{days, is_told, sections};
use crate::render::context::RenderContext;
use crate::render::view::ChangesView;
use crate::site::tags::prefix;
use crate::site::{Id, Site};
use crate::url::{encode, relative};
use rayon::prelude::*;
use serde_json::{Map, Value, json};

/// Its template.
pub const TEMPLATE: &str = "changes.html";

/// How its marks look.
pub const STYLES: &str = "changes.css";

/// Entries of the page: whole days until there are so many.
const MOST: usize = 150;

/// Where the page of a language stands: `en/changes.html`.
pub fn path(lang: &str, config: &Config) -> String {
    format!("{}changes.html", prefix(lang, config))
}

/// Where the fingerprints of a language stand: `en/changes/sections.js`.
pub fn sections_path(lang: &str, config: &Config) -> String {
    format!("{}changes/sections.js", prefix(lang, config))
}

/// Whether there is such a page: a page of the site that has its address is the one that readers get.
pub fn is_made(site: &Site, config: &Config, lang: &str) -> bool {
    config.changes && !has_page(site, config, lang)
}

/// Whether a page of the site has this address.
fn has_page(site: &Site, config: &Config, lang: &str) -> bool {
    let codes = config.codes();
    let rank = |lang: &str| codes.iter().position(|code| *code == lang);
    let wanted = (rank(lang), path(lang, config));
    let at = site.entries.partition_point(|entry| (rank(&entry.lang), entry.out.as_str()) < (wanted.0, &wanted.1));
    site.entries.get(at).is_some_and(|entry| entry.out == wanted.1)
}

/// The page of what changed.
pub fn view(context: RenderContext<'_>, out: &str, lang: &str) -> ChangesView {
    let mut frame = context.frame(out, lang, None);
    for twin in &mut frame.translations {
        if is_made(context.site, context.config, &twin.lang) {
            twin.url = relative(out, &path(&twin.lang, context.config));
        }
    }
    let (days, cut) = days(context, out, lang, MOST);
    ChangesView { frame, feed: relative(out, &super::feed::path(lang, context.config)), days, cut }
}

/// The words of the script, by name.
fn words(strings: &Strings) -> Map<String, Value> {
    strings.below("seen_").map(|(key, word)| (key.to_owned(), word.clone())).collect()
}

/// The fingerprints of all sections of a language, by the page's address beside the front page. Only what readers may find
/// is here, so it tells nothing that the pages do not.
pub fn script(context: RenderContext<'_>, lang: &str) -> String {
    let own = prefix(lang, context.config);
    let told: Vec<Id> = context
        .site
        .own_entries()
        .filter(|(_, entry)| &*entry.lang == lang && is_told(entry))
        .map(|(id, _)| id)
        .collect();
    let page = |id: &Id| {
        let out = &context.entry(*id).out;
        let url = encode(out.strip_prefix(&own).unwrap_or(out));
        (url, json!([sections::written(&sections::of(context, *id)), context.nav_title(*id)]))
    };
    let pages: Map<String, Value> = told.par_iter().map(page).collect::<Vec<_>>().into_iter().collect();
    let words = context.templates.strings(lang).map(words).unwrap_or_default();
    let css = context.templates.asset(STYLES).map(|path| relative(&sections_path(lang, context.config), path));
    let all = json!({"length": sections::LENGTH, "lang": lang, "words": words, "css": css, "pages": pages});
    format!("docentSections({all});\n")
}

//! The theme, read and compiled: what every output is rendered with.
//!
//! In: the configuration and the snapshot. Out: a [`CompiledTheme`], or the diagnostics of what cannot be read.
//!
//! 1. The layers of the theme are read ([`crate::theme`]).
//! 2. Types, words and assets are taken out; scripts that carry words join the assets.
//! 3. Assets get names with hashes, and the templates are compiled.

use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::fingerprint::Fingerprint;
use crate::i18n;
use crate::markdown::Words;
use crate::page::types::Types;
use crate::render::special::{progress, search};
use crate::render::templates::{self, Assets, Templates};
use crate::source::{File, Sources};
use crate::theme;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A theme that is ready to use.
#[derive(Debug)]
pub struct CompiledTheme {
    /// The types of pages.
    pub types: Types,
    /// The templates, if all of them could be read.
    pub templates: Option<Arc<Templates>>,
    /// What is wrong with the theme.
    pub diagnostics: Vec<Diagnostic>,
    /// The few words that Markdown's HTML holds, by language.
    pub(super) words: BTreeMap<String, Words>,
    /// Assets by their names in the theme.
    pub(super) assets: BTreeMap<String, File>,
    /// Asset -> its hashed path in the output.
    pub(super) hashed: Assets,
    pub(super) fingerprint: Fingerprint,
}

/// Of the files that a theme is read from, and of the settings that it is compiled with.
pub fn key(config: &Config, sources: &Sources) -> Fingerprint {
    let of = |folder| sources.below(folder).map(|(path, file)| (path, file.fingerprint)).collect::<Vec<_>>();
    let settings = (&config.theme, config.codes(), &config.languages, config.markdown.typography);
    Fingerprint::of(&(of("templates/"), of("themes/"), settings))
}

/// Reads and compiles the theme.
pub fn compile(config: &Config, sources: &Sources) -> CompiledTheme {
    let (theme, mut diagnostics) = theme::load(config, sources);
    let (types, problems) = Types::read(&theme.types);
    diagnostics.extend(problems);
    let (strings, problems) = i18n::load(&theme.strings, &config.codes());
    diagnostics.extend(problems);
    let words = strings.iter().map(|(lang, strings)| (lang.clone(), words(strings))).collect();
    let mut assets = theme.assets.clone();
    for (lang, strings) in &strings {
        assets
            .entry(search::words_asset(lang))
            .or_insert_with(|| File::of(search::words_script(strings, &types, config)));
        let name = progress::words_asset(lang);
        assets.entry(name).or_insert_with(|| File::of(progress::words_script(strings)));
    }
    let hashed: Assets = Arc::new(assets.iter().map(|(name, file)| (name.clone(), hashed(name, file))).collect());
    let templates = match templates::load(&theme, &Arc::new(strings), &hashed, config.markdown.typography) {
        Ok(templates) => Some(Arc::new(templates)),
        Err(problems) => {
            diagnostics.extend(problems);
            None
        }
    };
    CompiledTheme { types, templates, words, assets, hashed, diagnostics, fingerprint: theme.fingerprint }
}

/// `docent.css` -> `assets/docent.1f3a9c04.css`: a new content has a new name, so caches may keep it for ever.
fn hashed(name: &str, file: &File) -> String {
    let hash = file.fingerprint.short();
    match name.rsplit_once('.') {
        Some((stem, extension)) => format!("assets/{stem}.{hash}.{extension}"),
        None => format!("assets/{name}.{hash}"),
    }
}

/// The few words that Markdown's HTML holds.
pub fn words(strings: &i18n::Strings) -> Words {
    let callouts = strings.get("callouts").and_then(serde_json::Value::as_object).into_iter().flatten();
    let callouts = callouts.filter_map(|(kind, title)| Some((kind.clone(), title.as_str()?.to_owned())));
    Words {
        link_to_section: strings.word("link_to_section"),
        footnote: strings.word("footnote"),
        embedded_from: strings.word("embedded_from"),
        footnotes: strings.word("footnotes"),
        back: strings.word("footnote_back"),
        to_do: strings.word("to_do"),
        done: strings.word("done"),
        details: strings.word("details"),
        callouts: callouts.collect(),
    }
}

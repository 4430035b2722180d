//! The theme, read and compiled: what every output is rendered with.
//!
//! In: the configuration and the snapshot. Out: a [`CompiledTheme`], or the diagnostics of what cannot be read.
//!
//! 1. The layers of the theme are read ([`crate::theme`]).
//! 2. Types, words and assets are taken out; scripts that carry words join the assets.
//! 3. The looks of types and the team's own are added, assets get names with hashes, and the templates are compiled.

use crate::config::{self, Config};
use crate::diagnostic::Diagnostic;
use crate::fingerprint::Fingerprint;
use crate::i18n;
use crate::markdown::Words;
use crate::page::types::Types;
use crate::render::special::{progress, search};
use crate::render::templates::{self, Assets, Templates};
use crate::render::view::BrandView;
use crate::source::{Content, File, Sources};
use crate::theme::brand::{self, Brand};
use crate::theme::hashed::{self, Around};
use crate::theme::icons;
use crate::theme::styles::Styles;
use crate::theme::{self, EMBEDDED, Theme};
use crate::url::encode;
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
    /// Sheets that only some pages load.
    pub(super) styles: Styles,
    /// The team's own look, as templates know it.
    pub(super) brand: Option<BrandView>,
    pub(super) fingerprint: Fingerprint,
}

/// Of the files that a theme is read from, and of the settings that it is compiled with.
pub fn key(config: &Config, sources: &Sources) -> Fingerprint {
    let of = |folder| sources.below(folder).map(|(path, file)| (path, file.fingerprint)).collect::<Vec<_>>();
    let remote = config.remote().map(|remote| (remote, config.base().map(str::to_owned), config.title.clone()));
    let said = (&config.brand, &config.feedback, remote);
    let settings = (&config.theme, config.codes(), &config.languages, config.markdown.typography, said);
    Fingerprint::of(&(of("templates/"), of("themes/"), brand::key(config, sources), settings))
}

/// Reads and compiles the theme.
pub fn compile(config: &Config, sources: &Sources) -> CompiledTheme {
    let (theme, mut diagnostics) = theme::load(config, sources);
    let (types, problems) = Types::read(&theme);
    diagnostics.extend(problems);
    let (strings, problems) = i18n::load(&theme.strings, &config.codes());
    diagnostics.extend(problems);
    let words = strings.iter().map(|(lang, strings)| (lang.clone(), words(strings))).collect();
    let mut assets = theme.assets.clone();
    let remote = assets.get(search::REMOTE_ASSET).map(|file| hashed::path(search::REMOTE_ASSET, file));
    for (lang, strings) in &strings {
        assets
            .entry(search::words_asset(lang))
            .or_insert_with(|| File::of(search::words_script(strings, &types, config, remote.as_deref())));
        let name = progress::words_asset(lang);
        assets.entry(name).or_insert_with(|| File::of(progress::words_script(strings)));
    }
    let (brand, problems) = brand::read(config, sources);
    diagnostics.extend(problems);
    let (drawn, problems) = icons::drawn(&theme.icons);
    diagnostics.extend(problems);
    assets.extend(brand.assets.clone());
    wear(&[looks(&types, &theme), brand.css.clone()], &mut assets);
    let has = |path: &str| sources.files.contains_key(&config.content_dir.path(path));
    let file = |asset: &str| file_of(asset, sources);
    let (hashed, problems) = hashed::publish(&mut assets, &Around { has: &has, file: &file });
    diagnostics.extend(problems);
    let hashed: Assets = Arc::new(hashed);
    let has_rules = |sheet: &str| assets.get(sheet).is_some_and(|file| !is_empty(file));
    let path = |sheet: &str| hashed.get(sheet).filter(|_| has_rules(sheet)).map(|path| encode(path));
    let styles = Styles::new(&theme.styles, path);
    let templates = match templates::load(&theme, &Arc::new(strings), &hashed, &drawn, config.markdown.typography) {
        Ok(templates) => Some(Arc::new(templates)),
        Err(problems) => {
            diagnostics.extend(problems);
            None
        }
    };
    // The names of assets tell their contents, the team's own among them.
    let fingerprint = Fingerprint::of(&(theme.fingerprint, &*hashed));
    let brand = (config.brand != config::brand::Brand::default())
        .then(|| BrandView::of(&brand, &config.brand, image(&brand, config, &hashed)));
    CompiledTheme { types, templates, words, assets, hashed, styles, diagnostics, brand, fingerprint }
}

/// A theme that wants none of a sheet has an empty one of its name.
fn is_empty(file: &File) -> bool {
    matches!(&file.content, Content::Text(text) if text.trim().is_empty())
}

/// Adds looks to the theme: their rules follow the theme's in the same file, so that they cost no request.
fn wear(looks: &[String], assets: &mut BTreeMap<String, File>) {
    let Some(Content::Text(rules)) = assets.get(STYLES).map(|sheet| sheet.content.clone()) else { return };
    if looks.iter().any(|look| !look.is_empty()) {
        assets.insert(STYLES.to_owned(), File::of([&rules, "\n", &looks.concat()].concat()));
    }
}

/// The icon and the colour of each type that has them, for what has its name in `data-t`.
fn looks(types: &Types, theme: &Theme) -> String {
    let mut rules = String::new();
    for declared in types.all.values().filter(|declared| !declared.name.contains(['"', '\\'])) {
        let icon = declared.look.icon.as_ref().and_then(|name| theme.icons.get(name));
        let icon =
            icon.map(|drawing| format!("--shown:inline-block;--icon:{};", icons::url(drawing))).unwrap_or_default();
        let tint = declared.look.tint.map(|tint| format!("--hue:{}", tint.css())).unwrap_or_default();
        if !icon.is_empty() || !tint.is_empty() {
            rules.push_str(&format!("[data-t=\"{}\"]{{{icon}{tint}}}\n", declared.name));
        }
    }
    rules
}

/// The address of the picture that other sites show; they need a whole one.
fn image(brand: &Brand, config: &Config, hashed: &Assets) -> Option<String> {
    Some(format!("{}/{}", config.base()?, encode(hashed.get(brand.image.as_ref()?)?)))
}

/// The theme's style sheet.
const STYLES: &str = "docent.css";

/// The file of the project that is an asset, for messages.
fn file_of(asset: &str, sources: &Sources) -> String {
    let end = format!("/assets/{asset}");
    let own =
        sources.below("themes/").find(|(path, _)| path.strip_suffix(&end).is_some_and(|theme| !theme.contains('/')));
    own.map_or_else(|| format!("{EMBEDDED}assets/{asset}"), |(path, _)| format!("themes/{path}"))
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
        diagram: strings.word("diagram"),
        diagram_source: strings.word("diagram_source"),
        details: strings.word("details"),
        callouts: callouts.collect(),
    }
}

//! The theme: templates, types, assets and UI strings, found layer by layer.
//!
//! In: the configuration and the snapshot. Out: for each name the first file that has it, looked for in the
//! project's `templates/`, the theme, what it `extends`, and the default theme that is embedded in the binary (its
//! scripts and style sheets without comments). A script of `assets/` holds what it imports from `scripts/`.

pub mod brand;
mod contrast;
mod css_urls;
pub mod hashed;
pub mod icons;
mod join;
mod minify;
pub mod styles;
pub mod tints;

use crate::config::Config;
use crate::diagnostic::{At, Diagnostic, Finding, Step};
use crate::document;
use crate::fingerprint::Fingerprint;
use crate::source::{Content, File, Sources};
use crate::yaml;
use include_dir::{Dir, include_dir};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::Arc;

static DEFAULT: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/themes/default");

/// How messages name the embedded theme's files.
pub const EMBEDDED: &str = "<default theme>/";

/// Where a theme has the parts of its scripts.
const PARTS: &str = "scripts/";

/// Longest chain of `extends`.
const MAX_LAYERS: usize = 8;

/// A text and where it came from.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Origin {
    /// Path from the root, or [`EMBEDDED`] and the path in it.
    pub file: String,
    /// The text.
    pub text: Arc<str>,
}

/// The files of all layers, the nearest one for each name.
#[derive(Clone, Debug, Default)]
pub struct Theme {
    /// `page.html`, `types/role.html` ...
    pub templates: BTreeMap<String, Origin>,
    /// `role` -> its YAML.
    pub types: BTreeMap<String, Origin>,
    /// `star` -> its drawing.
    pub icons: icons::Icons,
    /// Language -> its strings, nearest layer first.
    pub strings: BTreeMap<String, Vec<Origin>>,
    /// `docent.css` -> content.
    pub assets: BTreeMap<String, File>,
    /// Sheets and scripts that only some pages load, and the classes that they are for.
    pub styles: styles::Declared,
    /// `scripts/dom.js` -> a part of scripts; nothing that is published by itself.
    parts: BTreeMap<String, Arc<str>>,
    /// Of everything above.
    pub fingerprint: Fingerprint,
}

/// `theme.yaml`.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Manifest {
    #[serde(rename = "name")]
    _name: Option<String>,
    #[serde(rename = "description")]
    _description: Option<String>,
    extends: Option<String>,
    styles: styles::Declared,
    scripts: styles::Declared,
}

impl Manifest {
    /// What only some pages load: the ending of a name tells a sheet from a script.
    fn on_demand(self) -> styles::Declared {
        self.styles.into_iter().chain(self.scripts).collect()
    }
}

/// Collects the layers.
pub fn load(config: &Config, sources: &Sources) -> (Theme, Vec<Diagnostic>) {
    let mut theme = Theme::default();
    theme.templates_of("templates/", sources);
    let (layers, mut diagnostics) = chain(config, sources);
    for (name, styles) in &layers {
        let folder = format!("themes/{name}/");
        theme.templates_of(&format!("{folder}templates/"), sources);
        theme.rest_of(&folder, sources);
        theme.styles_of(styles);
    }
    theme.embedded();
    diagnostics.extend(layers.iter().flat_map(|(name, styles)| theme.lost_styles(name, styles, sources)));
    theme.join();
    theme.fingerprint = theme.identity();
    (theme, diagnostics)
}

/// The files of the default theme, as they are written: their paths in it, and their texts.
pub fn files() -> impl Iterator<Item = (String, &'static str)> {
    let (mut folders, mut files) = (vec![&DEFAULT], Vec::new());
    while let Some(folder) = folders.pop() {
        folders.extend(folder.dirs());
        files.extend(folder.files());
    }
    files.sort_by_key(|file| file.path());
    files.into_iter().filter_map(|file| Some((file.path().to_string_lossy().replace('\\', "/"), file.contents_utf8()?)))
}

/// A script of docent's own that is no asset, as it is published. Its path and what it imports are named from the
/// checkout's root: `parts` has its own, the rest is the embedded theme's.
pub fn script(path: &str, text: &str, parts: &[(&str, &str)]) -> String {
    let part = |wanted: &str| match parts.iter().find(|(name, _)| *name == wanted) {
        Some((name, text)) => Some(minify::lean(name, text)),
        None => {
            let file = DEFAULT.get_file(wanted.strip_prefix("themes/default/")?)?;
            Some(minify::lean(wanted, file.contents_utf8()?))
        }
    };
    let text = minify::lean(path, text);
    join::join(path, &text, &part).unwrap_or(text)
}

/// The configured theme and what it extends, nearest first.
fn chain(config: &Config, sources: &Sources) -> (Vec<(String, styles::Declared)>, Vec<Diagnostic>) {
    let (mut names, mut layers, mut diagnostics) = (Vec::new(), Vec::new(), Vec::new());
    let mut next = config.theme.clone();
    while let Some(name) = next.take() {
        let file = format!("themes/{name}/theme.yaml");
        if names.contains(&name) || names.len() == MAX_LAYERS {
            let chain = names.join(" -> ");
            let error = Diagnostic::error("theme", &file, format!("the theme extends itself: {chain} -> {name}"));
            diagnostics.push(error.hint("remove one `extends`"));
            break;
        }
        let styles = match manifest(&file, &name, sources) {
            Ok(manifest) => {
                next.clone_from(&manifest.extends);
                manifest.on_demand()
            }
            // "default" in an `extends` is the embedded one, unless the project has a theme of that name.
            Err(_) if name == "default" && !names.is_empty() => break,
            Err(error) => {
                diagnostics.push(error);
                break;
            }
        };
        layers.push((name.clone(), styles));
        names.push(name);
    }
    (layers, diagnostics)
}

fn manifest(file: &str, name: &str, sources: &Sources) -> Result<Manifest, Diagnostic> {
    let folder = format!("themes/{name}/");
    match sources.text(file) {
        Some(text) => yaml::read(text).map_err(|fault| document::told(file, text, fault.of("theme"))),
        None if sources.below(&folder).next().is_some() => Ok(Manifest::default()),
        None => Err(Diagnostic::error("theme", file, format!("there is no theme `{name}`"))
            .hint(format!("put it in {folder}, or remove `theme` from docent.yaml"))),
    }
}

impl Theme {
    fn templates_of(&mut self, folder: &str, sources: &Sources) {
        for (name, file) in sources.below(folder) {
            if let Content::Text(text) = &file.content {
                let origin = Origin { file: format!("{folder}{name}"), text: text.clone() };
                self.template(name, origin);
            }
        }
    }

    fn template(&mut self, name: &str, origin: Origin) {
        match name.strip_prefix("types/").and_then(|n| n.strip_suffix(".yaml")) {
            Some(kind) => drop(self.types.entry(kind.to_owned()).or_insert(origin)),
            None if name.starts_with(icons::FOLDER) && name.ends_with(".svg") => {
                let name = name[icons::FOLDER.len()..name.len() - ".svg".len()].to_owned();
                self.icons.entry(name).or_insert(origin);
            }
            None if name.ends_with(".html") => drop(self.templates.entry(name.to_owned()).or_insert(origin)),
            // A README, a note: nothing that renders.
            None => {}
        }
    }

    fn rest_of(&mut self, folder: &str, sources: &Sources) {
        for (name, file) in sources.below(folder) {
            if let Some(asset) = name.strip_prefix("assets/") {
                self.assets.entry(asset.to_owned()).or_insert_with(|| file.clone());
            } else if let (true, Content::Text(text)) = (name.starts_with(PARTS), &file.content) {
                self.parts.entry(name.to_owned()).or_insert_with(|| text.clone());
            } else if let (Some(lang), Content::Text(text)) = (language(name), &file.content) {
                let origin = Origin { file: format!("{folder}{name}"), text: text.clone() };
                self.strings.entry(lang.to_owned()).or_default().push(origin);
            }
        }
    }

    fn embedded(&mut self) {
        for (name, text) in files() {
            let origin = Origin { file: format!("{EMBEDDED}{name}"), text: text.into() };
            if let Some(template) = name.strip_prefix("templates/") {
                self.template(template, origin);
            } else if let Some(asset) = name.strip_prefix("assets/") {
                self.assets.entry(asset.to_owned()).or_insert_with(|| File::of(minify::lean(asset, text)));
            } else if name.starts_with(PARTS) {
                self.parts.entry(name.clone()).or_insert_with(|| minify::lean(&name, text).into());
            } else if let Some(lang) = language(&name) {
                self.strings.entry(lang.to_owned()).or_default().push(origin);
            } else if let ("theme.yaml", Ok(manifest)) = (&*name, yaml::read::<Manifest>(text)) {
                self.styles_of(&manifest.on_demand());
            }
        }
    }

    fn styles_of(&mut self, declared: &styles::Declared) {
        for (sheet, classes) in declared {
            self.styles.entry(sheet.clone()).or_insert_with(|| classes.clone());
        }
    }

    /// Declared, and not there.
    fn lost_styles(&self, name: &str, declared: &styles::Declared, sources: &Sources) -> Vec<Diagnostic> {
        let file = format!("themes/{name}/theme.yaml");
        let lost = declared.keys().filter(|sheet| !self.assets.contains_key(*sheet));
        let told = |sheet: &String| {
            let key = if sheet.ends_with(".js") { "scripts" } else { "styles" };
            let at = At::Field(vec![Step::Key(key.into()), Step::Key(sheet.as_str().into())]);
            let error = Finding::error("asset", at, format!("the theme has no asset `{sheet}`"));
            let hint = format!("put it into themes/{name}/assets/, or correct the name");
            document::told(&file, sources.text(&file).map_or("", |text| text), error.hint(hint))
        };
        lost.map(told).collect()
    }

    /// Scripts get what they import.
    fn join(&mut self) {
        let part = |name: &str| Some(self.parts.get(name)?.to_string());
        for (name, file) in self.assets.iter_mut().filter(|(name, _)| name.ends_with(".js")) {
            let Content::Text(text) = &file.content else { continue };
            if let Some(joined) = join::join(&format!("assets/{name}"), text, &part) {
                *file = File::of(joined);
            }
        }
    }

    fn identity(&self) -> Fingerprint {
        let assets: Vec<(&String, Fingerprint)> =
            self.assets.iter().map(|(name, file)| (name, file.fingerprint)).collect();
        Fingerprint::of(&(&self.templates, &self.types, &self.icons, &self.strings, &self.styles, assets))
    }
}

/// `i18n/ru.yaml` -> `ru`.
fn language(name: &str) -> Option<&str> {
    name.strip_prefix("i18n/")?.strip_suffix(".yaml")
}

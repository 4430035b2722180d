//! The team's own look, as files and rules of style.
//!
//! In: the `brand` table of `docent.yaml`, the snapshot. Out: a [`Brand`]: its files as assets, and the rules that follow
//! those of `docent.css` in the same file, so that a look of one's own costs no request.
//!
//! 1. Each file that the table names is looked for from the project's folder, then in that of the pages.
//! 2. The accent becomes colours for both schemes ([`super::contrast`]); one that nobody could read is told.
//! 3. Files of a typeface become `@font-face`; the team's style sheet comes last, with what it leads to.

use super::contrast::{self, Palette, Rgb, hex};
use super::css_urls;
use super::icons;
use crate::config::brand::rgb;
use crate::config::{self, Config};
use crate::diagnostic::{At, Diagnostic, Finding, Step};
use crate::document;
use crate::fingerprint::Fingerprint;
use crate::source::{Content, File, Sources};
use crate::{svg, url};
use std::collections::BTreeMap;

/// What a brand's assets are called first.
const FOLDER: &str = "brand/";

/// Largest drawing that stands in each page itself, in bytes.
const MAX_INLINE: usize = 512;

/// The name of its typeface in rules of style.
const FAMILY: &str = "brand";

const LOGO: &str = "\
.brand:has(img) { display: flex; align-items: center; gap: .625rem; min-inline-size: 0 }
.brand img { flex: none; block-size: 2rem; inline-size: auto; max-inline-size: 12rem; object-fit: contain }
.brand span { min-inline-size: 0; overflow: hidden; display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2 }
@media (max-width: 30em) { .brand img { max-inline-size: 7rem } .brand span { -webkit-line-clamp: 3; font-size: .875rem; line-height: 1.15 } }
";

/// Which of two logos is shown: that of the system's scheme, or of the one that the reader chose.
const LOGOS: &str = "\
.brand .on-dark, :root[data-theme=\"dark\"] .brand .on-light { display: none }
:root[data-theme=\"dark\"] .brand .on-dark { display: block }
@media screen and (prefers-color-scheme: dark) {
  :root:not([data-theme=\"light\"]) .brand .on-light { display: none }
  :root:not([data-theme=\"light\"]) .brand .on-dark { display: block }
}
";

const FOOTER: &str = "\
.site-foot { max-inline-size: 88rem; margin: 3rem auto 0; padding: 1.25rem var(--gutter); border-block-start: 1px solid var(--line); color: var(--muted); font-size: .875rem }
.site-foot a { color: inherit }
@media print { .site-foot { display: none } }
";

/// The team's own look.
#[derive(Clone, Debug, Default)]
pub struct Brand {
    /// Files, by the names of their assets.
    pub assets: BTreeMap<String, File>,
    /// Rules of style.
    pub css: String,
    /// Pictures for light and for dark pages.
    pub logo: Option<Picture>,
    /// See `logo`.
    pub logo_dark: Option<Picture>,
    /// The icon's asset.
    pub favicon: Option<String>,
    /// The asset of the picture for other sites.
    pub image: Option<String>,
    /// The colours of the browser around light and dark pages.
    pub theme_colors: Option<(String, String)>,
}

/// A picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// Its asset.
    pub asset: String,
    /// Width and height in pixels, if they are known.
    pub size: Option<(u32, u32)>,
    /// An address that is the picture itself, if it is a small drawing: it costs no request.
    pub inline: Option<String>,
}

/// Of all files that it is read from.
pub fn key(config: &Config, sources: &Sources) -> Vec<(String, Fingerprint)> {
    let reads = config.brand.reads();
    let files = reads.iter().filter_map(|path| found(path, config, sources));
    let beside = reads.iter().flat_map(|folder| {
        let folder = format!("{folder}/");
        sources.below(&folder).map(|(path, file)| (folder.clone() + path, file.fingerprint)).collect::<Vec<_>>()
    });
    files.map(|(path, file)| (path, file.fingerprint)).chain(beside).collect()
}

/// Reads it.
pub fn read(config: &Config, sources: &Sources) -> (Brand, Vec<Diagnostic>) {
    let mut reader = Reader { config, sources, brand: Brand::default(), told: Vec::new() };
    reader.pictures();
    reader.colours();
    reader.fonts();
    reader.places();
    let mut diagnostics = reader.style_sheet();
    let Reader { brand, told, .. } = reader;
    let text = sources.text(config::FILE).map_or("", |text| text);
    diagnostics.extend(document::tell(config::FILE, text, told));
    (brand, diagnostics)
}

/// A file of the project, or of the folder of pages: its path and itself.
fn found<'s>(path: &str, config: &Config, sources: &'s Sources) -> Option<(String, &'s File)> {
    let path = path.trim_start_matches("./");
    let inside = config.content_dir.path(path);
    let path = if sources.files.contains_key(path) { path.to_owned() } else { inside };
    let file = sources.files.get(&path)?;
    Some((path, file))
}

/// The place of a key of the table.
fn at(key: &str) -> At {
    At::Field(vec![Step::Key("brand".into()), Step::Key(key.into())])
}

struct Reader<'a> {
    config: &'a Config,
    sources: &'a Sources,
    brand: Brand,
    told: Vec<Finding>,
}

impl Reader<'_> {
    /// Adds a file to the assets; tells if there is none.
    fn asset(&mut self, key: &str, path: Option<&str>) -> Option<String> {
        let path = path?;
        let Some((path, file)) = found(path, self.config, self.sources) else {
            let hint = "put it there, or correct the path: it begins in the folder of docent.yaml";
            self.told.push(Finding::error("asset", at(key), format!("there is no file `{path}`")).hint(hint));
            return None;
        };
        let name = [FOLDER, &path].concat();
        self.brand.assets.insert(name.clone(), file.clone());
        Some(name)
    }

    fn pictures(&mut self) {
        let settings = &self.config.brand;
        self.brand.logo = self.picture("logo", settings.logo.as_deref());
        self.brand.logo_dark = self.picture("logo_dark", settings.logo_dark.as_deref());
        self.brand.favicon = self.asset("favicon", settings.favicon.as_deref());
        self.brand.image = self.asset("image", settings.image.as_deref());
    }

    fn picture(&mut self, key: &str, path: Option<&str>) -> Option<Picture> {
        let asset = self.asset(key, path)?;
        let content = self.brand.assets.get(&asset).map(|file| &file.content);
        let (size, inline) = match content {
            Some(Content::Text(text)) if text.len() <= MAX_INLINE && svg::check(text).is_ok() => {
                (svg::size(text), Some(icons::address(text)))
            }
            Some(Content::Text(text)) => (svg::size(text), None),
            Some(Content::Binary { size, .. }) => (*size, None),
            None => (None, None),
        };
        Some(Picture { asset, size, inline })
    }

    fn colours(&mut self) {
        let settings = &self.config.brand;
        let Some(accent) = settings.accent.as_deref().and_then(rgb) else { return };
        let palette = contrast::palette(accent, settings.accent_dark.as_deref().and_then(rgb));
        let Palette { light, dark, poor, poor_on_dark } = palette;
        self.poor("accent", "light", poor, light.accent);
        self.poor("accent_dark", "dark", poor_on_dark, dark.accent);
        let pair = |light: Rgb, dark: Rgb| format!("light-dark({}, {})", hex(light), hex(dark));
        self.brand.css.push_str(&format!(
            ":root {{ --accent: {}; --tint: {} }}\n::selection {{ background: {} }}\n",
            pair(light.accent, dark.accent),
            pair(light.tint, dark.tint),
            pair(light.marked, dark.marked)
        ));
        self.brand.theme_colors = Some((hex(light.accent), hex(dark.tint)));
    }

    fn poor(&mut self, key: &str, pages: &str, ratio: Option<f64>, used: Rgb) {
        let Some(ratio) = ratio else { return };
        let message =
            format!("this colour is hard to read on {pages} pages: its contrast is {ratio:.1}:1, and text needs 4.5:1");
        let hint = format!("docent uses {} in its place; write that, or another colour", hex(used));
        self.told.push(Finding::warning("contrast", at(key), message).hint(hint));
    }

    fn fonts(&mut self) {
        let files: Vec<String> = self.config.brand.font.texts().map(str::to_owned).collect();
        let mut rules = String::new();
        for file in &files {
            if let Some(asset) = self.asset("font", Some(file)) {
                rules.push_str(&font_face(&asset));
            }
        }
        if !rules.is_empty() {
            let family = format!(
                ":root {{ --sans: {FAMILY}, system-ui, sans-serif; --serif: {FAMILY}, system-ui, sans-serif }}\n"
            );
            self.brand.css.push_str(&[rules, family].concat());
        }
    }

    /// Rules for what only a brand puts on a page.
    fn places(&mut self) {
        let settings = &self.config.brand;
        if settings.logo.is_some() {
            self.brand.css.push_str(LOGO);
        }
        if settings.logo_dark.is_some() {
            self.brand.css.push_str(LOGOS);
        }
        if settings.footer.texts().next().is_some() {
            self.brand.css.push_str(FOOTER);
        }
    }

    /// The team's style sheet, with the files that it leads to.
    fn style_sheet(&mut self) -> Vec<Diagnostic> {
        let Some(asset) = self.asset("css", self.config.brand.css.as_deref()) else { return Vec::new() };
        let Some(Content::Text(text)) = self.brand.assets.remove(&asset).map(|file| file.content) else {
            return Vec::new();
        };
        let path = asset.strip_prefix(FOLDER).unwrap_or(&asset).to_owned();
        let (urls, mut diagnostics) = (css_urls::all(&text), Vec::new());
        let mut names = BTreeMap::new();
        for address in urls.iter().filter(|address| css_urls::is_file(&address.text)) {
            let target = url::join(&path, &url::decode(css_urls::path(&address.text)));
            match target.as_deref().and_then(|target| Some((target, self.sources.files.get(target)?))) {
                Some((target, file)) => {
                    let name = [FOLDER, target].concat();
                    self.brand.assets.insert(name.clone(), file.clone());
                    names.insert(address.text.clone(), name);
                }
                None => {
                    diagnostics.push(super::hashed::nowhere(&path, &text, address));
                    // What is told once is not looked for again in the style sheet that these rules are added to.
                    names.insert(address.text.clone(), "data:,".to_owned());
                }
            }
        }
        self.brand.css.push_str(&css_urls::replaced(&text, &urls, |address| names.get(&address.text).cloned()));
        diagnostics
    }
}

/// The rule for a file of a typeface; its name says the weight and whether it is italic. Without a weight in it the file
/// is a variable one.
fn font_face(asset: &str) -> String {
    let name = asset.rsplit('/').next().unwrap_or_default().to_ascii_lowercase();
    let weights = [
        ("thin", "100"),
        ("extralight", "200"),
        ("semibold", "600"),
        ("demibold", "600"),
        ("extrabold", "800"),
        ("light", "300"),
        ("medium", "500"),
        ("bold", "700"),
        ("black", "900"),
        ("regular", "400"),
    ];
    let plain = name.replace(['-', '_'], "");
    let weight = weights.iter().find(|(word, _)| plain.contains(word)).map_or("100 900", |(_, weight)| weight);
    let style = if name.contains("italic") || name.contains("oblique") { "italic" } else { "normal" };
    let format = match name.rsplit('.').next() {
        Some("woff2") => "woff2",
        Some("woff") => "woff",
        Some("otf") => "opentype",
        _ => "truetype",
    };
    format!(
        "@font-face {{ font-family: {FAMILY}; src: url(\"{asset}\") format(\"{format}\"); font-weight: {weight}; font-style: {style}; font-display: swap }}\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_font_says_its_weight() {
        for (file, weight, style) in [
            ("Inter.woff2", "100 900", "normal"),
            ("Inter-SemiBoldItalic.woff2", "600", "italic"),
            ("inter_bold.ttf", "700", "normal"),
            ("Inter-Extra-Light.otf", "200", "normal"),
        ] {
            let rule = font_face(&format!("brand/fonts/{file}"));
            assert!(rule.contains(&format!("font-weight: {weight}; font-style: {style};")), "{rule}");
        }
    }
}

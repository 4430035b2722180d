//! Words without their endings.
//!
//! In: a folded term ([`crate::text`]) and the page's language. Out: its stem, by a Snowball stemmer that is chosen by
//! the term's script: a Russian page stems its English words as English. What is no plain word of one script (with
//! digits, joined, mixed) stays as it is.

use frostem::{Algorithm, Stemmer};
use std::borrow::Cow;
use std::fmt;

/// The version of frostem, whose minor versions may change stems: an index and an engine must agree on it.
const VERSION: &str = "1.20260821.8";

/// The stemmers of a site.
#[derive(Clone)]
pub struct Stems {
    languages: Vec<Language>,
}

/// A language, and how it is stemmed if that is known.
#[derive(Clone)]
struct Language {
    code: String,
    scripts: &'static [Script],
    stemmer: Option<Stemmer>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Script {
    Latin,
    Cyrillic,
    Greek,
    Armenian,
    Hebrew,
    Arabic,
    Devanagari,
    Tamil,
}

impl Stems {
    /// Stemmers for the languages of a site, the first one first. Region and script (`en-GB`) do not matter.
    pub fn new(langs: &[impl AsRef<str>]) -> Stems {
        let mut languages: Vec<Language> = Vec::new();
        for code in langs.iter().map(|lang| primary(lang.as_ref())).chain(["en".to_owned(), "ru".to_owned()]) {
            let language = language(code);
            let fallback = languages.len() >= langs.len();
            let needed = !fallback || !languages.iter().any(|known| known.scripts.contains(&language.scripts[0]));
            if needed && !languages.iter().any(|known| known.code == language.code) {
                languages.push(language);
            }
        }
        Stems { languages }
    }

    /// The stem of a term on a page in `lang`: by that language if it is written in the term's script, else by the
    /// site's first one that is, else English for Latin letters and Russian for Cyrillic ones.
    pub fn index<'a>(&self, term: &'a str, lang: &str) -> Cow<'a, str> {
        let Some(script) = script(term) else { return Cow::Borrowed(term) };
        let mut candidates = self.written_in(script);
        let own = self.written_in(script).find(|language| is(lang, &language.code));
        own.or_else(|| candidates.next()).map_or(Cow::Borrowed(term), |language| language.stem(term))
    }

    /// The stems that a term of a question may have, in the order of the site's languages, each once.
    pub fn query(&self, term: &str) -> Vec<String> {
        let mut stems = Vec::with_capacity(1);
        for language in script(term).into_iter().flat_map(|script| self.written_in(script)) {
            let stem = language.stem(term);
            if !stems.iter().any(|known| *known == stem) {
                stems.push(stem.into_owned());
            }
        }
        if stems.is_empty() {
            stems.push(term.to_owned());
        }
        stems
    }

    /// frostem's version, which an index and the engine that reads it must share.
    pub fn version() -> &'static str {
        VERSION
    }

    /// Whether English and Russian are all that it stems: then the smaller engine is enough in the browser.
    pub fn are_common(&self) -> bool {
        self.languages.iter().all(|language| matches!(&*language.code, "en" | "ru") || language.stemmer.is_none())
    }

    /// Whether a stem always begins with the character with which its word begins.
    pub(crate) fn keep_first(&self) -> bool {
        self.languages.iter().all(|language| matches!(&*language.code, "en" | "ru") || language.stemmer.is_none())
    }

    fn written_in(&self, script: Script) -> impl Iterator<Item = &Language> {
        self.languages.iter().filter(move |language| language.scripts.contains(&script))
    }
}

impl fmt::Debug for Stems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.languages.iter().map(|language| &language.code)).finish()
    }
}

impl Language {
    fn stem<'a>(&self, term: &'a str) -> Cow<'a, str> {
        match self.stemmer.map(|stemmer| stemmer.stem(term)) {
            Some(stem) if !stem.is_empty() => stem,
            _ => Cow::Borrowed(term),
        }
    }
}

/// `en-GB` -> `en`; the codes of Norwegian's two forms are one.
fn primary(lang: &str) -> String {
    let code = lang.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    if matches!(&*code, "nb" | "nn") { "no".to_owned() } else { code }
}

/// Whether a page's language has this code, without making a string of it.
fn is(lang: &str, code: &str) -> bool {
    let own = lang.split(['-', '_']).next().unwrap_or_default();
    own.eq_ignore_ascii_case(code) || code == "no" && (own.eq_ignore_ascii_case("nb") || own.eq_ignore_ascii_case("nn"))
}

fn language(code: String) -> Language {
    let stemmer = algorithm(&code).map(Stemmer::new);
    Language { scripts: scripts(&code), stemmer, code }
}

/// The scripts of a language; none for those that are cut into pairs of characters.
fn scripts(code: &str) -> &'static [Script] {
    match code {
        "ru" | "uk" | "be" | "bg" | "mk" | "kk" | "ky" | "tg" | "tt" | "ba" | "cv" | "mn" => &[Script::Cyrillic],
        "sr" => &[Script::Cyrillic, Script::Latin],
        "el" => &[Script::Greek],
        "hy" => &[Script::Armenian],
        "he" | "yi" => &[Script::Hebrew],
        "ar" | "fa" | "ur" | "ps" => &[Script::Arabic],
        "hi" | "ne" | "mr" => &[Script::Devanagari],
        "ta" => &[Script::Tamil],
        "zh" | "ja" | "ko" | "th" | "lo" | "my" | "km" | "ka" | "bn" | "te" | "ml" | "kn" | "gu" | "pa" | "am" => &[],
        _ => &[Script::Latin],
    }
}

fn algorithm(code: &str) -> Option<Algorithm> {
    match code {
        "en" => Some(Algorithm::English),
        "ru" => Some(Algorithm::Russian),
        _ => another(code),
    }
}

#[cfg(not(feature = "all-languages"))]
fn another(_: &str) -> Option<Algorithm> {
    None
}

#[cfg(feature = "all-languages")]
fn another(code: &str) -> Option<Algorithm> {
    Some(match code {
        "ar" => Algorithm::Arabic,
        "ca" => Algorithm::Catalan,
        "cs" => Algorithm::Czech,
        "da" => Algorithm::Danish,
        "de" => Algorithm::German,
        "el" => Algorithm::Greek,
        "eo" => Algorithm::Esperanto,
        "es" => Algorithm::Spanish,
        "et" => Algorithm::Estonian,
        "eu" => Algorithm::Basque,
        "fa" => Algorithm::Persian,
        "fi" => Algorithm::Finnish,
        "fr" => Algorithm::French,
        "ga" => Algorithm::Irish,
        "hi" => Algorithm::Hindi,
        "hu" => Algorithm::Hungarian,
        "hy" => Algorithm::Armenian,
        "id" => Algorithm::Indonesian,
        "it" => Algorithm::Italian,
        "lt" => Algorithm::Lithuanian,
        "ne" => Algorithm::Nepali,
        "nl" => Algorithm::Dutch,
        "no" => Algorithm::Norwegian,
        "pl" => Algorithm::Polish,
        "pt" => Algorithm::Portuguese,
        "ro" => Algorithm::Romanian,
        "sr" => Algorithm::Serbian,
        "st" => Algorithm::Sesotho,
        "sv" => Algorithm::Swedish,
        "ta" => Algorithm::Tamil,
        "tr" => Algorithm::Turkish,
        "yi" => Algorithm::Yiddish,
        _ => return None,
    })
}

/// The script of a plain word: none if it has digits or joiners, or letters of two scripts.
fn script(term: &str) -> Option<Script> {
    if term.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return Some(Script::Latin);
    }
    let mut found = None;
    for c in term.chars().filter(|&c| c != '\'' && !matches!(c, '\u{300}'..='\u{36F}')) {
        let own = script_of(c);
        if own.is_none() || found.is_some() && own != found {
            return None;
        }
        found = own;
    }
    found
}

fn script_of(c: char) -> Option<Script> {
    Some(match c {
        'a'..='z' | 'A'..='Z' | '\u{C0}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}' => Script::Latin,
        '\u{400}'..='\u{52F}' => Script::Cyrillic,
        '\u{370}'..='\u{3FF}' | '\u{1F00}'..='\u{1FFF}' => Script::Greek,
        '\u{531}'..='\u{58F}' => Script::Armenian,
        '\u{591}'..='\u{5F4}' => Script::Hebrew,
        _ if c.is_numeric() => return None,
        '\u{610}'..='\u{6FF}' | '\u{750}'..='\u{77F}' | '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}' => {
            Script::Arabic
        }
        '\u{900}'..='\u{97F}' => Script::Devanagari,
        '\u{B80}'..='\u{BFF}' => Script::Tamil,
        _ => return None,
    })
}

//! Words without their endings.
//!
//! In: a folded term ([`crate::text`]) and the page's language. Out: its stem, by a Snowball stemmer that is chosen by
//! the term's script: a Russian page stems its English words as English. What is no plain word of one script (with
//! digits, joined, mixed) stays as it is.

mod languages;

use crate::gather::gather;
use crate::text::plain::TWIN;
use frostem::Stemmer;
use languages::{Script, algorithm, script, scripts};
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

impl Stems {
    /// Stemmers for the languages of a site, the first one first. Region and script (`en-GB`) do not matter.
    pub fn new(langs: &[impl AsRef<str>]) -> Stems {
        let mut stems = Stems { languages: Vec::new() };
        for code in langs.iter().map(|lang| primary(lang.as_ref())) {
            if !stems.languages.iter().any(|known| known.code == code) {
                stems.languages.push(language(code));
            }
        }
        for (script, code) in [(Script::Latin, "en"), (Script::Cyrillic, "ru")] {
            if stems.written_in(script).next().is_none() {
                stems.languages.push(language(code.to_owned()));
            }
        }
        stems
    }

    /// The stem of a term on a page in `lang`: by that language if it is written in the term's script, else by the
    /// site's first one that is, else English for Latin letters and Russian for Cyrillic ones.
    pub fn index<'a>(&self, term: &'a str, lang: &str) -> Cow<'a, str> {
        if let Some(plain) = term.strip_suffix(TWIN) {
            return Cow::Owned(twin(&self.index(plain, lang)));
        }
        let Some(script) = script(term) else { return Cow::Borrowed(term) };
        let mut candidates = self.written_in(script);
        let own = self.written_in(script).find(|language| is(lang, &language.code));
        own.or_else(|| candidates.next()).map_or(Cow::Borrowed(term), |language| language.stem(term))
    }

    /// The stems that a term of a question may have, in the order of the site's languages, each once.
    pub fn query(&self, term: &str) -> Vec<String> {
        if let Some(plain) = term.strip_suffix(TWIN) {
            return gather(self.query(plain).into_iter().map(|stem| twin(&stem)));
        }
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

    /// Whether a word may stand in a text of that language, by its script. Latin letters stand in all.
    pub fn may_be_in(lang: &str, term: &str) -> bool {
        script(term).is_none_or(|script| script == Script::Latin || scripts(&primary(lang)).contains(&script))
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
        if self.code == "en" && acronyms(term) {
            return Cow::Borrowed(term.trim_end_matches('s'));
        }
        match self.stemmer.map(|stemmer| stemmer.stem(term)) {
            Some(stem) if !stem.is_empty() => stem,
            _ => Cow::Borrowed(term),
        }
    }
}

/// The stem of a plain form.
pub(crate) fn twin(stem: &str) -> String {
    let mut twin = String::with_capacity(stem.len() + 1);
    twin.push_str(stem);
    twin.push(TWIN);
    twin
}

/// URLs, PDFs, SDKs: Snowball takes the s only off a word with a vowel. Not DNS, nor DNs: which is which?
fn acronyms(term: &str) -> bool {
    let vowel = |byte: u8| matches!(byte, b'a' | b'e' | b'i' | b'o' | b'u' | b'y' | b'\'');
    term.len() > 3 && term.ends_with('s') && !term.ends_with("ss") && !term.bytes().any(vowel)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[allow(clippy::disallowed_methods, reason = "tests have a disk")]
    fn the_version_is_the_locked_one() {
        let folders = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).ancestors();
        let lock = folders.map(|folder| folder.join("Cargo.lock")).find_map(|path| std::fs::read_to_string(path).ok());
        let lock = lock.unwrap();
        let (_, frostem) = lock.split_once("name = \"frostem\"\nversion = \"").unwrap();
        assert_eq!(frostem.split('"').next(), Some(Stems::version()));
    }

    #[test]
    fn english_and_russian_keep_first_characters() {
        let stems = Stems::new(&["en", "ru"]);
        assert!(stems.keep_first() && Stems::new(&["ru"]).keep_first() && Stems::new(&["uk"]).keep_first());
        for word in ["skies", "dying", "idly", "юность", "и", "yes", "елки"] {
            assert_eq!(stems.query(word)[0].chars().next(), word.chars().next());
        }
    }

    #[cfg(feature = "all-languages")]
    #[test]
    fn other_languages_are_stemmed_by_their_own_rules() {
        let stems = Stems::new(&["de", "ru", "sr", "fr"]);
        assert_eq!(stems.index("automaten", "de"), "automat");
        assert_eq!(stems.index("automaten", "ru"), "automat");
        assert_eq!(stems.index("continuellement", "fr"), "continuel");
        assert_eq!(stems.index("књигама", "sr"), stems.index("knjigama", "sr"));
        assert!(stems.query("continuellement").len() > 1);
        assert!(!stems.keep_first());
    }
}

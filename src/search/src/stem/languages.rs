//! Languages, their scripts and their stemmers.
//!
//! In: a language's code, or a term. Out: the scripts it is written in, the algorithm; or the term's script.

use frostem::Algorithm;

/// A script in which words have endings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Script {
    Latin,
    Cyrillic,
    Greek,
    Armenian,
    Hebrew,
    Arabic,
    Devanagari,
    Tamil,
}

/// The scripts of a language; none for those that are cut into pairs of characters.
pub(super) fn scripts(code: &str) -> &'static [Script] {
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

pub(super) fn algorithm(code: &str) -> Option<Algorithm> {
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
pub(super) fn script(term: &str) -> Option<Script> {
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

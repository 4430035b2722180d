//! Languages of a source: by its folders, by the endings of its names, or by its letters.
//!
//! In: names of folders and files, texts. Out: codes as docent names its folders.

use super::plan::Language;
use super::tree;
use super::{Plan, Tree};
use std::collections::{BTreeMap, BTreeSet};

/// Codes that folders and endings of names are taken for.
const CODES: [&str; 62] = [
    "af", "ar", "az", "be", "bg", "bn", "bs", "ca", "cs", "da", "de", "el", "en", "es", "et", "eu", "fa", "fi", "fr",
    "gl", "he", "hi", "hr", "hu", "hy", "id", "it", "ja", "ka", "kk", "ko", "ky", "lt", "lv", "mk", "ml", "mn", "ms",
    "nb", "nl", "no", "pl", "pt", "ro", "ru", "sk", "sl", "sq", "sr", "sv", "ta", "te", "th", "tr", "tt", "uk", "ur",
    "uz", "vi", "zh", "eo", "is",
];

/// Whether a name is the code of a language: `ru`, `pt-br`, `zh_CN`, `zh-Hans`.
pub fn is_code(name: &str) -> bool {
    let mut parts = name.splitn(2, ['-', '_']);
    let language = parts.next().is_some_and(|code| CODES.contains(&code));
    let region = parts.next().is_none_or(|region| {
        (region.len() == 2 || region.len() == 4) && region.chars().all(|c| c.is_ascii_alphabetic())
    });
    language && region
}

/// As docent writes it.
pub fn code(name: &str) -> String {
    name.replace('_', "-")
}

/// The language of a name: `index.ru.md` is (`index.md`, `ru`).
pub fn suffix(path: &str) -> Option<(String, &str)> {
    let stem = tree::stem(path);
    let (rest, code) = stem.rsplit_once('.')?;
    let known = is_code(code) && !rest.is_empty() && !rest.ends_with('/');
    known.then(|| (format!("{rest}{}", &path[stem.len()..]), code))
}

/// How the pages of a source say what language they are in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// A folder for each language, or for each but the first.
    Folder,
    /// `index.ru.md`.
    Suffix,
}

/// The languages of a source.
#[derive(Clone, Debug)]
pub struct Languages {
    /// The language of pages that name none.
    pub default: String,
    /// All of them, the default one first.
    pub codes: Vec<String>,
    /// How pages name theirs.
    pub by: By,
}

impl Languages {
    /// The languages that settings name.
    pub fn named(default: &str, codes: &[String], by: By) -> Option<Self> {
        let mut all = vec![default.to_owned()];
        all.extend(codes.iter().filter(|code| *code != default).cloned());
        (all.len() > 1).then(|| Self { default: default.to_owned(), codes: all, by })
    }

    /// The languages of a folder of pages: of two folders, or of a folder and the pages around it, that hold pages of the
    /// same names; or of endings of names.
    pub fn of(tree: &Tree, folder: &str, default: Option<&str>) -> Option<Self> {
        let pages: BTreeSet<&str> = tree.below(folder).filter(|path| tree::is_page(path)).collect();
        by_folder(&pages, default).or_else(|| by_suffix(&pages, default))
    }

    /// The language of a path and the path without it; none for a file that all languages share.
    pub fn split(&self, path: &str) -> (String, String) {
        match self.by {
            By::Folder => match path.split_once('/') {
                Some((first, rest)) if self.codes.iter().any(|known| known == first) => (code(first), rest.to_owned()),
                _ => (code(&self.default), path.to_owned()),
            },
            By::Suffix => match suffix(path) {
                Some((rest, found)) if self.codes.iter().any(|known| known == found) => (code(found), rest),
                _ => (code(&self.default), path.to_owned()),
            },
        }
    }

    /// The place in `content/` of a path.
    pub fn place(&self, path: &str) -> String {
        let (code, rest) = self.split(path);
        let shared = self.by == By::Suffix && !tree::is_page(path);
        let outside = self.by == By::Folder && !tree::is_page(path) && path.starts_with('_');
        if (shared && !path.contains('/')) || outside { path.to_owned() } else { format!("{code}/{rest}") }
    }

    /// Writes them into a plan.
    pub fn tell(&self, plan: &mut Plan) {
        let language = |name_of: &String| Language { code: code(name_of), name: name(name_of).map(str::to_owned) };
        plan.languages = self.codes.iter().map(language).collect();
        plan.default_language = Some(code(&self.default));
    }
}

fn by_folder(pages: &BTreeSet<&str>, default: Option<&str>) -> Option<Languages> {
    let mut folders: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for page in pages {
        if let Some((first, rest)) = page.split_once('/').filter(|(first, _)| is_code(first)) {
            folders.entry(first).or_default().insert(rest);
        }
    }
    let all: Vec<(&str, &BTreeSet<&str>)> = folders.iter().map(|(code, inside)| (*code, inside)).collect();
    let twin = |code: &str, page: &str| {
        pages.contains(page) || all.iter().any(|(other, inside)| *other != code && inside.contains(page))
    };
    let is_paired = |(code, inside): &(&str, &BTreeSet<&str>)| {
        let pairs = inside.iter().filter(|page| twin(code, page)).count();
        Some(*code) == default || (pairs > 0 && (pairs > 1 || all.len() > 1) && pairs * 3 >= inside.len())
    };
    let codes: Vec<String> =
        all.iter().filter(|folder| is_paired(folder)).map(|(code, _)| (*code).to_owned()).collect();
    let outside = pages.iter().filter(|page| !codes.iter().any(|code| page.starts_with(&format!("{code}/")))).count();
    let default = match default {
        Some(default) => default.to_owned(),
        None if outside > 1 => "en".to_owned(),
        None => codes.iter().find(|code| *code == "en").or(codes.first())?.clone(),
    };
    Languages::named(&default, &codes, By::Folder)
}

fn by_suffix(pages: &BTreeSet<&str>, default: Option<&str>) -> Option<Languages> {
    let endings: Vec<(String, &str)> = pages.iter().filter_map(|page| suffix(page)).collect();
    let has_twin = |(rest, code): &&(String, &str)| {
        pages.contains(rest.as_str()) || endings.iter().any(|(other, theirs)| other == rest && theirs != code)
    };
    let codes: BTreeSet<String> = endings.iter().filter(has_twin).map(|(_, code)| (*code).to_owned()).collect();
    let codes: Vec<String> = codes.into_iter().collect();
    let default = default.map_or_else(|| "en".to_owned(), str::to_owned);
    Languages::named(&default, &codes, By::Suffix).filter(|_| !codes.is_empty())
}

/// What a language calls itself.
pub fn name(code: &str) -> Option<&'static str> {
    Some(match code.to_ascii_lowercase().split('-').next()? {
        "ar" => "العربية",
        "cs" => "Čeština",
        "da" => "Dansk",
        "de" => "Deutsch",
        "en" => "English",
        "es" => "Español",
        "fa" => "فارسی",
        "fi" => "Suomi",
        "fr" => "Français",
        "he" => "עברית",
        "hi" => "हिन्दी",
        "id" => "Bahasa Indonesia",
        "it" => "Italiano",
        "ja" => "日本語",
        "kk" => "Қазақша",
        "ko" => "한국어",
        "nl" => "Nederlands",
        "pl" => "Polski",
        "pt" => "Português",
        "ru" => "Русский",
        "sv" => "Svenska",
        "tr" => "Türkçe",
        "uk" => "Українська",
        "zh" => "中文",
        _ => return None,
    })
}

/// The language that a text is most likely in, of those that docent speaks.
pub fn guess<'a>(texts: impl Iterator<Item = &'a str>) -> &'static str {
    let (mut cyrillic, mut latin) = (0, 0);
    for c in texts.take(200).flat_map(|text| text.chars().take(4000)) {
        match c {
            'а'..='я' | 'А'..='Я' | 'ё' | 'Ё' => cyrillic += 1,
            'a'..='z' | 'A'..='Z' => latin += 1,
            _ => {}
        }
    }
    // Code, addresses and names of programs are in Latin letters in any text.
    if cyrillic * 3 > latin { "ru" } else { "en" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_told_from_names() {
        assert!(["ru", "pt-br", "zh_CN", "zh-Hans", "en-US"].iter().all(|name| is_code(name)));
        assert!(!["api", "go", "js", "docs", "en-x", "img"].iter().any(|name| is_code(name)));
        assert_eq!(suffix("a/index.ru.md"), Some(("a/index.md".to_owned(), "ru")));
        assert_eq!((suffix("a/v1.2.md"), suffix(".ru.md"), suffix("a.md")), (None, None, None));
        assert_eq!(
            (guess(["Отпуск и docker"].into_iter()), guess(["Leave — отпуск in English words"].into_iter())),
            ("ru", "en")
        );
    }
}

//! The interface's words, in each language, and where its lines begin. The only file that names intl_pluralrules and
//! unic-langid.
//!
//! In: the theme's `i18n/<lang>.yaml`, nearest layer first. Out: [`Strings`], which answers "this key, for n things".
//! A key that a language lacks is taken from English, so a new language can start small.

use crate::diagnostic::Diagnostic;
use crate::document;
use crate::theme::Origin;
use crate::yaml;
use intl_pluralrules::{PluralCategory, PluralRuleType, PluralRules};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt;
use std::iter::successors;
use unic_langid::{CharacterDirection, LanguageIdentifier};

/// The strings of one language.
pub struct Strings {
    /// Code of the language.
    pub lang: String,
    messages: BTreeMap<String, Value>,
    plural: Option<PluralRules>,
}

impl fmt::Debug for Strings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Strings").field("lang", &self.lang).finish_non_exhaustive()
    }
}

/// Reads the strings of the wanted languages.
pub fn load(layers: &BTreeMap<String, Vec<Origin>>, wanted: &[&str]) -> (BTreeMap<String, Strings>, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let mut all = BTreeMap::new();
    for lang in wanted {
        // `pt-BR` falls back to `pt`, and everything to English.
        let base = lang.split('-').next().unwrap_or(lang);
        let chain = [Some(*lang), (base != *lang).then_some(base), (base != "en").then_some("en")];
        let files = chain.iter().flatten().flat_map(|l| layers.get(*l).into_iter().flatten());
        let mut messages = BTreeMap::new();
        for origin in files {
            merge(&mut messages, origin, &mut diagnostics);
        }
        all.insert((*lang).to_owned(), Strings { lang: (*lang).to_owned(), messages, plural: rules(base) });
    }
    diagnostics.dedup();
    (all, diagnostics)
}

fn merge(messages: &mut BTreeMap<String, Value>, origin: &Origin, diagnostics: &mut Vec<Diagnostic>) {
    match yaml::parse(&origin.text) {
        Ok(map) => {
            for (key, value) in map {
                messages.entry(key).or_insert(value);
            }
        }
        Err(fault) => diagnostics.push(document::told(&origin.file, &origin.text, fault.of("i18n"))),
    }
}

/// The direction in which a language is written, as HTML has it: `ltr` or `rtl`. The script decides, which a code may say
/// (`az-Arab`) or leave to its region (`pa-PK`).
pub fn direction(lang: &str) -> &'static str {
    // What a code says behind its private parts (`ar-x-own`) is of no matter here.
    let mut codes = successors(Some(lang), |code| Some(code.rsplit_once('-')?.0));
    let known = codes.find_map(|code| code.parse::<LanguageIdentifier>().ok());
    match known.map(|known| known.character_direction()) {
        Some(CharacterDirection::RTL) => "rtl",
        // Lines from top to bottom (`mn-Mong`) are a matter of CSS; their attribute is that of others.
        Some(CharacterDirection::LTR | CharacterDirection::TTB) | None => "ltr",
    }
}

fn rules(lang: &str) -> Option<PluralRules> {
    PluralRules::create(lang.parse::<LanguageIdentifier>().ok()?, PluralRuleType::CARDINAL).ok()
}

impl Strings {
    /// The raw value of a key: a text, a list (months), a map of plurals.
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.messages.get(key)
    }

    /// The keys that begin with `prefix`, without it, and their raw values.
    pub fn below<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = (&'a str, &'a Value)> {
        self.messages.iter().filter_map(move |(key, value)| Some((key.strip_prefix(prefix)?, value)))
    }

    /// The text of a key, in the plural form for `n` if it has several. `None`: no such key.
    pub fn text(&self, key: &str, n: Option<i64>) -> Option<&str> {
        match self.messages.get(key)? {
            Value::String(text) => Some(text),
            Value::Object(forms) => {
                let form = forms.get(self.category(n.unwrap_or(1)));
                form.or_else(|| forms.get("other")).and_then(Value::as_str)
            }
            _ => None,
        }
    }

    /// [`Self::text`], or the key itself where it is missing: seen, and harmless.
    pub fn word(&self, key: &str) -> String {
        self.text(key, None).unwrap_or(key).to_owned()
    }

    fn category(&self, n: i64) -> &'static str {
        let category = self.plural.as_ref().and_then(|rules| rules.select(n.unsigned_abs()).ok());
        match category {
            Some(PluralCategory::ZERO) => "zero",
            Some(PluralCategory::ONE) => "one",
            Some(PluralCategory::TWO) => "two",
            Some(PluralCategory::FEW) => "few",
            Some(PluralCategory::MANY) => "many",
            _ => "other",
        }
    }

    /// A day as people write it: `12 May 2026`. What is not a day stays as it is.
    pub fn day(&self, iso: &str) -> String {
        let format = self.text("date_format", None).unwrap_or("{year}-{month}-{day}");
        let parts: Vec<u32> = iso.split('-').filter_map(|p| p.parse().ok()).collect();
        let [year, month, day] = parts[..] else { return iso.to_owned() };
        let months = self.get("months").and_then(Value::as_array);
        let name = months.and_then(|m| m.get(month.checked_sub(1)? as usize)).and_then(Value::as_str);
        let month = name.map_or_else(|| format!("{month:02}"), str::to_owned);
        format.replace("{day}", &day.to_string()).replace("{month}", &month).replace("{year}", &year.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn strings(lang: &str) -> Strings {
        let text = "pages: {one: \"{n} страница\", few: \"{n} страницы\", many: \"{n} страниц\"}\nmonths: [января, февраля]\ndate_format: \"{day} {month} {year} г.\"\n";
        let layers = BTreeMap::from([(lang.to_owned(), vec![Origin { file: "i18n".into(), text: text.into() }])]);
        load(&layers, &[lang]).0.remove(lang).unwrap()
    }

    #[test]
    fn russian_plurals() {
        let ru = strings("ru");
        for (n, word) in [(1, "страница"), (2, "страницы"), (5, "страниц"), (11, "страниц"), (21, "страница")]
        {
            assert_eq!(ru.text("pages", Some(n)), Some(format!("{{n}} {word}").as_str()));
        }
    }

    #[test]
    fn the_script_of_a_language_has_a_direction() {
        for code in [
            "ar",
            "he",
            "fa",
            "ur",
            "ps",
            "sd",
            "ug",
            "yi",
            "dv",
            "ckb",
            "ks",
            "syr",
            "nqo",
            "ar-EG",
            "fa-AF",
            "he-IL",
            "AR",
            "az-Arab",
            "az-IR",
            "uz-AF",
            "pa-PK",
            "pa-Arab",
            "ku-Arab",
            "ms-Arab",
            "ff-Adlm",
            "ar-x-own",
            "ar-a-b",
            "az-Arab-x-a",
        ] {
            assert_eq!(direction(code), "rtl", "{code}");
        }
        for code in [
            "en",
            "ru",
            "az",
            "uz",
            "pa",
            "ms",
            "ha",
            "ff",
            "ku",
            "ar-Latn",
            "ur-Latn",
            "sd-IN",
            "sd-Deva",
            "ug-KZ",
            "zh-Hant",
            "mn-Mong",
            "pt-BR",
            "x1",
            "toolonglang",
            "",
        ] {
            assert_eq!(direction(code), "ltr", "{code}");
        }
    }

    #[test]
    fn days() {
        assert_eq!(strings("ru").day("2026-02-05"), "5 февраля 2026 г.");
        assert_eq!(strings("ru").day("soon"), "soon");
    }
}

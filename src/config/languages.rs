//! The languages of a site, by code.
//!
//! In: the `languages` table of `docent.yaml`. Out: each language's settings, in the order of the file.

use super::nav::Nav;
use serde::Deserialize;

/// One language of the site.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Language {
    /// As its speakers call it: `Русский`.
    pub name: Option<String>,
    /// The site's title in this language.
    pub title: Option<String>,
    /// The site's description in this language.
    pub description: Option<String>,
    /// What its navigation shows, instead of what `nav` above says.
    pub nav: Option<Nav>,
}

/// The languages in the order in which the file names them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Languages(pub Vec<(String, Language)>);

impl<'de> Deserialize<'de> for Languages {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Ordered;
        impl<'de> serde::de::Visitor<'de> for Ordered {
            type Value = Languages;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("languages by code, such as `en: {name: English}`")
            }
            fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<Languages, A::Error> {
                let mut all = Vec::new();
                while let Some((code, language)) = map.next_entry::<String, Option<Language>>()? {
                    all.push((code, language.unwrap_or_default()));
                }
                Ok(Languages(all))
            }
        }
        deserializer.deserialize_map(Ordered)
    }
}

//! One text, a list of texts, or texts by name: what a setting may be when a team has one thing, several, or one for each
//! language.

use serde::Deserialize;

/// Texts with their names, in order; a text that stands alone or in a list has none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Each(Vec<(Option<String>, String)>);

impl Each {
    /// All texts.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(_, text)| text.as_str())
    }

    /// The text of this name, or the one that has none.
    pub fn of(&self, name: &str) -> Option<&str> {
        let named = self.0.iter().find(|(own, _)| own.as_deref() == Some(name));
        let text = named.or_else(|| self.0.iter().find(|(own, _)| own.is_none()));
        text.map(|(_, text)| text.as_str())
    }

    /// The names.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|(name, _)| name.as_deref())
    }
}

impl<'de> Deserialize<'de> for Each {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Written {
            One(String),
            List(Vec<String>),
            Named(std::collections::BTreeMap<String, Option<String>>),
        }
        Ok(Self(match Option::<Written>::deserialize(deserializer)? {
            None => Vec::new(),
            Some(Written::One(text)) => vec![(None, text)],
            Some(Written::List(texts)) => texts.into_iter().map(|text| (None, text)).collect(),
            Some(Written::Named(texts)) => {
                texts.into_iter().filter_map(|(name, text)| Some((Some(name), text?))).collect()
            }
        }))
    }
}

//! Schemes that links may have, and the addresses that some of them stand for: `info:42` for `https://wiki.example/42`.
//!
//! In: `link_schemes`, a list of names or a mapping of names to addresses. Out: [`LinkSchemes`].

use super::check_base_url;
use crate::url::encode;
use serde::{Deserialize, Deserializer};
use std::collections::BTreeMap;

/// By scheme, the address that it stands for; none if links keep the scheme.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct LinkSchemes(BTreeMap<String, Option<String>>);

/// What stands in an address for the rest of a link.
const REST: &str = "{}";

impl LinkSchemes {
    /// Whether links may have a scheme, in lower case.
    pub fn allows(&self, scheme: &str) -> bool {
        self.0.contains_key(scheme)
    }

    /// The address that a link stands for, if its scheme is short for one.
    pub fn address(&self, link: &str) -> Option<String> {
        let (scheme, rest) = link.split_once(':')?;
        let address = self.0.get(&scheme.to_ascii_lowercase())?.as_ref()?;
        Some(address.replace(REST, &encode(rest)))
    }

    /// The first name or address that cannot be: the key, what is wrong, what to do.
    pub fn problem(&self) -> Option<(&str, String, &'static str)> {
        self.0.iter().find_map(|(name, address)| {
            if !is_scheme(name) {
                let message = format!("`{name}` can run scripts, or is not a valid scheme");
                return Some((&**name, message, "write schemes in lower case without a colon, such as `slack`"));
            }
            let wrong = address.as_deref().filter(|address| {
                check_base_url(&address.replace(['?', '#'], "")).is_err() || !address.contains(REST)
            })?;
            let message = format!("`{wrong}` is not a web address with a `{REST}` for the rest of the link");
            Some((&**name, message, "write it as `https://wiki.example.com/{}`"))
        })
    }

    /// Whether the file names schemes without addresses, as a list.
    pub fn is_list(&self) -> bool {
        self.0.values().all(Option::is_none)
    }
}

impl<'de> Deserialize<'de> for LinkSchemes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Written {
            Names(Vec<String>),
            Addresses(BTreeMap<String, Option<String>>),
        }
        Ok(Self(match Written::deserialize(deserializer)? {
            Written::Names(names) => names.into_iter().map(|name| (name, None)).collect(),
            Written::Addresses(all) => all,
        }))
    }
}

/// A lower-case scheme that no browser runs.
fn is_scheme(name: &str) -> bool {
    let runs = [
        "javascript",
        "vbscript",
        "livescript",
        "mocha",
        "data",
        "file",
        "blob",
        "filesystem",
        "about",
        "view-source",
        "feed",
        "jar",
    ];
    let valid = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '+' | '-' | '.');
    name.starts_with(|c: char| c.is_ascii_lowercase()) && name.chars().all(valid) && !runs.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scheme_may_be_short_for_an_address() {
        let schemes: LinkSchemes =
            serde_json::from_str(r#"{"slack": null, "info": "https://i.example/{}?x"}"#).unwrap_or_default();
        assert!(schemes.allows("slack") && schemes.allows("info") && !schemes.allows("x"));
        let told = |link| schemes.address(link);
        assert_eq!(told("INFO:a b/c"), Some("https://i.example/a%20b/c?x".to_owned()));
        assert_eq!((told("slack:x"), told("x")), (None, None));
    }
}

//! The search: `search` of `docent.yaml`.
//!
//! In: the table. Out: what is made for the reader's browser, and which engine of the organisation's is asked first
//! (`remote`): its address, its indices, how it is spoken to.

use super::{Config, EVERYBODY, Each};
use serde::{Deserialize, Deserializer};

/// Stands in the name of an index for the audience that the site is built for.
const AUDIENCE: &str = "{audience}";
/// Longest name of an index that Elasticsearch takes, in bytes.
const MOST_BYTES: usize = 255;

/// The `search:` table of the configuration.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Search {
    /// Make the index.
    pub enabled: bool,
    /// Make it once more for sites that are opened from a disk, where browsers fetch nothing but scripts.
    pub offline: bool,
    /// Look for words that mean nearly the same as those that were typed.
    pub related_words: bool,
    /// An engine that the organisation runs, asked before the index of the site.
    pub remote: Option<Remote>,
}

impl Default for Search {
    fn default() -> Self {
        Self { enabled: true, offline: true, related_words: true, remote: None }
    }
}

/// An engine that the organisation runs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Remote {
    /// Where it answers: `https://search.example.com`, or `/search-engine` on the site's own host.
    pub url: String,
    /// Names of indices or aliases.
    #[serde(deserialize_with = "one_or_more")]
    pub index: Vec<String>,
    /// How it is spoken to.
    pub engine: RemoteEngine,
}

/// How an engine is spoken to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RemoteEngine {
    /// Elasticsearch 8 or 9.
    #[default]
    Elasticsearch,
    /// OpenSearch 2 or 3.
    Opensearch,
    /// Quickwit 0.8 or 0.9.
    Quickwit,
}

impl RemoteEngine {
    /// As the file names it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Elasticsearch => "elasticsearch",
            Self::Opensearch => "opensearch",
            Self::Quickwit => "quickwit",
        }
    }
}

/// A name, or a list of names; the key alone is none.
fn one_or_more<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    Ok(Each::deserialize(deserializer)?.texts().map(str::to_owned).collect())
}

impl Remote {
    /// The host that a policy must name: `https://search.example.com`. None if it is the site's own.
    pub fn origin(&self) -> Option<&str> {
        let start = self.url.find("://")? + 3;
        let end = self.url[start..].find('/').map_or(self.url.len(), |end| start + end);
        Some(&self.url[..end])
    }

    /// What is wrong with it: the key, what, what to do.
    pub(super) fn problem(&self) -> Option<(&'static str, String, &'static str)> {
        let missing = |key, hint| Some((key, format!("`search.remote` has no `{key}`"), hint));
        if self.url.is_empty() {
            return missing("url", "add the address of the engine: `url: https://search.example.com`");
        }
        if self.index.is_empty() {
            return missing("index", "add the name of the index: `index: handbook`");
        }
        if !is_address(&self.url) {
            let hint = "write the scheme, the host and perhaps a path, without a password, `?` or `#`: \
                        `https://search.example.com`, or `/search-engine` on the site's own host";
            return Some(("url", format!("`{}` is not the address of an engine", self.url), hint));
        }
        let name = self.index.iter().find(|name| !self.is_index(name))?;
        let hint = match self.engine {
            RemoteEngine::Quickwit => "use Latin letters, digits, `-`, `_`, `.` and `*`, with a letter first",
            _ => "use lower-case Latin letters, digits, `-`, `_`, `.` and `*`, with a letter or digit first",
        };
        Some(("index", format!("`{name}` is not the name of an index"), hint))
    }

    fn is_index(&self, name: &str) -> bool {
        let name = name.replacen(AUDIENCE, "", 1);
        let is_quickwit = self.engine == RemoteEngine::Quickwit;
        let letter = |c: char| c.is_ascii_lowercase() || is_quickwit && c.is_ascii_uppercase();
        let first = |c: char| letter(c) || !is_quickwit && c.is_ascii_digit();
        let rest = |c: char| letter(c) || c.is_ascii_digit() || matches!(c, '-' | '_' | '.' | '*');
        name.len() <= MOST_BYTES && name.starts_with(first) && name.chars().all(rest)
    }
}

/// A web address without anything that a policy, a log or a cache should not see, or a path on the site's own host.
fn is_address(url: &str) -> bool {
    let path = |path: &str| {
        let letter = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '-' | '_' | '.' | '~');
        path.chars().all(letter) && !path.contains("//") && !path.split('/').any(|part| part == "..")
    };
    let Some(rest) = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://")) else {
        return url.starts_with('/') && url.len() > 1 && path(url);
    };
    let (host, below) = rest.find('/').map_or((rest, ""), |at| rest.split_at(at));
    let (name, port) = host.rsplit_once(':').map_or((host, None), |(name, port)| (name, Some(port)));
    let part = |part: &str| {
        let letter = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        !part.is_empty() && !part.starts_with('-') && part.chars().all(letter)
    };
    name.split('.').all(part) && port.is_none_or(|port| port.parse::<u16>().is_ok_and(|port| port > 0)) && path(below)
}

impl Config {
    /// The engine that the site asks first. A site for an audience asks only indices that are the audience's own: in
    /// others there may be what it must not see.
    pub fn remote(&self) -> Option<Remote> {
        let remote = self.search.remote.as_ref().filter(|_| self.search.enabled)?;
        let own = self.audience.is_none() || remote.index.iter().all(|name| name.contains(AUDIENCE));
        let audience = self.audience.as_deref().unwrap_or(EVERYBODY);
        let index = remote.index.iter().map(|name| name.replacen(AUDIENCE, audience, 1)).collect();
        own.then(|| Remote { index, ..remote.clone() })
    }

    /// What somebody who publishes the site must know about that engine.
    pub fn remote_note(&self) -> Option<String> {
        let named = self.search.remote.as_ref().filter(|_| self.search.enabled)?;
        let Some(remote) = self.remote() else {
            let audience = self.audience.as_deref().unwrap_or_default();
            return Some(format!(
                "the site for `{audience}` does not ask {}: an index with `{AUDIENCE}` in its name would be its own",
                named.url
            ));
        };
        let origin = remote.origin()?;
        Some(format!(
            "the search asks {origin}: the server's Content-Security-Policy needs `connect-src 'self' {origin}`"
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn remote(url: &str, index: &str, engine: RemoteEngine) -> Remote {
        Remote { url: url.into(), index: vec![index.into()], engine }
    }

    #[test]
    fn an_address_holds_nothing_that_a_policy_would_read() {
        for (url, is_one) in [
            ("https://search.example.com", true),
            ("https://search.example.com:9200/es/", true),
            ("http://localhost:9200", true),
            ("/search-engine", true),
            ("//evil.example", false),
            ("/", false),
            ("/a/../b", false),
            ("https://user:secret@search.example.com", false),
            ("https://search.example.com/?q=1", false),
            ("https://search.example.com; script-src *", false),
            ("https://search.example.com 'unsafe-inline'", false),
            ("https://", false),
            ("https://search.example.com:0", false),
            ("https://search.example.com:99999", false),
            ("ftp://search.example.com", false),
            ("search.example.com", false),
            ("javascript:alert(1)", false),
        ] {
            assert_eq!(is_address(url), is_one, "{url}");
        }
    }

    #[test]
    fn an_index_is_a_name_and_no_way_out_of_the_address() {
        use RemoteEngine::{Elasticsearch, Quickwit};
        for (name, engine, is_one) in [
            ("handbook", Elasticsearch, true),
            ("handbook-*", Elasticsearch, true),
            ("handbook-{audience}", Elasticsearch, true),
            ("2026.wiki", Elasticsearch, true),
            ("Handbook", Elasticsearch, false),
            ("Handbook", Quickwit, true),
            ("2026", Quickwit, false),
            ("_all", Elasticsearch, false),
            ("*", Elasticsearch, false),
            ("..", Elasticsearch, false),
            ("a/_delete_by_query", Elasticsearch, false),
            ("a,b", Elasticsearch, false),
            ("-a", Elasticsearch, false),
            ("", Elasticsearch, false),
        ] {
            let found = remote("/es", name, engine).problem();
            assert_eq!(found.is_none(), is_one, "{name}: {found:?}");
        }
    }

    #[test]
    fn a_site_for_an_audience_asks_no_index_but_its_own() {
        let of = |index: &str, audience: Option<&str>| {
            let search = Search {
                remote: Some(remote("https://es.example", index, RemoteEngine::default())),
                ..Search::default()
            };
            Config { search, audience: audience.map(str::to_owned), ..Config::default() }
        };
        let asked = |index, audience| of(index, audience).remote().map(|remote| remote.index.join(","));
        assert_eq!(asked("wiki", None).as_deref(), Some("wiki"));
        assert_eq!(asked("wiki-{audience}", None).as_deref(), Some("wiki-all"));
        assert_eq!(asked("wiki-{audience}", Some("clients")).as_deref(), Some("wiki-clients"));
        assert_eq!(asked("wiki", Some("clients")), None);
        assert!(of("wiki", Some("clients")).remote_note().unwrap().contains("{audience}"));
        assert!(of("wiki", None).remote_note().unwrap().ends_with("`connect-src 'self' https://es.example`"));
    }
}

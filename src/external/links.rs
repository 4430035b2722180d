//! Every outside link of the site, once, with all places where it stands.
//!
//! In: the site, the settings. Out: [`Links`]. What the site does not show leads nowhere: hidden pages are gone from the
//! model, and so are their links. The site's own address is not an outside one, and names that are reserved for
//! examples are nobody's.

use crate::config::nav::{Entry as NavEntry, What};
use crate::config::{Config, ExternalLinks, RawHtml};
use crate::diagnostic::Step;
use crate::markdown::Link;
use crate::page::Page;
use crate::site::Site;
use crate::site::links::Target;
use serde_json::Value;
use std::collections::BTreeMap;

/// All of them.
#[derive(Clone, Debug, Default)]
pub struct Links<'a> {
    /// By address, as it is asked for.
    pub by_address: BTreeMap<String, Vec<Spot<'a>>>,
    /// Addresses that the settings leave out.
    pub ignored: usize,
}

/// Where a link stands.
#[derive(Clone, Debug)]
pub enum Spot<'a> {
    /// In the text of a page.
    Body(&'a Page, &'a Link),
    /// In a field of its front matter.
    Field(&'a Page, Vec<Step>),
    /// In the navigation that the settings describe.
    Settings,
}

impl Spot<'_> {
    /// The file.
    pub fn file(&self) -> &str {
        match self {
            Self::Body(page, _) | Self::Field(page, _) => &page.outline.source,
            Self::Settings => crate::config::FILE,
        }
    }
}

/// Collects them.
pub fn collect<'a>(site: &'a Site, config: &Config) -> Links<'a> {
    let mut all = BTreeMap::<String, Vec<Spot<'a>>>::new();
    let mut take = |written: &str, spot: Spot<'a>| {
        // `info:42` may be short for an address.
        let long = config.link_schemes.address(written);
        if let Some(address) = address(long.as_deref().unwrap_or(written), config) {
            all.entry(address).or_default().push(spot);
        }
    };
    for (id, entry) in site.own_entries() {
        let (page, outline) = (&*entry.page, &entry.page.outline);
        let written = outline.links.iter().zip(&site.targets[id]).filter(|(_, to)| **to == Target::Written);
        written.for_each(|(link, _)| take(&link.target, Spot::Body(page, link)));
        if config.markdown.raw_html == RawHtml::Allow {
            outline.html_links.iter().for_each(|link| take(&link.target, Spot::Body(page, link)));
        }
        for (key, value) in outline.fields.iter().filter(|(key, _)| !outline.unread.contains(key)) {
            fields(value, &mut vec![Step::Key(key.clone())], &mut |text, way| {
                take(text, Spot::Field(page, way.to_vec()))
            });
        }
    }
    let navs = config.languages.0.iter().filter_map(|(_, language)| language.nav.as_ref()).chain(&config.nav);
    navs.for_each(|nav| entries(&nav.0, &mut |to| take(to, Spot::Settings)));
    let before = all.len();
    all.retain(|address, _| !is_ignored(address, &config.external_links));
    Links { ignored: before - all.len(), by_address: all }
}

/// Values that are addresses and nothing else.
fn fields(value: &Value, way: &mut Vec<Step>, take: &mut dyn FnMut(&str, &[Step])) {
    match value {
        Value::String(text) => take(text, way),
        Value::Array(items) => items.iter().enumerate().for_each(|(at, item)| {
            way.push(Step::Index(at));
            fields(item, way, take);
            way.pop();
        }),
        Value::Object(map) => map.iter().for_each(|(key, item)| {
            way.push(Step::Key(key.clone()));
            fields(item, way, take);
            way.pop();
        }),
        _ => {}
    }
}

fn entries(list: &[NavEntry], take: &mut dyn FnMut(&str)) {
    for entry in list {
        match &entry.what {
            What::Link(to) => take(to),
            What::Page(_, below) | What::Group(below) => entries(below, take),
            What::Path(_) | What::Line | What::Rest => {}
        }
    }
}

/// An outside address as it is asked for; nothing, if it is none.
fn address(written: &str, config: &Config) -> Option<String> {
    let written = written.trim();
    let lower = written.get(..8).unwrap_or(written).to_ascii_lowercase();
    let full = match lower {
        lower if lower.starts_with("http://") || lower.starts_with("https://") => written.to_owned(),
        lower if lower.starts_with("//") => format!("https:{written}"),
        _ => return None,
    };
    let is_own = config.base().is_some_and(|base| {
        full.strip_prefix(base).is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?', '#']))
    });
    let is_text = !full.contains(char::is_whitespace);
    let for_examples = host_of(&full).is_some_and(|(host, _)| is_reserved(&host));
    (is_text && !is_own && !for_examples).then_some(full)
}

/// Names of RFC 2606: they belong to nobody.
fn is_reserved(host: &str) -> bool {
    let last = |n: usize| host.rsplit('.').take(n).collect::<Vec<_>>();
    matches!(last(1)[..], ["example" | "test" | "invalid"]) || matches!(last(2)[..], ["com" | "net" | "org", "example"])
}

/// Host and port of an address, in lower case.
pub fn host_of(address: &str) -> Option<(String, Option<u16>)> {
    let rest = address.split_once("://")?.1;
    let end = rest.find(['/', '?', '#', '\\']).unwrap_or(rest.len());
    let host = rest[..end].rsplit('@').next()?.to_ascii_lowercase();
    match host.rsplit_once(':') {
        Some((name, port)) if !port.contains(']') => Some((name.to_owned(), port.parse().ok())),
        _ => Some((host, None)),
    }
}

/// Whether a host is meant: `example.com`, `*.example.com` for those below it, `localhost:3000` for one port.
pub fn is_host_of(pattern: &str, host: &str, port: Option<u16>) -> bool {
    let (name, wanted) = match pattern.rsplit_once(':') {
        // More colons without brackets: an address of version 6.
        Some((name, digits))
            if (name.ends_with(']') || !name.contains(':'))
                && !digits.is_empty()
                && digits.bytes().all(|byte| byte.is_ascii_digit()) =>
        {
            (name, digits.parse::<u16>().ok())
        }
        _ => (pattern, None),
    };
    let fits = match name.strip_prefix("*.") {
        Some(above) => {
            host.len() > above.len() && host.to_ascii_lowercase().ends_with(&format!(".{}", above.to_ascii_lowercase()))
        }
        None => name.trim_matches(['[', ']']).eq_ignore_ascii_case(host.trim_matches(['[', ']'])),
    };
    fits && (wanted.is_none() || port.is_none() || wanted == port)
}

/// Whether the settings leave an address out: its host, or what it begins with.
fn is_ignored(address: &str, settings: &ExternalLinks) -> bool {
    settings.ignore.iter().any(|pattern| match pattern.contains("://") {
        true => address.starts_with(pattern.as_str()),
        false => host_of(address).is_some_and(|(host, port)| is_host_of(pattern, &host, port)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_meant_whole() {
        for (pattern, host, port, meant) in [
            ("example.org", "example.org", None, true),
            ("example.org", "EXAMPLE.org", Some(80), true),
            ("example.org", "www.example.org", None, false),
            ("example.org", "notexample.org", None, false),
            ("*.example.org", "www.example.org", None, true),
            ("*.example.org", "example.org", None, false),
            ("*.example.org", "evil-example.org", None, false),
            ("localhost:3000", "localhost", Some(3000), true),
            ("localhost:3000", "localhost", Some(3001), false),
            ("::1", "[::1]", None, true),
        ] {
            assert_eq!(is_host_of(pattern, host, port), meant, "{pattern} {host}");
        }
    }

    #[test]
    fn only_other_sites_are_outside() {
        let config = Config { base_url: Some("https://wiki.corp.io/handbook/".into()), ..Config::default() };
        for (written, expected) in [
            ("https://rust-lang.org/a#b", Some("https://rust-lang.org/a#b")),
            ("HTTP://Rust-Lang.org", Some("HTTP://Rust-Lang.org")),
            ("//rust-lang.org/x", Some("https://rust-lang.org/x")),
            ("https://wiki.corp.io/handbook/x/", None),
            ("https://wiki.corp.io/handbook", None),
            ("https://wiki.corp.io/handbooks/", Some("https://wiki.corp.io/handbooks/")),
            ("https://example.com/", None),
            ("https://www.example.org:8080/x", None),
            ("https://myexample.com/", Some("https://myexample.com/")),
            ("http://api.test/", None),
            ("mailto:a@b.c", None),
            ("guide.md", None),
            ("#part", None),
            ("see https://rust-lang.org", None),
        ] {
            assert_eq!(address(written, &config).as_deref(), expected, "{written}");
        }
    }
}

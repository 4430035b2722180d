//! The pages of a language that changed last, as an Atom feed (RFC 4287), with what changed in them.
//!
//! A site that does not know its address has a feed too, for a folder or a host of which nobody told it: links are relative
//! to the feed, and ids, which Atom wants to be whole, are made of the site's name and the page's path (`urn:uuid:`). So they
//! stay when the site moves.

use super::machines::{absolute, published, updated};
use super::xml::{self, Xml};
use crate::config::Config;
use crate::fingerprint::Fingerprint;
use crate::render::changes;
use crate::render::context::{RenderContext, escape};
use crate::render::view::{ChangedPage, ChangedSection};
use crate::site::tags::prefix;
use crate::site::{Entry, Id};
use crate::url::relative;
use std::collections::BTreeMap;
use std::io;

/// Newest changes that a feed tells.
const FEED_ENTRIES: usize = 30;

/// Where the feed of a language stands: `en/feed.xml`.
pub fn path(lang: &str, config: &Config) -> String {
    format!("{}feed.xml", prefix(lang, config))
}

/// What was written last in pages, by their addresses beside the feed.
type Written = BTreeMap<String, ChangedPage>;

/// An Atom feed (RFC 4287) of the pages of a language that changed last.
pub fn text(context: RenderContext<'_>, lang: &str) -> Option<String> {
    let own = published(context).filter(|(_, entry)| &*entry.lang == lang);
    let mut entries: Vec<(String, (Id, &Entry))> =
        own.filter_map(|(id, entry)| Some((updated(context, entry)?, (id, entry)))).collect();
    entries.sort_by(|a, b| (&b.0, &a.1.1.out).cmp(&(&a.0, &b.1.1.out)));
    let newest = entries.first().map_or("1970-01-01", |(day, _)| day);
    let path = path(lang, context.config);
    let (days, _) = changes::days(context, &path, lang, 2 * FEED_ENTRIES);
    let pages = days.into_iter().flat_map(|day| day.pages).filter(|page| !page.sections.is_empty());
    // Of several days the newest counts, which comes first.
    let written: Written = pages.rev().map(|page| (page.url.clone(), page)).collect();
    xml::document(|xml| {
        let feed = xml.create_element("feed").with_attribute(("xmlns", "http://www.w3.org/2005/Atom"));
        feed.with_attribute(("xml:lang", lang)).write_inner_content(|xml| {
            head(xml, context, lang, newest)?;
            let newest = entries.iter().take(FEED_ENTRIES);
            newest.into_iter().try_for_each(|(day, (id, changed))| {
                let url = relative(&path, &changed.out);
                entry(xml, context, day, (*id, changed), &url, written.get(&url))
            })
        })
    })
}

/// A name that stays: the address if there is one.
fn id(context: RenderContext<'_>, out: &str) -> String {
    if context.config.base().is_some() {
        return absolute(context, out);
    }
    let hash = Fingerprint::of_texts(&[&context.site_id(), out]).0;
    // Version 8 of RFC 9562: made as its maker likes.
    let hash = hash & !(0xf << 76) & !(0b11 << 62) | 8 << 76 | 0b10 << 62;
    let all = format!("{hash:032x}");
    format!("urn:uuid:{}-{}-{}-{}-{}", &all[..8], &all[8..12], &all[12..16], &all[16..20], &all[20..])
}

/// Where a link leads: relative to the feed if the site does not know its address.
fn link(context: RenderContext<'_>, out: &str, near: &str) -> String {
    if context.config.base().is_some() { absolute(context, out) } else { near.to_owned() }
}

/// What the feed says of itself.
fn head(xml: &mut Xml, context: RenderContext<'_>, lang: &str, newest: &str) -> io::Result<()> {
    let path = path(lang, context.config);
    let title = context.config.titles(lang).0;
    xml::line_end(xml)?;
    for (name, text) in [("title", title), ("id", &id(context, &path))] {
        xml::element(xml, name, text)?;
        xml::line_end(xml)?;
    }
    let own = link(context, &path, &relative(&path, &path));
    xml.create_element("link").with_attributes([("rel", "self"), ("href", own.as_str())]).write_empty()?;
    xml::line_end(xml)?;
    xml::element(xml, "updated", &midnight(newest))?;
    xml::line_end(xml)?;
    xml.create_element("author").write_inner_content(|xml| xml::element(xml, "name", title))?;
    xml::line_end(xml)
}

fn entry(
    xml: &mut Xml,
    context: RenderContext<'_>,
    day: &str,
    (id_of, changed): (Id, &Entry),
    near: &str,
    written: Option<&ChangedPage>,
) -> io::Result<()> {
    let outline = &changed.page.outline;
    let url = link(context, &changed.out, near);
    xml.create_element("entry").write_inner_content(|xml| {
        xml::element(xml, "title", &outline.title)?;
        xml::element(xml, "id", &id(context, &changed.out))?;
        xml.create_element("link").with_attribute(("href", url.as_str())).write_empty()?;
        xml::element(xml, "updated", &midnight(day))?;
        xml::element(xml, "summary", &context.description(id_of))?;
        written.map_or(Ok(()), |page| xml::html(xml, "content", &content(page, &url)))
    })?;
    xml::line_end(xml)
}

/// Why a page changed, and its sections that did, with the words that were written.
fn content(page: &ChangedPage, url: &str) -> String {
    let reasons = page.reasons.iter().map(|reason| format!("<p>{}</p>", escape(reason)));
    let sections = page.sections.iter().map(|section| format!("<li>{}</li>", told(section, page, url)));
    reasons.chain([format!("<ul>{}</ul>", sections.collect::<String>())]).collect()
}

fn told(section: &ChangedSection, page: &ChangedPage, url: &str) -> String {
    let anchor = section.url.find('#').map_or("", |at| &section.url[at..]);
    let title = if section.title.is_empty() { &page.title } else { &section.title };
    let words = |words: &crate::render::view::Words| match words.is_new {
        true => format!("<ins>{}</ins>", escape(&words.text)),
        false => escape(&words.text),
    };
    let excerpts = section.excerpts.iter().map(|all| all.iter().map(words).collect::<String>());
    let excerpts: String = excerpts.map(|excerpt| format!("<p>{excerpt}</p>")).collect();
    format!("<a href=\"{}{}\">{}</a>{excerpts}", escape(url), escape(anchor), escape(title))
}

/// A day as RFC 3339 has moments.
fn midnight(day: &str) -> String {
    format!("{day}T00:00:00Z")
}

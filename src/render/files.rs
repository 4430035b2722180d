//! What is written beside pages: Markdown copies, feeds, sitemap, robots.txt, llms.txt.
//!
//! In: the site. Out: texts. All of it is for machines; none of it names anything that the pages do not.

use super::derived::{Links, copy};
use super::places::copy_path;
use super::world::{World, escape as html};
use crate::page::markdown::LinkKind;
use crate::page::translated::SETTINGS;
use crate::page::url::{encode, relative};
use crate::site::links::Target;
use crate::site::tags::prefix;
use crate::site::{Entry, Id};
use serde_json::Value;
use std::fmt::Write as _;
use std::ops::Range;

/// Newest changes that a feed tells.
const FEED_ENTRIES: usize = 30;

impl World<'_> {
    /// Listed pages with a text of their own.
    fn published(&self) -> impl Iterator<Item = (Id, &Entry)> {
        let own = |(_, e): &(Id, &Entry)| !e.fallback && !e.synthetic && e.page.outline.is_listed();
        self.site.entries.iter().enumerate().filter(own)
    }

    fn updated(&self, entry: &Entry) -> Option<String> {
        let outline = &entry.page.outline;
        outline.updated(self.sources.dates.get(&outline.source)).map(|day| day.to_string())
    }

    fn absolute(&self, out: &str) -> String {
        format!("{}/{}", self.config.base().unwrap_or_default(), encode(out))
    }

    /// `sitemap.xml` (sitemaps.org), for sites that know their address.
    pub fn sitemap(&self) -> Option<String> {
        self.config.base()?;
        let mut out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n".to_owned();
        for (_, entry) in self.published() {
            let day = self.updated(entry).map_or_else(String::new, |day| format!("<lastmod>{day}</lastmod>"));
            let _ = writeln!(out, "<url><loc>{}</loc>{day}</url>", escape(&self.absolute(&entry.out)));
        }
        out.push_str("</urlset>\n");
        Some(out)
    }

    /// `robots.txt`.
    pub fn robots(&self) -> String {
        let sitemap = self.config.base().map_or_else(String::new, |base| format!("Sitemap: {base}/sitemap.xml\n"));
        format!("User-agent: *\nAllow: /\n{sitemap}")
    }

    /// An Atom feed (RFC 4287) of the pages of a language that changed last; none without an address.
    pub fn feed(&self, lang: &str) -> Option<String> {
        self.config.base()?;
        let mut entries: Vec<(String, &Entry)> = self
            .published()
            .filter(|(_, e)| &*e.lang == lang)
            .filter_map(|(_, e)| Some((self.updated(e)?, e)))
            .collect();
        entries.sort_by(|a, b| (&b.0, &a.1.out).cmp(&(&a.0, &b.1.out)));
        let newest = entries.first().map_or("1970-01-01", |(day, _)| day);
        let own = self.absolute(&format!("{}feed.xml", prefix(lang, self.config)));
        let title = escape(self.config.titles(lang).0);
        let mut out = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{lang}\">\n\
             <title>{title}</title>\n<id>{own}</id>\n<link rel=\"self\" href=\"{own}\"/>\n<updated>{newest}T00:00:00Z</updated>\n<author><name>{title}</name></author>\n"
        );
        for (day, entry) in entries.iter().take(FEED_ENTRIES) {
            let outline = &entry.page.outline;
            let url = escape(&self.absolute(&entry.out));
            let _ = writeln!(
                out,
                "<entry><title>{}</title><id>{url}</id><link href=\"{url}\"/><updated>{day}T00:00:00Z</updated><summary>{}</summary></entry>",
                escape(&outline.title),
                escape(&outline.description)
            );
        }
        out.push_str("</feed>\n");
        Some(out)
    }

    /// `llms.txt` (llmstxt.org): what the site holds, with links to the Markdown copies.
    pub fn llms(&self) -> String {
        let mut out = format!("# {}\n\n", self.config.title);
        if !self.config.description.is_empty() {
            let _ = writeln!(out, "> {}\n", self.config.description);
        }
        for front in &self.site.tree.fronts {
            let entry = &self.site.entries[*front];
            let name = self.config.language(&entry.lang).and_then(|l| l.name.as_deref()).unwrap_or(&entry.lang);
            let _ = writeln!(out, "## {name}\n");
            let inside = self.published().filter(|(_, e)| e.lang == entry.lang);
            for (_, entry) in inside {
                let outline = &entry.page.outline;
                let url = encode(&copy_path(&entry.out));
                let url = self.config.base().map_or(url.clone(), |base| format!("{base}/{url}"));
                let about =
                    if outline.description.is_empty() { String::new() } else { format!(": {}", outline.description) };
                let _ = writeln!(out, "- [{}]({url}){about}", outline.title.replace(['[', ']'], ""));
            }
            out.push('\n');
        }
        out
    }

    /// The Markdown copy of a page: title, description, fields, then the text with links that lead to copies.
    pub fn markdown(&self, id: Id) -> String {
        let entry = &self.site.entries[id];
        let outline = &entry.page.outline;
        let mut out = String::with_capacity(entry.page.text.len() + outline.title.len() + 64);
        let _ = writeln!(out, "# {}\n", outline.title);
        if outline.front.description.is_some() {
            let _ = writeln!(out, "> {}\n", outline.description);
        }
        for (name, value) in outline.fields.iter().filter(|(name, _)| !SETTINGS.contains(&name.as_str())) {
            field(&mut out, name, value, 0);
        }
        if !outline.fields.is_empty() {
            out.push('\n');
        }
        self.body(&mut out, id);
        out
    }

    fn body(&self, out: &mut String, id: Id) {
        let entry = &self.site.entries[id];
        let page = &entry.page;
        let text = &page.text[page.body..];
        let links = page.outline.links.iter().zip(&self.site.targets[id]).filter_map(|(link, target)| {
            let written = &text[link.range.clone()];
            Some((link.range.clone(), self.copied_link(&entry.out, written, link.kind, &link.target, target)?))
        });
        let mut replaced: Vec<(Range<usize>, String)> = links.chain(self.copied_views(id, text)).collect();
        replaced.sort_by_key(|(range, _)| range.start);
        // Links that stand inside another one are written with it.
        let mut done = 0;
        for (range, replacement) in replaced {
            if range.start >= done {
                out.push_str(&text[done..range.start]);
                out.push_str(&replacement);
                done = range.end;
            }
        }
        out.push_str(without_title(text, &page.outline.title_id, done));
    }

    /// Views as tables and lists. In a quote or an item, where each line needs its mark, the block stays as it is.
    fn copied_views(&self, id: Id, text: &str) -> Vec<(Range<usize>, String)> {
        let views = &self.site.entries[id].page.views.all;
        if views.is_empty() {
            return Vec::new();
        }
        let made = views.iter().zip(self.derived(id, &self.site.entries[id].out, Links::Copies));
        let made = made.filter_map(|((range, _), view)| Some((range.clone(), copy::markdown(&view?))));
        made.filter(|(range, _)| range.start == 0 || text[..range.start].ends_with('\n')).collect()
    }

    /// A link as the copy has it; none if it can stay as it was written.
    fn copied_link(&self, out: &str, source: &str, kind: LinkKind, written: &str, target: &Target) -> Option<String> {
        let url = match target {
            Target::Page(to, place) | Target::Embed(to, place) => {
                let entry = &self.site.entries[*to as Id];
                let anchor = entry.page.outline.anchor(*place).map_or_else(String::new, |anchor| format!("#{anchor}"));
                relative(out, &copy_path(&entry.out)) + &anchor
            }
            Target::File(path) => relative(out, path),
            Target::Text => return without_address(source, kind),
            _ => return None,
        };
        match kind {
            LinkKind::Wiki { .. } => {
                let inside = source.strip_prefix("[[")?.strip_suffix("]]")?;
                let text = inside.split_once('|').map_or(inside, |(_, text)| text);
                Some(format!("[{text}]({url})"))
            }
            // The text is in the copy of its own page: who reads all copies reads it once.
            LinkKind::Embed { .. } if let Target::Embed(to, _) = target => {
                Some(format!("[{}]({url})", self.site.entries[*to as Id].page.outline.title))
            }
            LinkKind::Embed { .. } => Some(format!("![]({url})")),
            LinkKind::Link | LinkKind::Image => {
                let (text, rest) = source.rsplit_once("](")?;
                let title = rest.trim_start_matches('<').strip_prefix(written)?;
                Some(format!("{text}]({url}{}", title.trim_start_matches('>')))
            }
        }
    }
}

/// The words of a link that leads nowhere on purpose: where it would have led is nobody's business.
fn without_address(source: &str, kind: LinkKind) -> Option<String> {
    let words = match kind {
        LinkKind::Wiki { .. } => {
            let inside = source.strip_prefix("[[")?.strip_suffix("]]")?;
            inside.split_once('|').map_or(inside, |(_, text)| text)
        }
        LinkKind::Link => source.rsplit_once("](")?.0.strip_prefix('[')?,
        LinkKind::Image => source.rsplit_once("](")?.0.strip_prefix("![")?,
        LinkKind::Embed { .. } => "",
    };
    Some(words.to_owned())
}

/// Text as XML: escaped, and without the control characters that XML 1.0 cannot hold.
fn escape(text: &str) -> String {
    let allowed = |c: &char| !c.is_control() && !matches!(*c, '\u{fffe}' | '\u{ffff}');
    html(&text.chars().filter(allowed).collect::<String>())
}

/// The rest of the text; at its start without the heading that repeats the title.
fn without_title<'t>(text: &'t str, title_id: &str, done: usize) -> &'t str {
    let rest = &text[done..];
    let trimmed = rest.trim_start();
    if done == 0 && !title_id.is_empty() && trimmed.starts_with("# ") {
        return trimmed.split_once('\n').map_or("", |(_, rest)| rest.trim_start());
    }
    if done == 0 { trimmed } else { rest }
}

/// A field as a Markdown list.
fn field(out: &mut String, name: &str, value: &Value, depth: usize) {
    let indent = "  ".repeat(depth);
    let lead = if name.is_empty() { String::new() } else { format!("{name}: ") };
    match value {
        Value::Array(items) => {
            let _ = writeln!(out, "{indent}- {name}:");
            items.iter().for_each(|item| field(out, "", item, depth + 1));
        }
        Value::Object(map) => {
            let heading = if name.is_empty() { "item" } else { name };
            let _ = writeln!(out, "{indent}- {heading}:");
            map.iter().for_each(|(key, value)| field(out, key, value, depth + 1));
        }
        Value::String(text) => {
            let _ = writeln!(out, "{indent}- {lead}{text}");
        }
        other => {
            let _ = writeln!(out, "{indent}- {lead}{other}");
        }
    }
}

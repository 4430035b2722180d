//! What is written beside pages: feeds, sitemap, robots.txt, llms.txt.
//!
//! In: the site. Out: texts. All of it is for machines; none of it names anything that the pages do not.

use super::places::copy_path;
use super::world::{World, escape as html};
use crate::site::tags::prefix;
use crate::site::{Entry, Id};
use crate::url::encode;
use std::fmt::Write as _;

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
}

/// Text as XML: escaped, and without the control characters that XML 1.0 cannot hold.
fn escape(text: &str) -> String {
    let allowed = |c: &char| !c.is_control() && !matches!(*c, '\u{fffe}' | '\u{ffff}');
    html(&text.chars().filter(allowed).collect::<String>())
}

//! A built site as an assistant asks for it: which page is meant, and what is known of it.
//!
//! In: the site of one moment. Out: pages by address or name; what they are, who keeps them true, how their review stands.

use crate::config::Config;
use crate::date::Date;
use crate::page::Outline;
use crate::site::freshness::{self, State};
use crate::site::names::names;
use crate::site::relations::counts;
use crate::site::{Entry, Id, Site};
use crate::url::{decode, encode, fold, nfc};
use crate::workspace::rebuild::BuiltSite;
use serde_json::{Value, json};

/// What addresses of pages begin with, for assistants.
pub const SCHEME: &str = "docent://handbook/";

/// Whether a text tells something that the site does not.
pub type Tells = dyn Fn(&str) -> bool + Send + Sync;

/// The site of one moment.
pub struct Handbook {
    /// Its configuration.
    pub config: Config,
    /// The site.
    pub made: BuiltSite,
    /// The proof of the audience's site.
    pub tells: Box<Tells>,
}

impl Handbook {
    /// The model.
    pub fn site(&self) -> &Site {
        &self.made.output.site
    }

    /// The entry of a page.
    pub fn entry(&self, id: Id) -> &Entry {
        &self.site().entries[id]
    }

    /// What readers see a page under: a whole address on a site that has one.
    pub fn address(&self, id: Id) -> String {
        let out = encode(&self.entry(id).out);
        self.config.base().map_or_else(|| out.clone(), |base| format!("{base}/{out}"))
    }

    /// Its address for assistants.
    pub fn uri(&self, id: Id) -> String {
        format!("{SCHEME}{}", encode(&self.entry(id).out))
    }

    /// The page that somebody means, and the part of it: an address of any kind, a path of a file, a name.
    ///
    /// # Errors
    /// There is no such page.
    pub fn find(&self, asked: &str) -> Result<(Id, Option<String>), String> {
        let base = self.config.base().unwrap_or_default();
        let bare = asked.trim();
        let bare = bare.strip_prefix(SCHEME).unwrap_or(bare);
        let bare = bare.strip_prefix(base).filter(|_| !base.is_empty()).unwrap_or(bare);
        let (path, part) = bare.split_once('#').map_or((bare, None), |(path, part)| (path, Some(decode(part))));
        let path = nfc(&decode(path.split('?').next().unwrap_or_default()));
        let path = path.trim_start_matches("./").trim_matches('/');
        let found = self.at(path).or_else(|| self.called(path));
        let id = found.and_then(|id| self.own(id)).ok_or_else(|| {
            format!("there is no page `{asked}`: search for it, or list pages, and use the address of a result")
        })?;
        Ok((id, part.filter(|part| !part.is_empty())))
    }

    /// The page at an address.
    fn at(&self, path: &str) -> Option<Id> {
        let stem = [".html", ".md", ".mdx"].iter().find_map(|end| path.strip_suffix(end)).unwrap_or(path);
        let front = self.site().tree.fronts.first().map(|front| self.entry(*front).out.clone());
        let folder = if stem.is_empty() { "index.html".to_owned() } else { format!("{stem}/index.html") };
        let ways =
            [Some(path.to_owned()), Some(format!("{stem}.html")), Some(folder), front.filter(|_| path.is_empty())];
        ways.into_iter().flatten().find_map(|way| self.made.output.page_at(&way))
    }

    /// The only listed page with such a name, or such a path of its file.
    fn called(&self, name: &str) -> Option<Id> {
        let wanted = fold(name.trim_end_matches(".md"));
        let is = |outline: &Outline| {
            let source = outline.source.trim_end_matches(".md");
            names(outline).any(|name| fold(name) == wanted)
                || fold(source) == wanted
                || self.config.content_dir.inside(source).is_some_and(|inside| fold(inside) == wanted)
        };
        let mut found = self.listed().filter(|(_, entry)| is(&entry.page.outline)).map(|(id, _)| id);
        let first = found.next()?;
        let default = |id: &Id| *self.entry(*id).lang == *self.config.default_language;
        let all: Vec<Id> = std::iter::once(first).chain(found).collect();
        if all.len() == 1 {
            return Some(first);
        }
        // Of a page and its translations the one in the site's own language is meant.
        let mut own = all.into_iter().filter(default);
        own.next().filter(|_| own.next().is_none())
    }

    /// The page with the text: a page that stands in for a translation has another's.
    fn own(&self, id: Id) -> Option<Id> {
        let entry = self.entry(id);
        if entry.is_own() {
            return Some(id);
        }
        self.site().own_entry(&entry.page.outline.source).filter(|_| !entry.synthetic).map(|(id, _)| id)
    }

    /// The pages that lists show.
    pub fn listed(&self) -> impl Iterator<Item = (Id, &Entry)> {
        self.site().entries.iter().enumerate().filter(|(_, entry)| counts(entry))
    }

    /// What an assistant must know of a page before it quotes it.
    pub fn facts(&self, id: Id, today: Option<Date>) -> Value {
        let entry = self.entry(id);
        let outline = &entry.page.outline;
        let mut facts = json!({
            "title": outline.title,
            "address": self.address(id),
            "uri": self.uri(id),
            "language": &*entry.lang,
        });
        let kind = outline.front.kind.as_ref();
        let owner = self.site().owner(id);
        let day = outline.updated(self.made.output.sources().dates.get(&outline.source));
        let more = [
            ("type", kind.cloned()),
            ("owner", Some(owner).filter(|owner| !owner.is_empty())),
            ("updated", day.map(|day| day.to_string())),
        ];
        for (key, value) in more {
            if let Some(value) = value {
                facts[key] = value.into();
            }
        }
        facts["review"] = self.review(outline, today);
        facts
    }

    /// When a page was last checked and by whom, whether that still holds, in data and in a sentence.
    fn review(&self, outline: &Outline, today: Option<Date>) -> Value {
        let fresh = freshness::on(outline, &self.config, today);
        let checked = outline.front.last_reviewed_on.map(|day| day.to_string());
        let by = outline.front.reviewed_by.as_deref();
        let due = fresh.due.map(|day| day.to_string());
        let last = match (&checked, by) {
            (Some(day), Some(by)) => format!("Last checked on {day} by {by}."),
            (Some(day), None) => format!("Last checked on {day}."),
            (None, _) => "Never checked.".to_owned(),
        };
        let due_on = due.as_deref().unwrap_or_default();
        let state = match fresh.state {
            State::Deprecated => "Deprecated: it is no longer kept true.".to_owned(),
            State::Due => format!("Its review was due on {due_on}: say that it may be out of date."),
            State::Edited => "It was edited since, and the edit was not checked.".to_owned(),
            State::Checked if due_on.is_empty() => String::new(),
            State::Checked => format!("Its next review is due on {due_on}."),
            State::Unchecked => "Pages of its type are to be checked, and this one was not.".to_owned(),
            State::None => "Nobody is asked to check it.".to_owned(),
        };
        json!({
            "state": fresh.state,
            "last_checked": checked,
            "by": by,
            "due": due,
            "note": format!("{last} {state}").trim_end(),
        })
    }
}

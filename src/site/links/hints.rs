//! What to do about an address that leads nowhere.
//!
//! In: the address. Out: a sentence, and where it is known what to write instead.

use super::{Resolver, fault, split_fragment};
use crate::content;
use crate::content::without_ending;
use crate::diagnostic::Finding;
use crate::page::is_section_name;
use crate::site::Entry;
use crate::site::names::Found;
use crate::url::{decode, fold, relative};

impl Resolver<'_> {
    /// A hint for a path that is not there: a file of that name elsewhere, or a name that is nearly the same.
    pub(super) fn suggest(self, entry: &Entry, path: &str) -> Hint {
        let hidden = |part: &&str| part.starts_with('.') && !matches!(*part, "." | "..") && !content::is_shown(part);
        if let Some(part) = path.split('/').find(hidden) {
            return Hint::of(&format!("names that begin with a dot are hidden, and not read: rename `{part}`"));
        }
        let name = path.rsplit('/').next().unwrap_or_default();
        if name.starts_with("www.") {
            let hint = format!("another site's address begins with its scheme: `https://{name}`");
            return Hint { hint, instead: Instead::Of(name.to_owned(), format!("https://{name}")) };
        }
        if name.split_once('@').is_some_and(|(user, host)| !user.is_empty() && host.contains('.')) {
            let hint = format!("an e-mail address begins with its scheme: `mailto:{name}`");
            return Hint { hint, instead: Instead::Of(name.to_owned(), format!("mailto:{name}")) };
        }
        let stem = without_ending(name);
        let find = |name: &str| match self.names.find(&entry.lang, name, |_| true) {
            Found::One(id) => Some(&self.entries[id].page.outline.source),
            _ => None,
        };
        // The file of a folder's page has the same name in every folder.
        let common = is_section_name(stem);
        let near = || self.names.near(&entry.lang, &fold(stem)).and_then(find);
        match find(stem).or_else(near).filter(|_| !common) {
            Some(source) => {
                let written = relative(&entry.page.outline.source, source);
                Hint { hint: format!("did you mean `{}`?", decode(&written)), instead: Instead::OfPath(written) }
            }
            None => Hint::of("create the file, or correct the link"),
        }
    }
}

/// What to do about an address, and what to write in the place of what.
pub(super) struct Hint {
    hint: String,
    instead: Instead,
}

enum Instead {
    /// That is not known.
    Unknown,
    /// A path, in the place of the one that is written.
    OfPath(String),
    /// A text, in the place of the whole address if that is the first one.
    Of(String, String),
}

impl Hint {
    pub(super) fn of(hint: &str) -> Self {
        Self { hint: hint.to_owned(), instead: Instead::Unknown }
    }
}

/// An address that leads nowhere.
pub(super) fn broken(url: &str, Hint { hint, instead }: Hint) -> Finding {
    let told = fault("broken-link", format!("there is no page or file `{url}`"), hint);
    match instead {
        // Written as it is read where that is the same to Markdown.
        Instead::OfPath(path) => {
            let plain = decode(&path);
            let spaced = |c: char| c.is_whitespace() || c.is_control() || "()<>\\#?%".contains(c);
            told.fix(split_fragment(url).0, if plain.contains(spaced) { path } else { plain })
        }
        Instead::Of(whole, new) if whole == url => told.fix(url, new),
        Instead::Of(..) | Instead::Unknown => told,
    }
}

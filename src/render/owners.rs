//! Who keeps a page true, and how to reach them.
//!
//! In: the owners that the front matter names, and the pages that they mean. Out: an [`OwnerView`] for each. Contacts are
//! the fields of the owner's page (or its `extra`), so they stand in one place however many pages somebody keeps.

use super::context::RenderContext;
use super::feedback::is_mail;
use super::view::{Contact, OwnerView};
use crate::page::Outline;
use crate::page::types::{FieldLink, FieldStep, OWNER};
use crate::site::Id;
use crate::url::relative;
use serde_json::Value;

/// Names of owners in one line.
pub(super) fn owner_names(owners: &[OwnerView]) -> Option<String> {
    let names: Vec<&str> = owners.iter().map(|owner| owner.title.as_str()).collect();
    Some(names.join(", ")).filter(|names| !names.is_empty())
}

impl RenderContext<'_> {
    /// The owners of a page. None, if they are named in a way that has no names of its own (`author` of another program).
    pub(super) fn owners(self, id: Id) -> Vec<OwnerView> {
        let outline = self.outline(id);
        let own = |link: &FieldLink| link.path.first() == Some(&FieldStep::Key(OWNER.into()));
        let links = outline.field_links.iter().zip(&self.site.field_targets[id]).filter(|(link, _)| own(link));
        let view = |(link, target): (&FieldLink, &crate::site::links::Target)| match target.page() {
            Some(page) => self.owner(&self.entry(id).out, page),
            None => OwnerView { title: written(outline, link), ..OwnerView::default() },
        };
        links.map(view).collect()
    }

    /// How to reach whom a page is about.
    pub(super) fn contact(self, id: Id) -> Option<OwnerView> {
        let fields = &self.outline(id).fields;
        let reaches = ["mail", "chat", "phone", "absence"].iter().any(|key| fields.contains_key(*key));
        reaches.then(|| self.owner(&self.entry(id).out, id))
    }

    fn owner(self, out: &str, page: Id) -> OwnerView {
        let outline = self.outline(page);
        let address = |text: &str| self.config.link_schemes.address(text).unwrap_or_else(|| text.to_owned());
        let opens = |text: &String| {
            let starts = ["https://", "http://"].iter().any(|start| text.starts_with(start));
            let scheme = text.split_once(':').is_some_and(|(scheme, _)| self.config.link_schemes.allows(scheme));
            starts || scheme
        };
        let chat = text(outline, "chat").map(|text| {
            let url = Some(&text).filter(|text| opens(text)).map(|text| address(text));
            Contact { text: url.as_ref().map_or_else(|| text.clone(), |_| shortened(&text)), url }
        });
        let phone = text(outline, "phone").map(|text| Contact { url: dialled(&text), text });
        OwnerView {
            title: outline.title.clone(),
            url: Some(relative(out, &self.entry(page).out)),
            mail: text(outline, "mail").filter(|mail| is_mail(mail)),
            chat,
            phone,
            absence: text(outline, "absence"),
        }
    }
}

/// What is shown of a name that is no page.
fn written(outline: &Outline, link: &FieldLink) -> String {
    match outline.front.owners.as_slice() {
        [_] => outline.front.owner.clone().unwrap_or_else(|| link.target.clone()),
        _ => link.target.clone(),
    }
}

fn text(outline: &Outline, key: &str) -> Option<String> {
    let value = outline.fields.get(key).or_else(|| outline.front.extra.get(key))?;
    let text = match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    Some(text).filter(|text| !text.is_empty())
}

/// An address without its scheme and what a reader need not see of it.
fn shortened(address: &str) -> String {
    let bare = address.split_once("://").map_or(address, |(_, rest)| rest);
    bare.split(['?', '#']).next().unwrap_or(bare).trim_end_matches('/').to_owned()
}

/// The number that a telephone dials.
fn dialled(text: &str) -> Option<String> {
    let plain =
        text.chars().all(|c| c.is_ascii_digit() || matches!(c, '+' | ' ' | '-' | '(' | ')' | '.' | '\u{a0}' | '/'));
    let digits: String = text.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
    (plain && digits.len() > 2).then(|| format!("tel:{digits}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_dialled_and_addresses_shortened() {
        for (text, expected) in [
            ("+7 (495) 123-45-67", Some("tel:+74951234567")),
            ("112", Some("tel:112")),
            ("ask Ann", None),
            ("12", None),
        ] {
            assert_eq!(dialled(text).as_deref(), expected, "{text}");
        }
        assert_eq!(shortened("https://chat.example.com/channels/care/?x=1"), "chat.example.com/channels/care");
    }
}

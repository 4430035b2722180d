//! The views of relations: which pages name this page in a field, and what stands beside its name there.
//!
//! In: the context and an address. Out: one [`RelationGroup`] for each type and field; those that could name any page
//! (a step of a reading path) stand behind those that name pages of this type alone.

use super::context::RenderContext;
use super::labels::{Labels, plain};
use super::view::{Beside, Related, RelationGroup};
use crate::page::types::{self, Behaviour, FieldStep, in_language};
use crate::site::Id;
use crate::site::relations::Relation;
use crate::url::relative;
use serde_json::Value;
use std::collections::BTreeMap;

impl RenderContext<'_> {
    /// The pages that name a page in their fields.
    pub(super) fn relations(self, id: Id) -> Vec<RelationGroup> {
        let mut groups: BTreeMap<(bool, &str, String), Vec<&Relation>> = BTreeMap::new();
        for relation in self.site.relations.to(id) {
            let outline = self.outline(relation.from);
            // A front page leads everywhere: that says nothing of the page.
            if outline.behaves == Some(Behaviour::Home) {
                continue;
            }
            let link = &outline.field_links[relation.link];
            let field = types::names(&link.path).collect::<Vec<_>>().join(".");
            // Whoever answers for pages does so whatever they are.
            let is_owner = types::is_owner(&link.path);
            if is_owner && link.path.first() != Some(&FieldStep::Key(types::OWNER.into())) {
                continue;
            }
            let kind = outline.front.kind.as_deref().filter(|_| !is_owner).unwrap_or_default();
            groups.entry((link.kind == "*", kind, field)).or_default().push(relation);
        }
        groups
            .into_iter()
            .map(|((_, kind, field), relations)| self.relation_group(id, kind, field, relations))
            .collect()
    }

    fn relation_group(self, id: Id, kind: &str, field: String, mut relations: Vec<&Relation>) -> RelationGroup {
        let title = |relation: &Relation| self.outline(relation.from).alphabetical();
        relations.sort_by(|a, b| (title(a), a).cmp(&(title(b), b)));
        let (lang, out) = (&*self.entry(id).lang, self.entry(id).out.as_str());
        let schema = self.types.all.get(kind).and_then(|declared| declared.schema_at(field.split('.')));
        let own = schema.and_then(|schema| in_language(types::items(schema), "inverse", lang));
        RelationGroup {
            kind: kind.to_owned(),
            behaves: self.types.behaviour(Some(kind)),
            title: match field.as_str() {
                types::OWNER => {
                    self.templates.strings(lang).map_or_else(String::new, |strings| strings.word("owner_of"))
                }
                _ => own.unwrap_or_else(|| self.types.plural(kind, lang)).to_owned(),
            },
            field,
            pages: relations.into_iter().map(|relation| self.related(out, lang, *relation)).collect(),
        }
    }

    fn related(self, out: &str, lang: &str, relation: Relation) -> Related {
        let outline = self.outline(relation.from);
        Related {
            title: outline.title.clone(),
            url: relative(out, &self.entry(relation.from).out),
            description: self.description(relation.from),
            beside: self.beside(Labels { strings: self.templates.strings(lang), lang }, relation),
        }
    }

    /// The plain values of the mapping in which the reference stands.
    pub(super) fn beside(self, labels: Labels<'_>, relation: Relation) -> Vec<Beside> {
        let outline = self.outline(relation.from);
        let path = &outline.field_links[relation.link].path;
        let [around @ .., FieldStep::Key(own)] = path.as_slice() else { return Vec::new() };
        // At the top level all other fields of the page would stand beside it.
        let Some(FieldStep::Index(_)) = around.last() else { return Vec::new() };
        let Some(Value::Object(map)) = types::at(&outline.fields, around) else { return Vec::new() };
        let kind = outline.front.kind.as_deref().and_then(|kind| self.types.all.get(kind));
        // Ids are for machines: they keep a reader's progress, and name columns.
        let told = |name: &str, value: &Value| name != own && name != "id" && !value.is_object() && !value.is_array();
        let tell = |(name, value): (&String, &Value)| {
            let schema = kind.and_then(|kind| kind.schema_at(types::names(around).chain([name.as_str()])));
            Beside { word: labels.word(schema, name, value), name: name.clone(), value: plain(value) }
        };
        map.iter().filter(|(name, value)| told(name, value)).map(tell).collect()
    }
}

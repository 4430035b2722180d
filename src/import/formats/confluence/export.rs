//! `entities.xml`: all objects of a space, in no order.
//!
//! In: the file, and the folder of attachments. Out: a plan: current pages in the folders of their parents, attachments
//! beside them. Drafts, the bin and older versions are left out.

use super::storage::{Names, converted};
use crate::import::nav::{Item, scalar};
use crate::import::plan::{Body, Kind, Plan};
use crate::import::tree::Tree;
use crate::import::xml::{self, Node, attribute};
use crate::url::{Slugs, slug};
use std::collections::BTreeMap;

/// A page of the space.
#[derive(Debug, Default, Clone)]
struct Page {
    id: String,
    title: String,
    parent: Option<String>,
    position: Option<i64>,
    created: String,
    updated: String,
    is_post: bool,
}

/// A file at a page.
#[derive(Debug)]
struct Attachment {
    name: String,
    page: String,
    /// Its version, and where it lies.
    version: i64,
    path: String,
}

/// What the export holds.
#[derive(Debug, Default)]
struct Space {
    name: Option<String>,
    key: Option<String>,
    home: Option<String>,
    pages: BTreeMap<String, Page>,
    bodies: BTreeMap<String, String>,
    attachments: Vec<Attachment>,
    users: BTreeMap<String, String>,
    labels: BTreeMap<String, String>,
    labelled: Vec<(String, String)>,
}

/// The plan of an export.
pub(super) fn plan(tree: &Tree, root: &str, text: &str) -> Result<Plan, String> {
    let space = xml::with(text, Space::read).map_err(|error| format!("entities.xml: {error}"))?;
    let mut plan = Plan::new(&space.name.clone().unwrap_or_else(|| super::title(tree)));
    let places = places(&space);
    let files = files(tree, root, &space, &places);
    let names = Names {
        pages: space
            .pages
            .values()
            .filter_map(|page| Some((page.title.clone(), places.get(&page.id)?.clone())))
            .collect(),
        files: files.iter().map(|(page, name, to, _)| ((page.clone(), name.clone()), to.clone())).collect(),
        users: space.users.clone(),
    };
    for (_, _, to, from) in &files {
        plan.add(from, to, Kind::Asset, Body::Copy);
    }
    for page in space.pages.values() {
        let (Some(to), Some(storage)) = (places.get(&page.id), space.bodies.get(&page.id)) else { continue };
        add(&mut plan, &space, page, to, storage, &names);
    }
    let items = children(&space, None, &mut 0);
    if items.len() > 1 {
        plan.nav.insert(String::new(), items);
    }
    Ok(plan)
}

fn add(plan: &mut Plan, space: &Space, page: &Page, to: &str, storage: &str, names: &Names) {
    let from = source_of(page);
    let read = match converted(storage, &page.id, to, names) {
        Ok(read) => read,
        Err(why) => {
            return plan.note(
                &from,
                0,
                &format!("not imported: {why}"),
                "export the space again, or copy the page by hand",
            );
        }
    };
    let mut keys = String::new();
    for (key, day) in [("date", &page.created), ("updated", &page.updated)] {
        if let Some(day) = day.get(..10).filter(|day| crate::date::Date::parse(day).is_some()) {
            keys.push_str(&format!("{key}: {day}\n"));
        }
    }
    let tags: Vec<String> = space
        .labelled
        .iter()
        .filter(|(id, _)| *id == page.id)
        .filter_map(|(_, label)| space.labels.get(label))
        .map(|label| scalar(label))
        .collect();
    if !tags.is_empty() {
        keys.push_str(&format!("tags: [{}]\n", tags.join(", ")));
    }
    let body = crate::import::to_markdown::convert(&read.html);
    let text = format!("---\ntitle: {}\n{keys}---\n\n{body}", scalar(&page.title));
    let mut facts = read.facts;
    facts.headings.insert(0, crate::import::proof::Piece { line: 0, text: page.title.clone() });
    for (name, advice) in read.macros {
        plan.note(&from, 0, &format!("the macro `{name}` has no counterpart"), &advice);
    }
    if let Some(file) = plan.add(&from, to, Kind::Page, Body::Text(text)) {
        file.facts = Some(facts);
        let title = page.title.replace(' ', "+");
        file.old.extend(space.key.as_ref().map(|key| format!("/display/{key}/{title}")));
    }
}

/// What messages call a page of the export.
fn source_of(page: &Page) -> String {
    format!("entities.xml/{} ({})", page.title, page.id)
}

impl Space {
    fn read(root: Node<'_, '_>) -> Self {
        let mut space = Self::default();
        for object in root.children().filter(Node::is_element) {
            match attribute(object, "class").unwrap_or_default() {
                "Page" | "BlogPost" => space.page(object),
                "BodyContent" => {
                    if let (Some(page), Some(body)) = (reference(object, "content"), property(object, "body")) {
                        space.bodies.insert(page, body.replace("]] >", "]]>"));
                    }
                }
                "Space" => {
                    space.name = property(object, "name");
                    space.key = property(object, "key");
                    space.home = reference(object, "homePage");
                }
                "Attachment" => space.attachment(object),
                "ConfluenceUserImpl" => {
                    let name = property(object, "fullName").or_else(|| property(object, "name"));
                    space.users.extend(id(object).zip(name));
                }
                "Label" => space.labels.extend(id(object).zip(property(object, "name"))),
                "Labelling" => space.labelled.extend(reference(object, "content").zip(reference(object, "label"))),
                _ => {}
            }
        }
        space
    }

    fn page(&mut self, object: Node<'_, '_>) {
        let is_current = property(object, "contentStatus").is_none_or(|status| status == "current");
        let is_old = reference(object, "originalVersion").is_some()
            || property(object, "originalVersionId").is_some_and(|id| !id.is_empty());
        let (Some(id), Some(title)) = (id(object), property(object, "title")) else { return };
        if !is_current || is_old || title.is_empty() {
            return;
        }
        let text = |name: &str| property(object, name).unwrap_or_default();
        let page = Page {
            id: id.clone(),
            title,
            parent: reference(object, "parent"),
            position: property(object, "position").and_then(|number| number.parse().ok()),
            created: text("creationDate"),
            updated: text("lastModificationDate"),
            is_post: attribute(object, "class") == Some("BlogPost"),
        };
        self.pages.insert(id, page);
    }

    fn attachment(&mut self, object: Node<'_, '_>) {
        let page = reference(object, "containerContent").or_else(|| reference(object, "content"));
        let name = property(object, "title").or_else(|| property(object, "fileName"));
        let is_current = property(object, "contentStatus").is_none_or(|status| status == "current");
        let (Some(id), Some(page), Some(name)) = (id(object), page, name) else { return };
        let is_old = reference(object, "originalVersion").is_some();
        if is_current && !is_old {
            let version = property(object, "version").or_else(|| property(object, "attachmentVersion"));
            let version = version.and_then(|version| version.parse().ok()).unwrap_or(1);
            self.attachments.push(Attachment { path: format!("attachments/{page}/{id}"), name, page, version });
        }
    }
}

fn id(object: Node<'_, '_>) -> Option<String> {
    xml::child(object, "id").map(xml::text).map(|id| id.trim().to_owned())
}

fn named<'a, 'i>(object: Node<'a, 'i>, name: &str) -> Option<Node<'a, 'i>> {
    object
        .children()
        .find(|inner| inner.is_element() && attribute(*inner, "name") == Some(name) && inner.tag_name().name() != "id")
}

/// The text of a property.
fn property(object: Node<'_, '_>, name: &str) -> Option<String> {
    named(object, name).map(xml::text)
}

/// The id that a property names.
fn reference(object: Node<'_, '_>, name: &str) -> Option<String> {
    let inner = named(object, name)?;
    xml::child(inner, "id").map(xml::text).map(|id| id.trim().to_owned()).filter(|id| !id.is_empty())
}

/// Where each page goes: in the folder of its parent.
fn places(space: &Space) -> BTreeMap<String, String> {
    let mut taken: BTreeMap<String, String> = BTreeMap::new();
    let mut places = BTreeMap::new();
    let parents: Vec<&str> = space.pages.values().filter_map(|page| page.parent.as_deref()).collect();
    for page in space.pages.values() {
        let mut folders = Vec::new();
        let mut above = page.parent.as_deref();
        // A circle of parents ends too.
        while let Some(parent) = above.and_then(|id| space.pages.get(id)).filter(|_| folders.len() < 16) {
            if Some(&parent.id) != space.home.as_ref() {
                folders.push(name_of(parent));
            }
            above = parent.parent.as_deref();
        }
        folders.reverse();
        if page.is_post {
            folders.insert(0, "blog".to_owned());
        }
        let has_children = parents.contains(&page.id.as_str());
        let own = match () {
            () if Some(&page.id) == space.home.as_ref() => "index".to_owned(),
            () if has_children => format!("{}/index", name_of(page)),
            () => name_of(page),
        };
        let path = [folders, vec![own]].concat().join("/");
        let path = if taken.contains_key(&path) { format!("{path}-{}", page.id) } else { path };
        taken.insert(path.clone(), page.id.clone());
        places.insert(page.id.clone(), format!("content/{path}.md"));
    }
    places
}

/// A title as the name of a file.
fn name_of(page: &Page) -> String {
    let name: String = slug(&page.title, Slugs::Unicode).chars().take(60).collect();
    let name = name.trim_matches('-').to_owned();
    if name.is_empty() || name == "index" { page.id.clone() } else { name }
}

/// Attachments: page, name, place, and path in the export.
fn files(
    tree: &Tree,
    root: &str,
    space: &Space,
    places: &BTreeMap<String, String>,
) -> Vec<(String, String, String, String)> {
    let mut found: Vec<(String, String, String, String)> = Vec::new();
    for Attachment { name, page, version, path } in &space.attachments {
        let Some(place) = places.get(page) else { continue };
        let folder = format!("{root}{path}/");
        let newest = format!("{folder}{version}");
        let from = if tree.has(&newest) {
            Some(newest)
        } else {
            let mut versions: Vec<&str> = tree.below(&folder).collect();
            versions.sort_by_key(|version| version.parse::<i64>().unwrap_or_default());
            versions.last().map(|last| format!("{folder}{last}"))
        };
        let Some(from) = from else { continue };
        let clean: String =
            name.chars().map(|c| if "/\\:*?\"<>|".contains(c) || c.is_control() { '-' } else { c }).collect();
        let stem = crate::import::tree::name(crate::import::tree::stem(place)).to_owned();
        let to = format!("{}{stem}-files/{}", crate::import::tree::folder(place), clean.trim_start_matches('.'));
        if !found.iter().any(|(_, _, other, _)| *other == to) {
            found.push((page.clone(), name.clone(), to, from));
        }
    }
    found
}

/// The tree of pages as navigation, in the order of the space.
fn children(space: &Space, parent: Option<&str>, depth: &mut usize) -> Vec<Item> {
    if *depth > 6 {
        return Vec::new();
    }
    let known = |page: &&Page| page.parent.as_deref().filter(|id| space.pages.contains_key(*id)) == parent;
    let mut pages: Vec<&Page> = space.pages.values().filter(known).filter(|page| !page.is_post).collect();
    pages.sort_by_key(|page| (page.position.is_none(), page.position, page.title.clone()));
    let mut items = Vec::new();
    for page in pages {
        *depth += 1;
        let inside = children(space, Some(&page.id), depth);
        *depth -= 1;
        let own = Item::page(None, &source_of(page));
        match (inside.is_empty(), Some(&page.id) == space.home.as_ref()) {
            (true, _) => items.push(own),
            // The home page is beside the pages below it.
            (false, true) => {
                items.push(own);
                items.extend(inside);
            }
            (false, false) => items.push(Item::group(&page.title, Some(own), inside)),
        }
    }
    items
}

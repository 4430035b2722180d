//! Navigation that pages say themselves, each its parent: Just the Docs (`parent`, `nav_order`), Eleventy (`eleventyNavigation`).
//!
//! In: the front matter of the pages. Out: the navigation; none if no page names a parent.

use crate::import::nav::{Item, humanised};
use crate::import::plan::{Kind, Plan};
use crate::import::settings;
use crate::import::tree::{self, Tree};
use serde_json::Value;

/// What a page says of its place.
struct Place {
    path: String,
    /// What others call it.
    key: String,
    parent: Option<String>,
    grand: Option<String>,
    order: (f64, String),
}

/// The navigation of the pages of a plan.
pub(super) fn items(tree: &Tree, plan: &Plan) -> Option<Vec<Item>> {
    let pages = plan.files.iter().filter(|file| file.kind == Kind::Page);
    let places: Vec<Place> = pages.filter_map(|file| place(&file.from, tree.text(&file.from)?)).collect();
    if places.iter().all(|place| place.parent.is_none()) {
        return None;
    }
    let known = |key: &str| places.iter().any(|place| place.key == key);
    let tops = places.iter().filter(|place| place.parent.as_deref().is_none_or(|parent| !known(parent)));
    Some(sorted(tops.collect()).into_iter().map(|place| item(&places, place, 0)).collect())
}

fn place(path: &str, text: &str) -> Option<Place> {
    let front = Value::Object(settings::front_matter(text));
    let eleventy = &front["eleventyNavigation"];
    let word = |value: &Value| match value {
        Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    let hidden = front["nav_exclude"] == true || front["published"] == false;
    let key = word(&eleventy["key"]).or_else(|| word(&front["title"]));
    let key = key.unwrap_or_else(|| humanised(tree::name(tree::stem(path))));
    let parent = word(&eleventy["parent"]).or_else(|| word(&front["parent"]));
    let number = [&eleventy["order"], &front["nav_order"]].into_iter().find_map(|value| match value {
        Value::String(text) => text.trim().parse().ok(),
        value => value.as_f64(),
    });
    let order = (number.unwrap_or(f64::MAX), key.to_lowercase());
    (!hidden).then(|| Place { path: path.to_owned(), key, parent, grand: word(&front["grand_parent"]), order })
}

fn sorted(mut places: Vec<&Place>) -> Vec<&Place> {
    places.sort_by(|a, b| a.order.0.total_cmp(&b.order.0).then_with(|| a.order.1.cmp(&b.order.1)));
    places
}

fn item(places: &[Place], place: &Place, depth: usize) -> Item {
    let of_this = |child: &&Place| {
        let grand = child.grand.as_deref().is_none_or(|grand| place.parent.as_deref().is_none_or(|own| own == grand));
        child.parent.as_deref() == Some(place.key.as_str()) && grand && child.path != place.path
    };
    let children = sorted(places.iter().filter(|child| depth < 8 && of_this(child)).collect());
    let inside: Vec<Item> = children.into_iter().map(|child| item(places, child, depth + 1)).collect();
    let own = Item::page(None, &place.path);
    if inside.is_empty() { own } else { Item::group(&place.key, Some(own), inside) }
}

//! What pages inherit: the `defaults` in the front matter of the folders that they stand in.
//!
//! In: the pages of folders ([`FolderDefaults::read`]); a page's front matter. Out: the front matter with what the nearest
//! folder says of each key that the page says nothing of, and which those are.
//!
//! - A key means the same as on the page, and is checked once, where it stands. A field holds for pages of a type that
//!   has it, if its schema allows the value there.
//! - A folder's `defaults` hold for its own page too, but for `type`, `template` and fields: those make pages of one kind,
//!   and the page of the folder is seldom one of them.
//! - Of a page that readers do not see nothing is handed down but what hides pages: else they would read what it says.
//! - An audience that is inherited narrows what the sections say, and never widens it ([`crate::site::audience`]).

use super::audience::near_keys;
use super::front_matter::defaults::{self, DEFAULTS, Defaults};
use super::front_matter::{self, FrontMatter, Split, is_empty};
use super::types::{self, Types};
use super::{Rules, is_section_name, keys};
use crate::config::Config;
use crate::content::without_ending;
use crate::diagnostic::{At, Finding};
use crate::source::{Content, Sources};
use crate::yaml::Step;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A key that a page inherits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Inherited {
    /// The key, or the field.
    pub key: String,
    /// The file of the folder's page that says it.
    pub source: String,
}

/// What one folder's page hands down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layer {
    source: String,
    defaults: Defaults,
    /// Its fields as each type wants them, by the type's name.
    fields: BTreeMap<String, Map<String, Value>>,
}

/// What all folders hand down, by their paths: `content/en/roles`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FolderDefaults(BTreeMap<String, BTreeMap<(u8, String), Arc<Layer>>>);

impl FolderDefaults {
    /// Reads the page of a folder again, or forgets it. Any other path is passed over. Tells whether something changed.
    pub fn read(&mut self, source: &str, text: Option<&str>, rules: Rules<'_>) -> bool {
        let Some((folder, rank)) = section(source).filter(|_| rules.config.content_dir.is_page(source)) else {
            return false;
        };
        let layer = text.filter(|text| text.contains(DEFAULTS) || text.to_lowercase().contains(DEFAULTS));
        let layer = layer.and_then(|text| Layer::read(source, text, rules)).map(Arc::new);
        let key = (rank, source.to_owned());
        let before = match &layer {
            Some(layer) => self.0.entry(folder.to_owned()).or_default().insert(key, layer.clone()),
            None => self.0.get_mut(folder).and_then(|layers| layers.remove(&key)),
        };
        self.0.retain(|_, layers| !layers.is_empty());
        before != layer
    }

    /// Of a whole snapshot.
    pub fn of_all(sources: &Sources, rules: Rules<'_>) -> Self {
        let mut all = Self::default();
        for (path, file) in sources.files.iter() {
            if let Content::Text(text) = &file.content {
                all.read(path, Some(text), rules);
            }
        }
        all
    }

    /// Whether no folder says anything.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What holds for a file, the nearest folder first.
    fn of(&self, source: &str) -> Vec<&Layer> {
        if self.0.is_empty() {
            return Vec::new();
        }
        let above = |path: &str| path.rfind('/').map(|at| at.min(source.len()));
        let folders = std::iter::successors(above(source), |at| above(&source[..*at]));
        folders.filter_map(|at| self.0.get(&source[..at])?.values().next()).map(|layer| &**layer).collect()
    }
}

/// The folder whose page a file is, and which of several such files comes first.
pub fn section(source: &str) -> Option<(&str, u8)> {
    let (folder, name) = source.rsplit_once('/')?;
    let stem = without_ending(name);
    let rank = match stem {
        _ if !is_section_name(stem) => return None,
        "index" => 0,
        "_index" => 1,
        _ => 2,
    };
    Some((folder, rank))
}

impl Layer {
    fn read(source: &str, text: &str, rules: Rules<'_>) -> Option<Self> {
        let (mut split, _) = front_matter::split(text);
        front_matter::foreign::adopt(&mut split, &[], rules.config.today, text);
        let whole = split.keys.defaults.clone()?;
        let mut defaults = if is_shown(&split.keys, &whole, rules.config) { (*whole).clone() } else { whole.hiding() };
        if defaults.keys.kind.as_ref().is_some_and(|kind| !rules.types.all.contains_key(kind)) {
            defaults.said.retain(|key| key != "type");
            defaults.keys.kind = None;
        }
        let fields = fitted(&defaults, &split, text, rules.types).0;
        Some(Self { source: source.to_owned(), defaults, fields })
    }
}

/// Whether readers see the page of the folder, as far as it says so itself.
fn is_shown(own: &FrontMatter, defaults: &Defaults, config: &Config) -> bool {
    let drafts = own.draft || (defaults.says("draft") && defaults.keys.draft);
    let names = if own.audience.is_empty() { &defaults.keys.audience } else { &own.audience };
    let seen = match config.audience.as_ref().filter(|_| !config.audiences.is_empty()) {
        Some(_) if names.is_empty() => config.shows_default(),
        Some(audience) => names.contains(audience),
        None => true,
    };
    seen && (config.drafts || !drafts)
}

/// The fields in the forms that types want, by type; and what is wrong with them, as places in `defaults`.
fn fitted(
    defaults: &Defaults,
    split: &Split,
    text: &str,
    types: &Types,
) -> (BTreeMap<String, Map<String, Value>>, Vec<Finding>) {
    let (mut by_type, mut found) = (BTreeMap::new(), Vec::new());
    let mut right = BTreeSet::new();
    let yaml = &text[split.yaml.clone()];
    for (name, declared) in &types.all {
        let known: BTreeSet<&str> = declared.fields().collect();
        let own = defaults.fields.iter().filter(|(key, value)| known.contains(key.as_str()) && !is_empty(value));
        let mut own: Map<String, Value> = own.map(|(key, value)| (key.clone(), value.clone())).collect();
        if own.is_empty() {
            continue;
        }
        types::fit(declared, &mut own, split.format, yaml);
        // What a page of the type must have, a folder need not have: that is told of no key.
        for problem in types::field_problems(types, name, &own) {
            if let Some(key) = key_of(&problem) {
                own.shift_remove(&key);
                found.push(problem);
            }
        }
        right.extend(own.keys().cloned());
        by_type.insert(name.clone(), own);
    }
    // Types may have fields of one name and other values: it is right if it is for one of them.
    found.retain(|problem| key_of(problem).is_some_and(|key| !right.contains(&key)));
    found.sort_by(|a, b| a.message.cmp(&b.message));
    found.dedup_by(|a, b| a.at == b.at && a.message == b.message);
    (by_type, found)
}

fn key_of(problem: &Finding) -> Option<String> {
    let At::Field(way) = &problem.at else { return None };
    match way.first()? {
        Step::Key(key) | Step::Name(key) => Some(key.clone()),
        Step::Index(_) => None,
    }
}

/// What is wrong with the `defaults` of a page.
pub fn problems(split: &Split, text: &str, is_section: bool, types: &Types, config: &Config) -> Vec<Finding> {
    let Some(defaults) = &split.keys.defaults else { return Vec::new() };
    if !is_section {
        return vec![defaults::misplaced()];
    }
    let fields: BTreeSet<&str> = types.all.values().flat_map(types::Type::fields).collect();
    let known: Vec<&str> = keys::NAMES.into_iter().chain(fields.iter().copied()).collect();
    let unknown = defaults.fields.keys().filter(|key| !fields.contains(key.as_str()));
    let mut found: Vec<Finding> = unknown.map(|key| defaults::unknown(key, &known)).collect();
    let kind = defaults.keys.kind.as_deref().filter(|kind| !types.all.contains_key(*kind));
    found.extend(kind.map(|kind| {
        let steps = [Step::Key(DEFAULTS.into()), Step::Key("type".into())];
        let message = format!("there is no type `{}`", crate::yaml::short(kind));
        Finding::at_field("unknown-type", &steps, message).suggest(kind, types.all.keys().map(String::as_str))
    }));
    found.extend(fitted(defaults, split, text, types).1.into_iter().map(|problem| problem.moved(defaults::below)));
    let free = Split { keys: defaults.keys.clone(), ..Split::default() };
    found.extend(near_keys::problems(&free, types, config).into_iter().map(|problem| problem.moved(defaults::below)));
    let names = defaults.keys.audience.iter().enumerate();
    found.extend(names.filter(|(_, name)| !config.audiences.contains_key(*name)).map(|(index, name)| {
        let steps = ["audience"].map(|key| Step::Key(key.into()));
        let at = At::Field([&steps[..], &[Step::Index(index)]].concat());
        config.no_audience(defaults::below(at), name)
    }));
    front_matter::limited("front-matter", found)
}

/// The type of a page that names none.
pub fn kind<'a>(source: &str, rules: Rules<'a>) -> Option<&'a str> {
    let layers = rules.defaults?.of(source).into_iter();
    layers.filter(|layer| layer.source != source).find_map(|layer| layer.defaults.keys.kind.as_deref())
}

/// Adds what the page inherits to what it says. Tells which keys.
pub fn inherit(source: &str, split: &mut Split, text: &str, rules: Rules<'_>) -> Vec<Inherited> {
    let layers = rules.defaults.map(|defaults| defaults.of(source)).unwrap_or_default();
    if layers.is_empty() {
        return Vec::new();
    }
    let values = split.values(text).unwrap_or_default();
    let mut written: BTreeSet<&str> = keys::NAMES.into_iter().filter(|key| says(&values, key)).collect();
    let mut taken = Vec::new();
    for layer in layers {
        let is_own = layer.source == source;
        let mut take = |key: &str| taken.push(Inherited { key: key.to_owned(), source: layer.source.clone() });
        for key in keys::NAMES.into_iter().filter(|key| layer.defaults.says(key)) {
            let of_kind = ["type", "template"].contains(&key);
            let read = !(is_own && of_kind);
            if read && defaults::take_over(&mut split.keys, &layer.defaults.keys, key, written.contains(key)) {
                take(key);
            }
            // The nearest folder decides, also by saying what holds anyway.
            if read {
                written.insert(key);
            }
        }
        let fields = split.keys.kind.as_ref().filter(|_| !is_own).and_then(|kind| layer.fields.get(kind));
        for (key, value) in fields.into_iter().flatten() {
            if split.fields.get(key).is_none_or(is_empty) {
                split.fields.insert(key.clone(), value.clone());
                take(key);
            }
        }
    }
    taken
}

fn says(values: &Map<String, Value>, key: &str) -> bool {
    values.get(key).is_some_and(|value| !is_empty(value))
}

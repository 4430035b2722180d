//! Types of pages: a JSON Schema for their fields, a title in each language, an archetype.
//!
//! In: `templates/types/<name>.yaml` of all layers. Out: [`Types`], which checks a page's fields and finds those that
//! name other pages (the schema keyword `page: skill`). [`fields`] says what is wrong with a
//! value, [`unique`] which stand twice. The only files that name jsonschema.

mod behaviour;
mod editor;
mod fields;
mod icons;
mod lenient;
mod look;
mod unique;

pub use behaviour::Behaviour;
pub use editor::editor_schema;
pub use lenient::fit;
pub use look::Look;

use crate::diagnostic::{At, Diagnostic, Finding, Severity};
use crate::document;
use crate::fingerprint::Fingerprint;
use crate::page::front_matter::defaults::DEFAULTS;
use crate::page::front_matter::{foreign, limited};
use crate::page::keys;
use crate::theme::{Origin, Theme};
use crate::yaml::{self, Step};
use jsonschema::Validator;
use serde::Deserialize;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// A type as its file declares it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Declaration {
    /// Its name in each language.
    #[serde(default)]
    title: BTreeMap<String, String>,
    /// The name of many.
    #[serde(default)]
    plural: BTreeMap<String, String>,
    /// Template; `types/<name>.html` if it is not named.
    #[serde(default)]
    template: Option<String>,
    /// What its pages do: `checklist`.
    #[serde(default)]
    behaves: Option<String>,
    /// The name of its icon.
    #[serde(default)]
    icon: Option<String>,
    /// Its colour: a name, or red, green and blue.
    #[serde(default)]
    tint: Option<String>,
    /// JSON Schema (2020-12) of the fields.
    #[serde(default)]
    schema: Map<String, Value>,
    /// What `docent new` writes, a template with `title`.
    #[serde(default)]
    archetype: Option<String>,
}

/// A type that is ready to check pages.
pub struct Type {
    /// Its name: `role`.
    pub name: String,
    /// Template that renders it.
    pub template: String,
    /// What `docent new` writes.
    pub archetype: Option<String>,
    /// What its pages do besides being shown.
    pub behaves: Option<Behaviour>,
    /// The icon and the colour by which readers know its pages.
    pub look: Look,
    /// The schema, for the editor's schema.
    pub schema: Map<String, Value>,
    title: BTreeMap<String, String>,
    plural: BTreeMap<String, String>,
    validator: Validator,
}

impl fmt::Debug for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Type").field("name", &self.name).finish_non_exhaustive()
    }
}

/// All types of the site.
#[derive(Debug, Default)]
pub struct Types {
    /// By name.
    pub all: BTreeMap<String, Type>,
    /// The names of the icons that there are.
    pub icons: BTreeSet<String>,
    /// Of the declarations.
    pub fingerprint: Fingerprint,
}

/// A field that names a page.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FieldLink {
    /// Where the field stands in the front matter.
    pub path: Vec<FieldStep>,
    /// What it says.
    pub target: String,
    /// The type that the page must have; `*` for any.
    pub kind: String,
}

/// A step to a field: hashable, unlike a JSON pointer of borrowed parts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FieldStep {
    /// Under a key.
    Key(String),
    /// In a list.
    Index(usize),
}

/// The key of who keeps a page true: text, or the name of a page.
pub const OWNER: &str = "owner";

/// Whether a field is `owner`, of the page or of those in its folder.
pub fn is_owner(path: &[FieldStep]) -> bool {
    let is = |step: Option<&FieldStep>, name: &str| matches!(step, Some(FieldStep::Key(key)) if key == name);
    let below = usize::from(is(path.first(), DEFAULTS));
    is(path.get(below), OWNER)
}

/// The steps as the YAML reader wants them.
pub fn steps(path: &[FieldStep]) -> Vec<Step> {
    let step = |s: &FieldStep| match s {
        FieldStep::Key(key) => Step::Key(key.clone()),
        FieldStep::Index(index) => Step::Index(*index),
    };
    path.iter().map(step).collect()
}

impl Types {
    /// Reads the declarations.
    pub fn read(theme: &Theme) -> (Self, Vec<Diagnostic>) {
        let icons: BTreeSet<String> = theme.icons.keys().cloned().collect();
        let mut diagnostics = Vec::new();
        let mut all = BTreeMap::new();
        for (name, origin) in &theme.types {
            match declare(name, origin, &icons) {
                Ok((declared, warning)) => {
                    diagnostics.extend(warning.map(|told| document::told(&origin.file, &origin.text, told)));
                    all.insert(name.clone(), declared);
                }
                Err(problem) => diagnostics.push(document::told(&origin.file, &origin.text, problem)),
            }
        }
        let fingerprint = Fingerprint::of(&(&theme.types, &icons));
        (Self { all, icons, fingerprint }, diagnostics)
    }

    /// A type that has an icon.
    pub fn with_icon<'k>(&self, kind: Option<&'k str>) -> Option<&'k str> {
        kind.filter(|kind| self.all.get(*kind).is_some_and(|declared| declared.look.icon.is_some()))
    }

    /// What pages of a type do besides being shown.
    pub fn behaviour(&self, kind: Option<&str>) -> Option<Behaviour> {
        self.all.get(kind?)?.behaves
    }

    /// A type's name in a language (or in English, or as it is).
    pub fn title<'a>(&'a self, name: &'a str, lang: &str) -> &'a str {
        self.all.get(name).and_then(|t| t.title.get(lang).or_else(|| t.title.get("en"))).map_or(name, String::as_str)
    }

    /// The name of many pages of a type.
    pub fn plural<'a>(&'a self, name: &'a str, lang: &str) -> &'a str {
        self.all.get(name).and_then(|t| t.plural.get(lang).or_else(|| t.plural.get("en"))).map_or(name, String::as_str)
    }
}

/// The type, and what is told of it although it can be used.
fn declare(name: &str, origin: &Origin, icons: &BTreeSet<String>) -> Result<(Type, Option<Finding>), Finding> {
    let at = |way: &[Step], message: String| Finding::at_field("type", way, message);
    let declaration: Declaration = yaml::read(&origin.text).map_err(|fault| fault.of("type"))?;
    let taken = declaration.properties().find(|key| keys::NAMES.contains(key)).map(str::to_owned);
    if let Some(key) = taken {
        let path = [Step::Key("schema".into()), Step::Key("properties".into()), Step::Name(key.clone())];
        return Err(at(&path, format!("every page has the key `{key}`")).hint("give the field another name"));
    }
    let behaves = behaviour(name, &declaration)?;
    let (look, warning) = Look::read(declaration.icon.as_deref(), declaration.tint.as_deref(), icons)?;
    // `page` is ours; JSON Schema ignores keywords that it does not know.
    let schema = Value::Object(declaration.schema.clone());
    let validator = jsonschema::validator_for(&schema)
        .map_err(|error| at(&[Step::Key("schema".into())], format!("the schema is not a JSON Schema: {error}")))?;
    let Declaration { title, plural, template, schema, archetype, .. } = declaration;
    let template = template.unwrap_or_else(|| format!("types/{name}.html"));
    let made = Type { name: name.to_owned(), template, archetype, behaves, look, schema, title, plural, validator };
    Ok((made, warning))
}

/// What the type's pages do.
fn behaviour(own: &str, declaration: &Declaration) -> Result<Option<Behaviour>, Finding> {
    let at = |message: String| Finding::at_field("type", &[Step::Key("behaves".into())], message);
    let has = |field: &&str| declaration.properties().any(|own| own == *field);
    let Some(name) = &declaration.behaves else {
        // A team's own `checklist.yaml` may be older than the key.
        return Ok(Behaviour::named(own).filter(|behaviour| behaviour.fields().iter().all(&has)));
    };
    let Some(behaviour) = Behaviour::named(name) else {
        let known = Behaviour::ALL.map(Behaviour::name);
        return Err(at(format!("no type behaves as `{}`", yaml::short(name))).suggest(name, known.into_iter()));
    };
    match behaviour.fields().iter().find(|field| !has(field)) {
        Some(field) => {
            let message = format!("a type that behaves as a {name} needs the field `{field}`");
            Err(at(message).hint(format!("take it over from the built-in type `{name}`")))
        }
        None => Ok(Some(behaviour)),
    }
}

impl Declaration {
    fn properties(&self) -> impl Iterator<Item = &str> {
        self.schema.get("properties").and_then(Value::as_object).into_iter().flatten().map(|(key, _)| key.as_str())
    }
}

impl Type {
    /// The schema of a field; `path` goes through lists without their numbers: `skills`, `level`.
    pub fn schema_at<'p>(&self, path: impl IntoIterator<Item = &'p str>) -> Option<&Value> {
        let mut path = path.into_iter();
        let first = self.schema.get("properties")?.get(path.next()?)?;
        path.try_fold(first, |schema, name| {
            let inner = items(schema);
            inner.get("properties").and_then(|p| p.get(name)).or_else(|| inner.get("additionalProperties"))
        })
    }

    /// The names of its fields, in the order of the schema.
    pub fn fields(&self) -> impl Iterator<Item = &str> {
        self.schema.get("properties").and_then(Value::as_object).into_iter().flatten().map(|(key, _)| key.as_str())
    }

    /// The fields that name pages, in the order of the schema.
    pub fn references(&self) -> Vec<Reference> {
        let mut found = Vec::new();
        references(&Value::Object(self.schema.clone()), &mut Vec::new(), &mut found);
        found
    }
}

/// A field that names pages, as a schema declares it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// Its path, without the numbers of lists: `skills`, `skill`.
    pub path: Vec<String>,
    /// The type of the pages; `*` for any.
    pub kind: String,
}

fn references(schema: &Value, path: &mut Vec<String>, found: &mut Vec<Reference>) {
    let inner = items(schema);
    if let Some(kind) = inner.get("page").and_then(Value::as_str).filter(|_| !path.is_empty()) {
        found.push(Reference { path: path.clone(), kind: kind.to_owned() });
    }
    for (name, below) in inner.get("properties").and_then(Value::as_object).into_iter().flatten() {
        path.push(name.clone());
        references(below, path, found);
        path.pop();
    }
}

/// The schema of a list's items; of anything else, itself.
pub fn items(schema: &Value) -> &Value {
    schema.get("items").map_or(schema, items)
}

/// A text of a schema that is written in each language, `inverse: {en: Roles, ru: Роли}`, or once for all.
pub fn in_language<'a>(schema: &'a Value, keyword: &str, lang: &str) -> Option<&'a str> {
    let texts = schema.get(keyword)?;
    texts.as_str().or_else(|| texts.get(lang).or_else(|| texts.get("en"))?.as_str())
}

/// A field's name: the keys on the way to it, without the numbers of lists.
pub fn names(path: &[FieldStep]) -> impl Iterator<Item = &str> {
    path.iter().filter_map(|step| if let FieldStep::Key(key) = step { Some(key.as_str()) } else { None })
}

/// The value at the end of a path.
pub fn at<'v>(fields: &'v Map<String, Value>, path: &[FieldStep]) -> Option<&'v Value> {
    let (first, rest) = path.split_first()?;
    let FieldStep::Key(key) = first else { return None };
    rest.iter().try_fold(fields.get(key)?, |value, step| match step {
        FieldStep::Key(key) => value.get(key),
        FieldStep::Index(index) => value.get(index),
    })
}

/// What is wrong with a page's fields, and the keys that nobody reads: those are told once for the site.
#[derive(Debug, Default)]
pub struct Checked {
    /// What is wrong.
    pub problems: Vec<Finding>,
    /// Keys that nobody reads.
    pub unread: Vec<String>,
}

/// Checks a page's fields against its type: unknown keys, then the schema.
pub fn check(types: &Types, kind: Option<&str>, fields: &Map<String, Value>) -> Checked {
    let (unknown, unread) = unknown_keys(types, kind, fields);
    // `Audience:` that is not read publishes the page: no team may soften that.
    let (hiding, unknown): (Vec<Finding>, Vec<Finding>) = unknown.into_iter().partition(would_hide);
    let hiding = hiding.into_iter().map(|finding| finding.of("front-matter")).collect();
    let mut problems = limited("front-matter", hiding);
    problems.extend(limited(UNKNOWN_KEY, unknown));
    problems.extend(limited(FIELD, self::problems(types, kind, fields)));
    problems.extend(kind.and_then(|kind| unknown_type(types, kind)));
    Checked { problems, unread }
}

/// Whether a key is nearly one that keeps the page from readers.
fn would_hide(problem: &Finding) -> bool {
    let At::Field(steps) = &problem.at else { return false };
    let [Step::Key(key) | Step::Name(key)] = steps.as_slice() else { return false };
    is_nearly_hiding(key)
}

fn is_nearly_hiding(key: &str) -> bool {
    crate::diagnostic::closest(&key.to_lowercase(), ["audience", "audiences", "draft", "unlisted", "search"]).is_some()
}

/// The code of a key that nobody reads.
pub const UNKNOWN_KEY: &str = "unknown-key";

/// The code of what a schema says against a value.
const FIELD: &str = "field";

/// What the schema of a type says against fields.
pub fn field_problems(types: &Types, kind: &str, fields: &Map<String, Value>) -> Vec<Finding> {
    problems(types, Some(kind), fields)
}

fn problems(types: &Types, kind: Option<&str>, fields: &Map<String, Value>) -> Vec<Finding> {
    let mut found = Vec::new();
    if let Some(declared) = kind.and_then(|kind| types.all.get(kind)) {
        found.extend(fields::problems(&declared.validator, &declared.schema, fields));
        found.extend(unique::problems(&declared.schema, fields));
        found.extend(icons::problems(&declared.schema, fields, &types.icons));
    }
    found.extend(too_many_links(types, kind, fields));
    found
}

/// `type: post` of another program: the page is shown as one without a type.
fn unknown_type(types: &Types, kind: &str) -> Option<Finding> {
    if types.all.contains_key(kind) {
        return None;
    }
    let message = format!("there is no type `{}`: the page is shown without one", yaml::short(kind));
    let warning = Finding {
        severity: Severity::Warning,
        ..Finding::at_field("unknown-type", &[Step::Key("type".into())], message)
    };
    let near = crate::diagnostic::closest(kind, types.all.keys().map(String::as_str));
    Some(match near {
        Some(near) => warning.hint(format!("did you mean `{near}`?")).fix(kind, near),
        None => {
            let known: Vec<&str> = types.all.keys().map(String::as_str).collect();
            warning.hint(format!("remove the key, or write one of these: {}", known.join(", ")))
        }
    })
}

/// Keys that nobody reads: those that are nearly one that somebody reads are told, each where it stands; of the others
/// the names.
fn unknown_keys(types: &Types, kind: Option<&str>, fields: &Map<String, Value>) -> (Vec<Finding>, Vec<String>) {
    let declared = kind.and_then(|kind| types.all.get(kind));
    let known: Vec<&str> = declared.into_iter().flat_map(Type::fields).collect();
    let of_some_type = |key: &str| types.all.values().any(|declared| declared.fields().any(|field| field == key));
    // Of a type that does not exist nobody knows the fields.
    let lost = |key: &str| kind.is_some() && declared.is_none() && of_some_type(key);
    let of = declared.map_or("a page".to_owned(), |t| format!("a page of type `{}`", t.name));
    let (mut told, mut unread) = (Vec::new(), Vec::new());
    for (key, value) in fields.iter().filter(|(key, _)| !known.contains(&key.as_str()) && !lost(key)) {
        let near = foreign::near(key, value, &known).or_else(|| {
            let hiding = is_nearly_hiding(key) && foreign::find(key).is_none();
            hiding.then(|| crate::diagnostic::closest(&key.to_lowercase(), keys::NAMES)).flatten()
        });
        if let Some(near) = near {
            let message = format!("`{}` is not a key of {of}", yaml::short(key));
            let error = Finding::at_field(UNKNOWN_KEY, &[Step::Name(key.clone())], message);
            told.push(error.hint(format!("did you mean `{near}`?")).fix(key, near));
        } else if !foreign::is_passed_over(key) {
            unread.push(key.clone());
        }
    }
    (told, unread)
}

/// What to do about a key that nobody reads.
pub fn advice(types: &Types, key: &str) -> String {
    let of = types.all.values().filter(|declared| declared.fields().any(|field| field == key));
    let of: Vec<String> = of.map(|declared| format!("`{}`", declared.name)).collect();
    match foreign::advice(key) {
        Some(advice) => advice.to_owned(),
        None if !of.is_empty() => format!("write the page's `type:`: {} has this key", of.join(" or ")),
        None => "remove it, or put a key of your own under `extra:`".to_owned(),
    }
}

/// Pages that one front matter may name.
const MAX_LINKS: usize = 300;

fn too_many_links(types: &Types, kind: Option<&str>, fields: &Map<String, Value>) -> Option<Finding> {
    let links = all_links(types, kind, fields);
    let first = links.get(MAX_LINKS)?;
    let message = format!("the fields reference {} pages; the maximum is {MAX_LINKS}", links.len());
    Some(Finding::at_field(FIELD, &steps(&first.path), message).hint("split the page"))
}

/// The fields that name pages, in the order of the front matter; none where there are too many.
pub fn field_links(types: &Types, kind: Option<&str>, fields: &Map<String, Value>) -> Vec<FieldLink> {
    Some(all_links(types, kind, fields)).filter(|links| links.len() <= MAX_LINKS).unwrap_or_default()
}

fn all_links(types: &Types, kind: Option<&str>, fields: &Map<String, Value>) -> Vec<FieldLink> {
    let mut out = Vec::new();
    if let Some(declared) = kind.and_then(|k| types.all.get(k)) {
        each_text(&declared.schema, fields, &mut |schema, target, path| {
            if let Some(kind) = schema.get("page").and_then(Value::as_str) {
                out.push(FieldLink { path: path.to_vec(), target: target.to_owned(), kind: kind.to_owned() });
            }
        });
    }
    out
}

/// What is done with a text of the fields: its schema, the text, the way to it.
type Visit<'a> = &'a mut dyn FnMut(&Value, &str, &[FieldStep]);

/// Visits every text that the schema describes, in the order of the front matter.
fn each_text(schema: &Map<String, Value>, fields: &Map<String, Value>, visit: Visit<'_>) {
    for (key, value) in fields {
        let inner = schema.get("properties").and_then(|p| p.get(key));
        walk(inner, value, &mut vec![FieldStep::Key(key.clone())], visit);
    }
}

fn walk(schema: Option<&Value>, value: &Value, path: &mut Vec<FieldStep>, visit: Visit<'_>) {
    let Some(schema) = schema else { return };
    match value {
        Value::String(text) => visit(schema, text, path),
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                path.push(FieldStep::Index(index));
                walk(schema.get("items"), item, path, visit);
                path.pop();
            }
        }
        Value::Object(map) => {
            for (key, item) in map {
                let own = schema.get("properties").and_then(|p| p.get(key));
                path.push(FieldStep::Key(key.clone()));
                walk(own.or_else(|| schema.get("additionalProperties")), item, path, visit);
                path.pop();
            }
        }
        _ => {}
    }
}

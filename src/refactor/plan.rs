//! The plan of a renaming: what moves, what is rewritten, and that nothing breaks.
//!
//! In: the configuration, the snapshot, the request. Out: a [`Plan`], or a [`Refusal`].
//!
//! 1. The site is built as it is, and with its files renamed: what links mean is compared, page by page.
//! 2. What would lead elsewhere is rewritten, in pages and in `nav` of `docent.yaml`; moved pages say their old address in
//!    `redirect_from`.
//! 3. The site is built once more. Every link must mean what it meant, every page must be there, and no error may be
//!    new: else the plan is refused, with what would be wrong.
//!
//! Drafts count as pages: they have links too.

use super::identity::{Identity, Meaning, View};
use super::moves::{Moves, Request, moves};
use super::rewrite::own_fields;
use super::rewrite::{Change, Sites, changed};
use crate::config::{Config, FILE};
use crate::diagnostic::{Diagnostic, Severity};
use crate::outputs::Output;
use crate::page::edit;
use crate::page::{Outline, Page};
use crate::pipeline::{self, Memo};
use crate::site::links::Target;
use crate::site::names::Names;
use crate::site::redirects::redirect_path;
use crate::site::{Entry, Id, Site};
use crate::source::Sources;
use std::collections::BTreeMap;

/// What a renaming does.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// What moves.
    pub moves: Moves,
    /// New texts, by the path that the file has before.
    pub edits: BTreeMap<String, Edit>,
}

/// A file with a new text.
#[derive(Clone, Debug)]
pub struct Edit {
    /// The whole of it.
    pub text: String,
    /// What is different, for people: the line, what stood there, what shall stand there.
    pub told: Vec<Told>,
}

/// A change as people read it: nothing is wrong here, so it is no finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// Line in the file as it is, from 1.
    pub line: usize,
    /// What stands there; nothing where something is added.
    pub old: String,
    /// What shall stand there.
    pub new: String,
}

/// Why nothing is renamed.
#[derive(Clone, Debug)]
pub enum Refusal {
    /// The request cannot be meant.
    Usage(String),
    /// The site would have errors that it does not have now.
    Content(Vec<Diagnostic>),
}

/// A site and what is wrong with it.
struct Built {
    output: Output,
    diagnostics: Vec<Diagnostic>,
}

/// Plans a renaming.
pub fn plan(config: &Config, sources: &Sources, memo: &mut Memo, request: Request<'_>) -> Result<Plan, Refusal> {
    let config = &Config { drafts: true, ..config.clone() };
    let moves = moves(request, config, sources).map_err(Refusal::Usage)?;
    let before = built(config, sources, memo)?;
    let nav = super::nav::edit(config, sources, &moves);
    let mut sources = renamed(sources, &moves);
    // From here on the navigation is the new one.
    let config = &nav.as_ref().map_or_else(|| config.clone(), |edit| super::nav::with(config, &edit.text));
    nav.iter().for_each(|edit| sources.insert_text(FILE, &edit.text));
    let moved = built(config, &sources, memo)?;
    let mut edits = edits(config, &moves, &before.output.site, &moved.output.site)?;
    edits.extend(nav.map(|edit| (FILE.to_owned(), edit)));
    for (path, edit) in &edits {
        sources.insert_text(moves.path(path), &edit.text);
    }
    let after = built(config, &sources, memo)?;
    let problems = problems(config, &moves, &before, &after);
    if problems.is_empty() { Ok(Plan { moves, edits }) } else { Err(Refusal::Content(problems)) }
}

fn built(config: &Config, sources: &Sources, memo: &mut Memo) -> Result<Built, Refusal> {
    let (output, problems) = pipeline::build(config, sources, memo);
    let output =
        output.ok_or_else(|| Refusal::Usage("the templates have errors; run `docent check` to see them".to_owned()))?;
    Ok(Built { output, diagnostics: problems.to_vec() })
}

/// The snapshot with files under their new paths.
fn renamed(sources: &Sources, moves: &Moves) -> Sources {
    let files = sources.files.iter().map(|(path, file)| (moves.path(path).to_owned(), file.clone()));
    Sources { files: files.collect(), ..sources.clone() }
}

fn edits(config: &Config, moves: &Moves, before: &Site, after: &Site) -> Result<BTreeMap<String, Edit>, Refusal> {
    let unmoved = Moves::default();
    let names = Names::new(after.entries.iter(), &[], config);
    let (before, after) = (View { site: before, moves, config }, View { site: after, moves: &unmoved, config });
    let (known, identities) = (before.all(), after.all());
    let sites = Sites { before, known: &known, after, identities: &identities, names: &names };
    let mut edits = BTreeMap::new();
    for (id, entry) in before.site.own_entries() {
        let Some(new) = identities.get(&before.of(entry)) else { continue };
        let edit = edit(sites, id, *new).map_err(|problem| Refusal::Content(vec![problem]))?;
        edits.extend(edit.map(|edit| (entry.page.outline.source.clone(), edit)));
    }
    Ok(edits)
}

/// The new text of a page, if it needs one.
fn edit(sites: Sites<'_>, id: Id, new: Id) -> Result<Option<Edit>, Diagnostic> {
    let page = &*sites.before.site.entries[id].page;
    let by_hand = |message: String| {
        let hint = "change the front matter by hand, then rename again";
        Diagnostic::error("rename", &page.outline.source, message).hint(hint)
    };
    let mut links = sites.links(id, new)?;
    links.extend(sites.in_views(id, new)?);
    links.sort_by_key(|change| change.range.start);
    let mut told: Vec<Told> = links.iter().map(|c| told(page, c)).collect();
    let mut text = changed(page, &links);
    for field in sites.fields(id, new) {
        text = edit::replace(&text, &field.steps, &field.old, &field.new).map_err(by_hand)?;
        let found = page.at_field("rename", &field.steps, "");
        told.push(Told { line: found.place.map_or(1, |place| place.line), old: field.old, new: field.new });
    }
    for key in keys(sites, id, new) {
        text = key.put(&text).map_err(by_hand)?;
        told.push(Told { line: 1, old: String::new(), new: key.told() });
    }
    told.sort_by_key(|told| told.line);
    Ok((text != **page.file_text()).then_some(Edit { text, told }))
}

fn told(page: &Page, Change { range, old, new }: &Change) -> Told {
    let line = page.file_text()[..range.start].matches('\n').count() + 1;
    Told { line, old: old.clone(), new: new.clone() }
}

/// A change of a key that docent itself reads.
enum Key {
    /// An old address that shall lead here.
    Redirect(String),
    /// One that is this page's own again.
    NoRedirect(String),
    /// What pairs it with its translations.
    Pair(String),
}

impl Key {
    fn put(&self, text: &str) -> Result<String, String> {
        match self {
            Self::Redirect(old) => edit::push(text, "redirect_from", old),
            Self::NoRedirect(old) => edit::remove(text, "redirect_from", old),
            Self::Pair(key) => edit::set(text, "translation_key", key.as_str()),
        }
    }

    fn told(&self) -> String {
        match self {
            Self::Redirect(old) => format!("redirect_from: + {old}"),
            Self::NoRedirect(old) => format!("redirect_from: - {old}"),
            Self::Pair(key) => format!("translation_key: {key}"),
        }
    }
}

fn keys(sites: Sites<'_>, id: Id, new: Id) -> Vec<Key> {
    let (was, is) = (&sites.before.site.entries[id], &sites.after.site.entries[new]);
    let outline = &was.page.outline;
    let mut keys = Vec::new();
    if was.out != is.out {
        let leads = |old: &&String, to: &str| redirect_path(old).is_ok_and(|path| path == to);
        let own = outline.front.redirect_from.iter().filter(|old| leads(old, &is.out));
        keys.extend(own.map(|old| Key::NoRedirect(old.clone())));
        // Nobody has the address of a draft; and where an index leaves its folder, docent's own list takes the address.
        let taken = listed(sites.after.site, was);
        if !outline.front.draft && !taken && !outline.front.redirect_from.iter().any(|old| leads(&old, &was.out)) {
            keys.push(Key::Redirect(format!("/{}", was.out)));
        }
    }
    keys.extend(pair(sites, was, is).map(Key::Pair));
    keys
}

/// Whether docent will list the folder where this page was its index: at once, or as soon as the twin that stands in
/// for it is paired again.
fn listed(site: &Site, was: &Entry) -> bool {
    let folder = was.out.strip_suffix("index.html").filter(|_| was.page.outline.is_section);
    let others = |folder: &str| site.entries.iter().any(|e| e.out != was.out && e.out.starts_with(folder));
    let here = |e: &&Entry| e.out == was.out && (e.synthetic || (e.fallback && folder.is_some_and(others)));
    site.entries.iter().any(|entry| here(&entry))
}

/// A new key where a pair of translations would part: one of them moved alone, or the key is the other one's path.
fn pair(sites: Sites<'_>, was: &Entry, is: &Entry) -> Option<String> {
    let site = sites.before.site;
    let (old, new) = (&was.page.outline, &is.page.outline);
    let moved = |key: &str| sites.before.moves.files.keys().any(|path| path.trim_end_matches(".md").ends_with(key));
    if !old.front.translation_key.as_deref().map_or(old.key != new.key, moved) {
        return None;
    }
    let paired = |outline: &Outline| outline.front.translation_key.clone().unwrap_or_else(|| outline.key.clone());
    let twins = || site.entries.iter().filter(|e| e.is_own() && e.lang != was.lang);
    let after = |entry: &Entry| {
        let id = sites.identities.get(&sites.before.of(entry))?;
        Some(paired(&sites.after.site.entries[*id].page.outline))
    };
    // The key named the path of a page that moved: it goes along.
    if let Some(key) = &old.front.translation_key {
        let namesake =
            twins().find(|e| e.page.outline.front.translation_key.is_none() && e.page.outline.key == *key)?;
        return after(namesake).filter(|now| now != key);
    }
    // It moved, and its twin did not.
    let twin = twins().find(|e| paired(&e.page.outline) == old.key).filter(|_| old.key != new.key)?;
    (twin.page.outline.front.translation_key.is_none() && after(twin)? == old.key).then(|| old.key.clone())
}

/// What would be wrong afterwards and is not now.
fn problems(config: &Config, moves: &Moves, before: &Built, after: &Built) -> Vec<Diagnostic> {
    let mut found = lost(config, moves, &before.output.site, &after.output.site);
    let mut known: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for diagnostic in before.diagnostics.iter().filter(|d| d.severity == Severity::Error) {
        *known.entry((diagnostic.code, moves.path(&diagnostic.file))).or_default() += 1;
    }
    for diagnostic in after.diagnostics.iter().filter(|d| d.severity == Severity::Error) {
        match known.get_mut(&(diagnostic.code, diagnostic.file.as_str())) {
            Some(left) if *left > 0 => *left -= 1,
            _ => found.push(diagnostic.clone()),
        }
    }
    found
}

/// Pages that would be gone, and links that would mean something else.
fn lost(config: &Config, moves: &Moves, before: &Site, after: &Site) -> Vec<Diagnostic> {
    let unmoved = Moves::default();
    let (before, after) = (View { site: before, moves, config }, View { site: after, moves: &unmoved, config });
    let identities = after.all();
    let mut lost = Vec::new();
    for (id, entry) in before.site.own_entries() {
        let identity = before.of(entry);
        match identities.get(&identity) {
            None => {
                lost.push(Diagnostic::error("rename", &entry.page.outline.source, "the page would no longer exist"))
            }
            Some(new) => lost.extend(others(before, after, id, *new, &identity)),
        }
    }
    lost
}

fn others(before: View<'_>, after: View<'_>, id: Id, new: Id, (_, file): &Identity) -> Vec<Diagnostic> {
    let page = &before.site.entries[id].page;
    // A link that meant nothing may mean something now: that a name is no longer ambiguous does no harm.
    let changed = |was: &Target, is: &Target| {
        let wanted = before.meaning(was);
        wanted != Meaning::Other && wanted != after.meaning(is)
    };
    let pairs = page.outline.links.iter().zip(before.site.targets[id].iter().zip(&after.site.targets[new]));
    let links = pairs.filter(|(_, (was, is))| changed(was, is));
    let told = links.map(|(link, _)| {
        let message = format!("the link to `{}` would lead elsewhere, and docent cannot rewrite it", link.target);
        page.at_body("rename", &link.range, message)
            .hint("write it as `[text](path.md)` or `[[path]]`, then rename again")
    });
    let fields = own_fields(before, after, id, new).into_iter().filter(|(_, was, is)| changed(was, is));
    let fields = fields.map(|(field, ..)| {
        Diagnostic::error(
            "rename",
            file,
            format!("the field that references `{}` would reference another page", field.target),
        )
    });
    let named = page.outline.named.iter().zip(before.site.named_targets[id].iter().zip(&after.site.named_targets[new]));
    let named = named.filter(|(_, (was, is))| changed(was, is)).map(|(named, _)| {
        let message =
            format!("the view would show a different page from `{}`, and docent cannot rewrite it", named.name);
        page.at_body("rename", &named.range, message).hint("write the page's path in one line, then rename again")
    });
    told.chain(fields).chain(named).collect()
}

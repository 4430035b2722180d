//! Other names: of a page, a heading, a block, a tag and a term, with all that leads to them.
//!
//! In: a place in a file and a new name, or files that the client is about to rename. Out: edits of all files, as `docent mv`
//! would write them; the client applies them.

use super::cursor::{What, under};
use super::desk::Desk;
use super::navigate::mentioned;
use super::texts;
use crate::page::place;
use crate::refactor::headings::{self, Changes};
use crate::refactor::labels::{self, Listed};
use crate::refactor::moves::Request;
use crate::refactor::plan::{Plan, Refusal, plan};
use crate::refactor::rewrite::Change;
use crate::site::glossary::{Home, file};
use crate::site::links::Target;
use crate::site::{Id, Site};
use lsp_types::{
    DocumentChangeOperation, DocumentChanges, OneOf, OptionalVersionedTextDocumentIdentifier, Position,
    PrepareRenameResponse, RenameFile, ResourceOp, TextDocumentEdit, TextEdit, Uri, WorkspaceEdit,
};
use std::ops::Range;

/// What can be renamed.
enum Renamed {
    Heading(Id, usize),
    Block(Id, usize),
    Page(Id),
    /// In the pages of a language.
    Tag(String, String),
    /// A term that has a page, and its name.
    Term(Id, String),
    /// A term of a glossary's file.
    Listed(String, Listed),
}

fn renamed(desk: &Desk, uri: &Uri, position: Position) -> Option<(Renamed, Range<usize>)> {
    let file = desk.name(uri)?;
    let text = desk.text(&file)?;
    let at = texts::offset(text, position);
    if file::is_one(desk.config.content_dir.inside(&file)?) {
        let term = labels::listed(&file, text).into_iter().find(|term| touches(&term.range, at))?;
        return Some((Renamed::Listed(file, term.clone()), term.range));
    }
    if let Some((range, tag)) = tag(text, at) {
        return Some((Renamed::Tag(place(&file, &desk.config).0, tag), range));
    }
    let (id, site) = (desk.page(&file)?, desk.site()?);
    let Some(found) = under(site, id, at) else { return term(desk, site, id, at) };
    match found.what {
        What::Block(number) => Some((Renamed::Block(id, number), found.range)),
        What::Heading(number) => {
            let range = headings::text(&site.entries[id].page, number)?;
            Some((Renamed::Heading(id, number), range))
        }
        What::Link(Target::Page(to, _) | Target::Embed(to, _)) if site.entries[to as Id].is_own() => {
            Some((Renamed::Page(to as Id), found.range))
        }
        What::Title => Some((Renamed::Page(id), found.range)),
        What::Link(_) => None,
    }
}

fn touches(range: &Range<usize>, at: usize) -> bool {
    range.start <= at && at <= range.end
}

/// The tag that stands at a place of the front matter.
fn tag(text: &str, at: usize) -> Option<(Range<usize>, String)> {
    // A body is not read for it.
    let (split, _) = crate::page::front_matter::split(text);
    if !split.yaml.contains(&at) && split.yaml.end != at {
        return None;
    }
    labels::tags(text).ok()?.into_iter().find(|(range, _)| touches(range, at))
}

/// The term that is mentioned at a place.
fn term(desk: &Desk, site: &Site, id: Id, at: usize) -> Option<(Renamed, Range<usize>)> {
    let (term, range) = mentioned(site, id, at)?;
    match &term.home {
        Home::Page(home) => Some((Renamed::Term(*home, term.title.clone()), range)),
        Home::List(_) => {
            let path = file::path(&site.entries[id].page.outline.lang, &desk.config);
            let listed = labels::listed(&path, desk.text(&path)?).into_iter().find(|one| one.name == term.title)?;
            Some((Renamed::Listed(path, listed), range))
        }
    }
}

/// What would be renamed at a place: a heading by its text, a page by the name of its file.
pub fn prepare(desk: &Desk, uri: &Uri, position: Position) -> Option<PrepareRenameResponse> {
    let (what, range) = renamed(desk, uri, position)?;
    let text = desk.text(&desk.name(uri)?)?;
    let placeholder = match what {
        Renamed::Heading(..) => text.get(range.clone())?.to_owned(),
        Renamed::Block(id, number) => desk.site()?.entries[id].page.outline.blocks.get(number)?.id.clone(),
        Renamed::Page(id) => desk.site()?.entries[id].page.outline.key.clone(),
        Renamed::Tag(_, name) | Renamed::Term(_, name) | Renamed::Listed(_, Listed { name, .. }) => name,
    };
    Some(PrepareRenameResponse::RangeWithPlaceholder { range: texts::range(text, range), placeholder })
}

/// Renames what stands at a place.
///
/// # Errors
/// There is nothing that can be renamed, or something would break; the message says what.
pub fn rename(desk: &mut Desk, uri: &Uri, position: Position, new: &str) -> Result<WorkspaceEdit, String> {
    let (what, _) = renamed(desk, uri, position)
        .ok_or("nothing can be renamed here: only pages, headings, blocks, tags and terms have names")?;
    let site = desk.site().ok_or("the site could not be built")?.clone();
    match what {
        Renamed::Heading(id, number) => {
            let (config, sources) = (desk.config.clone(), desk.sources.clone());
            let changes = headings::rename(&site, &config, &sources, desk.planning(), (id, number), new)?;
            Ok(of_changes(desk, &changes))
        }
        Renamed::Block(id, number) => {
            Ok(of_changes(desk, &headings::rename_block(&site, &desk.config, (id, number), new)?))
        }
        Renamed::Tag(lang, old) => {
            Ok(of_changes(desk, &labels::rename_tag(&desk.config, &desk.sources, &lang, &old, new)?))
        }
        Renamed::Listed(path, term) => {
            let text = desk.text(&path).ok_or("the file is gone")?;
            Ok(of_changes(desk, &labels::rename_listed(&path, text, &term, new)?))
        }
        Renamed::Term(id, old) => {
            let source = &site.entries[id].page.outline.source;
            let text = desk.text(source).ok_or("the file is gone")?;
            let edit = replaced(desk, source, &labels::rename_page_term(text, &old, new)?);
            Ok(with(edit.into_iter().map(DocumentChangeOperation::Edit).collect()))
        }
        Renamed::Page(id) => {
            let old = site.entries[id].page.outline.source.clone();
            let folder = desk.config.content_of(&site.entries[id].lang);
            let path = format!("{folder}{}.md", new.trim().trim_start_matches('/').trim_end_matches(".md"));
            let plan = planned(desk, &old, &path)?;
            Ok(with(operations(desk, &plan, true)))
        }
    }
}

/// What the client must edit before it renames a file: links to it, and its own.
///
/// # Errors
/// Something would break.
pub fn before(desk: &mut Desk, files: &[(Uri, Uri)]) -> Result<Option<WorkspaceEdit>, String> {
    let named = |uri: &Uri, desk: &Desk| desk.name(uri).filter(|name| desk.config.content_dir.holds(name));
    let mut all = Vec::new();
    for (old, new) in files {
        let Some((old, new)) = named(old, desk).zip(named(new, desk)) else { continue };
        let plan = planned(desk, &old, &new)?;
        all.extend(operations(desk, &plan, false));
    }
    Ok((!all.is_empty()).then(|| with(all)))
}

fn planned(desk: &mut Desk, old: &str, new: &str) -> Result<Plan, String> {
    let (config, sources) = (desk.config.clone(), desk.sources.clone());
    let only = config.is_multilingual().then(|| crate::page::place(old, &config).0);
    let request = Request { old, new, only: only.as_deref() };
    plan(&config, &sources, desk.planning(), request).map_err(|refusal| match refusal {
        Refusal::Usage(message) => message,
        Refusal::Content(problems) => {
            let first =
                problems.first().map_or(String::new(), |problem| format!(": {}: {}", problem.file, problem.message));
            format!("the rename would cause errors{first}")
        }
    })
}

/// The edits of a plan, and the renames if the client does not do them itself.
fn operations(desk: &Desk, plan: &Plan, moves: bool) -> Vec<DocumentChangeOperation> {
    let edits = plan.edits.iter().filter_map(|(file, edit)| replaced(desk, file, &edit.text));
    let renames = plan.moves.steps.iter().filter(|_| moves).filter_map(|(old, new)| {
        let (old_uri, new_uri) = (desk.uri(old)?, desk.uri(new)?);
        Some(DocumentChangeOperation::Op(ResourceOp::Rename(RenameFile {
            old_uri,
            new_uri,
            options: None,
            annotation_id: None,
        })))
    });
    edits.map(DocumentChangeOperation::Edit).chain(renames).collect()
}

/// A file with another text: the part that is different.
fn replaced(desk: &Desk, file: &str, new: &str) -> Option<TextDocumentEdit> {
    let old = desk.text(file)?;
    let (range, text) = difference(old, new);
    edited(desk, file, &[Change { old: old[range.clone()].to_owned(), range, new: text.to_owned() }])
}

fn of_changes(desk: &Desk, changes: &Changes) -> WorkspaceEdit {
    let edits = changes.iter().filter_map(|(file, changes)| edited(desk, file, changes));
    with(edits.map(DocumentChangeOperation::Edit).collect())
}

/// The part of a text that is different in another, and what stands there in it.
fn difference<'t>(old: &str, new: &'t str) -> (Range<usize>, &'t str) {
    let start = old.bytes().zip(new.bytes()).take_while(|(a, b)| a == b).count();
    let start = old.floor_char_boundary(start).min(new.floor_char_boundary(start));
    let rest = (&old.as_bytes()[start..], &new.as_bytes()[start..]);
    let same = rest.0.iter().rev().zip(rest.1.iter().rev()).take_while(|(a, b)| a == b).count();
    let same =
        (0..=same).rev().find(|same| old.is_char_boundary(old.len() - same) && new.is_char_boundary(new.len() - same));
    let same = same.unwrap_or_default();
    (start..old.len() - same, &new[start..new.len() - same])
}

fn edited(desk: &Desk, file: &str, changes: &[Change]) -> Option<TextDocumentEdit> {
    let (uri, text) = (desk.uri(file)?, desk.text(file)?);
    let edit =
        |change: &Change| OneOf::Left(TextEdit::new(texts::range(text, change.range.clone()), change.new.clone()));
    Some(TextDocumentEdit {
        text_document: OptionalVersionedTextDocumentIdentifier { uri, version: None },
        edits: changes.iter().map(edit).collect(),
    })
}

fn with(changes: Vec<DocumentChangeOperation>) -> WorkspaceEdit {
    WorkspaceEdit { document_changes: Some(DocumentChanges::Operations(changes)), ..WorkspaceEdit::default() }
}

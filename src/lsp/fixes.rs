//! What mends a problem: the text that docent would write in its place, or a page that is missing.
//!
//! In: a file and a range of it. Out: quick fixes, each with the problem that it mends.

use super::desk::Desk;
use super::{texts, told};
use crate::diagnostic::Diagnostic;
use crate::markdown::LinkKind;
use crate::page::spoken;
use crate::site::Id;
use crate::url::{Scheme, decode, join, nfc, scheme};
use lsp_types::{
    CodeAction, CodeActionKind, CreateFile, CreateFileOptions, DocumentChangeOperation, DocumentChanges, OneOf,
    OptionalVersionedTextDocumentIdentifier, Position, Range, ResourceOp, TextDocumentEdit, TextEdit, Uri,
    WorkspaceEdit,
};
use std::collections::HashMap;

/// The fixes of the problems in a range.
pub fn of(desk: &Desk, uri: &Uri, range: Range, may_create: bool) -> Option<Vec<CodeAction>> {
    let file = desk.name(uri)?;
    let text = desk.text(&file)?;
    let overlaps = |problem: &Diagnostic| {
        let place = texts::place(text, problem.place.as_ref());
        place.start <= range.end && range.start <= place.end
    };
    let of_file = desk.problems_of([file.as_str()]).into_values().flatten();
    let problems: Vec<Diagnostic> = of_file.filter(overlaps).collect();
    let written = problems.iter().filter_map(|problem| written(desk, uri, text, problem));
    let created = problems.iter().filter(|_| may_create).filter_map(|problem| created(desk, &file, problem));
    Some(written.chain(created).collect())
}

/// Writes what docent would write.
fn written(desk: &Desk, uri: &Uri, text: &str, problem: &Diagnostic) -> Option<CodeAction> {
    let fix = problem.fix.as_ref()?;
    let new = if fix.text.is_empty() { "Remove it".to_owned() } else { format!("Write `{}`", fix.text.trim()) };
    let edit = TextEdit::new(texts::range(text, fix.range.clone()), fix.text.clone());
    Some(CodeAction {
        title: new,
        kind: Some(CodeActionKind::QUICKFIX),
        diagnostics: Some(vec![told::diagnostic(desk, problem)]),
        edit: Some(WorkspaceEdit::new(HashMap::from([(uri.clone(), vec![edit])]))),
        is_preferred: Some(true),
        ..CodeAction::default()
    })
}

/// Makes the page that a link names and that is not there.
fn created(desk: &Desk, file: &str, problem: &Diagnostic) -> Option<CodeAction> {
    let range = problem.place.as_ref()?.range.clone().filter(|_| problem.code == "broken-link")?;
    let target = missing(desk, file, desk.page(file)?, range.start)?;
    let uri = desk.uri(&target).filter(|_| desk.text(&target).is_none())?;
    let name = target.rsplit('/').next()?.trim_end_matches(".md");
    let create = CreateFile {
        uri: uri.clone(),
        options: Some(CreateFileOptions { overwrite: Some(false), ignore_if_exists: Some(true) }),
        annotation_id: None,
    };
    let title = TextEdit::new(Range::new(Position::default(), Position::default()), format!("# {}\n", spoken(name)));
    let edit = TextDocumentEdit {
        text_document: OptionalVersionedTextDocumentIdentifier { uri, version: None },
        edits: vec![OneOf::Left(title)],
    };
    let changes = vec![DocumentChangeOperation::Op(ResourceOp::Create(create)), DocumentChangeOperation::Edit(edit)];
    Some(CodeAction {
        title: format!("Create the page {target}"),
        kind: Some(CodeActionKind::QUICKFIX),
        diagnostics: Some(vec![told::diagnostic(desk, problem)]),
        edit: Some(WorkspaceEdit {
            document_changes: Some(DocumentChanges::Operations(changes)),
            ..WorkspaceEdit::default()
        }),
        ..CodeAction::default()
    })
}

/// The file that the link at a place names.
fn missing(desk: &Desk, file: &str, id: Id, at: usize) -> Option<String> {
    let page = &desk.site()?.entries[id].page;
    let link = page.outline.links.iter().find(|link| {
        let range = super::cursor::in_file(page, &link.range);
        range.start <= at && at <= range.end
    })?;
    let name = nfc(&decode(link.target.split(['#', '?']).next()?));
    if name.is_empty() || scheme(&link.target) != Scheme::None {
        return None;
    }
    match link.kind {
        LinkKind::Wiki { .. } => join(file, &format!("{}.md", name.rsplit('/').next()?)),
        LinkKind::Link if name.starts_with('/') => {
            Some(format!("{}{}", desk.config.content_of(&page.outline.lang), &name[1..]))
        }
        LinkKind::Link => join(file, &name),
        _ => None,
    }
    .filter(|target| target.ends_with(".md") && desk.config.content_dir.holds(target))
}

//! Takes messages one by one, and works on what is left when there are none.
//!
//! In: a connection, a project to open. Out: answers, diagnostics.
//!
//! 1. The client says who it is and which folder it has open; the server says what it can do.
//! 2. A text that changes is laid on the desk. The site is built when no message waits, or before a question that needs it: ten
//!    keys that were typed while it was built are one build.
//! 3. After a build, the problems of all files that the edit touched are told. When nobody asks anything, pages are rendered
//!    for what only rendering finds.
//! 4. A question that makes docent panic gets an error, and the next one an answer.

use super::desk::Desk;
use super::follow::{self, Snapshot};
use super::told::{self, Told};
use super::{complete, fixes, input, navigate, outline, rename, texts};
use crate::workspace::rebuild::Configure;
use crate::workspace::watch::Follow;
use crossbeam_channel::{Receiver, select, unbounded};
use lsp_server::{Connection, ErrorCode, Message, Notification, Request, Response};
use lsp_types::notification::{
    DidChangeTextDocument, DidCloseTextDocument, DidOpenTextDocument, Notification as _, PublishDiagnostics,
    ShowMessage,
};
use lsp_types::request::{
    CodeActionRequest, Completion, DocumentLinkRequest, DocumentSymbolRequest, GotoDefinition, HoverRequest,
    PrepareRenameRequest, References, Rename, Request as _, WillRenameFiles, WorkspaceSymbolRequest,
};
use lsp_types::{
    CodeActionParams, CodeActionProviderCapability, CompletionOptions, CompletionParams, DidChangeTextDocumentParams,
    DidCloseTextDocumentParams, DidOpenTextDocumentParams, DocumentLinkOptions, DocumentLinkParams,
    DocumentSymbolParams, FileOperationFilter, FileOperationPattern, FileOperationRegistrationOptions,
    GotoDefinitionParams, HoverParams, HoverProviderCapability, InitializeParams, MessageType, OneOf,
    PublishDiagnosticsParams, ReferenceParams, RenameFilesParams, RenameOptions, RenameParams, ServerCapabilities,
    ShowMessageParams, TextDocumentContentChangeEvent, TextDocumentPositionParams, TextDocumentSyncCapability,
    TextDocumentSyncKind, Uri, WorkspaceFileOperationsServerCapabilities, WorkspaceServerCapabilities,
    WorkspaceSymbolParams,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::str::FromStr;
use std::thread;
use std::time::Duration;

/// Without work and messages, nothing happens; a long time is as good as none.
const LONG: Duration = Duration::from_secs(3600);

/// A project as it is opened.
pub struct Opened {
    /// Ways to its folder.
    pub roots: Vec<PathBuf>,
    /// How its configuration is read: for the site, and for who follows the disk.
    pub configure: [Box<Configure>; 2],
    /// Reads it, and begins to watch.
    pub follow: Box<dyn FnOnce() -> Follow + Send>,
}

/// Serves over standard input and `out`, which is standard output, until the client says so. `open` takes the client's folder.
///
/// # Errors
/// The client does not speak the protocol, or the system gives no thread.
pub fn run(
    version: &str,
    out: impl Write + Send + 'static,
    open: impl FnOnce(Option<PathBuf>) -> Result<Opened, String>,
) -> Result<(), String> {
    let connection = input::connect(out).map_err(|error| error.to_string())?;
    serve(&connection, version, open)
}

fn serve(
    connection: &Connection,
    version: &str,
    open: impl FnOnce(Option<PathBuf>) -> Result<Opened, String>,
) -> Result<(), String> {
    let broken = |error: lsp_server::ProtocolError| error.to_string();
    let (id, params) = connection.initialize_start().map_err(broken)?;
    // A client that says of itself what nobody can read is one that can do nothing special.
    let params: InitializeParams = serde_json::from_value(params).unwrap_or_default();
    let answer = json!({"capabilities": capabilities(), "serverInfo": {"name": "docent", "version": version}});
    // That it is `initialized` is not waited for: a client may ask at once.
    let _ = connection.sender.send(Response::new_ok(id, answer).into());
    let may_create = params
        .capabilities
        .workspace
        .as_ref()
        .and_then(|workspace| workspace.workspace_edit.as_ref())
        .is_some_and(|edit| edit.document_changes == Some(true) && edit.resource_operations.is_some());
    let (to, snapshots) = unbounded();
    let Opened { roots, configure: [own, followed], follow } = match open(folder(&params)) {
        Ok(opened) => opened,
        Err(message) => return without_project(connection, message),
    };
    let work = move || follow::run(follow(), &*followed, &to);
    thread::Builder::new().name("follow".to_owned()).spawn(work).map_err(|error| error.to_string())?;
    Server { connection, desk: Desk::new(roots, own), told: Told::default(), is_stale: false, may_create }
        .run(&snapshots)
}

/// The folder that the client has open.
fn folder(params: &InitializeParams) -> Option<PathBuf> {
    let folders = params.workspace_folders.as_ref().and_then(|folders| folders.first());
    #[allow(deprecated, reason = "older clients send nothing else")]
    let uri = folders.map(|folder| &folder.uri).or(params.root_uri.as_ref());
    uri.and_then(texts::path)
}

/// There is nothing to serve: the user is told why, once.
fn without_project(connection: &Connection, message: String) -> Result<(), String> {
    let told = ShowMessageParams { typ: MessageType::WARNING, message: format!("docent: {message}") };
    let _ = connection.sender.send(Notification::new(ShowMessage::METHOD.to_owned(), told).into());
    for message in &connection.receiver {
        if let Message::Request(request) = message {
            if connection.handle_shutdown(&request).map_err(|error| error.to_string())? {
                return Ok(());
            }
            let _ = connection.sender.send(Response::new_ok(request.id, Value::Null).into());
        }
    }
    Ok(())
}

/// What the server can do.
fn capabilities() -> ServerCapabilities {
    let characters = |all: &str| Some(all.chars().map(String::from).collect());
    let glob = |glob: &str| FileOperationFilter {
        scheme: Some("file".to_owned()),
        pattern: FileOperationPattern { glob: glob.to_owned(), ..FileOperationPattern::default() },
    };
    let renames = FileOperationRegistrationOptions { filters: vec![glob("**/*.md"), glob("**/")] };
    ServerCapabilities {
        text_document_sync: Some(TextDocumentSyncCapability::Kind(TextDocumentSyncKind::INCREMENTAL)),
        completion_provider: Some(CompletionOptions {
            trigger_characters: characters("[(#/:!"),
            ..CompletionOptions::default()
        }),
        hover_provider: Some(HoverProviderCapability::Simple(true)),
        definition_provider: Some(OneOf::Left(true)),
        references_provider: Some(OneOf::Left(true)),
        document_symbol_provider: Some(OneOf::Left(true)),
        workspace_symbol_provider: Some(OneOf::Left(true)),
        document_link_provider: Some(DocumentLinkOptions {
            resolve_provider: None,
            work_done_progress_options: Default::default(),
        }),
        code_action_provider: Some(CodeActionProviderCapability::Simple(true)),
        rename_provider: Some(OneOf::Right(RenameOptions {
            prepare_provider: Some(true),
            work_done_progress_options: Default::default(),
        })),
        workspace: Some(WorkspaceServerCapabilities {
            workspace_folders: None,
            file_operations: Some(WorkspaceFileOperationsServerCapabilities {
                will_rename: Some(renames),
                ..WorkspaceFileOperationsServerCapabilities::default()
            }),
        }),
        ..ServerCapabilities::default()
    }
}

struct Server<'a> {
    connection: &'a Connection,
    desk: Desk,
    told: Told,
    /// What is on the desk is not built yet.
    is_stale: bool,
    /// The client makes and renames files when an edit says so.
    may_create: bool,
}

impl Server<'_> {
    fn run(mut self, snapshots: &Receiver<Snapshot>) -> Result<(), String> {
        // The first build is of the disk: what is asked before waits for it.
        if let Ok(first) = snapshots.recv() {
            self.desk.take(first);
            self.renew();
        }
        let mut is_working = true;
        loop {
            let wait = if is_working || self.is_stale { Duration::ZERO } else { LONG };
            select! {
                recv(self.connection.receiver) -> message => match message {
                    Ok(message) => if self.message(message)? { return Ok(()) },
                    Err(_) => return Ok(()),
                },
                recv(snapshots) -> snapshot => if let Ok(snapshot) = snapshot {
                    self.desk.take(snapshot);
                    self.is_stale = true;
                },
                default(wait) => {
                    if self.is_stale {
                        self.renew();
                        is_working = true;
                    } else {
                        is_working = self.work();
                    }
                },
            }
        }
    }

    /// Builds, and tells what is wrong now.
    fn renew(&mut self) {
        self.is_stale = false;
        self.desk.build();
        let publish = self.told.after(&self.desk);
        self.tell(publish);
    }

    /// Does some of what nobody waits for; whether there is more.
    fn work(&mut self) -> bool {
        let Some(changed) = self.desk.check() else { return false };
        let publish = told::of(&self.desk, &changed);
        self.tell(publish);
        true
    }

    fn tell(&self, publish: Vec<PublishDiagnosticsParams>) {
        for params in publish {
            // A client that is gone is noticed by the next message.
            let _ =
                self.connection.sender.send(Notification::new(PublishDiagnostics::METHOD.to_owned(), params).into());
        }
    }

    /// Whether the client is done.
    fn message(&mut self, message: Message) -> Result<bool, String> {
        match message {
            Message::Request(request) => {
                if self.connection.handle_shutdown(&request).map_err(|error| error.to_string())? {
                    return Ok(true);
                }
                let response = self.answer(request);
                let _ = self.connection.sender.send(response.into());
            }
            Message::Notification(notification) => {
                // What makes docent panic is noticed by the next question.
                let _ = catch_unwind(AssertUnwindSafe(|| self.notice(notification)));
            }
            Message::Response(_) => {}
        }
        Ok(false)
    }

    fn notice(&mut self, Notification { method, params }: Notification) {
        match method.as_str() {
            DidOpenTextDocument::METHOD => {
                let Ok(DidOpenTextDocumentParams { text_document: opened }) = serde_json::from_value(params) else {
                    return;
                };
                self.edit(&opened.uri, opened.text);
            }
            DidChangeTextDocument::METHOD => {
                let Ok(changed) = serde_json::from_value::<DidChangeTextDocumentParams>(params) else { return };
                let uri = changed.text_document.uri;
                let before = self.desk.name(&uri).and_then(|name| self.desk.text(&name).cloned());
                let text = changed.content_changes.into_iter().fold(before.as_deref().unwrap_or("").to_owned(), apply);
                self.edit(&uri, text);
            }
            DidCloseTextDocument::METHOD => {
                let Ok(DidCloseTextDocumentParams { text_document: closed }) = serde_json::from_value(params) else {
                    return;
                };
                if let Some(name) = self.desk.name(&closed.uri) {
                    self.desk.close(&name);
                    self.is_stale = true;
                }
            }
            _ => {}
        }
    }

    fn edit(&mut self, uri: &Uri, text: String) {
        if let Some(name) = self.desk.name(uri).filter(|name| self.desk.reads(name)) {
            self.desk.edit(&name, uri, text);
            self.is_stale = true;
        }
    }

    fn answer(&mut self, request: Request) -> Response {
        let Request { id, method, params } = request;
        // Names are completed from the last site: a key that is typed does not wait for the next.
        if self.is_stale && method != Completion::METHOD {
            self.renew();
        }
        let answered = catch_unwind(AssertUnwindSafe(|| self.result(&method, params)));
        match answered {
            Ok(Some(Ok(value))) => Response::new_ok(id, value),
            Ok(Some(Err(message))) => Response::new_err(id, ErrorCode::RequestFailed as i32, message),
            Ok(None) => {
                Response::new_err(id, ErrorCode::MethodNotFound as i32, format!("docent does not answer {method}"))
            }
            Err(_) => {
                let message = "docent crashed on this request: please report it".to_owned();
                Response::new_err(id, ErrorCode::InternalError as i32, message)
            }
        }
    }

    fn result(&mut self, method: &str, params: Value) -> Option<Result<Value, String>> {
        let (desk, may_create) = (&mut self.desk, self.may_create);
        Some(match method {
            GotoDefinition::METHOD => on(params, |asked: GotoDefinitionParams| {
                let at = asked.text_document_position_params;
                Ok(navigate::definition(desk, &at.text_document.uri, at.position))
            }),
            References::METHOD => on(params, |asked: ReferenceParams| {
                let at = asked.text_document_position;
                Ok(navigate::references(desk, &at.text_document.uri, at.position, asked.context.include_declaration))
            }),
            HoverRequest::METHOD => on(params, |asked: HoverParams| {
                let at = asked.text_document_position_params;
                Ok(navigate::hover(desk, &at.text_document.uri, at.position))
            }),
            DocumentLinkRequest::METHOD => {
                on(params, |asked: DocumentLinkParams| Ok(navigate::links(desk, &asked.text_document.uri)))
            }
            DocumentSymbolRequest::METHOD => {
                on(params, |asked: DocumentSymbolParams| Ok(outline::of_file(desk, &asked.text_document.uri)))
            }
            WorkspaceSymbolRequest::METHOD => {
                on(params, |asked: WorkspaceSymbolParams| Ok(outline::of_project(desk, &asked.query)))
            }
            Completion::METHOD => on(params, |asked: CompletionParams| {
                let at = asked.text_document_position;
                Ok(complete::at(desk, &at.text_document.uri, at.position))
            }),
            CodeActionRequest::METHOD => on(params, |asked: CodeActionParams| {
                Ok(fixes::of(desk, &asked.text_document.uri, asked.range, may_create))
            }),
            PrepareRenameRequest::METHOD => on(params, |at: TextDocumentPositionParams| {
                Ok(rename::prepare(desk, &at.text_document.uri, at.position))
            }),
            Rename::METHOD => on(params, |asked: RenameParams| {
                let at = asked.text_document_position;
                rename::rename(desk, &at.text_document.uri, at.position, &asked.new_name)
            }),
            WillRenameFiles::METHOD => on(params, |asked: RenameFilesParams| {
                let uri = |text: &str| Uri::from_str(text).map_err(|error| error.to_string());
                let files = asked.files.iter().map(|file| Ok((uri(&file.old_uri)?, uri(&file.new_uri)?)));
                rename::before(desk, &files.collect::<Result<Vec<_>, String>>()?)
            }),
            _ => return None,
        })
    }
}

/// Reads the parameters of a request, and writes its result.
fn on<P: DeserializeOwned, R: Serialize>(
    params: Value,
    answer: impl FnOnce(P) -> Result<R, String>,
) -> Result<Value, String> {
    let params = serde_json::from_value(params).map_err(|error| error.to_string())?;
    serde_json::to_value(answer(params)?).map_err(|error| error.to_string())
}

/// A text after a change.
fn apply(mut text: String, change: TextDocumentContentChangeEvent) -> String {
    let Some(range) = change.range else { return change.text };
    let (start, end) = (texts::offset(&text, range.start), texts::offset(&text, range.end));
    text.replace_range(start..end.max(start), &change.text);
    text
}

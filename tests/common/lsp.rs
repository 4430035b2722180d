//! A client of the language server: what an editor does, without the editor.

use super::Project;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

/// Longer than any answer takes, however busy the machine is.
const PATIENCE: Duration = Duration::from_secs(180);

/// A running server and what it has told.
pub struct Client {
    pub project: Project,
    child: Child,
    input: ChildStdin,
    messages: Receiver<Value>,
    last: i64,
    /// What is wrong with each file, by its name.
    pub problems: BTreeMap<String, Vec<Value>>,
    /// What it has shown to the user.
    pub shown: Vec<String>,
}

impl Client {
    /// Starts the server in the project's folder.
    pub fn start(project: Project) -> Self {
        let mut command = project.command();
        command.arg("lsp").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::inherit());
        let mut child = command.spawn().unwrap();
        let input = child.stdin.take().unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        let (to, messages) = channel();
        thread::spawn(move || read(output, |message| to.send(message).is_ok()));
        let mut client =
            Self { project, child, input, messages, last: 0, problems: BTreeMap::new(), shown: Vec::new() };
        let root = client.uri("");
        let changes = json!({"documentChanges": true, "resourceOperations": ["create", "rename"]});
        let capabilities = json!({"workspace": {"workspaceEdit": changes}});
        let folders = json!([{"uri": root.trim_end_matches('/'), "name": "team"}]);
        let params =
            json!({"processId": null, "rootUri": null, "capabilities": capabilities, "workspaceFolders": folders});
        let answer = client.ask("initialize", params).unwrap();
        assert_eq!(answer["serverInfo"]["name"], "docent");
        client.tell("initialized", json!({}));
        client
    }

    /// The address of a file.
    pub fn uri(&self, file: &str) -> String {
        let root = self.project.root().canonicalize().unwrap();
        format!("file://{}/{}", root.display(), file.replace(' ', "%20"))
    }

    /// Sends a message that has no answer.
    pub fn tell(&mut self, method: &str, params: Value) {
        self.send(&json!({"jsonrpc": "2.0", "method": method, "params": params}));
    }

    /// Asks, and waits for the answer; what is told meanwhile is taken down.
    pub fn ask(&mut self, method: &str, params: Value) -> Result<Value, String> {
        self.last += 1;
        let id = self.last;
        self.send(&json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}));
        loop {
            let message = self.next();
            if message["id"] == id {
                return match message.get("error") {
                    Some(error) => Err(error["message"].as_str().unwrap().to_owned()),
                    None => Ok(message["result"].clone()),
                };
            }
        }
    }

    /// Waits until what was told is as wanted.
    pub fn until(&mut self, wanted: impl Fn(&Self) -> bool) {
        while !wanted(self) {
            self.next();
        }
    }

    /// Opens a file with a text.
    pub fn open(&mut self, file: &str, text: &str) {
        let uri = self.uri(file);
        let item = json!({"uri": uri, "languageId": "markdown", "version": 1, "text": text});
        self.tell("textDocument/didOpen", json!({"textDocument": item}));
    }

    /// Changes an open file as a whole.
    pub fn change(&mut self, file: &str, text: &str) {
        let document = json!({"uri": self.uri(file), "version": 2});
        self.tell("textDocument/didChange", json!({"textDocument": document, "contentChanges": [{"text": text}]}));
    }

    /// Asks about a place in a file: behind the first such words.
    pub fn at(&mut self, method: &str, file: &str, text: &str, words: &str, more: Value) -> Result<Value, String> {
        let offset = text.find(words).unwrap() + words.len();
        let line = text[..offset].matches('\n').count();
        let start = text[..offset].rfind('\n').map_or(0, |at| at + 1);
        let character = text[start..offset].encode_utf16().count();
        let mut params =
            json!({"textDocument": {"uri": self.uri(file)}, "position": {"line": line, "character": character}});
        for (key, value) in more.as_object().into_iter().flatten() {
            params[key] = value.clone();
        }
        self.ask(method, params)
    }

    /// Sends bytes as they are.
    pub fn raw(&mut self, bytes: &[u8]) {
        self.input.write_all(bytes).unwrap();
        self.input.flush().unwrap();
    }

    fn send(&mut self, message: &Value) {
        let text = message.to_string();
        self.raw(format!("Content-Length: {}\r\n\r\n{text}", text.len()).as_bytes());
    }

    fn next(&mut self) -> Value {
        let message = self.messages.recv_timeout(PATIENCE).expect("the server is silent");
        match message["method"].as_str() {
            Some("textDocument/publishDiagnostics") => {
                let root = self.uri("");
                let uri = message["params"]["uri"].as_str().unwrap();
                let file = uri.strip_prefix(&root).unwrap_or(uri).replace("%20", " ");
                let all = message["params"]["diagnostics"].as_array().unwrap().clone();
                if all.is_empty() {
                    self.problems.remove(&file)
                } else {
                    self.problems.insert(file, all)
                };
            }
            Some("window/showMessage") => self.shown.push(message["params"]["message"].as_str().unwrap().to_owned()),
            _ => {}
        }
        message
    }

    /// Ends it as an editor does, and says how it ended.
    pub fn end(mut self) -> Option<i32> {
        self.ask("shutdown", Value::Null).unwrap();
        self.tell("exit", Value::Null);
        self.child.wait().unwrap().code()
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn read(mut output: impl BufRead, mut take: impl FnMut(Value) -> bool) {
    loop {
        let mut length = 0;
        loop {
            let mut line = String::new();
            if output.read_line(&mut line).unwrap_or(0) == 0 {
                return;
            }
            if line.trim().is_empty() {
                break;
            }
            if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse().unwrap();
            }
        }
        let mut bytes = vec![0; length];
        if output.read_exact(&mut bytes).is_err() || !take(serde_json::from_slice(&bytes).unwrap()) {
            return;
        }
    }
}

/// Writes the edits of an answer into the files of a folder, and makes and renames files, as an editor does.
pub fn apply(root: &Path, prefix: &str, edit: &Value) {
    let file = |uri: &Value| root.join(uri.as_str().unwrap().strip_prefix(prefix).unwrap().replace("%20", " "));
    for change in edit["documentChanges"].as_array().into_iter().flatten() {
        match change["kind"].as_str() {
            Some("create") => {
                std::fs::create_dir_all(file(&change["uri"]).parent().unwrap()).unwrap();
                std::fs::write(file(&change["uri"]), "").unwrap();
            }
            Some("rename") => {
                let to = file(&change["newUri"]);
                std::fs::create_dir_all(to.parent().unwrap()).unwrap();
                std::fs::rename(file(&change["oldUri"]), to).unwrap();
            }
            _ => write(&file(&change["textDocument"]["uri"]), &change["edits"]),
        }
    }
    for (uri, edits) in edit["changes"].as_object().into_iter().flatten() {
        write(&file(&Value::from(uri.as_str())), edits);
    }
}

fn write(file: &Path, edits: &Value) {
    let mut text = std::fs::read_to_string(file).unwrap();
    let mut edits = edits.as_array().unwrap().clone();
    edits.sort_by_key(|edit| (edit["range"]["start"]["line"].as_u64(), edit["range"]["start"]["character"].as_u64()));
    for edit in edits.iter().rev() {
        let (start, end) = (offset(&text, &edit["range"]["start"]), offset(&text, &edit["range"]["end"]));
        text.replace_range(start..end, edit["newText"].as_str().unwrap());
    }
    std::fs::write(file, text).unwrap();
}

fn offset(text: &str, position: &Value) -> usize {
    let line = position["line"].as_u64().unwrap() as usize;
    let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
    let mut left = position["character"].as_u64().unwrap() as usize;
    let rest = text[start..].char_indices().find(|(_, c)| {
        let here = left == 0;
        left = left.saturating_sub(c.len_utf16());
        here
    });
    rest.map_or(text.len(), |(at, _)| start + at)
}

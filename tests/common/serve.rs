//! A running `docent serve`, asked over real sockets.

use super::Project;
use serde_json::Value;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

/// Longer than anything takes on a busy machine: a bound for what would otherwise hang, not a measure.
const PATIENCE: Duration = Duration::from_secs(60);

/// A server that ends with the test.
pub struct Serve {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
    /// What it serves.
    pub project: Project,
    token: String,
    said: Arc<Mutex<String>>,
}

/// An answer.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Status, or 0 when the connection was closed without one.
    pub status: u16,
    /// The head as it came, in lower case.
    pub head: String,
    /// The body.
    pub body: Vec<u8>,
}

impl Answer {
    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// A header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| line.strip_prefix(&format!("{name}: ")))
    }

    fn read(bytes: &[u8]) -> Self {
        let end = bytes.windows(4).position(|w| w == b"\r\n\r\n").unwrap_or(bytes.len());
        let head = String::from_utf8_lossy(&bytes[..end]).to_ascii_lowercase();
        let status = head.split(' ').nth(1).and_then(|code| code.parse().ok()).unwrap_or(0);
        let rest = bytes.get(end + 4..).unwrap_or_default();
        let body = if head.contains("transfer-encoding: chunked") { unchunk(rest) } else { rest.to_vec() };
        Self { status, head, body }
    }
}

fn unchunk(mut rest: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    while let Some(at) = rest.windows(2).position(|w| w == b"\r\n") {
        let length = std::str::from_utf8(&rest[..at]).ok().and_then(|hex| usize::from_str_radix(hex.trim(), 16).ok());
        let Some(length) = length.filter(|length| *length > 0 && rest.len() >= at + 2 + length) else { break };
        body.extend_from_slice(&rest[at + 2..at + 2 + length]);
        rest = rest.get(at + 4 + length..).unwrap_or_default();
    }
    body
}

impl Serve {
    /// Starts a server and waits until it listens and has a page.
    pub fn start(project: Project, args: &[&str]) -> Self {
        let mut command = project.command();
        command.args(["serve", "--format", "json"]).args(args);
        if !args.contains(&"--port") {
            command.args(["--port", "0"]);
        }
        Self::start_command(project, command)
    }

    /// The same with a command of the test's own.
    pub fn start_command(project: Project, mut command: Command) -> Self {
        command.current_dir(project.root()).env("NO_COLOR", "1").stdin(Stdio::null());
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("docent runs");
        let mut lines = BufReader::new(child.stdout.take().expect("standard output")).lines();
        let line = lines.next().expect("a line").expect("a line");
        let line: Value = serde_json::from_str(&line).expect("one JSON object a line");
        let url = line["serving"].as_str().expect("an address").to_owned();
        let address = url.trim_start_matches("http://").trim_end_matches('/').parse().expect("an address");
        // Problems are told there too: somebody has to read, or the pipe is full one day.
        thread::spawn(move || lines.for_each(drop));
        let said = Arc::new(Mutex::new(String::new()));
        let errors = BufReader::new(child.stderr.take().expect("standard error")).lines();
        let heard = said.clone();
        thread::spawn(move || errors.map_while(Result::ok).for_each(|line| *heard.lock().unwrap() += &(line + "\n")));
        let mut serve = Self { child, address, project, token: String::new(), said };
        serve.token = attribute(&serve.get("/").text(), "data-token").expect("a token in the page");
        serve
    }

    /// What it said on standard error so far.
    pub fn said(&self) -> String {
        self.said.lock().unwrap().clone()
    }

    /// The token of this run.
    pub fn token(&self) -> &str {
        &self.token
    }

    /// The name that a browser would ask for.
    pub fn host(&self) -> String {
        self.address.to_string()
    }

    /// The server's process.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Whether it still runs.
    pub fn is_alive(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None)) && self.get("/").status == 200
    }

    /// Asks for a path as a browser does.
    pub fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, &[])
    }

    /// Asks with more headers.
    pub fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
        let more: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        let host = self.host();
        self.raw(format!("{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{more}\r\n").as_bytes())
    }

    /// Sends bytes and reads until the server ends the connection.
    pub fn raw(&self, bytes: &[u8]) -> Answer {
        let mut stream = self.connect();
        // A server that has heard enough closes while we still write.
        let _ = stream.write_all(bytes);
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        Answer::read(&answer)
    }

    /// A connection.
    pub fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).expect("a connection");
        stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
        stream
    }

    /// The head of a request for events, as a page of this preview sends it.
    pub fn events_request(&self, page: &str, hash: &str) -> String {
        let (host, token) = (self.host(), &self.token);
        format!(
            "GET /__docent/events?token={token}&page={page}&hash={hash} HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\n\r\n"
        )
    }

    /// A tab that shows a page: told what changes from now on. The first event has come when this returns.
    pub fn tab(&self, page: &str) -> Tab {
        let html = self.get(&format!("/{page}")).text();
        let mut tab = self.tab_with(page, &attribute(&html, "data-hash").unwrap_or_default());
        tab.closing();
        tab
    }

    /// A tab that says which hash it has.
    pub fn tab_with(&self, page: &str, hash: &str) -> Tab {
        let mut stream = self.connect();
        stream.write_all(self.events_request(page, hash).as_bytes()).expect("a request");
        let (tell, told) = mpsc::channel();
        thread::spawn(move || {
            for line in BufReader::new(stream).lines().map_while(Result::ok) {
                let event = line.strip_prefix("data: ").and_then(|data| serde_json::from_str(data).ok());
                if event.is_some_and(|event: Value| tell.send(event).is_err()) {
                    return;
                }
            }
        });
        Tab { told, id: 0 }
    }
}

impl Drop for Serve {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What a tab hears.
pub struct Tab {
    told: Receiver<Value>,
    /// Number of the build it heard of last.
    pub id: u64,
}

impl Tab {
    /// The next event.
    pub fn event(&mut self) -> Value {
        self.event_until(Instant::now() + PATIENCE).expect("an event")
    }

    /// The next event, if there is one by then.
    pub fn event_until(&mut self, until: Instant) -> Option<Value> {
        let event = self.told.recv_timeout(until.saturating_duration_since(Instant::now())).ok()?;
        self.id = event["id"].as_u64().expect("a number");
        Some(event)
    }

    /// What comes before `ok` or `error`, and that.
    pub fn closing(&mut self) -> (Vec<Value>, Value) {
        let mut before = Vec::new();
        loop {
            let event = self.event();
            if event["kind"] == "ok" || event["kind"] == "error" {
                return (before, event);
            }
            before.push(event);
        }
    }
}

/// The value of an attribute, the first of its name.
pub fn attribute(html: &str, name: &str) -> Option<String> {
    let (_, rest) = html.split_once(&format!(" {name}=\""))?;
    Some(rest.split_once('"')?.0.to_owned())
}

/// A page without what the preview adds to it.
pub fn published(html: &str) -> String {
    let mut out = html.to_owned();
    if let Some(at) = out.find("<script src=\"/__docent/") {
        let end = at + out[at..].find("</script>").expect("an end") + "</script>".len();
        out.replace_range(at..end, "");
    }
    let mut clean = String::with_capacity(out.len());
    let mut rest = out.as_str();
    while let Some((before, after)) = rest.split_once(" data-line=\"") {
        clean.push_str(before);
        rest = after.split_once('"').expect("an end").1;
    }
    clean + rest
}

//! A client of `docent mcp`: what an assistant's program does, without the assistant.

use super::Project;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

/// Longer than any answer takes, however busy the machine is.
const PATIENCE: Duration = Duration::from_secs(180);

/// A running server.
pub struct Assistant {
    child: Child,
    input: Option<ChildStdin>,
    messages: Receiver<Value>,
    last: i64,
    /// All that it ever said.
    pub heard: String,
}

impl Assistant {
    /// Starts the server in the project's folder, and says hello.
    pub fn start(project: &Project, args: &[&str]) -> Self {
        let mut command = project.command();
        command.arg("mcp").args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::inherit());
        let mut child = command.spawn().unwrap();
        let input = child.stdin.take();
        let output = BufReader::new(child.stdout.take().unwrap());
        let (to, messages) = channel();
        thread::spawn(move || {
            for line in output.lines().map_while(Result::ok) {
                if to.send(serde_json::from_str(&line).unwrap()).is_err() {
                    return;
                }
            }
        });
        let mut assistant = Self { child, input, messages, last: 0, heard: String::new() };
        let params = json!({"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}});
        let said = assistant.ask("initialize", params).unwrap();
        assert_eq!(said["serverInfo"]["name"], "docent", "{said}");
        assistant.say(&json!({"jsonrpc": "2.0", "method": "notifications/initialized"}).to_string());
        assistant
    }

    /// Sends a line as it is.
    pub fn say(&mut self, line: &str) {
        let input = self.input.as_mut().unwrap();
        input.write_all(line.as_bytes()).unwrap();
        input.write_all(b"\n").unwrap();
        input.flush().unwrap();
    }

    /// Asks, and waits for the answer.
    pub fn ask(&mut self, method: &str, params: Value) -> Result<Value, String> {
        self.last += 1;
        let id = self.last;
        self.say(&json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}).to_string());
        loop {
            let message = self.messages.recv_timeout(PATIENCE).expect("the server is silent");
            self.heard.push_str(&message.to_string());
            if message["id"] == id {
                return match message.get("error") {
                    Some(error) => Err(error["message"].as_str().unwrap().to_owned()),
                    None => Ok(message["result"].clone()),
                };
            }
        }
    }

    /// Calls a tool: its data, or what it says is wrong.
    pub fn call(&mut self, tool: &str, arguments: Value) -> Result<Value, String> {
        let said = self.ask("tools/call", json!({"name": tool, "arguments": arguments}))?;
        if said["isError"] == true {
            return Err(said["content"][0]["text"].as_str().unwrap().to_owned());
        }
        Ok(said["structuredContent"].clone())
    }

    /// Memory that it holds, in pages of the system.
    pub fn memory(&self) -> usize {
        let told = std::fs::read_to_string(format!("/proc/{}/statm", self.child.id())).unwrap();
        told.split(' ').nth(1).unwrap().parse().unwrap()
    }

    /// Closes its input, and says how it ended.
    pub fn end(mut self) -> Option<i32> {
        drop(self.input.take());
        self.child.wait().unwrap().code()
    }
}

impl Drop for Assistant {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

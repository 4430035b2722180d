//! What readers asked for and did not get: lists of questions, and logs of web servers.
//!
//! In: the text of a file, which nobody has to trust: questions, one a line or as a JSON list; or a log in the common or
//! combined format, or with a JSON object a line as nginx and Caddy write it. Out: questions, and paths that were not there
//! (404), each with how often it was asked for. What is neither is passed over.

use crate::url::decode;
use serde_json::Value;
use std::collections::BTreeMap;

/// Longer questions and paths, and more of them, help nobody.
const LONGEST: usize = 200;
const MOST: usize = 20_000;

/// What was asked for in vain; the most frequent first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// Questions.
    pub questions: Vec<(String, u32)>,
    /// Paths from the host's root, decoded, without query.
    pub missing: Vec<(String, u32)>,
}

/// Reads a file.
pub fn read(text: &str) -> Asked {
    let mut counts = Counts::default();
    match serde_json::from_str::<Vec<Value>>(text) {
        Ok(list) => list.iter().filter_map(Value::as_str).for_each(|question| counts.question(question)),
        Err(_) => text.lines().for_each(|line| counts.line(line)),
    }
    Asked { questions: sorted(counts.questions), missing: sorted(counts.missing) }
}

fn sorted(counts: BTreeMap<String, u32>) -> Vec<(String, u32)> {
    let mut all: Vec<_> = counts.into_iter().collect();
    all.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    all
}

#[derive(Default)]
struct Counts {
    questions: BTreeMap<String, u32>,
    missing: BTreeMap<String, u32>,
}

impl Counts {
    fn line(&mut self, line: &str) {
        let line = line.trim();
        if line.starts_with('{') {
            let logged = serde_json::from_str::<Value>(line).ok().and_then(|entry| in_json(&entry));
            logged.into_iter().for_each(|(target, status)| self.request(&target, status));
        } else if let Some((target, status)) = in_line(line) {
            self.request(target, status);
        } else if !line.contains("HTTP/") && !is_logged(line) {
            self.question(line);
        }
    }

    fn request(&mut self, target: &str, status: u64) {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let asked = query.split('&').find_map(|pair| pair.strip_prefix("q="));
        match asked.filter(|_| path.ends_with("/search.html") || path.ends_with("/search")) {
            Some(question) => self.question(&decode(&question.replace('+', " "))),
            None if status == 404 => self.path(&decode(path.split('#').next().unwrap_or_default())),
            None => {}
        }
    }

    fn path(&mut self, path: &str) {
        let steps = || path.split('/').any(|part| matches!(part, "." | ".."));
        if path.starts_with('/') && path.len() > 1 && is_clean(path) && !steps() && !is_asset(path) {
            add(&mut self.missing, path);
        }
    }

    fn question(&mut self, question: &str) {
        let question = question.split_whitespace().collect::<Vec<_>>().join(" ");
        if question.chars().any(char::is_alphanumeric) && is_clean(&question) {
            add(&mut self.questions, &question);
        }
    }
}

fn add(counts: &mut BTreeMap<String, u32>, text: &str) {
    if let Some(count) = counts.get_mut(text) {
        *count = count.saturating_add(1);
    } else if counts.len() < MOST {
        counts.insert(text.to_owned(), 1);
    }
}

fn is_clean(text: &str) -> bool {
    text.len() <= LONGEST && !text.chars().any(char::is_control)
}

/// Whether no page can answer for it: robots ask for `wp-login.php`, browsers for `favicon.ico`.
fn is_asset(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    let end = name.rsplit_once('.').map(|(_, end)| end.to_ascii_lowercase());
    name.starts_with('.') || end.is_some_and(|end| !matches!(&*end, "html" | "htm" | "md") && end.len() <= 5)
}

/// `... "GET /path HTTP/1.1" 404 ...`
fn in_line(line: &str) -> Option<(&str, u64)> {
    let (_, rest) = line.split_once("] \"")?;
    let (request, rest) = rest.split_once("\" ")?;
    let status = rest.split_whitespace().next()?.parse().ok()?;
    Some((target(request)?, status))
}

/// Whether a line is one of a log, whatever was asked: `... "\x16\x03\x01" 400 1` is what a client sends that means another
/// port.
fn is_logged(line: &str) -> bool {
    let behind = line.split_once("] \"").and_then(|(_, rest)| rest.split_once("\" "));
    behind.is_some_and(|(_, rest)| rest.split(' ').next().is_some_and(|status| status.parse::<u16>().is_ok()))
}

/// `GET /path HTTP/1.1`; other methods ask for no page.
fn target(request: &str) -> Option<&str> {
    let (method, rest) = request.split_once(' ')?;
    let (target, _) = rest.rsplit_once(" HTTP/")?;
    matches!(method, "GET" | "HEAD").then_some(target)
}

/// Caddy: `request.uri` and `status`; nginx: whatever its format names so.
fn in_json(entry: &Value) -> Option<(String, u64)> {
    let status = entry.get("status")?;
    let status = status.as_u64().or_else(|| status.as_str()?.parse().ok())?;
    let request = entry.get("request");
    let uri = request
        .and_then(|request| request.get("uri"))
        .or_else(|| entry.get("request_uri"))
        .or_else(|| entry.get("uri"));
    let line = || request.and_then(Value::as_str).and_then(target);
    Some((uri.and_then(Value::as_str).or_else(line)?.to_owned(), status))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_format_is_read() {
        let asked = read(
            "quit job\n\
             127.0.0.1 - - [30/Nov/2026:10:00:00 +0000] \"GET /old/page.html?x=1 HTTP/1.1\" 404 153\n\
             127.0.0.1 - - [30/Nov/2026:10:00:00 +0000] \"GET /old/page.html HTTP/1.1\" 404 153 \"-\" \"curl\"\n\
             127.0.0.1 - - [30/Nov/2026:10:00:00 +0000] \"GET /fine.html HTTP/1.1\" 200 153\n\
             127.0.0.1 - - [30/Nov/2026:10:00:00 +0000] \"GET /en/search.html?q=day+off HTTP/1.1\" 200 153\n\
             {\"request\":{\"method\":\"GET\",\"uri\":\"/caddy/%D0%B0\"},\"status\":404}\n\
             {\"request\":\"GET /nginx HTTP/1.1\",\"status\":\"404\"}\n\
             {\"request\":\"GET /wp-login.php HTTP/1.1\",\"status\":404}\n",
        );
        let text = |list: &[(String, u32)]| list.iter().map(|(text, n)| format!("{text} {n}")).collect::<Vec<_>>();
        assert_eq!(text(&asked.questions), ["day off 1", "quit job 1"]);
        assert_eq!(text(&asked.missing), ["/old/page.html 2", "/caddy/а 1", "/nginx 1"]);
        assert_eq!(text(&read("[\"a b\", \"a b\", 3]").questions), ["a b 2"]);
    }

    #[test]
    fn hostile_lines_are_passed_over() {
        let lines = [
            "x [y] \"GET /../../etc/passwd HTTP/1.1\" 404 1",
            "x [y] \"GET /a%0Aaliases:%20x HTTP/1.1\" 404 1",
            "x [y] \"GET /%1b[31m HTTP/1.1\" 404 1",
            "x [y] \"POST /a HTTP/1.1\" 404 1",
            "x [y] \"\\x16\\x03\\x01\" 400 1",
            "{\"status\":404,\"request\":[[[[",
            "\u{1b}]0;title\u{7}",
            "-- ,, !!",
        ];
        assert_eq!(read(&lines.join("\n")), Asked::default());
        assert_eq!(read(&"a".repeat(10_000)), Asked::default());
    }
}

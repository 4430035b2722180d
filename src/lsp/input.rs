//! Messages between a client and the server, each behind a header with its length (LSP 3.17, base protocol).
//!
//! In: standard input and output. Out: a connection. What is no message is passed over, and the next one is read: a client
//! that errs once does not lose its server.
//!
//! 1. Lines up to an empty one are the header; without a length they were something else, and the next lines are read.
//! 2. So many bytes are the message. A length that no client means ([`MOST`]) is skipped, not kept.
//! 3. Bytes that are no message but say to which question they belong get an error.

use lsp_server::{Connection, ErrorCode, Message, RequestId, Response};
use serde_json::Value;
use std::io::{self, BufRead, Read, Write, stdin};
use std::thread;

/// Bytes of one message. A page has at most 5 MB, and JSON writes a byte in up to six.
const MOST: u64 = 64 << 20;

/// Bytes of a line of a header: without a line end, it is none.
const LINE: u64 = 4 << 10;

/// Connects standard input and `out`, which is standard output. A client says `exit` when it has read the last answer: no thread is waited for.
///
/// # Errors
/// The system gives no thread.
pub fn connect(mut out: impl Write + Send + 'static) -> io::Result<Connection> {
    let (sender, written) = crossbeam_channel::bounded::<Message>(0);
    let (read, receiver) = crossbeam_channel::bounded::<Message>(0);
    let writer = move || written.iter().try_for_each(|message| message.write(&mut out)).is_ok();
    thread::Builder::new().name("write".to_owned()).spawn(writer)?;
    let answer = sender.clone();
    let reader = move || {
        let mut input = stdin().lock();
        while let Ok(Some(bytes)) = next(&mut input) {
            match message(&bytes) {
                Ok(message) => {
                    let is_exit = matches!(&message, Message::Notification(told) if told.method == "exit");
                    if read.send(message).is_err() || is_exit {
                        return;
                    }
                }
                Err(told) => drop(told.map(|told| answer.send(told.into()))),
            }
        }
    };
    thread::Builder::new().name("read".to_owned()).spawn(reader)?;
    Ok(Connection { sender, receiver })
}

/// The bytes of the next message; none at the end.
fn next(input: &mut impl BufRead) -> io::Result<Option<Vec<u8>>> {
    let mut length = None;
    loop {
        let mut line = Vec::new();
        if input.take(LINE).read_until(b'\n', &mut line)? == 0 {
            return Ok(None);
        }
        let line = String::from_utf8_lossy(&line);
        let line = line.trim();
        match (length, line.split_once(':')) {
            (Some(length), _) if line.is_empty() && length <= MOST => {
                let mut bytes = Vec::new();
                let read = input.take(length).read_to_end(&mut bytes)?;
                return Ok((read as u64 == length).then_some(bytes));
            }
            (Some(skipped), _) if line.is_empty() => {
                io::copy(&mut input.take(skipped), &mut io::sink())?;
                length = None;
            }
            (_, Some((name, value))) if name.trim().eq_ignore_ascii_case("content-length") => {
                length = value.trim().parse().ok();
            }
            _ => {}
        }
    }
}

/// The message of some bytes, or what its sender is to be told.
fn message(bytes: &[u8]) -> Result<Message, Option<Response>> {
    let value: Value = serde_json::from_slice(bytes).map_err(|_| None)?;
    let id = value.get("id").cloned();
    serde_json::from_value(value).map_err(|_| {
        let id: RequestId = serde_json::from_value(id?).ok()?;
        let message = "this is no message of the Language Server Protocol".to_owned();
        Some(Response::new_err(id, ErrorCode::InvalidRequest as i32, message))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_message_is_passed_over() {
        let good = "Content-Length: 2\r\n\r\n{}";
        let cases = [
            "",
            "\r\n\r\n",
            "no header\r\n\r\n",
            "Content-Type: x\r\n\r\n",
            "Content-Length: many\r\n\r\n",
            "Content-Length: -1\r\n\r\n",
            "Content-Length: 99999999999999999999999\r\n\r\n",
            "\u{0}\u{0}\n",
            "content-length:2\n\n[]",
        ];
        for case in cases {
            let whole = format!("{case}{good}");
            let mut input = whole.as_bytes();
            let mut last = None;
            while let Some(bytes) = next(&mut input).expect("memory can be read") {
                last = Some(bytes);
            }
            assert_eq!(last.as_deref(), Some(&b"{}"[..]), "{case:?}");
        }
        let cut = next(&mut &b"Content-Length: 9\r\n\r\n{}"[..]).expect("memory can be read");
        assert_eq!(cut, None);
    }

    #[test]
    fn who_asked_for_nothing_understandable_is_told_so() {
        assert!(matches!(message(b"{\"id\": 1, \"error\": 7}"), Err(Some(_))));
        assert!(matches!(message(b"{\"id\": [1], \"error\": 7}"), Err(None)));
        assert!(matches!(message(b"\xff"), Err(None)));
        assert!(matches!(message(b"[]"), Err(None)));
        assert!(message(b"{\"method\": \"x\"}").is_ok());
    }
}

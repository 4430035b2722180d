//! Standard output: the one place that writes there.
//!
//! In: texts. Out: the texts where the user wants them. What could not be written is remembered, told once on standard
//! error, and makes the program's exit code 2, whatever the command found: an answer that is not there is no answer. A
//! reader that has read enough (`docent report pages | head -1`) is no error: the rest is not written, and the exit code
//! is the command's own.

use anstream::{AutoStream, ColorChoice};
use std::fmt::Display;
use std::io::{self, ErrorKind, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

/// Something could not be written.
static FAILED: AtomicBool = AtomicBool::new(false);
/// The reader is gone.
static CLOSED: AtomicBool = AtomicBool::new(false);

/// Writes a text to standard output.
pub fn write(text: &str) {
    if CLOSED.load(Ordering::Relaxed) || FAILED.load(Ordering::Relaxed) {
        return;
    }
    match written(text.as_bytes()) {
        Ok(()) => {}
        Err(error) if error.kind() == ErrorKind::BrokenPipe => CLOSED.store(true, Ordering::Relaxed),
        Err(error) => failed(error),
    }
}

/// Standard output for a protocol: whoever speaks it notices on its own that nobody listens.
pub fn stream() -> impl Write + Send + 'static {
    io::stdout()
}

/// Whether something could not be written.
pub fn has_failed() -> bool {
    FAILED.load(Ordering::Relaxed)
}

/// Whether it is a terminal that shows colours, and the user wants some (`NO_COLOR`, no-color.org).
pub fn is_coloured() -> bool {
    AutoStream::choice(&io::stdout()) != ColorChoice::Never
}

/// Clap's own answers: the help, the version.
pub fn help(answer: &clap::Error) {
    let text = answer.render();
    if is_coloured() { write(&text.ansi().to_string()) } else { write(&text.to_string()) }
}

fn failed(error: impl Display) {
    if !FAILED.swap(true, Ordering::Relaxed) {
        super::console::failure(&format!("standard output: {error}"));
    }
}

fn written(mut bytes: &[u8]) -> io::Result<()> {
    let mut out = handle()?;
    while !bytes.is_empty() {
        match out.write(bytes) {
            Ok(0) => return Err(ErrorKind::WriteZero.into()),
            Ok(length) => bytes = &bytes[length..],
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            // Somebody gave us a pipe that does not wait: so we do.
            Err(error) if error.kind() == ErrorKind::WouldBlock => thread::sleep(Duration::from_millis(2)),
            Err(error) => return Err(error),
        }
    }
    out.flush()
}

/// The standard library's own handle takes a descriptor that cannot be written to for a success.
#[cfg(unix)]
fn handle() -> io::Result<std::fs::File> {
    use std::os::fd::AsFd;
    Ok(std::fs::File::from(io::stdout().as_fd().try_clone_to_owned()?))
}

/// A console wants its text in another encoding, which the standard library's handle knows.
#[cfg(not(unix))]
fn handle() -> io::Result<io::StdoutLock<'static>> {
    Ok(io::stdout().lock())
}

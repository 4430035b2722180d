//! Diagrams written in Mermaid, drawn when the site is built.
//!
//! In: the text of a fence. Out: a [`Drawing`] (SVG in the theme's classes, its name and the words in it), or a
//! [`Refusal`] that says what is wrong and where.
//!
//! 1. [`mermaid`] reads the text and lays it out, within limits that count work: the same bytes on every machine.
//! 2. [`drawing`] makes the SVG anew from what that gave: shapes, lines and texts that it knows, and nothing else.
//!    [`roles`] says what each of them is to the reader (a box, a line, a note), [`labels`] breaks texts into lines.
//! 3. [`crate::svg`] checks that the result is only a drawing.
//!
//! What was drawn is remembered by its text, for the page, the search and the next build.

mod drawing;
mod labels;
mod measure;
mod mermaid;
mod roles;
mod values;

use crate::fingerprint::Fingerprint;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

/// A diagram.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Drawing {
    /// The SVG; where its ids begin stands [`PREFIX`].
    pub svg: String,
    /// What the author calls it, by `accTitle` or `title`.
    pub name: Option<String>,
    /// Its words, in the order in which they are drawn, each once.
    pub labels: Vec<String>,
}

/// Stands in a drawing where its ids begin: one page may hold a drawing twice.
pub const PREFIX: char = '\u{1}';

/// Why there is no drawing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// What is wrong.
    pub message: String,
    /// Where, in the bytes of the text.
    pub place: Range<usize>,
}

/// What was drawn, or why it was not.
pub type Drawn = Arc<Result<Drawing, Refusal>>;

/// So many diagrams of a page are drawn: a short text may be a long drawing, and some take a while.
pub const MOST_ON_A_PAGE: usize = 200;

/// So many bytes of drawings a page may have.
pub const MOST_BYTES_ON_A_PAGE: usize = 8 * 1024 * 1024;

/// So many bytes of drawings are remembered; with more, all are forgotten.
const MOST_REMEMBERED: usize = 32 * 1024 * 1024;

#[derive(Default)]
struct Remembered {
    drawn: HashMap<Fingerprint, Drawn>,
    bytes: usize,
}

/// Draws a diagram, or finds it among those that were drawn.
pub fn draw(text: &str) -> Drawn {
    static REMEMBERED: LazyLock<Mutex<Remembered>> = LazyLock::new(Mutex::default);
    let lock = || REMEMBERED.lock().unwrap_or_else(PoisonError::into_inner);
    let key = Fingerprint::of_bytes(text.as_bytes());
    if let Some(drawn) = lock().drawn.get(&key) {
        return drawn.clone();
    }
    let drawn = Arc::new(anew(text));
    let mut remembered = lock();
    if remembered.bytes > MOST_REMEMBERED {
        *remembered = Remembered::default();
    }
    remembered.bytes += drawn.as_ref().as_ref().map_or(0, |drawing| drawing.svg.len()) + 256;
    remembered.drawn.insert(key, drawn.clone());
    drawn
}

fn anew(text: &str) -> Result<Drawing, Refusal> {
    let svg = mermaid::svg(text)?;
    let drawing = drawing::of(&svg).map_err(|wrong| refused(text, &wrong))?;
    match crate::svg::check(&drawing.svg.replace(PREFIX, "d")) {
        Ok(()) => Ok(drawing),
        Err(_) => Err(refused(text, "something in it is no part of a drawing")),
    }
}

/// About the whole: its first line.
fn refused(text: &str, message: &str) -> Refusal {
    let start = text.len() - text.trim_start().len();
    let end = text[start..].find('\n').map_or(text.len(), |at| start + at);
    Refusal { message: message.to_owned(), place: start..end }
}

//! Labels that the library writes as HTML, as lines of text.
//!
//! In: an element of text in a box. Out: its lines, in which bold and slanted pieces are told apart.
//!
//! 1. Breaks of the author are kept.
//! 2. What is wider than the box is broken at blanks into as few lines as fit, and these are made equally long.

use super::measure;
use roxmltree::Node;

/// A piece of a line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Piece {
    pub text: String,
    pub bold: bool,
    pub slanted: bool,
}

/// A line.
pub(super) type Line = Vec<Piece>;

/// The lines of a label whose box lets a text be `most` times its size wide.
pub(super) fn lines(label: Node<'_, '_>, most: f64) -> Vec<Line> {
    let mut lines = vec![Line::new()];
    read(label, &Piece::default(), &mut lines);
    let words = lines.into_iter().map(words).filter(|words| !words.is_empty());
    words.flat_map(|words| wrapped(words, most)).collect()
}

/// The words of lines, one blank apart.
pub(super) fn text(lines: &[Line]) -> String {
    let line = |line: &Line| line.iter().map(|piece| piece.text.as_str()).collect::<String>();
    lines.iter().map(line).collect::<Vec<_>>().join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Blocks and breaks end lines. Icons of sets are nothing.
fn read(node: Node<'_, '_>, style: &Piece, lines: &mut Vec<Line>) {
    for child in node.children() {
        if let Some(text) = child.text().filter(|_| child.is_text()) {
            if let Some(line) = lines.last_mut() {
                line.push(Piece { text: text.to_owned(), ..style.clone() });
            }
            continue;
        }
        let name = child.tag_name().name();
        let breaks = matches!(name, "br" | "p" | "div" | "li");
        if breaks && lines.last().is_some_and(|line| !line.is_empty()) {
            lines.push(Line::new());
        }
        let bold = style.bold || matches!(name, "strong" | "b");
        let slanted = style.slanted || matches!(name, "em" | "i");
        read(child, &Piece { bold, slanted, text: String::new() }, lines);
        if breaks && name != "br" && lines.last().is_some_and(|line| !line.is_empty()) {
            lines.push(Line::new());
        }
    }
}

/// A word of several pieces is one: `un**do**`.
fn words(line: Line) -> Vec<Line> {
    let mut words: Vec<Line> = Vec::new();
    let mut open = false;
    for piece in line {
        for (number, text) in piece.text.split(|c: char| c.is_whitespace() && c != '\u{a0}').enumerate() {
            open &= number == 0;
            if text.is_empty() {
                continue;
            }
            let part = Piece { text: text.to_owned(), ..piece.clone() };
            match words.last_mut().filter(|_| open) {
                Some(word) => word.push(part),
                None => words.push(vec![part]),
            }
            open = true;
        }
    }
    words
}

fn wrapped(words: Vec<Line>, most: f64) -> Vec<Line> {
    let widths: Vec<f64> = words.iter().map(|word| word.iter().map(width).sum()).collect();
    let count = broken(&widths, most).len();
    // The narrowest width that needs no more lines; of a few, so that it is quickly found.
    let narrow =
        (1..=20).map(|part| most * f64::from(part) / 20.0).find(|width| broken(&widths, *width).len() <= count);
    let mut words = words.into_iter();
    let lines = broken(&widths, narrow.unwrap_or(most));
    lines.into_iter().map(|count| joined(words.by_ref().take(count))).collect()
}

fn width(piece: &Piece) -> f64 {
    measure::width(&piece.text) * if piece.bold { 1.07 } else { 1.0 }
}

/// How many words stand on each line.
fn broken(widths: &[f64], most: f64) -> Vec<usize> {
    let blank = measure::width(" ");
    let mut lines: Vec<usize> = Vec::new();
    let mut filled = 0.0;
    for width in widths {
        match lines.last_mut().filter(|_| filled + blank + width <= most + 0.01) {
            Some(count) => {
                *count += 1;
                filled += blank + width;
            }
            None => {
                lines.push(1);
                filled = *width;
            }
        }
    }
    lines
}

/// Words with blanks between them; neighbours of one style are one piece.
fn joined(words: impl Iterator<Item = Line>) -> Line {
    let mut line = Line::new();
    for (number, word) in words.enumerate() {
        for (part, mut piece) in word.into_iter().enumerate() {
            if number > 0 && part == 0 {
                piece.text.insert(0, ' ');
            }
            match line.last_mut().filter(|last| (last.bold, last.slanted) == (piece.bold, piece.slanted)) {
                Some(last) => last.text.push_str(&piece.text),
                None => line.push(piece),
            }
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;
    use roxmltree::Document;

    fn of(html: &str, most: f64) -> Vec<String> {
        let document = Document::parse(html).unwrap();
        lines(document.root_element(), most).iter().map(|line| text(std::slice::from_ref(line))).collect()
    }

    #[test]
    fn lines_are_broken_and_even() {
        assert_eq!(of("<p>one two</p>", 50.0), ["one two"]);
        assert_eq!(of("<p>one<br/>two</p>", 50.0), ["one", "two"]);
        assert_eq!(of("<div><p>a</p><p>b</p></div>", 50.0), ["a", "b"]);
        assert_eq!(of("<p>aaaa bbbb cccc dddd</p>", 9.0), ["aaaa bbbb", "cccc dddd"]);
        assert_eq!(of("<p>un<b>do</b> it</p>", 50.0), ["undo it"]);
        assert_eq!(of("<p></p>", 50.0), Vec::<String>::new());
    }
}

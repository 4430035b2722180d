//! Filters: which pages a view shows. They read like those of Obsidian Bases: `type == "role" and tags contains "b2b"`.
//!
//! In: a text. Out: an [`Expr`], or a [`Finding`] at bytes of the text. [`lex`] cuts words, [`parse`](mod@parse)
//! builds the tree; an `Expr` prints itself so that reading it again gives the same tree. `site::query` asks it.
//!
//! ```text
//! or    := and ("or" and)*            "||" is "or", "&&" is "and", "!" is "not"
//! and   := not ("and" not)*
//! not   := "not" not | test
//! test  := value (("==" | "!=" | "<" | "<=" | ">" | ">=" | "contains" | "in") value)?
//! value := text | number | day | true | false | field | call | "[" value, ... "]" | "(" or ")"
//! field := name ("." name)*
//! call  := name "(" value, ... ")" | field "." name "(" value, ... ")"
//! ```

mod lex;
mod parse;

pub use parse::parse;

use super::CODE;
use crate::diagnostic::{At, Finding};
use std::fmt::{self, Write as _};
use std::ops::Range;

/// Why a filter cannot be read, at bytes of it.
fn fault(range: Range<usize>, message: impl Into<String>) -> Finding {
    Finding::error(CODE, At::Bytes(range), message)
}

/// A part of a filter. Two are equal if they say the same, wherever they stand.
#[derive(Clone, Debug)]
pub struct Expr {
    /// What it says.
    pub kind: Kind,
    /// Where it stands in the filter.
    pub range: Range<usize>,
}

impl PartialEq for Expr {
    fn eq(&self, other: &Self) -> bool {
        self.kind == other.kind
    }
}

/// The kinds of parts.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// One of them, two or more. A list, not a tree: a chain of thousands must not be deep.
    Or(Vec<Expr>),
    /// All of them, two or more.
    And(Vec<Expr>),
    /// The opposite.
    Not(Box<Expr>),
    /// Two values compared.
    Test(Box<Expr>, Op, Box<Expr>),
    /// A text or a day.
    Text(String),
    /// A number.
    Number(f64),
    /// True or false.
    Flag(bool),
    /// Several values.
    List(Vec<Expr>),
    /// A field of the page, through mappings, lists and other pages.
    Field(Vec<String>),
    /// A function.
    Call(Function, Vec<Expr>),
}

/// How two values are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Op {
    /// `==`
    Equal,
    /// `!=`
    Unequal,
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    More,
    /// `>=`
    AtLeast,
    /// A list has the value, a text has the part.
    Contains,
    /// The same the other way round.
    In,
}

impl Op {
    const ALL: [(Self, &'static str); 8] = [
        (Self::Equal, "=="),
        (Self::Unequal, "!="),
        (Self::Less, "<"),
        (Self::AtMost, "<="),
        (Self::More, ">"),
        (Self::AtLeast, ">="),
        (Self::Contains, "contains"),
        (Self::In, "in"),
    ];
}

/// What can be called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Function {
    /// The value is there and not empty.
    Has,
    /// It is not.
    Empty,
    /// How many items a list has, or whether there is a value.
    Count,
    /// The text begins with another.
    StartsWith,
    /// The text ends with another.
    EndsWith,
}

impl Function {
    /// Each by its name, with how many values it takes.
    pub const ALL: [(Self, &'static str, usize); 5] = [
        (Self::Has, "has", 1),
        (Self::Empty, "empty", 1),
        (Self::Count, "count", 1),
        (Self::StartsWith, "starts_with", 2),
        (Self::EndsWith, "ends_with", 2),
    ];
}

/// Words with a meaning: no field is called so.
const KEYWORDS: [&str; 7] = ["and", "or", "not", "in", "contains", "true", "false"];

impl fmt::Display for Expr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            Kind::Or(parts) => joined(f, parts, " or "),
            Kind::And(parts) => joined(f, parts, " and "),
            Kind::Not(inner) => write!(f, "not {}", Inner(inner)),
            Kind::Test(left, op, right) => {
                let sign = Op::ALL.iter().find(|(known, _)| known == op).map_or("", |(_, sign)| sign);
                write!(f, "{} {sign} {}", Inner(left), Inner(right))
            }
            Kind::Text(text) => quoted(f, text),
            Kind::Number(number) => write!(f, "{number}"),
            Kind::Flag(flag) => write!(f, "{flag}"),
            Kind::List(items) => {
                f.write_char('[')?;
                joined(f, items, ", ")?;
                f.write_char(']')
            }
            Kind::Field(path) => f.write_str(&path.join(".")),
            Kind::Call(function, values) => {
                let name = Function::ALL.iter().find(|(known, ..)| known == function).map_or("", |(_, name, _)| name);
                write!(f, "{name}(")?;
                joined(f, values, ", ")?;
                f.write_char(')')
            }
        }
    }
}

/// In brackets where it would be read otherwise without.
struct Inner<'a>(&'a Expr);

impl fmt::Display for Inner<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.kind {
            Kind::Or(_) | Kind::And(_) | Kind::Not(_) | Kind::Test(..) => write!(f, "({})", self.0),
            _ => write!(f, "{}", self.0),
        }
    }
}

fn joined(f: &mut fmt::Formatter<'_>, parts: &[Expr], by: &str) -> fmt::Result {
    for (index, part) in parts.iter().enumerate() {
        f.write_str(if index > 0 { by } else { "" })?;
        match by {
            ", " => write!(f, "{part}")?,
            _ => write!(f, "{}", Inner(part))?,
        }
    }
    Ok(())
}

fn quoted(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    f.write_char('"')?;
    for c in text.chars() {
        if matches!(c, '"' | '\\') {
            f.write_char('\\')?;
        }
        f.write_char(c)?;
    }
    f.write_char('"')
}

#[cfg(test)]
mod tests;

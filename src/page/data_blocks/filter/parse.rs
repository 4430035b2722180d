//! The tree of a filter.
//!
//! In: its text. Out: an [`Expr`], or a [`Finding`] at the word that does not fit. One function a level of the grammar.

use super::lex::{Token, lex};
use super::{Expr, Function, KEYWORDS, Kind, Op, fault};
use crate::diagnostic::Finding;
use std::ops::Range;

/// Deepest nesting of brackets: each level is a level of this parser's stack.
const MAX_DEPTH: usize = 40;

/// Reads a filter.
///
/// # Errors
/// When it does not follow the grammar, at the first word that does not.
pub fn parse(text: &str) -> Result<Expr, Finding> {
    let mut parser = Parser { text, tokens: lex(text)?, at: 0, depth: 0 };
    if parser.tokens.is_empty() {
        return Err(parser.wanted("a filter", "write a condition, such as `type == \"role\"`"));
    }
    let whole = parser.any()?;
    match parser.peek() {
        None => Ok(whole),
        Some(Token::Sign("=")) => Err(parser.wanted("`==`", "use `==` to compare two values")),
        Some(_) => Err(parser.wanted("`and`, `or` or the end", "join two conditions with `and` or `or`")),
    }
}

struct Parser<'a> {
    text: &'a str,
    tokens: Vec<(Token, Range<usize>)>,
    at: usize,
    depth: usize,
}

impl Parser<'_> {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at).map(|(token, _)| token)
    }

    /// Where the next word stands; at the end, its last byte.
    fn place(&self) -> Range<usize> {
        let end = self.text.trim_end().len();
        self.tokens.get(self.at).map_or(end..end, |(_, range)| range.clone())
    }

    /// Where the last word ended.
    fn behind(&self) -> usize {
        self.at.checked_sub(1).and_then(|at| self.tokens.get(at)).map_or(0, |(_, range)| range.end)
    }

    fn wanted(&self, what: &str, hint: &str) -> Finding {
        let found = self.text.get(self.place()).filter(|word| !word.is_empty());
        let found = found.map_or("the filter ends".to_owned(), |word| format!("`{}` stands", crate::yaml::short(word)));
        let message = format!("{found} where {what} is expected");
        fault(self.place(), message).hint(hint)
    }

    fn sign(&mut self, sign: &str) -> bool {
        let found = matches!(self.peek(), Some(Token::Sign(next)) if *next == sign);
        self.at += usize::from(found);
        found
    }

    fn word(&mut self, word: &str) -> bool {
        let found = matches!(self.peek(), Some(Token::Name(next)) if next == word);
        self.at += usize::from(found);
        found
    }

    fn any(&mut self) -> Result<Expr, Finding> {
        self.chain("or", "||", Self::all, Kind::Or)
    }

    fn all(&mut self) -> Result<Expr, Finding> {
        self.chain("and", "&&", Self::not, Kind::And)
    }

    fn chain(
        &mut self,
        word: &str,
        sign: &str,
        part: impl Fn(&mut Self) -> Result<Expr, Finding>,
        kind: impl Fn(Vec<Expr>) -> Kind,
    ) -> Result<Expr, Finding> {
        let first = part(self)?;
        let mut parts = vec![first];
        while self.word(word) || self.sign(sign) {
            parts.push(part(self)?);
        }
        let range = parts[0].range.start..self.behind();
        match (parts.len(), parts.pop()) {
            (1, Some(only)) => Ok(only),
            (_, last) => {
                parts.extend(last);
                Ok(Expr { kind: kind(parts), range })
            }
        }
    }

    fn not(&mut self) -> Result<Expr, Finding> {
        let start = self.place().start;
        if !(self.word("not") || self.sign("!")) {
            return self.test();
        }
        let inner = self.deeper(Self::not)?;
        Ok(Expr { kind: Kind::Not(Box::new(inner)), range: start..self.behind() })
    }

    /// Goes one level deeper, but not for ever.
    fn deeper(&mut self, part: impl Fn(&mut Self) -> Result<Expr, Finding>) -> Result<Expr, Finding> {
        if self.depth == MAX_DEPTH {
            let message = format!("the filter is nested deeper than {MAX_DEPTH} levels");
            return Err(fault(self.place(), message).hint("reduce the nesting"));
        }
        self.depth += 1;
        let inner = part(self);
        self.depth -= 1;
        inner
    }

    fn test(&mut self) -> Result<Expr, Finding> {
        let left = self.value()?;
        let Some(op) = self.op() else { return Ok(left) };
        self.at += 1;
        let right = self.value()?;
        if self.op().is_some() {
            return Err(self.wanted("`and`, `or` or the end", "compare two values at a time: `a < b and b < c`"));
        }
        let range = left.range.start..right.range.end;
        Ok(Expr { kind: Kind::Test(Box::new(left), op, Box::new(right)), range })
    }

    fn op(&self) -> Option<Op> {
        let written = match self.peek()? {
            Token::Sign(sign) => sign,
            Token::Name(name) => name.as_str(),
            _ => return None,
        };
        Op::ALL.iter().find(|(_, sign)| *sign == written).map(|(op, _)| *op)
    }

    fn value(&mut self) -> Result<Expr, Finding> {
        let range = self.place();
        let value = |kind| Ok(Expr { kind, range: range.clone() });
        let token = self.peek().cloned();
        self.at += 1;
        match token {
            Some(Token::Text(text)) => value(Kind::Text(text)),
            Some(Token::Number(number)) => value(Kind::Number(number)),
            Some(Token::Name(name)) if matches!(&*name, "true" | "false") => value(Kind::Flag(name == "true")),
            Some(Token::Name(name)) if !KEYWORDS.contains(&&*name) => self.field(name, range.start),
            Some(Token::Sign("[")) => {
                let items = self.deeper(|parser| parser.list("]", range.start))?;
                Ok(items)
            }
            Some(Token::Sign("(")) => {
                let inner = self.deeper(Self::any)?;
                if !self.sign(")") {
                    return Err(self.wanted("`)`", "close the bracket"));
                }
                Ok(inner)
            }
            _ => {
                self.at -= 1;
                Err(self.wanted("a value", "write a field name, a number, or a quoted string"))
            }
        }
    }

    /// Values up to a closing bracket.
    fn list(&mut self, close: &str, start: usize) -> Result<Expr, Finding> {
        let mut items = Vec::new();
        while !self.sign(close) {
            if !items.is_empty() && !self.sign(",") {
                return Err(self.wanted(&format!("`,` or `{close}`"), "separate values with commas"));
            }
            items.push(self.value()?);
        }
        Ok(Expr { kind: Kind::List(items), range: start..self.behind() })
    }

    fn field(&mut self, first: String, start: usize) -> Result<Expr, Finding> {
        let mut path = vec![first];
        let mut last = start..self.behind();
        while self.sign(".") {
            last = self.place();
            let Some(Token::Name(name)) = self.peek().cloned() else {
                return Err(self.wanted("a name", "write the field name after the dot"));
            };
            self.at += 1;
            path.push(name);
        }
        if self.sign("(") { self.call(path, start, last) } else { Ok(field(path, start..self.behind())) }
    }

    /// `has(tags)`, or `tags.has()`; `tags.contains("x")` is `tags contains "x"`.
    fn call(&mut self, mut path: Vec<String>, start: usize, name_at: Range<usize>) -> Result<Expr, Finding> {
        let name = path.pop().unwrap_or_default();
        let Kind::List(mut values) = self.deeper(|parser| parser.list(")", start))?.kind else {
            return Err(self.wanted("`)`", "close the bracket"));
        };
        if !path.is_empty() {
            values.insert(0, field(path, start..name_at.start.saturating_sub(1)));
        }
        let range = start..self.behind();
        if name == "contains" && values.len() == 2 {
            let right = values.pop().map(Box::new);
            let left = values.pop().map(Box::new);
            if let (Some(left), Some(right)) = (left, right) {
                return Ok(Expr { kind: Kind::Test(left, Op::Contains, right), range });
            }
        }
        let Some((function, _, count)) = Function::ALL.iter().find(|(_, known, _)| *known == name) else {
            let known = Function::ALL.iter().map(|(_, name, _)| *name);
            return Err(fault(name_at, format!("there is no function `{name}`")).suggest(&name, known));
        };
        if values.len() != *count {
            let message = format!("`{name}` takes {count} {}", if *count == 1 { "value" } else { "values" });
            return Err(fault(range, message));
        }
        Ok(Expr { kind: Kind::Call(*function, values), range })
    }
}

fn field(path: Vec<String>, range: Range<usize>) -> Expr {
    Expr { kind: Kind::Field(path), range }
}

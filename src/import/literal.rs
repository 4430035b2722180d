//! Literals in JavaScript and TypeScript files, read without running anything: `sidebars.js`, `astro.config.mjs`.
//!
//! In: the text of a file. Out: values. Objects, lists, texts, numbers and words are read; an expression (a call, a
//! variable, `...spread`) is `null`, but for a call whose first argument is an object, which is that object
//! (`starlight({ ... })`, `defineConfig({ ... })`).

use serde_json::{Map, Value};

/// Nesting that is read; deeper is nothing that a person wrote.
const MAX_DEPTH: usize = 64;

/// Every object that is the value of this key, of a property or a variable: `sidebar: [...]`, `const sidebars = {...}`.
pub fn values_of(text: &str, key: &str) -> Vec<Value> {
    let tokens = &Tokens::of(text).0;
    let mut found = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let named = matches!(token, Token::Word(name) | Token::Text(name) if name == key);
        let assigned = matches!(tokens.get(at + 1), Some(Token::Mark(':' | '=')));
        if named && assigned && !matches!(tokens.get(at + 2), Some(Token::Mark('='))) {
            found.push(Reader { tokens, at: at + 2 }.value(0));
        }
    }
    found
}

/// The first value of a key that is a text.
pub fn text_of(text: &str, key: &str) -> Option<String> {
    values_of(text, key).into_iter().find_map(|value| value.as_str().map(str::to_owned))
}

/// What a file exports: the object behind `export default` or `module.exports =`, if need be by the name of a variable.
pub fn exported(text: &str) -> Value {
    let tokens = &Tokens::of(text).0;
    for at in 0..tokens.len() {
        let word = |at: usize, word: &str| matches!(tokens.get(at), Some(Token::Word(name)) if name == word);
        let begin = match () {
            () if word(at, "export") && word(at + 1, "default") => at + 2,
            () if word(at, "module") && word(at + 2, "exports") => at + 4,
            () => continue,
        };
        let value = Reader { tokens, at: begin }.value(0);
        if !value.is_null() {
            return value;
        }
        if let Some(Token::Word(name)) = tokens.get(begin) {
            return values_of_typed(tokens, name);
        }
    }
    Value::Null
}

/// `const sidebars: SidebarsConfig = {...}`.
fn values_of_typed(tokens: &[Token], name: &str) -> Value {
    for at in 0..tokens.len() {
        if !matches!(&tokens[at], Token::Word(word) if word == name) {
            continue;
        }
        let behind = tokens[at + 1..].iter().take(12).position(|token| matches!(token, Token::Mark('=')));
        if let Some(equals) = behind {
            let value = Reader { tokens, at: at + 2 + equals }.value(0);
            if !value.is_null() {
                return value;
            }
        }
    }
    Value::Null
}

/// What a file of settings says: what it exports, else its first object.
pub fn first_object(text: &str) -> Value {
    let exported = exported(text);
    if exported.is_object() || exported.is_array() {
        return exported;
    }
    let tokens = &Tokens::of(text).0;
    let first = tokens.iter().position(|token| matches!(token, Token::Mark('{' | '[')));
    first.map_or(Value::Null, |at| Reader { tokens, at }.value(0))
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Word(String),
    Text(String),
    Number(f64),
    Mark(char),
}

struct Tokens(Vec<Token>);

impl Tokens {
    fn of(text: &str) -> Self {
        let mut tokens = Vec::new();
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let length = match first {
                _ if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
                _ if rest.starts_with("/*") => rest.find("*/").map_or(rest.len(), |end| end + 2),
                '"' | '\'' | '`' => {
                    let (text, length) = quoted(rest, first);
                    tokens.push(Token::Text(text));
                    length
                }
                c if c.is_ascii_digit() => {
                    let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '.').unwrap_or(rest.len());
                    tokens
                        .push(rest[..end].parse().map_or_else(|_| Token::Word(rest[..end].to_owned()), Token::Number));
                    end
                }
                c if is_name(c) => {
                    let end = rest.find(|c: char| !is_name(c) && !c.is_ascii_digit()).unwrap_or(rest.len());
                    tokens.push(Token::Word(rest[..end].to_owned()));
                    end
                }
                c => {
                    if !c.is_whitespace() {
                        tokens.push(Token::Mark(c));
                    }
                    c.len_utf8()
                }
            };
            rest = &rest[length..];
        }
        Self(tokens)
    }
}

fn is_name(c: char) -> bool {
    c.is_alphabetic() || matches!(c, '_' | '$')
}

/// A text in quotes, and how long it is with them.
fn quoted(text: &str, quote: char) -> (String, usize) {
    let mut out = String::new();
    let mut letters = text.char_indices().skip(1);
    while let Some((at, c)) = letters.next() {
        match c {
            c if c == quote => return (out, at + 1),
            '\\' => match letters.next() {
                Some((_, 'n')) => out.push('\n'),
                Some((_, 't')) => out.push('\t'),
                Some((_, 'u')) => out.extend(unicode(&mut letters)),
                Some((_, '\n')) | None => {}
                Some((_, other)) => out.push(other),
            },
            // A text in simple quotes ends with its line: the quote was an apostrophe in something that is not read.
            '\n' if quote != '`' => return (out, at),
            c => out.push(c),
        }
    }
    (out, text.len())
}

fn unicode(letters: &mut impl Iterator<Item = (usize, char)>) -> Option<char> {
    let digits: String = letters.take(4).map(|(_, c)| c).collect();
    char::from_u32(u32::from_str_radix(&digits, 16).ok()?)
}

struct Reader<'a> {
    tokens: &'a [Token],
    at: usize,
}

impl Reader<'_> {
    fn mark(&self) -> Option<char> {
        if let Some(Token::Mark(mark)) = self.tokens.get(self.at) { Some(*mark) } else { None }
    }

    /// A value; afterwards the reader stands at what ends it: `,`, a bracket, the end.
    fn value(&mut self, depth: usize) -> Value {
        if depth > MAX_DEPTH {
            self.at = self.tokens.len();
            return Value::Null;
        }
        let value = match self.tokens.get(self.at) {
            Some(Token::Mark('{')) => self.object(depth),
            Some(Token::Mark('[')) => self.list(depth),
            Some(Token::Text(text)) => self.step(Value::String(text.clone())),
            Some(Token::Number(number)) => self.step(number_value(*number)),
            Some(Token::Word(word)) => match word.as_str() {
                "true" => self.step(true.into()),
                "false" => self.step(false.into()),
                "await" | "new" => {
                    self.at += 1;
                    self.value(depth + 1)
                }
                _ => self.call(depth),
            },
            _ => Value::Null,
        };
        self.skip(value, depth)
    }

    fn step(&mut self, value: Value) -> Value {
        self.at += 1;
        value
    }

    /// Behind a value: nothing (or `as const`), or something that makes an expression of it.
    fn skip(&mut self, value: Value, depth: usize) -> Value {
        let mut value = value;
        while let Some(token) = self.tokens.get(self.at) {
            match token {
                Token::Mark(',' | '}' | ']' | ')' | ';') => break,
                Token::Mark('{' | '[' | '(') => {
                    self.bracket(depth);
                }
                Token::Mark('+' | '?') => {
                    value = Value::Null;
                    self.at += 1;
                }
                // The next statement: there was no semicolon.
                Token::Word(word) if ["export", "const", "let", "var", "module", "import"].contains(&word.as_str()) => {
                    break;
                }
                _ => self.at += 1,
            }
        }
        value
    }

    /// `name(...)`: the object or list that it is called with.
    fn call(&mut self, depth: usize) -> Value {
        while matches!(self.tokens.get(self.at), Some(Token::Word(_) | Token::Mark('.'))) {
            self.at += 1;
        }
        if self.mark() != Some('(') { Value::Null } else { self.bracket(depth) }
    }

    /// Something in brackets, of which the first object or list is the value.
    fn bracket(&mut self, depth: usize) -> Value {
        let Some(close) = self.mark().map(closing) else { return Value::Null };
        self.at += 1;
        let mut first = Value::Null;
        while self.at < self.tokens.len() && self.mark() != Some(close) {
            let before = self.at;
            let value = self.value(depth + 1);
            if first.is_null() && (value.is_object() || value.is_array()) {
                first = value;
            }
            if self.mark() != Some(close) {
                self.at = self.at.max(before) + 1;
            }
        }
        self.at += 1;
        first
    }

    fn list(&mut self, depth: usize) -> Value {
        self.at += 1;
        let mut items = Vec::new();
        while self.at < self.tokens.len() && self.mark() != Some(']') {
            match self.mark() {
                Some(',') => self.at += 1,
                Some('.') => self.spread(depth),
                Some(')' | '}') => break,
                _ => items.push(self.value(depth + 1)),
            }
        }
        self.at += 1;
        Value::Array(items)
    }

    fn object(&mut self, depth: usize) -> Value {
        self.at += 1;
        let mut map = Map::new();
        while self.at < self.tokens.len() && self.mark() != Some('}') {
            let key = match self.tokens.get(self.at) {
                Some(Token::Word(name) | Token::Text(name)) => name.clone(),
                Some(Token::Number(number)) => number.to_string(),
                Some(Token::Mark('.')) => {
                    self.spread(depth);
                    continue;
                }
                Some(Token::Mark(')' | ']')) => break,
                _ => {
                    self.at += 1;
                    continue;
                }
            };
            self.at += 1;
            if self.mark() == Some(':') {
                self.at += 1;
                let value = self.value(depth + 1);
                map.insert(key, value);
            } else {
                // A method or a shorthand.
                self.skip(Value::Null, depth);
            }
        }
        self.at += 1;
        Value::Object(map)
    }

    fn spread(&mut self, depth: usize) {
        while self.mark() == Some('.') {
            self.at += 1;
        }
        self.value(depth + 1);
    }
}

fn closing(open: char) -> char {
    match open {
        '{' => '}',
        '[' => ']',
        _ => ')',
    }
}

fn number_value(number: f64) -> Value {
    if number.fract() == 0.0 && number.abs() < 1e15 { (number as i64).into() } else { number.into() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_file_of_settings() {
        let text = r#"
            // It's a comment.
            import starlight from '@astrojs/starlight';
            export default defineConfig({
                site: 'https://x.y', integrations: [starlight({
                    title: { en: "A \"b\"", 'ru': `В` }, sidebar: [ { label: 'One', items: ['a', 'b/c'], }, ...more, fn(1), { slug: "z" } ],
                    head: process.env.X ? [1] : [2], plugins: [a({ b: 1 })], n: 3 as const,
                })],
                hook() { return { no: 'x' } },
            });"#;
        let read = exported(text);
        assert_eq!(read["site"], "https://x.y");
        let starlight = &read["integrations"][0];
        assert_eq!(starlight["title"], json!({"en": "A \"b\"", "ru": "В"}));
        assert_eq!(starlight["sidebar"][0], json!({"label": "One", "items": ["a", "b/c"]}));
        assert_eq!(starlight["sidebar"].as_array().unwrap().last().unwrap(), &json!({"slug": "z"}));
        assert_eq!(starlight["n"], 3);
    }

    #[test]
    fn variables_with_types() {
        let text = "const sidebars: SidebarsConfig = {\n docs: ['a', {type: 'category', label: 'L', items: []}]\n}\n\nexport default sidebars\n";
        assert_eq!(exported(text)["docs"][0], "a");
        assert_eq!(exported("module.exports = { a: ['b'] }")["a"][0], "b");
        assert_eq!(exported("const x = {a: 1}; module.exports = x;")["a"], 1);
        assert_eq!(text_of("const t = { title: 'It\\'s', other: 1 }", "title").as_deref(), Some("It's"));
    }

    #[test]
    fn nothing_makes_it_loop_or_fall() {
        for text in [
            "{",
            "[[[[",
            "({[",
            "a: b: c",
            "{a",
            "{a:",
            "...",
            "'",
            "`",
            "\\",
            "{...}",
            "[...",
            "export default",
            "x(",
            "{)]}",
        ] {
            first_object(text);
            values_of(text, "a");
        }
        first_object(&"[".repeat(100_000));
        first_object(&"({[".repeat(30_000));
    }
}

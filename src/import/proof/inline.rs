//! The words, links and pictures of a paragraph.
//!
//! In: the text of a paragraph, with line ends. Out: a run for each line, without destinations, tags, attributes and
//! expressions of templates; code spans word for word.

use super::elements::tag_end;
use super::{Facts, Piece, Reference, markup};
use std::collections::BTreeMap;

/// What paragraphs of a page are read by.
#[derive(Clone, Debug, Default)]
pub struct Definitions {
    /// Destinations by their names in lower case: `[name]: destination`.
    pub targets: BTreeMap<String, String>,
    /// `$` begins a formula.
    pub math: bool,
}

/// Reads a paragraph that begins at a line.
pub fn read(text: &str, line: usize, definitions: &Definitions, facts: &mut Facts) {
    let mut reader = Reader { text, at: 0, line, owed: 0, run: String::new(), definitions, facts };
    while reader.at < text.len() {
        reader.step();
    }
    reader.cut();
}

struct Reader<'a, 'b> {
    text: &'a str,
    at: usize,
    line: usize,
    /// Line ends that the run has gone over.
    owed: usize,
    run: String,
    definitions: &'b Definitions,
    facts: &'b mut Facts,
}

impl<'a> Reader<'a, '_> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    /// Ends the run.
    fn cut(&mut self) {
        let text = std::mem::take(&mut self.run);
        if text.chars().any(char::is_alphanumeric) {
            self.facts.runs.push(Piece { line: self.line, text });
        }
        self.line += std::mem::take(&mut self.owed);
    }

    fn step(&mut self) {
        let rest = self.rest();
        let done = match rest.chars().next() {
            Some('\\') => self.escape(),
            Some('`') => self.code(),
            Some('!') if rest.starts_with("![[") => self.embed(),
            Some('!') if rest.starts_with("![") => self.picture(),
            Some('[') if rest.starts_with("[[") => self.wikilink(),
            Some('[') if rest.starts_with("[^") => self.note(),
            Some('[') if rest.starts_with("[=") => self.bar(),
            Some('[') => self.link(),
            Some('^') if rest.starts_with("^[") => {
                self.cut();
                self.skip(1)
            }
            Some('<') => self.tag(),
            Some('{') => self.braces(),
            Some('&') => self.entity(),
            Some(':') => self.emoji(),
            Some('$') => self.definitions.math && self.formula(),
            Some('+') if rest.starts_with("++") => self.keys(),
            Some('\n') => {
                self.cut();
                self.line += 1;
                self.at += 1;
                true
            }
            _ => false,
        };
        if !done && let Some(c) = self.rest().chars().next() {
            self.run.push(c);
            self.at += c.len_utf8();
        }
    }

    /// What is skipped may have line ends: the run goes on behind them, with the word that it ends in.
    fn skip(&mut self, length: usize) -> bool {
        let gone = &self.text[self.at..self.at + length];
        if self.run.trim().is_empty() {
            self.line += gone.matches('\n').count();
        } else {
            self.owed += gone.matches('\n').count();
        }
        self.at += length;
        true
    }

    fn escape(&mut self) -> bool {
        let next = self.rest()[1..].chars().next();
        let Some(c) = next.filter(char::is_ascii_punctuation) else { return false };
        self.run.push(c);
        self.at += 1 + c.len_utf8();
        true
    }

    fn code(&mut self) -> bool {
        let rest = self.rest();
        let ticks = rest.len() - rest.trim_start_matches('`').len();
        let mut seek = ticks;
        while let Some(next) = rest[seek..].find('`').map(|next| seek + next) {
            let run = rest[next..].len() - rest[next..].trim_start_matches('`').len();
            if run == ticks {
                let inside = &rest[ticks..next];
                // `#!python code` of PyMdown names a language.
                let inside = inside
                    .strip_prefix("#!")
                    .and_then(|inside| inside.split_once(' '))
                    .map_or(inside, |(_, code)| code);
                self.run.push_str(&inside.replace('\n', " "));
                return self.skip(next + ticks);
            }
            seek = next + run;
        }
        self.run.push_str(&rest[..ticks]);
        self.at += ticks;
        true
    }

    /// `[text](target)`: the text is read on; where it ends, the rest is skipped.
    fn link(&mut self) -> bool {
        let rest = self.rest();
        let Some(close) = closing(rest, '[', ']') else { return false };
        let text = &rest[1..close];
        let after = &rest[close + 1..];
        let (target, length) = match after.chars().next() {
            Some('(') => match target(after) {
                Some((target, length)) => (target.to_owned(), length),
                None => return false,
            },
            Some('[') => match after.find(']') {
                Some(end) => (self.defined(&after[1..end], text), end + 1),
                None => return false,
            },
            _ => match self.definitions.targets.get(&label(text)) {
                Some(target) => (target.clone(), 0),
                None => return false,
            },
        };
        let line = self.line;
        let mut inner = Facts::default();
        read(text, line, self.definitions, &mut inner);
        let words: Vec<String> = inner.runs.iter().map(|run| run.text.clone()).collect();
        self.run.push_str(&words.join(" "));
        self.facts.pictures.extend(inner.pictures);
        if !target.is_empty()
            && !words.is_empty()
            && !target.contains("{{")
            && !target.contains("{%")
            && !target.starts_with('*')
        {
            self.facts.links.push(Reference { line, text: words.join(" "), target });
        }
        self.skip(close + 1 + length)
    }

    fn picture(&mut self) -> bool {
        let rest = self.rest();
        let Some(close) = closing(&rest[1..], '[', ']').map(|close| close + 1) else { return false };
        let after = &rest[close + 1..];
        if let Some((target, length)) = after.starts_with('(').then(|| target(after)).flatten() {
            if !target.contains("{{") {
                let text = rest[2..close].to_owned();
                self.facts.pictures.push(Reference { line: self.line, text, target: target.to_owned() });
            }
            self.cut();
            return self.skip(close + 1 + length);
        }
        let end = after.strip_prefix('[').and_then(|after| after.find(']'));
        let named = end.map_or("", |end| &after[1..=end]);
        let target = self.defined(named, &rest[2..close]);
        if target.is_empty() && end.is_none() {
            return false;
        }
        self.facts.pictures.extend(Some(target).filter(|target| !target.is_empty()).map(|target| Reference {
            line: self.line,
            text: String::new(),
            target,
        }));
        self.cut();
        self.skip(close + 1 + end.map_or(0, |end| end + 2))
    }

    /// The destination of a name, or of the text if there is no name.
    fn defined(&self, name: &str, text: &str) -> String {
        let name = if name.is_empty() { text } else { name };
        self.definitions.targets.get(&label(name)).cloned().unwrap_or_default()
    }

    /// `![[x.png|300]]`, `![[Page]]`: another page's text stands here.
    fn embed(&mut self) -> bool {
        let Some(end) = self.rest().find("]]") else { return false };
        let inside = &self.rest()[3..end];
        let target = inside.split('|').next().unwrap_or_default();
        let pictures = ["png", "jpg", "jpeg", "gif", "svg", "webp", "avif", "bmp"];
        if pictures.contains(&crate::import::tree::ending(target).as_str()) {
            self.facts.pictures.push(Reference { line: self.line, text: String::new(), target: target.to_owned() });
        }
        self.cut();
        self.skip(end + 2)
    }

    /// A wikilink without a label shows the title of its page, which the source does not say here.
    fn wikilink(&mut self) -> bool {
        let Some(end) = self.rest().find("]]").filter(|end| !self.rest()[..*end].contains('\n')) else { return false };
        let inside = &self.rest()[2..end];
        match inside.rsplit_once('|') {
            Some((_, label)) => self.run.push_str(label.trim_end_matches('\\')),
            None => self.cut(),
        }
        self.skip(end + 2)
    }

    fn note(&mut self) -> bool {
        let Some(end) = self.rest().find(']') else { return false };
        if self.rest()[2..end].contains(['^', ' ', '\n']) || end == 2 {
            return self.link();
        }
        self.cut();
        let colon = usize::from(self.rest()[end + 1..].starts_with(':'));
        self.skip(end + 1 + colon)
    }

    /// `[=85% "85%"]` of PyMdown says its share once.
    fn bar(&mut self) -> bool {
        let Some(end) = self.rest().find([']', '\n']).filter(|end| self.rest()[*end..].starts_with(']')) else {
            return false;
        };
        let (value, words) = self.rest()[2..end].split_once(' ').unwrap_or((&self.rest()[2..end], ""));
        if !value.starts_with(|c: char| c.is_ascii_digit()) {
            return self.link();
        }
        self.run.push_str(if words.trim().is_empty() { value } else { words });
        self.skip(end + 1)
    }

    fn tag(&mut self) -> bool {
        let rest = self.rest();
        let next = rest[1..].chars().next().unwrap_or(' ');
        // Another text of DocFX or MyST: its name is shown.
        if let Some(inside) = rest.strip_prefix("<xref:") {
            let Some(end) = inside.find(['>', '\n']).filter(|end| inside[*end..].starts_with('>')) else {
                return false;
            };
            self.run.push_str(inside[..end].split('?').next().unwrap_or_default());
            return self.skip("<xref:".len() + end + 1);
        }
        if rest.starts_with("<http") || rest.starts_with("<mailto:") {
            let Some(end) = rest.find('>') else { return false };
            let target = rest[1..end].to_owned();
            self.run.push_str(&target);
            self.facts.links.push(Reference { line: self.line, text: target.clone(), target });
            return self.skip(end + 1);
        }
        if !next.is_ascii_alphabetic() && next != '/' && next != '!' {
            return false;
        }
        let Some(end) = tag_end(rest) else { return false };
        let tag = &rest[..=end];
        let name: String =
            rest[1..].trim_start_matches('/').chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
        let padded = format!(" {} ", name.to_ascii_lowercase());
        let is_component = name.starts_with(|c: char| c.is_ascii_uppercase());
        if !ELEMENTS.contains(&padded) && !is_component && next != '!' {
            return false;
        }
        if !INLINE.contains(&padded) {
            self.run.push(' ');
        }
        if name.eq_ignore_ascii_case("img")
            && let Some(target) = attribute(tag, "src").filter(|target| !target.contains(['{', '}']))
        {
            let target = target.to_owned();
            self.facts.pictures.push(Reference { line: self.line, text: String::new(), target });
        }
        if is_component {
            for title in ["title", "label", "description", "text"].iter().filter_map(|key| attribute(tag, key)) {
                self.cut();
                self.run.push_str(&markup::decoded(title));
                self.cut();
            }
        }
        self.skip(end + 1)
    }

    /// Attributes, expressions and tags of templates.
    fn braces(&mut self) -> bool {
        let rest = self.rest();
        if let Some(length) = self.role() {
            return self.skip(length);
        }
        let template = [("{{", "}}"), ("{%", "%}")].into_iter().find(|(open, _)| rest.starts_with(open));
        if let Some((open, close)) = template {
            let Some(end) = rest[open.len()..].find(close) else { return false };
            self.cut();
            return self.skip(open.len() + end + close.len());
        }
        let Some(end) = rest.find('}').filter(|end| !rest[..*end].contains('\n')) else { return false };
        // `{selected}` behind a heading or an item is a word of the tool.
        let last = rest[end + 1..].trim().is_empty() && self.run.ends_with(' ') && is_name(rest[1..end].trim());
        (last || is_attributes(&rest[1..end])) && self.skip(end + 1)
    }

    /// `` {ref}`words <target>` `` of MyST: how long it is.
    fn role(&mut self) -> Option<usize> {
        let rest = self.rest();
        let (name, behind) = rest[1..].split_once('}').filter(|(_, behind)| behind.starts_with('`'))?;
        let plain = |c: char| c.is_ascii_lowercase() || matches!(c, ':' | '-');
        if name.is_empty() || !name.chars().all(plain) {
            return None;
        }
        let ticks = behind.len() - behind.trim_start_matches('`').len();
        let inside = &behind[ticks..ticks + behind[ticks..].find(&behind[..ticks])?];
        let titled = inside.strip_suffix('>').and_then(|text| text.rsplit_once('<')).map(|(title, _)| title.trim());
        match name {
            "abbr" => self.run.push_str(inside.split(" (").next().unwrap_or_default()),
            "math" | "octicon" | "fas" | "fab" | "far" => self.cut(),
            // The title of a page, or the number of a figure.
            "doc" | "ref" | "numref" | "eq" | "any" if titled.is_none() => self.cut(),
            _ => self.run.push_str(&titled.unwrap_or(inside).replace('\n', " ")),
        }
        Some(name.len() + 2 + ticks + inside.len() + ticks)
    }

    fn entity(&mut self) -> bool {
        let rest = self.rest();
        let Some(end) = rest.find(';').filter(|end| *end < 40) else { return false };
        let name = rest[1..end].trim_start_matches('#');
        if name.is_empty() || !name.chars().all(|c| c.is_ascii_alphanumeric()) {
            return false;
        }
        self.run.push_str(&markup::decoded(&rest[..=end]));
        self.skip(end + 1)
    }

    /// `:smile:`, `:material-home:`; not the hours in `7:00am--3:30pm`.
    fn emoji(&mut self) -> bool {
        let rest = &self.rest()[1..];
        let end = rest.find(|c: char| !c.is_ascii_lowercase() && !c.is_ascii_digit() && !matches!(c, '_' | '+' | '-'));
        let digits = end.is_some_and(|end| rest[..end].contains(|c: char| c.is_ascii_digit()));
        let joins = |c: char| if digits { c.is_alphanumeric() } else { c.is_ascii_alphanumeric() };
        // A bracket or a tag that ended before it is no part of the run.
        let apart = !(self.run.ends_with(joins) && self.text[..self.at].ends_with(joins))
            && rest.starts_with(|c: char| c.is_ascii_lowercase() || "+-".contains(c));
        let is_name =
            end.filter(|end| apart && *end > 0 && rest[*end..].starts_with(':') && !rest[*end..].starts_with("::"));
        is_name.is_some_and(|end| self.skip(end + 2))
    }

    /// `++ctrl+alt+del++` shows the names of keys in the reader's language.
    fn keys(&mut self) -> bool {
        let rest = &self.rest()[2..];
        let end = rest.find("++").filter(|end| *end > 0);
        let plain = |c: char| c.is_alphanumeric() || matches!(c, '+' | '-' | '_' | '"' | '\'' | '.');
        end.filter(|end| rest[..*end].chars().all(plain)).is_some_and(|end| {
            self.cut();
            self.skip(end + 4)
        })
    }

    /// What TeX says is shown as signs.
    fn formula(&mut self) -> bool {
        let rest = self.rest();
        let mark = if rest.starts_with("$$") { "$$" } else { "$" };
        let inside = &rest[mark.len()..];
        let Some(end) = inside.find(mark) else { return false };
        let tight =
            mark == "$$" || (!inside.starts_with(char::is_whitespace) && !inside[..end].ends_with(char::is_whitespace));
        let number = inside[end + mark.len()..].starts_with(|c: char| c.is_ascii_digit());
        if end == 0 || !tight || number || (mark == "$" && inside[..end].contains('\n')) {
            return false;
        }
        self.cut();
        self.skip(end + 2 * mark.len())
    }
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_lowercase() || c == '-' || c == '_')
}

/// A name as definitions are compared.
pub fn label(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// `#id`, `.class`, `width=30`, `: .x`, `id="9.7"`, one or several; nothing else.
fn is_attributes(inside: &str) -> bool {
    let mut rest = inside.trim().trim_start_matches(':').trim_end_matches(':').trim();
    let mut some = false;
    while !rest.is_empty() {
        let plain = |c: char| !c.is_alphanumeric() && !"-_.:#/%()'’\\".contains(c);
        let name = rest.find(plain).unwrap_or(rest.len());
        let marked = rest.starts_with(['#', '.']) && name > 1;
        let after = &rest[name..];
        let value = after.strip_prefix('=').map(|value| match value.chars().next() {
            Some(quote @ ('"' | '\'')) => value[1..].find(quote).map_or(value, |end| &value[end + 2..]),
            _ => value.find(char::is_whitespace).map_or("", |end| &value[end..]),
        });
        rest = match value {
            Some(value) if name > 0 => value,
            None if marked => after,
            _ => return false,
        };
        let trimmed = rest.trim_start();
        if trimmed.len() == rest.len() && !rest.is_empty() {
            return false;
        }
        rest = trimmed;
        some = true;
    }
    some
}

/// Elements of HTML; any other name in angle brackets is a word, as in `<your-name>`.
const ELEMENTS: &str = " a abbr acronym address area article aside audio b base bdi bdo big blockquote body br button canvas \
    caption center cite code col colgroup data datalist dd del details dfn dialog div dl dt em embed fieldset figcaption figure \
    font footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe img input ins kbd label legend li link \
    main map mark math menu meta meter nav noscript object ol optgroup option output p param picture pre progress q rp rt ruby s \
    samp script search section select slot small source span strike strong style sub summary sup svg table tbody td template \
    textarea tfoot th thead time title tr track tt u ul var video wbr path g circle rect line text ";

/// Elements in which a word goes on.
const INLINE: &str =
    " a abbr b bdi cite code del dfn em font i ins kbd mark q s samp small span strike strong tt u var wbr ";

/// Where a bracket that begins a text is closed.
fn closing(text: &str, open: char, close: char) -> Option<usize> {
    let mut depth = 0;
    let mut code = false;
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        match c {
            // One that nothing ends is a sign.
            '`' if before != '\\' && (code || text[at + 1..].contains('`')) => code = !code,
            _ if before == '\\' || code => {}
            c if c == open => depth += 1,
            c if c == close => {
                depth -= 1;
                if depth == 0 {
                    return Some(at);
                }
            }
            _ => {}
        }
        before = if before == '\\' { ' ' } else { c };
    }
    None
}

/// The destination in `(target "title")`, and the length of it all.
fn target(text: &str) -> Option<(&str, usize)> {
    let end = closing(text, '(', ')')?;
    let inside = text[1..end].trim();
    let target = match inside.strip_prefix('<') {
        Some(inside) => inside.split('>').next().unwrap_or_default(),
        None => inside.split_whitespace().next().unwrap_or_default(),
    };
    Some((target, end + 1))
}

/// The value of an attribute in quotes.
fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    for quote in ['"', '\''] {
        let key = format!("{name}={quote}");
        if let Some(at) = tag.find(&key).filter(|at| tag[..*at].ends_with(char::is_whitespace)) {
            return tag[at + key.len()..].split(quote).next();
        }
    }
    None
}

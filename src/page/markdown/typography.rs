//! Quotes, dashes and spaces as the page's language wants them.
//!
//! In: running text (never code, never a URL), the language, and where in the block we are. Out: the text with
//! “curly” or «ёлочки» quotes, real dashes, `…`, and in Russian the spaces that must not break.

use std::borrow::Cow;

/// What stood before a piece of text in its block: quotes depend on it.
#[derive(Clone, Debug)]
pub struct Context {
    before: char,
    depth: usize,
    /// A single quote is open.
    single: bool,
}

impl Default for Context {
    fn default() -> Self {
        Self { before: ' ', depth: 0, single: false }
    }
}

impl Context {
    /// Something that is not text stood here: code, an image.
    pub fn passed(&mut self, c: char) {
        self.before = c;
    }
}

/// Opening and closing quotes, outer and inner.
fn quotes(lang: &str) -> [[char; 2]; 2] {
    match lang.split('-').next().unwrap_or(lang) {
        "ru" | "uk" | "be" | "bg" | "kk" => [['«', '»'], ['„', '“']],
        "de" | "cs" | "sk" | "sl" => [['„', '“'], ['‚', '‘']],
        "pl" | "ro" | "hu" => [['„', '”'], ['«', '»']],
        "fr" | "it" | "es" | "pt" | "el" => [['«', '»'], ['“', '”']],
        _ => [['“', '”'], ['‘', '’']],
    }
}

/// A text on its own: a title, a field of the front matter.
pub fn typeset(text: &str, lang: &str) -> String {
    set(text, lang, &mut Context::default()).into_owned()
}

/// A piece of running text.
pub fn set<'a>(text: &'a str, lang: &str, context: &mut Context) -> Cow<'a, str> {
    let russian = lang.starts_with("ru");
    let plain = |b: &u8| !matches!(b, b'"' | b'\'' | b'-' | b'.') && (b.is_ascii() || !russian);
    if text.as_bytes().iter().all(plain) {
        if let Some(last) = text.chars().next_back() {
            context.before = last;
        }
        return Cow::Borrowed(text);
    }
    let marked = marks(text, lang, context);
    if russian { Cow::Owned(bind(&marked)) } else { Cow::Owned(marked) }
}

/// Quotes, dashes and ellipses.
fn marks(text: &str, lang: &str, context: &mut Context) -> String {
    let quotes = quotes(lang);
    let long = dash_of(lang);
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let set = match c {
            '"' => quote(quotes, context, rest.peek().copied()),
            '\'' => apostrophe(quotes, context, rest.peek().copied()),
            '-' if rest.peek() == Some(&'-') => match dash(&mut rest, context.before, long) {
                Some(dash) => dash,
                None => {
                    out.push('-');
                    '-'
                }
            },
            // A bare address is shown as it is.
            ':' if rest.clone().take(2).eq("//".chars()) => {
                out.push(':');
                address(&mut rest, &mut out)
            }
            '.' if out.ends_with("..") && context.before == '.' => {
                out.truncate(out.len() - 2);
                '…'
            }
            other => other,
        };
        out.push(set);
        context.before = set;
    }
    out
}

/// A quote opens after a space, a bracket, a dash or another opening quote; else it closes.
fn quote(quotes: [[char; 2]; 2], context: &mut Context, next: Option<char>) -> char {
    let opens_after =
        |c: char| c.is_whitespace() || matches!(c, '(' | '[' | '—' | '–' | '-' | '/' | '«' | '„' | '“' | '‘');
    let closing_mark = quotes[0][1];
    let opens =
        opens_after(context.before) && context.before != closing_mark && next.is_none_or(|n| !n.is_whitespace());
    if opens {
        context.depth += 1;
        quotes[(context.depth - 1).min(1)][0]
    } else {
        let level = context.depth.saturating_sub(1).min(1);
        context.depth = context.depth.saturating_sub(1);
        quotes[level][1]
    }
}

/// A single quote opens before a letter after a space, where the language has single quotes inside of double ones.
fn apostrophe(quotes: [[char; 2]; 2], context: &mut Context, next: Option<char>) -> char {
    let before = context.before;
    let [open, close] = if matches!(quotes[1][0], '‘' | '‚') { quotes[1] } else { ['‘', '’'] };
    let opens = (before.is_whitespace() || matches!(before, '(' | '[' | '“' | '«' | '„' | '—'))
        && next.is_some_and(char::is_alphabetic);
    if opens {
        context.single = true;
        return open;
    }
    let closes = context.single && !next.is_some_and(char::is_alphanumeric);
    if closes {
        context.single = false;
        return close;
    }
    '’'
}

/// What `--` between words is: Russian sets a long dash there.
fn dash_of(lang: &str) -> char {
    if matches!(lang.split('-').next(), Some("ru" | "uk" | "be" | "bg" | "kk")) { '—' } else { '–' }
}

/// `--` is a dash, `---` an em dash, and the start of `--option` neither.
fn dash(rest: &mut std::iter::Peekable<std::str::Chars<'_>>, before: char, long: char) -> Option<char> {
    rest.next();
    match rest.peek() {
        Some('-') => {
            rest.next();
            Some('—')
        }
        Some(next) if next.is_alphabetic() && before.is_whitespace() => None,
        Some(next) if next.is_ascii_digit() => Some('–'),
        _ => Some(long),
    }
}

/// Copies the rest of an address and returns its last character.
fn address(rest: &mut std::iter::Peekable<std::str::Chars<'_>>, out: &mut String) -> char {
    let mut last = '/';
    rest.next();
    while let Some(c) = rest.next_if(|c| !c.is_whitespace() && *c != ')') {
        out.push(last);
        last = c;
    }
    last
}

const NO_BREAK: char = '\u{a0}';

/// Russian: no line may end before a dash or after a short word, nor between a number and what it counts.
fn bind(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let bound = |i: usize| before_dash(&chars, i) || after_short_word(&chars, i) || after_number(&chars, i);
    chars.iter().enumerate().map(|(i, c)| if *c == ' ' && bound(i) { NO_BREAK } else { *c }).collect()
}

fn before_dash(chars: &[char], space: usize) -> bool {
    space > 0 && chars.get(space + 1) == Some(&'—')
}

/// One or two letters, not at the end of a sentence: prepositions, conjunctions, particles.
fn after_short_word(chars: &[char], space: usize) -> bool {
    let word = chars[..space].iter().rev().take_while(|c| c.is_alphabetic()).take(3).count();
    let starts =
        |n: usize| space == n || chars[..space - n].last().is_some_and(|c| c.is_whitespace() || matches!(c, '(' | '«'));
    let cyrillic = chars[..space].last().is_some_and(|c| matches!(c, 'а'..='я' | 'А'..='Я' | 'ё' | 'Ё'));
    (1..=2).contains(&word) && cyrillic && starts(word)
}

fn after_number(chars: &[char], space: usize) -> bool {
    let digit = chars[..space].last().is_some_and(char::is_ascii_digit);
    digit && chars.get(space + 1).is_some_and(|c| c.is_lowercase() || *c == '%' || *c == '₽')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_language() {
        let cases = [
            ("en", r#"He said "it's 'fine'" -- really..."#, "He said “it’s ‘fine’” – really…"),
            ("ru", r#"Роль "Аккаунт "Плюс"" это"#, "Роль «Аккаунт „Плюс“» это"),
            ("ru", "Мы — в офисе, и не у вас", "Мы\u{a0}— в\u{a0}офисе, и\u{a0}не\u{a0}у\u{a0}вас"),
            ("ru", "через 10 минут", "через 10\u{a0}минут"),
            ("de", r#""Ja""#, "„Ja“"),
            ("en", "a--b---c", "a–b—c"),
            ("en", r#"("x")"#, "(“x”)"),
            ("en", "see --flag and 1--2", "see --flag and 1–2"),
            ("en", "https://a.b/x--y'z ok -- yes", "https://a.b/x--y'z ok – yes"),
            ("de", r#""Ja 'gut' so" -- ist's"#, "„Ja ‚gut‘ so“ – ist’s"),
            ("ru", "он -- она, 5--6", "он\u{a0}— она, 5–6"),
        ];
        for (lang, text, expected) in cases {
            assert_eq!(typeset(text, lang), expected);
        }
    }

    #[test]
    fn quotes_span_markup() {
        let mut context = Context::default();
        assert_eq!(set("\"", "en", &mut context), "“");
        assert_eq!(set("bold", "en", &mut context), "bold");
        assert_eq!(set("\".", "en", &mut context), "”.");
    }
}

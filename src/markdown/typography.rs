//! Quotes, dashes and spaces as the page's language wants them.
//!
//! In: running text (never code, never a URL), the language, and where in the block we are. Out: the text with
//! “curly” or «ёлочки» quotes, real dashes, `…`, and in Russian the spaces and hyphens that must not break.

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

/// A text on its own: a title, a field of the front matter. As it is written if the configuration wants that.
pub fn typeset(text: &str, lang: &str, typography: bool) -> String {
    if typography { set(text, lang, &mut Context::default()).into_owned() } else { text.to_owned() }
}

/// A piece of running text.
pub fn set<'a>(text: &'a str, lang: &str, context: &mut Context) -> Cow<'a, str> {
    let marked = if has_marks(text) { Cow::Owned(marks(text, lang, context)) } else { Cow::Borrowed(text) };
    if let Some(last) = marked.chars().next_back() {
        context.before = last;
    }
    if !lang.starts_with("ru") {
        return marked;
    }
    let bound = if marked.contains(' ') { bind(marked) } else { marked };
    if bound.contains('-') { join(bound) } else { bound }
}

/// Whether there is a quote, a run of hyphens or a run of dots: most texts have none, and stay slices of the source.
fn has_marks(text: &str) -> bool {
    let bytes = text.as_bytes();
    let next = bytes.get(1..).unwrap_or_default();
    // Without a way out in the middle: sixteen bytes are compared at once.
    let quote = bytes.iter().fold(false, |found, b| found | (*b == b'"') | (*b == b'\''));
    quote | bytes.iter().zip(next).fold(false, |found, (a, b)| found | (a == b) & ((*a == b'-') | (*a == b'.')))
}

/// Quotes, dashes and ellipses. What lies between two marks is copied whole.
fn marks(text: &str, lang: &str, context: &mut Context) -> String {
    let (quotes, long) = (quotes(lang), dash_of(lang));
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some(at) = rest.bytes().position(|b| matches!(b, b'"' | b'\'' | b'-' | b'.' | b':')) {
        out.push_str(&rest[..at]);
        context.before = out.chars().next_back().unwrap_or(context.before);
        let here = &rest[at..];
        let next = here[1..].chars().next();
        if let Some(value) = attribute(here, context.before) {
            out.push_str(value);
            context.before = value.chars().next_back().unwrap_or(' ');
            rest = &here[value.len()..];
            continue;
        }
        let (set, length) = match here.as_bytes()[0] {
            b'"' if is_measure(context, next) => ('″', 1),
            b'\'' if is_measure(context, next) && !context.single => ('′', 1),
            b'"' => (quote(quotes, context, next), 1),
            b'\'' => (apostrophe(quotes, context, next), 1),
            b'.' if here.starts_with("...") => ('…', 3),
            b'-' if here.starts_with("--") => dash(here, context.before, long),
            b':' if here.starts_with("://") => (':', 1),
            other => (char::from(other), 1),
        };
        out.push(set);
        context.before = set;
        // A bare address and an option are shown as they are.
        let plain = if set == ':' || (set == '-' && length == 1) { as_written(&here[1..], set) } else { 0 };
        out.push_str(&here[length..length + plain]);
        rest = &here[length + plain..];
    }
    out.push_str(rest);
    out
}

/// What stands in quotes behind `name=`, and these: it is code that somebody did not mark.
fn attribute(here: &str, before: char) -> Option<&str> {
    let quote = here.chars().next().filter(|c| before == '=' && matches!(c, '"' | '\''))?;
    let end = here[1..].find(quote).map_or(1, |end| end + 2);
    Some(&here[..end])
}

/// Whether a quote behind a digit says inches, feet, minutes or seconds: nothing is quoted, and no word goes on.
fn is_measure(context: &Context, next: Option<char>) -> bool {
    context.before.is_ascii_digit()
        && (context.depth == 0 || next == Some('"'))
        && !next.is_some_and(char::is_alphabetic)
}

/// How much of what follows a colon or a hyphen is copied untouched: the rest of an address, the second hyphen of
/// `--option`.
fn as_written(rest: &str, mark: char) -> usize {
    match mark {
        ':' if rest.starts_with("//") => rest.find(|c: char| c.is_whitespace() || c == ')').unwrap_or(rest.len()),
        '-' if rest.starts_with('-') => 1,
        _ => 0,
    }
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
        && next.is_none_or(char::is_alphabetic);
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

/// `--` is a dash, `---` an em dash, and the start of `--option` neither. Returns how many hyphens were read.
fn dash(here: &str, before: char, long: char) -> (char, usize) {
    let next = here[2..].chars().next();
    match next {
        Some('-') => ('—', 3),
        Some(next) if next.is_alphabetic() && before.is_whitespace() => ('-', 1),
        Some(next) if next.is_ascii_digit() => ('–', 2),
        _ => (long, 2),
    }
}

const NO_BREAK: char = '\u{a0}';

/// Russian: no line may end before a dash or after a short word, nor between a number and what it counts.
fn bind(text: Cow<'_, str>) -> Cow<'_, str> {
    let mut out = String::new();
    let mut copied = 0;
    for space in text.bytes().enumerate().filter(|(_, b)| *b == b' ').map(|(at, _)| at) {
        let (before, after) = (&text[..space], &text[space + 1..]);
        if before_dash(after) || after_short_word(before) || after_number(before, after) {
            out.push_str(&text[copied..space]);
            out.push(NO_BREAK);
            copied = space + 1;
        }
    }
    if copied == 0 {
        return text;
    }
    out.push_str(&text[copied..]);
    Cow::Owned(out)
}

fn before_dash(after: &str) -> bool {
    after.as_bytes().first() == Some(&0xe2) && after.starts_with('—')
}

/// One or two Cyrillic letters that stand alone: prepositions, conjunctions, particles. Bytes suffice: Russian letters
/// are two bytes long and begin with D0 or D1.
fn after_short_word(before: &str) -> bool {
    let bytes = before.as_bytes();
    let letter = |back: usize| bytes.len().checked_sub(back).is_some_and(|at| matches!(bytes[at], 0xd0 | 0xd1));
    let length = if !letter(2) {
        return false;
    } else if !letter(4) {
        2
    } else if !letter(6) {
        4
    } else {
        return false;
    };
    let rest = before[..before.len() - length].chars().next_back();
    rest.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '«'))
}

fn after_number(before: &str, after: &str) -> bool {
    let next = || after.chars().next();
    before.as_bytes().last().is_some_and(u8::is_ascii_digit)
        && next().is_some_and(|c| c.is_lowercase() || c == '%' || c == '₽')
}

/// No line may end there, and nothing is seen.
const WORD_JOINER: char = '\u{2060}';

/// Russian: no line may end at the hyphen of a particle or of a short part: кто-то, из-за, кое-что, 5-го. A hyphen that
/// cannot break is another letter to those who search in the page; a joiner behind it is none.
fn join(text: Cow<'_, str>) -> Cow<'_, str> {
    let mut out = String::new();
    let mut copied = 0;
    for hyphen in text.bytes().enumerate().filter(|(_, b)| *b == b'-').map(|(at, _)| at) {
        if is_joined(&text[..hyphen], &text[hyphen + 1..]) {
            out.push_str(&text[copied..=hyphen]);
            out.push(WORD_JOINER);
            copied = hyphen + 1;
        }
    }
    if copied == 0 {
        return text;
    }
    out.push_str(&text[copied..]);
    Cow::Owned(out)
}

/// The longest part that decides: `нибудь`.
const PART: usize = 6;

fn is_joined(before: &str, after: &str) -> bool {
    let first = before.chars().rev().take(PART + 1).take_while(|c| c.is_alphanumeric()).count();
    let second = after.chars().take(PART + 1).take_while(|c| c.is_alphanumeric()).count();
    if first == 0 || second == 0 {
        return false;
    }
    // An address, a name of a file: to be copied as it is.
    let outside = |c: Option<char>| c.is_some_and(|c| matches!(c, '/' | '\\' | '@' | '_' | '='));
    if outside(before.chars().rev().nth(first)) || outside(after.chars().nth(second)) {
        return false;
    }
    let is_short = |part: &str, count: usize| count <= 2 && part.chars().take(count).all(is_russian);
    let tail = &before[before.char_indices().rev().nth(first - 1).map_or(0, |(at, _)| at)..];
    let head = &after[..after.char_indices().nth(second).map_or(after.len(), |(at, _)| at)];
    is_short(head, second)
        || is_short(tail, first)
        || matches!(head.to_lowercase().as_str(), "либо" | "нибудь" | "таки")
        || matches!(tail.to_lowercase().as_str(), "кое" | "кой")
}

fn is_russian(c: char) -> bool {
    matches!(c, 'а'..='я' | 'А'..='Я' | 'ё' | 'Ё')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn russian_particles_stay_with_their_word() {
        let joined = |text: &str| typeset(text, "ru", true).replace(WORD_JOINER, "~");
        let cases = [
            ("кто-то", "кто-~то"),
            ("Кто-нибудь, что-либо", "Кто-~нибудь, что-~либо"),
            ("всё-таки", "всё-~таки"),
            ("Кое-кто", "Кое-~кто"),
            ("из-за", "из-~за"),
            ("по-новому", "по-~новому"),
            ("точь-в-точь", "точь-~в-~точь"),
            ("5-го", "5-~го"),
            ("скажи-ка.", "скажи-~ка."),
            ("аккаунт-менеджер", "аккаунт-менеджер"),
            ("чек-лист", "чек-лист"),
            ("B2B-клиент, e-mail", "B2B-клиент, e-mail"),
            ("файл/кто-то.md", "файл/кто-то.md"),
            ("-то", "-то"),
        ];
        cases.iter().for_each(|(text, expected)| assert_eq!(joined(text), *expected));
        assert_eq!(typeset("кто-то", "en", true), "кто-то");
    }

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
            (
                "en",
                r#"A 27" screen, 5'11" tall, "27" and "a 27"", the 1980's"#,
                "A 27″ screen, 5′11″ tall, “27” and “a 27″”, the 1980’s",
            ),
            ("ru", r#"Экран 27", 27"-й, он "27" и "экран 27""."#, "Экран 27″, 27″-й, он\u{a0}«27» и\u{a0}«экран 27″»."),
            ("en", r#"style="info" src='x' "y""#, r#"style="info" src='x' “y”"#),
            ("ru", r#"a="b" = "в""#, r#"a="b" = «в»"#),
            ("de", r#""Ja 'gut' so" -- ist's"#, "„Ja ‚gut‘ so“ – ist’s"),
            ("ru", "он -- она, 5--6", "он\u{a0}— она, 5–6"),
        ];
        for (lang, text, expected) in cases {
            assert_eq!(typeset(text, lang, true), expected);
            assert_eq!(typeset(text, lang, false), text);
        }
    }

    #[test]
    fn quotes_span_markup() {
        let mut context = Context::default();
        assert_eq!(set("\"", "en", &mut context), "“");
        assert_eq!(set("bold", "en", &mut context), "bold");
        assert_eq!(set("\".", "en", &mut context), "”.");
        let mut context = Context::default();
        let pieces = ["a '", "em", "' b, '", "no", "', it", "'s"];
        let set = pieces.map(|piece| set(piece, "en", &mut context).into_owned());
        assert_eq!(set.concat(), "a ‘em’ b, ‘no’, it’s");
    }
}

//! The coloured parts of code, line by line. The only file that names syntaxmate.
//!
//! In: code and its language. Out: the parts of each line and their classes, up to the line with which a limit is passed,
//! and that line.
//!
//! A page must not depend on the machine that makes it, so limits count what is done and do not measure time: bytes, steps
//! of the matcher, how deep constructs stand in each other. For the same reason each block has a tokenizer of its own.
//! What tokenizers share are compiled grammars, which change no result.

use super::Plain;
use super::classes::class;
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use syntaxmate::{Catalog, GrammarRegistry, PreparedLanguage, Token, Tokenizer, TokenizerOptions, TokenizerState};

/// Grammars of languages that the library does not bring.
const OWN: [(&str, &str); 11] = [
    ("cabal", include_str!("grammars/cabal.json")),
    ("crontab", include_str!("grammars/crontab.json")),
    ("dot", include_str!("grammars/dot.json")),
    ("gomod", include_str!("grammars/gomod.json")),
    ("jq", include_str!("grammars/jq.json")),
    ("ninja", include_str!("grammars/ninja.json")),
    ("nsis", include_str!("grammars/nsis.json")),
    ("org", include_str!("grammars/org.json")),
    ("requirements", include_str!("grammars/requirements.json")),
    ("robot", include_str!("grammars/robot.json")),
    ("troff", include_str!("grammars/troff.json")),
];

/// Larger blocks are data, not examples.
const MAX_BLOCK: usize = 64 * 1024;
/// Longer lines are minified or generated.
const MAX_LINE: usize = 1000;
/// How deep constructs may stand in each other. A step costs as much as the stack is high.
const MAX_DEPTH: usize = 200;
/// Steps of the matcher times the square of the bytes of their line: an expression may try each of the bytes behind a step,
/// and go from there to the end of the line. Every block of 64 KB with lines of up to 200 bytes is within it, and ten lines
/// of 900 bytes with a token on each third byte; the worst that is known takes half a second for it.
const MAX_WORK: u64 = 2_400_000_000;
/// What a line counts for at least.
const LEAST_STEPS: u64 = 32;
/// After so many steps the tokenizer asks whether it shall go on.
const STEPS: u64 = 16;

/// The coloured parts of a line.
pub(super) struct Line {
    /// Where it begins in the block.
    pub start: usize,
    pub parts: Vec<Part>,
}

/// What has one class.
pub(super) struct Part {
    /// In the line.
    pub range: Range<usize>,
    pub class: Option<&'static str>,
}

/// The lines that are coloured, from the first on, and why the others are not.
pub(super) fn lines(source: &str, language: &'static str) -> (Vec<Line>, Option<Plain>) {
    let mut reader = Reader::new(language);
    let mut lines = Vec::new();
    let mut start = 0;
    for (at, text) in source.split_inclusive('\n').enumerate() {
        match reader.as_mut().ok_or_else(|| TOO_MUCH.to_owned()).and_then(|reader| reader.line(start, text)) {
            Ok(parts) => lines.push(Line { start, parts }),
            Err(why) => return (lines, Some(plain(&why, at, start..start + text.trim_end().len()))),
        }
        start += text.len();
    }
    (lines, None)
}

const TOO_MUCH: &str = "takes too many steps to highlight";

fn plain(why: &str, at: usize, place: Range<usize>) -> Plain {
    let shown = if at == 0 { "the block is shown" } else { "from there on it is shown" };
    Plain { message: format!("line {} of this code block {why}: {shown} without highlighting", at + 1), place }
}

/// Reads one block.
struct Reader {
    tokenizer: Tokenizer,
    state: TokenizerState,
    work: u64,
}

impl Reader {
    /// None where a grammar does not fit the bounds of the library; it says of its own that they all do.
    fn new(language: &'static str) -> Option<Self> {
        // A line may be as long as ours; a cache of lines is of use to editors.
        let options = TokenizerOptions { max_line_bytes: 2 * MAX_LINE, line_cache_entries: 0 };
        let tokenizer = prepared(language)?.tokenizer(options);
        let state = tokenizer.initial_state();
        Some(Self { tokenizer, state, work: 0 })
    }

    fn line(&mut self, start: usize, text: &str) -> Result<Vec<Part>, String> {
        if text.len() > MAX_LINE {
            return Err(format!("is longer than {MAX_LINE} bytes"));
        }
        if start + text.len() > MAX_BLOCK {
            return Err(format!("is behind the first {MAX_BLOCK} bytes"));
        }
        self.read(text.strip_suffix('\n').unwrap_or(text))
    }

    fn read(&mut self, line: &str) -> Result<Vec<Part>, String> {
        let Self { tokenizer, state, work } = self;
        let weight = (line.len() as u64).pow(2);
        *work += LEAST_STEPS * weight;
        let (mut parts, mut depth) = (Vec::new(), 0);
        let token = |token: Token| {
            depth = depth.max(token.scopes().len());
            add(&mut parts, token.range(), class_of(&token));
        };
        let too_much = || {
            *work += STEPS * weight;
            *work > MAX_WORK
        };
        let status = tokenizer.tokenize_line_with_interrupt(line, state, token, too_much);
        match status.map(|status| status.is_complete()) {
            Ok(true) if *work > MAX_WORK => Err(TOO_MUCH.to_owned()),
            Ok(true) if depth <= MAX_DEPTH => Ok(parts),
            Ok(true) => Err(format!("has more than {MAX_DEPTH} constructs inside of each other")),
            Ok(false) | Err(_) => Err(TOO_MUCH.to_owned()),
        }
    }
}

/// What follows with the same class is one part.
fn add(parts: &mut Vec<Part>, range: Range<usize>, class: Option<&'static str>) {
    match parts.last_mut().filter(|part| part.class == class && part.range.end == range.start) {
        Some(part) => part.range.end = range.end,
        None => parts.push(Part { range, class }),
    }
}

fn class_of(token: &Token) -> Option<&'static str> {
    let scopes = token.scopes();
    let mut found = None;
    for scope in scopes {
        found = class(scope).unwrap_or(found);
    }
    found
}

type Prepared = Option<Arc<PreparedLanguage>>;

/// A grammar is read and its expressions are compiled when the first block asks for them.
fn prepared(language: &'static str) -> Prepared {
    static READY: Mutex<BTreeMap<&'static str, Prepared>> = Mutex::new(BTreeMap::new());
    let mut ready = READY.lock().unwrap_or_else(PoisonError::into_inner);
    ready.entry(language).or_insert_with(|| prepare(language).map(Arc::new)).clone()
}

fn prepare(language: &str) -> Option<PreparedLanguage> {
    let Some((_, grammar)) = OWN.iter().find(|(id, _)| *id == language) else {
        return PreparedLanguage::from_catalog(&Catalog::bundled(), language).ok();
    };
    let mut registry = GrammarRegistry::new();
    let root = registry.add_json(grammar).ok()?;
    PreparedLanguage::new(&registry, root).ok()
}

/// All names of the grammars: what each is called, by its own name before all others, and then by the ends of its files.
pub(super) fn names() -> HashMap<String, &'static str> {
    static CATALOG: LazyLock<Catalog> = LazyLock::new(Catalog::bundled);
    let languages: Vec<_> = CATALOG.languages().into_iter().filter_map(|id| CATALOG.language(id)).collect();
    let own =
        OWN.iter().map(|(id, _)| (*id, *id)).chain(languages.iter().map(|language| (language.id(), language.id())));
    let aliases = languages.iter().flat_map(|language| language.aliases().iter().map(|name| (&**name, language.id())));
    let files = languages.iter().flat_map(|language| {
        language.extensions().iter().chain(language.basenames()).map(|name| (&**name, language.id()))
    });
    let mut names = HashMap::new();
    own.chain(aliases).chain(files).for_each(|(name, id)| {
        names.entry(name.to_lowercase()).or_insert(id);
    });
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(source: &str, language: &'static str) -> (usize, Option<String>) {
        let (lines, plain) = lines(source, language);
        (lines.len(), plain.map(|plain| format!("{} @{}", plain.message, plain.place.start)))
    }

    #[test]
    fn each_limit_ends_the_colours_at_its_line() {
        let long = format!("let a;\n{}\nlet b;\n", "x".repeat(MAX_LINE + 1));
        let (lines, why) = told(&long, "rust");
        assert_eq!(lines, 1);
        assert_eq!(
            why.as_deref(),
            Some(
                "line 2 of this code block is longer than 1000 bytes: from there on it is shown without highlighting @7"
            )
        );
        let (lines, why) = told(&"x\n".repeat(MAX_BLOCK), "rust");
        assert_eq!(lines, MAX_BLOCK / 2);
        assert!(why.is_some_and(|why| why.contains("behind the first 65536 bytes")));
        let (lines, why) = told(&format!("[1]\n{}\n", "[".repeat(900)), "json");
        assert_eq!(lines, 1);
        assert!(why.is_some_and(|why| why.contains("more than 200 constructs")));
        let (lines, why) = told(&format!("[{}1]\n", "1,".repeat(450)).repeat(64), "json");
        assert!(lines < 64 && why.is_some_and(|why| why.contains("too many steps")));
    }

    #[test]
    fn every_grammar_is_read() {
        let names = names();
        let mut ids: Vec<_> = names.values().copied().collect();
        ids.sort_unstable();
        ids.dedup();
        assert!(ids.len() > 200, "{}", ids.len());
        let unread: Vec<_> = ids.into_iter().filter(|id| lines("a = 1\n", id).1.is_some()).collect();
        assert!(unread.is_empty(), "{unread:?}");
        for (id, grammar) in OWN {
            let mut registry = GrammarRegistry::new();
            let root = registry.add_json(grammar).unwrap();
            registry.validate_regexes().unwrap();
            assert!(PreparedLanguage::new(&registry, root).is_ok(), "{id}");
        }
    }
}

//! `cargo xtask grammars`: the grammars that code blocks are coloured with, made fit and committed.
//!
//! In: the grammars of bat as two-face packs them for Oniguruma. Out: `src/markdown/grammars.bin`.
//!
//! 1. Classes of all of Unicode become short ones: a compiled `\p{L}` has some 700 ranges, and TypeScript's grammar uses
//!    it in nearly every expression. Measured on the blocks of 3,075 Russian pages: 151 MB of compiled expressions
//!    become 81 MB and 60 % of the time, with the same colours.
//! 2. PowerShell, which two-face leaves out without Oniguruma, needs one expression written out: it is in.
//! 3. What fancy-regex cannot compile is taken out; a grammar that loses something is hidden.
//!
//! A test makes the file again and compares.

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};
use syntect::dumps;
use syntect::parsing::syntax_definition::{Context, Pattern};
use syntect::parsing::{Regex, SyntaxDefinition, SyntaxSet, SyntaxSetBuilder};

const FILE: &str = "src/markdown/grammars.bin";
const SOURCE: &str = "generated/syntaxes-onig-newlines.bin";

/// Grammars with subroutine calls or look-behind of no fixed length.
const HIDDEN: [&str; 6] =
    ["ARM Assembly", "Regular Expressions (Elixir)", "JavaScript (Babel)", "Salt State (SLS)", "VimHelp", "Hosts File"];

/// The one expression of PowerShell that calls a group as a subroutine, and the same without.
const WRITTEN_OUT: (&str, &str) = (r"([0-9a-fA-F]){1,4}|0?\g<1>{1,5}", r"([0-9a-fA-F]){1,4}|0?[0-9a-fA-F]{1,5}");

/// Makes the file.
pub fn write() -> Result<(), String> {
    let bytes = make()?;
    eprintln!("grammars.bin: {} bytes", bytes.len());
    fs::write(root().join(FILE), bytes).map_err(|error| format!("{FILE}: {error}"))
}

fn make() -> Result<Vec<u8>, String> {
    let source = two_face()?.join(SOURCE);
    let bytes = fs::read(&source).map_err(|error| format!("{}: {error}", source.display()))?;
    let set: SyntaxSet = dumps::from_uncompressed_data(&bytes).map_err(|error| format!("{SOURCE}: {error}"))?;
    // Contexts name each other by number: none may go, and the order stays.
    let mut builder = SyntaxSetBuilder::new();
    set.into_builder().syntaxes().iter().for_each(|grammar| builder.add(fitted(grammar.clone())));
    let file = tempfile::NamedTempFile::new().map_err(|error| error.to_string())?;
    dumps::dump_to_uncompressed_file(&builder.build(), file.path()).map_err(|error| error.to_string())?;
    fs::read(file.path()).map_err(|error| error.to_string())
}

/// Where cargo keeps the locked two-face.
fn two_face() -> Result<PathBuf, String> {
    let mut command = Command::new("cargo");
    command.args(["metadata", "--format-version", "1", "--locked"]).current_dir(root());
    let output = command.output().map_err(|error| format!("cargo could not be started: {error}"))?;
    let metadata: Value = serde_json::from_slice(&output.stdout).map_err(|error| format!("cargo metadata: {error}"))?;
    let packages = metadata["packages"].as_array().into_iter().flatten();
    let found = packages.filter(|package| package["name"] == "two-face").find_map(|p| p["manifest_path"].as_str());
    let folder = found.and_then(|path| Path::new(path).parent());
    folder.map(Path::to_owned).ok_or_else(|| "two-face is not locked".to_owned())
}

fn root() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here)
}

fn fitted(mut grammar: SyntaxDefinition) -> SyntaxDefinition {
    let hidden = HIDDEN.contains(&grammar.name.as_str());
    if hidden {
        grammar.name = format!("({})", grammar.name);
        grammar.file_extensions.clear();
        grammar.hidden = true;
    }
    #[expect(clippy::iter_over_hash_type, reason = "each context on its own; syntect writes them by name")]
    for context in grammar.contexts.values_mut() {
        fit(context, hidden);
    }
    grammar
}

fn fit(context: &mut Context, hidden: bool) {
    for pattern in &mut context.patterns {
        if let Pattern::Match(found) = pattern {
            let written = found.regex.regex_str().replace(WRITTEN_OUT.0, WRITTEN_OUT.1);
            found.regex = Regex::new(short_classes(&written));
        }
    }
    // Compiling all 220 grammars takes seconds: only those are asked that are known to fail.
    if hidden {
        let compiles = |pattern: &Pattern| match pattern {
            Pattern::Match(found) => Regex::try_compile(found.regex.regex_str()).is_none(),
            Pattern::Include(_) => true,
        };
        context.patterns.retain(compiles);
    }
}

/// The expression with `\w`, `\d`, `\s` and `\p{..}` as ranges of ASCII, to which letters add all that is not ASCII.
fn short_classes(expression: &str) -> String {
    let mut out = String::with_capacity(expression.len());
    let mut chars = expression.chars().peekable();
    let mut depth = 0;
    while let Some(c) = chars.next() {
        match c {
            '\\' => escape(&mut chars, depth, &mut out),
            '[' => {
                depth += 1;
                out.push(c);
                depth -= bracket(&mut chars, depth, &mut out);
            }
            ']' if depth > 0 => {
                depth -= 1;
                out.push(c);
            }
            _ => out.push(c),
        }
    }
    out
}

type Chars<'a> = std::iter::Peekable<std::str::Chars<'a>>;

/// What may follow a `[`: `^`, a `]` that is meant, or the rest of `[:alpha:]`, which ends here.
fn bracket(chars: &mut Chars<'_>, depth: usize, out: &mut String) -> usize {
    if let Some(negation) = chars.next_if_eq(&'^') {
        out.push(negation);
    }
    if chars.next_if_eq(&']').is_some() {
        out.push_str(r"\]");
    }
    if depth < 2 || chars.peek() != Some(&':') {
        return 0;
    }
    out.extend(chars.by_ref().take_while(|c| *c != ']'));
    out.push(']');
    1
}

fn escape(chars: &mut Chars<'_>, depth: usize, out: &mut String) {
    let Some(letter) = chars.next() else { return out.push('\\') };
    let written = if letter == 'p' { format!("p{}", property(chars)) } else { letter.to_string() };
    let negated = depth == 0 && matches!(letter, 'W' | 'D' | 'S');
    match class(&if negated { written.to_lowercase() } else { written.clone() }) {
        Some(ranges) if negated => out.extend(["[^", ranges, "]"]),
        Some(ranges) if depth == 0 => out.extend(["[", ranges, "]"]),
        Some(ranges) => out.push_str(ranges),
        None => out.extend(["\\", &written]),
    }
}

/// `{L}`, as it is written.
fn property(chars: &mut Chars<'_>) -> String {
    if chars.peek() != Some(&'{') {
        return chars.next().map(String::from).unwrap_or_default();
    }
    let mut name: String = chars.by_ref().take_while(|c| *c != '}').collect();
    name.push('}');
    name
}

/// Ranges that stand for a class. What is not ASCII counts as a letter of any kind: grammars ask for letters only to
/// find where names begin and end.
fn class(written: &str) -> Option<&'static str> {
    Some(match written {
        "w" | "p{ID_Continue}" | "p{XID_Continue}" | "p{alnum}" | "p{word}" => r"0-9A-Z_a-z\x{80}-\x{10ffff}",
        "d" | "p{Nd}" | "p{N}" => "0-9",
        "s" => r" \t\r\n\x0b\x0c",
        "p{L}" | "p{Letter}" | "p{Alphabetic}" | "p{Alpha}" | "p{alpha}" | "p{ID_Start}" | "p{XID_Start}" => {
            r"A-Za-z\x{80}-\x{10ffff}"
        }
        "p{Lu}" | "p{Lt}" | "p{upper}" => "A-ZА-ЯЁ",
        "p{Ll}" | "p{lower}" => "a-zа-яё",
        "p{Lo}" | "p{Lm}" | "p{Nl}" | "p{Mn}" | "p{Mc}" | "p{No}" => r"\x{80}-\x{10ffff}",
        "p{Pc}" => "_",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_become_short_inside_and_outside_of_brackets() {
        let cases = [
            (r"\d+\w", r"[0-9]+[0-9A-Z_a-z\x{80}-\x{10ffff}]"),
            (r"[^\d\-]", r"[^0-9\-]"),
            (r"\S\\w", r"[^ \t\r\n\x0b\x0c]\\w"),
            (r"[[:alpha:]_]\p{Lu}", r"[[:alpha:]_][A-ZА-ЯЁ]"),
            (r"[]a]\]", r"[\]a]\]"),
            (r"[\W]\p{Sm}\b", r"[\W]\p{Sm}\b"),
        ];
        for (written, short) in cases {
            assert_eq!(short_classes(written), short);
        }
    }

    #[test]
    fn the_committed_grammars_are_of_the_present_rules() {
        // Not the bytes: parts are deflated, by another library when the whole workspace is built.
        let grammars = |bytes: &[u8]| {
            let set: SyntaxSet = dumps::from_uncompressed_data(bytes).unwrap();
            set.into_builder().syntaxes().to_vec()
        };
        let committed = fs::read(root().join(FILE)).unwrap();
        assert!(grammars(&committed) == grammars(&make().unwrap()), "{FILE} is stale: run `cargo xtask grammars`");
    }
}

//! Cases in files: a line `> question`, and below it the answer that is expected. Adding a case is adding lines or a
//! file. `\u{AD}` in a question is that character, `\n` a line break.

use std::fmt::Write;
use std::fs;
use std::path::Path;

/// Asks every question of the files in `tests/<folder>/` and compares the answers.
pub fn check(folder: &str, answer: impl Fn(&str) -> String) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(folder);
    let mut paths: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(!paths.is_empty(), "no cases");
    let mut wrong = String::new();
    for path in paths {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        for (question, expected) in questions(&fs::read_to_string(&path).unwrap()) {
            let got = answer(&unescape(&question));
            if got.trim_end() != expected.trim_end() {
                writeln!(wrong, "{name}\n> {question}\nexpected:\n{expected}\ngot:\n{got}").unwrap();
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// The questions of a file with their answers; what stands before the first is a remark.
fn questions(file: &str) -> Vec<(String, String)> {
    let blocks = file.split("\n>").skip(1);
    let found: Vec<_> = blocks
        .map(|block| block.split_once('\n').unwrap_or((block, "")))
        .map(|(question, answer)| (question.strip_prefix(' ').unwrap_or(question).to_owned(), answer.to_owned()))
        .collect();
    assert!(!found.is_empty(), "a file without cases");
    found
}

fn unescape(question: &str) -> String {
    let mut parts = question.replace("\\n", "\n");
    while let Some((before, rest)) = parts.split_once("\\u{") {
        let (code, rest) = rest.split_once('}').unwrap();
        let character = char::from_u32(u32::from_str_radix(code, 16).unwrap()).unwrap();
        parts = format!("{before}{character}{rest}");
    }
    parts
}

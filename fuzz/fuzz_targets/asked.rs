//! Any text as a list of questions or a log: it is read without a panic, and nothing in what comes of it could leave a line,
//! a folder or a terminal's page.
#![no_main]

use docent::report::asked;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let found = asked::read(text);
    for (asked, times) in found.questions.iter().chain(&found.missing) {
        assert!(*times > 0 && asked.len() <= 200 && !asked.chars().any(char::is_control), "{asked:?}");
    }
    for (path, _) in &found.missing {
        assert!(path.starts_with('/') && !path.split('/').any(|part| part == ".."), "{path:?}");
    }
});

//! Any text as a name, a path and a link: slugs are stable, and no checked path leaves the output folder.
#![no_main]

use docent::url::{self, Scheme, Slugs};
use libfuzzer_sys::fuzz_target;
use std::path::{Component, Path};

fuzz_target!(|input: (&str, &str)| {
    let (a, b) = input;
    slugs(a);
    paths(a, b);
    schemes(a);
});

fn slugs(text: &str) {
    for style in [Slugs::Ascii, Slugs::Unicode] {
        let slug = url::slug(text, style);
        assert_eq!(url::slug(&slug, style), slug, "a slug of a slug is the slug ({style:?} of {text:?})");
        assert!(!slug.contains(['/', '\\', '.', '%', ' ', '<', '"', '\0']), "{slug:?}");
    }
}

fn paths(a: &str, b: &str) {
    if url::check_output_path(a).is_ok() {
        assert!(Path::new(a).components().all(|part| matches!(part, Component::Normal(_))), "{a:?}");
        assert_eq!(url::collision_key(&url::collision_key(a)), url::collision_key(a), "{a:?}");
        if url::check_output_path(b).is_ok() {
            let link = url::relative(a, b);
            assert_eq!(url::join(a, &url::decode(&link)).as_deref(), Some(b), "{a:?} -> {b:?} by {link:?}");
            assert_eq!(url::scheme(&link), Scheme::None, "{link:?}");
        }
    }
    if let Some(joined) = url::join("content/en/page.md", a) {
        assert!(!joined.split('/').any(|part| part == ".."), "{joined:?}");
    }
}

fn schemes(url: &str) {
    let disguised = format!("\t{}", url.replace("javascript", "java\nscript"));
    let harmless = matches!(url::scheme(&disguised), Scheme::Harmless(_));
    let bare: String = url.chars().filter(|c| !matches!(c, '\t' | '\n' | '\r')).collect();
    let bare = bare.trim_start_matches(|c: char| c.is_control() || c == ' ').to_ascii_lowercase();
    assert!(!(harmless && bare.starts_with("javascript:")), "{url:?}");
}

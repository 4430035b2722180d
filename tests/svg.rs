//! Drawings that are published, and those that are not: each file of `tests/svg/harmless` is let through, each of
//! `tests/svg/hostile` is refused with a place in it. Adding a case is adding a file.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "tests may panic, and tests have a disk"
)]

use docent::svg::check;
use std::fs;
use std::path::Path;

fn cases(folder: &str) -> Vec<(String, String)> {
    let files = fs::read_dir(Path::new("tests/svg").join(folder)).unwrap().map(|file| file.unwrap().path());
    files.map(|path| (path.file_name().unwrap().to_string_lossy().into(), fs::read_to_string(&path).unwrap())).collect()
}

#[test]
fn what_is_only_a_drawing_is_let_through() {
    let refused: Vec<_> =
        cases("harmless").iter().filter_map(|(name, text)| Some((name.clone(), check(text).err()?))).collect();
    assert!(refused.is_empty(), "{refused:#?}");
}

#[test]
fn what_is_more_is_refused_with_its_place() {
    let mut told: Vec<String> = Vec::new();
    for (name, text) in cases("hostile") {
        let fault = check(&text).expect_err(&name);
        let range = fault.at.bytes().unwrap();
        assert!(range.start <= text.len() && range.start < range.end, "{name}: {fault:?}");
        told.push(format!("{name}: {}", fault.message));
    }
    told.sort();
    insta::assert_snapshot!("hostile_svg", told.join("\n"));
}

/// What is hidden at any depth and in any case that XML allows is found: the harmless drawings, each with one thing added.
#[test]
fn a_harmless_drawing_with_one_hostile_thing_is_refused() {
    const THINGS: [&str; 6] = [
        "<script xmlns='http://www.w3.org/2000/svg'/>",
        "<z:script xmlns:z='http://www.w3.org/2000/svg'/>",
        "<script xmlns='http://www.w3.org/1999/xhtml'/>",
        "<g xmlns='http://www.w3.org/2000/svg' onload='x'/>",
        "<a xmlns='http://www.w3.org/2000/svg' href='&#106;avascript:x'/>",
        "<?xml-stylesheet href='#x'?>",
    ];
    for (name, text) in cases("harmless") {
        let in_comment = |at: usize| text[..at].rfind("<!--") > text[..at].rfind("-->");
        for at in text.match_indices("</").map(|(at, _)| at).filter(|at| !in_comment(*at)) {
            for thing in THINGS {
                let changed = format!("{}{thing}{}", &text[..at], &text[at..]);
                assert!(check(&changed).is_err(), "{name} at {at}: {thing}");
            }
        }
    }
}

/// Every SVG of a folder, for a look at how many real ones are let through: `SVG_FOLDER=/usr/share/icons cargo test
/// --test svg -- --nocapture`.
#[test]
fn share_of_real_files() {
    // A measurement, of a folder that the caller names.
    let Ok(folder) = std::env::var("SVG_FOLDER") else { return };
    let found = walkdir::WalkDir::new(folder).into_iter().filter_map(Result::ok).map(walkdir::DirEntry::into_path);
    let (mut all, mut good) = (0, 0);
    for path in found.filter(|path| path.is_file() && path.extension().is_some_and(|end| end == "svg")) {
        all += 1;
        match fs::read_to_string(&path).map_err(|e| e.to_string()).and_then(|text| check(&text).map_err(|f| f.message))
        {
            Ok(()) => good += 1,
            Err(why) => println!("{}: {why}", path.display()),
        }
    }
    println!("{good} of {all}");
}

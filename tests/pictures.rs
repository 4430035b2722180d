//! Pictures as they are published: without what cameras and programs wrote into them, and in smaller sizes.
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "tests may panic, and tests have a disk")]

mod common;

use common::Project;
use std::fs;

fn segment(marker: u8, data: &[u8]) -> Vec<u8> {
    let length = u16::try_from(data.len() + 2).unwrap();
    [&[0xff, marker][..], &length.to_be_bytes(), data].concat()
}

/// A photograph of 40 x 20 pixels that lies on its side, and says where it was taken.
fn photo() -> Vec<u8> {
    let mut exif = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0".to_vec();
    exif.extend(b"WHERE-I-LIVE");
    let size = segment(0xc0, &[8, 0, 20, 0, 40, 1, 1, 0x11, 0]);
    [b"\xff\xd8", &segment(0xe1, &exif)[..], &size, b"\xff\xda\0\x04\x01\x02pixels\xff\xd9"].concat()
}

fn holds(bytes: &[u8], word: &[u8]) -> bool {
    bytes.windows(word.len()).any(|part| part == word)
}

#[test]
fn a_photograph_does_not_say_where_it_was_taken() {
    let project = Project::new();
    project.write("content/index.md", "---\ntitle: Front\n---\n\n![A bay](bay.jpg)\n");
    project.write("content/bay.jpg", photo());
    let run = project.build();
    assert_eq!((run.code, run.problems()), (Some(0), Vec::new()), "{}", run.stderr);
    let published = fs::read(project.root().join("public/bay.jpg")).unwrap();
    assert!(!holds(&published, b"WHERE") && holds(&published, b"pixels") && holds(&published, b"Exif"));
    assert!(project.output("index.html").contains("width=\"20\" height=\"40\""), "as it is seen");
    assert_eq!(fs::read(project.root().join("content/bay.jpg")).unwrap(), photo(), "the author's file is as it was");
    let modified = || fs::metadata(project.root().join("public/bay.jpg")).unwrap().modified().unwrap();
    let before = modified();
    assert_eq!(project.build().code, Some(0));
    assert_eq!(modified(), before, "it is not written again");
    project.write("docent.yaml", "title: Test\ngit_dates: false\nimages: {strip_metadata: false}\n");
    assert_eq!(project.build().code, Some(0));
    assert_eq!(fs::read(project.root().join("public/bay.jpg")).unwrap(), photo());
}

#[test]
fn what_cannot_be_cleaned_is_told() {
    let project = Project::new();
    project.write("docent.yaml", "title: Test\ngit_dates: false\nimages: {max_size: 2 KB}\n");
    project.write("content/phone.avif", b"\0\0\0\x1cftypavif\0\0\0\0mif1 Exif\0\0II*\0");
    project.write("content/clean.avif", b"\0\0\0\x1cftypavif\0\0\0\0mif1");
    project.write("content/cut.jpg", &photo()[..photo().len() - 4]);
    project.write("content/large.gif", [b"GIF89a\x01\0\x01\0\0\0\0;", &[0; 3000][..]].concat());
    for command in ["check", "build"] {
        let run = project.run(&[command, "--format", "json"]);
        let told: Vec<_> = run.problems();
        let told = told.iter().map(|problem| (problem["code"].as_str().unwrap(), problem["file"].as_str().unwrap()));
        let mut told: Vec<_> = told.collect();
        told.sort_unstable();
        let expected = [
            ("picture-damaged", "content/cut.jpg"),
            ("picture-metadata", "content/phone.avif"),
            ("picture-size", "content/large.gif"),
        ];
        assert_eq!(told, expected, "{command}: {}", run.stderr);
    }
    let cut = fs::read(project.root().join("public/cut.jpg")).unwrap();
    assert!(!holds(&cut, b"WHERE"), "what is cut off says nothing either");
}

//! Pictures as they are published: without what cameras and programs wrote into them, and in smaller sizes.
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "tests may panic, and tests have a disk")]

mod common;

use common::{Project, Run};
use std::fs;
use std::io::Cursor;
use std::path::Path;

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

/// A JPEG of so many pixels, all different.
fn wide(width: u32, height: u32) -> Vec<u8> {
    let pixel = |x: u32, y: u32| image::Rgb([x * 7 + y, x ^ y, x * y / 50].map(|color| color as u8));
    let mut bytes = Cursor::new(Vec::new());
    image::RgbImage::from_fn(width, height, pixel).write_to(&mut bytes, image::ImageFormat::Jpeg).unwrap();
    bytes.into_inner()
}

/// Builds with a folder for caches of one's own.
fn build(project: &Project, args: &[&str]) -> Run {
    let run =
        common::run(project.command().env("XDG_CACHE_HOME", project.around().join("cache")).arg("build").args(args));
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    run
}

fn names(folder: &Path) -> Vec<String> {
    let found = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<String> = found.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn a_wide_picture_has_smaller_sizes() {
    let project = Project::new();
    project.write(
        "content/index.md",
        "---\ntitle: Front\n---\n\n![A bay](bay.jpg \"The bay\")\n\n[Far](far.jpg) ![](icon.jpg)\n",
    );
    project.write("content/bay.jpg", wide(1300, 650));
    // Only led to, not shown; and narrow enough.
    project.write("content/far.jpg", wide(1300, 10));
    project.write("content/icon.jpg", wide(64, 64));
    build(&project, &[]);
    let (made, cache) =
        (project.root().join("public/assets/pictures"), project.around().join("cache/docent/pictures-1"));
    let html = project.output("index.html");
    assert_eq!(names(&made).len(), 2, "{html}");
    assert_eq!(html.matches("srcset=").count(), 1, "{html}");
    for part in [
        "<figure class=\"picture\"><a class=\"zoom\" href=\"bay.jpg\"><img src=\"bay.jpg\" alt=\"A bay\" width=\"1300\" height=\"650\"",
        ".jpg 640w, assets/pictures/",
        ".jpg 960w, bay.jpg 1300w\" sizes=\"(max-width: 768px) 100vw, 768px\"",
        "</a><figcaption>The bay</figcaption></figure>",
        "assets/media.",
    ] {
        assert!(html.contains(part), "{part}\n{html}");
    }
    let first = common::tree(&project.root().join("public"));
    // What stands in the cache is not believed; without it the site is the same.
    for name in names(&cache).iter().filter(|name| name.ends_with("-640")) {
        fs::write(cache.join(name), "something else").unwrap();
    }
    for spoil in [false, true] {
        if spoil {
            fs::remove_dir_all(&cache).unwrap();
        }
        fs::remove_dir_all(project.root().join("public")).unwrap();
        build(&project, &[]);
        assert_eq!(common::tree(&project.root().join("public")), first);
    }
    project.write("docent.yaml", "title: Test\ngit_dates: false\nimages: {resize: false}\n");
    build(&project, &[]);
    assert_eq!((names(&made), project.output("index.html").contains("srcset")), (Vec::new(), false));
}

#[test]
fn what_is_hidden_has_no_sizes_and_no_captions() {
    let project = Project::new();
    let config = "title: Test\ngit_dates: false\naudiences: {team: , client: {output_dir: client}}\ndefault_audience: [team, client]\n";
    project.write("docent.yaml", config);
    let page = "---\ntitle: Front\n---\n\n![Talk](talk.mp4)\n\n<!-- audience: team -->\n\n![Plan](plan.jpg)\n\n![Secret](own.mp4)\n\n<!-- audience: all -->\n";
    project.write("content/index.md", page);
    project.write("content/plan.jpg", wide(1300, 650));
    for film in ["talk", "own"] {
        project.write(format!("content/{film}.mp4"), b"\0\0\0\x18ftypmp42");
        project.write(format!("content/{film}.vtt"), "WEBVTT\n\n00:00.000 --> 00:01.000\nWords.\n");
        project.write(format!("content/{film}.jpg"), photo());
    }
    build(&project, &["--audience", "client"]);
    let client = project.root().join("client");
    let there: Vec<String> = common::tree(&client).keys().map(|path| path.to_string_lossy().into_owned()).collect();
    let holds = |end: &str| there.iter().any(|path| path.ends_with(end));
    assert!(
        !there.iter().any(|path| path.contains("assets/pictures") || path.contains("own.") || path.contains("plan"))
    );
    assert!(
        holds("talk.mp4") && holds("talk.vtt") && holds("talk.jpg"),
        "what belongs to a film comes with it: {there:?}"
    );
    let html = fs::read_to_string(client.join("index.html")).unwrap();
    assert!(html.contains("poster=\"talk.jpg\"><track kind=\"captions\" src=\"talk.vtt\" srclang=\"en\""), "{html}");
    build(&project, &["--audience", "team"]);
    assert_eq!(names(&project.root().join("public/assets/pictures")).len(), 2);
}

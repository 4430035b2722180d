//! The prover: nothing that is left out of a site for somebody can stand in any of its files, in whichever form it is
//! written there; and what is no secret is none.
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "tests may panic, and tests have a disk")]

mod common;

use common::Project;
use docent::audit::{AuditInput, Prover};
use docent::config::{Config, FILE};
use docent::index::deflate::deflate;
use docent::index::encoding::to_base64;
use docent::output::Bytes;
use docent::outputs::Output;
use docent::pipeline::{self, Memo};
use docent::source::Sources;
use docent::theme;
use docent_search::format::vocabulary::{self, Forms};
use std::fmt::Write as _;
use std::io::Write as _;

const CONFIG: &str = "title: Test\nbase_url: https://example.com/\nlanguages: {en: {name: English}, ru: {name: Русский}}\n\
    audiences: {internal: , client: }\ndefault_audience: [internal, client]\ndiagnostics: {orphan: ignore}\n";

const SECRET: &str = "---\ntitle: The \"Marmot\" bargain\naudience: [internal]\nslug: great-bargain\naliases: [Quiet offer]\n\
    tags: [underpriced]\nowner: Zenobia\n---\n\nWhoever signs before the summer pays only half of the price, so keep silent.\n\n\
    ## Жёлтый план\n\n| Nebuchadnezzar |\n|---|\n| 7 |\n\n![](plan.png)\n";

const PICTURE: &[u8] = b"\x89PNG\r\n\x1a\nnot really a picture";

fn site() -> Sources {
    let mut sources = Sources::default();
    sources.insert_text(FILE, CONFIG);
    let open = "---\ntitle: Front\n---\n\n## Price\n\nThe price of a plan. Pay before summer: [ask us](secret.md).\n\n\
        <!-- audience: internal -->\n\nThe Hippogriff is ours.\n\n<!-- audience: all -->\n";
    sources.insert_text("content/en/index.md", open);
    sources.insert_text("content/en/secret.md", SECRET);
    sources.insert_text("content/ru/index.md", "---\ntitle: Начало\n---\n\nПлан.\n");
    sources.insert_bytes("content/en/plan.png", PICTURE);
    sources
}

/// The site for clients, and what proves it.
fn built(sources: &Sources) -> (Output, Prover) {
    let config = Config { audience: Some("client".into()), ..Config::parse(FILE, CONFIG).unwrap() };
    let (output, problems) = pipeline::build(&config, sources, &mut Memo::forgetting());
    assert!(problems.is_empty(), "{problems:?}");
    let output = output.unwrap();
    let (theme, _) = theme::load(&config, sources);
    let prover = Prover::new(AuditInput { site: &output.site, config: &config, sources, theme: &theme }).unwrap();
    (output, prover)
}

fn files(output: &Output) -> Vec<(String, Vec<u8>)> {
    let memo = Memo::forgetting();
    let paths: Vec<String> = output.paths().map(str::to_owned).chain(output.search_paths(&memo.render)).collect();
    let bytes = |path: String| match output.bytes(&path, &memo.render).unwrap().0 {
        Bytes::Memory(bytes) => (path, bytes.to_vec()),
        Bytes::Disk(_) => panic!("the test has no disk"),
    };
    paths.into_iter().map(bytes).collect()
}

fn percent(text: &str) -> String {
    text.bytes().fold(String::new(), |mut out, b| {
        let _ = write!(out, "%{b:02x}");
        out
    })
}

fn escaped(text: &str) -> String {
    text.encode_utf16().fold(String::new(), |mut out, unit| {
        let _ = write!(out, "\\u{unit:04x}");
        out
    })
}

fn base64(bytes: &[u8]) -> String {
    let mut out = String::new();
    to_base64(&mut out, bytes);
    out
}

/// Leaks, each put into a file of an innocent site: a path, and what is added there.
fn leaks() -> Vec<(&'static str, Vec<u8>)> {
    let text = |text: &str| text.as_bytes().to_vec();
    let sentence = "whoever signs before the summer pays only half of the price";
    let word = Forms { stem: "marmot".into(), forms: vec![("marmots".into(), 1), ("marmot".into(), 2)] };
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gzip.write_all(b"<p>The Marmot bargain</p>").unwrap();
    vec![
        ("en/index.html", text("<p>The &quot;Marmot&quot; bargain</p>")),
        ("en/index.html", text("<p>The <em>Mar</em>mot <b>bar</b>gain</p>")),
        ("en/index.html", text("<a href=\"great-bargain.html\">x</a>")),
        ("en/index.html", text("<a href=great%2Dbargain.html>x</a>")),
        ("en/index.html", text("<a title='quiet offer'>x</a>")),
        ("en/index.html", text("<!-- QUIET OFFER -->")),
        ("en/index.html", text(&format!("<p>{sentence}</p>"))),
        (
            "en/index.html",
            text("<p>Whoever signs <a href=\"x\">before</a> the &#115;ummer pays only <b>half</b> of</p>"),
        ),
        ("en/index.html", text("<p>&#1078;&#1105;&#x43b;&#1090;&#1099;&#1081; план</p>")),
        ("en/index.html", format!("<a href=\"#{}\">x</a>", percent("желтый-план")).into_bytes()),
        ("en/index.html", text("<td>NEBUCHADNEZZAR</td>")),
        ("en/index.html", text("<p>Neb\u{ad}uchad\u{200b}nezzar</p>")),
        ("en/index.md", text("Ask Zenobia.")),
        ("en/index.md", text("Our hippogriff.")),
        ("en/tags/underpriced.html", text("<p>x</p>")),
        ("sitemap.xml", text("<url><loc>https://example.com/en/great-bargain.html</loc></url>")),
        ("words.js", format!("docentWords({{\"x\":\"{}\"}});", escaped("Nebuchadnezzar")).into_bytes()),
        ("search/f0-0-00000000.bin", deflate(sentence.as_bytes())),
        ("search/v0-00000000.bin", deflate(&vocabulary::encode(std::slice::from_ref(&word)))),
        (
            "search/offline/v0.js",
            format!("docentPack({{\"v0-00000000.bin\":\"{}\"}});", base64(&deflate(&vocabulary::encode(&[word]))))
                .into_bytes(),
        ),
        (
            "en/index.css",
            format!("a{{background:url(data:text/plain;base64,{})}}", base64(b"the marmot bargain")).into_bytes(),
        ),
        ("en/index.html.gz", gzip.finish().unwrap()),
        ("en/other.bin", PICTURE.to_vec()),
        ("photo.jpg", [b"\xff\xd8\xff\xe1\x00\x20Exif\0\0Zenobia".as_slice(), &[0xff, 0xd9]].concat()),
    ]
}

#[test]
fn every_leak_is_found_and_an_innocent_site_has_none() {
    let (output, prover) = built(&site());
    for (path, bytes) in files(&output) {
        assert_eq!(prover.check(&path, &bytes), [], "{path}");
    }
    let innocent = files(&output).into_iter().find(|(path, _)| path == "en/index.html").unwrap().1;
    let missed: Vec<_> = leaks()
        .into_iter()
        .map(|(path, leak)| (path, if path == "en/index.html" { [innocent.clone(), leak].concat() } else { leak }))
        .enumerate()
        .filter(|(_, (path, bytes))| prover.check(path, bytes).is_empty())
        .map(|(number, (path, _))| (number, path))
        .collect();
    assert_eq!((leaks().len(), missed), (24, vec![]));
}

#[test]
fn an_error_says_which_words_were_found() {
    let (_, prover) = built(&site());
    let cases = [
        ("<p>Ask Zenobia and NEBUCHADNEZZAR.</p>", "`nebuchadnezzar`"),
        ("<p>Ask Zenobia and NEBUCHADNEZZAR.</p>", "a name from content/en/secret.md: `zenobia`"),
        ("<p>the Quiet <b>offer</b></p>", "`quiet offer`"),
        (
            "whoever signs before the summer pays only half of the price",
            "`whoever signs before the summer pays only half`",
        ),
    ];
    for (text, words) in cases {
        let told: Vec<String> = prover.check("en/index.html", text.as_bytes()).into_iter().map(|d| d.message).collect();
        assert!(told.iter().any(|message| message.contains(words)), "{words}: {told:#?}");
    }
}

#[test]
fn what_is_said_openly_is_no_secret() {
    let (_, prover) = built(&site());
    // Words of shown pages and of the theme, in another order and in a file of their own.
    for open in ["<p>Pay the price of the plan before summer</p>", "<p>All pages, A to Z</p>", "<p>silent</p>x"] {
        let expected = usize::from(open.contains("silent"));
        assert_eq!(prover.check("en/index.html", open.as_bytes()).len(), expected, "{open}");
    }
}

fn project() -> Project {
    let project = Project::new();
    project.write("docent.yaml", CONFIG);
    std::fs::remove_file(project.root().join("content/index.md")).unwrap();
    for (path, file) in site().files.iter() {
        match &file.content {
            docent::source::Content::Text(text) => project.write(path, text.as_bytes()),
            docent::source::Content::Binary { .. } => project.write(path, PICTURE),
        }
    }
    project
}

#[test]
fn a_site_that_tells_something_is_not_published() {
    let project = project();
    let build = |audience: &str| project.run(&["build", "--audience", audience]);
    assert_eq!(build("client").code, Some(0));
    let before = common::contents(&project.root().join("public"));
    let audit = || -> serde_json::Value {
        serde_json::from_str(&std::fs::read_to_string(project.root().join("client.audit.json")).unwrap()).unwrap()
    };
    let clean = audit();
    assert_eq!(clean["published"], true);
    assert_eq!(clean["excluded_pages"], serde_json::json!(["content/en/index.md", "content/en/secret.md"]));
    assert!(clean["excluded_files"]["content/en/plan.png"].is_string() && clean["needles"].as_u64().unwrap() > 20);
    // A file that a shown page leads to says a heading of a hidden page: nobody but the prover can know.
    project.write("content/en/page.md", "---\ntitle: Page\n---\n\nSee [our notes](notes.txt).\n");
    project.write("content/en/notes.txt", "Жёлтый план");
    for args in [["build", "--audience", "client"], ["check", "--audience", "client"]] {
        let run = project.run(&args);
        assert_eq!(run.code, Some(3), "{}", run.stderr);
        assert!(
            run.stderr.contains("en/notes.txt") && run.stderr.contains("a name from content/en/secret.md"),
            "{}",
            run.stderr
        );
    }
    assert_eq!(common::contents(&project.root().join("public")), before);
    assert_eq!((audit()["published"].clone(), audit()["leaks"].as_array().unwrap().is_empty()), (false.into(), false));
    // Which words, and whose.
    let told = audit()["found"][0]["message"].as_str().unwrap().to_owned();
    assert!(told.contains("content/en/secret.md: `желтыи план`") || told.contains("`желтый план`"), "{told}");
}

#[test]
fn what_others_put_into_the_folder_is_looked_through() {
    let project = project();
    let build = || project.run(&["build", "--audience", "client"]);
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gzip.write_all(b"<p>The Marmot bargain</p>").unwrap();
    assert_eq!(build().code, Some(0));
    for (name, bytes) in
        [("en/old.html.gz", gzip.finish().unwrap()), ("en/old.7z", b"7z\xbc\xaf\x27\x1c\0\x04".to_vec())]
    {
        project.write(format!("public/{name}"), bytes);
        let run = build();
        assert_eq!((run.code, run.stderr.contains(name)), (Some(3), true), "{}", run.stderr);
        std::fs::remove_file(project.root().join("public").join(name)).unwrap();
    }
    project.write("public/CNAME", "example.com");
    assert_eq!(build().code, Some(0));
}

#[test]
fn a_folder_for_somebody_stays_one() {
    let project = project();
    assert_eq!(project.run(&["build"]).code, Some(0));
    assert_eq!(project.run(&["build", "--audience", "client"]).code, Some(0));
    for args in [&["build"][..], &["build", "--audience", "internal"]] {
        let run = project.run(args);
        assert_eq!(
            (run.code, run.stderr.contains("contains the site for `client`")),
            (Some(2), true),
            "{}",
            run.stderr
        );
    }
    assert_eq!(project.run(&["build", "-o", "whole"]).code, Some(0));
    assert!(!project.root().join(".audit.json").exists());
}

//! The search index: what it holds and what it must not, the same bytes from any number of threads, and that it answers.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "tests may panic, and tests have a disk"
)]

mod common;

use common::Project;
use docent::config::{Config, FILE};
use docent::index::Index;
use docent::index::ask::ask;
use docent::index::deflate::inflate;
use docent::output::Bytes;
use docent::outputs::Output;
use docent::pipeline::{self, Memo};
use docent::source::Sources;
use docent_search::engine::{Request, Results};
use docent_search::format::name::File;
use docent_search::format::{fragment, meta, related, shard::Shard, vocabulary};
use std::collections::{BTreeMap, BTreeSet};

/// A site in memory: pages by their path, `docent.yaml` among them.
fn site(files: &[(&str, &str)]) -> Sources {
    let mut sources = Sources::default();
    sources.insert_text(FILE, "title: Site\n");
    files.iter().for_each(|(path, text)| sources.insert_text(path, text));
    sources
}

fn output(sources: &Sources, memo: &mut Memo) -> Output {
    let config = Config::parse(FILE, sources.text(FILE).unwrap()).unwrap();
    pipeline::build(&config, sources, memo).0.unwrap()
}

fn found(sources: &Sources, query: &str) -> Results {
    let mut memo = Memo::forgetting();
    let output = output(sources, &mut memo);
    let request = Request { query, typing: false, lang: "en", limit: 10 };
    ask(output.search_index(&memo.render), &request).unwrap()
}

/// The best section of each page: `guides/start.html#part`.
fn places(results: &Results) -> Vec<String> {
    results.pages.iter().map(|page| format!("{}#{}", page.url, page.sections[0].anchor)).collect()
}

/// Every text that an index holds, decoded.
fn texts(index: &Index) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for (name, bytes) in index.files.iter().filter(|(name, _)| name.ends_with(".bin")) {
        let bytes = inflate(bytes).unwrap();
        if name.starts_with("m-") {
            let meta = meta::decode(&bytes).unwrap();
            all.extend([meta.kinds, meta.tags, meta.langs].concat());
            all.extend(meta.synonyms.concat());
            all.extend([meta.shards.firsts, meta.vocabulary.firsts].concat());
            continue;
        }
        match File::parse(name).unwrap().0 {
            File::Shard(_) => {
                all.extend(Shard::decode(&bytes).unwrap().all().map(|(stem, _)| stem.to_owned()));
            }
            File::Vocabulary(_) => {
                let piece = vocabulary::decode(&bytes).unwrap();
                let mut forms = Vec::new();
                piece.forms(&mut forms);
                all.extend(forms.into_iter().flat_map(|form| [form.form.to_owned(), form.stem.to_owned()]));
            }
            File::Fragment(..) => {
                let fragment = fragment::decode(&bytes).unwrap();
                all.extend([fragment.crumbs, fragment.texts, vec![fragment.url, fragment.title]].concat());
                all.extend(fragment.outline.into_iter().flat_map(|(anchor, heading)| [anchor, heading]));
            }
            File::Related(_) => all.extend(related::decode(&bytes).unwrap().texts().iter().cloned()),
            File::Positions(_) => {}
        }
    }
    all
}

/// Words that begin with `qz` are secret wherever they stand.
const CANARIES: [(&str, &str); 9] = [
    ("content/draft.md", "---\ntitle: Qzdraft\ndraft: true\naliases: [qzother]\n---\n\nqzdraft"),
    ("content/unlisted.md", "---\ntitle: Qzunlisted\nunlisted: true\ntags: [qztag]\n---\n\nqzunlisted"),
    ("content/kept.md", "---\ntitle: Qzkept\ntype: term\nsearch: false\nabbr: QZK\n---\n\nqzkept"),
    ("content/qzfolder/index.md", "---\ntitle: Qzcrumb\nunlisted: true\n---\n\nqzfolder"),
    ("content/open/below.md", "---\ntitle: Below\n---\n\nOpen [[kept]] and [[unlisted]]."),
    (
        "content/section.md",
        "# Section\n\nOpen.\n\n## Qzsection {.no-search}\n\nqzsection\n\n### Qzdeeper\n\nqzdeeper[^q]\n\n[^q]: qznote\n",
    ),
    (
        "content/block.md",
        "# Block\n\nOpen <!-- search: off --> qzinline <!-- search: on --> shown.\n\n<!-- search: off -->\n\nqzblock\n\n## Qzheading\n\n<!-- search: on -->\n\nOpen again.\n",
    ),
    (
        "content/html.md",
        "# Html\n\nOpen.\n\n<div data-x=\"qzattribute\">\nIn a box.\n</div>\n\n<!-- qzcomment -->\n\n$qzformula$\n",
    ),
    ("content/redirected.md", "---\ntitle: Redirected\nredirect_from: [/qzold/]\n---\n\nOpen."),
];

#[test]
fn what_is_kept_from_the_search_is_in_no_file() {
    let sources = site(&CANARIES);
    let mut memo = Memo::forgetting();
    let output = output(&sources, &mut memo);
    let index = output.search_index(&memo.render);
    assert_eq!(index.problem, None);
    let texts = texts(index);
    for shown in ["open", "again", "below", "shown"] {
        assert!(texts.contains(shown), "{shown} is not there: the test would prove nothing");
    }
    let secret: Vec<&String> = texts.iter().filter(|text| text.to_lowercase().contains("qz")).collect();
    assert!(secret.is_empty(), "{secret:#?}");
}

#[test]
fn what_a_reader_sees_is_found() {
    let sources = site(&[
        ("content/index.md", "---\ntitle: Front\n---\n\nHello."),
        (
            "content/guides/start.md",
            "# First days\n\nA lamp.[^1]\n\n## Second part {#two}\n\nA ladder, **very** long.\n\n| hat | coat |\n|---|---|\n| glove | scarf |\n\n```\nlet kettle;\n```\n\n![An umbrella](x.png)\n\n[^1]: A footnoted word.\n",
        ),
        (
            "content/role.md",
            "---\ntitle: Gardener\ntype: role\nmission: Plants trees.\naliases: [grower]\ntags: [outdoors]\n---\n\nBody.",
        ),
        (
            "content/terms/kam.md",
            "---\ntitle: Key account manager\ntype: term\nabbr: KAM\ndefinition: Keeps keys.\n---\n",
        ),
        ("content/linking.md", "# Linking\n\nSee [[role|the greenhouse]].\n\n> [!tip] Watering\n> Every day.\n"),
    ]);
    let cases = [
        ("first days", "guides/start.html#"),
        ("footnoted", "guides/start.html#"),
        ("ladders", "guides/start.html#two"),
        ("\"very long\"", "guides/start.html#two"),
        ("scarf", "guides/start.html#two"),
        ("kettle", "guides/start.html#two"),
        ("umbrella", "guides/start.html#two"),
        ("second part", "guides/start.html#two"),
        ("tree", "role.html#"),
        ("grower", "role.html#"),
        ("outdoors", "role.html#"),
        ("KAM", "terms/kam.html#"),
        ("greenhouse", "linking.html#"),
        ("watering", "linking.html#"),
        ("gardner", "role.html#"),
    ];
    for (query, place) in cases {
        assert_eq!(places(&found(&sources, query)).first().map(String::as_str), Some(place), "{query}");
    }
}

/// A hundred pages, enough for several runs.
fn many() -> Sources {
    let words = ["lamp", "river", "meeting", "клиент", "договор", "budget", "stone", "встреча", "signal", "paper"];
    let mut sources = site(&[]);
    for page in 0..100_usize {
        let mut text = format!("---\ntitle: Page {page}\ntags: [t{}]\n---\n\n", page % 7);
        for word in 0..1_500 {
            let n = (page * 7919 + word * 104_729) % 9_973;
            text.push_str(&format!("{}{} ", words[n % 10], if n % 3 == 0 { n.to_string() } else { String::new() }));
            if word % 300 == 0 {
                text.push_str(&format!("\n\n## Heading {word} {}\n\n", words[(n / 10) % 10]));
            }
        }
        sources.insert_text(&format!("content/part-{}/page-{page}.md", page % 9), &text);
    }
    sources
}

fn files(sources: &Sources, mut memo: Memo) -> BTreeMap<String, Vec<u8>> {
    let output = output(sources, &mut memo);
    let bytes = |path: String| match output.bytes(&path, &memo.render).unwrap().0 {
        Bytes::Memory(bytes) => (path, bytes.to_vec()),
        Bytes::Disk(_) => unreachable!("the index is made in memory"),
    };
    output.search_paths(&memo.render).into_iter().map(bytes).collect()
}

#[test]
fn the_same_bytes_from_any_number_of_threads_and_any_division() {
    let sources = many();
    let first = files(&sources, Memo::forgetting());
    assert!(first.len() > 200, "{}", first.len());
    for run in 0..10 {
        let pool = rayon::ThreadPoolBuilder::new().num_threads([1, 2, 8][run % 3]).build().unwrap();
        // A memo that keeps divides the pages into smaller runs.
        let memo = if run % 2 == 0 { Memo::keeping() } else { Memo::forgetting() };
        let again = pool.install(|| files(&sources, memo));
        assert!(again == first, "run {run} differs");
    }
}

#[test]
fn an_edit_changes_only_the_files_of_its_words() {
    let mut sources = many();
    let before = files(&sources, Memo::forgetting());
    let text = sources.text("content/part-0/page-0.md").unwrap().to_string();
    sources.insert_text("content/part-0/page-0.md", &text.replacen("lamp", "anchovy", 1));
    let after = files(&sources, Memo::forgetting());
    let fresh =
        |letter: &str| after.keys().filter(|name| name.starts_with(letter) && !before.contains_key(*name)).count();
    assert_eq!((fresh("search/m-"), fresh("search/entry")), (1, 0));
    assert!((1..=3).contains(&fresh("search/i")), "{} shards", fresh("search/i"));
    assert!(fresh("search/v") <= 2, "{} pieces of the vocabulary", fresh("search/v"));
}

#[test]
fn packs_hold_the_same_files() {
    let sources = site(&[("content/a.md", "# A\n\nText."), ("content/b.md", "# B\n\nMore.")]);
    let mut memo = Memo::forgetting();
    let output = output(&sources, &mut memo);
    let index = output.search_index(&memo.render);
    let packed: BTreeSet<&String> = index.packs.values().flatten().collect();
    assert_eq!(packed, index.files.keys().collect());
    let start = String::from_utf8(index.bytes("offline/start.js").unwrap().to_vec()).unwrap();
    assert!(start.starts_with("docentPack({\n\"") && start.ends_with("\"\n});\n"), "{start}");
    let names = start.lines().filter_map(|line| line.strip_prefix('"')?.split_once('"')).map(|(name, _)| name);
    assert!(names.eq(index.packs["offline/start.js"].iter()));
}

#[test]
fn the_search_can_be_turned_off() {
    let mut sources = site(&[("content/a.md", "# A\n\nText.")]);
    sources.insert_text(FILE, "search: {offline: false}\n");
    assert!(files(&sources, Memo::forgetting()).keys().all(|path| !path.contains("offline")));
    sources.insert_text(FILE, "search: {enabled: false}\n");
    assert!(files(&sources, Memo::forgetting()).is_empty());
    let mut memo = Memo::keeping();
    let output = output(&sources, &mut memo);
    assert!(output.search_problem(&memo.render).is_none() && output.bytes("search/entry.json", &memo.render).is_none());
    assert_eq!(memo.render.search.runs.counts(), (0, 0), "nothing is indexed");
}

#[test]
fn the_command_line_answers_like_grep() {
    let project = Project::new();
    project.write("content/lamps.md", "---\ntitle: Lamps\ntype: guide\n---\n\nHow to change a lamp.\n");
    let run = project.run(&["search", "lamp"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(run.stdout.contains("lamps.html  Lamps") && run.stdout.contains("change a lamp"), "{}", run.stdout);
    assert_eq!(project.run(&["search", "lamp", "--type", "role"]).code, Some(1));
    assert_eq!(project.run(&["search", "lam"]).code, Some(0), "a beginning, as in the box");
    assert_eq!(project.run(&["search", "lamp -qwertzuiop"]).code, Some(0), "a word that is not to be there");
    assert_eq!(project.run(&["search", "lamp -lamp"]).code, Some(1));
    assert_eq!(project.run(&["search", "lamp", "--type", "guide", "--lang", "en"]).code, Some(0));
    let run = project.run(&["search", "qwertzuiop", "--format", "json"]);
    assert_eq!(run.code, Some(1));
    let answer: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(answer["total"], 0);
    assert_eq!(project.run(&["search", "-c", "nothing.yaml", "x"]).code, Some(2));
}

//! `docent build --search-export`: files that the engines' documented formats allow, whole, and without what is kept
//! from the search.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "tests may panic, and tests have a disk"
)]

mod common;

use common::Project;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;

/// A site in two languages with a glossary term, tags, drafts and all that is kept from the search.
fn project() -> Project {
    let project = Project::new();
    project.write("docent.yaml", "title: Handbook\nbase_url: https://example.com/hb/\ndefault_language: en\nlanguages: {en: {}, ru: {}}\ngit_dates: false\ndiagnostics: {orphan: ignore}\n");
    fs::remove_file(project.root().join("content/index.md")).unwrap();
    project.write(
        "content/en/index.md",
        "---\ntitle: Front\ntags: [start]\n---\n\nHello, \"reader\".\n\n## A part\n\nOf it.\n",
    );
    project.write("content/ru/index.md", "---\ntitle: Начало\n---\n\nЁлки растут.\n\n## Раздел один\n\nМенеджеры.\n");
    let term =
        "---\ntitle: KAM\ntype: term\nabbr: KAM\naliases: [\"key, account manager\", '#kam => x']\n---\n\nA manager.\n";
    project.write("content/en/kam.md", term);
    project.write("content/ru/kam.md", "---\ntitle: КАМ\ntype: term\n---\n\nМенеджер.\n");
    project.write("content/en/draft.md", "---\ntitle: Qzdraft\ndraft: true\naliases: [qzother]\n---\n\nqzdraft\n");
    project
        .write("content/en/unlisted.md", "---\ntitle: Qzunlisted\nunlisted: true\ntags: [qztag]\n---\n\nqzunlisted\n");
    project.write("content/en/kept.md", "---\ntitle: Qzkept\nsearch: false\n---\n\nqzkept [[unlisted]]\n");
    project.write("content/en/block.md", "# Block\n\nOpen <!-- search: off --> qzinline <!-- search: on --> shown.\n\n## Qzsection {.no-search}\n\nqzsection\n");
    project
}

fn export(project: &Project, engine: &str) {
    let run = project.run(&["build", "--search-export", engine]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
}

/// All lines of the parts, in order.
fn lines(project: &Project) -> Vec<Value> {
    let folder = project.root().join("public-search");
    let files = common::contents(&folder).into_iter().filter(|(path, _)| path.to_string_lossy().ends_with(".ndjson"));
    let texts: Vec<String> = files.map(|(_, bytes)| String::from_utf8(bytes).unwrap()).collect();
    assert!(!texts.is_empty() && texts.iter().all(|text| text.ends_with('\n')), "the last line needs an end too");
    texts.concat().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn file(project: &Project, name: &str) -> String {
    fs::read_to_string(project.root().join("public-search").join(name)).unwrap()
}

fn file_of(project: &Project, name: &str) -> String {
    fs::read_to_string(project.root().join(name)).unwrap()
}

fn names(value: &Value) -> BTreeSet<String> {
    value.as_object().unwrap().keys().cloned().collect()
}

#[test]
fn elasticsearch_gets_an_action_line_before_each_section() {
    let project = project();
    export(&project, "elasticsearch");
    let index: Value = serde_json::from_str(&file(&project, "index.json")).unwrap();
    let mapped = names(&index["mappings"]["properties"]);
    let lines = lines(&project);
    let mut ids = BTreeSet::new();
    for pair in lines.chunks(2) {
        let [action, section] = pair else { panic!("an odd number of lines") };
        assert_eq!(names(action), BTreeSet::from(["index".to_owned()]));
        assert_eq!(names(&action["index"]), BTreeSet::from(["_id".to_owned()]), "the address names the index");
        let id = action["index"]["_id"].as_str().unwrap();
        assert!(id.len() <= 512 && ids.insert(id.to_owned()), "{id}");
        assert!(names(section).is_subset(&mapped), "the mapping is strict");
        assert_eq!(section["id"], id);
    }
    let texts: Vec<&Value> = lines.iter().skip(1).step_by(2).collect();
    let part = texts.iter().find(|section| section["heading"] == "A part").unwrap();
    assert_eq!(part["url"], "https://example.com/hb/en/index.html#a-part");
    assert_eq!(part["page"], "https://example.com/hb/en/index.html");
    let expected = [("site", "Handbook"), ("lang", "en"), ("title", "Front"), ("body", "Of it."), ("type", "")];
    expected.iter().for_each(|(field, value)| assert_eq!(part[*field], *value, "{field}"));
    assert_eq!(part["tags"], serde_json::json!(["start"]));
    assert_eq!(texts.iter().filter(|section| section["lang"] == "ru").count(), 3);
}

/// Every name that the index uses is one that Elasticsearch has, or that the index defines.
#[test]
fn the_index_of_elasticsearch_defines_what_it_uses() {
    let project = project();
    export(&project, "elasticsearch");
    let index: Value = serde_json::from_str(&file(&project, "index.json")).unwrap();
    let analysis = &index["settings"]["analysis"];
    for (name, analyzer) in analysis["analyzer"].as_object().unwrap() {
        assert_eq!(analyzer["type"], "custom", "{name}");
        assert_eq!(analyzer["tokenizer"], "standard");
        assert!(analysis["char_filter"][analyzer["char_filter"].as_str().unwrap()].is_object());
        for filter in analyzer["filter"].as_array().unwrap() {
            assert!(filter == "lowercase" || analysis["filter"][filter.as_str().unwrap()].is_object(), "{filter}");
        }
    }
    for field in index["mappings"]["properties"].as_object().unwrap().values() {
        for part in ["analyzer", "search_analyzer"] {
            assert!(field[part].is_null() || analysis["analyzer"][field[part].as_str().unwrap()].is_object());
        }
    }
    let stems = ["docent_english", "docent_russian"].map(|name| analysis["filter"][name]["language"].clone());
    assert_eq!(stems, ["english", "russian"]);
    assert_eq!(analysis["char_filter"]["docent_yo"]["mappings"], serde_json::json!(["ё => е", "Ё => Е"]));
    let synonyms = analysis["filter"]["docent_synonyms"]["synonyms"].clone();
    assert_eq!(synonyms, serde_json::json!(["KAM, key\\, account manager, \\#kam \\=> x, КАМ"]));
}

#[test]
fn quickwit_gets_one_section_a_line_and_its_stems() {
    let project = project();
    export(&project, "quickwit");
    let index: Value = serde_yaml::from_str(&file(&project, "index.yaml")).unwrap();
    assert_eq!(index["version"], "0.8");
    let fields = index["doc_mapping"]["field_mappings"].as_array().unwrap();
    let mapped: BTreeSet<String> = fields.iter().map(|field| field["name"].as_str().unwrap().to_owned()).collect();
    for field in fields {
        assert!(["text", "array<text>"].contains(&field["type"].as_str().unwrap()), "{field}");
        assert!(["raw", "default", "whitespace"].contains(&field["tokenizer"].as_str().unwrap()), "{field}");
        assert!(["basic", "freq", "position"].contains(&field["record"].as_str().unwrap()), "{field}");
    }
    for list in [&index["doc_mapping"]["tag_fields"], &index["search_settings"]["default_search_fields"]] {
        assert!(list.as_array().unwrap().iter().all(|name| mapped.contains(name.as_str().unwrap())), "{list}");
    }
    let lines = lines(&project);
    assert!(lines.iter().all(|section| names(section) == mapped), "the mapping is strict");
    let firs = lines.iter().find(|section| section["title"] == "Начало" && section["heading"] == "").unwrap();
    assert_eq!(firs["body"], "Ёлки растут.");
    assert_eq!(firs["stems"], "нача елк растут");
}

#[test]
fn what_is_kept_from_the_search_is_in_no_export() {
    let project = project();
    for engine in ["elasticsearch", "quickwit"] {
        export(&project, engine);
        for (path, bytes) in common::contents(&project.root().join("public-search")) {
            let text = String::from_utf8(bytes).unwrap().to_lowercase();
            assert!(!text.contains("qz"), "{engine}: {path:?}");
        }
        let shown = lines(&project).iter().any(|section| section["body"].as_str().is_some_and(|b| b.contains("shown")));
        assert!(shown, "the test would prove nothing");
    }
    let published = common::contents(&project.root().join("public"));
    assert!(
        !published.keys().any(|path| path.extension().is_some_and(|e| e == "ndjson")),
        "beside the site, not in it"
    );
}

#[test]
fn ids_stay_while_places_stay() {
    let project = project();
    let ids = || {
        export(&project, "quickwit");
        let all = lines(&project).into_iter();
        all.map(|section| (section["id"].to_string(), section["url"].to_string())).collect::<BTreeSet<_>>()
    };
    let before = ids();
    project.write("content/en/index.md", "---\ntitle: Other\n---\n\nNew words.\n\n## A part\n\nOf more.\n");
    assert_eq!(ids(), before);
    project.write("content/en/index.md", "---\ntitle: Other\n---\n\nNew words.\n\n## Another\n\nOf more.\n");
    assert_eq!(ids().difference(&before).count(), 1);
}

#[test]
fn folders_that_are_not_ours_are_refused() {
    let project = project();
    project.write("notes/own.txt", "mine");
    for (folder, why) in [
        ("public/search-export", "inside the output folder"),
        (".", "the project"),
        ("notes", "is not empty"),
        ("content/x", "own folders"),
    ] {
        let run = project.run(&["build", "--search-export", "quickwit", "--search-export-dir", folder]);
        assert_eq!(run.code, Some(2), "{folder}: {}", run.stderr);
        assert!(run.stderr.contains(why) && run.stderr.contains("--search-export-dir"), "{folder}: {}", run.stderr);
        assert!(!project.root().join("public").exists(), "refused before anything is written");
    }
}

/// The words of the dialog, which name the engine that the search asks.
fn words(project: &Project, folder: &str) -> Value {
    let files = common::contents(&project.root().join(folder));
    let is_words = |path: &std::path::Path| path.to_string_lossy().contains("search-words.en.");
    let (_, bytes) = files.into_iter().find(|(path, _)| is_words(path)).unwrap();
    let text = String::from_utf8(bytes).unwrap();
    serde_json::from_str(text.strip_prefix("docentWords(").unwrap().strip_suffix(");\n").unwrap()).unwrap()
}

#[test]
fn the_search_is_told_whom_to_ask_and_the_index_is_called_so() {
    let project = project();
    let base = file_of(&project, "docent.yaml");
    assert_eq!(project.run(&["build"]).code, Some(0));
    assert_eq!(words(&project, "public")["remote"], Value::Null);
    let remote = "search: {remote: {url: \"https://search.example.com/qw/\", index: Handbook, engine: quickwit}}\n";
    project.write("docent.yaml", format!("{base}{remote}"));
    let run = project.run(&["build", "--search-export", "quickwit"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(run.stdout.contains("`connect-src 'self' https://search.example.com`"), "{}", run.stdout);
    let told = words(&project, "public")["remote"].clone();
    let script = told["script"].as_str().unwrap();
    assert!(project.root().join("public").join(script).exists(), "{script}");
    let expected = serde_json::json!({
        "script": script, "url": "https://search.example.com/qw", "index": ["Handbook"], "engine": "quickwit",
        "site": "Handbook", "base": "https://example.com/hb",
    });
    assert_eq!(told, expected);
    assert!(file(&project, "index.yaml").contains("\nindex_id: Handbook\n"));
}

#[test]
fn opensearch_gets_what_elasticsearch_gets() {
    let project = project();
    export(&project, "elasticsearch");
    let before = common::contents(&project.root().join("public-search"));
    export(&project, "opensearch");
    assert_eq!(common::contents(&project.root().join("public-search")), before);
}

/// An index that everybody's pages are in would show an audience what is not for it.
#[test]
fn a_site_for_an_audience_is_told_of_no_index_but_its_own() {
    let project = project();
    let base = file_of(&project, "docent.yaml");
    let audiences = "audiences: {clients: {output_dir: public-clients}, staff: }\ndefault_audience: [clients, staff]\n";
    for (index, asked) in [("wiki", Value::Null), ("\"wiki-{audience}\"", serde_json::json!(["wiki-clients"]))] {
        let remote = format!("search: {{remote: {{url: /search-engine, index: {index}}}}}\n");
        project.write("docent.yaml", format!("{base}{audiences}{remote}"));
        let run = project.run(&["build", "--audience", "clients"]);
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        assert_eq!(words(&project, "public-clients")["remote"]["index"], asked);
        assert_eq!(run.stdout.contains("does not ask /search-engine"), asked.is_null(), "{}", run.stdout);
    }
}

#[test]
fn a_remote_that_no_browser_could_ask_is_an_error_where_it_stands() {
    let project = project();
    let base = file_of(&project, "docent.yaml");
    for (remote, said) in [
        ("{index: a}", "`search.remote` has no `url`"),
        ("{url: https://a.example}", "`search.remote` has no `index`"),
        ("{url: https://a.example, index: []}", "`search.remote` has no `index`"),
        ("{url: https://u:p@a.example, index: a}", "is not the address of an engine"),
        ("{url: \"https://a.example; script-src *\", index: a}", "is not the address of an engine"),
        ("{url: https://a.example, index: [a, A]}", "`A` is not the name of an index"),
        ("{url: https://a.example, index: a/b}", "`a/b` is not the name of an index"),
        ("{url: https://a.example, index: 7}", "must be a string or a list of strings"),
        ("{url: https://a.example, index: a, engine: solr}", "`elasticsearch`, `opensearch` or `quickwit`"),
        ("{url: https://a.example, index: a, password: x}", "unknown key `password`"),
    ] {
        project.write("docent.yaml", format!("{base}search: {{remote: {remote}}}\n"));
        let run = project.run(&["build"]);
        let told = format!("{}{}", run.stdout, run.stderr);
        assert!(run.code != Some(0) && told.contains(said) && told.contains("docent.yaml:7"), "{remote}: {told}");
    }
}

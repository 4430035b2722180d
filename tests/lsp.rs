//! The language server over the real binary: what an editor asks, and what it is told.
//!
//! In: projects, sessions of a client. Out: each feature answers; what the server tells is what `docent check` tells of the
//! same texts, whatever was typed; the fixes that it offers mend what they are offered for.
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "tests may panic, and tests have a disk")]

mod common;

use common::lsp::{Client, apply};
use common::site::Model;
use common::site::edit::any_edit;
use common::{Project, Run, cases};
use docent::source::Content;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::process::{Command, Stdio};

const START: &str = "---\ntitle: Start here\nowner: Sales\ntags: [first]\n---\n\nRead [the role](roles/manager.md#daily-work) and [[Manager#Daily work]], then [[manager]].\n\n## Привет 😀 and after\n\nSee [below](#привет--and-after) and ![shot](shot.png).\n";
const MANAGER: &str = "# Manager\n\nWhat a manager does all day.\n\n## Daily work\n\nTalk to clients.\n\n### Mornings\n\nCoffee.\n\n## Tools\n\nA phone.\n";

fn project() -> Project {
    let project = Project::new();
    project.write(
        "docent.yaml",
        "title: Team\nslugs: unicode\naudiences: {internal: , client: }\ndefault_audience: [internal]\n",
    );
    project.write("content/index.md", START);
    project.write("content/roles/manager.md", MANAGER);
    project
        .write("content/shot.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89");
    project
}

/// A problem as both tell it: where it begins, what it is.
type Told = BTreeSet<(String, u64, String, String)>;

fn told(client: &Client) -> Told {
    let of = |(file, all): (&String, &Vec<Value>)| {
        let file = file.clone();
        let one = move |problem: &Value| {
            let line = problem["range"]["start"]["line"].as_u64().unwrap();
            let message = problem["message"].as_str().unwrap().to_owned();
            (file.clone(), line, problem["code"].as_str().unwrap().to_owned(), message)
        };
        all.iter().map(one).collect::<Vec<_>>()
    };
    client.problems.iter().flat_map(of).collect()
}

/// The same from `docent check`.
fn checked(run: &Run) -> Told {
    all_checked(run).into_iter().collect()
}

/// The same, each as often as it is told.
fn all_checked(run: &Run) -> Vec<(String, u64, String, String)> {
    let one = |problem: &Value| {
        let hint = problem["hint"].as_str().map_or(String::new(), |hint| format!("\n{hint}"));
        let message = format!("{}{hint}", problem["message"].as_str().unwrap());
        let line = problem["line"].as_u64().unwrap_or(1).saturating_sub(1);
        (problem["file"].as_str().unwrap().to_owned(), line, problem["code"].as_str().unwrap().to_owned(), message)
    };
    run.problems().iter().map(one).collect()
}

#[test]
fn every_question_has_an_answer() {
    let mut client = Client::start(project());
    client.open("content/index.md", START);
    let index = "content/index.md";
    let manager = client.uri("content/roles/manager.md");

    let at = client.at("textDocument/definition", index, START, "the ro", json!({})).unwrap();
    assert_eq!((&at["uri"], &at["range"]["start"]["line"]), (&json!(manager), &json!(4)), "{at}");
    let at = client.at("textDocument/definition", index, START, "[[Man", json!({})).unwrap();
    assert_eq!(at["range"]["start"]["line"], 4, "{at}");
    let at = client.at("textDocument/definition", index, START, "[bel", json!({})).unwrap();
    assert_eq!((&at["uri"], &at["range"]["start"]["line"]), (&json!(client.uri(index)), &json!(8)), "{at}");
    let at = client.at("textDocument/definition", index, START, "![sh", json!({})).unwrap();
    assert_eq!(at["uri"], client.uri("content/shot.png"), "{at}");

    let hover = client.at("textDocument/hover", index, START, "then [[man", json!({})).unwrap();
    assert!(hover["contents"]["value"].as_str().unwrap().contains("What a manager does all day."), "{hover}");
    let hover = client.at("textDocument/hover", index, START, "the ro", json!({})).unwrap();
    assert!(hover["contents"]["value"].as_str().unwrap().contains("Talk to clients."), "{hover}");
    let hover = client.at("textDocument/hover", index, START, "\nown", json!({})).unwrap();
    assert!(hover["contents"]["value"].as_str().unwrap().contains("responsible"), "{hover}");

    client.open("content/roles/manager.md", MANAGER);
    let context = json!({"context": {"includeDeclaration": false}});
    let all =
        client.at("textDocument/references", "content/roles/manager.md", MANAGER, "# Man", context.clone()).unwrap();
    assert_eq!(all.as_array().unwrap().len(), 3, "{all}");
    let all = client.at("textDocument/references", "content/roles/manager.md", MANAGER, "## Dai", context).unwrap();
    assert_eq!(all.as_array().unwrap().len(), 2, "{all}");

    let symbols = client.ask("textDocument/documentSymbol", json!({"textDocument": {"uri": manager}})).unwrap();
    assert_eq!(
        (symbols[0]["name"].as_str(), symbols[0]["children"][0]["name"].as_str()),
        (Some("Daily work"), Some("Mornings"))
    );
    let symbols = client.ask("workspace/symbol", json!({"query": "clients"})).unwrap();
    assert_eq!(symbols[0]["location"]["uri"], manager, "{symbols}");
    let links = client.ask("textDocument/documentLink", json!({"textDocument": {"uri": client.uri(index)}})).unwrap();
    assert_eq!(links.as_array().unwrap().len(), 5, "{links}");
    assert_eq!(client.end(), Some(0));
}

#[test]
fn what_may_be_written_is_offered() {
    let mut client = Client::start(project());
    let index = "content/index.md";
    let cases = [
        ("See [[Man", "Manager", "manager"),
        ("See [[Manager#Mor", "Mornings", "Mornings"),
        ("See [x](rol", "roles/manager.md", "roles/manager.md"),
        ("See [x](sh", "shot.png", "shot.png"),
        ("See [x](roles/manager.md#too", "Tools", "tools"),
        ("---\nty", "type", "type: "),
        ("---\ntype: ro", "role", "role"),
        ("---\ntags: [fi", "first", "first"),
        ("---\ndraft: t", "true", "true"),
        ("> [!wa", "warning", "warning"),
        (":::ti", "tip", "tip"),
        ("---\nowner: Sa", "Sales", "Sales"),
        ("---\nowner: Ann", "Anna Petrova", "anna-petrova"),
        ("---\ndefaults:\n  own", "owner", "owner: "),
        ("---\ndefaults:\n  owner: Sal", "Sales", "Sales"),
        ("---\ndefaults:\n  audience: [inter", "internal", "internal"),
        ("See [x](./rol", "roles/manager.md", "roles/manager.md"),
        ("See [x](/rol", "roles/manager.md", "roles/manager.md"),
        ("See [x](manag", "roles/manager.md", "roles/manager.md"),
        ("```ru", "ruby", "ruby"),
        ("```vi", "view", "view"),
        ("```view\nta", "table", "table: "),
        ("```view\ntable:\n  sor", "sort", "sort: "),
        ("```view\ntable: ro", "role", "role"),
        ("```view\ntable:\n  columns: [own", "owner", "owner"),
    ];
    client.open(index, START);
    client.open(
        "content/people/anna-petrova.md",
        "---\ntitle: Anna Petrova\ntype: person\nmail: anna@example.com\n---\n",
    );
    client.open("content/new.md", "");
    for (text, label, written) in cases {
        client.change("content/new.md", text);
        let list = client.at("textDocument/completion", "content/new.md", text, text, json!({})).unwrap();
        let first = &list["items"][0];
        assert_eq!(
            (first["label"].as_str(), first["textEdit"]["newText"].as_str()),
            (Some(label), Some(written)),
            "{text}: {list}"
        );
    }
    client.change("content/new.md", "Plain text");
    let list = client.at("textDocument/completion", "content/new.md", "Plain text", "Plain", json!({})).unwrap();
    assert_eq!(list, Value::Null);
}

#[test]
fn problems_are_told_as_they_are_typed_and_fixes_mend_them() {
    let mut client = Client::start(project());
    let index = "content/index.md";
    // Nothing is saved: the file on disk is as it was.
    client.open(index, START);
    let broken = START
        .replace("roles/manager.md#daily-work", "roles/manger.md")
        .replace("then [[manager]]", "then [new](plans/new-plan.md)");
    client.change(index, &broken);
    client.until(|client| client.problems.get(index).is_some_and(|all| all.len() == 2));
    let problem = &client.problems[index][0];
    assert_eq!(
        (problem["code"].as_str(), problem["range"]["start"]["line"].as_u64()),
        (Some("broken-link"), Some(6)),
        "{problem}"
    );
    let range = json!({"start": {"line": 0, "character": 0}, "end": {"line": 99, "character": 0}});
    let asked = json!({"textDocument": {"uri": client.uri(index)}, "range": range, "context": {"diagnostics": []}});
    let actions = client.ask("textDocument/codeAction", asked).unwrap();
    let titles: Vec<&str> =
        actions.as_array().unwrap().iter().map(|action| action["title"].as_str().unwrap()).collect();
    assert!(titles.iter().any(|title| title.contains("roles/manager.md")), "{titles:?}");
    assert!(titles.contains(&"Create the page content/plans/new-plan.md"), "{titles:?}");
    // As the editor would: what is open is saved, then the edits are applied, to files.
    client.project.write(index, &broken);
    let (root, prefix) = (client.project.root(), client.uri(""));
    let wanted =
        |title: &&&str| title.contains("`roles/manager.md`") || title.starts_with("Create the page content/plans");
    for action in actions.as_array().unwrap().iter().filter(|action| wanted(&&action["title"].as_str().unwrap())) {
        apply(&root, &prefix, &action["edit"]);
    }
    let run = client.project.run(&["check", "--format", "json"]);
    let left: Vec<_> = run.problems().into_iter().filter(|problem| problem["code"] == "broken-link").collect();
    assert!(left.is_empty(), "{left:?}");
    assert_eq!(fs::read_to_string(root.join("content/plans/new-plan.md")).unwrap(), "# New plan\n");
}

#[test]
fn pages_and_headings_are_renamed_with_what_leads_to_them() {
    let mut client = Client::start(project());
    let (index, manager) = ("content/index.md", "content/roles/manager.md");
    client.open(index, START);
    client.open(manager, MANAGER);
    let (root, prefix) = (client.project.root(), client.uri(""));
    let prepared = client.at("textDocument/prepareRename", manager, MANAGER, "## Dai", json!({})).unwrap();
    assert_eq!(prepared["placeholder"], "Daily work", "{prepared}");
    let edit = client.at("textDocument/rename", manager, MANAGER, "## Dai", json!({"newName": "Every day"})).unwrap();
    apply(&root, &prefix, &edit);
    let text = fs::read_to_string(root.join(index)).unwrap();
    assert!(text.contains("(roles/manager.md#every-day)") && text.contains("[[Manager#Every day]]"), "{text}");
    let renamed = fs::read_to_string(root.join(manager)).unwrap();
    assert!(renamed.contains("\n## Every day\n"), "{renamed}");
    client.change(index, &text);
    client.change(manager, &renamed);
    let edit = client.at("textDocument/rename", index, &text, "## При", json!({"newName": "Пока"})).unwrap();
    apply(&root, &prefix, &edit);
    let text = fs::read_to_string(root.join(index)).unwrap();
    assert!(text.contains("\n## Пока\n") && text.contains("[below](#пока)"), "{text}");
    client.change(index, &text);

    let edit = client.at("textDocument/rename", index, &text, "the ro", json!({"newName": "people/lead"})).unwrap();
    apply(&root, &prefix, &edit);
    let text = fs::read_to_string(root.join(index)).unwrap();
    assert!(text.contains("(people/lead.md#every-day)"), "{text}");
    let run = client.project.run(&["check", "--format", "json"]);
    assert_eq!(
        run.problems().iter().filter(|problem| problem["code"] == "broken-link").count(),
        0,
        "{:?}",
        run.problems()
    );
    client.change(index, &text);
    let refused = client.at("textDocument/rename", index, &text, "Start he", json!({"newName": "x"}));
    assert!(refused.is_err(), "{refused:?}");
}

const PRICES: &str = "---\ntitle: Prices\ntags: [money, \"Sales talk\"]\n---\n\nA brief says what it costs.\n\nTen a month. ^price\n\nSee [above](#^price).\n\n{{#include parts/terms.md}}\n\n```view\nlist:\n  filter: tags contains \"money\"\n```\n";

/// A project with tags, terms of both kinds, a named block and an included file.
fn labelled() -> Project {
    let project = project();
    project.write("content/index.md", "---\ntitle: Home\ndefaults:\n  tags: [Money]\n---\n\n![[prices#^price]]\n\nIt is [the price](prices.md#^price). Ask the client, and read [[Brief]].\n");
    project.write("content/prices.md", PRICES);
    project.write("content/parts/terms.md", "---\nunlisted: true\n---\n\nPaid in advance.\n");
    project.write("content/glossary.yaml", "- term: Client\n  definition: Who pays.\n  aliases: [customer]\n");
    project.write("content/brief.md", "---\ntitle: Brief\ntype: term\n---\n\nWhat is wanted, on one page.\n");
    project
}

/// A file, the words before the cursor, the name there and the new one, and what stands in which file afterwards.
type Case = (&'static str, &'static str, &'static str, &'static str, &'static [(&'static str, &'static str)]);

#[test]
fn blocks_tags_and_terms_are_renamed_with_what_leads_to_them() {
    let cases: [Case; 6] = [
        (
            "content/prices.md",
            "^pri",
            "price",
            "cost",
            &[
                ("content/prices.md", "Ten a month. ^cost\n\nSee [above](#^cost)."),
                ("content/index.md", "![[prices#^cost]]\n\nIt is [the price](prices.md#^cost)"),
            ],
        ),
        (
            "content/prices.md",
            "[mon",
            "money",
            "finance",
            &[
                ("content/prices.md", "tags: [finance, \"Sales talk\"]"),
                ("content/prices.md", "filter: tags contains \"finance\""),
                ("content/index.md", "tags: [finance]"),
            ],
        ),
        ("content/prices.md", "Sales t", "Sales talk", "a: b", &[("content/prices.md", "tags: [money, \"a: b\"]")]),
        (
            "content/index.md",
            "the cli",
            "Client",
            "Buyer",
            &[
                ("content/glossary.yaml", "- term: Buyer\n  definition: Who pays.\n  aliases: [Client, customer]\n"),
                ("content/index.md", "Ask the client"),
            ],
        ),
        ("content/glossary.yaml", "term: Cl", "Client", "Buyer", &[("content/glossary.yaml", "- term: Buyer\n")]),
        (
            "content/prices.md",
            "A bri",
            "Brief",
            "Order",
            &[
                ("content/brief.md", "title: Order\ntype: term\naliases: [Brief]\n"),
                ("content/prices.md", "A brief says"),
            ],
        ),
    ];
    for (file, words, before, new, wanted) in cases {
        let mut client = Client::start(labelled());
        let text = fs::read_to_string(client.project.root().join(file)).unwrap();
        let known = client.project.run(&["check", "--format", "json"]).problems();
        let prepared = client.at("textDocument/prepareRename", file, &text, words, json!({})).unwrap();
        assert_eq!(prepared["placeholder"], before, "{words}: {prepared}");
        let edit = client.at("textDocument/rename", file, &text, words, json!({"newName": new})).unwrap();
        let (root, prefix) = (client.project.root(), client.uri(""));
        apply(&root, &prefix, &edit);
        for (changed, part) in wanted {
            let text = fs::read_to_string(root.join(changed)).unwrap();
            assert!(text.contains(part), "{words}: {changed}: {text}");
        }
        assert_eq!(client.project.run(&["check", "--format", "json"]).problems(), known, "{words}");
    }
    let mut client = Client::start(labelled());
    for name in ["", "two words", "price", "^"] {
        let refused = client.at("textDocument/rename", "content/prices.md", PRICES, "^pri", json!({"newName": name}));
        assert!(refused.is_err(), "{name}: {refused:?}");
    }
}

#[test]
fn blocks_included_files_and_terms_are_shown_and_found() {
    let mut client = Client::start(labelled());
    let (index, prices) = ("content/index.md", "content/prices.md");
    let text = fs::read_to_string(client.project.root().join(index)).unwrap();
    let hovers = [
        (index, &*text, "[the pri", "Ten a month."),
        (index, &*text, "![[pri", "Ten a month."),
        (index, &*text, "the cli", "Who pays."),
        (index, &*text, "  tag", "`tags`"),
        (prices, PRICES, "{{#include parts/te", "Paid in advance."),
        (prices, PRICES, "A bri", "What is wanted"),
    ];
    for (file, text, words, wanted) in hovers {
        let hover = client.at("textDocument/hover", file, text, words, json!({})).unwrap();
        let said = hover["contents"]["value"].as_str().unwrap_or_default();
        assert!(said.contains(wanted) && !said.contains("^price"), "{words}: {hover}");
    }
    let places = [
        (prices, PRICES, "{{#include parts/te", "content/parts/terms.md", 0),
        (prices, PRICES, "A bri", "content/brief.md", 0),
        (index, &*text, "the cli", "content/glossary.yaml", 0),
        (index, &*text, "[the pri", prices, 7),
    ];
    for (file, text, words, wanted, line) in places {
        let at = client.at("textDocument/definition", file, text, words, json!({})).unwrap();
        assert_eq!((&at["uri"], &at["range"]["start"]["line"]), (&json!(client.uri(wanted)), &json!(line)), "{words}");
    }
    let context = json!({"context": {"includeDeclaration": false}});
    let all = client.at("textDocument/references", prices, PRICES, "^pri", context).unwrap();
    assert_eq!(all.as_array().unwrap().len(), 3, "{all}");
}

#[test]
fn what_is_no_message_does_not_end_the_server() {
    let mut client = Client::start(project());
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let bodies = [
        "",
        "{",
        "null",
        "[]",
        "7",
        "{}",
        "{\"id\":1}",
        "{\"jsonrpc\":\"1.0\"}",
        "{\"method\":\"x\",\"params\":7}",
        &deep,
    ];
    for body in bodies {
        client.raw(format!("Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes());
    }
    client.raw(b"Content-Length: 3\r\n\r\n\xff\xfe\xfd");
    client.raw(b"Content-Length: 99999999999999999999\r\n\r\nContent-Length: minus one\r\n\r\n\r\nnothing\r\n\r\n");
    for method in ["textDocument/didOpen", "textDocument/didChange", "textDocument/didClose", "$/cancelRequest"] {
        for params in [json!(null), json!([]), json!({"textDocument": 1}), json!({"textDocument": {"uri": "::"}})] {
            client.tell(method, params);
        }
    }
    let index = "content/index.md";
    client.open(index, START);
    // A change of what is not there: the text that results is the client's, and the next whole one mends it.
    let range =
        json!({"start": {"line": 9_999_999, "character": 4_000_000_000_u32}, "end": {"line": 0, "character": 0}});
    let changes = json!([{"range": range, "text": "x"}]);
    let document = json!({"uri": client.uri(index), "version": -7});
    client.tell("textDocument/didChange", json!({"textDocument": document, "contentChanges": changes}));
    client.change(index, START);
    let hover = client.at("textDocument/hover", index, START, "the ro", json!({})).unwrap();
    assert!(hover["contents"]["value"].is_string(), "{hover}");
    assert_eq!(client.end(), Some(0));
}

/// What is wrong and is not asked for while something before it is: how a link is shown that leads nowhere, a field of a type
/// that there is not.
const REVEALED: [&str; 2] = ["an embed inside a paragraph", "`tittle` is not a field of a page of type"];

#[test]
fn each_fix_mends_its_problem_and_causes_no_other() {
    let files = common::faults::FILES;
    let written = || {
        let project = Project::new();
        files.iter().for_each(|(path, text)| project.write(path, text));
        project
    };
    let mut client = Client::start(written());
    let before = all_checked(&client.project.run(&["check", "--format", "json", "--verbose"]));
    let wanted: Told = before.iter().cloned().collect();
    client.until(|client| told(client) == wanted);
    let (mut tried, mut codes) = (0, BTreeSet::new());
    let range = json!({"start": {"line": 0, "character": 0}, "end": {"line": 999, "character": 0}});
    let broken: Vec<String> = client.problems.keys().cloned().collect();
    for file in broken {
        let asked = json!({"textDocument": {"uri": client.uri(&file)}, "range": range, "context": {"diagnostics": []}});
        let actions = client.ask("textDocument/codeAction", asked).unwrap();
        for action in actions.as_array().unwrap() {
            let project = written();
            apply(&project.root(), &client.uri(""), &action["edit"]);
            let left = all_checked(&project.run(&["check", "--format", "json", "--verbose"]));
            let problem = &action["diagnostics"][0];
            let meant = |(of, line, code, message): &&(String, u64, String, String)| {
                *of == file
                    && problem["range"]["start"]["line"] == *line
                    && problem["code"] == code.as_str()
                    && problem["message"] == message.as_str()
            };
            let times = |all: &[(String, u64, String, String)]| all.iter().filter(meant).count();
            assert!(times(&left) < times(&before), "{file}: {} does not mend it", action["title"]);
            // A page that is there now may lack what others look for in it; they looked for it before.
            let creates = action["edit"]["documentChanges"][0]["kind"] == "create";
            let known = |(of, at, _, message): &(String, u64, String, String)| {
                REVEALED.iter().any(|begins| message.starts_with(begins))
                    || creates && wanted.iter().any(|(file, line, ..)| file == of && line == at)
            };
            let after: Told = left.into_iter().collect();
            let new: Vec<_> = after.difference(&wanted).filter(|new| !known(new)).collect();
            assert!(new.is_empty(), "{file}: {} causes {new:?}", action["title"]);
            tried += 1;
            codes.insert(problem["code"].as_str().unwrap().to_owned());
        }
    }
    assert!(tried >= 30 && codes.len() >= 9, "{tried} fixes of {codes:?}");
}

#[test]
fn neovim_has_an_answer_to_everything() {
    let is_there = Command::new("nvim").arg("--version").output().is_ok_and(|said| said.status.success());
    if !is_there {
        return common::needs::missing("Neovim");
    }
    let project = project();
    project.write("content/index.md", "# Start\n\nRead [it](roles/manger.md).\n\nThe end.\n");
    let told = project.root().join("told.json");
    let mut command = Command::new("nvim");
    command.args(["--clean", "--headless", "-i", "NONE", "-S"]);
    command.arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/editors/neovim.lua"));
    command.current_dir(project.root()).env("DOCENT_BIN", env!("CARGO_BIN_EXE_docent")).env("DOCENT_TOLD", &told);
    let run = command.stdin(Stdio::null()).output().unwrap();
    let said = fs::read_to_string(&told).unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&run.stderr)));
    let said: Value = serde_json::from_str(&said).unwrap();
    assert_eq!(said["error"], Value::Null, "{said}");
    assert!(said["hover"].as_str().unwrap().contains("What a manager does all day."), "{said}");
    let short = ["problem", "definition", "references", "symbols", "completion", "line"].map(|key| said[key].clone());
    let line = "Read [it](roles/lead.md).";
    assert_eq!(json!(short), json!(["broken-link", "manager.md", 1, 0, "Manager", line]), "{said}");
    assert!(fs::read_to_string(project.root().join("content/roles/lead.md")).unwrap().contains("Daily work"));
}

#[test]
fn a_file_that_the_editor_renames_takes_its_links_along() {
    let mut client = Client::start(project());
    let (old, new) = (client.uri("content/roles/manager.md"), client.uri("content/lead.md"));
    let edit = client.ask("workspace/willRenameFiles", json!({"files": [{"oldUri": old, "newUri": new}]})).unwrap();
    let (root, prefix) = (client.project.root(), client.uri(""));
    apply(&root, &prefix, &edit);
    fs::rename(root.join("content/roles/manager.md"), root.join("content/lead.md")).unwrap();
    let text = fs::read_to_string(root.join("content/index.md")).unwrap();
    assert!(text.contains("(lead.md#daily-work)"), "{text}");
    let run = client.project.run(&["check", "--format", "json"]);
    assert!(run.problems().iter().all(|problem| problem["code"] != "broken-link"), "{:?}", run.problems());
}

#[test]
fn a_folder_without_pages_and_what_is_no_message_do_no_harm() {
    let project = Project::new();
    fs::remove_dir_all(project.root().join("content")).unwrap();
    fs::remove_file(project.root().join("docent.yaml")).unwrap();
    let mut client = Client::start(project);
    client.until(|client| !client.shown.is_empty());
    assert!(client.shown[0].contains("there is no"), "{:?}", client.shown);
    assert_eq!(client.ask("textDocument/hover", json!({})).unwrap(), Value::Null);
    assert_eq!(client.end(), Some(0));

    let mut client = Client::start(self::project());
    assert!(client.ask("textDocument/hover", json!({"textDocument": 1})).is_err());
    assert!(client.ask("nobody/knows", json!({})).is_err());
    for uri in ["file:///etc/passwd", "untitled:Untitled-1", "file:///", "http://x/y.md"] {
        client.tell(
            "textDocument/didOpen",
            json!({"textDocument": {"uri": uri, "languageId": "markdown", "version": 1, "text": "[x](y.md)"}}),
        );
        let asked = json!({"textDocument": {"uri": uri}, "position": {"line": 9, "character": 9}});
        assert_eq!(client.ask("textDocument/definition", asked).unwrap(), Value::Null, "{uri}");
    }
    assert_eq!(client.end(), Some(0));
}

/// The texts of a model's files.
fn texts(model: &Model) -> BTreeMap<String, String> {
    let sources = model.sources();
    let text = |(path, file): (&String, &docent::source::File)| match &file.content {
        Content::Text(text) => Some((path.clone(), text.to_string())),
        Content::Binary { .. } => None,
    };
    sources.files.iter().filter_map(text).collect()
}

#[test]
fn what_is_told_is_what_check_tells_of_the_same_texts() {
    let mut runner = TestRunner::deterministic();
    for _ in 0..cases(4, 200) {
        let edits = prop::collection::vec(any_edit(), 1..6).new_tree(&mut runner).unwrap().current();
        let mut model = Model::default();
        let project = Project::new();
        texts(&model).iter().for_each(|(path, text)| project.write(path, text));
        let mut client = Client::start(project);
        let mut open = BTreeSet::new();
        for edit in &edits {
            let before = texts(&model);
            model.edit(edit);
            for (path, text) in texts(&model) {
                if before.get(&path) != Some(&text) {
                    if open.insert(path.clone()) { client.open(&path, &text) } else { client.change(&path, &text) }
                }
            }
        }
        // The same texts, saved beside; what the model no longer has is still on the disk of the server.
        let saved = Project::new();
        let mut all = texts(&Model::default());
        all.extend(texts(&model));
        all.iter().for_each(|(path, text)| saved.write(path, text));
        let wanted = checked(&saved.run(&["check", "--format", "json", "--verbose"]));
        client.until(|client| told(client) == wanted);
    }
}

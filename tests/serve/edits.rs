//! Editing in the browser, over real sockets: who may, what, and that no byte is lost.

use crate::common::serve::{Answer, Serve};
use crate::common::{Project, cases};
use docent::refactor::lines::lines;
use docent::refactor::merge::merge;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

const PAGE: &str = "---\ntitle: Page\n---\n\nOne.\n\n- a\n- b\n\n> Quote.\n> More.\n\nLast.\n";

/// Asks as a page of the preview does.
fn ask(serve: &Serve, what: &str, body: &Value) -> Answer {
    let path = format!("/__docent/edit/{what}?token={}", serve.token());
    post(serve, &path, &own(serve), &body.to_string())
}

fn own(serve: &Serve) -> Vec<(String, String)> {
    let host = serve.host();
    let pairs =
        [("Host", host.clone()), ("Origin", format!("http://{host}")), ("Content-Type", "application/json".into())];
    pairs.map(|(name, value)| (name.to_owned(), value)).to_vec()
}

fn post(serve: &Serve, path: &str, headers: &[(String, String)], body: &str) -> Answer {
    send(serve, "POST", path, headers, body.as_bytes())
}

fn send(serve: &Serve, method: &str, path: &str, headers: &[(String, String)], body: &[u8]) -> Answer {
    let head: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    let head = format!("{method} {path} HTTP/1.1\r\nConnection: close\r\nContent-Length: {}\r\n{head}\r\n", body.len());
    serve.raw(&[head.as_bytes(), body].concat())
}

fn answered(answer: &Answer) -> Value {
    assert_eq!(answer.status, 200, "{}", answer.text());
    serde_json::from_slice(&answer.body).unwrap()
}

/// The lines of a block, once the preview shows what the file holds.
fn read(serve: &Serve, page: &str, line: usize) -> Value {
    let mut tab = serve.tab(page);
    loop {
        let answer = ask(serve, "read", &json!({"page": page, "what": "block", "line": line}));
        if answer.status != 409 {
            return answered(&answer);
        }
        tab.closing();
    }
}

fn whole(serve: &Serve, page: &str) -> Value {
    answered(&ask(serve, "read", &json!({"page": page, "what": "page"})))
}

fn project() -> Project {
    let project = Project::new();
    project.write("content/page.md", PAGE);
    project
}

#[test]
fn a_block_is_read_tried_saved_and_undone() {
    let serve = Serve::start(project(), &[]);
    let file = serve.project.root().join("content/page.md");
    let unit = read(&serve, "page.html", 10);
    assert_eq!((&unit["start"], &unit["end"], &unit["text"]), (&json!(9), &json!(11), &json!("> Quote.\n> More.")));
    let tried = answered(&ask(&serve, "try", &json!({"unit": unit, "text": "> Quote.\n> More.\n\n[[Nowhere]]"})));
    assert!(tried["html"].as_str().unwrap().contains("Nowhere"), "{tried}");
    assert_eq!((&tried["first"], &tried["last"]), (&json!(10), &json!(13)));
    let problem = &tried["problems"][0];
    assert_eq!((&problem["file"], &problem["line"]), (&json!("content/page.md"), &json!(13)), "{tried}");
    assert_eq!(fs::read_to_string(&file).unwrap(), PAGE, "a draft is nowhere but in its answer");
    let saved = answered(&ask(&serve, "save", &json!({"unit": unit, "text": "> Другое.\n\n"})));
    assert_eq!(saved, json!({"kind": "saved", "changed": true}));
    let edited = PAGE.replace("> Quote.\n> More.\n", "> Другое.\n\n\n");
    assert_eq!(fs::read_to_string(&file).unwrap(), edited);
    // What was read is still what the next change is a change of.
    let saved = answered(&ask(&serve, "save", &json!({"unit": read(&serve, "page.html", 5), "text": "1."})));
    assert_eq!(saved["changed"], json!(true));
    for (what, text, left) in [
        ("undo", edited.clone(), (1, 1)),
        ("undo", PAGE.to_owned(), (0, 2)),
        ("redo", edited.clone(), (1, 1)),
        ("redo", edited.replace("One.", "1."), (2, 0)),
        ("undo", edited, (1, 1)),
    ] {
        let undone = answered(&ask(&serve, what, &json!({})));
        assert_eq!((&undone["undo"], &undone["redo"]), (&json!(left.0), &json!(left.1)), "{what}");
        assert_eq!(fs::read_to_string(&file).unwrap(), text, "{what}");
    }
    let names: Vec<_> = fs::read_dir(file.parent().unwrap()).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(names.len(), 2, "nothing is left beside: {names:?}");
}

#[test]
fn bytes_outside_the_block_stay_whatever_they_are() {
    let project = project();
    let text = "\u{feff}---\r\ntitle: T  \r\n---\r\n\r\nOne. \t\r\nTwo.\nThree.\r\n\r\n* a\n\n\n\n\u{2028}Last.\rEnd";
    project.write("content/page.md", text);
    let serve = Serve::start(project, &[]);
    let file = serve.project.root().join("content/page.md");
    let unit = read(&serve, "page.html", 5);
    assert_eq!(unit["text"], json!("One. \t\nTwo.\nThree."));
    answered(&ask(&serve, "save", &json!({"unit": unit, "text": "One. \t\nNew.\nTwo.\nThree!"})));
    let new = text.replace("Two.\nThree.\r\n", "New.\r\nTwo.\nThree!\r\n");
    assert_eq!(fs::read_to_string(&file).unwrap(), new);
    let unit = whole(&serve, "page.html");
    let typed = unit["text"].as_str().unwrap().replace("End", "End.");
    answered(&ask(&serve, "save", &json!({"unit": unit, "text": typed})));
    assert_eq!(fs::read_to_string(&file).unwrap(), new.replace("End", "End."));
}

#[test]
fn a_change_of_the_same_block_is_a_conflict_with_both_texts() {
    let serve = Serve::start(project(), &[]);
    let file = serve.project.root().join("content/page.md");
    let unit = read(&serve, "page.html", 5);
    fs::write(&file, PAGE.replace("One.", "Theirs.").replace("Last.", "Last!")).unwrap();
    let told = answered(&ask(&serve, "save", &json!({"unit": unit, "text": "Mine."})));
    assert_eq!((&told["kind"], &told["yours"]), (&json!("conflict"), &json!("Mine.")), "{told}");
    assert_eq!(told["theirs"]["text"], json!("Theirs."));
    assert_eq!(fs::read_to_string(&file).unwrap(), PAGE.replace("One.", "Theirs.").replace("Last.", "Last!"));
    let saved = answered(&ask(&serve, "save", &json!({"unit": told["theirs"], "text": "Both."})));
    assert_eq!(saved["kind"], json!("saved"));
    assert_eq!(fs::read_to_string(&file).unwrap(), PAGE.replace("One.", "Both.").replace("Last.", "Last!"));
    // Undoing is a change like any other: what happened elsewhere stays, what happened there is not undone.
    fs::write(&file, fs::read_to_string(&file).unwrap().replace("- a", "- A")).unwrap();
    answered(&ask(&serve, "undo", &json!({})));
    let now = PAGE.replace("One.", "Theirs.").replace("Last.", "Last!").replace("- a", "- A");
    assert_eq!(fs::read_to_string(&file).unwrap(), now);
    fs::write(&file, now.replace("Theirs.", "Later.")).unwrap();
    assert_eq!(ask(&serve, "redo", &json!({})).status, 409);
    assert_eq!(fs::read_to_string(&file).unwrap(), now.replace("Theirs.", "Later."));
    fs::remove_file(&file).unwrap();
    assert_eq!(ask(&serve, "save", &json!({"unit": unit, "text": "Mine."})).status, 410);
}

#[test]
fn two_hundred_hostile_requests_write_nothing() {
    let project = project();
    project.write("templates/own.html", "x");
    project.write("content/.hidden.md", "x");
    project.write("content/note.txt", "x");
    project.write("content/draft.md", "---\ndraft: true\n---\n\nCANARY\n");
    fs::write(project.around().join("outside.md"), "outside").unwrap();
    std::os::unix::fs::symlink("../../outside.md", project.root().join("content/link.md")).unwrap();
    std::os::unix::fs::symlink("../..", project.root().join("content/up")).unwrap();
    let around = project.around().to_owned();
    let serve = Serve::start(project, &["--allow-host", "tunnel.test"]);
    let before = tree(&around);
    let (unit, token) = (read(&serve, "page.html", 5), serve.token().to_owned());
    let body = json!({"unit": unit, "text": "HACKED"}).to_string();
    let mut count = 0;
    let mut refused = |answer: &Answer, wanted: &[u16], what: &str| {
        assert!(wanted.contains(&answer.status), "{what}: {} {}", answer.status, answer.text());
        assert!(!answer.text().contains("CANARY") && !answer.text().contains("outside\n"), "{what}");
        assert!(!answer.head.contains("access-control-"), "{what}");
        count += 1;
    };
    let with = |name: &str, value: &str| -> Vec<(String, String)> {
        let kept = own(&serve).into_iter().filter(|(own, _)| own != name);
        kept.chain([(name.to_owned(), value.to_owned())]).collect()
    };
    let without = |name: &str| own(&serve).into_iter().filter(|(own, _)| own != name).collect::<Vec<_>>();
    let (host, port) = (serve.host(), serve.address.port());
    for what in ["read", "try", "save", "undo", "redo", "nothing"] {
        let path = format!("/__docent/edit/{what}?token={token}");
        for origin in [
            "null",
            "*",
            "http://evil.example",
            "https://127.0.0.1",
            &format!("http://localhost:{port}"),
            &format!("http://{host}/"),
            &format!("http://{host}.evil.example"),
            &format!("https://{host}"),
        ] {
            refused(&post(&serve, &path, &with("Origin", origin), &body), &[403], &format!("{what} from {origin}"));
        }
        refused(&post(&serve, &path, &without("Origin"), &body), &[403], "no origin");
        for name in ["evil.example", &format!("evil.example:{port}"), "localhost", &format!("127.0.0.1.nip.io:{port}")]
        {
            refused(&post(&serve, &path, &with("Host", name), &body), &[403], &format!("{what} for {name}"));
        }
        // A name that the user allowed reads: it may be a tunnel's.
        let tunnel = [("Host", "tunnel.test"), ("Origin", "http://tunnel.test"), ("Content-Type", "application/json")];
        let tunnel = tunnel.map(|(name, value)| (name.to_owned(), value.to_owned()));
        refused(&post(&serve, &path, &tunnel, &body), &[403], "a tunnel");
        for wrong in [
            "",
            "0",
            &token[1..],
            &format!("{token}0"),
            &token.to_uppercase().replace(|c: char| c.is_ascii_digit(), "x"),
        ] {
            let path = format!("/__docent/edit/{what}?token={wrong}");
            refused(&post(&serve, &path, &own(&serve), &body), &[403], &format!("{what} with {wrong}"));
        }
        refused(&post(&serve, &format!("/__docent/edit/{what}"), &own(&serve), &body), &[403], "no token");
        for kind in
            ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "application/json; charset=x"]
        {
            refused(&post(&serve, &path, &with("Content-Type", kind), &body), &[415], &format!("{what} as {kind}"));
        }
        refused(&post(&serve, &path, &without("Content-Type"), &body), &[415], "no type");
        for method in ["GET", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS"] {
            refused(&send(&serve, method, &path, &own(&serve), body.as_bytes()), &[405], &format!("{method} {what}"));
        }
        if !matches!(what, "undo" | "redo") {
            for broken in ["", "{", "[]", "null", "{\"unit\":{}}", "\u{0}", "{\"a\":1}", &"[".repeat(100_000)] {
                refused(&post(&serve, &path, &own(&serve), broken), &[400, 404], &format!("{what} {broken:.20}"));
            }
        }
    }
    for file in [
        "",
        "/",
        ".",
        "..",
        "content",
        "content/",
        "docent.yaml",
        "templates/own.html",
        "content/note.txt",
        "content/.hidden.md",
        "content/link.md",
        "content/up/outside.md",
        "content/../docent.yaml",
        "content/./page.md",
        "content//page.md",
        "/content/page.md",
        "./content/page.md",
        "content/page.md/",
        "content/page.md\u{0}",
        "content/page.md\u{0}.md",
        "content\\page.md",
        "CONTENT/page.md",
        "content/PAGE.md",
        "content/page.md ",
        " content/page.md",
        "content/page%2emd",
        "content/%2e%2e/docent.yaml",
        "../outside.md",
        "content/../../outside.md",
        "/etc/passwd",
        "file:///etc/passwd",
        "C:\\windows\\win.ini",
        "content/page.md::$DATA",
        "content/page.md?x",
        "content/page.md#x",
        "content/draft.md",
        "content/new.md",
        "content/page.md/../page.md",
        "content/ｐage.md",
        "~/x.md",
        "$HOME/x.md",
        ".git/config",
    ] {
        for what in ["save", "try"] {
            let mut unit = unit.clone();
            unit["file"] = json!(file);
            let answer = ask(&serve, what, &json!({"unit": unit, "text": "HACKED"}));
            refused(&answer, &[404], &format!("{what} {file:?}"));
        }
    }
    for page in
        ["../docent.yaml", "content/page.md", "draft.html", "link.html", "404.html", "", "page.html\u{0}", "no.html"]
    {
        for what in ["block", "page", "title"] {
            let answer = ask(&serve, "read", &json!({"page": page, "what": what, "line": 5}));
            refused(&answer, &[404], &format!("read {page:?}"));
        }
    }
    for (start, end) in [(0, 999), (999, 1000), (5, 4), (usize::MAX, usize::MAX), (0, usize::MAX)] {
        let mut unit = unit.clone();
        (unit["start"], unit["end"]) = (json!(start), json!(end));
        refused(&ask(&serve, "save", &json!({"unit": unit, "text": "HACKED"})), &[400], "lines that are not there");
    }
    let long = "x".repeat(6 * 1024 * 1024);
    refused(&ask(&serve, "save", &json!({"unit": unit, "text": long})), &[413], "a text of 6 MB");
    let huge = vec![b' '; 33 * 1024 * 1024];
    let path = format!("/__docent/edit/save?token={token}");
    // A server that has heard enough may close before we have said all.
    refused(&send(&serve, "POST", &path, &own(&serve), &huge), &[413, 0], "33 MB");
    let mut unknown = unit.clone();
    unknown["base"] = json!("0".repeat(32));
    unknown["text"] = json!("Another text.");
    refused(&ask(&serve, "save", &json!({"unit": unknown, "text": "HACKED"})), &[409], "a base that nobody read");
    assert!(count >= 200, "{count}");
    println!("{count} hostile requests");
    assert_eq!(tree(&around), before, "nothing was written");
    let mut serve = serve;
    assert!(serve.is_alive());
    assert_eq!(answered(&ask(&serve, "save", &json!({"unit": unit, "text": "Fine."})))["changed"], json!(true));
}

/// Every file, with what it holds; links as links.
fn tree(folder: &Path) -> BTreeSet<(String, Vec<u8>)> {
    let mut all = BTreeSet::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.to_string_lossy().into_owned();
        match fs::symlink_metadata(&path).unwrap() {
            data if data.is_symlink() => drop(all.insert((name, b"link".to_vec()))),
            data if data.is_dir() => all.extend(tree(&path)),
            _ => drop(all.insert((name, fs::read(&path).unwrap()))),
        }
    }
    all
}

#[test]
fn a_link_that_takes_the_place_of_a_page_or_of_its_folder_is_not_followed() {
    let project = project();
    project.write("content/in/page.md", PAGE);
    let outside = project.around().join("outside");
    fs::create_dir(&outside).unwrap();
    fs::write(outside.join("page.md"), PAGE).unwrap();
    let serve = Serve::start(project, &["--poll"]);
    let root = serve.project.root().to_owned();
    let unit = read(&serve, "in/page.html", 5);
    let save = || ask(&serve, "save", &json!({"unit": unit, "text": "HACKED"})).status;
    fs::rename(root.join("content/in/page.md"), root.join("kept.md")).unwrap();
    std::os::unix::fs::symlink(outside.join("page.md"), root.join("content/in/page.md")).unwrap();
    assert!(matches!(save(), 422 | 404));
    fs::remove_file(root.join("content/in/page.md")).unwrap();
    fs::remove_dir(root.join("content/in")).unwrap();
    std::os::unix::fs::symlink(&outside, root.join("content/in")).unwrap();
    assert!(matches!(save(), 422 | 404));
    // Both at once, again and again.
    let stop = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !stop.load(std::sync::atomic::Ordering::Relaxed) {
                let _ = fs::remove_file(root.join("content/in"));
                let _ = fs::create_dir(root.join("content/in"));
                let _ = fs::copy(root.join("kept.md"), root.join("content/in/page.md"));
                let _ = fs::remove_dir_all(root.join("content/in"));
                let _ = std::os::unix::fs::symlink(&outside, root.join("content/in"));
            }
        });
        for _ in 0..cases(50, 500) {
            save();
        }
        stop.store(true, std::sync::atomic::Ordering::Relaxed);
    });
    assert_eq!(tree(&outside).into_iter().map(|(_, bytes)| bytes).collect::<Vec<_>>(), [PAGE.as_bytes()]);
}

#[test]
fn nothing_is_edited_where_it_should_not_be() {
    for (args, config) in [
        (&["--no-edit"][..], ""),
        (&["--audience", "team"], "audiences: {team: , other: }\ndefault_audience: [team]\n"),
    ] {
        let project = project();
        project.write("docent.yaml", format!("title: T\n{config}"));
        project.write(
            "content/page.md",
            format!("{PAGE}\n<!-- audience: other -->\n\nCANARY\n\n<!-- audience: all -->\n"),
        );
        let serve = Serve::start(project, args);
        assert!(!serve.get("/page.html").text().contains("data-writes"), "{args:?}");
        for (what, body) in
            [("read", json!({"page": "page.html", "what": "page"})), ("undo", json!({})), ("save", json!({}))]
        {
            let answer = ask(&serve, what, &body);
            assert_eq!(answer.status, 404, "{args:?} {what}");
            assert!(!answer.text().contains("CANARY"));
        }
    }
}

// --- No byte is lost -----------------------------------------------------------------------

/// Numbers that are always the same.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % sides as u64) as usize
    }

    /// A text in which every line that is not empty stands once.
    fn text(&mut self) -> String {
        (0..self.roll(24)).map(|_| self.line()).collect()
    }

    fn line(&mut self) -> String {
        let end = ["\n", "\n", "\n", "\r\n"][self.roll(4)];
        let words =
            ["", "", "- item", "> quote", "text", "  more ", "# Head", "```", "| a | b |", "слово 😀"][self.roll(10)];
        if words.is_empty() { end.to_owned() } else { format!("{words} {}{end}", self.roll(usize::MAX)) }
    }

    /// Some lines are others, gone, or new; the last may lose its end.
    fn edited(&mut self, text: &str) -> String {
        let mut all: Vec<String> = lines(text).into_iter().map(str::to_owned).collect();
        for _ in 0..self.roll(5) {
            let at = self.roll(all.len() + 1);
            match self.roll(4) {
                0 if at < all.len() => drop(all.remove(at)),
                1 if at < all.len() => all[at] = self.line(),
                2 if at < all.len() => drop(all.drain(at..(at + self.roll(4)).min(all.len()))),
                _ => all.insert(at, self.line()),
            }
        }
        let mut text = all.concat();
        if self.roll(8) == 0 {
            text.truncate(text.trim_end_matches(['\n', '\r']).len());
        }
        text
    }
}

#[test]
fn random_edits_against_random_edits_lose_no_byte() {
    let mut clashes = 0_u32;
    let number = cases(4_000, 100_000);
    for seed in 1..=number {
        let mut dice = Dice(u64::from(seed).wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let base = dice.text();
        let (ours, theirs) = (dice.edited(&base), dice.edited(&base));
        let merged = merge(&base, &ours, &theirs);
        let set = |text: &str| -> BTreeSet<String> {
            let written = lines(text).into_iter().filter(|line| !line.trim().is_empty());
            written.map(|line| line.trim_end_matches(['\n', '\r']).to_owned()).collect()
        };
        let (old, own, other, new) = (set(&base), set(&ours), set(&theirs), set(&merged.text));
        let beside: BTreeSet<String> =
            merged.clashes.iter().flat_map(|clash| set(&lines(&theirs)[clash.theirs.clone()].concat())).collect();
        let told = format!("seed {seed}\nbase {base:?}\nours {ours:?}\ntheirs {theirs:?}\nmerged {merged:?}");
        // What anybody wrote is there; what nobody touched is there; what anybody removed is gone, unless both texts are shown.
        assert!(own.difference(&old).all(|line| new.contains(line)), "{told}");
        assert!(other.difference(&old).all(|line| new.contains(line) || beside.contains(line)), "{told}");
        // A line that the other side has moved stands in their text.
        let kept = |line: &String| new.contains(line) || beside.contains(line);
        assert!(old.iter().all(|line| !(own.contains(line) && other.contains(line)) || kept(line)), "{told}");
        assert!(new.iter().all(|line| own.contains(line) || other.contains(line)), "{told}");
        if merged.clashes.is_empty() {
            let gone = |line: &&String| !own.contains(*line) || !other.contains(*line);
            assert!(old.iter().filter(gone).all(|line| !new.contains(line)), "{told}");
        }
        // One side alone is made as it is.
        assert_eq!(merge(&base, &ours, &base).text, ours, "{told}");
        assert_eq!(merge(&base, &base, &theirs).text, theirs, "{told}");
        assert_eq!(merge(&base, &ours, &ours).text, ours, "{told}");
        clashes += u32::from(!merged.clashes.is_empty());
    }
    println!("{number} pairs of edits, {clashes} of them in one block");
    assert!(clashes > number / 20 && clashes < number * 19 / 20);
}

/// The same through the server, with a file that is saved by others in between.
#[test]
fn random_saves_against_random_saves_of_others_lose_no_byte() {
    let serve = Serve::start(project(), &[]);
    let file = serve.project.root().join("content/page.md");
    for seed in 1..=cases(40, 1_000) {
        let mut dice = Dice(u64::from(seed).wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let base = dice.text();
        fs::write(&file, &base).unwrap();
        let unit = whole(&serve, "page.html");
        let all = lines(&base);
        let (start, end) = (dice.roll(all.len() + 1), dice.roll(all.len() + 1));
        let (start, end) = (start.min(end), start.max(end));
        let mut part = unit.clone();
        (part["start"], part["end"]) = (json!(start), json!(end));
        let theirs = dice.edited(&base);
        fs::write(&file, &theirs).unwrap();
        let typed = format!("mine {seed}\n\nагаin");
        let saved = answered(&ask(&serve, "save", &json!({"unit": part, "text": typed})));
        let now = fs::read_to_string(&file).unwrap();
        if saved["kind"] == "conflict" {
            assert_eq!(now, theirs, "a conflict writes nothing");
            let yours = saved["yours"].as_str().unwrap();
            assert!(yours.contains(&format!("mine {seed}")) && yours.contains("агаin"), "{saved}");
        } else {
            assert!(now.contains(&format!("mine {seed}")) && now.contains("агаin"), "{now:?}");
            let outside: Vec<&str> = lines(&theirs).into_iter().filter(|line| !all.contains(line)).collect();
            assert!(outside.iter().all(|line| now.contains(line.trim_end_matches(['\r', '\n']))), "{theirs:?} {now:?}");
            let undone = ask(&serve, "undo", &json!({}));
            assert_eq!((undone.status, fs::read_to_string(&file).unwrap()), (200, theirs));
        }
    }
}

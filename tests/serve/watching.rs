//! Watching that does not lie: editors, moves, checkouts, lost events.

use crate::common::serve::{Serve, Tab, published};
use crate::common::{Project, contents, needs};
use crate::times;
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant, SystemTime};

type Save = fn(&Path, &str);

/// How editors save, as strace shows it. Each writes `text` to a file that exists.
const EDITORS: [(&str, Save); 12] = [
    ("vim", |path, text| {
        // backupcopy=no: a probe, the old file out of the way, a new file, the old one removed.
        let probe = path.with_file_name("4913");
        fs::write(&probe, "").unwrap();
        fs::remove_file(&probe).unwrap();
        let backup = beside(path, |name| format!("{name}~"));
        fs::rename(path, &backup).unwrap();
        fs::write(path, text).unwrap();
        fs::remove_file(&backup).unwrap();
    }),
    ("neovim", |path, text| {
        let backup = beside(path, |name| format!("{name}~"));
        fs::copy(path, &backup).unwrap();
        in_place(path, text);
        fs::remove_file(&backup).unwrap();
    }),
    ("emacs", |path, text| {
        let lock = beside(path, |name| format!(".#{name}"));
        std::os::unix::fs::symlink("user@host.1:1", &lock).unwrap();
        let backup = beside(path, |name| format!("{name}~"));
        fs::rename(path, &backup).unwrap();
        fs::write(path, text).unwrap();
        fs::remove_file(&lock).unwrap();
    }),
    ("vs code", |path, text| in_place(path, text)),
    ("helix", |path, text| {
        let backup = beside(path, |name| format!("{name}kXy1Zq.bck"));
        fs::rename(path, &backup).unwrap();
        fs::write(path, text).unwrap();
        fs::remove_file(&backup).unwrap();
    }),
    ("kate", |path, text| {
        fs::write(beside(path, |name| format!(".{name}.kate-swp")), "swap").unwrap();
        renamed_over(path, &beside(path, |name| format!("{name}.YzAbCd")), text);
        fs::remove_file(beside(path, |name| format!(".{name}.kate-swp"))).unwrap();
    }),
    ("jetbrains", |path, text| {
        let (new, old) = (beside(path, |n| format!("{n}___jb_tmp___")), beside(path, |n| format!("{n}___jb_old___")));
        fs::write(&new, text).unwrap();
        fs::rename(path, &old).unwrap();
        fs::rename(&new, path).unwrap();
        fs::remove_file(&old).unwrap();
    }),
    ("gedit", |path, text| renamed_over(path, &path.with_file_name(".goutputstream-AB12CD"), text)),
    ("nano", |path, text| {
        let lock = beside(path, |name| format!(".{name}.swp"));
        fs::write(&lock, "nano").unwrap();
        in_place(path, text);
        fs::remove_file(&lock).unwrap();
    }),
    ("sed -i", |path, text| renamed_over(path, &path.with_file_name("sedQx81Za"), text)),
    ("obsidian", |path, text| {
        let mut file = OpenOptions::new().write(true).open(path).unwrap();
        file.set_len(0).unwrap();
        let middle = text.len() / 2;
        file.write_all(&text.as_bytes()[..middle]).unwrap();
        file.write_all(&text.as_bytes()[middle..]).unwrap();
        file.sync_all().unwrap();
    }),
    ("cp", |path, text| {
        let other =
            std::env::temp_dir().join(format!("docent-cp-{}-{:?}", std::process::id(), std::thread::current().id()));
        fs::write(&other, text).unwrap();
        fs::copy(&other, path).unwrap();
        fs::remove_file(&other).unwrap();
    }),
];

fn beside(path: &Path, name: impl FnOnce(&str) -> String) -> std::path::PathBuf {
    path.with_file_name(name(path.file_name().unwrap().to_str().unwrap()))
}

fn in_place(path: &Path, text: &str) {
    let mut file = OpenOptions::new().write(true).truncate(true).open(path).unwrap();
    file.write_all(text.as_bytes()).unwrap();
}

fn renamed_over(path: &Path, other: &Path, text: &str) {
    fs::write(other, text).unwrap();
    fs::rename(other, path).unwrap();
}

fn page(text: &str) -> String {
    format!("---\ntitle: Page\n---\n\nText {text}.\n")
}

/// Waits until a page shows a text; the number of builds that it took.
fn until_shown(serve: &Serve, tab: &mut Tab, path: &str, text: &str) -> u64 {
    let before = tab.id;
    loop {
        tab.closing();
        if serve.get(path).text().contains(text) {
            return tab.id - before;
        }
    }
}

#[test]
fn twelve_editors_save_twenty_five_times() {
    std::thread::scope(|scope| {
        for (name, save) in EDITORS {
            scope.spawn(move || editor_saves(name, save));
        }
        scope.spawn(|| editor_saves_the_configuration("vim", EDITORS[0].1));
    });
}

fn editor_saves(name: &str, save: Save) {
    let project = Project::new();
    project.write("content/page.md", page("zero"));
    let serve = Serve::start(project, &[]);
    let path = serve.project.root().join("content/page.md");
    let mut tab = serve.tab("page.html");
    for round in 0..25 {
        save(&path, &page(&format!("round {round} of {name}")));
        let builds = until_shown(&serve, &mut tab, "/page.html", &format!("round {round} of"));
        assert_eq!(builds, 1, "{name}, save {round}");
    }
    assert_is_cold(&serve, name);
}

fn editor_saves_the_configuration(name: &str, save: Save) {
    let serve = Serve::start(Project::new(), &[]);
    let path = serve.project.root().join("docent.yaml");
    let mut tab = serve.tab("index.html");
    for round in 0..25 {
        save(&path, &format!("title: Title {round}\ngit_dates: false\n"));
        let builds = until_shown(&serve, &mut tab, "/index.html", &format!("Title {round}"));
        assert_eq!(builds, 1, "configuration with {name}, save {round}");
    }
}

/// What is served, compared with a cold build of what is on disk.
fn difference_to_cold(serve: &Serve) -> Option<String> {
    let cold = tempfile::tempdir().unwrap();
    let folder = cold.path().join("site");
    let run = crate::common::run(serve.project.command().args(["build", "--quiet", "--output-dir"]).arg(&folder));
    if run.code != Some(0) {
        return Some(format!("the cold build fails: {}", run.stderr));
    }
    let built = contents(&folder);
    for (path, bytes) in built.iter().filter(|(path, bytes)| !bytes.is_empty() && !path.ends_with(".docent.json")) {
        let answer = serve.get(&format!("/{}", path.display()));
        let html = path.extension().is_some_and(|ending| ending == "html");
        let same = if html { published(&answer.text()).as_bytes() == bytes } else { &answer.body == bytes };
        if !same || answer.status != 200 {
            return Some(format!("{} differs ({})", path.display(), answer.status));
        }
    }
    // Whatever else was ever a file is none now: the list of all titles knows every page.
    None
}

fn assert_is_cold(serve: &Serve, what: &str) {
    let until = Instant::now() + Duration::from_secs(60);
    loop {
        match difference_to_cold(serve) {
            None => return,
            // The search index follows behind.
            Some(told) => assert!(Instant::now() < until, "{what}: {told}"),
        }
    }
}

/// What happens to the folder of a project.
type Operation = (&'static str, fn(&Path));

fn put(root: &Path, path: &str, text: &str) {
    fs::create_dir_all(root.join(path).parent().unwrap()).unwrap();
    fs::write(root.join(path), text).unwrap();
}

fn rename(root: &Path, from: &str, to: &str) {
    fs::create_dir_all(root.join(to).parent().unwrap()).unwrap();
    fs::rename(root.join(from), root.join(to)).unwrap();
}

const OPERATIONS: [Operation; 40] = [
    ("a new page", |r| put(r, "content/new.md", "---\ntitle: New\n---\n\nNew.\n")),
    ("a page renamed", |r| rename(r, "content/new.md", "content/newer.md")),
    ("another case", |r| rename(r, "content/newer.md", "content/Newer.md")),
    ("a page into a new folder", |r| rename(r, "content/Newer.md", "content/one/newer.md")),
    ("a folder renamed", |r| rename(r, "content/one", "content/two")),
    ("a folder into another", |r| rename(r, "content/two", "content/three/four/two")),
    ("a page in a moved folder", |r| put(r, "content/three/four/two/later.md", "---\ntitle: Later\n---\n\nLater.\n")),
    ("a page edited there", |r| put(r, "content/three/four/two/later.md", "---\ntitle: Later\n---\n\nEdited.\n")),
    ("a folder out of the project", |r| rename(r, "content/three", "../outside")),
    ("a filled folder in", |r| rename(r, "../outside", "content/back")),
    ("an edit in what came in", |r| put(r, "content/back/four/two/later.md", "---\ntitle: Later\n---\n\nOnce more.\n")),
    ("a page removed", |r| fs::remove_file(r.join("content/back/four/two/later.md")).unwrap()),
    ("a folder removed", |r| fs::remove_dir_all(r.join("content/back")).unwrap()),
    ("many folders at once", |r| {
        (0..40).for_each(|n| put(r, &format!("content/many/{n}/a/b/page.md"), &page(&n.to_string())))
    }),
    ("an edit deep in them", |r| put(r, "content/many/17/a/b/page.md", &page("deep"))),
    ("their section pages", |r| {
        (0..40).for_each(|n| put(r, &format!("content/many/{n}/index.md"), &page(&format!("s{n}"))))
    }),
    ("half of them gone", |r| (0..20).for_each(|n| fs::remove_dir_all(r.join(format!("content/many/{n}"))).unwrap())),
    ("a folder replaced by another", |r| {
        fs::rename(r.join("content/many/20"), r.join("../old20")).unwrap();
        put(r, "content/many/20/other.md", &page("other"));
    }),
    ("a folder becomes a page", |r| {
        fs::remove_dir_all(r.join("content/many/21")).unwrap();
        put(r, "content/many/21.md", &page("was a folder"));
    }),
    ("a page becomes a folder", |r| {
        fs::remove_file(r.join("content/many/21.md")).unwrap();
        put(r, "content/many/21/index.md", &page("was a page"));
    }),
    ("two pages swapped", |r| {
        fs::rename(r.join("content/many/22"), r.join("content/many/swap")).unwrap();
        fs::rename(r.join("content/many/23"), r.join("content/many/22")).unwrap();
        fs::rename(r.join("content/many/swap"), r.join("content/many/23")).unwrap();
    }),
    ("a link to a page", |r| std::os::unix::fs::symlink("index.md", r.join("content/link.md")).unwrap()),
    ("a link to a folder above", |r| std::os::unix::fs::symlink("..", r.join("content/up")).unwrap()),
    ("a link to itself", |r| std::os::unix::fs::symlink("self", r.join("content/self")).unwrap()),
    ("a link becomes a page", |r| {
        fs::remove_file(r.join("content/link.md")).unwrap();
        put(r, "content/link.md", &page("no link"));
    }),
    ("a page becomes a link", |r| {
        fs::remove_file(r.join("content/link.md")).unwrap();
        std::os::unix::fs::symlink("index.md", r.join("content/link.md")).unwrap();
    }),
    ("links removed", |r| {
        ["link.md", "up", "self"].iter().for_each(|l| fs::remove_file(r.join("content").join(l)).unwrap())
    }),
    ("a picture", |r| {
        fs::write(r.join("content/a.png"), b"\x89PNG\r\n\x1a\nfirst").unwrap();
        put(r, "content/index.md", "---\ntitle: Front\n---\n\n![a](a.png)\n");
    }),
    ("the picture replaced", |r| fs::write(r.join("content/a.png"), b"\x89PNG\r\n\x1a\nsecond").unwrap()),
    ("the picture moved", |r| {
        rename(r, "content/a.png", "content/pictures/a.png");
        put(r, "content/index.md", "---\ntitle: Front\n---\n\n![a](pictures/a.png)\n");
    }),
    ("a template comes", |r| {
        let whole = fs::read_to_string("themes/default/templates/page.html").unwrap();
        put(r, "templates/page.html", &whole.replacen("{{ content", "<hr>{{ content", 1));
    }),
    ("the template goes", |r| fs::remove_dir_all(r.join("templates")).unwrap()),
    ("templates come again", |r| put(r, "templates/tag.html", "<title>t</title></head>tag</html>\n")),
    ("a theme", |r| {
        put(r, "themes/own/theme.yaml", "extends: default\n");
        put(r, "themes/own/assets/docent.css", "body { color: red }\n");
        put(r, "docent.yaml", "title: Own\ntheme: own\ngit_dates: false\ndiagnostics: {orphan: ignore}\n");
    }),
    ("the theme edited", |r| put(r, "themes/own/assets/docent.css", "body { color: blue }\n")),
    ("the configuration back", |r| {
        put(r, "docent.yaml", "title: Test\ngit_dates: false\ndiagnostics: {orphan: ignore}\n")
    }),
    ("Cyrillic names", |r| put(r, "content/роли/менеджер.md", "---\ntitle: Менеджер\n---\n\nТекст.\n")),
    ("a Cyrillic edit", |r| put(r, "content/роли/менеджер.md", "---\ntitle: Менеджер\n---\n\nДругой текст.\n")),
    ("backups and hidden files", |r| {
        ["content/x.md~", "content/.x.md.swp", "content/.git/y.md", "content/#x.md#"]
            .iter()
            .for_each(|p| put(r, p, "no"));
        put(r, "content/last.md", &page("last"));
    }),
    ("the whole content replaced", |r| {
        fs::rename(r.join("content"), r.join("../content-old")).unwrap();
        put(r, "content/index.md", &page("all new"));
        put(r, "content/a/b.md", &page("b"));
    }),
];

#[test]
fn forty_structural_changes() {
    structural(&[]);
}

#[test]
fn forty_structural_changes_by_polling() {
    structural(&["--poll"]);
}

fn structural(args: &[&str]) {
    let serve = Serve::start(Project::new(), args);
    let mut tab = serve.tab("index.html");
    for (name, operation) in OPERATIONS {
        let before = tab.id;
        operation(&serve.project.root());
        while tab.id == before {
            tab.closing();
        }
        assert_is_cold(&serve, name);
        let removed =
            ["new.html", "one/newer.html", "back/index.html", "link.html", "many/3/index.html", "up/index.html"];
        for path in removed.iter().filter(|path| !was_built(&serve, path)) {
            assert_eq!(serve.get(&format!("/{path}")).status, 404, "{name}: {path}");
        }
    }
}

fn was_built(serve: &Serve, path: &str) -> bool {
    let root = serve.project.root().join("content");
    let page = root.join(path).with_extension("md");
    let folder = root.join(path).parent().unwrap().to_owned();
    fs::symlink_metadata(page).is_ok_and(|data| data.is_file())
        || (path.ends_with("index.html") && fs::symlink_metadata(folder).is_ok_and(|data| data.is_dir()))
}

fn git(root: &Path, args: &[&str]) {
    let mut command = Command::new("git");
    command
        .current_dir(root)
        .args(["-c", "user.name=t", "-c", "user.email=t@t", "-c", "commit.gpgsign=false"])
        .args(args);
    assert!(command.output().unwrap().status.success(), "git {args:?}");
}

#[test]
fn checkouts_of_thousands_of_files() {
    let (files, rounds) = (times(5000, 1500), times(10, 3));
    let project = Project::new();
    let root = project.root();
    git(&root, &["init", "-q", "-b", "one"]);
    let write = |branch: &str| {
        for n in 0..files {
            put(&root, &format!("content/d{}/{branch}{}/p{n}.md", n / 40, n / 10), &page(&format!("{n} of {branch}")));
        }
        put(&root, "content/index.md", &format!("---\ntitle: Front\n---\n\nOn {branch}.\n"));
    };
    write("one");
    git(&root, &["add", "-A"]);
    git(&root, &["commit", "-qm", "one"]);
    git(&root, &["checkout", "-qb", "two"]);
    fs::remove_dir_all(root.join("content")).unwrap();
    write("two");
    git(&root, &["add", "-A"]);
    git(&root, &["commit", "-qm", "two"]);
    let serve = Serve::start(project, &[]);
    let mut tab = serve.tab("index.html");
    for round in 0..rounds {
        let branch = if round % 2 == 0 { "one" } else { "two" };
        let before = tab.id;
        git(&root, &["checkout", "-q", branch]);
        until_shown(&serve, &mut tab, "/index.html", &format!("On {branch}"));
        assert_is_cold(&serve, &format!("checkout {round}"));
        // Whatever else was told in the meantime.
        while tab.event_until(Instant::now()).is_some() {}
        assert!(tab.id - before <= 2, "checkout {round}: {} builds", tab.id - before);
    }
}

#[test]
fn a_change_shows_though_all_events_are_lost() {
    let (servers, changes) = (10, times(5, 2));
    std::thread::scope(|scope| {
        for server in 0..servers {
            scope.spawn(move || {
                let project = Project::new();
                project.write("content/page.md", page("zero"));
                let serve = Serve::start(project, &["--deaf"]);
                let mut tab = serve.tab("page.html");
                for change in 0..changes {
                    let text = format!("change {change} of {server}");
                    let started = Instant::now();
                    serve.project.write("content/page.md", page(&text));
                    // On a busy machine a look may fall between the two halves of a write: that is a build of its own.
                    assert!(until_shown(&serve, &mut tab, "/page.html", &text) <= 2);
                    if times(1, 0) == 1 {
                        assert!(started.elapsed() < Duration::from_secs(5), "{:?}", started.elapsed());
                    }
                }
            });
        }
    });
}

#[test]
fn a_file_written_in_pieces_is_shown_whole() {
    let project = Project::new();
    project.write("content/page.md", page("zero"));
    let serve = Serve::start(project, &[]);
    let path = serve.project.root().join("content/page.md");
    let mut tab = serve.tab("page.html");
    for round in 0..times(50, 3) {
        let text = format!(
            "---\ntitle: Page\ndescription: \"In pieces\"\n---\n\nRound {round}.\n\n{}End of {round}.\n",
            "More. ".repeat(200)
        );
        let mut file = OpenOptions::new().write(true).truncate(true).open(&path).unwrap();
        for piece in text.as_bytes().chunks(text.len() / 5 + 1) {
            file.write_all(piece).unwrap();
            // The writer is slow: what is tested is what happens meanwhile, not when.
            std::thread::sleep(Duration::from_millis(20));
            assert!(serve.get("/page.html").text().contains("Page"));
        }
        drop(file);
        until_shown(&serve, &mut tab, "/page.html", &format!("End of {round}."));
    }
}

#[test]
fn the_output_folder_and_git_cause_no_build() {
    let project = Project::new();
    let root = project.root();
    project
        .write("docent.yaml", "title: T\noutput_dir: content/out\ngit_dates: false\ndiagnostics: {orphan: ignore}\n");
    git(&root, &["init", "-q"]);
    git(&root, &["add", "-A"]);
    let serve = Serve::start(project, &[]);
    let mut tab = serve.tab("index.html");
    for round in 0..20 {
        git(&root, &["status"]);
        put(&root, "content/out/index.html", &round.to_string());
        put(&root, ".git/index.lock.x", &round.to_string());
        put(&root, "notes.txt", &round.to_string());
    }
    serve.project.write("content/index.md", page("after"));
    assert_eq!(until_shown(&serve, &mut tab, "/index.html", "after"), 1);
}

#[test]
fn a_lock_that_git_left_behind_is_told_once_and_waited_for_no_more() {
    for (args, old) in [(&[][..], true), (&[][..], false), (&["--poll"][..], true), (&["--deaf"][..], true)] {
        let project = Project::new();
        git(&project.root(), &["init", "-q"]);
        let lock = fs::File::create(project.root().join(".git/index.lock")).unwrap();
        if old {
            lock.set_modified(SystemTime::now() - Duration::from_secs(3600)).unwrap();
        }
        let serve = Serve::start(project, args);
        let mut tab = serve.tab("index.html");
        for round in 0..3 {
            serve.project.write("content/index.md", page(&format!("round {round}")));
            assert_eq!(until_shown(&serve, &mut tab, "/index.html", &format!("round {round}")), 1);
        }
        let told = serve.said();
        assert_eq!(told.matches("index.lock exists, but nothing changes").count(), 1, "{args:?} {old}: {told}");
    }
}

#[test]
fn a_system_that_watches_no_more_is_polled() {
    let project = Project::new();
    for n in 0..40 {
        project.write(format!("content/d{n}/page.md"), page("zero"));
    }
    let limit = "echo 5 > /proc/sys/user/max_inotify_watches && exec \"$0\" \"$@\"";
    let probe =
        Command::new("unshare").args(["-Ur", "sh", "-c", "echo 5 > /proc/sys/user/max_inotify_watches"]).output();
    if !probe.is_ok_and(|probe| probe.status.success()) {
        return needs::missing("limit of watches for one program (`unshare -Ur`)");
    }
    let docent = env!("CARGO_BIN_EXE_docent");
    let mut command = Command::new("unshare");
    command.args(["-Ur", "sh", "-c", limit, docent, "serve", "--port", "0", "--format", "json"]);
    let serve = Serve::start_command(project, command);
    let mut tab = serve.tab("d7/page.html");
    serve.project.write("content/d7/page.md", page("polled"));
    until_shown(&serve, &mut tab, "/d7/page.html", "polled");
    assert!(serve.said().contains("fs.inotify.max_user_watches"), "{}", serve.said());
}

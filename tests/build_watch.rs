//! `docent build --watch` through the real program: what is saved is published, what is wrong is not, Ctrl+C ends it.
//!
//! Every wait is for a line that the program says; the only clock is the bound for what would otherwise hang.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "tests may panic, and tests have a disk"
)]

mod common;

use common::{Project, contents};
use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};
use tempfile::TempDir;

const PATIENCE: Duration = Duration::from_secs(60);

/// A running `docent build --watch`.
struct Watch {
    child: Child,
    project: Project,
    lines: Receiver<String>,
    errors: Arc<Mutex<String>>,
    /// Where nobody watches.
    aside: TempDir,
}

impl Watch {
    fn start(project: Project, args: &[&str]) -> Self {
        let mut command = project.command();
        command.args(["build", "--watch"]).args(args).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let (tell, lines) = mpsc::channel();
        let out = BufReader::new(child.stdout.take().unwrap());
        thread::spawn(move || out.lines().map_while(Result::ok).for_each(|line| drop(tell.send(line))));
        let errors = Arc::new(Mutex::new(String::new()));
        let (heard, err) = (errors.clone(), BufReader::new(child.stderr.take().unwrap()));
        thread::spawn(move || {
            err.lines().map_while(Result::ok).for_each(|line| *heard.lock().unwrap() += &(line + "\n"))
        });
        Self { child, project, lines, errors, aside: TempDir::new().unwrap() }
    }

    /// The line of the next build.
    fn line(&self) -> String {
        self.lines.recv_timeout(PATIENCE).expect("a line")
    }

    /// Saves a file at one stroke, and waits for its build: a file that is written piece by piece, on a busy machine, is
    /// published piece by piece.
    fn save(&self, path: &str, text: &str) -> String {
        let aside = self.aside.path().join("saved");
        fs::write(&aside, text).unwrap();
        let place = self.project.root().join(path);
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::rename(aside, place).unwrap();
        self.line()
    }

    /// What was said on standard error, when it holds a text.
    fn said(&self, text: &str) -> String {
        self.said_times(text, 1)
    }

    /// What was said on standard error, when it holds a text so often.
    fn said_times(&self, text: &str, times: usize) -> String {
        let started = Instant::now();
        loop {
            let said = self.errors.lock().unwrap().clone();
            if said.matches(text).count() >= times {
                return said;
            }
            assert!(started.elapsed() < PATIENCE, "`{text}` was not said {times} times:\n{said}");
            thread::yield_now();
        }
    }

    /// As the terminal does it.
    fn ctrl_c(&mut self) -> Option<i32> {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args(["-INT", &pid]).status().unwrap().success());
        self.child.wait().unwrap().code()
    }

    /// Whether what is published is what a build of its own publishes.
    fn assert_is_cold(&self, folder: &str) {
        let cold = tempfile::tempdir().unwrap();
        let other = cold.path().join("site");
        let run = common::run(self.project.command().args(["build", "--output-dir"]).arg(&other));
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        assert!(contents(&self.project.root().join(folder)) == contents(&other));
    }

    /// Hidden folders beside the output: what is being published, or was.
    fn leftovers(&self) -> Vec<String> {
        let names = fs::read_dir(self.project.root()).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap());
        names.filter(|name| name.contains(".docent-")).collect()
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn page(text: &str) -> String {
    format!("---\ntitle: Page\n---\n\n{text}\n")
}

#[test]
fn what_is_saved_is_published_and_an_error_leaves_the_site() {
    let project = Project::new();
    project.write("content/page.md", page("First."));
    let mut watch = Watch::start(project, &[]);
    assert!(watch.line().starts_with("3 files read: "));
    watch.assert_is_cold("public");

    let line = watch.save("content/page.md", &page("Second."));
    assert!(line.starts_with("content/page.md changed: "), "{line}");
    assert!(line.contains(" published in ") && line.ends_with(", no warnings"), "{line}");
    assert!(watch.project.output("page.html").contains("Second."));
    watch.assert_is_cold("public");

    let line = watch.save("content/page.md", &page("Third, [gone](gone.md)."));
    assert!(line.starts_with("content/page.md changed: nothing was published: 1 error, no warnings, in "), "{line}");
    watch.said("content/page.md:5:8");
    assert!(watch.project.output("page.html").contains("Second."));

    // The error is told again with each build that it stops.
    let line = watch.save("content/index.md", &page("Front."));
    assert!(line.starts_with("content/index.md changed: nothing was published: 1 error"), "{line}");
    watch.said_times("content/page.md:5:8", 2);

    watch.save("content/page.md", &page("Fourth."));
    assert!(watch.project.output("page.html").contains("Fourth."));
    assert!(watch.project.output("index.html").contains("Front."));
    watch.assert_is_cold("public");

    fs::remove_file(watch.project.root().join("content/page.md")).unwrap();
    assert!(watch.line().starts_with("content/page.md changed: "));
    assert!(!watch.project.root().join("public/page.html").exists());
    watch.assert_is_cold("public");

    assert_eq!(watch.ctrl_c(), Some(0));
    assert!(watch.leftovers().is_empty());
}

#[test]
fn templates_and_the_configuration_are_followed_too() {
    let mut watch = Watch::start(Project::new(), &["--base-url", "https://example.com/"]);
    watch.line();
    assert!(watch.project.root().join("public/sitemap.xml").exists());

    let line = watch.save("templates/404.html", "{{ no_such_thing }}\n");
    assert!(line.contains("nothing was published: 1 error"), "{line}");
    watch.said("templates/404.html:1:");
    let line = watch.save("templates/404.html", "<title>lost</title>\n");
    assert!(line.starts_with("templates/404.html changed: 1 of "), "{line}");
    assert!(watch.project.output("404.html").contains("lost"));

    // An endless loop ends the rendering, not the program; the message points at the loop.
    let endless = "{% for a in range(end=9999) %}\n  {%- for b in range(end=99999) -%}{% endfor %}{% endfor %}\n";
    let line = watch.save("templates/404.html", endless);
    assert!(line.starts_with("templates/404.html changed: nothing was published: 1 error"), "{line}");
    watch.said("the template takes longer than 4 s for 404.html");
    watch.said("templates/404.html:2:3");
    watch.said("{%- for b in range(end=99999) -%}");
    let line = watch.save("templates/404.html", "<title>found</title>\n");
    assert!(line.starts_with("templates/404.html changed: 1 of "), "{line}");

    let line = watch.save("docent.yaml", "title: [\n");
    assert!(line.contains("nothing was published: 1 error"), "{line}");
    let line = watch.save("docent.yaml", "title: Two\ngit_dates: false\ndiagnostics: {orphan: ignore}\n");
    assert!(line.starts_with("docent.yaml changed: "), "{line}");
    assert!(watch.project.output("index.html").contains("Two"));

    // Another folder: the new one is guarded as the first one was, and the old one stays as it is.
    watch.project.write("mine/notes.txt", "mine");
    let config = |folder: &str| {
        format!("title: Three\noutput_dir: {folder}\ngit_dates: false\ndiagnostics: {{orphan: ignore}}\n")
    };
    watch.project.write("docent.yaml", config("mine"));
    assert!(watch.said("not made by docent").contains("mine"));
    watch.save("docent.yaml", &config("elsewhere"));
    assert!(fs::read_to_string(watch.project.root().join("elsewhere/index.html")).unwrap().contains("Three"));
    assert!(watch.project.output("index.html").contains("Two"));
    assert_eq!(fs::read_dir(watch.project.root().join("mine")).unwrap().count(), 1);
    assert_eq!(watch.ctrl_c(), Some(0));
}

#[test]
fn warnings_stop_a_strict_build_and_polling_sees_changes_too() {
    let watch = Watch::start(Project::new(), &["--strict", "--poll"]);
    watch.line();
    let line = watch.save("content/page.md", &page("> [!unheard] Of\n> this."));
    assert!(
        line.contains("nothing was published: no errors, 1 warning") || line.contains("0 errors, 1 warning"),
        "{line}"
    );
    watch.save("content/page.md", &page("Plain."));
    watch.assert_is_cold("public");
}

#[test]
fn ctrl_c_while_it_publishes_leaves_nothing_half_done() {
    let project = Project::new();
    (0..3_000).for_each(|n| project.write(format!("content/{}/{n}.md", n % 50), page(&format!("Page {n}."))));
    let mut watch = Watch::start(project, &[]);
    while watch.leftovers().is_empty() && watch.child.try_wait().unwrap().is_none() {
        thread::yield_now();
    }
    assert_eq!(watch.ctrl_c(), Some(0));
    assert!(watch.leftovers().is_empty(), "{:?}", watch.leftovers());
    // It was stopped, unless the machine was so fast that it had ended.
    if watch.project.root().join("public").exists() {
        watch.assert_is_cold("public");
    }
    assert!(watch.lines.try_iter().all(|line| line.contains("published in")));
}

#[test]
fn wrong_usage_ends_it_at_once() {
    let project = Project::new();
    project.write("public/mine.txt", "mine");
    for args in [&["build", "--watch"][..], &["build", "--poll"], &["build", "--watch", "--output-dir", "content"]] {
        let run = project.run(args);
        assert_eq!(run.code, Some(2), "{args:?}: {}", run.stderr);
    }
    assert_eq!(fs::read_dir(project.root().join("public")).unwrap().count(), 1);
}

//! A template that takes too much ends its rendering, not the server.

use crate::common::Project;
use crate::common::serve::Serve;
use std::fs;
use std::path::Path;

/// Bytes that the server may hold at any moment: with more it would have ended (`cli::watchdog`).
const MEMORY: u64 = 3584 * 1024 * 1024;

/// A single call of a filter makes terabytes of 48 letters: only the end of the program is an end of it.
const NO_LOOP: &str = "replace-growth";

/// The hostile templates of `tests/templates`, one after the other in one preview.
#[test]
fn each_hostile_template_is_an_error_and_mending_it_takes_it_away() {
    let project = Project::new();
    project.write("templates/case.html", good(0));
    project.write("content/a.md", "---\ntemplate: case.html\nunlisted: true\n---\n\n# A\n\nText.\n");
    let mut serve = Serve::start(project, &[]);
    let mut tab = serve.tab("a.html");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/templates");
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|ending| ending == "html"));
    files.retain(|file| file.file_stem().unwrap() != NO_LOOP);
    files.sort();
    assert!(files.len() >= 28);
    for (round, file) in files.iter().enumerate() {
        let name = file.file_stem().unwrap().to_string_lossy();
        let text = fs::read_to_string(file).unwrap();
        println!("{name}");
        // What follows `=== name.html` is another template; the case comes last.
        let parts = format!("=== case.html\n{text}");
        let parts: Vec<_> = parts.split("=== ").skip(1).map(|part| part.split_once('\n').unwrap()).collect();
        for (path, text) in parts.iter().rev() {
            serve.project.write(format!("templates/{path}"), text);
        }
        while tab.closing().1["kind"] != "error" {}
        let page = serve.get("/a.html");
        assert_eq!(page.status, 200, "{name}");
        assert!(page.text().contains(&format!("good {round}")), "{name}: the last good page\n{}", page.text());
        for (path, _) in &parts[1..] {
            fs::remove_file(serve.project.root().join("templates").join(path)).unwrap();
        }
        serve.project.write("templates/case.html", good(round + 1));
        while tab.closing().1["kind"] != "ok" {}
        assert!(serve.get("/a.html").text().contains(&format!("good {}", round + 1)), "{name}");
    }
    assert!(serve.is_alive());
    let status = fs::read_to_string(format!("/proc/{}/status", serve.pid())).unwrap_or_default();
    let peak =
        status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix("kB")?.trim().parse().ok());
    let peak = peak.unwrap_or(0_u64) * 1024;
    println!("{} templates, {} MB at most", files.len(), peak / 1024 / 1024);
    assert!(peak < MEMORY, "{peak} bytes");
}

fn good(round: usize) -> String {
    format!("<!doctype html><html><head><title>t</title></head><body>good {round}</body></html>\n")
}

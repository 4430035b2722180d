//! Hostile and wrong templates through the real program: each ends soon, in little memory, with an error that says where.
//!
//! In: `tests/templates/*.html`, each the `case.html` of a project of one page; a line `=== name.html` begins another
//! template. Checked: exit code 1, time, memory, nothing published; the message is a snapshot beside the file.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "tests may panic, and tests have a disk"
)]

use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// The bar is 5 s; a loaded machine may take twice as long.
const TIME: Duration = Duration::from_secs(10);
/// Bytes that the program may hold at any moment.
const MEMORY: u64 = 1024 * 1024 * 1024;

#[test]
fn each_ends_with_a_message() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/templates");
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("templates");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|e| e == "html"));
    files.sort();
    assert!(files.len() >= 15);
    for file in files {
        let name = file.file_stem().unwrap().to_string_lossy().into_owned();
        let message = run(&name, &fs::read_to_string(&file).unwrap());
        settings.bind(|| insta::assert_snapshot!(name, message));
    }
}

/// What the program says of the template.
fn run(name: &str, template: &str) -> String {
    let project = tempfile::tempdir().unwrap();
    write(project.path(), template);
    let started = Instant::now();
    let mut command = Command::new(env!("CARGO_BIN_EXE_docent"));
    command.args(["build", "--root"]).arg(project.path()).stdout(Stdio::null()).stderr(Stdio::piped());
    let child = command.spawn().unwrap();
    let (code, errors, memory) = watch(child);
    println!("{name}: {:.2} s, {} MB", started.elapsed().as_secs_f64(), memory / 1024 / 1024);
    assert_eq!(code, Some(1), "{name}: {errors}");
    assert!(started.elapsed() < TIME, "{name} took {:?}", started.elapsed());
    assert!(memory < MEMORY, "{name} took {memory} bytes");
    assert!(!project.path().join("public").exists(), "{name} was published");
    assert!(errors.contains("templates/") && !errors.contains("panicked"), "{name}: {errors}");
    either(&errors)
}

/// Which bound is met first, that of time or that of memory, depends on the machine.
fn either(errors: &str) -> String {
    let time = errors.replace("longer than 4 s", "[too much time or memory]");
    time.replace("more than 512 MB of memory", "[too much time or memory]")
}

fn write(project: &Path, template: &str) {
    fs::create_dir_all(project.join("content")).unwrap();
    fs::create_dir_all(project.join("templates")).unwrap();
    fs::write(project.join("docent.yaml"), "title: T\n").unwrap();
    fs::write(project.join("content/a.md"), "---\ntemplate: case.html\nunlisted: true\n---\n\n# A\n\nText.\n").unwrap();
    for (i, part) in format!("=== case.html\n{template}").split("=== ").skip(1).enumerate() {
        let (file, text) = part.split_once('\n').unwrap();
        assert!(i > 0 || file == "case.html");
        fs::write(project.join("templates").join(file), text).unwrap();
    }
}

/// Waits for the end, and looks at the memory meanwhile: the system forgets it with the process.
fn watch(mut child: Child) -> (Option<i32>, String, u64) {
    let pid = child.id();
    let mut pipe = child.stderr.take().unwrap();
    let reader = thread::spawn(move || std::io::read_to_string(&mut pipe).unwrap());
    let mut memory = 0;
    let code = loop {
        memory = memory.max(peak(pid));
        if let Some(status) = child.try_wait().unwrap() {
            break status.code();
        }
        thread::park_timeout(Duration::from_millis(2));
    };
    (code, reader.join().unwrap(), memory)
}

/// The most memory that the process held so far; 0 where the system does not tell.
fn peak(pid: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|l| l.trim().strip_suffix("kB")?.trim().parse::<u64>().ok()).unwrap_or(0) * 1024
}

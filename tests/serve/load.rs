//! All day long: many requests, many builds, many tabs, and nothing that grows.

use crate::common::Project;
use crate::common::serve::Serve;
use crate::times;
use std::fs;
use std::io::{Read, Write};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed};

fn page(text: &str) -> String {
    format!("---\ntitle: Page\n---\n\nText {text}, and [other](other.md).\n")
}

fn project() -> Project {
    let project = Project::new();
    project.write("content/page.md", page("zero"));
    project.write("content/other.md", "---\ntitle: Other\n---\n\nOther.\n");
    project
}

#[test]
fn ten_thousand_requests_while_it_builds_fifty_times() {
    let serve = Serve::start(project(), &[]);
    let (builds, wanted) = (times(50, 20), times(10_000, 2_000));
    let (asked, over) = (AtomicUsize::new(0), AtomicBool::new(false));
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                while !over.load(Relaxed) || asked.load(Relaxed) < wanted {
                    for path in ["/", "/page.html", "/other.html", "/search.html"] {
                        whole(&serve, path);
                        asked.fetch_add(1, Relaxed);
                    }
                }
            });
        }
        let mut tab = serve.tab("page.html");
        for build in 0..builds {
            // Title and body: every page of the folder is another one.
            let text = format!("---\ntitle: Title {build}\n---\n\nBody {build}, and [other](other.md).\n");
            serve.project.write("content/page.md", text);
            tab.closing();
        }
        over.store(true, Relaxed);
    });
}

/// A page that is all there, and whose style sheet is there too: both of one build or of two, never of none.
fn whole(serve: &Serve, path: &str) {
    let answer = serve.get(path);
    assert_eq!(answer.status, 200, "{path}");
    let html = answer.text();
    assert!(html.trim_end().ends_with("</html>"), "{path}: {html}");
    let body = html.find("Body ").map(|at| html[at + 5..].split(',').next().unwrap().to_owned());
    let title = html.find("<title>Title ").map(|at| html[at + 13..].split([' ', '<']).next().unwrap().to_owned());
    if path == "/page.html" && body.is_some() {
        assert_eq!(body, title, "half of one build and half of another");
    }
}

#[test]
fn five_hundred_tabs_and_one_that_never_reads() {
    let serve = Serve::start(project(), &[]);
    let count = times(500, 200);
    let mut deaf = serve.connect();
    deaf.write_all(serve.events_request("page.html", "").as_bytes()).unwrap();
    let mut tabs: Vec<_> = (0..count)
        .map(|_| {
            let mut stream = serve.connect();
            stream.write_all(serve.events_request("page.html", "old").as_bytes()).unwrap();
            stream
        })
        .collect();
    for round in 0..5 {
        serve.project.write("content/page.md", page(&format!("{round} {}", "long ".repeat(20_000))));
        let marker = format!("\"id\":{},", round + 2);
        tabs.iter_mut().for_each(|tab| read_until(tab, &marker));
    }
    drop(deaf);
    assert_eq!(serve.get("/page.html").status, 200);
}

fn read_until(stream: &mut impl Read, marker: &str) {
    let (mut heard, mut buffer) = (Vec::new(), [0; 4096]);
    while !heard.windows(marker.len()).any(|window| window == marker.as_bytes()) {
        let length = stream.read(&mut buffer).expect("an event");
        assert!(length > 0, "the stream ended");
        heard.extend_from_slice(&buffer[..length]);
    }
}

/// Kilobytes of memory, threads, open files.
fn held(pid: u32) -> (usize, usize, usize) {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
    let number = |key: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(key)).unwrap();
        line.trim().trim_end_matches(" kB").parse().unwrap()
    };
    let files = fs::read_dir(format!("/proc/{pid}/fd")).unwrap().count();
    (number("VmRSS:"), number("Threads:"), files)
}

#[test]
fn a_thousand_builds_leave_nothing_behind() {
    let serve = Serve::start(project(), &[]);
    let builds = times(1000, 150);
    let mut tab = serve.tab("page.html");
    let mut memory = Vec::new();
    let (mut threads, mut files) = (Vec::new(), Vec::new());
    for build in 0..builds {
        let text =
            if build % 3 == 2 { "---\naudience: [\n---\n\nBroken.\n".to_owned() } else { page(&build.to_string()) };
        serve.project.write("content/page.md", text);
        let (_, told) = tab.closing();
        assert_eq!(told["kind"] == "error", build % 3 == 2);
        serve.get("/page.html");
        let (now, running, open) = held(serve.pid());
        memory.push(now);
        threads.push(running);
        files.push(open);
    }
    let tenth = builds / 10;
    let mean = |values: &[usize]| values.iter().sum::<usize>() / values.len();
    // The first tenth warms up: templates, the pool of threads, the allocator.
    let (first, last) = (mean(&memory[tenth..2 * tenth]), mean(&memory[builds - tenth..]));
    println!("{builds} builds: {first} kB, then {last} kB; threads {threads:?}", threads = threads.last());
    assert!(last < first + first / 10 + 4096, "{first} kB, then {last} kB");
    assert!(threads[builds - 1] <= threads[tenth] + 8, "{:?} {:?}", threads[tenth], threads[builds - 1]);
    assert!(files[builds - 1] <= files[tenth] + 8, "{:?} {:?}", files[tenth], files[builds - 1]);
}

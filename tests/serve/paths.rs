//! What may be asked for: only what the build made. And requests that are none.

use crate::common::Project;
use crate::common::serve::Serve;
use crate::times;
use std::io::{Read, Write};
use std::net::Shutdown;

/// What must never be served.
const SECRET: &str = "canary-5d1f";

fn planted() -> Serve {
    let project = Project::new();
    let secrets = [
        ".env",
        ".git/config",
        ".DS_Store",
        "content/.env",
        "content/.git/config",
        "content/.hidden/page.md",
        "content/id_rsa",
        "content/page.md~",
        "content/.page.md.swp",
        "content/#page.md#",
        "content/Thumbs.db",
        "secret.txt",
        "templates/secret.html",
        "themes/other/secret.txt",
        "target/secret",
        "public/secret.html",
    ];
    secrets.iter().for_each(|path| project.write(path, SECRET));
    project.write(
        "docent.yaml",
        format!("title: T\ngit_dates: false\ndiagnostics: {{orphan: ignore}}\nextra: {{a: {SECRET}}}\n"),
    );
    project.write("content/en/page.md", "---\ntitle: P\n---\n\nText.\n");
    project.write("content/public-note.txt", "a note");
    std::fs::write(project.around().join("secret.md"), SECRET).unwrap();
    std::fs::create_dir(project.around().join("site-private")).unwrap();
    std::fs::write(project.around().join("site-private/secret.md"), SECRET).unwrap();
    std::os::unix::fs::symlink("/etc/passwd", project.root().join("content/passwd.txt")).unwrap();
    std::os::unix::fs::symlink(project.around(), project.root().join("content/around")).unwrap();
    Serve::start(project, &[])
}

#[test]
fn three_hundred_ways_out() {
    let mut serve = planted();
    let ups = [
        "../",
        "..%2f",
        "%2e%2e/",
        "%2e%2e%2f",
        "..%5c",
        "..\\",
        "%252e%252e%252f",
        "..;/",
        "....//",
        "./../",
        "%c0%ae%c0%ae/",
        "%2e./",
        ".%2e/",
        "//../",
        "/./",
        "..%00/",
        "%ef%bc%8e%ef%bc%8e/",
        "..%c0%af",
        "en/../../",
        "en/%2e%2e/%2e%2e/",
    ];
    let ends = [
        "etc/passwd",
        "secret.md",
        "site-private/secret.md",
        "secret.txt",
        ".env",
        ".git/config",
        "docent.yaml",
        "templates/secret.html",
        "content/.env",
        "content/index.md",
        "public/secret.html",
        "Cargo.toml",
    ];
    let mut paths: Vec<String> = Vec::new();
    for up in ups {
        for end in ends {
            paths.push(format!("/{up}{end}"));
        }
        paths.push(format!("/{}etc/passwd", up.repeat(8)));
        paths.push(format!("/en/{}secret.md", up.repeat(3)));
    }
    let names = [
        ".env",
        ".env/.",
        ".env%00.html",
        ".env::$DATA",
        "env~1",
        ".git/config",
        ".git%2fconfig",
        ".DS_Store",
        "id_rsa",
        "page.md~",
        ".page.md.swp",
        "%23page.md%23",
        "Thumbs.db",
        "docent.yaml",
        "templates/secret.html",
        "passwd.txt",
        "around/secret.md",
        "around/site/docent.yaml",
        ".hidden/page.html",
        ".hidden/page.md",
        "secret.html",
        "secret.txt",
        "@fs/etc/passwd",
        "__docent/../../etc/passwd",
        "__docent/.env",
        "content/index.md",
        "themes/default/theme.yaml",
        "/etc/passwd",
        "C:/windows/win.ini",
        "index.html/../../secret.md",
        "index.html%00",
        "index.html/",
        "INDEX.HTML",
        "index.html?/../secret.md#/.env",
        "?x=../../etc/passwd",
        "public-note.txt/../secret.txt",
    ];
    paths.extend(names.iter().map(|name| format!("/{name}")));
    assert!(paths.len() >= 300, "{}", paths.len());
    let host = serve.host();
    for path in &paths {
        let answer = serve.raw(format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").as_bytes());
        let text = answer.text();
        assert!(!text.contains(SECRET) && !text.contains("root:"), "{path}: {text}");
        let fine = path.starts_with("/?") || path.starts_with("/index.html?");
        let expected: &[u16] = if fine { &[200] } else { &[400, 404] };
        assert!(expected.contains(&answer.status), "{path}: {}", answer.status);
    }
    assert_eq!(serve.get("/public-note.txt").text(), "a note");
    assert_eq!(serve.get("/en/page.html").status, 200);
    assert!(serve.is_alive());
}

#[test]
fn a_link_that_takes_the_place_of_a_file_leads_nowhere() {
    let project = Project::new();
    let outside = project.around().join("outside.png");
    std::fs::write(&outside, SECRET).unwrap();
    project.write("content/a.png", b"\x89PNG\r\n\x1a\n0000");
    project.write("content/index.md", "---\ntitle: F\n---\n\n![a](a.png)\n");
    let serve = Serve::start(project, &["--deaf"]);
    assert_eq!(serve.get("/a.png").status, 200);
    let file = serve.project.root().join("content/a.png");
    std::fs::remove_file(&file).unwrap();
    std::os::unix::fs::symlink(&outside, &file).unwrap();
    assert!(!serve.get("/a.png").text().contains(SECRET));
}

#[test]
fn a_thousand_malformed_requests() {
    let mut serve = planted();
    let host = serve.host();
    let long = "a".repeat(64 * 1024);
    let shapes: Vec<Vec<u8>> = vec![
        b"\r\n\r\n".to_vec(),
        b"GET\r\n\r\n".to_vec(),
        b"GET / \r\n\r\n".to_vec(),
        b"GET / HTTP/9.9\r\n\r\n".to_vec(),
        format!("GET /% HTTP/1.1\r\nHost: {host}\r\n\r\n").into_bytes(),
        format!("GET /%f HTTP/1.1\r\nHost: {host}\r\n\r\n").into_bytes(),
        format!("GET /%ff%fe HTTP/1.1\r\nHost: {host}\r\n\r\n").into_bytes(),
        format!("GET /{long} HTTP/1.1\r\nHost: {host}\r\n\r\n").into_bytes(),
        format!("GET / HTTP/1.1\r\nHost: {host}\r\nX: {long}\r\n\r\n").into_bytes(),
        format!("GET / HTTP/1.1\r\nHost: {host}\r\n{}\r\n", "X: y\r\n".repeat(2000)).into_bytes(),
        format!("POST / HTTP/1.1\r\nHost: {host}\r\nContent-Length: 99999999999999999999\r\n\r\n").into_bytes(),
        format!("POST / HTTP/1.1\r\nHost: {host}\r\nContent-Length: -1\r\n\r\n").into_bytes(),
        format!("POST /__docent/open HTTP/1.1\r\nHost: {host}\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n")
            .into_bytes(),
        format!("POST / HTTP/1.1\r\nHost: {host}\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")
            .into_bytes(),
        format!("GET * HTTP/1.1\r\nHost: {host}\r\n\r\n").into_bytes(),
        format!("CONNECT evil.example:443 HTTP/1.1\r\nHost: {host}\r\n\r\n").into_bytes(),
        format!("GET /\0 HTTP/1.1\r\nHost: {host}\r\n\r\n").into_bytes(),
        format!("GET / HTTP/1.1\r\nHost: {host}\r\n: empty\r\n\r\n").into_bytes(),
        format!("GET / HTTP/1.1\nHost: {host}\n\n").into_bytes(),
        format!("G\u{cb}T / HTTP/1.1\r\nHost: {host}\r\n\r\n").into_bytes(),
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03".to_vec(),
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_vec(),
        vec![0; 4096],
        vec![0xff; 4096],
        format!("GET /__docent/events?{} HTTP/1.1\r\nHost: {host}\r\n\r\n", "a&".repeat(5000)).into_bytes(),
    ];
    let rounds = 1000_usize.div_ceil(shapes.len() * 2);
    for round in 0..rounds {
        for (index, shape) in shapes.iter().enumerate() {
            // Whole, and cut off in the middle; the sending side is closed, else a server would rightly wait for more.
            let cut = (round * 37 + index * 11) % shape.len().max(1);
            for bytes in [&shape[..], &shape[..cut]] {
                let mut stream = serve.connect();
                let _ = stream.write_all(bytes);
                let _ = stream.shutdown(Shutdown::Write);
                let mut answer = Vec::new();
                let _ = stream.read_to_end(&mut answer);
                assert!(!String::from_utf8_lossy(&answer).contains(SECRET));
            }
        }
        assert_eq!(serve.get("/").status, 200);
    }
    assert!(serve.is_alive());
}

#[test]
fn a_head_that_never_ends_is_ended() {
    let serve = Serve::start(Project::new(), &[]);
    let mut stalled: Vec<_> = (0..times(50, 10)).map(|_| serve.connect()).collect();
    for stream in &mut stalled {
        stream.write_all(b"GET / HTTP/1.1\r\nHost: loc").unwrap();
    }
    assert_eq!(serve.get("/").status, 200);
    for mut stream in stalled {
        let mut answer = Vec::new();
        // The server ends it: without a limit this would wait for ever (and fail after a minute).
        assert!(stream.read_to_end(&mut answer).is_ok());
    }
}

//! Who may ask: hosts, origins, tokens, and what every answer says.

use crate::common::Project;
use crate::common::serve::{Answer, Serve};

fn assert_harmless(answer: &Answer, what: &str) {
    assert!(!answer.head.contains("access-control-"), "{what}: {}", answer.head);
    // What hyper answers to a request that is none has a status line and no more.
    if answer.status != 0 && !matches!(answer.status, 400 | 431 | 414) {
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"), "{what}");
        assert_eq!(answer.header("cross-origin-resource-policy"), Some("same-origin"), "{what}");
        assert!(
            answer.header("content-security-policy").is_some_and(|csp| csp.contains("default-src 'none'")),
            "{what}"
        );
    }
}

#[test]
fn thirty_hosts() {
    let serve = Serve::start(Project::new(), &["--allow-host", "docs.internal", "--allow-host", "proxy.test:8080"]);
    let port = serve.address.port();
    let ours: Vec<String> = ["localhost", "127.0.0.1", "[::1]", "docs.internal"]
        .iter()
        .map(|name| format!("{name}:{port}"))
        .chain(["docs.internal".to_owned(), "proxy.test:8080".to_owned()])
        .collect();
    let other = port.wrapping_add(1);
    let strange = [
        String::new(),
        "localhost".into(),
        "127.0.0.1".into(),
        "[::1]".into(),
        format!("localhost:{other}"),
        format!("LOCALHOST:{port}"),
        format!("localhost.:{port}"),
        format!("localhost.evil.tld:{port}"),
        format!("evil.localhost:{port}"),
        format!("127.0.0.1.nip.io:{port}"),
        format!("127.1:{port}"),
        format!("127.0.0.2:{port}"),
        format!("0.0.0.0:{port}"),
        format!("2130706433:{port}"),
        format!("0x7f000001:{port}"),
        format!("0177.0.0.1:{port}"),
        format!("[::ffff:127.0.0.1]:{port}"),
        format!("[0:0:0:0:0:0:0:1]:{port}"),
        format!("::1:{port}"),
        format!("evil.example:{port}"),
        "evil.example".into(),
        format!("localhost:{port}@evil.example"),
        format!("evil.example@localhost:{port}"),
        format!("localhost:{port}/"),
        format!("localhost:{port}#"),
        format!("localhost:{port}, evil.example"),
        format!("localhost: {port}"),
        format!("localhost:0{port}"),
        format!("proxy.test:{port}"),
        "docs.internal.evil.example".into(),
        format!("http://localhost:{port}"),
    ];
    for host in &ours {
        let answer = serve.raw(format!("GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").as_bytes());
        assert_eq!(answer.status, 200, "{host}");
        assert_harmless(&answer, host);
    }
    for host in &strange {
        let answer = serve.raw(format!("GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").as_bytes());
        assert_refused(&answer, host);
    }
    assert!(ours.len() + strange.len() >= 30);
    let heads = [
        "GET / HTTP/1.1\r\nConnection: close\r\n\r\n".to_owned(),
        "GET / HTTP/1.0\r\n\r\n".to_owned(),
        format!("GET / HTTP/1.1\r\nHost: localhost:{port}\r\nHost: evil.example\r\nConnection: close\r\n\r\n"),
        format!("GET / HTTP/1.1\r\nHost: localhost:{port}\r\nHost: localhost:{port}\r\nConnection: close\r\n\r\n"),
        format!("GET http://evil.example/ HTTP/1.1\r\nHost: localhost:{port}\r\nConnection: close\r\n\r\n"),
        format!("GET http://localhost:{port}/ HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"),
        format!(
            "GET / HTTP/1.1\r\nX-Forwarded-Host: localhost:{port}\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
        ),
    ];
    heads.iter().for_each(|head| assert_refused(&serve.raw(head.as_bytes()), head));
}

fn assert_refused(answer: &Answer, what: &str) {
    assert!(matches!(answer.status, 403 | 400), "{what}: {}", answer.status);
    // One sentence, whoever asks: no name that was sent, nothing of the site.
    let text = answer.text();
    assert!(text.is_empty() || (text.starts_with("This preview answers only") && text.len() < 200), "{what}: {text}");
    assert_harmless(answer, what);
}

#[test]
fn twenty_origins_for_events_and_actions() {
    let serve = Serve::start(Project::new(), &["--editor", "true"]);
    let (host, port, token) = (serve.host(), serve.address.port(), serve.token().to_owned());
    let strange = [
        "null".to_owned(),
        String::new(),
        "*".into(),
        "http://1.2.3.4".into(),
        format!("http://1.2.3.4:{port}"),
        format!("https://{host}"),
        format!("http://localhost:{port}"),
        format!("http://127.0.0.1:{}", port.wrapping_add(1)),
        "http://127.0.0.1".into(),
        format!("HTTP://{host}"),
        format!("http://{host}/"),
        format!("http://{host}.evil.example"),
        format!("http://evil.example#{host}"),
        format!("http://evil@{host}"),
        format!("http://{host}@evil.example"),
        format!(" http://{host} x"),
        format!("http://{host}, http://evil.example"),
        format!("//{host}"),
        host.clone(),
        format!("file://{host}"),
        format!("ws://{host}"),
        format!("http://[::ffff:127.0.0.1]:{port}"),
    ];
    let open = format!("/__docent/open?token={token}&file=content/index.md&line=1&column=1");
    let events = format!("/__docent/events?token={token}&page=index.html&hash=");
    for origin in &strange {
        for (method, path) in [("POST", &open), ("GET", &events)] {
            // A page cannot set `Sec-Fetch-Site`: with a strange origin it must not help.
            let headers = [("Origin", origin.as_str()), ("Sec-Fetch-Site", "same-origin")];
            let answer = serve.ask(method, path, &headers);
            assert_eq!(answer.status, 403, "{origin} {path}");
            assert_harmless(&answer, origin);
        }
    }
    let own = format!("http://{host}");
    assert_eq!(serve.ask("POST", &open, &[("Origin", &own)]).status, 204);
    assert_eq!(serve.ask("POST", &open, &[]).status, 403);
    assert_eq!(serve.ask("POST", &open, &[("Origin", &own), ("Origin", &own)]).status, 403);
    assert_eq!(serve.ask("GET", &open, &[("Origin", &own)]).status, 405);
    assert_eq!(serve.ask("GET", &events, &[]).status, 403);
    assert_eq!(serve.ask("GET", &events, &[("Sec-Fetch-Site", "cross-site")]).status, 403);
    for wrong in ["", "0", &token[1..], &format!("{token}0"), &token.replace(|c: char| c.is_ascii_digit(), "x")] {
        let path = format!("/__docent/open?token={wrong}&file=content/index.md");
        assert_eq!(serve.ask("POST", &path, &[("Origin", &own)]).status, 403, "{wrong}");
        let path = format!("/__docent/events?token={wrong}&page=index.html&hash=");
        assert_eq!(serve.ask("GET", &path, &[("Origin", &own)]).status, 403, "{wrong}");
        assert_eq!(serve.get(&format!("/__docent/page?token={wrong}&page=index.html")).status, 403, "{wrong}");
    }
}

#[test]
fn every_kind_of_answer_is_harmless() {
    let serve = Serve::start(Project::new(), &[]);
    let token = serve.token();
    let own = format!("http://{}", serve.host());
    let paths = [
        "/".to_owned(),
        "/no".into(),
        "/no.html".into(),
        "/%zz".into(),
        "/robots.txt".into(),
        "/__docent/client.js".into(),
        "/__docent/client.css".into(),
        "/__docent/nothing".into(),
        "/__docent/page".into(),
        format!("/__docent/page?token={token}&page=index.html"),
        "/__docent/events".into(),
    ];
    for path in &paths {
        for method in ["GET", "HEAD", "POST", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE"] {
            let headers = [("Origin", "http://evil.example"), ("Access-Control-Request-Method", "GET")];
            assert_harmless(&serve.ask(method, path, &headers), &format!("{method} {path}"));
            assert_harmless(&serve.ask(method, path, &[("Origin", &own)]), &format!("{method} {path}"));
        }
    }
}

#[test]
fn a_click_opens_files_of_the_project_and_nothing_else() {
    let project = Project::new();
    let marks = project.around().join("marks");
    let script = project.around().join("my editor.sh");
    std::fs::write(
        &script,
        "#!/bin/sh\nprintf '%s|' \"$@\" >> \"$(dirname \"$0\")/marks\"\necho >> \"$(dirname \"$0\")/marks\"\n",
    )
    .unwrap();
    std::fs::set_permissions(&script, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    project.write("content/$(touch x); a.md", "---\ntitle: A\n---\n\nA.\n");
    std::fs::write(project.around().join("secret.md"), "secret").unwrap();
    let command = format!("'{}' --line {{line}} {{file}}:{{column}}", script.display());
    let serve = Serve::start(project, &["--editor", &command]);
    let own = format!("http://{}", serve.host());
    let open = |query: &str| {
        let path = format!("/__docent/open?token={}&{query}", serve.token());
        serve.ask("POST", &path, &[("Origin", &own)]).status
    };
    for file in
        ["../secret.md", "/etc/passwd", "content/../../secret.md", "", "content", "content/no.md", "%2e%2e/secret.md"]
    {
        assert_eq!(open(&format!("file={file}&line=1&column=1")), 404, "{file}");
    }
    assert!(!marks.exists());
    assert_eq!(open("file=content/%24(touch%20x);%20a.md&line=7&column=3"), 204);
    let root = std::fs::canonicalize(serve.project.root()).unwrap();
    let wanted = format!("--line|7|{}/content/$(touch x); a.md:3|\n", root.display());
    while std::fs::read_to_string(&marks).unwrap_or_default() != wanted {
        std::thread::yield_now();
    }
    let closed = Serve::start(Project::new(), &["--no-edit", "--editor", "true"]);
    let path = format!("/__docent/open?token={}&file=content/index.md", closed.token());
    assert_eq!(closed.ask("POST", &path, &[("Origin", &format!("http://{}", closed.host()))]).status, 404);
    assert!(closed.get("/").text().contains("data-edit=\"no\""));
    let open = Serve::start(Project::new(), &["--editor", "vim 'a b"]);
    while !open.said().contains("--editor: `vim 'a b` is not a command") {
        std::thread::yield_now();
    }
    assert!(open.get("/").text().contains("data-edit=\"no\""));
}

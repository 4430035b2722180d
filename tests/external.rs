//! `docent check --external` against servers that do everything wrong, on this machine only: every verdict, the second run
//! from what the first one heard, and that nothing hidden is asked for.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "tests may panic, and tests have a disk"
)]

mod common;

use common::{Project, Run, run};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// What was asked for: method and path, and how often.
type Asked = Arc<Mutex<BTreeMap<String, usize>>>;

/// A server for as long as the test runs.
struct Hostile {
    port: u16,
    asked: Asked,
}

impl Hostile {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let asked = Asked::default();
        let known = asked.clone();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let asked = known.clone();
                thread::spawn(move || drop(answer(stream, &asked)));
            }
        });
        Self { port, asked }
    }

    fn count(&self, request: &str) -> usize {
        self.asked.lock().unwrap().get(request).copied().unwrap_or_default()
    }

    fn total(&self) -> usize {
        self.asked.lock().unwrap().values().sum()
    }
}

const PAGE: &str = "<!doctype html><title>A page</title><h2 id=\"here\">Here</h2><p>";

/// A page with some text, so that it is no frame of an app.
fn page() -> String {
    format!("{PAGE}{}", "Plain words that readers read. ".repeat(30))
}

fn reply(status: &str, headers: &str, body: &str) -> Vec<u8> {
    let html = if headers.to_lowercase().contains("content-type") { "" } else { "Content-Type: text/html\r\n" };
    let length = body.len();
    format!("HTTP/1.1 {status}\r\n{html}Content-Length: {length}\r\n{headers}Connection: close\r\n\r\n{body}")
        .into_bytes()
}

/// One megabyte that is a thousand.
fn bomb() -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    packed.write_all(PAGE.as_bytes()).unwrap();
    let zeros = vec![b' '; 1 << 20];
    (0..200).for_each(|_| packed.write_all(&zeros).unwrap());
    packed.finish().unwrap()
}

fn answer(mut stream: TcpStream, asked: &Asked) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut line = String::new();
    reader.read_line(&mut line)?;
    let mut header = String::new();
    while reader.read_line(&mut header)? > 2 {
        header.clear();
    }
    let mut words = line.split_whitespace();
    let (method, path) = (words.next().unwrap_or_default().to_owned(), words.next().unwrap_or_default().to_owned());
    let times = {
        let mut all = asked.lock().unwrap();
        let times = all.entry(format!("{method} {path}")).or_default();
        *times += 1;
        *times
    };
    let is_head = method == "HEAD";
    let to = |status: &str, to: &str, more: &str| reply(status, &format!("Location: {to}\r\n{more}"), "");
    let whole = match path.as_str() {
        "/" => reply("200 OK", "", &page()),
        "/moved" => to("301 Moved", "/good", ""),
        "/moved-308" => to("308 Moved", "good?from=308", ""),
        "/temporary" => to("302 Found", "/good", ""),
        "/chain" => to("301 Moved", "/temporary", ""),
        "/missing" => reply("404 Not Found", "", "gone"),
        "/gone" => reply("410 Gone", "", "gone"),
        "/soft" => reply("200 OK", "", "<title>Page not found - Example</title>Sorry."),
        "/soft-front" => to("302 Found", "/", ""),
        "/wall" => to("302 Found", "/login?next=/wall", ""),
        "/login?next=/wall" => reply("200 OK", "", &page()),
        "/secret" => reply("401 Unauthorized", "WWW-Authenticate: Basic\r\n", ""),
        "/form" => reply("200 OK", "", "<title>Welcome</title><form><input type=password></form>"),
        "/forbidden" => reply("403 Forbidden", "", ""),
        "/robot" => reply("999 No", "", ""),
        "/busy" => reply("429 Too Many", "Retry-After: 3600\r\n", ""),
        "/busy-once" if times == 1 => reply("429 Too Many", "Retry-After: 0\r\n", ""),
        "/failing" => reply("500 Oh", "", ""),
        "/failing-once" if times <= 2 => reply("502 Oh", "", ""),
        "/loop" => to("302 Found", "/loop", ""),
        "/loop-a" => to("301 Moved", "/loop-b", ""),
        "/loop-b" => to("301 Moved", "/loop-a", ""),
        path if path.starts_with("/deeper") => to("302 Found", &format!("{path}/deeper"), ""),
        "/cookies" => to("302 Found", "/cookies", "Set-Cookie: a=b\r\n"),
        "/to-ftp" => to("302 Found", "ftp://127.0.0.1/", ""),
        "/to-nowhere" => reply("302 Found", "", ""),
        "/to-private" => to("302 Found", "http://10.0.0.1/", ""),
        "/to-metadata" => to("302 Found", "http://169.254.169.254/latest/", ""),
        "/no-head" if is_head => reply("405 No", "", ""),
        "/no-head-404" if is_head => reply("404 No", "", ""),
        "/no-head-reset" if is_head => Vec::new(),
        "/no-head-silent" if is_head => return silence(stream),
        "/app" => reply("200 OK", "", "<title>App</title><div id=root></div><script src=app.js></script>"),
        "/latin" => reply("200 OK", "", &(page() + "<p id=%D0%BF>")),
        "/file.pdf" => reply("200 OK", "Content-Type: application/pdf\r\n", "%PDF"),
        "/bad-length" => b"HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\nx".to_vec(),
        "/garbage" => b"SSH-2.0-OpenSSH_9.6\r\n".to_vec(),
        "/reset" => Vec::new(),
        "/too-short" => b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 1000\r\n\r\n<p>".to_vec(),
        "/too-long" => b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 3\r\n\r\n<p>and more".to_vec(),
        "/many-headers" => return endless_headers(stream),
        "/silent" => return silence(stream),
        "/endless" | "/three-gigabytes" | "/drip" | "/bomb" => return unbounded(stream, &path, is_head),
        "/big.zip" => {
            b"HTTP/1.1 200 OK\r\nContent-Type: application/zip\r\nContent-Length: 3000000000\r\n\r\n".to_vec()
        }
        _ => reply("200 OK", "", &page()),
    };
    let end = if is_head { whole.windows(4).position(|four| four == b"\r\n\r\n").map(|at| at + 4) } else { None };
    stream.write_all(&whole[..end.unwrap_or(whole.len())])
}

/// Says nothing until the other side has had enough.
fn silence(mut stream: TcpStream) -> std::io::Result<()> {
    let _ = stream.read(&mut [0; 1])?;
    Ok(())
}

fn endless_headers(mut stream: TcpStream) -> std::io::Result<()> {
    stream.write_all(b"HTTP/1.1 200 OK\r\n")?;
    loop {
        stream.write_all(b"X-More: and more\r\n")?;
        thread::sleep(Duration::from_millis(20));
    }
}

fn unbounded(mut stream: TcpStream, path: &str, is_head: bool) -> std::io::Result<()> {
    let more = match path {
        "/three-gigabytes" => "Content-Length: 3000000000\r\n",
        "/bomb" => "Content-Encoding: gzip\r\n",
        _ => "",
    };
    stream.write_all(format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{more}\r\n").as_bytes())?;
    if is_head {
        return Ok(());
    }
    if path == "/bomb" {
        return stream.write_all(&bomb());
    }
    stream.write_all(PAGE.as_bytes())?;
    loop {
        match path {
            "/drip" => {
                stream.write_all(b"x")?;
                thread::sleep(Duration::from_millis(20));
            }
            _ => stream.write_all(&[b'x'; 4096])?,
        }
    }
}

/// Each way of being asked for, and what is to be thought of it.
const VERDICTS: [(&str, &str); 53] = [
    ("/good", "good"),
    ("/good#here", "good"),
    ("/good#top", "good"),
    ("/good#:~:text=words", "good"),
    ("/good#nowhere", "no-anchor"),
    ("/moved#here", "moved"),
    ("/moved#nowhere", "no-anchor"),
    ("/moved", "moved"),
    ("/moved-308", "moved"),
    ("/temporary", "good"),
    ("/chain", "good"),
    ("/missing", "missing"),
    ("/missing#here", "missing"),
    ("/gone", "missing"),
    ("/soft", "soft-missing"),
    ("/soft-front", "soft-missing"),
    ("/wall", "login"),
    ("/secret", "login"),
    ("/form", "login"),
    ("/forbidden", "refused"),
    ("/robot", "refused"),
    ("/busy", "busy"),
    ("/busy-once", "good"),
    ("/failing", "failing"),
    ("/failing-once", "good"),
    ("/loop", "loop"),
    ("/loop-a", "loop"),
    ("/deeper", "loop"),
    ("/cookies", "refused"),
    ("/to-ftp", "malformed"),
    ("/to-nowhere", "malformed"),
    ("/to-private", "private"),
    ("/to-metadata", "private"),
    ("/no-head", "good"),
    ("/no-head-404", "good"),
    ("/no-head-reset", "good"),
    ("/no-head-silent", "good"),
    ("/app", "good"),
    ("/app#/users", "unseen"),
    ("/app#usage", "unseen"),
    ("/code#L10-L20", "unseen"),
    ("/file.pdf#page=3", "good"),
    ("/bad-length", "unreachable"),
    ("/garbage", "unreachable"),
    ("/reset", "unreachable"),
    ("/too-short", "good"),
    ("/too-long", "good"),
    ("/silent", "slow"),
    ("/endless", "good"),
    ("/endless#nowhere", "unseen"),
    ("/three-gigabytes", "good"),
    ("/drip", "good"),
    ("/big.zip", "good"),
];

fn project(ports: &[u16], text: &str) -> Project {
    let project = Project::new();
    let allow: Vec<String> = ports.iter().map(|port| format!("\"127.0.0.1:{port}\"")).collect();
    let settings = format!(
        "title: T\ngit_dates: false\ndiagnostics: {{orphan: ignore}}\nexternal_links: {{allow: [{}]}}\n",
        allow.join(", ")
    );
    project.write("docent.yaml", settings);
    project.write("content/index.md", format!("---\ntitle: Front\n---\n\n{text}\n"));
    project
}

/// docent without the proxies of the machine.
fn docent(project: &Project, args: &[&str]) -> Run {
    let mut command = project.command();
    for name in ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"] {
        command.env_remove(name).env_remove(name.to_lowercase());
    }
    let caches = project.around().join("caches");
    run(command.env("XDG_CACHE_HOME", caches).args(args))
}

/// Verdict by address.
fn verdicts(project: &Project) -> BTreeMap<String, String> {
    let report = docent(project, &["report", "links", "--format", "json"]);
    let rows: Vec<serde_json::Value> = serde_json::from_str(&report.stdout).unwrap();
    let cell = |row: &serde_json::Value, name: &str| row[name].as_str().unwrap().to_owned();
    rows.iter().map(|row| (cell(row, "link"), cell(row, "state"))).collect()
}

#[test]
fn every_way_to_answer_has_its_verdict_and_is_remembered() {
    let server = Hostile::start();
    let base = format!("http://127.0.0.1:{}", server.port);
    let links: String = VERDICTS.iter().map(|(path, _)| format!("- [x]({base}{path})\n")).collect();
    let port = server.port;
    let others = format!(
        "- [x](http://127.0.0.1:1/)\n- [x](http://localhost:{port}/)\n- [x](http://[::1]:{port}/)\n- [x](http://192.168.0.1/)\n\
         - [x](https://127.0.0.1:{port}/)\n- [x](http://0x7f000001:{port}/good)\n- [x](http://2130706434/)\n- [x](http://user:pw@127.0.0.1:{port}/with-password)\n\
         - [bomb]({base}/bomb) and [again]({base}/bomb)\n- [headers]({base}/many-headers)\n- [x](https://www.example.com/)\n"
    );
    let project = project(&[port, 1], &(links + &others));
    let first = docent(&project, &["check", "--external", "--timeout", "2"]);
    assert_eq!(first.code, Some(0), "{}", first.stderr);
    let found = verdicts(&project);
    let mut expected: BTreeMap<String, String> =
        VERDICTS.iter().map(|(path, verdict)| (format!("{base}{path}"), (*verdict).to_owned())).collect();
    for (address, verdict) in [
        ("http://127.0.0.1:1/".to_owned(), "unreachable"),
        (format!("http://localhost:{port}/"), "private"),
        (format!("http://[::1]:{port}/"), "private"),
        ("http://192.168.0.1/".to_owned(), "private"),
        (format!("https://127.0.0.1:{port}/"), "unreachable"),
        (format!("http://0x7f000001:{port}/good"), "good"),
        ("http://2130706434/".to_owned(), "private"),
        (format!("http://user:pw@127.0.0.1:{port}/with-password"), "good"),
        (format!("{base}/bomb"), "good"),
        (format!("{base}/many-headers"), "slow"),
    ] {
        expected.insert(address, verdict.to_owned());
    }
    let wrong: Vec<_> = expected.iter().filter(|(address, verdict)| found.get(*address) != Some(verdict)).collect();
    let told: Vec<_> = wrong.iter().map(|(address, verdict)| (address, verdict, found.get(*address))).collect();
    assert!(told.is_empty(), "{told:#?}");
    assert_eq!(found.len(), expected.len(), "{found:#?}");
    assert_eq!(server.count("GET /bomb"), 1, "a link that stands twice is asked for once");
    let before = server.total();
    let second = docent(&project, &["check", "--external", "--timeout", "2"]);
    assert_eq!((server.total(), verdicts(&project)), (before, found), "{}", second.stdout);
    assert!(second.stdout.contains("asked for 0 of "), "{}", second.stdout);
}

#[test]
fn a_link_that_moved_is_told_with_its_new_address_and_fails_only_on_demand() {
    let server = Hostile::start();
    let base = format!("http://127.0.0.1:{}", server.port);
    let project = project(&[server.port], &format!("[a]({base}/moved#here), [b]({base}/missing)."));
    let told = docent(&project, &["check", "--external", "--format", "json"]);
    assert_eq!(told.code, Some(0), "{}", told.stderr);
    let problems = told.problems();
    let fix = &problems[0]["fix"];
    assert_eq!(fix["text"], format!("{base}/good#here"), "{problems:#?}");
    assert_eq!(
        (&problems[1]["code"], &problems[1]["column"].as_u64()),
        (&"external-link".into(), &problems[1]["column"].as_u64())
    );
    assert!(problems[1]["message"].as_str().unwrap().contains("does not exist (404)"), "{problems:#?}");
    assert_eq!(docent(&project, &["check", "--external", "--strict"]).code, Some(1));
    assert_eq!(docent(&project, &["check", "--strict"]).code, Some(0));
    project.write(
        "docent.yaml",
        format!("external_links: {{ignore: [\"{base}/m\"], allow: [\"127.0.0.1:{}\"]}}\n", server.port),
    );
    let ignored = docent(&project, &["check", "--external", "--strict"]);
    assert!(ignored.code == Some(0) && ignored.stdout.contains("2 ignored"), "{}{}", ignored.stdout, ignored.stderr);
}

#[test]
fn what_is_hidden_is_not_asked_for() {
    let server = Hostile::start();
    let base = format!("http://127.0.0.1:{}", server.port);
    let project = project(
        &[server.port],
        &format!("[a]({base}/seen)\n\n<!-- audience: staff -->\n[b]({base}/canary-block)\n<!-- audience: all -->\n"),
    );
    project.write(
        "docent.yaml",
        format!(
            "title: T\ngit_dates: false\ndiagnostics: {{orphan: ignore}}\naudiences: {{staff: , client: }}\ndefault_audience: [staff, client]\nexternal_links: {{allow: [\"127.0.0.1:{}\"]}}\n",
            server.port
        ),
    );
    project.write("content/draft.md", format!("---\ntitle: D\ndraft: true\n---\n\n[x]({base}/canary-draft)\n"));
    project.write("content/staff.md", format!("---\ntitle: S\naudience: [staff]\n---\n\n[x]({base}/canary-page)\n"));
    project.write(
        "content/code.md",
        format!("---\ntitle: C\n---\n\n`{base}/canary-code`\n\n<!-- {base}/canary-comment -->\n"),
    );
    let run = docent(&project, &["check", "--external", "--audience", "client"]);
    let asked = server.asked.lock().unwrap().clone();
    let canaries: Vec<&String> = asked.keys().filter(|request| request.contains("canary")).collect();
    assert!(canaries.is_empty(), "{canaries:?}");
    assert!(asked.contains_key("HEAD /seen"), "{}{}", run.stdout, run.stderr);
}

/// The figures: 5,000 links at 25 hosts, with `DOCENT_TEST_FULL`.
#[test]
fn five_thousand_links_are_asked_for_in_bounded_time() {
    if std::env::var_os("DOCENT_TEST_FULL").is_none() {
        return;
    }
    let servers: Vec<Hostile> = (0..25).map(|_| Hostile::start()).collect();
    let ports: Vec<u16> = servers.iter().map(|server| server.port).collect();
    let mut expected = BTreeMap::new();
    for n in 0..200 {
        for port in &ports {
            let (path, verdict) = VERDICTS[n % VERDICTS.len()];
            let (page, place) =
                path.split_once('#').map_or((path, String::new()), |(page, place)| (page, format!("#{place}")));
            let again = n / VERDICTS.len();
            // The same way to answer at other addresses.
            let own = if again == 0 {
                path.to_owned()
            } else {
                format!("/plain-{again}-{n}{}", if place == "#here" { "#here" } else { "" })
            };
            let verdict = if again == 0 { verdict } else { "good" };
            let _ = page;
            expected.insert(format!("http://127.0.0.1:{port}{own}"), verdict.to_owned());
        }
    }
    let links: String = expected.keys().map(|address| format!("- [x]({address})\n")).collect();
    let project = project(&ports, &links);
    let started = std::time::Instant::now();
    let first = docent(&project, &["check", "--external", "--timeout", "5"]);
    let took = started.elapsed();
    let found = verdicts(&project);
    let wrong: Vec<_> = expected.iter().filter(|(address, verdict)| found.get(*address) != Some(verdict)).collect();
    println!("{} links, {} wrong, {took:?}, {}", expected.len(), wrong.len(), first.stdout);
    assert!(wrong.is_empty(), "{wrong:#?}");
    let started = std::time::Instant::now();
    let second = docent(&project, &["check", "--external"]);
    println!("again in {:?}: {}", started.elapsed(), second.stdout);
}

//! `docent publish`: a site in a store of objects, whatever stops the publisher on the way.
//!
//! The store is one in memory that refuses everything from some request on: to a publisher, a kill looks the same, and the
//! store is left as a kill leaves it. Against a real server of S3, the binary is killed (`moto_server`, where it is there).
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "tests may panic, and tests have a disk"
)]

mod common;

use common::{Project, cases, needs, run};
use docent::upload::{Destination, Sent, Terms, Told, upload};
use futures_util::StreamExt;
use futures_util::stream::BoxStream;
use object_store::memory::InMemory;
use object_store::path::Path as Key;
use object_store::{
    Attribute, CopyOptions, Error, GetOptions, GetResult, ListResult, MultipartUpload, ObjectMeta, ObjectStore,
    ObjectStoreExt, PutMultipartOptions, PutOptions, PutPayload, PutResult, Result,
};
use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::time::{Duration, Instant};

/// A store that takes so many requests and no more.
#[derive(Debug)]
struct Mortal {
    store: Arc<InMemory>,
    left: AtomicUsize,
}

impl fmt::Display for Mortal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("mortal")
    }
}

impl Mortal {
    fn live(&self) -> Result<()> {
        let left = self.left.fetch_update(Relaxed, Relaxed, |left| left.checked_sub(1));
        left.map(drop).map_err(|_| Error::Generic { store: "mortal", source: "killed".into() })
    }
}

#[async_trait::async_trait]
impl ObjectStore for Mortal {
    async fn put_opts(&self, key: &Key, payload: PutPayload, options: PutOptions) -> Result<PutResult> {
        self.live()?;
        self.store.put_opts(key, payload, options).await
    }

    async fn put_multipart_opts(&self, key: &Key, options: PutMultipartOptions) -> Result<Box<dyn MultipartUpload>> {
        self.live()?;
        self.store.put_multipart_opts(key, options).await
    }

    async fn get_opts(&self, key: &Key, options: GetOptions) -> Result<GetResult> {
        self.live()?;
        self.store.get_opts(key, options).await
    }

    fn delete_stream(&self, keys: BoxStream<'static, Result<Key>>) -> BoxStream<'static, Result<Key>> {
        match self.live() {
            // Half of them go: a kill comes in the middle.
            Err(error) => {
                let store = self.store.clone();
                let half =
                    keys.enumerate().filter(|(at, _)| std::future::ready(at % 2 == 0)).map(|(_, key)| key).boxed();
                store.delete_stream(half).chain(futures_util::stream::iter([Err(error)])).boxed()
            }
            Ok(()) => self.store.delete_stream(keys),
        }
    }

    fn list(&self, prefix: Option<&Key>) -> BoxStream<'static, Result<ObjectMeta>> {
        self.store.list(prefix)
    }

    async fn list_with_delimiter(&self, prefix: Option<&Key>) -> Result<ListResult> {
        self.store.list_with_delimiter(prefix).await
    }

    async fn copy_opts(&self, from: &Key, to: &Key, options: CopyOptions) -> Result<()> {
        self.store.copy_opts(from, to, options).await
    }
}

const LEASE: Duration = Duration::from_millis(60);

fn terms() -> Terms {
    Terms { dry_run: false, adopt: false, lease: LEASE }
}

fn send(folder: &Path, store: &Arc<InMemory>, left: usize, terms: Terms) -> std::result::Result<Sent, String> {
    let mortal = Mortal { store: store.clone(), left: left.into() };
    let to = Destination { store: Arc::new(mortal), prefix: "wiki/live".into(), name: "memory".into() };
    upload(folder, &to, terms, Told { say: &|_| {}, begin: &|_| {}, tick: &|| {} })
}

fn block<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(work)
}

/// All objects but docent's own lists.
fn objects(store: &InMemory) -> BTreeMap<String, Vec<u8>> {
    block(async {
        let mut all = BTreeMap::new();
        let mut listed = store.list(None);
        while let Some(found) = listed.next().await {
            let key = found.unwrap().location;
            let bytes = store.get(&key).await.unwrap().bytes().await.unwrap();
            all.insert(key.to_string(), bytes.to_vec());
        }
        all.retain(|key, _| !key.contains("/.docent"));
        all
    })
}

/// The files of a published folder under the names that they have in the store.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let all = common::contents(folder).into_iter().filter(|(path, _)| folder.join(path).is_file());
    let named = all.map(|(path, bytes)| (format!("wiki/live/{}", path.to_str().unwrap()), bytes));
    named.filter(|(name, _)| !name.ends_with(".docent.json") && !name.contains("/.docent")).collect()
}

/// A site in two versions, in two folders.
fn versions() -> (Project, [std::path::PathBuf; 2]) {
    let project = Project::new();
    for n in 0..12 {
        project.write(format!("content/page-{n}.md"), format!("---\ntitle: Page {n}\n---\n\nWords of page {n}.\n"));
    }
    assert_eq!(project.run(&["build", "-o", "one"]).code, Some(0));
    // Another style sheet, so that every page asks for a file that was not there.
    project.write(
        "docent.yaml",
        "title: Test\ndiagnostics: {orphan: ignore}\ngit_dates: false\nbrand: {accent: \"#7a1f5c\"}\n",
    );
    project.write("content/page-1.md", "---\ntitle: Another name\n---\n\nOther words.\n");
    project.write("content/ключ.md", "---\ntitle: Ключ\nslug: ключ\n---\n\nСлова.\n");
    std::fs::remove_file(project.root().join("content/page-2.md")).unwrap();
    assert_eq!(project.run(&["build", "-o", "two"]).code, Some(0));
    let folders = ["one", "two"].map(|name| project.root().join(name));
    (project, folders)
}

/// Whether every file that the pages of a store lead to is there.
fn assert_whole(store: &BTreeMap<String, Vec<u8>>, what: &str) {
    for (key, bytes) in store.iter().filter(|(key, _)| key.ends_with(".html")) {
        let html = String::from_utf8_lossy(bytes);
        for part in html.split(['"', ' ', '\'']).filter(|part| part.contains("assets/")) {
            let name = part.rsplit("assets/").next().unwrap();
            assert!(store.contains_key(&format!("wiki/live/assets/{name}")), "{what}: {key} asks for {name}");
        }
    }
}

#[test]
fn only_what_changed_is_sent_and_only_what_is_ours_removed() {
    let (_project, [one, two]) = versions();
    let store = Arc::new(InMemory::new());
    block(store.put(&Key::from("wiki/live/mine.txt"), "mine".into())).unwrap();
    let first = send(&one, &store, usize::MAX, terms()).unwrap();
    assert_eq!((first.plan.same, first.plan.remove.len()), (0, 0));
    let again = send(&one, &store, usize::MAX, terms()).unwrap();
    assert!(again.plan.is_empty() && again.bytes == 0, "{again:?}");
    let dry = send(&two, &store, usize::MAX, Terms { dry_run: true, ..terms() }).unwrap();
    let before = objects(&store);
    let second = send(&two, &store, usize::MAX, terms()).unwrap();
    assert_eq!(dry.plan, second.plan);
    assert!(second.plan.same > 10 && second.plan.remove.iter().any(|path| path == "page-2.html"), "{second:?}");
    let mut expected = files(&two);
    assert_ne!(before, expected);
    expected.insert("wiki/live/mine.txt".into(), b"mine".to_vec());
    assert_eq!(objects(&store), expected);
    let header = |path: &str| {
        let found = block(store.get(&Key::parse(format!("wiki/live/{path}")).unwrap())).unwrap();
        [Attribute::ContentType, Attribute::CacheControl].map(|name| found.attributes.get(&name).unwrap().to_string())
    };
    assert_eq!(header("index.html"), ["text/html; charset=utf-8", "no-cache"]);
    let asset = expected.keys().find(|key| key.contains("/assets/docent.") && key.ends_with(".css")).unwrap();
    let lasting = ["text/css; charset=utf-8", "public, max-age=31536000, immutable"];
    assert_eq!(header(asset.trim_start_matches("wiki/live/")), lasting);
}

/// A publisher that dies at any request leaves each page as it was or as it is, with all that it needs; the next one
/// finishes.
#[test]
fn an_interrupted_publisher_is_finished_by_the_next() {
    let (_project, [one, two]) = versions();
    let (old, new) = (files(&one), files(&two));
    let mut random = 0x2545_f491_4f6c_dd1d_u64;
    for case in 0..cases(12, 100) {
        let store = Arc::new(InMemory::new());
        send(&one, &store, usize::MAX, terms()).unwrap();
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        let left = usize::try_from(random % 120).unwrap();
        let ended = send(&two, &store, left, terms());
        let there = objects(&store);
        for (key, bytes) in &there {
            let known = old.get(key) == Some(bytes) || new.get(key) == Some(bytes);
            assert!(known, "case {case}, after {left} requests: {key} is neither old nor new");
        }
        assert_whole(&there, &format!("case {case}, after {left} requests"));
        let next = send(&two, &store, usize::MAX, terms()).unwrap_or_else(|why| panic!("{left}: {why}, {ended:?}"));
        assert_eq!(objects(&store), new, "case {case}, after {left} requests: {next:?}");
    }
}

#[test]
fn two_publishers_at_once_are_told_apart() {
    let (_project, [one, two]) = versions();
    let store = Arc::new(InMemory::new());
    let both = std::thread::scope(|scope| {
        let runs = [&one, &two].map(|folder| {
            let store = store.clone();
            scope.spawn(move || send(folder, &store, usize::MAX, Terms { lease: Duration::from_secs(2), ..terms() }))
        });
        runs.map(|run| run.join().unwrap())
    });
    // One after the other is as good: but never both through each other.
    let there = objects(&store);
    assert!(there == files(&one) || there == files(&two), "{both:?}");
    assert!(both.iter().any(std::result::Result::is_ok), "{both:?}");
}

#[test]
fn what_is_not_ours_is_not_replaced() {
    let (project, [one, _]) = versions();
    let store = Arc::new(InMemory::new());
    block(store.put(&Key::from("wiki/live/index.html"), "theirs".into())).unwrap();
    let refused = send(&one, &store, usize::MAX, terms()).unwrap_err();
    assert!(refused.contains("index.html") && refused.contains("--adopt"), "{refused}");
    assert_eq!(objects(&store).len(), 1);
    send(&one, &store, usize::MAX, Terms { adopt: true, ..terms() }).unwrap();
    assert_eq!(objects(&store), files(&one));
    project.write(
        "docent.yaml",
        "title: T\ngit_dates: false\ndiagnostics: {orphan: ignore}\naudiences: {a: , b: }\ndefault_audience: [a, b]\n",
    );
    let folders = ["a", "b"].map(|name| project.root().join(name));
    for (name, folder) in ["a", "b"].iter().zip(&folders) {
        let built = project.run(&["build", "--audience", name, "-o", folder.to_str().unwrap()]);
        assert_eq!(built.code, Some(0), "{}", built.stderr);
    }
    let audiences = Arc::new(InMemory::new());
    send(&folders[0], &audiences, usize::MAX, terms()).unwrap();
    let refused = send(&folders[1], &audiences, usize::MAX, terms()).unwrap_err();
    assert!(refused.contains("--audience a"), "{refused}");
}

/// A server of S3 that ends with the test.
struct Moto(Child, u16);

impl Drop for Moto {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Moto {
    /// `DOCENT_MOTO_SERVER` names the program, if it is not on the path.
    fn start() -> Option<Self> {
        let program = std::env::var("DOCENT_MOTO_SERVER").unwrap_or_else(|_| "moto_server".into());
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let mut command = Command::new(program);
        command.args(["-H", "127.0.0.1", "-p", &port.to_string()]).stdout(Stdio::null()).stderr(Stdio::null());
        let server = Self(command.spawn().ok()?, port);
        let asked = Instant::now();
        while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(asked.elapsed() < Duration::from_secs(60), "moto does not listen");
            std::thread::yield_now();
        }
        Some(server)
    }

    fn store(&self) -> object_store::aws::AmazonS3 {
        docent::external::use_ring();
        object_store::aws::AmazonS3Builder::new()
            .with_bucket_name("site")
            .with_endpoint(format!("http://127.0.0.1:{}", self.1))
            .with_allow_http(true)
            .with_access_key_id("test")
            .with_secret_access_key("test")
            .build()
            .unwrap()
    }

    fn docent(&self, project: &Project, args: &[&str]) -> Command {
        let mut command = project.command();
        for name in ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"] {
            command.env_remove(name).env_remove(name.to_lowercase());
        }
        let endpoint = format!("http://127.0.0.1:{}", self.1);
        command.env("AWS_ENDPOINT_URL", endpoint).env("AWS_ALLOW_HTTP", "true").env("AWS_REGION", "us-east-1");
        command.env("AWS_ACCESS_KEY_ID", "test").env("AWS_SECRET_ACCESS_KEY", "test").args(args);
        command
    }
}

/// The binary against a server of S3: killed at random moments, the next run finishes.
#[test]
fn a_killed_binary_leaves_a_site_on_s3_that_the_next_finishes() {
    // The logic is tested above, in memory: the server is asked for where somebody says that it is there, or wants it all.
    let is_wanted = ["DOCENT_MOTO_SERVER", "DOCENT_TEST_FULL"].iter().any(|name| std::env::var_os(name).is_some());
    let Some(moto) = Moto::start() else {
        if is_wanted {
            needs::missing("moto_server (pip install 'moto[server]')");
        }
        return;
    };
    let made = format!(
        "PUT /site HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nAuthorization: AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/s3/aws4_request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
        moto.1
    );
    let mut stream = std::net::TcpStream::connect(("127.0.0.1", moto.1)).unwrap();
    std::io::Write::write_all(&mut stream, made.as_bytes()).unwrap();
    std::io::Read::read_to_end(&mut stream, &mut Vec::new()).unwrap();
    let (project, [one, two]) = versions();
    let args = |folder: &'static str| ["publish", "s3://site/wiki/live", "-o", folder, "--lease", "0.5"];
    let first = run(&mut moto.docent(&project, &args("public")));
    assert_eq!(first.code, Some(0), "{}{}", first.stdout, first.stderr);
    let store = moto.store();
    let there = || {
        block(async {
            let mut all = BTreeMap::new();
            let mut listed = store.list(None);
            while let Some(found) = listed.next().await {
                let key = found.unwrap().location;
                all.insert(key.to_string(), store.get(&key).await.unwrap().bytes().await.unwrap().to_vec());
            }
            all.retain(|key, _| !key.contains("/.docent"));
            all
        })
    };
    let now = files(&project.root().join("public"));
    assert_eq!(there(), now);
    let _ = (one, two);
    let took = Instant::now();
    let changed =
        |n: u32| project.write("content/page-3.md", format!("---\ntitle: Page 3 {n}\n---\n\nNew words {n}.\n"));
    changed(0);
    let second = run(&mut moto.docent(&project, &args("public")));
    assert_eq!(second.code, Some(0), "{}", second.stderr);
    let whole = u64::try_from(took.elapsed().as_millis()).unwrap();
    println!("one page: {}", second.stdout);
    let mut random = 0x9e37_79b9_7f4a_7c15_u64;
    for case in 0..cases(3, 100) {
        let old = files(&project.root().join("public"));
        changed(case + 1);
        let mut child =
            moto.docent(&project, &args("public")).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        // The moment is random, not waited for: any is as good.
        std::thread::sleep(Duration::from_millis(random % whole.max(1)));
        let _ = child.kill();
        let _ = child.wait();
        let left = there();
        assert_whole(&left, &format!("case {case}"));
        let next = run(&mut moto.docent(&project, &args("public")));
        assert_eq!(next.code, Some(0), "case {case}: {}", next.stderr);
        let new = files(&project.root().join("public"));
        for (key, bytes) in &left {
            assert!(
                old.get(key) == Some(bytes) || new.get(key) == Some(bytes),
                "case {case}: {key} is neither old nor new"
            );
        }
        assert_eq!(there(), new, "case {case}");
    }
}

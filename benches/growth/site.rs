//! A site to be measured: a configuration, files, and what makes them in a line.

use docent::config::FILE;
use docent::source::Sources;

/// A site.
#[derive(Default)]
pub struct Site {
    config: String,
    files: Vec<(String, Vec<u8>)>,
    /// Whom it is built for.
    pub audience: Option<&'static str>,
}

impl Site {
    /// With lines of the configuration.
    pub fn with(config: &str) -> Self {
        Self { config: config.to_owned(), ..Self::default() }
    }

    /// One page with this body.
    pub fn of(body: String) -> Self {
        Self::default().page("page", "", &body)
    }

    /// One page with these keys.
    pub fn keys(keys: String) -> Self {
        Self::default().page("page", &keys, "Text.\n")
    }

    /// One more page.
    pub fn page(self, name: &str, keys: &str, body: &str) -> Self {
        self.file(&format!("{name}.md"), &format!("---\ntitle: The {name}\n{keys}---\n\n{body}"))
    }

    /// One more file of the content.
    pub fn file(mut self, name: &str, text: &str) -> Self {
        self.files.push((format!("content/{name}"), text.as_bytes().to_vec()));
        self
    }

    /// So many pages, `p0`, `p1` ..., with keys and a body by their numbers.
    pub fn pages(self, n: usize, of: impl Fn(usize) -> (String, String)) -> Self {
        let number = |site: Self, at: usize| {
            let (keys, body) = of(at);
            site.page(&format!("f{}/p{at}", at / 50), &keys, &body)
        };
        (0..n).fold(self, number)
    }

    /// Built for somebody.
    pub fn for_whom(self, audience: &'static str) -> Self {
        Self { audience: Some(audience), ..self }
    }

    /// The snapshot.
    pub fn sources(&self) -> Sources {
        let mut sources = Sources::default();
        sources.insert_text(FILE, &format!("title: Growth\n{}", self.config));
        sources.insert_text("content/index.md", "# Start\n\nText.\n");
        for (path, bytes) in &self.files {
            match std::str::from_utf8(bytes) {
                Ok(text) => sources.insert_text(path, text),
                Err(_) => sources.insert_bytes(path, bytes),
            }
        }
        sources
    }
}

/// So many pieces in a row.
pub fn each(n: usize, piece: impl Fn(usize) -> String) -> String {
    (0..n).map(piece).collect()
}

/// A paragraph of ordinary text, another one for each number.
pub fn prose(at: usize) -> String {
    const WORDS: [&str; 16] = [
        "plan", "team", "client", "brief", "review", "launch", "budget", "week", "draft", "notes", "call", "owner",
        "report", "change", "risk", "result",
    ];
    let word = |k: usize| WORDS[(at * 7 + k * k + k) % WORDS.len()];
    format!("The {} of a {} leads to the {}, and each {} has its {}.", word(0), word(1), word(2), word(3), word(4))
}

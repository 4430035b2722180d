//! Everything that a folder tells whoever takes it apart: names of files, bytes, and what is packed in them.

use docent::index::deflate::inflate;
use docent::index::encoding::from_base64;
use docent_search::format::{meta, related, shard::Shard, vocabulary};
use std::path::Path;

/// All of it as one text in lower case.
pub fn seen(folder: &Path) -> String {
    let mut all = String::new();
    for (path, bytes) in super::contents(folder) {
        let name = path.to_string_lossy().into_owned();
        all.push_str(&format!("\n{name}\n"));
        file(&name, &bytes, &mut all);
    }
    all.to_lowercase()
}

/// One file as a text in lower case.
pub fn text(name: &str, bytes: &[u8]) -> String {
    let mut all = String::new();
    file(name, bytes, &mut all);
    all.to_lowercase()
}

fn file(name: &str, bytes: &[u8], all: &mut String) {
    let text = String::from_utf8_lossy(bytes);
    all.push_str(&text);
    all.push('\n');
    all.push_str(&docent::url::decode(&text));
    if let Some(inside) = inflate(bytes).filter(|_| name.ends_with(".bin")) {
        index(name.rsplit('/').next().unwrap(), &inside, all);
    }
    for (name, packed) in text.match_indices("\":\"").filter(|_| name.ends_with(".js")).map(|(at, _)| around(&text, at))
    {
        if let Some(bytes) = from_base64(packed) {
            file(name, &bytes, all);
        }
    }
}

fn around(text: &str, at: usize) -> (&str, &str) {
    let name = &text[..at];
    let start = name.rfind('"').map_or(0, |quote| quote + 1);
    (&name[start..], text[at + 3..].split('"').next().unwrap())
}

fn index(name: &str, bytes: &[u8], all: &mut String) {
    all.push_str(&String::from_utf8_lossy(bytes));
    let words: Vec<String> = match name.as_bytes()[0] {
        b'v' => {
            let piece = vocabulary::decode(bytes).unwrap();
            let mut forms = Vec::new();
            piece.forms(&mut forms);
            forms.into_iter().flat_map(|form| [form.form.to_owned(), form.stem.to_owned()]).collect()
        }
        b'i' => Shard::decode(bytes).unwrap().all().map(|(stem, _)| stem.to_owned()).collect(),
        b'r' => related::decode(bytes).unwrap().texts().to_vec(),
        b'm' => {
            let meta = meta::decode(bytes).unwrap();
            meta.tags.into_iter().chain(meta.kinds).chain(meta.synonyms.concat()).collect()
        }
        _ => Vec::new(),
    };
    all.push_str(&words.join("\n"));
}

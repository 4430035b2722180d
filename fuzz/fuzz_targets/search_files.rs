//! Files of the search index as a server may send them: anything. An engine refuses them or answers; it does not panic,
//! and does not ask for ever.
//!
//! The input damages the files of a sound index: which file, then edits (where, how many bytes are replaced, by what).
//! What is left of it is read as a file of its own, of every kind.
#![no_main]

use docent_fuzz::{Index, QUESTIONS, ask, index};
use docent_search::engine::{Engine, Request};
use docent_search::format::{fragment, meta, positions::Positions, related, shard::Shard, vocabulary};
use libfuzzer_sys::{arbitrary, fuzz_target};
use std::sync::LazyLock;

static INDEX: LazyLock<Index> = LazyLock::new(index);

/// One edit of a file.
#[derive(Debug, arbitrary::Arbitrary)]
struct Edit<'a> {
    at: u16,
    dropped: u8,
    put: &'a [u8],
}

fuzz_target!(|input: (u8, u8, Vec<Edit>, &[u8])| {
    let (which, question, edits, rest) = input;
    alone(rest);
    let Index { meta, files } = &*INDEX;
    let mut names = files.keys().map(Some).chain([None]).cycle();
    // The meta file is damaged as often as all others together: everything stands on it.
    let name = if which < 128 { None } else { names.nth(usize::from(which)).flatten() };
    let damaged = edited(name.map_or(meta, |name| &files[name]), &edits);
    let request = Request {
        query: QUESTIONS[usize::from(question) % QUESTIONS.len()],
        typing: question & 128 != 0,
        lang: "ru",
        limit: 10,
    };
    let Ok(mut engine) = Engine::new(if name.is_none() { &damaged } else { meta }) else { return };
    for (other, bytes) in files {
        let sound = engine.add(other, if Some(other) == name { &damaged } else { bytes }).is_ok();
        assert!(sound || name.is_none() || Some(other) == name, "{other} was sound");
    }
    ask(&mut engine, files, &request);
    engine.mark(request.query, &String::from_utf8_lossy(rest), "ru");
});

fn edited(bytes: &[u8], edits: &[Edit]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for edit in edits {
        let from = usize::from(edit.at).min(bytes.len());
        let to = (from + usize::from(edit.dropped)).min(bytes.len());
        bytes.splice(from..to, edit.put.iter().copied());
    }
    bytes
}

/// What decodes must be usable too.
fn alone(bytes: &[u8]) {
    let _ = (meta::decode(bytes), fragment::decode(bytes), vocabulary::decode(bytes), Engine::new(bytes));
    if let Ok(piece) = related::decode(bytes) {
        (0..64).for_each(|n| {
            piece.find(n << 18);
        });
    }
    if let Ok(shard) = Shard::decode(bytes) {
        for number in 0..shard.all().count() {
            let Ok(postings) = shard.postings(number) else { continue };
            if let Ok(positions) = Positions::decode(bytes) {
                let _ = positions.of(number, &postings);
            }
        }
    }
}

//! Asks a built index many questions, for measuring relevance and speed: `cargo run --release -p docent-search
//! --example ask -- public/search < questions.tsv`.
//!
//! In: lines of `id <tab> question`, or of `id <tab> question <tab> language of the reader`. Out: lines of `id <tab> url <tab> url ...`, best first; at the end, on the error
//! stream, how long the engine took for a question with all files at hand, how many bytes of files a question needed
//! first, and how long the longest took.
#![allow(clippy::disallowed_methods, clippy::print_stdout, reason = "a tool for developers, all edge")]

use docent_search::engine::{Answer, Engine, Request};
use std::collections::BTreeMap;
use std::io::{BufRead, Error, ErrorKind, Read};
use std::path::Path;
use std::time::{Duration, Instant};
use std::{env, fs, io};

type Files = BTreeMap<String, (usize, Vec<u8>)>;

fn main() -> io::Result<()> {
    let folder =
        env::args().nth(1).ok_or_else(|| Error::new(ErrorKind::InvalidInput, "usage: ask FOLDER < QUESTIONS"))?;
    let typing = env::args().nth(2).is_some_and(|flag| flag == "--typing");
    let files = read(Path::new(&folder))?;
    let (meta_bytes, meta) =
        files.iter().find(|(name, _)| name.starts_with("m-")).map(|(_, file)| file).ok_or(damaged())?;
    let mut engine = Engine::new(meta).map_err(|_| damaged())?;
    let (mut times, mut fetched) = (Vec::new(), Vec::new());
    for line in io::stdin().lock().lines() {
        let line = line?;
        let (id, rest) = line.split_once('\t').ok_or_else(damaged)?;
        let (query, lang) = rest.split_once('\t').unwrap_or((rest, ""));
        let request = Request { query, typing, lang, limit: 10 };
        let mut fresh = Engine::new(meta).map_err(|_| damaged())?;
        fetched.push(meta_bytes + answer(&mut fresh, &request, &files)?.1);
        answer(&mut engine, &request, &files)?;
        let before = Instant::now();
        let (pages, _) = answer(&mut engine, &request, &files)?;
        times.push(before.elapsed());
        println!("{id}\t{}", pages.join("\t"));
    }
    report(times, fetched);
    Ok(())
}

fn damaged() -> Error {
    Error::new(ErrorKind::InvalidData, "not an index of this version")
}

/// All files of the index: how long each is in the folder, and its inflated bytes.
fn read(folder: &Path) -> io::Result<Files> {
    let mut files = Files::new();
    for entry in fs::read_dir(folder)?.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.ends_with(".bin") {
            let bytes = fs::read(entry.path())?;
            let mut inflated = Vec::new();
            flate2::read::DeflateDecoder::new(bytes.as_slice()).read_to_end(&mut inflated)?;
            files.insert(name, (bytes.len(), inflated));
        }
    }
    Ok(files)
}

/// The addresses of the results, and how many bytes had to be fetched for them.
fn answer(engine: &mut Engine, request: &Request<'_>, files: &Files) -> io::Result<(Vec<String>, usize)> {
    let mut fetched = 0;
    loop {
        match engine.ask(request).map_err(|_| damaged())? {
            Answer::Found(results) => return Ok((results.pages.into_iter().map(|page| page.url).collect(), fetched)),
            Answer::Needs(names) => {
                for name in names {
                    let (length, bytes) = files.get(&name).ok_or_else(damaged)?;
                    fetched += length;
                    engine.add(&name, bytes).map_err(|_| damaged())?;
                }
            }
        }
    }
}

fn report(mut times: Vec<Duration>, mut fetched: Vec<usize>) {
    times.sort();
    fetched.sort_unstable();
    let at = |share: usize| times.len().saturating_sub(1) * share / 100;
    let (Some(half), Some(most), Some(longest)) = (times.get(at(50)), times.get(at(95)), times.last()) else { return };
    eprintln!("{} questions: p50 {half:?}, p95 {most:?}, longest {longest:?}", times.len());
    eprintln!("first question, without the engine: median {} bytes, p95 {}", fetched[at(50)], fetched[at(95)]);
}

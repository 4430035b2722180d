//! docent's search engine for the browser: the exports that `search.js` calls, and nothing else. No imports.
//!
//! One buffer takes what comes in: `alloc(n)` makes room and says where, the caller writes there and calls a function
//! that reads it. What comes out is UTF-8 at `answer()`, `answer_len()` bytes long, until the next call.
//!
//! | call | reads from the buffer | gives |
//! |---|---|---|
//! | `start()` | the meta file, inflated | 0, or 1 if it is damaged or of another format |
//! | `add(n)` | a file's name (`n` bytes) and its bytes, inflated | 0, or 1 if it is damaged |
//! | `label()` | the name of a filter, a value of it, another name of that value: a line each | 0, or 1 |
//! | `ask()` | `typing` (0 or 1), language, limit, query: a line each | 0 and the answer as JSON, or 1 |
//! | `mark()` | language, query: a line each; then a text | 0 and pairs of UTF-16 positions, or 1 |
//! | `understood()` | query | 0 and what it asks for as JSON, or 1 |
//!
//! No pointer is followed here, so there is no unsafe block: only the names of exports need the word.

use docent_search::answer;
use docent_search::engine::{Engine, Request};
use docent_search::query::Key;
use docent_search::wire::{Damaged, cut, spelled};
use std::cell::RefCell;

/// std's own allocator is 2 KB larger after brotli.
#[cfg(target_family = "wasm")]
#[global_allocator]
static MEMORY: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

struct State {
    buffer: Vec<u8>,
    /// Never dropped: the reader's page ends first, and the code for it would be 0.6 KB.
    engine: Option<&'static mut Engine>,
    answer: String,
}

thread_local! {
    static STATE: RefCell<State> =
        const { RefCell::new(State { buffer: Vec::new(), engine: None, answer: String::new() }) };
}

fn with<T>(act: impl FnOnce(&mut State) -> T) -> T {
    STATE.with_borrow_mut(act)
}

/// Runs `act`; 1 if something was damaged.
fn told(act: impl FnOnce(&mut State) -> Result<(), Damaged>) -> u32 {
    u32::from(with(act).is_err())
}

/// The first lines of the buffer, and what stands behind them.
fn lines<const COUNT: usize>(buffer: &[u8]) -> Result<([&str; COUNT], &str), Damaged> {
    let mut rest = std::str::from_utf8(buffer).map_err(|_| Damaged)?;
    let mut lines = [""; COUNT];
    for line in &mut lines {
        (*line, rest) = cut(rest, b'\n').ok_or(Damaged)?;
    }
    Ok((lines, rest))
}

/// Makes a buffer of `length` bytes; where it is.
#[unsafe(no_mangle)]
pub extern "C" fn alloc(length: usize) -> *mut u8 {
    with(|state| {
        state.buffer.clear();
        state.buffer.resize(length, 0);
        state.buffer.as_mut_ptr()
    })
}

/// Starts anew with a meta file.
#[unsafe(no_mangle)]
pub extern "C" fn start() -> u32 {
    told(|state| {
        state.engine = Some(Box::leak(Box::new(Engine::new(&state.buffer)?)));
        Ok(())
    })
}

/// Takes a file in; the first `name` bytes are its name.
#[unsafe(no_mangle)]
pub extern "C" fn add(name: usize) -> u32 {
    told(|state| {
        let (name, bytes) = state.buffer.split_at_checked(name).ok_or(Damaged)?;
        let name = std::str::from_utf8(name).map_err(|_| Damaged)?;
        state.engine.as_mut().ok_or(Damaged)?.add(name, bytes)
    })
}

/// Another name of a type or a language.
#[unsafe(no_mangle)]
pub extern "C" fn label() -> u32 {
    told(|state| {
        let ([key, name], label) = lines(&state.buffer)?;
        state.engine.as_mut().ok_or(Damaged)?.label(Key::named(key).ok_or(Damaged)?, name, label);
        Ok(())
    })
}

/// Answers a question, or names the files that it needs.
#[unsafe(no_mangle)]
pub extern "C" fn ask() -> u32 {
    told(|state| {
        let ([typing, lang, limit], query) = lines(&state.buffer)?;
        let request = Request { query, typing: typing == "1", lang, limit: spelled(limit, 10)? as usize };
        state.answer = answer::json(&state.engine.as_ref().ok_or(Damaged)?.ask(&request)?);
        Ok(())
    })
}

/// Marks a text.
#[unsafe(no_mangle)]
pub extern "C" fn mark() -> u32 {
    told(|state| {
        let ([lang, query], text) = lines(&state.buffer)?;
        let marks = state.engine.as_ref().ok_or(Damaged)?.mark(query, text, lang);
        state.answer = answer::marks(text, &marks);
        Ok(())
    })
}

/// Reads a question, for an engine that is none of ours. Not called `read`: natively that would take the place of the C library's.
#[unsafe(no_mangle)]
pub extern "C" fn understood() -> u32 {
    told(|state| {
        let query = std::str::from_utf8(&state.buffer).map_err(|_| Damaged)?;
        state.answer = state.engine.as_ref().ok_or(Damaged)?.read(query);
        Ok(())
    })
}

/// Where the answer is.
#[unsafe(no_mangle)]
pub extern "C" fn answer() -> *const u8 {
    with(|state| state.answer.as_ptr())
}

/// How long it is.
#[unsafe(no_mangle)]
pub extern "C" fn answer_len() -> usize {
    with(|state| state.answer.len())
}

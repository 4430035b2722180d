//! docent's search: one code for the machine that builds the index and for the browser that asks it.
//!
//! No input, no output, no clock: bytes and strings go in, bytes and answers come out. Bytes are foreign (a server may
//! send anything), so nothing here panics on them.
//!
//! 1. [`text`] cuts a text into folded words, [`stem`] takes their endings off: the same at build time and in the query.
//! 2. [`mod@format`] writes the index as small files and reads them again.
//! 3. [`query`] reads what the reader typed; [`engine`] plans ([`planner`]), asks for the files it lacks, ranks as tantivy
//!    does ([`rank`]) and makes pages of sections, with excerpts ([`excerpt`]) and marks ([`mark`]).
//! 4. [`question`] says what was typed to an engine that is none of ours.
//! 5. `shipped` holds all of it once more, compiled for the browser.

pub mod answer;
pub mod engine;
pub mod excerpt;
pub mod format;
pub mod fuzzy;
mod gather;
mod joined;
pub mod json;
pub mod layout;
pub mod loaded;
pub mod mark;
pub mod near;
pub mod norms;
pub mod numerals;
pub mod pages;
pub mod phrase;
pub mod plan;
pub mod planner;
pub mod query;
pub mod question;
pub mod rank;
pub mod related;
pub mod scored;
#[cfg(not(target_family = "wasm"))]
pub mod shipped;
pub mod stem;
pub mod synonyms;
pub mod text;
pub mod wire;

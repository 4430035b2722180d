//! docent turns a folder of Markdown into a team's knowledge base.
//!
//! > **Sources** (an immutable snapshot of files) become **pages** (parsed); pages become a **site** (the model); the
//! > site gives each page a **view**; a view and a template become **HTML**; all of it is an **output**, which is
//! > **published** to a folder.
//!
//! Two impure edges, reading ([`source`]) and writing ([`mod@publish`], [`cli`]), stand around a pure middle that never
//! opens a file and never asks the clock, the environment or a random number:
//!
//! ```text
//! build(&Config, &Sources, &mut Memo) -> (Output, Vec<Diagnostic>)
//! ```
//!
//! A full build is that call with an empty memo ([`pipeline::build`]). The floors, from the bottom; a room imports only
//! what stands below it, which `tests/tidy.rs` checks:
//!
//! | floor | rooms |
//! |---|---|
//! | 1 | [`content`], [`date`], [`fingerprint`], [`diagnostic`], [`byte_scan`], [`chunked_vec`], [`url`] |
//! | 2 | [`dialects`], [`memo`], [`pictures`], [`problems`], [`svg`], [`toml_text`], [`yaml`] |
//! | 3 | [`diagrams`], [`document`] |
//! | 4 | [`config`], [`source`] |
//! | 5 | [`theme`], [`output`] |
//! | 6 | [`i18n`], [`markdown`] |
//! | 7 | [`page`] |
//! | 8 | [`site`] |
//! | 9 | [`render`], [`index`], [`report`], [`mod@import`] |
//! | 10 | [`outputs`] |
//! | 11 | [`audit`], [`external`], [`pipeline`], [`mod@publish`] |
//! | 12 | [`refactor`], [`upload`], [`workspace`] |
//! | 13 | [`lsp`], [`mcp`], [`project`] |
//! | 14 | [`serve`] |
//! | 15 | [`cli`] |
//!
//! As a library, docent is three calls:
//!
//! ```
//! let folder = std::env::temp_dir().join(format!("docent-{}", std::process::id()));
//! std::fs::create_dir_all(folder.join("content"))?;
//! std::fs::write(folder.join("content/index.md"), "# Welcome\n\nRead this first.\n")?;
//!
//! let project = docent::Project::open(&folder)?;
//! let site = docent::build(&project)?;
//! assert!(site.diagnostics.is_empty());
//! docent::publish(&project, &site)?;
//! assert!(std::fs::read_to_string(folder.join("public/index.html"))?.contains("Read this first."));
//! # std::fs::remove_dir_all(folder)?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The rooms below are what these calls are made of. They are not a stable interface.

pub mod audit;
pub mod byte_scan;
pub mod chunked_vec;
pub mod cli;
pub mod config;
pub mod content;
pub mod date;
pub mod diagnostic;
pub mod diagrams;
pub mod dialects;
pub mod document;
pub mod external;
pub mod fingerprint;
pub mod i18n;
pub mod import;
pub mod index;
pub mod lsp;
pub mod markdown;
pub mod mcp;
pub mod memo;
pub mod output;
pub mod outputs;
pub mod page;
pub mod pictures;
pub mod pipeline;
pub mod problems;
pub mod project;
pub mod publish;
pub mod refactor;
pub mod render;
pub mod report;
pub mod serve;
pub mod site;
pub mod source;
pub mod svg;
pub mod theme;
pub mod toml_text;
pub mod upload;
pub mod url;
pub mod workspace;
pub mod yaml;

pub use project::{Project, Settings, Site, build, publish};

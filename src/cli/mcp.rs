//! `docent mcp`: the handbook for an assistant, whose program starts it.
//!
//! In: the options. Out: answers over standard output, until the other side ends it.

use super::serve::{config_of, configure, follow, reading};
use super::{BuildArgs, Global, locate};
use crate::mcp::{self, Opened};
use crate::output::Bytes;
use crate::project::{self, Proof};
use crate::workspace::rebuild::Rebuilds;
use crate::workspace::watch::Mode;
use std::fs;
use std::process::ExitCode;
use std::sync::Arc;

/// Serves.
pub fn run(global: &Global, audience: Option<String>, base_url: Option<String>) -> Result<ExitCode, String> {
    let build = BuildArgs { base_url, drafts: false, audience, strict: false, today: None };
    let located = locate::locate(global)?;
    let root = fs::canonicalize(&located.root).map_err(|error| format!("{}: {error}", located.root.display()))?;
    let mut config = config_of(&located);
    project::has_pages_on_disk(&root, &config.content_dir)?;
    // A wrong option ends the program, and not the first answer.
    build.settings().lay(&mut config)?;
    let output = project::output_dir(&root, &config, None);
    let follow = follow(&root, &located, &output, reading(&config), Mode::Events)?;
    let configure = configure(located, build, false);
    let opened = Opened {
        rebuilds: Box::new(move || Rebuilds::new(follow(), configure)),
        prove: Box::new(|config, made| {
            let proof = Proof::new(&made.output, config);
            Box::new(move |words| {
                let bytes = Bytes::Memory(Arc::new(words.as_bytes().to_vec()));
                let made = proof.audience().and_then(|_| proof.checked("answer.md", Some((bytes, Arc::from([])))));
                made.is_some_and(|(_, problems)| !problems.is_empty())
            })
        }),
        today: project::today,
    };
    mcp::run(env!("CARGO_PKG_VERSION"), opened)?;
    Ok(ExitCode::SUCCESS)
}

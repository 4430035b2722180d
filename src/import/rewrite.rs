//! `--rewrite`: the syntax of other tools as docent's own Markdown, by the same reading that the builder does.
//!
//! In: a plan. Out: the plan, with the texts that the builder would have read.

use super::plan::{Body, Kind, Plan};
use super::tree::{self, Tree};
use super::{front, plan::Planned};
use crate::dialects::{self, Options};

/// Rewrites every page and every part of pages. What the reading does not know stays, and is told by the build.
pub fn all(tree: &Tree, plan: &mut Plan) {
    for file in plan.files.iter_mut().filter(|file| file.kind != Kind::Asset) {
        if let Some(text) = rewritten(file, tree) {
            file.body = Body::Text(text);
        }
    }
}

fn rewritten(file: &Planned, tree: &Tree) -> Option<String> {
    let text = match &file.body {
        Body::Text(text) => text,
        Body::Copy => tree.text(&file.from)?,
        Body::Bytes(_) => return None,
    };
    let body = front::split(text.trim_start_matches('\u{feff}')).map_or(text, |(_, _, rest)| rest);
    let options = Options { mdx: tree::ending(&file.to) == "mdx", ..Options::default() };
    let read = dialects::read(body, options)?.text?;
    Some(format!("{}{read}", &text[..text.len() - body.len()]))
}

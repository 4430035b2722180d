//! What may be written at the cursor: the answers of the language server, for the browser.
//!
//! In: the text up to the cursor. Out: pages, headings, files, the likeliest first; pages of the site that is served, and
//! none that it does not show.

use super::messages::{Offered, Offers};
use super::{Refusal, World, gate};
use crate::lsp::called::Called;
use crate::lsp::complete::behind;

/// As many as can be looked through.
const MOST: usize = 30;

/// Answers `offers`.
pub fn answer(world: &World<'_>, asked: &Offers) -> Result<Offered, Refusal> {
    gate::page(world, &asked.file)?;
    let Some(made) = &world.build.made else { return Ok(Offered { typed: String::new(), items: Vec::new() }) };
    let called = world.build.called.get_or_init(|| Called::of(&made.output.site));
    let (typed, mut items) = behind(&made.output, called, &asked.file, &asked.before).unwrap_or_default();
    items.truncate(MOST);
    Ok(Offered { typed: typed.to_owned(), items })
}

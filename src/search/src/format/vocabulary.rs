//! A piece of the vocabulary: a range of stems with the word forms that stand in the texts.
//!
//! Layout: the stems, sorted and front-coded; then column by column (columns deflate better than rows): the number of
//! forms of each stem; for each form how many bytes of the stem it drops and what it adds; in how many sections it
//! stands.

use crate::gather::sound;
use crate::wire::{Damaged, Reader, Writer, shared_prefix};

/// About how many stems a piece has.
pub const TARGET: usize = 400;

/// A stem and the words that have it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Forms {
    /// What the words have in common for the search.
    pub stem: String,
    /// The words, folded, sorted; and in how many sections each stands.
    pub forms: Vec<(String, u32)>,
}

/// Writes a range.
pub fn encode(stems: &[Forms]) -> Vec<u8> {
    let mut writer = Writer::default();
    writer.sorted(stems.iter().map(|s| s.stem.as_str()));
    stems.iter().for_each(|s| writer.count(s.forms.len()));
    for Forms { stem, forms } in stems {
        for (form, _) in forms {
            let shared = shared_prefix(stem, form);
            writer.count(stem.len() - shared);
            writer.text(&form[shared..]);
        }
    }
    stems.iter().flat_map(|s| &s.forms).for_each(|(_, df)| writer.number(*df));
    writer.bytes
}

/// Reads a range.
pub fn decode(bytes: &[u8]) -> Result<Vec<Forms>, Damaged> {
    let mut reader = Reader::new(bytes);
    let stems = reader.sorted()?;
    let counts = sound(stems.iter().map(|_| reader.count()))?;
    let mut read = Vec::with_capacity(stems.len());
    for (stem, count) in stems.into_iter().zip(counts) {
        let forms = sound((0..count).map(|_| form(&stem, &mut reader)))?;
        read.push(Forms { stem, forms });
    }
    for (_, df) in read.iter_mut().flat_map(|s| &mut s.forms) {
        *df = reader.number()?;
    }
    Ok(read)
}

fn form(stem: &str, reader: &mut Reader<'_>) -> Result<(String, u32), Damaged> {
    let kept = stem.len().checked_sub(reader.number()? as usize).ok_or(Damaged)?;
    let kept = stem.get(..kept).ok_or(Damaged)?;
    Ok(([kept, reader.text()?].concat(), 0))
}

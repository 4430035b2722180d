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

/// A range as it is read: one text with all stems and forms. As strings of their own they would lie all over the memory,
/// and looking through 60,000 of them for a misspelt word took four times as long.
#[derive(Clone, Debug, Default)]
pub struct Piece {
    text: String,
    words: Vec<Word>,
}

/// A stem, or one of the forms behind it.
#[derive(Clone, Copy, Debug)]
struct Word {
    end: u32,
    /// Of a form: in how many sections it stands.
    df: Option<u32>,
}

/// A word of the texts.
#[derive(Clone, Copy, Debug)]
pub struct Form<'a> {
    /// Its stem.
    pub stem: &'a str,
    /// As it is written, folded.
    pub form: &'a str,
    /// In how many sections it stands.
    pub df: u32,
}

impl Piece {
    /// Adds its forms to others, those of one stem together.
    pub fn forms<'a>(&'a self, forms: &mut Vec<Form<'a>>) {
        let (mut start, mut stem) = (0, "");
        for word in &self.words {
            let form = self.text.get(start..word.end as usize).unwrap_or_default();
            start = word.end as usize;
            match word.df {
                Some(df) => forms.push(Form { stem, form, df }),
                None => stem = form,
            }
        }
    }

    /// Adds a word of two parts.
    fn add(&mut self, start: &str, end: &str, df: Option<u32>) {
        self.text.push_str(start);
        self.text.push_str(end);
        self.words.push(Word { end: self.text.len() as u32, df });
    }
}

/// Reads a range.
pub fn decode(bytes: &[u8]) -> Result<Piece, Damaged> {
    let mut reader = Reader::new(bytes);
    let stems = reader.sorted()?;
    let counts = sound(stems.iter().map(|_| reader.count()))?;
    let mut piece = Piece::default();
    for (stem, count) in stems.iter().zip(counts) {
        piece.add(stem, "", None);
        for _ in 0..count {
            let kept = stem.len().checked_sub(reader.number()? as usize).ok_or(Damaged)?;
            piece.add(stem.get(..kept).ok_or(Damaged)?, reader.text()?, Some(0));
        }
    }
    for df in piece.words.iter_mut().filter_map(|word| word.df.as_mut()) {
        *df = reader.number()?;
    }
    Ok(piece)
}

//! Words that stand together in a question: `R&D`, `24/7`, `src/main.rs`, `me@example.com`, `CVE-2024-1234`, `ISO9001`.
//!
//! In: the tokens of a piece of a question without spaces, and what is known to match each ([`Word`]). Out: the same
//! words, of which some stand for others now; a row of them may be added. Nothing of the index is needed for this but
//! the files of the words themselves.
//!
//! 1. [`stand_in`]: a word that nobody writes is made of what stands inside it, all of it first.
//! 2. [`whole`]: an identifier that somebody writes is asked for as a whole; all its pieces together count half.
//! 3. [`row`]: words with other signs between them are a row. Up to three of which one is a single character are nothing
//!    apart; of others the row only adds.

use crate::gather::gather;
use crate::plan::{Alternative, INNER, TOGETHER, Word};
use crate::text::{Part, Token};

/// Rows of more words are looked for word by word.
const SHORT_ROW: usize = 3;

/// Gives a word that is not known the parts that stand inside it.
pub fn stand_in(word: Option<&mut Word>, inside: Vec<Alternative>) {
    if let Some(word) = word.filter(|word| word.alternatives.is_empty()) {
        let whole = together(inside.iter(), 1.0, false);
        word.alternatives.extend(whole);
        word.alternatives.extend(inside.into_iter().map(|part| Alternative { weight: part.weight * INNER, ..part }));
    }
}

/// Joins what belongs together. `tokens` are the words, wholes and pieces that `words` are made of, one by one.
pub fn join(tokens: &[Token<'_>], words: &mut Vec<Word>) {
    let row = row(tokens, words);
    for at in 0..tokens.len() {
        if tokens[at].part == Part::Whole {
            let pieces = tokens[at + 1..].iter().take_while(|token| token.part == Part::Piece).count();
            whole(&tokens[at], &mut words[at..=at + pieces]);
        }
    }
    match row {
        Some((alternatives, true)) => {
            let mut alternatives = Some(alternatives);
            for word in words {
                let first = alternatives.take();
                *word = Word { required: first.is_some(), alternatives: first.unwrap_or_default(), ..Word::default() };
            }
        }
        Some((alternatives, false)) => words.push(Word { alternatives, ..Word::default() }),
        None => {}
    }
}

/// `CVE-2024-1234`, if somebody writes it, is no question for 2024; nor is `co-operate` one for co, if nobody writes that.
fn whole(whole: &Token<'_>, words: &mut [Word]) {
    let Some((word, pieces)) = words.split_first_mut() else { return };
    let is_number = || whole.term.bytes().any(|byte| byte.is_ascii_digit());
    let nowhere = || pieces.iter().any(|piece| piece.alternatives.is_empty());
    if word.alternatives.is_empty() || !is_number() && !nowhere() {
        return;
    }
    word.required = true;
    word.alternatives.extend(
        together(pieces.iter().map_while(known), TOGETHER, false).filter(|all| all.terms.len() == pieces.len()),
    );
    pieces.iter_mut().for_each(|piece| *piece = Word::default());
}

/// What English writes behind a verb, and together with it where both are a noun: log in, a login.
const PARTICLES: [&str; 9] = ["away", "back", "down", "in", "off", "on", "out", "over", "up"];

/// Whether two words that stand side by side may be written as one: log in, e mail; the second may say `little` alone.
pub fn is_pair(first: &str, second: &str, little: bool) -> bool {
    let letters = |word: &str| if word.chars().all(char::is_alphabetic) { word.chars().take(2).count() } else { 0 };
    match (letters(first), letters(second)) {
        (2, 2) => PARTICLES.contains(&second),
        (1, 2) | (2, 1) => !little,
        _ => false,
    }
}

/// The two words that are written as one: log in of login.
pub fn parts(word: &str) -> Option<[&str; 2]> {
    let mut cut = PARTICLES.into_iter().filter_map(|particle| Some([word.strip_suffix(particle)?, particle]));
    cut.find(|[first, _]| first.len() > 2)
}

/// The words as a row, if all of them are known; and whether they mean nothing apart.
fn row(tokens: &[Token<'_>], words: &[Word]) -> Option<(Vec<Alternative>, bool)> {
    if tokens.iter().filter(|token| token.part != Part::Piece).count() < 2 {
        return None;
    }
    let single = |token: &Token<'_>| token.term.chars().nth(1).is_none();
    let pieces = gather(tokens.iter().zip(words).filter(|(token, _)| token.part != Part::Whole));
    let row = together(pieces.iter().map_while(|(_, word)| known(word)), 1.0, true)?;
    if row.terms.len() < pieces.len() {
        return None;
    }
    let apart = pieces.len() > SHORT_ROW || !pieces.iter().any(|(token, _)| single(token));
    let all = Alternative { weight: TOGETHER, phrase: false, ..row.clone() };
    Some(if apart { (vec![row], false) } else { (vec![row, all], true) })
}

/// The stem of a word that is known as it was typed.
fn known(word: &Word) -> Option<&Alternative> {
    word.alternatives.iter().find(|known| known.weight >= 1.0 && known.terms.len() == 1)
}

/// All of them at once; `None` of a single one.
fn together<'a>(parts: impl Iterator<Item = &'a Alternative>, weight: f32, phrase: bool) -> Option<Alternative> {
    let terms = gather(parts.filter_map(|part| part.terms.first().cloned()));
    (terms.len() > 1).then_some(Alternative { weight, terms, phrase })
}

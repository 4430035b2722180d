//! Words of the site that look like one that nobody writes: offered when nothing was found.
//!
//! In: terms that are not known, the vocabulary. Out: a few words, nearest first. Looser than [`crate::fuzzy`], whose words
//! are looked for without asking: how many pairs of neighbouring characters two words share ([`shared`]).

use crate::format::vocabulary::Form;
use crate::gather::gather;
use crate::pages::best;
use crate::text::plain::TWIN;

/// How many words are offered.
const MOST: usize = 5;
/// The least share of common pairs.
const LEAST: f32 = 0.4;

/// Words near to any of the terms.
pub fn near(terms: &[String], forms: &[Form<'_>]) -> Vec<String> {
    let mut found: Vec<(f32, u32, &str)> = Vec::new();
    for term in terms {
        let wanted = pairs(term);
        for form in forms.iter().filter(|form| is_word(form.form)) {
            let share = shared(&wanted, form.form);
            if share >= LEAST {
                found.push((share, form.df, form.form));
            }
        }
    }
    best(&mut found, MOST, |a, b| (a.0, a.1, b.2) > (b.0, b.1, a.2));
    gather(found.into_iter().map(|(_, _, form)| form.to_owned()))
}

/// No plain form of another word, no number.
fn is_word(form: &str) -> bool {
    form.chars().nth(2).is_some() && !form.ends_with(TWIN) && !form.chars().any(char::is_numeric)
}

/// The pairs of neighbouring characters of a word.
pub fn pairs(word: &str) -> Vec<(char, char)> {
    gather(word.chars().zip(word.chars().skip(1)))
}

/// How alike a word is to one with these pairs, from 0 to 1 (Dice's coefficient).
pub fn shared(wanted: &[(char, char)], word: &str) -> f32 {
    let mut left = wanted.to_vec();
    let (mut count, mut common) = (0, 0);
    for pair in word.chars().zip(word.chars().skip(1)) {
        count += 1;
        if let Some(at) = left.iter().position(|other| *other == pair) {
            left.swap_remove(at);
            common += 1;
        }
    }
    2.0 * common as f32 / (count + wanted.len()).max(1) as f32
}

//! What to look for, as [`crate::planner`] makes it of a question.

/// Weight of another name of the same thing.
pub const SYNONYM: f32 = 0.8;
/// Weight of a word that says little beside another.
pub const LITTLE: f32 = 0.3;
/// Weight of a word of the same family, for one that is not on the site.
pub const KIN: f32 = 0.5;
/// Weight of a longer word, when the last one is still being typed.
pub const BEGINNING: f32 = 0.6;
/// Weight of words that mean the same as one that was typed, and that nobody said to be the same; of less close ones down
/// to half of it.
pub const RELATED: f32 = 0.35;
/// Weights of words one and two edits away.
pub const EDITED: [f32; 2] = [0.7, 0.4];

/// Weight of a word that differs in its marks: `résumé` for `resume`.
pub const TWIN: f32 = 0.8;
/// Weight of a part of a word that nobody writes.
pub const INNER: f32 = 0.6;
/// Weight of words that stand in one section, but not as they were typed.
pub const TOGETHER: f32 = 0.5;

/// One way to match a word.
#[derive(Clone, Debug, PartialEq)]
pub struct Alternative {
    /// Its score is multiplied by this. What is nearest to what was typed stands first.
    pub weight: f32,
    /// Stems that a section must have, all of them.
    pub terms: Vec<String>,
    /// Whether they must stand one behind the other.
    pub phrase: bool,
}

/// A word that means nearly the same as what was typed.
#[derive(Clone, Debug, PartialEq)]
pub struct Related {
    /// As the site writes it.
    pub text: String,
    /// How it is matched.
    pub way: Alternative,
    /// Of how many words in a row it is said.
    pub of: usize,
}

/// A word of the question.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Word {
    /// Ways to match it; none, if there is no such word.
    pub alternatives: Vec<Alternative>,
    /// Words that mean nearly the same: see [`crate::related`].
    pub related: Vec<Related>,
    /// As it was typed, folded; "" for a phrase.
    pub typed: String,
    /// Whether results should have it. A compound kept whole (`key-account`) only adds to its parts.
    pub required: bool,
    /// Whether there are no results without it: it was quoted.
    pub must: bool,
    /// Whether it says little beside the other words of the question.
    pub little: bool,
}

impl Word {
    /// Makes it count little, and nothing stands in for it.
    pub fn lessen(&mut self) {
        self.little = true;
        self.related.clear();
        self.alternatives.iter_mut().for_each(|alternative| alternative.weight *= LITTLE);
    }

    /// Whether it may be a part of a name.
    pub fn may_name(&self) -> bool {
        self.required && !self.must && !self.little
    }

    /// Whether there is any way to match it.
    pub fn is_known(&self) -> bool {
        !self.alternatives.is_empty() || !self.related.is_empty()
    }

    /// All ways to match it.
    pub fn ways(&self) -> impl Iterator<Item = &Alternative> {
        self.alternatives.iter().chain(self.related.iter().map(|related| &related.way))
    }
}

/// What to look for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    /// In the order of the question.
    pub words: Vec<Word>,
    /// Sections with one of these are left out.
    pub excluded: Vec<Word>,
    /// The question as it was understood, if that is not as it was typed.
    pub corrected: Option<String>,
    /// Words that stand nowhere, as typed, and for which nothing stands in.
    pub missing: Vec<String>,
    /// What the marks in the results are for: stems, names of several words, and the beginning of the word that is being
    /// typed.
    pub stems: Vec<String>,
    /// Words of the site that were looked for too, because they mean nearly the same as those that were typed.
    pub also: Vec<String>,
    /// See `stems`.
    pub rows: Vec<Vec<String>>,
    /// See `stems`.
    pub beginning: Option<String>,
}

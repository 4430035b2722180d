//! What a question means for the index.
//!
//! In: a [`Query`] and the files that are here. Out: a [`Plan`], or the files that are needed to make one.
//!
//! A word of the question becomes alternatives, each with a weight:
//!
//! 1. its stem, in each language of the site: 1; words that differ in marks only: [`TWIN`];
//! 2. other names of the same thing (glossary, aliases): [`SYNONYM`];
//! 3. if it is still being typed, the most frequent words that begin so: [`BEGINNING`], half beside a word that is known;
//! 4. if there is none of these, the same keys on the other keyboard layout: 1;
//! 5. if there is none of these either: words one edit away, or else words of the same family, or else words two edits
//!    away: [`EDITED`], [`KIN`].
//!
//! What was typed may also lead to words that mean nearly the same ([`crate::related`]): a word that is nowhere, or several
//! in a row. A word that has such others is no misspelt one.
//!
//! A word that says nothing beside others ([`stop`](crate::format::meta::Meta::stop)) counts little beside one that does.

use crate::format::vocabulary::Form;
use crate::gather::gather;
use crate::loaded::{Loaded, Needs};
use crate::pages::best;
use crate::plan::{Alternative, BEGINNING, EDITED, KIN, Plan, Related, SYNONYM, TWIN, Word};
use crate::query::{Asked, Query};
use crate::stem::{self, Stems};
use crate::synonyms::Synonyms;
use crate::text::{self, Part, Token};
use crate::wire::shared_prefix;
use crate::{fuzzy, joined, layout, numerals, related};
use std::ops::Range;

/// How many longer words stand in for one: they are neighbours in the vocabulary, so they share shards.
const MOST_LONGER: usize = 12;
/// How many similar words stand in for one: each may cost a shard.
const MOST_SIMILAR: usize = 4;

/// Everything that planning looks at.
#[derive(Clone, Copy, Debug)]
pub struct Planner<'a> {
    /// Files.
    pub loaded: &'a Loaded,
    /// Stemmers of the site's languages.
    pub stems: &'a Stems,
    /// Other names of things.
    pub synonyms: &'a Synonyms,
    /// Whether the last word is still being typed.
    pub typing: bool,
}

/// A word as it was understood: what to look for, and its spelling.
struct Understood {
    words: Vec<Word>,
    spelling: Option<String>,
    beginning: Option<String>,
}

impl Planner<'_> {
    /// Makes the plan. If `needs` is not empty afterwards, it is not complete: ask again when they are here.
    pub fn plan(self, query: &Query, typed: &str, needs: &mut Needs) -> Plan {
        let mut plan = Plan::default();
        let mut spelling = String::new();
        let mut end = 0;
        let shouted = !typed.chars().any(char::is_lowercase);
        let tells = query.words.iter().any(|asked| !asked.not && !self.is_stop(asked, shouted));
        for asked in &query.words {
            let little = tells && !asked.not && self.is_stop(asked, shouted);
            let understood = if little { self.little(asked, needs) } else { self.understand(asked, needs) };
            spelling.push_str(typed.get(end..asked.range.start).unwrap_or_default());
            spelling
                .push_str(understood.spelling.as_deref().unwrap_or(typed.get(asked.range.clone()).unwrap_or_default()));
            end = asked.range.end;
            if asked.not {
                plan.excluded.extend(understood.words.into_iter().map(|word| Word { related: Vec::new(), ..word }));
            } else {
                plan.words.extend(understood.words);
                plan.beginning = understood.beginning.or(plan.beginning);
            }
        }
        spelling.push_str(typed.get(end..).unwrap_or_default());
        self.pairs(&mut plan.words, needs);
        self.synonyms.add(&mut plan.words, self.loaded, needs);
        related::rows(&mut plan.words, self.stems, self.loaded, needs);
        let nowhere = plan.words.iter().filter(|word| word.required && !word.little && !word.is_known());
        plan.missing = gather(nowhere.map(|word| word.typed.clone()));
        plan.corrected = (spelling != typed).then_some(spelling);
        for Related { text, .. } in plan.words.iter().flat_map(|word| &word.related) {
            if !plan.also.contains(text) {
                plan.also.push(text.clone());
            }
        }
        for Alternative { terms, .. } in plan.words.iter().flat_map(Word::ways) {
            match terms.as_slice() {
                [stem] => plan.stems.push(stem.clone()),
                _ => plan.rows.push(terms.clone()),
            }
        }
        plan
    }

    /// A word that says little: it counts little, and nothing stands in for it.
    fn little(self, asked: &Asked, needs: &mut Needs) -> Understood {
        let mut words = self.words(&asked.text, false, needs);
        words.iter_mut().for_each(Word::lessen);
        Understood { words, spelling: None, beginning: None }
    }

    fn understand(self, asked: &Asked, needs: &mut Needs) -> Understood {
        let plain = |words| Understood { words, spelling: None, beginning: None };
        if asked.phrase {
            return plain(vec![self.phrase(&asked.text)]);
        }
        if asked.not {
            return plain(vec![self.without(&asked.text, needs)]);
        }
        let typing = self.typing && asked.last;
        let as_typed = self.words(&asked.text, typing, needs);
        if is_known(&as_typed) || !needs.is_empty() {
            let beginning = typing.then(|| asked.text.clone());
            return Understood { beginning, ..plain(as_typed) };
        }
        if let Some(other) = layout::other(&asked.text).filter(|other| other.chars().nth(1).is_some()) {
            let words = self.words(&other, typing, needs);
            if !words.is_empty() && (is_known(&words) || !needs.is_empty()) {
                let beginning = typing.then(|| other.clone());
                return Understood { words, spelling: Some(other), beginning };
            }
        }
        self.similar(&asked.text, as_typed, typing, needs)
    }

    /// Whether a word says nothing beside others. IT and US do, among small letters.
    fn is_stop(self, asked: &Asked, shouted: bool) -> bool {
        let capitals = |text: &str| text.chars().count() > 1 && text.chars().all(char::is_uppercase);
        let says_nothing = |word: &str| text::is_listed(&text::fold(word), &self.loaded.meta.stop);
        !asked.phrase && says_nothing(&asked.text) && (shouted || !capitals(&asked.text))
    }

    /// The words of a piece of the question, each with what is known to match it ([`joined`]).
    fn words(self, typed: &str, typing: bool, needs: &mut Needs) -> Vec<Word> {
        let last = text::row(typed).last().map_or(0, |token| token.range.end);
        let mut words: Vec<Word> = Vec::new();
        let mut inside = Vec::new();
        for token in text::tokens(typed).filter(|token| token.part != Part::Twin) {
            let mut lacking = Needs::default();
            let mut alternatives = self.exact(&token.term, &mut lacking);
            if token.part == Part::Inner {
                inside.append(&mut alternatives);
                lacking.files.into_iter().for_each(|file| needs.add(file));
                continue;
            }
            joined::stand_in(words.last_mut(), std::mem::take(&mut inside));
            let is_number = || token.term.bytes().any(|byte| byte.is_ascii_digit());
            if typing && token.range.end >= last && (token.part != Part::Whole || is_number()) {
                self.longer(&token.term, &mut alternatives, &mut lacking);
            }
            if alternatives.is_empty() && lacking.is_empty() {
                let apart = joined::parts(&token.term).and_then(|parts| self.apart(parts, &mut lacking));
                alternatives.extend(apart);
            }
            let required = token.part != Part::Whole;
            let nowhere = required && alternatives.is_empty() && lacking.is_empty();
            let related = if nowhere { self.related(&token.term, needs) } else { Vec::new() };
            lacking.files.into_iter().for_each(|file| needs.add(file));
            words.push(Word { alternatives, related, typed: token.term.into_owned(), required, ..Word::default() });
        }
        joined::stand_in(words.last_mut(), inside);
        joined::join(&gather(asked(typed)), &mut words);
        self.numerals(typed, &mut words, needs);
        words
    }

    /// A number is that number, however it is written, and not its digits.
    fn numerals(self, typed: &str, words: &mut Vec<Word>, needs: &mut Needs) {
        if !needs.is_empty() {
            return;
        }
        let mut found = Vec::new();
        for (place, mut terms) in numerals::spellings(typed, !is_known(words)).into_iter().enumerate() {
            let weight = if place == 0 { 1.0 } else { TWIN };
            if let [term] = terms.as_mut_slice() {
                let known = self.exact(term, needs).into_iter();
                found.extend(known.map(|known| Alternative { weight: weight * known.weight, ..known }));
            } else if terms.iter().all(|term| self.loaded.find(term, needs).is_some()) {
                found.push(Alternative { weight, terms, phrase: true });
            }
        }
        if !found.is_empty() {
            // What is being typed may go on.
            let own = words.iter_mut().flat_map(|word| std::mem::take(&mut word.alternatives));
            found.extend(own.filter(|way| way.weight < 1.0 && way.terms.iter().all(|term| term.starts_with(typed))));
            *words = vec![Word { alternatives: found, typed: typed.to_owned(), required: true, ..Word::default() }];
        }
    }

    /// Adds `login` to log in, `email` to e mail: what is a word of its own when both are written together.
    fn pairs(self, words: &mut [Word], needs: &mut Needs) {
        for at in 1..words.len() {
            let (before, [word, ..]) = words.split_at_mut(at) else { continue };
            let Some(before) = before.last_mut().filter(|before| before.may_name()) else { continue };
            if word.must || !joined::is_pair(&before.typed, &word.typed, word.little) {
                continue;
            }
            let mut together = self.exact(&[before.typed.as_str(), &word.typed].concat(), needs);
            together.iter_mut().for_each(|way| way.weight *= SYNONYM);
            if !word.little {
                word.alternatives.extend_from_slice(&together);
            }
            before.alternatives.append(&mut together);
        }
    }

    fn exact(self, term: &str, needs: &mut Needs) -> Vec<Alternative> {
        let stems = self.stems.query(term).into_iter();
        let known = stems.filter(|stem| self.loaded.find(stem, needs).is_some());
        let mut found = gather(known.map(|stem| Alternative { weight: 1.0, terms: vec![stem], phrase: false }));
        self.twins(term, &mut found, needs);
        found
    }

    /// A word written as two, in a row.
    fn apart(self, parts: [&str; 2], needs: &mut Needs) -> Option<Alternative> {
        let known = |part: &str| {
            let mut stems = self.stems.query(part).into_iter();
            stems.find(|stem| self.loaded.find(stem, needs).is_some())
        };
        let terms = gather(parts.into_iter().filter_map(known));
        (terms.len() == parts.len()).then_some(Alternative { weight: SYNONYM, terms, phrase: true })
    }

    /// Adds words that differ from this one in their marks only.
    fn twins(self, term: &str, found: &mut Vec<Alternative>, needs: &mut Needs) {
        match text::plain::plain(term) {
            Some(plain) => self.also(&plain, found, needs),
            None => self.also(term, found, needs),
        }
        if found.is_empty() && needs.is_empty() {
            let shorter = text::plain::shorter(term);
            shorter.into_iter().for_each(|shorter| self.also(&shorter, found, needs));
        }
    }

    fn also(self, term: &str, found: &mut Vec<Alternative>, needs: &mut Needs) {
        for stem in self.stems.query(term) {
            for stem in [stem::twin(&stem), stem] {
                let is_new = !found.iter().any(|known| known.terms.first() == Some(&stem));
                if is_new && self.loaded.find(&stem, needs).is_some() {
                    found.push(Alternative { weight: TWIN, terms: vec![stem], phrase: false });
                }
            }
        }
    }

    fn related(self, term: &str, needs: &mut Needs) -> Vec<Related> {
        related::word(term, self.stems, self.loaded, needs)
    }

    /// Adds the most frequent stems that have a word with this beginning.
    fn longer(self, beginning: &str, alternatives: &mut Vec<Alternative>, needs: &mut Needs) {
        if beginning.chars().count() < 2 {
            return;
        }
        let mut forms = self.loaded.vocabulary(beginning, needs);
        forms.retain(|form| form.form.starts_with(beginning));
        let weight = if alternatives.is_empty() { BEGINNING } else { BEGINNING / 2.0 };
        self.add((weight, MOST_LONGER), by_stem(&forms), alternatives, needs);
    }

    /// Words that may have been meant.
    fn similar(self, typed: &str, as_typed: Vec<Word>, typing: bool, needs: &mut Needs) -> Understood {
        let vocabulary = self.loaded.all_vocabulary(needs);
        let mut understood = Understood { words: as_typed, spelling: Some(typed.to_owned()), beginning: None };
        if !needs.is_empty() {
            return understood;
        }
        let tokens = gather(asked(typed));
        for (token, word) in tokens.iter().zip(&mut understood.words).rev() {
            if !word.required || word.is_known() || token.term.chars().any(char::is_numeric) {
                continue;
            }
            let misspelt = Misspelt { term: &token.term, stems: &self.stems.query(&token.term), typing };
            let Some(meant) = misspelt.meant(&vocabulary) else { continue };
            self.add((meant.weight, MOST_SIMILAR), meant.stems, &mut word.alternatives, needs);
            if let (Some(spelling), Some(form)) = (&mut understood.spelling, meant.form) {
                *spelling = replaced(spelling, &token.range, form);
            }
        }
        understood
    }

    fn add(
        self,
        (weight, most): (f32, usize),
        mut counted: Vec<(u32, &str)>,
        into: &mut Vec<Alternative>,
        needs: &mut Needs,
    ) {
        counted.retain(|(_, stem)| !into.iter().any(|known| known.terms.first().is_some_and(|term| term == stem)));
        best(&mut counted, most, |a, b| (a.0, b.1) > (b.0, a.1));
        for (_, stem) in counted {
            if self.loaded.find(stem, needs).is_some() {
                into.push(Alternative { weight, terms: vec![stem.to_owned()], phrase: false });
            }
        }
    }

    /// What must not be there: the word as it is, or all of a compound in a row.
    fn without(self, typed: &str, needs: &mut Needs) -> Word {
        let mut word = self.phrase(typed);
        let mut wholes = asked(typed).filter(|token| token.part != Part::Piece);
        if let (Some(whole), None) = (wholes.next(), wholes.next()) {
            word.alternatives.append(&mut self.exact(&whole.term, needs));
        }
        word
    }

    fn phrase(self, typed: &str) -> Word {
        let terms = text::row(typed).filter_map(|t| self.stems.query(&t.term).into_iter().next());
        let terms = gather(terms);
        let alternatives = vec![Alternative { weight: 1.0, terms, phrase: true }];
        Word { alternatives, required: true, must: true, ..Word::default() }
    }
}

/// What of a piece of the question becomes words, one each.
fn asked(typed: &str) -> impl Iterator<Item = Token<'_>> {
    text::tokens(typed).filter(|token| !matches!(token.part, Part::Inner | Part::Twin))
}

/// A text with another word at that place.
fn replaced(text: &str, range: &Range<usize>, word: &str) -> String {
    let before = text.get(..range.start).unwrap_or_default();
    [before, word, text.get(range.end..).unwrap_or_default()].concat()
}

/// Whether there is something to look for.
fn is_known(words: &[Word]) -> bool {
    words.iter().all(|word| !word.required || word.is_known())
}

/// A word that the site does not have.
struct Misspelt<'a> {
    term: &'a str,
    stems: &'a [String],
    typing: bool,
}

/// What may have been meant by it.
struct Meant<'a> {
    weight: f32,
    /// Stems, with the number of sections in which the forms that are meant stand.
    stems: Vec<(u32, &'a str)>,
    /// The most frequent of the forms, if the word was misspelt.
    form: Option<&'a str>,
}

impl Misspelt<'_> {
    /// The words that are nearest; nearest to its beginning, if it is still being typed and nothing else is near.
    fn meant<'a>(&self, forms: &[Form<'a>]) -> Option<Meant<'a>> {
        // Fewer edits are looked for first: most misspelt words have one, which costs a third of two.
        let beginnings = [(true, 0), (true, 1), (true, 2)].into_iter().filter(|_| self.typing);
        let near = |(beginning, distance)| self.near(forms, distance, beginning);
        near((false, 1))
            .or_else(|| self.kin(forms))
            .or_else(|| near((false, 2)))
            .or_else(|| beginnings.map(near).find_map(|meant| meant))
    }

    fn near<'a>(&self, forms: &[Form<'a>], distance: u8, beginning: bool) -> Option<Meant<'a>> {
        if distance > fuzzy::allowed(self.term.chars().count()) {
            return None;
        }
        let found = fuzzy::near(self.term, forms.iter().map(|form| form.form), distance, beginning);
        let mut near = gather(found.into_iter().filter_map(|near| forms.get(near.number).copied()));
        near.retain(|form| self.is_plausible(form, distance, beginning));
        let most = near.iter().max_by_key(|form| form.df)?;
        let weight = EDITED[usize::from(distance > 1)];
        Some(Meant { weight, form: Some(most.form), stems: by_stem(&near) })
    }

    /// Whether somebody who typed the word may have meant a form. Two other words are often as near as a misspelt one:
    /// vacation and action, срывается and скрываются. But few people mistake the first letter, and who makes two
    /// mistakes in a word that is not very long does not end it as another word does.
    fn is_plausible(&self, form: &Form<'_>, distance: u8, beginning: bool) -> bool {
        let (mut own, mut other) = (self.term.chars(), form.form.chars());
        let (own, other) = ([own.next(), own.next()], [other.next(), other.next()]);
        let length = self.term.chars().count();
        let begins = own[0] == other[0];
        let swapped = own[0] == other[1] && own[1] == other[0];
        match distance {
            0 => true,
            1 => begins || swapped || length >= LONG,
            _ => begins && (length > LONG + 1 || !beginning && self.ends_as(form)),
        }
    }

    fn ends_as(&self, form: &Form<'_>) -> bool {
        let ending = |word: &str, stem: &str| word.get(shared_prefix(stem, word)..).unwrap_or_default().to_owned();
        self.stems.iter().any(|stem| ending(self.term, stem) == ending(form.form, form.stem))
    }

    /// Words of the same family, as far as stems tell: уволился and увольнение, burned and burnout.
    fn kin<'a>(&self, forms: &[Form<'a>]) -> Option<Meant<'a>> {
        let is_kin = |form: &&Form<'_>| self.stems.iter().any(|stem| are_kin(stem, form.stem));
        let stems = by_stem(&gather(forms.iter().filter(is_kin).copied()));
        (!stems.is_empty()).then_some(Meant { weight: KIN, stems, form: None })
    }
}

/// From so many letters on a word has few neighbours.
const LONG: usize = 8;

/// Whether one stem begins with the other and is not much longer.
fn are_kin(a: &str, b: &str) -> bool {
    let (shorter, longer) = if a.len() < b.len() { (a, b) } else { (b, a) };
    let Some(rest) = longer.strip_prefix(shorter) else { return false };
    let (length, rest) = (shorter.chars().count(), rest.chars().count());
    length >= 4 && rest <= 4
}

/// The stems of forms with the number of sections in which those forms stand.
fn by_stem<'a>(forms: &[Form<'a>]) -> Vec<(u32, &'a str)> {
    let mut stems: Vec<(u32, &str)> = Vec::new();
    for Form { stem, df, .. } in forms {
        match stems.last_mut() {
            Some(last) if last.1 == *stem => last.0 = last.0.saturating_add(*df),
            _ => stems.push((*df, stem)),
        }
    }
    stems
}

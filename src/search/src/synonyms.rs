//! Things with several names: КАМ, KAM, key account manager, менеджер по работе с ключевыми клиентами.
//!
//! In: groups of names, from the glossary and the pages' aliases. Out: more alternatives for the words of a question
//! that uses one of the names, so that it also finds what is written under the others.

use crate::gather::gather;
use crate::loaded::{Loaded, Needs};
use crate::plan::{Alternative, SYNONYM, Word};
use crate::stem::Stems;
use crate::text;

/// How many other names of one thing are looked for.
const MOST: usize = 6;

/// Names by thing, as stems.
#[derive(Clone, Debug, Default)]
pub struct Synonyms {
    groups: Vec<Vec<Vec<String>>>,
}

impl Synonyms {
    /// From names as they are written; words that say nothing beside others (`stop`, sorted) are passed over in them as in
    /// questions.
    pub fn new(groups: &[Vec<String>], stop: &[String], stems: &Stems) -> Self {
        let name = |name: &String| stemmed(name, stop, stems);
        let group = |names: &Vec<String>| gather(names.iter().map(name).filter(|name| !name.is_empty()));
        Self { groups: gather(groups.iter().map(group)) }
    }

    /// Gives the words of every name in the question the other names as alternatives.
    pub fn add(&self, words: &mut [Word], loaded: &Loaded, needs: &mut Needs) {
        let required = gather((0..words.len()).filter(|number| words[*number].may_name()));
        for group in &self.groups {
            for name in group {
                let Some(place) = stands_at(name, &required, words) else { continue };
                let others = group.iter().filter(|other| *other != name && is_known(other, loaded, needs)).take(MOST);
                let others = gather(others.map(|terms| alternative(terms.clone())));
                for number in place {
                    words[*number].alternatives.extend_from_slice(&others);
                }
            }
        }
    }
}

fn stemmed(name: &str, stop: &[String], stems: &Stems) -> Vec<String> {
    let terms = gather(text::row(name).map(|token| token.term));
    let all = terms.iter().all(|term| text::is_listed(term, stop));
    let terms = terms.iter().filter(|term| all || !text::is_listed(term, stop));
    gather(terms.filter_map(|term| stems.query(term).into_iter().next()))
}

/// Which words of the question are a name; `required` are those that may be.
fn stands_at<'a>(name: &[String], required: &'a [usize], words: &[Word]) -> Option<&'a [usize]> {
    let is = |(number, stem): (&usize, &String)| {
        words[*number].alternatives.iter().any(|a| a.weight == 1.0 && a.terms.len() == 1 && a.terms[0] == *stem)
    };
    required.windows(name.len()).find(|window| window.iter().zip(name).all(is))
}

fn is_known(name: &[String], loaded: &Loaded, needs: &mut Needs) -> bool {
    name.iter().filter(|stem| loaded.find(stem, needs).is_some()).count() == name.len()
}

/// All words of another name; a word of it counts as much as a word of the name that was typed.
fn alternative(terms: Vec<String>) -> Alternative {
    Alternative { weight: SYNONYM / terms.len() as f32, terms, phrase: false }
}

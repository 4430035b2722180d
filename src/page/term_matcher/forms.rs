//! Forms of a word, where stems alone say too much or too little.
//!
//! In: folded words. Out: whether one is an inflected form of the other, given that their stems are equal; and the stems
//! that a word has in forms with a vowel more or less.
//!
//! A search is served well when accounting finds account; a tooltip on it would explain the wrong thing.

/// Endings of Russian names of qualities, which the stemmer drops: адаптивность is not адаптивный.
const QUALITY: [&str; 7] = ["ость", "ости", "остью", "остей", "остям", "остями", "остях"];

/// Whether a word is a form of a name's word. `english`: Latin letters are English.
pub(super) fn is_form(word: &str, name: &str, english: bool) -> bool {
    if word == name {
        return true;
    }
    if word.is_ascii() && name.is_ascii() {
        return !english || singulars(word).any(|one| singulars(name).any(|other| one == other));
    }
    let quality = |word: &str| QUALITY.iter().any(|ending| word.ends_with(ending));
    quality(word) == quality(name)
}

/// An English noun, and what it could be the plural or the possessive of.
fn singulars(word: &str) -> impl Iterator<Item = String> {
    let word = word.strip_suffix("'s").or_else(|| word.strip_suffix('\'')).unwrap_or(word);
    let less = |ending: &str, more: &str| word.strip_suffix(ending).map(|rest| format!("{rest}{more}"));
    let all = [Some(word.to_owned()), less("s", ""), less("es", ""), less("ies", "y")];
    all.into_iter().flatten().filter(|form| form.len() > 1)
}

/// The beginnings that a Russian word has in other forms: звонок, звонка; заявка, заявок; продавец, продавца; день, дня.
pub(super) fn other_stems(word: &str) -> Vec<String> {
    let with = |ending: &str, others: &[&str]| {
        let rest = word.strip_suffix(ending).filter(|rest| rest.chars().next_back().is_some_and(is_consonant));
        rest.map(|rest| others.iter().map(|other| format!("{rest}{other}")).collect::<Vec<_>>())
    };
    let found = with("ка", &["ок", "ек"]).or_else(|| with("ки", &["ок", "ек"]));
    let found = found.or_else(|| with("ок", &["к"])).or_else(|| with("ек", &["к"]));
    found.or_else(|| with("ец", &["ц"])).or_else(|| with("ень", &["н"])).unwrap_or_default()
}

fn is_consonant(c: char) -> bool {
    c.is_alphabetic() && !"аеиоуыэюяьъ".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plurals_and_possessives_are_forms_and_other_words_are_not() {
        for (word, name) in [("briefs", "brief"), ("brief's", "brief"), ("bases", "base"), ("policies", "policy")] {
            assert!(is_form(word, name, true) && is_form(name, word, true), "{word}");
        }
        for (word, name) in [("accounting", "account"), ("support", "supporter"), ("briefed", "brief")] {
            assert!(!is_form(word, name, true) && is_form(word, name, false), "{word}");
        }
        assert!(is_form("брифом", "бриф", true) && is_form("адаптивности", "адаптивность", true));
        assert!(!is_form("адаптивный", "адаптивность", true));
    }

    #[test]
    fn vowels_come_and_go() {
        assert_eq!(other_stems("звонок"), ["звонк"]);
        assert_eq!(other_stems("заявка"), ["заявок", "заявек"]);
        assert_eq!(other_stems("день"), ["дн"]);
        assert_eq!(other_stems("бриф"), Vec::<String>::new());
    }
}

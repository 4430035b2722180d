//! Words that say nothing beside others: "how do I" of "how do I say no".
//!
//! In: the site's languages, and its names. Out: the words, folded, sorted.
//!
//! They are the closed classes of a language, listed by class: articles, pronouns, prepositions, conjunctions, particles,
//! auxiliary verbs and question words. Left out are words of these classes that change what is asked for: negations (no,
//! нет, без, нельзя) and the particles of English verbs (time *off*, sign *up*). Languages without a list need none: BM25
//! gives little to words that stand nearly everywhere.

use docent_search::text::fold;
use std::collections::BTreeSet;

const ENGLISH: &[&str] = &[
    // Articles, demonstratives, quantities.
    "a an the this that these those some any each every either both such more most other another",
    // Pronouns.
    "i me my mine myself we us our ours ourselves you your yours yourself yourselves he him his himself she her hers",
    "herself it its itself they them their theirs themselves someone somebody something anyone anybody anything",
    // Question words.
    "how what when where which who whom whose why",
    // Auxiliary verbs, and the verbs of wishes.
    "am is are was were be been being do does did doing have has had having can could shall should will would may might",
    "must ought get gets got want wants",
    // Contractions.
    "i'm you're he's she's it's we're they're i've you've we've they've i'd you'd he'd she'd we'd they'd i'll you'll he'll",
    "she'll it'll we'll they'll isn't aren't wasn't weren't hasn't haven't hadn't doesn't don't didn't won't wouldn't can't",
    "cannot couldn't shouldn't mustn't let's that's who's what's here's there's when's where's why's how's",
    // Prepositions.
    "about after at before between by during for from in into of on onto per than through to until upon via with",
    // Conjunctions.
    "and as because but if or since so then though although unless whether while",
    // Adverbs and politeness.
    "also here just please really there too very",
];

const RUSSIAN: &[&str] = &[
    // Личные и возвратные местоимения.
    "я ты он она оно мы вы они меня мне мной мною тебя тебе тобой его ему им нем ее ей ней нею нас нам нами вас вам вами их",
    "ими них ним ними него нему себя себе собой",
    // Притяжательные.
    "мой моя мое мои моего моей моему моих моим моими моем мою твой твоя твое твои твоего твоей твоих твоим твою наш наша",
    "наше наши нашего нашей нашему наших нашим нашими нашем нашу ваш ваша ваше ваши вашего вашей вашему ваших вашим вашими",
    "вашем вашу свой своя свое свои своего своей своему своих своим своими своем свою",
    // Указательные.
    "это этот эта эти этого этой этому этим этими этих этом эту тот та то те того той тому тем теми тех том ту такой такая",
    "такое такие такого такому таких таким такую так там тут здесь",
    // Вопросительные и относительные.
    "кто кого кому кем ком что чего чему чем какой какая какое какие какого какому каким каких какую каком как где куда",
    "откуда когда почему зачем сколько чей чья чье чьи который которая которое которые которого которой которому которым",
    "которых которую котором",
    // Предлоги.
    "в во для до за из к ко между на над о об обо от перед по под после при про с со у через",
    // Союзы и частицы.
    "а б бы ведь вот же и или если ли либо но ну потому поэтому пока хотя чтоб чтобы еще уже",
    // Глаголы-связки, возможность и необходимость.
    "быть есть был была было были буду будет будем будут делать сделать могу может можем можете можно могут надо нужно",
    "должен должна должно должны хочу хочет",
];

/// The words for a site in these languages. What the site itself is called or calls a thing (AM, Про) is not one of them.
pub fn stop_words<'a>(codes: &[String], names: impl Iterator<Item = &'a str>) -> Vec<String> {
    let lists = codes.iter().flat_map(|code| list(code)).flat_map(|line| line.split(' '));
    let mut words: BTreeSet<String> = lists.map(|word| fold(word).into_owned()).collect();
    names.for_each(|name| {
        words.remove(&*fold(name.trim()));
    });
    words.into_iter().collect()
}

fn list(code: &str) -> &'static [&'static str] {
    match super::language(code) {
        "en" => ENGLISH,
        "ru" => RUSSIAN,
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_the_site_are_words_there() {
        let codes = ["en-GB".to_owned(), "ru".to_owned(), "xx".to_owned()];
        let words = stop_words(&codes, ["AM", "How to", "Про "].into_iter());
        for word in ["how", "to", "don't", "если", "ее", "is"] {
            assert!(words.binary_search(&word.to_owned()).is_ok(), "{word}");
        }
        for word in ["am", "про", "no", "not", "off", "нет", "без", "client"] {
            assert!(words.binary_search(&word.to_owned()).is_err(), "{word}");
        }
    }
}

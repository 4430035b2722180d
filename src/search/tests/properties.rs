//! What holds for every text, whatever it is.
#![allow(clippy::unwrap_used, reason = "tests may panic")]

use docent_search::excerpt::excerpt;
use docent_search::mark::{Wanted, marks, utf16};
use docent_search::query::parse;
use docent_search::stem::Stems;
use docent_search::text::{Part, Token, fold, row, tokens};
use docent_search::{layout, query};
use proptest::prelude::*;
use std::ops::Range;

/// Words, joiners, look-alikes, scripts, what is not seen, what is no letter, and anything else.
fn texts() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[a-zA-Z]{1,6}",
        4 => "[а-яёА-ЯЁ]{1,6}",
        2 => "[0-9]{1,4}",
        2 => "[#+@.&/]{1,2}",
        1 => "[éÉüßæłøñçêạὐ²₂ﬁ５Ａ]{1,3}|n't|v1.",
        3 => "[-_.'’‑‐ :\"«»“”\n]",
        1 => "[АВЕКМНОРСТУХaeopcyxABEKMHOPCTYX]{1,4}",
        1 => "[\u{AD}\u{200B}\u{200D}\u{FEFF}\u{301}\u{300}\u{308}\u{93C}\u{94D}]",
        1 => "[東京都日本のサーバ한국ภาษ。😀🎉𝔘𝒳]{1,4}",
        1 => "[ßİıΣςΐǅﬁŉΆЀѠґіѕј²½５]{1,3}",
        1 => "type:|тип:|tag:|lang:|word:|-|\\PC{1,5}",
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

fn wanted(question: &str, stems: &Stems) -> Wanted {
    let prefix = tokens(question).last().map(|t| t.term.into_owned());
    let stem = |token: Token<'_>| stems.query(&token.term);
    // The last three words are a row, too.
    let rows = row(question).flat_map(stem).collect::<Vec<_>>().windows(3).last().map(<[String]>::to_vec);
    Wanted { stems: row(question).flat_map(stem).collect(), rows: rows.into_iter().collect(), prefix }
}

fn in_order_and_apart(text: &str, ranges: &[Range<usize>]) {
    for range in ranges {
        assert!(!text[range.clone()].is_empty());
    }
    assert!(ranges.windows(2).all(|pair| pair[0].end <= pair[1].start), "{ranges:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn tokens_stand_in_order_on_borders_of_characters(text in texts()) {
        let all: Vec<_> = tokens(&text).collect();
        for token in &all {
            assert!(!text[token.range.clone()].is_empty());
            assert!(!token.term.is_empty() && token.term.chars().count() <= 64);
        }
        for pair in all.windows(2) {
            prop_assert!(pair[0].range.start <= pair[1].range.start, "{pair:?}");
            prop_assert!(pair[0].position <= pair[1].position, "{pair:?}");
        }
    }

    #[test]
    fn a_term_is_its_own_term(text in texts()) {
        for token in tokens(&text) {
            prop_assert_eq!(fold(&token.term), &*token.term);
        }
    }

    #[test]
    fn a_term_found_alone_is_the_same(text in texts()) {
        for token in tokens(&text).filter(|token| token.part != Part::Twin) {
            let alone: Vec<_> = tokens(&text[token.range.clone()]).collect();
            prop_assert_eq!(&alone[0].term, &token.term);
        }
    }

    #[test]
    fn rows_count_positions_and_wholes_have_pieces(text in texts()) {
        let positions = row(&text).map(|token| token.position);
        prop_assert!(positions.eq(0..row(&text).count() as u32));
        let all: Vec<_> = tokens(&text).collect();
        for pair in all.windows(2).filter(|pair| pair[0].part == Part::Whole) {
            prop_assert_eq!((pair[1].part, pair[1].position), (Part::Piece, pair[0].position));
        }
        prop_assert!(all.last().is_none_or(|token| token.part != Part::Whole));
        let mut places: Vec<_> = all.iter().map(|token| (token.position, &token.term)).collect();
        places.sort();
        prop_assert!(places.windows(2).all(|pair| pair[0] != pair[1]), "{places:?}");
    }

    #[test]
    fn what_is_not_seen_changes_no_term(words in prop::collection::vec("[a-zа-я]{2,8}", 1..6)) {
        let plain = words.join(" ");
        let hyphenated = words.iter().map(|w| w.chars().flat_map(|c| [c, '\u{AD}']).collect::<String>());
        let hyphenated = hyphenated.collect::<Vec<_>>().join(" ");
        prop_assert!(tokens(&plain).map(|t| t.term).eq(tokens(&hyphenated).map(|t| t.term)));
    }

    #[test]
    fn every_term_has_a_stem(text in texts()) {
        let stems = Stems::new(&["ru", "en", "de", "sr", "ar"]);
        for token in tokens(&text) {
            let all = stems.query(&token.term);
            prop_assert!(!all.is_empty() && all.iter().all(|stem| !stem.is_empty()));
            for lang in ["en", "ru", "de", "xx", ""] {
                prop_assert!(all.iter().any(|stem| *stem == stems.index(&token.term, lang)));
            }
        }
    }

    #[test]
    fn questions_never_panic_and_tell_where_words_stand(text in texts()) {
        let query = parse(&text);
        prop_assert!(query.words.len() + query.filters.len() <= 32);
        for asked in &query.words {
            prop_assert_eq!(&text[asked.range.clone()], &asked.text);
            prop_assert!(tokens(&asked.text).next().is_some());
        }
        let last = query.words.iter().position(|asked| asked.last);
        prop_assert!(last.is_none_or(|at| at + 1 == query.words.len() && text.ends_with(&query.words[at].text)));
    }

    #[test]
    fn the_other_layout_and_back(word in "[a-z;',.`\\[\\]]{0,9}[a-z]|[а-яё]{1,9}|\\PC{0,9}") {
        if let Some(other) = layout::other(&word) {
            prop_assert_ne!(&other, &word);
            let latin = word.chars().all(|c| matches!(c, 'a'..='z' | ';' | '\'' | ',' | '.' | '`' | '[' | ']'));
            if latin || word.chars().all(|c| matches!(c, 'а'..='я' | 'ё')) {
                prop_assert!(layout::other(&other).is_none_or(|back| back == word));
            }
        }
    }

    #[test]
    fn marks_are_words_of_the_text(text in texts(), question in texts(), lang in "en|ru|ja|") {
        let stems = Stems::new(&["en", "ru"]);
        let found = marks(&text, &wanted(&question, &stems), &stems, &lang);
        in_order_and_apart(&text, &found);
        let all = marks(&text, &wanted(&text, &stems), &stems, "");
        prop_assert_eq!(all.is_empty(), tokens(&text).next().is_none());
    }

    #[test]
    fn utf16_counts_as_a_browser_does(text in texts(), question in texts()) {
        let stems = Stems::new(&["en", "ru"]);
        let found = marks(&text, &wanted(&question, &stems), &stems, "");
        let units: Vec<u16> = text.encode_utf16().collect();
        for (range, (from, to)) in found.iter().zip(utf16(&text, &found)) {
            let marked = String::from_utf16(&units[from as usize..to as usize]).unwrap();
            prop_assert_eq!(&marked, &text[range.clone()]);
        }
    }

    #[test]
    fn utf16_takes_any_ranges(text in "\\PC{0,20}", ranges in prop::collection::vec((0usize..99, 0usize..99), 0..5)) {
        let ranges: Vec<_> = ranges.into_iter().map(|(from, to)| from..to).collect();
        let most = text.encode_utf16().count() as u32;
        prop_assert!(utf16(&text, &ranges).iter().all(|&(from, to)| from <= most && to <= most));
    }

    #[test]
    fn excerpts_are_of_the_text_and_short(text in texts(), question in texts(), limit in 0usize..80) {
        let stems = Stems::new(&["en", "ru"]);
        let wanted = wanted(&question, &stems);
        let shown = excerpt(&text, &wanted, &stems, "en", limit);
        let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
        prop_assert!(flat.contains(&shown.text), "{flat:?} {shown:?}");
        prop_assert!(shown.text.chars().count() <= limit);
        prop_assert!(shown.ends_inside || flat.ends_with(&shown.text));
        prop_assert!(shown.text != flat || !shown.ends_inside && !shown.starts_inside);
        in_order_and_apart(&shown.text, &shown.marks);
        let some = marks(&flat, &wanted, &stems, "en");
        prop_assert!(limit < 70 || some.is_empty() || !shown.marks.is_empty(), "{flat:?} {shown:?}");
    }
}

#[test]
fn a_long_question_is_cut() {
    let query = parse(&"слово ".repeat(10_000));
    assert_eq!(query.words.len(), 32);
    let query = parse(&format!("\"{}", "слово ".repeat(10_000)));
    assert_eq!(query.words.len(), 1);
    assert!(query.words[0].text.len() <= 2048);
    let filters = parse(&"type:role ".repeat(100)).filters;
    assert!(filters.len() == 32 && filters.iter().all(|filter| filter.key == query::Key::Type));
}

#[test]
fn long_compounds_are_several() {
    for text in ["ab-", "a.", "a-bc_", "aB1-", "д’a", "a\u{AD}-"].map(|part| part.repeat(100_000)) {
        let mut longest = 0;
        let mut pieces = 0;
        for token in tokens(&text) {
            pieces = if token.part == Part::Word || token.part == Part::Whole { 0 } else { pieces + 1 };
            longest = longest.max(pieces);
        }
        assert!(longest <= 4 * 33, "{longest}");
    }
    assert_eq!(tokens(&format!("a{}b", "_".repeat(1_000_000))).count(), 2);
}

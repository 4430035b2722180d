//! What filters are read as, what is said of those that cannot be read, and that printing and reading agree.

use super::*;
use proptest::prelude::*;

fn printed(text: &str) -> String {
    parse(text).unwrap_or_else(|fault| panic!("{text}: {}", fault.message)).to_string()
}

#[test]
fn a_filter_is_read_by_the_order_of_its_operators() {
    for (text, read) in [
        (r#"type == "role" and tags contains "b2b""#, r#"(type == "role") and (tags contains "b2b")"#),
        ("a or b and not c", "a or (b and (not c))"),
        ("(a or b) and c", "(a or b) and c"),
        ("!a && b || c", "((not a) and b) or c"),
        ("order<=-1.5", "order <= -1.5"),
        ("date >= 2026-05-12", r#"date >= "2026-05-12""#),
        ("level in ['required', \"a\\\"b\"]", r#"level in ["required", "a\"b"]"#),
        ("tags.contains('b2b')", r#"tags contains "b2b""#),
        ("skills.skill.title.starts_with(\"A\")", r#"starts_with(skills.skill.title, "A")"#),
        ("has(extra.my-key) and count(skills) > 3", "has(extra.my-key) and (count(skills) > 3)"),
        ("навык == 'Ё'", "навык == \"Ё\""),
    ] {
        assert_eq!(printed(text), read, "{text}");
    }
}

#[test]
fn what_cannot_be_read_is_told_at_its_place() {
    let told = [
        "type = \"role\"",
        "type == ",
        "type == role role",
        "tags contains \"b2b",
        "(a and b",
        "a and",
        "and a",
        "a < b < c",
        "count(a, b)",
        "cuont(a) > 1",
        "a.",
        "[a b]",
        "a == “b”",
        "5x == a",
        "a == #",
        "",
        "not",
        "a & b",
    ];
    let line = |text: &&str| {
        let fault = parse(text).unwrap_err();
        let hint = fault.hint.unwrap_or_default();
        format!(
            "{text}\n{}{}\n{}; {hint}\n",
            " ".repeat(text[..fault.at.bytes().unwrap().start].chars().count()),
            "^",
            fault.message
        )
    };
    insta::assert_snapshot!(told.iter().map(line).collect::<Vec<_>>().join("\n"));
}

#[test]
fn brackets_nest_only_so_deep() {
    let nested = |n: usize| format!("{}a{}", "(".repeat(n), ")".repeat(n));
    assert!(parse(&nested(40)).is_ok());
    assert!(parse(&nested(41)).is_err());
    assert!(parse(&"not ".repeat(100_000)).is_err());
    assert!(parse(&vec!["a"; 100_000].join(" and ")).is_ok());
}

fn expr() -> impl Strategy<Value = Expr> {
    let at = |kind| Expr { kind, range: 0..0 };
    let name = "[a-zа-я_][a-z0-9_]{0,6}(-[a-z0-9]{1,3})?".prop_filter("a keyword", |n| !KEYWORDS.contains(&n.as_str()));
    let leaf = prop_oneof![
        any::<String>().prop_map(Kind::Text),
        (-1_000_000_i32..1_000_000).prop_map(|n| Kind::Number(f64::from(n) / 100.0)),
        any::<bool>().prop_map(Kind::Flag),
        prop::collection::vec(name, 1..4).prop_map(Kind::Field),
    ];
    leaf.prop_map(at).prop_recursive(5, 60, 4, move |inner| {
        let several = prop::collection::vec(inner.clone(), 2..4);
        let op = prop::sample::select(Op::ALL.map(|(op, _)| op).to_vec());
        prop_oneof![
            several.clone().prop_map(Kind::Or),
            several.clone().prop_map(Kind::And),
            inner.clone().prop_map(|e| Kind::Not(Box::new(e))),
            (inner.clone(), op, inner.clone()).prop_map(|(a, op, b)| Kind::Test(Box::new(a), op, Box::new(b))),
            prop::collection::vec(value(inner.clone()), 0..3).prop_map(Kind::List),
            value(inner.clone()).prop_map(|e| Kind::Call(Function::Has, vec![e])),
            (value(inner.clone()), value(inner)).prop_map(|(a, b)| Kind::Call(Function::EndsWith, vec![a, b])),
        ]
        .prop_map(at)
    })
}

/// What may stand in a list without brackets.
fn value(inner: impl Strategy<Value = Expr>) -> impl Strategy<Value = Expr> {
    inner.prop_filter("a test", |e| !matches!(e.kind, Kind::Or(_) | Kind::And(_) | Kind::Not(_) | Kind::Test(..)))
}

proptest! {
    #[test]
    fn what_is_printed_is_read_as_the_same(expr in expr()) {
        let printed = expr.to_string();
        let read = parse(&printed).map_err(|fault| TestCaseError::fail(format!("{printed}: {}", fault.message)))?;
        prop_assert_eq!(&read, &expr, "{}", printed);
    }

    #[test]
    fn no_text_is_too_odd_to_be_refused_at_a_place(text in any::<String>()) {
        if let Err(fault) = parse(&text) {
            prop_assert!(text.get(fault.at.bytes().unwrap().clone()).is_some());
        }
    }

    #[test]
    fn neither_is_a_heap_of_words(words in prop::collection::vec(prop::sample::select(vec![
        "a", "b.c", "and", "or", "not", "!", "(", ")", "[", "]", ",", ".", "==", "<", "in", "contains", "has(", "\"x\"", "1", "=",
    ]), 0..20)) {
        let text = words.join(" ");
        match parse(&text) {
            Ok(expr) => prop_assert_eq!(parse(&expr.to_string()), Ok(expr)),
            Err(fault) => prop_assert!(text.get(fault.at.bytes().unwrap().clone()).is_some()),
        }
    }
}

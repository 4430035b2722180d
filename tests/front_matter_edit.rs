//! Front matter changed in place: the value is the new one, and no other byte is touched.
#![allow(clippy::unwrap_used, reason = "tests may panic")]

use docent::page::edit::{push, remove, replace, set};
use docent::page::front_matter::split;
use docent::yaml::{self, Step};
use proptest::prelude::*;
use serde_json::{Map, Value};

/// What the front matter of a text says, read by nothing that `edit` uses to write.
fn read(text: &str) -> Map<String, Value> {
    yaml::parse(&text[split(text).0.yaml]).unwrap()
}

#[test]
fn a_value_is_replaced_and_nothing_else() {
    let cases = [
        // Without a front matter, with an empty one, with a byte order mark.
        ("# Body\n", "---\nk: new\n---\n# Body\n"),
        ("", "---\nk: new\n---\n"),
        ("\u{feff}Body\r\n", "\u{feff}---\r\nk: new\r\n---\r\nBody\r\n"),
        ("---\n---\nBody", "---\nk: new\n---\nBody"),
        ("---\n# only a comment\n---\n", "---\n# only a comment\nk: new\n---\n"),
        ("---\r\na: 1\r\n---\r\nBody", "---\r\na: 1\r\nk: new\r\n---\r\nBody"),
        ("---\n  a: 1\n---\n", "---\n  a: 1\n  k: new\n---\n"),
        // Comments stay, wherever they stand.
        ("---\nk: old # why\na: 1\n---\n", "---\nk: new # why\na: 1\n---\n"),
        ("---\nk: # why\n  old\na: 1\n---\n", "---\nk: # why\n  new\na: 1\n---\n"),
        ("---\nk: old\n# of a\na: 1\n---\n", "---\nk: new\n# of a\na: 1\n---\n"),
        // Quotes stay quotes; a # in them is none.
        ("---\nk: \"a # \\\" b\" # c\n---\n", "---\nk: \"new\" # c\n---\n"),
        ("---\nk: 'it''s # x'\na: 1\n---\n", "---\nk: \"new\"\na: 1\n---\n"),
        ("---\n\"k\": old\n---\n", "---\n\"k\": new\n---\n"),
        ("---\n'k' : old\n---\n", "---\n'k' : new\n---\n"),
        // Texts of several lines.
        ("---\nk: one\n  two\n\n  three\na: 1\n---\n", "---\nk: new\na: 1\n---\n"),
        ("---\nk: |\n  one # no comment\n\n  two\na: 1\n---\n", "---\nk: new\na: 1\n---\n"),
        ("---\nk: >-\n  one\n---\n", "---\nk: new\n---\n"),
        // Nothing, written in three ways.
        ("---\nk:\na: 1\n---\n", "---\nk: new\na: 1\n---\n"),
        ("---\nk: ~\na: 1\n---\n", "---\nk: new\na: 1\n---\n"),
        ("---\na: 1\nk:  # none yet\n---\n", "---\na: 1\nk: new  # none yet\n---\n"),
        // The same words inside of others.
        (
            "---\na: {k: 1}\nkk: k\nb: |\n  k: no\nk: old\n---\nk: body\n",
            "---\na: {k: 1}\nkk: k\nb: |\n  k: no\nk: new\n---\nk: body\n",
        ),
        // A text that keeps the empty lines at its end.
        ("---\na: |+\n  x\n\n---\n", "---\na: |+\n  x\n\nk: new\n---\n"),
    ];
    for (before, after) in cases {
        assert_eq!(set(before, "k", "new").as_deref(), Ok(after), "{before:?}");
    }
}

#[test]
fn an_item_is_added_in_the_form_of_the_list() {
    let cases = [
        ("Body", "---\nk: [/new]\n---\nBody"),
        ("---\na: 1\n---\n", "---\na: 1\nk: [/new]\n---\n"),
        ("---\nk: []\n---\n", "---\nk: [/new]\n---\n"),
        ("---\nk: [a, b] # c\n---\n", "---\nk: [a, b, /new] # c\n---\n"),
        ("---\nk: [a, 'b]', ]\n---\n", "---\nk: [a, 'b]', /new ]\n---\n"),
        (
            "---\nk: [\n  a, # x ]\n  b # last\n]\nc: 1\n---\n",
            "---\nk: [\n  a, # x ]\n  b, /new # last\n]\nc: 1\n---\n",
        ),
        ("---\nk: [a's, \"b\\\"]\"]\n---\n", "---\nk: [a's, \"b\\\"]\", /new]\n---\n"),
        (
            "---\nk:\n  - a\n  - b # last\n\n# of c\nc: 1\n---\n",
            "---\nk:\n  - a\n  - b # last\n  - /new\n\n# of c\nc: 1\n---\n",
        ),
        ("---\r\nk:\r\n- a\r\nc: 1\r\n---\r\n", "---\r\nk:\r\n- a\r\n- /new\r\nc: 1\r\n---\r\n"),
        ("---\nk:\n    - |\n      a\n      b\n---\n", "---\nk:\n    - |\n      a\n      b\n    - /new\n---\n"),
        ("---\nk: one, two\n---\n", "---\nk: [\"one, two\", /new]\n---\n"),
        ("---\nk:\n---\n", "---\nk: [/new]\n---\n"),
        ("---\nk: [a, /new]\n---\n", "---\nk: [a, /new]\n---\n"),
    ];
    for (before, after) in cases {
        assert_eq!(push(before, "k", "/new").as_deref(), Ok(after), "{before:?}");
    }
}

#[test]
fn an_item_is_taken_out_alone() {
    let cases = [
        ("---\na: 1\nk: [/new] # c\nb: 2\n---\nBody", "---\na: 1\nb: 2\n---\nBody"),
        ("---\nk: /new\n---\n", "---\n---\n"),
        ("---\nk: [a, /new, b] # c\n---\n", "---\nk: [a, b] # c\n---\n"),
        ("---\nk:\n  - a # x\n  - /new\n  - b\nc: 1\n---\n", "---\nk:\n  - a # x\n  - b\nc: 1\n---\n"),
        ("---\r\nk:\r\n- a\r\n- /new # y\r\n---\r\n", "---\r\nk:\r\n- a\r\n---\r\n"),
        ("---\nk:\n  - /new\n\n# of c\nc: 1\n---\n", "---\n\n# of c\nc: 1\n---\n"),
        ("---\nk: [a]\n---\n", "---\nk: [a]\n---\n"),
        ("Body", "Body"),
    ];
    for (before, after) in cases {
        assert_eq!(remove(before, "k", "/new").as_deref(), Ok(after), "{before:?}");
    }
}

#[test]
fn a_text_inside_is_replaced_alone() {
    let steps = [Step::Key("k".into()), Step::Index(1), Step::Key("p".into())];
    let cases = [
        ("---\nk: [{p: x}, {p: old, q: old}]\n---\n", "---\nk: [{p: x}, {p: new, q: old}]\n---\n"),
        (
            "---\nk:\n  - p: x\n  - q: 1\n    p: 'old' # c\n---\n",
            "---\nk:\n  - p: x\n  - q: 1\n    p: \"new\" # c\n---\n",
        ),
    ];
    for (before, after) in cases {
        assert_eq!(replace(before, &steps, "old", "new").as_deref(), Ok(after), "{before:?}");
    }
    assert!(replace("---\nk:\n  - 1\n  - p: >\n      old\n---\n", &steps, "old", "new").is_err());
}

#[test]
fn empty_lines_above_stay() {
    assert_eq!(set("\n---\ntitle: x\n---\n", "title", "new").as_deref(), Ok("\n---\ntitle: new\n---\n"));
}

#[test]
fn what_cannot_be_changed_alone_is_refused() {
    let texts = ["---\nk: [a]\n---\n", "---\nk: {a: 1}\n---\n", "---\nk: &x old\nb: *x\n---\n", "---\n{k: old}\n---\n"];
    for text in texts.into_iter().chain(["---\nk: 1\n", "---\nk: [\n---\n", "---\nk: 1\nk: 2\n---\n"]) {
        assert!(set(text, "k", "new").is_err(), "{text:?}");
    }
    for text in ["---\nk: 1\n---\n", "---\nk: {a: 1}\n---\n", "---\nk: &x [a]\nb: *x\n---\n"] {
        assert!(push(text, "k", "new").is_err(), "{text:?}");
    }
    let full = format!("---\na: {}\n---\n", "x".repeat(64 * 1024 - 10));
    assert!(set(&full, "k", "new").unwrap_err().contains("the maximum is"));
}

/// A value in one of the forms that people write, and the comment or empty line behind it.
fn value() -> impl Strategy<Value = String> {
    prop::sample::select(vec![
        " x",
        " 'x # y'",
        " \"a: b\" # c",
        " 12",
        " true",
        "",
        " ~ # none",
        " [a, b]",
        " [ ]",
        " [a,\n  'b', # c\n]",
        "\n  - a\n  - b # c",
        "\n- a\n- 'b'\n",
        " |\n  one\n\n  two # text",
        " >-\n  one\n  two\n",
        " {p: 1, q: [x]}",
        "\n  p: 1\n  k0: 2",
        " long text\n  of two lines",
        " x\n\n# alone\n",
        " слово — ещё",
        " http://a/b#c",
    ])
    .prop_map(str::to_owned)
}

fn page() -> impl Strategy<Value = (Vec<String>, bool, bool)> {
    (prop::collection::vec(value(), 0..6), any::<bool>(), any::<bool>())
}

/// The file: keys `k0`, `k1` ..., some of them in quotes.
fn file(values: &[String], bom: bool, crlf: bool) -> String {
    let key = |i: usize| if i % 3 == 2 { format!("\"k{i}\"") } else { format!("k{i}") };
    let lines: String = values.iter().enumerate().map(|(i, v)| format!("{}:{v}\n", key(i))).collect();
    let text = format!("---\n{lines}---\n\n# Body\n\nk0: x\n---\n");
    let text = if crlf { text.replace('\n', "\r\n") } else { text };
    if bom { format!("\u{feff}{text}") } else { text }
}

/// The text between what two texts begin and end with alike.
fn difference<'a>(a: &'a str, b: &'a str) -> (&'a str, &'a str) {
    let start = a.bytes().zip(b.bytes()).take_while(|(x, y)| x == y).count();
    let start = (0..=start).rev().find(|at| a.is_char_boundary(*at) && b.is_char_boundary(*at)).unwrap();
    let most = a.len().min(b.len()) - start;
    let end = a.bytes().rev().zip(b.bytes().rev()).take(most).take_while(|(x, y)| x == y).count();
    let end = (0..=end).rev().find(|n| a.is_char_boundary(a.len() - n) && b.is_char_boundary(b.len() - n)).unwrap();
    (&a[start..a.len() - end], &b[start..b.len() - end])
}

fn one_of(which: usize, count: usize) -> String {
    format!("k{}", which % (count + 1))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_set_value_is_read_back((values, bom, crlf) in page(), which in 0_usize..6, new in "\\PC{0,12}|[a-z#:'\"\\[\\],\n ]{0,8}") {
        let text = file(&values, bom, crlf);
        let key = one_of(which, values.len());
        let mut wanted = read(&text);
        let single = !matches!(wanted.get(&key), Some(Value::Array(_) | Value::Object(_)));
        let result = set(&text, &key, new.as_str());
        prop_assert_eq!(result.is_ok(), single, "{:?}", text);
        let Ok(changed) = result else { return Ok(()) };
        wanted.insert(key.clone(), new.into());
        prop_assert_eq!(read(&changed), wanted);
        // What is gone is inside of the old value: no other key, no comment line.
        let (gone, _) = difference(&text, &changed);
        let own: usize = key[1..].parse().unwrap();
        let old = values.get(own).map(|v| if crlf { v.replace('\n', "\r\n") } else { v.clone() }).unwrap_or_default();
        prop_assert!(old.contains(gone) && !gone.contains("# alone"), "{:?} is gone", gone);
    }

    #[test]
    fn a_pushed_item_is_read_back((values, bom, crlf) in page(), which in 0_usize..6, new in "\\PC{1,12}|[a-z#:'\"\\[\\], ]{1,8}") {
        let text = file(&values, bom, crlf);
        let key = one_of(which, values.len());
        let mut wanted = read(&text);
        let mut items = match wanted.get(&key) {
            None | Some(Value::Null) => vec![],
            Some(Value::Array(items)) => items.clone(),
            Some(one @ Value::String(_)) => vec![one.clone()],
            Some(_) => {
                prop_assert!(push(&text, &key, &new).is_err());
                return Ok(());
            }
        };
        let was_list = wanted.get(&key).is_some_and(Value::is_array);
        let changed = push(&text, &key, &new).unwrap();
        // What is in it already is not added twice: a single value that says the same stays single.
        if !items.contains(&new.as_str().into()) {
            items.push(new.as_str().into());
            wanted.insert(key, items.into());
        } else if was_list {
            wanted.insert(key, items.into());
        }
        prop_assert_eq!(read(&changed), wanted);
        // A list only grows.
        prop_assert!(!was_list || difference(&text, &changed).0.is_empty());
        prop_assert_eq!(push(&changed, &one_of(which, values.len()), &new).unwrap(), changed);
    }
}

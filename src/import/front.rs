//! Keys that an import adds to the front matter of a page, which stays as it was written otherwise.
//!
//! In: a page and old addresses. Out: the page with `redirect_from`.

use crate::page::front_matter::empty_lines;

/// How a front matter is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Between lines of `---`.
    Yaml,
    /// Between lines of `+++`.
    Toml,
    /// A JSON object at the top.
    Json,
}

/// The form of a page's front matter, what it holds, and what comes behind it.
pub fn split(page: &str) -> Option<(Form, &str, &str)> {
    let page = &page[empty_lines(page)..];
    let first = page.split_inclusive('\n').next()?;
    let (form, fence) = match first.trim_end() {
        "---" => (Form::Yaml, "---"),
        "+++" => (Form::Toml, "+++"),
        "{" => return json(page),
        _ => return None,
    };
    let mut at = first.len();
    for line in page[first.len()..].split_inclusive('\n') {
        if line.trim_end() == fence {
            return Some((form, &page[first.len()..at], &page[at + line.len()..]));
        }
        at += line.len();
    }
    None
}

fn json(page: &str) -> Option<(Form, &str, &str)> {
    let mut values = serde_json::Deserializer::from_str(page).into_iter::<serde_json::Map<String, serde_json::Value>>();
    values.next()?.ok()?;
    let (inside, rest) = page.split_at(values.byte_offset());
    Some((Form::Json, inside, rest))
}

/// The page with these addresses in `redirect_from`, which it may have already.
pub fn with_redirects(page: &str, old: &[String]) -> String {
    let eol = if page.contains("\r\n") { "\r\n" } else { "\n" };
    let mark = page.len() - page.trim_start_matches('\u{feff}').len();
    let above = split(&page[mark..]).map_or(0, |_| empty_lines(&page[mark..]));
    let (mark, text) = page.split_at(mark + above);
    let list = serde_json::to_string(old).unwrap_or_default().replace("\",\"", "\", \"");
    let page = match split(text) {
        None => format!("---{eol}redirect_from: {list}{eol}---{eol}{}{text}", if text.is_empty() { "" } else { eol }),
        Some((Form::Yaml, inside, _)) => {
            let start = text.len() - text[text.find('\n').map_or(0, |at| at + 1)..].len();
            let (head, rest) = text.split_at(start);
            format!("{head}{}{}", yaml(inside, old, &list, eol), &rest[inside.len()..])
        }
        Some((Form::Toml, inside, _)) => {
            let start = text.find('\n').map_or(0, |at| at + 1);
            let line = format!("redirect_from = {list}{eol}");
            let own = inside.lines().any(|line| line.starts_with("redirect_from"));
            let line = if own { String::new() } else { line };
            format!("{}{line}{}", &text[..start], &text[start..])
        }
        Some((Form::Json, ..)) if text.contains("\"redirect_from\"") => text.to_owned(),
        Some((Form::Json, inside, rest)) => {
            let comma = if inside.trim_matches(['{', '}', '\n', '\r', ' ']).is_empty() { "" } else { "," };
            format!("{{{eol}  \"redirect_from\": {list}{comma}{}{rest}", &inside[1..])
        }
    };
    format!("{mark}{page}")
}

/// The YAML with the key; a page that has it keeps its own addresses.
fn yaml(inside: &str, old: &[String], list: &str, eol: &str) -> String {
    let Some(at) = inside.lines().position(|line| line.starts_with("redirect_from:")) else {
        let gap = if inside.is_empty() || inside.ends_with('\n') { "" } else { eol };
        return format!("{inside}{gap}redirect_from: {list}{eol}");
    };
    let lines: Vec<&str> = inside.lines().collect();
    let value = lines[at].trim_start_matches("redirect_from:").trim();
    let blocks = lines[at + 1..].iter().take_while(|line| line.trim_start().starts_with("- ")).count();
    let mut all: Vec<String> = Vec::new();
    match super::settings::yaml(&lines[at..=at + blocks].join("\n"))["redirect_from"] {
        serde_json::Value::Array(ref own) => all.extend(own.iter().filter_map(|own| own.as_str().map(str::to_owned))),
        serde_json::Value::String(ref own) => all.push(own.clone()),
        _ if !value.is_empty() && value != "null" => return inside.to_owned(),
        _ => {}
    }
    all.extend(old.iter().filter(|old| !all.contains(old)).cloned().collect::<Vec<_>>());
    let list = serde_json::to_string(&all).unwrap_or_default().replace("\",\"", "\", \"");
    let line = format!("redirect_from: {list}");
    let kept = lines[..at].iter().copied().chain([line.as_str()]).chain(lines[at + 1 + blocks..].iter().copied());
    kept.map(|line| format!("{line}{eol}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_added_to_any_front_matter() {
        let old = ["/a/".to_owned(), "/b \"c\"".to_owned()];
        let list = r#"["/a/", "/b \"c\""]"#;
        for (page, expected) in [
            ("# T\n", format!("---\nredirect_from: {list}\n---\n\n# T\n")),
            ("---\ntitle: T\n---\nx", format!("---\ntitle: T\nredirect_from: {list}\n---\nx")),
            ("---\n---\nx", format!("---\nredirect_from: {list}\n---\nx")),
            ("+++\n[a]\nb = 1\n+++\nx", format!("+++\nredirect_from = {list}\n[a]\nb = 1\n+++\nx")),
            ("{\n  \"a\": 1\n}\nx", format!("{{\n  \"redirect_from\": {list},\n  \"a\": 1\n}}\nx")),
            ("---\r\na: b\r\n---\r\nx", format!("---\r\na: b\r\nredirect_from: {list}\r\n---\r\nx")),
        ] {
            assert_eq!(with_redirects(page, &old), expected, "{page}");
        }
    }

    #[test]
    fn own_addresses_stay() {
        let page = "---\nredirect_from:\n  - /x\n  - /a/\ntitle: T\n---\n";
        let expected = "---\nredirect_from: [\"/x\", \"/a/\", \"/b\"]\ntitle: T\n---\n";
        assert_eq!(with_redirects(page, &["/a/".to_owned(), "/b".to_owned()]), expected);
        let page = "---\nredirect_from: /x\n---\n";
        assert_eq!(with_redirects(page, &["/a".to_owned()]), "---\nredirect_from: [\"/x\", \"/a\"]\n---\n");
    }
}

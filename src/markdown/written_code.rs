//! Code as Markdown writes it.
//!
//! In: code, whatever it holds. Out: the same between backticks, of which there are more in a row than anywhere in it.

/// Code in a line.
pub fn code_span(code: &str) -> String {
    let mark = "`".repeat(longest(code) + 1);
    let gap = if code.starts_with('`') || code.ends_with('`') { " " } else { "" };
    format!("{mark}{gap}{code}{gap}{mark}")
}

/// A block of code, without a line end behind it.
pub fn code_block(code: &str, language: &str) -> String {
    let fence = "`".repeat((longest(code) + 1).max(3));
    format!("{fence}{language}\n{code}\n{fence}")
}

/// The most backticks in a row.
fn longest(code: &str) -> usize {
    code.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}

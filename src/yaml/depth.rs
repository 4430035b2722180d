//! How deep a YAML text nests, counted before the parser sees it.
//!
//! In: text. Out: where it nests deeper than anybody means. The parser takes quadratic time on deep brackets (80 KB of
//! `{a: ` took 3.2 s), and no handbook nests its front matter deeper than a handful.

/// Deepest nesting of `[`, `{`, and of the marks that nest without brackets, such as `- - - `.
pub const MAX_DEPTH: usize = 64;

/// Offset of the first bracket or mark that is too deep. One pass, whatever the text.
pub fn too_deep(text: &str) -> Option<usize> {
    let (mut brackets, mut marks, mut leading) = (0_usize, 0_usize, true);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'\n' | b'\r' => (marks, leading) = (0, true),
            b'{' | b'[' => (brackets, leading) = (brackets + 1, false),
            b'}' | b']' => (brackets, leading) = (brackets.saturating_sub(1), false),
            b'-' | b'?' | b':' if leading && is_mark(text, at) => marks += 1,
            b' ' | b'\t' => {}
            _ => leading = false,
        }
        if brackets + marks > MAX_DEPTH {
            return Some(at);
        }
    }
    None
}

/// A mark stands alone: `- x`, not `-x`.
fn is_mark(text: &str, at: usize) -> bool {
    matches!(text.as_bytes().get(at + 1), None | Some(b' ' | b'\t' | b'\n' | b'\r'))
}

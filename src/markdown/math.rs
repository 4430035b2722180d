//! TeX to MathML. The only file that names pulldown-latex.
//!
//! In: TeX. Out: a `<math>` element without inline styles (a strict CSP would refuse them), or why not.

use pulldown_latex::config::{DisplayMode, RenderConfig};
use pulldown_latex::event::{Content, Event};
use pulldown_latex::{Parser, Storage, push_mathml};

/// Longest formula, in bytes.
const MAX_BYTES: usize = 10_000;

/// Deepest nesting of braces: the parser recurses.
const MAX_DEPTH: usize = 100;

/// MathML for a formula, `block` for one on a line of its own.
pub fn mathml(tex: &str, block: bool) -> Result<String, String> {
    if tex.len() > MAX_BYTES || depth(tex) > MAX_DEPTH {
        return Err(format!("it is longer than {MAX_BYTES} bytes or nested deeper than {MAX_DEPTH} levels"));
    }
    let storage = Storage::new();
    let events: Vec<_> = Parser::new(tex, &storage).collect();
    if let Some(error) = events.iter().find_map(|e| e.as_ref().err()) {
        let text = error.to_string();
        return Err(text.lines().next().unwrap_or("unknown").trim().to_owned());
    }
    if events.iter().flatten().any(holds_markup) {
        return Err("a name in it contains `<`, `>` or `&`".to_owned());
    }
    let display_mode = if block { DisplayMode::Block } else { DisplayMode::Inline };
    let mut out = String::new();
    push_mathml(&mut out, events.into_iter(), RenderConfig { display_mode, ..RenderConfig::default() })
        .map_err(|e| e.to_string())?;
    Ok(without_styles(&escaped(&out)))
}

/// The writer does not escape names: `\operatorname{<img ...>}` would be an image.
fn holds_markup(event: &Event<'_>) -> bool {
    match event {
        Event::Content(Content::Text(text) | Content::Function(text) | Content::Number(text)) => {
            text.contains(['<', '>', '&'])
        }
        _ => false,
    }
}

/// Nor does it escape operators: `<mo><</mo>`.
fn escaped(mathml: &str) -> String {
    mathml.replace("><<", ">&lt;<").replace(">&<", ">&amp;<").replace(">><", ">&gt;<")
}

fn depth(tex: &str) -> usize {
    let steps = tex.bytes().scan(0_usize, |depth, byte| {
        match byte {
            b'{' | b'(' | b'[' => *depth += 1,
            b'}' | b')' | b']' => *depth = depth.saturating_sub(1),
            _ => {}
        }
        Some(*depth)
    });
    // \left and \begin nest too; each is longer than two characters.
    steps.max().unwrap_or(0) + tex.matches("\\left").count() + tex.matches("\\begin").count()
}

/// Drops `style="..."`: the writer quotes attributes with `"` and escapes it inside.
fn without_styles(html: &str) -> String {
    let mut parts = html.split(" style=\"");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push_str(part.split_once('"').map_or("", |(_, rest)| rest));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_become_mathml_without_styles() {
        let html = mathml(r"\frac{a}{b} \color{red} x", true).unwrap();
        assert!(html.contains("<mfrac>") && html.contains("display=\"block\""), "{html}");
        assert!(!html.contains("style="), "{html}");
    }

    #[test]
    fn nothing_in_a_formula_is_markup() {
        assert_eq!(mathml("a < b", false).unwrap().matches("&lt;").count(), 1);
        for tex in
            [r"\operatorname{<img src=x onerror=alert(1)>}", r"\operatorname*{<b>}", r"\text{<script>x</script>}"]
        {
            let html = mathml(tex, false).unwrap_or_default();
            assert!(!html.contains("<img") && !html.contains("<b>") && !html.contains("<script"), "{html}");
        }
    }

    #[test]
    fn errors_are_told() {
        assert!(mathml(r"\frac{a", false).is_err());
        assert!(mathml(&"{".repeat(5000), false).is_err());
    }
}

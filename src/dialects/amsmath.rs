//! Environments of LaTeX that stand in a page without dollars, as MyST and Pandoc read them: `\begin{align}`.
//!
//! In: a line that begins with such a mark. Out: the same between lines of `$$`.

use super::engine::Engine;
use super::{Dialect, NOTHING, Tool};

pub(super) const TOOL: Tool =
    Tool { dialect: Dialect::Directives, triggers: &["\\begin{"], block: Some(block), ..NOTHING };

/// Environments that are formulas, each with the mark that ends it.
const ENDS: [(&str, &str); 12] = [
    ("equation", "\\end{equation}"),
    ("equation*", "\\end{equation*}"),
    ("align", "\\end{align}"),
    ("align*", "\\end{align*}"),
    ("gather", "\\end{gather}"),
    ("gather*", "\\end{gather*}"),
    ("multline", "\\end{multline}"),
    ("multline*", "\\end{multline*}"),
    ("alignat", "\\end{alignat}"),
    ("alignat*", "\\end{alignat*}"),
    ("eqnarray", "\\end{eqnarray}"),
    ("eqnarray*", "\\end{eqnarray*}"),
];

fn block(engine: &mut Engine<'_>) -> bool {
    // Below a line of `$$` it is a formula already.
    if engine.paragraph {
        return false;
    }
    let Some((name, _)) = engine.rest().strip_prefix("\\begin{").and_then(|rest| rest.split_once('}')) else {
        return false;
    };
    let close = ENDS.iter().find(|(known, _)| *known == name).map(|(_, close)| *close);
    let Some(close) = close.filter(|_| engine.options.math) else { return false };
    // An empty line ends the paragraph, and so the formula.
    let paragraph = engine.body[engine.at..].split("\n\n").next().unwrap_or_default();
    let Some(length) = paragraph.find(close) else { return false };
    let (start, end) = (engine.at, engine.at + length + close.len());
    engine.fresh_line();
    let prefix = engine.prefix();
    engine.put(&["$$\n", &prefix].concat());
    engine.keep_only(start..end);
    engine.put(&["\n", &prefix, "$$"].concat());
    engine.skip_to(end);
    true
}

//! Which tool a folder belongs to.
//!
//! In: the files of the source. Out: the tool, the folder that its project lies in, and why it is that tool.

use super::Tree;
use super::formats::{TOOLS, Tool};

/// A recognised source.
#[derive(Clone, Debug)]
pub struct Found {
    /// The tool.
    pub tool: &'static Tool,
    /// The folder of its project in the source: empty, or ending with `/`.
    pub root: String,
    /// What it is known by.
    pub why: String,
}

/// The tool of a source. With a name, that tool, wherever its project lies.
///
/// # Errors
/// No tool of that name is known, or there is nothing to import.
pub fn recognise(tree: &Tree, name: &str) -> Result<Found, String> {
    let found = |tool: &'static Tool| (tool.find)(tree).map(|(root, why)| Found { tool, root, why });
    if name == "auto" {
        let nothing = || "there is nothing to import: no Markdown, no HTML, no DOCX and no export".to_owned();
        return TOOLS.iter().find_map(found).ok_or_else(nothing);
    }
    let names = || TOOLS.iter().map(|tool| tool.name).collect::<Vec<_>>().join(", ");
    let tool = TOOLS.iter().find(|tool| tool.name == name);
    let tool = tool.ok_or_else(|| format!("there is no format `{name}`; there are auto, {}", names()))?;
    Ok(found(tool).unwrap_or_else(|| Found { tool, root: String::new(), why: "--from says so".to_owned() }))
}

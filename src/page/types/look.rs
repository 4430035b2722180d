//! The look of a type: the icon and the colour by which readers know its pages in menu, lists and search.
//!
//! In: `icon` and `tint` of a type's file, the icons that there are. Out: a [`Look`], an error, or a warning about a
//! colour that is hard to read.

use crate::diagnostic::{Finding, Severity};
use crate::theme::tints::{self, Tint, Wanted};
use crate::yaml::{self, Step};
use std::collections::BTreeSet;

/// An icon and a colour.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// The icon's name.
    pub icon: Option<String>,
    /// The colour.
    pub tint: Option<Tint>,
}

impl Look {
    /// What a type's file says.
    pub(super) fn read(
        icon: Option<&str>,
        tint: Option<&str>,
        icons: &BTreeSet<String>,
    ) -> Result<(Self, Option<Finding>), Finding> {
        if let Some(name) = icon.filter(|name| !icons.contains(*name)) {
            return Err(unknown(name, icons, &[Step::Key("icon".into())], "type"));
        }
        let wanted = tint.map(|text| Tint::read(text).ok_or_else(|| no_tint(text))).transpose()?;
        let look = Self { icon: icon.map(str::to_owned), tint: wanted.map(|wanted| wanted.tint) };
        Ok((look, wanted.and_then(poor)))
    }
}

/// An icon that there is not.
pub(super) fn unknown(name: &str, icons: &BTreeSet<String>, steps: &[Step], code: &'static str) -> Finding {
    let error = Finding::at_field(code, steps, format!("there is no icon `{}`", yaml::short(name)));
    match crate::diagnostic::closest(name, icons.iter().map(String::as_str)) {
        Some(near) => error.hint(format!("did you mean `{near}`?")).fix(name, near),
        None => {
            let known: Vec<&str> = icons.iter().map(String::as_str).collect();
            error.hint(format!("add templates/icons/NAME.svg, or write one of these: {}", known.join(", ")))
        }
    }
}

fn at_tint(message: String) -> Finding {
    Finding::at_field("type", &[Step::Key("tint".into())], message)
}

fn no_tint(text: &str) -> Finding {
    let error = at_tint(format!("`{}` is not a tint", yaml::short(text)));
    if let Some(near) = crate::diagnostic::closest(text, tints::names()) {
        return error.hint(format!("did you mean `{near}`?")).fix(text, near);
    }
    let known: Vec<&str> = tints::names().collect();
    let hint = format!("write one of these: {}; or red, green and blue, such as \"#0b6e4f\"", known.join(", "));
    error.hint(hint)
}

fn poor(wanted: Wanted) -> Option<Finding> {
    let ratio = wanted.poor?;
    let message =
        format!("this colour is hard to read on light pages: its contrast is {ratio:.1}:1, and text needs 4.5:1");
    let hint = format!("docent uses {} in its place; write that, or another colour", wanted.tint.written());
    Some(Finding { severity: Severity::Warning, ..at_tint(message) }.of("contrast").hint(hint))
}

//! A look of one's own: the `brand` table of `docent.yaml`.
//!
//! In: paths of files, a colour, a text. Out: the same, checked as far as one can without the files. `theme/brand` reads
//! the files and makes style sheets of it.

use super::Each;
use crate::content::ContentDir;
use serde::Deserialize;

/// The table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Brand {
    /// A picture before the title in the header.
    pub logo: Option<String>,
    /// The same for dark pages.
    pub logo_dark: Option<String>,
    /// Whether the logo says the title: then it stands alone.
    pub logo_only: bool,
    /// The colour of links, buttons and marks: `#0b6e4f`.
    pub accent: Option<String>,
    /// The same for dark pages; without it docent derives one.
    pub accent_dark: Option<String>,
    /// Files of the typeface of the text.
    pub font: Each,
    /// A style sheet that comes after the theme's.
    pub css: Option<String>,
    /// The icon of the browser's tab.
    pub favicon: Option<String>,
    /// The picture that other sites show with a link to a page.
    pub image: Option<String>,
    /// A line at the foot of each page, by language or one for all.
    pub footer: Each,
}

impl Brand {
    /// The files that are named, with the keys that name them.
    pub fn files(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let one = [
            ("logo", &self.logo),
            ("logo_dark", &self.logo_dark),
            ("css", &self.css),
            ("favicon", &self.favicon),
            ("image", &self.image),
        ];
        let one = one.into_iter().filter_map(|(key, file)| Some((key, file.as_deref()?)));
        one.chain(self.font.texts().map(|file| ("font", file)))
    }

    /// What the snapshot must hold for it besides the project's folders: the files, and what stands beside a style sheet.
    pub fn reads(&self) -> Vec<String> {
        let beside = self.css.as_deref().and_then(|css| css.rsplit_once('/')).map(|(folder, _)| folder);
        self.files().map(|(_, file)| file).chain(beside).map(str::to_owned).collect()
    }

    /// What is wrong with it: the key, why, and what to do.
    pub fn problem(&self) -> Option<(&'static str, String, &'static str)> {
        let outside = self.files().find(|(_, file)| ContentDir::of(file).is_err() || file.is_empty());
        if let Some((key, file)) = outside {
            let hint = "write a path from the folder of docent.yaml, such as `brand/logo.svg`";
            return Some((key, format!("`{file}` is not a file of the project"), hint));
        }
        let colours = [("accent", &self.accent), ("accent_dark", &self.accent_dark)];
        let mut colours = colours.into_iter().filter_map(|(key, colour)| Some((key, colour.as_deref()?)));
        let (key, colour) = colours.find(|(_, colour)| rgb(colour).is_none())?;
        Some((
            key,
            format!("`{colour}` is not a colour"),
            "write red, green and blue in hexadecimal, such as \"#0b6e4f\"",
        ))
    }
}

/// Red, green and blue of `#0b6e4f` or `#fff`.
pub fn rgb(text: &str) -> Option<[u8; 3]> {
    let digits = text.strip_prefix('#')?;
    let digit = |at: usize| digits.get(at..at + 1).and_then(|digit| u8::from_str_radix(digit, 16).ok());
    match digits.len() {
        3 => Some([17 * digit(0)?, 17 * digit(1)?, 17 * digit(2)?]),
        6 => Some([16 * digit(0)? + digit(1)?, 16 * digit(2)? + digit(3)?, 16 * digit(4)? + digit(5)?]),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_is_three_or_six_digits() {
        assert_eq!(rgb("#0b6e4f"), Some([0x0b, 0x6e, 0x4f]));
        assert_eq!(rgb("#Fa0"), Some([0xff, 0xaa, 0]));
        for text in ["", "#", "0b6e4f", "#0b6e4", "#0b6e4f00", "#ggg", "#éa", "green", "#+1+1+1"] {
            assert_eq!(rgb(text), None, "{text}");
        }
    }

    #[test]
    fn files_are_in_the_project() {
        for (file, fine) in
            [("logo.svg", true), ("brand/a.svg", true), ("../a.svg", false), ("/a.svg", false), ("", false)]
        {
            let brand = Brand { logo: Some(file.to_owned()), ..Brand::default() };
            assert_eq!(brand.problem().is_none(), fine, "{file}");
        }
    }
}

//! The tint of a type of pages: a name for a colour that can be read on light and on dark pages, or a colour of one's own.
//!
//! In: `tint: green` or `tint: "#0b6e4f"`. Out: a [`Tint`]. A colour of one's own is made readable in the way of an accent
//! ([`super::contrast`]).

use super::contrast::{self, Rgb, hex};
use crate::config::brand::rgb;

/// A colour for light pages, and one for dark ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tint {
    /// On light pages.
    pub light: Rgb,
    /// On dark pages.
    pub dark: Rgb,
}

/// A tint that was asked for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Wanted {
    /// The colours that are used.
    pub tint: Tint,
    /// The contrast of the colour that was asked for, if it is too low on light pages.
    pub poor: Option<f64>,
}

/// The names, and what they stand for.
const NAMES: [(&str, Rgb, Rgb); 10] = [
    ("blue", [0x1d, 0x4b, 0x96], [0x9b, 0xbc, 0xf7]),
    ("green", [0x17, 0x69, 0x4c], [0x7b, 0xd3, 0xb0]),
    ("amber", [0x84, 0x50, 0x00], [0xf0, 0xbe, 0x6c]),
    ("red", [0xac, 0x2a, 0x20], [0xff, 0x9e, 0x96]),
    ("violet", [0x6a, 0x3f, 0xa0], [0xc9, 0xa9, 0xf5]),
    ("teal", [0x00, 0x65, 0x6e], [0x78, 0xcf, 0xd8]),
    ("brown", [0x7a, 0x3b, 0x1d], [0xe5, 0xb0, 0x8f]),
    ("pink", [0x9c, 0x2a, 0x63], [0xf3, 0xa6, 0xcb]),
    ("olive", [0x56, 0x5d, 0x00], [0xc9, 0xcf, 0x6b]),
    ("grey", [0x5d, 0x60, 0x6a], [0xa4, 0xaa, 0xb6]),
];

/// The names of tints.
pub fn names() -> impl Iterator<Item = &'static str> {
    NAMES.iter().map(|(name, ..)| *name)
}

impl Tint {
    /// What a type's file says; nothing if it is neither a name nor a colour.
    pub fn read(text: &str) -> Option<Wanted> {
        if let Some((_, light, dark)) = NAMES.iter().find(|(name, ..)| *name == text) {
            return Some(Wanted { tint: Self { light: *light, dark: *dark }, poor: None });
        }
        let palette = contrast::palette(rgb(text)?, None);
        let tint = Self { light: palette.light.accent, dark: palette.dark.accent };
        Some(Wanted { tint, poor: palette.poor })
    }

    /// As style sheets write it.
    pub fn css(self) -> String {
        format!("light-dark({},{})", hex(self.light), hex(self.dark))
    }

    /// The colour for light pages, to be written in a type's file.
    pub fn written(self) -> String {
        hex(self.light)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_can_be_read_on_every_surface() {
        for (name, light, dark) in NAMES {
            assert!(contrast::is_readable(light, dark), "{name}");
        }
    }

    #[test]
    fn a_colour_of_ones_own_is_made_readable() {
        let yellow = Tint::read("#ffcc00").unwrap();
        assert!(yellow.poor.is_some_and(|ratio| ratio < 1.6));
        assert!(contrast::is_readable(yellow.tint.light, yellow.tint.dark));
        assert_eq!(Tint::read("#17694c").unwrap().tint.written(), "#17694c");
        assert_eq!(Tint::read("greenish"), None);
    }
}

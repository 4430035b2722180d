//! Colours that can be read: an accent for light and for dark pages, made of the one that a team has.
//!
//! In: a colour in sRGB. Out: a [`Palette`]. A colour that is too near to what stands behind it is made darker (on light
//! pages) or lighter (on dark ones) until it has the contrast that is wanted; hue and chroma stay as far as sRGB has them.
//!
//! Contrast is that of WCAG 2.2 (<https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio>), lightness that of OKLab
//! (<https://bottosson.github.io/posts/oklab/>).

/// Red, green and blue.
pub type Rgb = [u8; 3];

/// What the default theme shows text on: the page, and raised parts such as code.
const LIGHT: [Rgb; 2] = [[0xfd, 0xfc, 0xf9], [0xf6, 0xf4, 0xee]];
const DARK: [Rgb; 2] = [[0x16, 0x18, 0x1d], [0x1e, 0x21, 0x28]];

/// WCAG's AA for text; on dark pages, where letters seem thinner, AAA.
const READABLE: f64 = 4.5;
const READABLE_ON_DARK: f64 = 7.0;

/// How much of the accent is in the surface of what is chosen or hovered over.
const TINT: f64 = 0.09;
const TINT_ON_DARK: f64 = 0.14;

/// How much of it is behind text that a reader has marked.
const MARKED: f64 = 0.22;
const MARKED_ON_DARK: f64 = 0.32;

/// The colours of one scheme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Shades {
    /// Links, buttons, marks.
    pub accent: Rgb,
    /// Surface of what is chosen.
    pub tint: Rgb,
    /// Behind marked text.
    pub marked: Rgb,
}

/// The colours of both schemes, and what had to be changed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Palette {
    /// On light pages.
    pub light: Shades,
    /// On dark pages.
    pub dark: Shades,
    /// The contrast that the wanted colour has on light pages, if that is too low.
    pub poor: Option<f64>,
    /// The same of the colour that is wanted for dark pages.
    pub poor_on_dark: Option<f64>,
}

/// The colours that an accent gives. `dark`: one of its own for dark pages.
pub fn palette(accent: Rgb, dark: Option<Rgb>) -> Palette {
    let light = readable(accent, LIGHT, READABLE, TINT, -STEP);
    // A colour that somebody chose is only changed where it cannot be read; one that is derived is made easy to read.
    let wanted = if dark.is_some() { READABLE } else { READABLE_ON_DARK };
    let on_dark = dark.unwrap_or(accent);
    let derived = readable(on_dark, DARK, wanted, TINT_ON_DARK, STEP);
    let poor = |colour: Rgb, made: Rgb, on: [Rgb; 2]| (colour != made).then(|| least(colour, on));
    Palette {
        light: shades(light, LIGHT, TINT, MARKED),
        dark: shades(derived, DARK, TINT_ON_DARK, MARKED_ON_DARK),
        poor: poor(accent, light, LIGHT),
        poor_on_dark: dark.and_then(|dark| poor(dark, derived, DARK)),
    }
}

fn shades(accent: Rgb, on: [Rgb; 2], tint: f64, marked: f64) -> Shades {
    Shades { accent, tint: mixed(accent, on[0], tint), marked: mixed(accent, on[0], marked) }
}

/// One step of lightness, from 0 to 1.
const STEP: f64 = 0.005;

/// The colour, or the nearest one in a direction of lightness that can be read on all surfaces.
fn readable(colour: Rgb, on: [Rgb; 2], wanted: f64, tint: f64, step: f64) -> Rgb {
    let fits = |colour: Rgb| {
        let surfaces = [on[0], on[1], mixed(colour, on[0], tint)];
        surfaces.iter().all(|surface| ratio(colour, *surface) >= wanted)
    };
    let [lightness, a, b] = oklab(colour);
    let steps = (0..=200).map(|n| f64::from(n) * step + lightness).take_while(|l| (0.0..=1.0).contains(l));
    // The first is the colour itself, and not what rounding makes of it.
    let shades = std::iter::once(colour).chain(steps.skip(1).map(|lightness| rgb([lightness, a, b])));
    shades.into_iter().find(|colour| fits(*colour)).unwrap_or(if step < 0.0 { [0; 3] } else { [255; 3] })
}

/// Whether colours for light and for dark pages can be read there, on all surfaces and on their own shade.
#[cfg(test)]
pub fn is_readable(light: Rgb, dark: Rgb) -> bool {
    let on = |colour: Rgb, on: [Rgb; 2], tint: f64| {
        [on[0], on[1], mixed(colour, on[0], tint)].iter().all(|surface| ratio(colour, *surface) >= READABLE)
    };
    on(light, LIGHT, TINT) && on(dark, DARK, TINT_ON_DARK)
}

fn least(colour: Rgb, on: [Rgb; 2]) -> f64 {
    ratio(colour, on[0]).min(ratio(colour, on[1]))
}

/// The contrast of two colours, from 1 to 21.
pub fn ratio(a: Rgb, b: Rgb) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

fn luminance(colour: Rgb) -> f64 {
    let [red, green, blue] = colour.map(linear);
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

fn linear(part: u8) -> f64 {
    let part = f64::from(part) / 255.0;
    if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
}

fn gamma(part: f64) -> u8 {
    let part = part.clamp(0.0, 1.0);
    let part = if part <= 0.003_130_8 { part * 12.92 } else { 1.055 * part.powf(1.0 / 2.4) - 0.055 };
    (part * 255.0).round() as u8
}

fn mixed(colour: Rgb, with: Rgb, share: f64) -> Rgb {
    std::array::from_fn(|at| (f64::from(colour[at]) * share + f64::from(with[at]) * (1.0 - share)).round() as u8)
}

fn oklab(colour: Rgb) -> [f64; 3] {
    let [red, green, blue] = colour.map(linear);
    let l = (0.412_221_470_8 * red + 0.536_332_536_3 * green + 0.051_445_992_9 * blue).cbrt();
    let m = (0.211_903_498_2 * red + 0.680_699_545_1 * green + 0.107_396_956_6 * blue).cbrt();
    let s = (0.088_302_461_9 * red + 0.281_718_837_6 * green + 0.629_978_700_5 * blue).cbrt();
    [
        0.210_454_255_3 * l + 0.793_617_785_0 * m - 0.004_072_046_8 * s,
        1.977_998_495_1 * l - 2.428_592_205_0 * m + 0.450_593_709_9 * s,
        0.025_904_037_1 * l + 0.782_771_766_2 * m - 0.808_675_766_0 * s,
    ]
}

fn rgb([lightness, a, b]: [f64; 3]) -> Rgb {
    let l = (lightness + 0.396_337_777_4 * a + 0.215_803_757_3 * b).powi(3);
    let m = (lightness - 0.105_561_345_8 * a - 0.063_854_172_8 * b).powi(3);
    let s = (lightness - 0.089_484_177_5 * a - 1.291_485_548_0 * b).powi(3);
    [
        gamma(4.076_741_662_1 * l - 3.307_711_591_3 * m + 0.230_969_929_2 * s),
        gamma(-1.268_438_004_6 * l + 2.609_757_401_1 * m - 0.341_319_396_5 * s),
        gamma(-0.004_196_086_3 * l - 0.703_418_614_7 * m + 1.707_614_701_0 * s),
    ]
}

/// A colour as style sheets write it.
pub fn hex([red, green, blue]: Rgb) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_is_that_of_the_recommendation() {
        assert_eq!(ratio([0; 3], [255; 3]), 21.0);
        assert_eq!(ratio([7; 3], [7; 3]), 1.0);
        // `#777777` on white is the well-known colour that just fails.
        assert!((ratio([0x77; 3], [255; 3]) - 4.478).abs() < 0.001);
    }

    #[test]
    fn every_accent_can_be_read_in_both_schemes_on_every_surface() {
        let parts = [0, 40, 85, 128, 170, 215, 255];
        for red in parts {
            for green in parts {
                for blue in parts {
                    let made = palette([red, green, blue], None);
                    for (shades, on, least) in [(made.light, LIGHT, READABLE), (made.dark, DARK, READABLE_ON_DARK)] {
                        for surface in [on[0], on[1], shades.tint] {
                            assert!(ratio(shades.accent, surface) >= least, "{red} {green} {blue} {shades:?}");
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn a_colour_that_can_be_read_stays_and_a_poor_one_is_told() {
        let green = palette([0x0b, 0x6e, 0x4f], None);
        assert_eq!((green.light.accent, green.poor), ([0x0b, 0x6e, 0x4f], None));
        let yellow = palette([0xff, 0xcc, 0x00], Some([0x33, 0x33, 0x33]));
        assert!(yellow.poor.is_some_and(|poor| poor < 1.6) && yellow.poor_on_dark.is_some_and(|poor| poor < 1.6));
        assert!(ratio(yellow.light.accent, LIGHT[0]) < 6.0, "no darker than it must be: {yellow:?}");
    }

    #[test]
    fn a_colour_comes_back_from_oklab() {
        for colour in [[0; 3], [255; 3], [0x0b, 0x6e, 0x4f], [255, 0, 0], [1, 2, 3]] {
            assert_eq!(rgb(oklab(colour)), colour);
        }
    }
}

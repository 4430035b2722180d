//! How wide a text will be, without a font: the same on every machine.
//!
//! In: a text and its size. Out: its width in pixels, by a table of letters. The table is a little wider than the fonts
//! that systems show (Arial, Segoe UI, Roboto, San Francisco, DejaVu): a box with some air is better than a text that
//! leaves its box.

use merman::svg::{
    DeterministicTextMeasurer, MeasurementProfileId, TextMeasurementPolicy, TextMeasurementProfile,
    TextMeasurementProfileIdentity, TextMeasurer, TextMetrics, TextStyle, WrapMode,
};
use std::sync::Arc;

/// What the library asks for the size of texts.
pub(super) fn policy() -> TextMeasurementPolicy {
    let named =
        MeasurementProfileId::new("docent").ok().and_then(|name| TextMeasurementProfileIdentity::new(name, "1").ok());
    // A name that the library would not take leaves its own measures.
    named.map_or_else(TextMeasurementPolicy::deterministic, |identity| {
        TextMeasurementPolicy::uniform(TextMeasurementProfile::new(identity, Arc::new(Letters::default())))
    })
}

/// The width of a line in parts of its font's size.
pub(super) fn width(line: &str) -> f64 {
    line.chars().map(letter).sum()
}

fn letter(c: char) -> f64 {
    match c {
        ' ' | '\u{a0}' => 0.31,
        'i' | 'j' | 'l' | '\'' | '|' => 0.27,
        'f' | 't' | 'r' | 'I' | '.' | ',' | ':' | ';' | '!' => 0.37,
        '(' | ')' | '[' | ']' | '{' | '}' | '/' | '\\' | '-' | '"' | '*' => 0.4,
        'm' | 'M' | 'W' | '@' | '%' => 0.94,
        'w' => 0.8,
        'a'..='z' | '0'..='9' => 0.6,
        'A'..='Z' => 0.7,
        'ж' | 'м' | 'ы' | 'ю' | 'ш' | 'щ' | 'ф' | 'ъ' => 0.82,
        'Ж' | 'М' | 'Ы' | 'Ю' | 'Ш' | 'Щ' | 'Ф' => 0.98,
        'а'..='я' | 'ё' => 0.6,
        'А'..='Я' | 'Ё' => 0.72,
        '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' | '\u{ad}' => 0.0,
        '\u{1100}'..='\u{11ff}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7ff}' | '\u{f900}'..='\u{faff}' => 1.02,
        '\u{ff00}'..='\u{ff60}' | '\u{1f000}'..='\u{1ffff}' => 1.3,
        '+' | '=' | '<' | '>' | '~' | '_' | '#' | '^' => 0.7,
        _ => 0.66,
    }
}

/// The library's own measures, made wider by what its table and ours differ for a text. It wraps as browsers do; only its
/// letters are too narrow.
#[derive(Debug, Default)]
struct Letters(DeterministicTextMeasurer);

impl Letters {
    fn factor(&self, text: &str, style: &TextStyle) -> f64 {
        let theirs = self.0.measure_svg_simple_text_bbox_width_px(text, style);
        let weight = style.font_weight.as_deref().unwrap_or_default();
        let bold = if matches!(weight, "bold" | "bolder" | "600" | "700") { 1.07 } else { 1.0 };
        let longest = text.split(['\n', '\r']).map(width).fold(0.0, f64::max);
        let ours = longest * style.font_size * bold;
        let factor = if theirs > 0.5 { ours / theirs } else { 1.0 };
        // Markup inside of a text is counted by one table and not by the other.
        factor.clamp(0.9, 1.6)
    }

    fn wider(&self, text: &str, style: &TextStyle, measured: TextMetrics) -> TextMetrics {
        TextMetrics { width: measured.width * self.factor(text, style), ..measured }
    }
}

impl TextMeasurer for Letters {
    fn measure(&self, text: &str, style: &TextStyle) -> TextMetrics {
        self.wider(text, style, self.0.measure(text, style))
    }

    fn measure_wrapped(&self, text: &str, style: &TextStyle, most: Option<f64>, mode: WrapMode) -> TextMetrics {
        let factor = self.factor(text, style);
        let measured = self.0.measure_wrapped(text, style, most.map(|most| most / factor), mode);
        TextMetrics { width: measured.width * factor, ..measured }
    }

    fn measure_wrapped_with_raw_width(
        &self,
        text: &str,
        style: &TextStyle,
        most: Option<f64>,
        mode: WrapMode,
    ) -> (TextMetrics, Option<f64>) {
        let factor = self.factor(text, style);
        let narrowed = most.map(|most| most / factor);
        let (measured, raw) = self.0.measure_wrapped_with_raw_width(text, style, narrowed, mode);
        (TextMetrics { width: measured.width * factor, ..measured }, raw.map(|raw| raw * factor))
    }

    fn measure_html_line_width_px(&self, text: &str, style: &TextStyle) -> f64 {
        self.0.measure_html_line_width_px(text, style) * self.factor(text, style)
    }

    fn measure_html_line_height_px(&self, text: &str, style: &TextStyle) -> f64 {
        self.0.measure_html_line_height_px(text, style)
    }

    fn measure_svg_simple_text_bbox_height_px(&self, text: &str, style: &TextStyle) -> f64 {
        self.0.measure_svg_simple_text_bbox_height_px(text, style)
    }

    fn measure_svg_raw_text_bbox_height_px(&self, text: &str, style: &TextStyle) -> f64 {
        self.0.measure_svg_raw_text_bbox_height_px(text, style)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_letters_are_wide() {
        assert!(width("iiii") < width("aaaa") && width("aaaa") < width("mmmm"));
        assert!(width("Щука") > width("Рука"));
        assert!((width("") - 0.0).abs() < f64::EPSILON);
    }
}

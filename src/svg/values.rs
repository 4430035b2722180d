//! What a value may say: links that lead where they may, styles that lead nowhere.
//!
//! In: a value, as the browser will have it (entities are resolved). Out: nothing, or what is wrong with it. The forms
//! that are let through are few and plain; an escape or a function that is not in the list is refused unread.

use super::names;

/// Pictures in the file itself: what these types hold cannot run.
const PICTURES: [&str; 5] = ["png", "jpeg", "jpg", "gif", "webp"];

/// Letters in the file itself.
const FONTS: [&str; 4] =
    ["data:font/", "data:application/font-", "data:application/x-font-", "data:application/vnd.ms-fontobject"];

/// Functions of CSS that compute, and ask nobody.
const FUNCTIONS: &str = " url var calc min max clamp rgb rgba hsl hsla hwb lab lch oklab oklch color color-mix light-dark \
    icc-color device-cmyk cubic-bezier steps linear translate translatex translatey translatez translate3d scale scalex \
    scaley scalez scale3d rotate rotatex rotatey rotatez rotate3d skew skewx skewy matrix matrix3d perspective blur \
    brightness contrast drop-shadow grayscale hue-rotate invert opacity saturate sepia path polygon circle ellipse inset \
    not is where has nth-child nth-last-child nth-of-type nth-last-of-type lang linear-gradient radial-gradient format \
    local accesskey ";

/// What a style sheet may begin with `@`.
const RULES: [&str; 5] = ["media", "font-face", "keyframes", "-webkit-keyframes", "supports"];

/// The address in an `href`.
pub(super) fn link(element: &str, value: &str) -> Result<(), String> {
    // As a browser reads it: without the characters that it skips.
    let plain = value.replace(['\t', '\n', '\r'], "");
    let address = plain.trim_matches(' ');
    let allowed = match element {
        _ if address.is_empty() || address.starts_with('#') => true,
        "image" | "feImage" => is_picture(address) || is_relative(address),
        "a" => is_relative(address) || leads_to_a_reader(address),
        _ => false,
    };
    if allowed { Ok(()) } else { Err("points outside the file, or to something that could run".to_owned()) }
}

fn is_picture(address: &str) -> bool {
    let lower: String = address.chars().take(40).collect::<String>().to_ascii_lowercase();
    let kind = lower.strip_prefix("data:image/").and_then(|rest| rest.split([';', ',']).next());
    kind.is_some_and(|kind| PICTURES.contains(&kind))
}

/// A path from where the file is.
fn is_relative(address: &str) -> bool {
    let first = address.split(['/', '?', '#']).next().unwrap_or_default();
    !first.contains(':') && !address.starts_with(['/', '\\'])
}

fn leads_to_a_reader(address: &str) -> bool {
    let lower: String = address.chars().take(10).collect::<String>().to_ascii_lowercase();
    ["http://", "https://", "mailto:", "tel:"].iter().any(|scheme| lower.starts_with(scheme))
}

/// What an animation changes: nothing that leads anywhere, and nothing that is not known.
pub(super) fn animated(attribute: &str) -> Result<(), String> {
    if matches!(names::kind(attribute), Some(names::Kind::Style)) && attribute != "style" {
        return Ok(());
    }
    Err("animates something that may not be animated".to_owned())
}

/// A style sheet, the styles of an element, or an attribute that is a style.
pub(super) fn style(text: &str) -> Result<(), String> {
    if text.contains('\\') {
        return Err("contains an escape (`\\`)".to_owned());
    }
    let lower = text.to_ascii_lowercase();
    functions(&lower)?;
    let mut rules = lower.split('@').skip(1).map(word);
    rules.find(|rule| !RULES.contains(rule)).map_or(Ok(()), |rule| Err(format!("contains the rule `@{rule}`")))
}

/// Looked for wherever a bracket opens, in comments and quotes too: to know these apart is not needed.
fn functions(lower: &str) -> Result<(), String> {
    for (at, _) in lower.match_indices('(') {
        let name = last_word(&lower[..at]);
        if !name.is_empty() && !FUNCTIONS.split_ascii_whitespace().any(|known| known == name) {
            return Err(format!("calls `{name}()`"));
        }
        let target = lower[at + 1..].trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\''));
        if name == "url" && !is_local(target) {
            return Err("leads out of the file by `url()`".to_owned());
        }
    }
    Ok(())
}

fn is_local(target: &str) -> bool {
    target.starts_with('#') || is_picture(target) || FONTS.iter().any(|font| target.starts_with(font))
}

fn word(text: &str) -> &str {
    &text[..text.find(|c| !is_of_a_word(c)).unwrap_or(text.len())]
}

fn last_word(text: &str) -> &str {
    &text[text.trim_end_matches(is_of_a_word).len()..]
}

/// As CSS has it: any letter that is not ASCII belongs to a name too.
fn is_of_a_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_') || !c.is_ascii()
}

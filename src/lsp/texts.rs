//! Places and names of docent as the protocol writes them, and back.
//!
//! In: bytes of a text, paths of a project. Out: lines and UTF-16 units from 0, `file:` addresses (RFC 8089). The protocol
//! counts so unless both sides agree on something else, which docent does not ask for.

use crate::diagnostic::Place;
use crate::url::{decode, encode, nfc};
use lsp_types::{Position, Range, Uri};
use std::ops;
use std::path::{Path, PathBuf};
use std::str::FromStr;

/// The byte at a position; behind the end of a line, the end of it.
pub fn offset(text: &str, position: Position) -> usize {
    let start: usize = text.split_inclusive('\n').take(position.line as usize).map(str::len).sum();
    let line = text[start..].split('\n').next().unwrap_or_default();
    let mut units = 0;
    for (at, c) in line.char_indices() {
        if units >= position.character {
            return start + at;
        }
        units += c.len_utf16() as u32;
    }
    start + line.len()
}

/// The position of a byte.
pub fn position(text: &str, offset: usize) -> Position {
    let offset = text.floor_char_boundary(offset.min(text.len()));
    let start = text[..offset].rfind('\n').map_or(0, |at| at + 1);
    let line = text[..start].matches('\n').count();
    Position::new(line as u32, text[start..offset].encode_utf16().count() as u32)
}

/// The range of some bytes.
pub fn range(text: &str, bytes: ops::Range<usize>) -> Range {
    Range::new(position(text, bytes.start), position(text, bytes.end))
}

/// The range of a problem: its bytes, or its line and column where the text was written again since it was read.
pub fn place(text: &str, place: Option<&Place>) -> Range {
    let Some(place) = place else { return Range::default() };
    if let Some(bytes) = &place.range {
        return range(text, bytes.clone());
    }
    let line = text.split('\n').nth(place.line.saturating_sub(1)).unwrap_or_default();
    let units = |chars: usize| line.chars().take(chars).map(char::len_utf16).sum::<usize>() as u32;
    let (line, column) = (place.line.saturating_sub(1) as u32, place.column.saturating_sub(1));
    Range::new(Position::new(line, units(column)), Position::new(line, units(column + place.length)))
}

/// The address of a file.
pub fn uri(root: &Path, name: &str) -> Option<Uri> {
    let path = root.join(name);
    let path = path.to_str()?.replace('\\', "/");
    let slash = if path.starts_with('/') { "" } else { "/" };
    Uri::from_str(&format!("file://{}", encode(&format!("{slash}{path}")))).ok()
}

/// The path of an address.
pub fn path(uri: &Uri) -> Option<PathBuf> {
    let rest = uri.as_str().strip_prefix("file://")?;
    let path = decode(&rest[rest.find('/')?..]);
    // `/c:/handbook` of Windows.
    let drive = path.as_bytes().get(2) == Some(&b':') && path[1..].starts_with(|c: char| c.is_ascii_alphabetic());
    Some(PathBuf::from(if drive { &path[1..] } else { &path }))
}

/// The name of a file in the project; none if it is not below the root. `roots`: ways to it, a link and what it leads to.
pub fn name(roots: &[PathBuf], uri: &Uri) -> Option<String> {
    let path = path(uri)?;
    let inside = roots.iter().find_map(|root| path.strip_prefix(root).ok())?;
    Some(nfc(&inside.to_str()?.replace('\\', "/")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_units_of_utf_16() {
        let text = "a\nпривет 😀 x\r\nz";
        for at in (0..=text.len()).filter(|at| text.is_char_boundary(*at) && !text[..*at].ends_with('\r')) {
            assert_eq!(offset(text, position(text, at)), at, "{at}");
        }
        assert_eq!(position(text, text.find('x').unwrap_or_default()), Position::new(1, 10));
        assert_eq!(offset(text, Position::new(0, 99)), 1);
        assert_eq!(offset(text, Position::new(99, 0)), text.len());
    }

    #[test]
    fn addresses_lead_back() {
        let root = PathBuf::from("/home/team wiki");
        for name in ["content/a b.md", "content/ru/роль.md", "content/100%.md", "content/a#b?.md"] {
            let address = uri(&root, name).expect("an address");
            assert!(address.as_str().starts_with("file:///home/team%20wiki/content/"), "{address:?}");
            assert_eq!(super::name(std::slice::from_ref(&root), &address).as_deref(), Some(name));
        }
    }
}

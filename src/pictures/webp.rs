//! WebP: chunks of a RIFF file (RFC 9649).
//!
//! In: bytes that begin as one. Out: its parts without Exif, XMP and chunks that nobody knows; the flags that announce them
//! are cleared, and the length is right again.

use super::orientation;
use super::parts::{Parts, four};

/// Chunks that are needed to show it.
const SHOWS: [&[u8; 4]; 6] = [b"VP8 ", b"VP8L", b"ALPH", b"ICCP", b"ANIM", b"ANMF"];

/// Flags of `VP8X`.
const EXIF: u8 = 0x08;
const XMP: u8 = 0x04;

/// The file's own head: `RIFF`, the length, `WEBP`.
const HEAD: usize = 12;

/// The parts of the picture.
pub(super) fn parts(bytes: &[u8]) -> Parts<'_> {
    let said = four(bytes, 4).map_or(0, |length| u32::from_le_bytes(length) as usize).saturating_add(8);
    let (file, behind) = bytes.split_at(said.clamp(HEAD, bytes.len()));
    let mut inside = Parts::default();
    let turned = chunks(file).find_map(|(name, whole)| turned(whole).filter(|_| name == b"EXIF"));
    let mut at = HEAD;
    for (name, whole) in chunks(file) {
        at += whole.len();
        match name {
            b"VP8X" if whole.len() > 8 => inside.replace(whole, extended(whole, turned.is_some())),
            b"EXIF" => match turned {
                Some(turned) => inside.replace(whole, exif(turned)),
                None => inside.leave_out(whole),
            },
            name if SHOWS.contains(&name) => inside.keep(whole),
            _ => inside.leave_out(whole),
        }
    }
    inside.leave_out(&file[at..]);
    inside.leave_out(behind);
    let mut parts = Parts::default();
    let length = u32::try_from(inside.len() + 4).unwrap_or(u32::MAX);
    let head = [b"RIFF", &length.to_le_bytes()[..], b"WEBP"].concat();
    if said > bytes.len() {
        parts.damaged();
        parts.keep(&bytes[..HEAD]);
    } else {
        parts.replace(&bytes[..HEAD], head);
    }
    parts.append(inside);
    parts
}

/// Names and chunks, padding included; the last may be cut off.
fn chunks(file: &[u8]) -> impl Iterator<Item = (&[u8; 4], &[u8])> {
    let mut rest = &file[HEAD.min(file.len())..];
    std::iter::from_fn(move || {
        let name = rest.first_chunk::<4>()?;
        let length = u32::from_le_bytes(four(rest, 4)?) as usize;
        let end = length.checked_add(8 + length % 2)?.min(rest.len());
        let (whole, behind) = rest.split_at(end);
        rest = behind;
        Some((name, whole))
    })
}

fn extended(whole: &[u8], turned: bool) -> Vec<u8> {
    let mut new = whole.to_vec();
    new[8] &= !(XMP | EXIF);
    new[8] |= if turned { EXIF } else { 0 };
    new
}

fn turned(whole: &[u8]) -> Option<u8> {
    let data = whole.get(8..)?;
    orientation::read(data.strip_prefix(b"Exif\0\0").unwrap_or(data))
}

fn exif(turned: u8) -> Vec<u8> {
    let tiff = orientation::alone(turned);
    let length = u32::try_from(tiff.len()).unwrap_or_default();
    [b"EXIF", &length.to_le_bytes()[..], &tiff].concat()
}

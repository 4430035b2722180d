//! JPEG: segments between markers (ITU-T T.81, annex B).
//!
//! In: bytes that begin as one. Out: its parts without comments and without what programs wrote, but for the colour profile
//! and what decoders need. What stands behind the end goes too: a phone keeps a film there.

use super::orientation;
use super::parts::{Parts, two};
use crate::byte_scan;

const EXIF: &[u8] = b"Exif\0\0";

/// A piece of the file from one marker to the next.
struct Segment {
    marker: u8,
    /// Where its marker stands, behind fill bytes, and where it ends.
    start: usize,
    end: usize,
}

/// What to do with a segment.
enum Verdict {
    Keep,
    Drop,
    Instead(Vec<u8>),
}

/// The parts of the picture.
pub(super) fn parts(bytes: &[u8]) -> Parts<'_> {
    let mut parts = Parts::default();
    parts.keep(&bytes[..2]);
    let (mut at, mut turned) = (2, false);
    while let Some(segment) = segment(bytes, at) {
        parts.leave_out(&bytes[at..segment.start]);
        let end = segment.end.min(bytes.len());
        let whole = &bytes[segment.start..end];
        match verdict(segment.marker, whole, turned) {
            Verdict::Keep => parts.keep(whole),
            Verdict::Drop => parts.leave_out(whole),
            Verdict::Instead(new) => {
                turned |= segment.marker == 0xe1;
                parts.replace(whole, new);
            }
        }
        at = end;
        if segment.end > bytes.len() {
            parts.damaged();
        }
        match segment.marker {
            0xd9 => {
                parts.leave_out(&bytes[at..]);
                return parts;
            }
            0xda => {
                let data = entropy(bytes, at);
                parts.keep(&bytes[at..data]);
                at = data;
            }
            _ => {}
        }
    }
    parts.leave_out(&bytes[at..]);
    parts.damaged();
    parts
}

/// The next segment, behind what belongs to none. One that is cut off ends behind the file.
fn segment(bytes: &[u8], at: usize) -> Option<Segment> {
    let is_marker = |at: &usize| bytes.get(*at + 1).is_some_and(|marker| !matches!(marker, 0x00 | 0xff));
    let start = at + byte_scan::each(bytes.get(at..)?, 0xff).find(|found| is_marker(&(at + found)))?;
    let marker = bytes[start + 1];
    let length = match marker {
        0x01 | 0xd0..=0xd9 => 0,
        _ => two(bytes, start + 2).map_or(bytes.len(), |length| length.max(2)),
    };
    Some(Segment { marker, start, end: start + 2 + length })
}

/// Where the pixels of a scan end: at the next marker that is none of theirs.
fn entropy(bytes: &[u8], at: usize) -> usize {
    let ends = |found: &usize| bytes.get(at + found + 1).is_some_and(|next| !matches!(next, 0x00 | 0xd0..=0xd7 | 0xff));
    byte_scan::each(&bytes[at..], 0xff).find(ends).map_or(bytes.len(), |found| at + found)
}

fn verdict(marker: u8, whole: &[u8], turned: bool) -> Verdict {
    let data = whole.get(4..).unwrap_or_default();
    match marker {
        // A small picture in the head may show what was cut away from the large one.
        0xe0 if data.starts_with(b"JFIF\0") && data.len() > 14 => Verdict::Instead(without_thumbnail(data)),
        0xe0 if data.starts_with(b"JFIF\0") => Verdict::Keep,
        0xe1 => match data.strip_prefix(EXIF).and_then(orientation::read).filter(|_| !turned) {
            Some(orientation) => Verdict::Instead(exif(orientation)),
            None => Verdict::Drop,
        },
        0xe2 if data.starts_with(b"ICC_PROFILE\0") => Verdict::Keep,
        0xee if data.starts_with(b"Adobe") => Verdict::Keep,
        0xe0..=0xef | 0xfe => Verdict::Drop,
        _ => Verdict::Keep,
    }
}

fn without_thumbnail(data: &[u8]) -> Vec<u8> {
    [&[0xff, 0xe0, 0, 16], &data[..12], &[0, 0]].concat()
}

fn exif(turned: u8) -> Vec<u8> {
    let tiff = orientation::alone(turned);
    let length = u16::try_from(2 + EXIF.len() + tiff.len()).unwrap_or_default();
    [&[0xff, 0xe1][..], &length.to_be_bytes(), EXIF, &tiff].concat()
}

/// How the picture is turned.
pub(super) fn orientation(bytes: &[u8]) -> Option<u8> {
    let mut at = 2;
    while let Some(Segment { marker, start, end }) = segment(bytes, at).filter(|segment| segment.marker != 0xda) {
        let data = bytes.get(start + 4..end.min(bytes.len())).unwrap_or_default();
        if let Some(tiff) = data.strip_prefix(EXIF).filter(|_| marker == 0xe1) {
            return orientation::read(tiff);
        }
        at = end;
    }
    None
}

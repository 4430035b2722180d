//! GIF: blocks (CompuServe, GIF89a).
//!
//! In: bytes that begin as one. Out: its parts without comments and without what programs wrote, but for how often it
//! plays and its colour profile.

use super::parts::Parts;

/// Applications whose blocks are about how it is shown.
const SHOWS: [&[u8]; 3] = [b"NETSCAPE2.0", b"ANIMEXTS1.0", b"ICCRGBG1012"];

/// The parts of the picture.
pub(super) fn parts(bytes: &[u8]) -> Parts<'_> {
    let mut parts = Parts::default();
    let mut at = bytes.get(10).map_or(bytes.len(), |flags| 13 + colours(*flags)).min(bytes.len());
    parts.keep(&bytes[..at]);
    while let Some((end, kept)) = block(bytes, at) {
        let whole = &bytes[at..end];
        if kept {
            parts.keep(whole)
        } else {
            parts.leave_out(whole)
        }
        if whole == b";" {
            parts.leave_out(&bytes[end..]);
            return parts;
        }
        at = end;
    }
    // It is cut off in a block, or goes on as none: pixels stay.
    let pixels = bytes.get(at) == Some(&b',');
    if pixels {
        parts.keep(&bytes[at..])
    } else {
        parts.leave_out(&bytes[at..])
    }
    parts.damaged();
    parts
}

/// Bytes of a table of colours.
fn colours(flags: u8) -> usize {
    if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) }
}

/// Where a block ends, and whether it stays.
fn block(bytes: &[u8], at: usize) -> Option<(usize, bool)> {
    match bytes.get(at)? {
        b';' => Some((at + 1, true)),
        b',' => {
            let flags = *bytes.get(at + 9)?;
            // The descriptor, its colours, and the size of the first code.
            Some((behind(bytes, at + 10 + colours(flags) + 1)?, true))
        }
        b'!' => {
            let end = behind(bytes, at + 2)?;
            let kept = match bytes[at + 1] {
                0xfe => false,
                0xff => SHOWS.iter().any(|known| bytes.get(at + 3..at + 14) == Some(known)),
                _ => true,
            };
            Some((end, kept))
        }
        _ => None,
    }
}

/// Where a row of blocks with their lengths ends.
fn behind(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        let length = usize::from(*bytes.get(at)?);
        at += 1 + length;
        if length == 0 {
            return Some(at);
        }
    }
}

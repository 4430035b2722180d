//! PNG and APNG: chunks (W3C, PNG third edition).
//!
//! In: bytes that begin as one. Out: its parts without texts, times, Exif and chunks of programs; what is needed to show
//! it stays, and everything that says so itself: chunks whose name begins with a capital are.

use super::orientation;
use super::parts::{Parts, four};

/// First bytes.
pub(super) const MARK: &[u8] = b"\x89PNG\r\n\x1a\n";

/// Chunks that may be left out and change how the picture looks.
const SHOWS: [&[u8; 4]; 16] = [
    b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"cICP", b"mDCV", b"cLLI", b"bKGD", b"hIST", b"pHYs",
    b"sPLT", b"acTL", b"fcTL", b"fdAT",
];

/// Length, name and checksum of a chunk.
const AROUND: usize = 12;

/// The parts of the picture.
pub(super) fn parts(bytes: &[u8]) -> Parts<'_> {
    let mut parts = Parts::default();
    parts.keep(MARK);
    let (mut at, mut turned) = (MARK.len(), false);
    while let Some((name, end)) = chunk(bytes, at) {
        let whole = &bytes[at..end.min(bytes.len())];
        match &name {
            b"eXIf" => match orientation::read(data(whole)).filter(|_| !turned) {
                Some(orientation) => {
                    turned = true;
                    parts.replace(whole, exif(orientation));
                }
                None => parts.leave_out(whole),
            },
            name if name[0].is_ascii_uppercase() || SHOWS.contains(&name) => parts.keep(whole),
            _ => parts.leave_out(whole),
        }
        at = end.min(bytes.len());
        if end > bytes.len() {
            parts.damaged();
        }
        if &name == b"IEND" {
            parts.leave_out(&bytes[at..]);
            return parts;
        }
    }
    parts.leave_out(&bytes[at..]);
    parts.damaged();
    parts
}

/// Name of the next chunk, and where it ends: behind the file, if that is cut off.
fn chunk(bytes: &[u8], at: usize) -> Option<([u8; 4], usize)> {
    let length = u32::from_be_bytes(four(bytes, at)?) as usize;
    let name = four(bytes, at + 4)?;
    // A name of other characters is none: the file goes on as something else.
    name.iter().all(u8::is_ascii_alphabetic).then(|| (name, at.saturating_add(AROUND).saturating_add(length)))
}

fn data(whole: &[u8]) -> &[u8] {
    whole.get(8..whole.len().saturating_sub(4)).unwrap_or_default()
}

fn exif(turned: u8) -> Vec<u8> {
    let tiff = orientation::alone(turned);
    let named = [b"eXIf", &tiff[..]].concat();
    let length = u32::try_from(tiff.len()).unwrap_or_default();
    [&length.to_be_bytes()[..], &named, &checksum(&named).to_be_bytes()].concat()
}

/// CRC-32 of a few bytes.
fn checksum(bytes: &[u8]) -> u32 {
    let bit = |sum: u32| if sum & 1 == 1 { (sum >> 1) ^ 0xedb8_8320 } else { sum >> 1 };
    !bytes.iter().fold(!0, |sum, byte| (0..8).fold(sum ^ u32::from(*byte), |sum, _| bit(sum)))
}

/// How the picture is turned, if it says so before its pixels.
pub(super) fn orientation(bytes: &[u8]) -> Option<u8> {
    let mut at = MARK.len();
    while let Some((name, end)) = chunk(bytes, at).filter(|(name, end)| name != b"IDAT" && *end <= bytes.len()) {
        if &name == b"eXIf" {
            return orientation::read(data(&bytes[at..end]));
        }
        at = end;
    }
    None
}

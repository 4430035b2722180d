//! How a picture is turned: the only thing in Exif that says how to show it.
//!
//! In: a TIFF structure, as Exif is one. Out: a number from 2 to 8, and the smallest structure that says it.

/// Tag of the orientation.
const TAG: [u8; 2] = [0x01, 0x12];

/// Fields that are looked through: a directory of thousands is no camera's.
const MOST_FIELDS: usize = 1000;

/// The orientation, unless it is the usual one (1) or none.
pub fn read(tiff: &[u8]) -> Option<u8> {
    let little = match tiff.get(..4)? {
        b"II*\0" => true,
        b"MM\0*" => false,
        _ => return None,
    };
    let number = |at: usize, length: usize| {
        let bytes = tiff.get(at..at.checked_add(length)?)?;
        let add = |sum: usize, byte: &u8| sum << 8 | usize::from(*byte);
        Some(if little { bytes.iter().rev().fold(0, add) } else { bytes.iter().fold(0, add) })
    };
    let start = number(4, 4)?;
    let fields = number(start, 2)?.min(MOST_FIELDS);
    let field = |index: usize| start.checked_add(2 + index * 12);
    let tag = usize::from(u16::from_be_bytes(TAG));
    let at = (0..fields).filter_map(field).find(|at| number(*at, 2) == Some(tag))?;
    // A short, or a long that some programs write.
    let value = match number(at + 2, 2)? {
        3 => number(at + 8, 2)?,
        4 => number(at + 8, 4)?,
        _ => return None,
    };
    u8::try_from(value).ok().filter(|value| (2..=8).contains(value))
}

/// A structure with nothing else in it.
pub fn alone(orientation: u8) -> Vec<u8> {
    let mut tiff = b"MM\0*\0\0\0\x08\0\x01".to_vec();
    tiff.extend(TAG);
    tiff.extend([0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0]);
    tiff
}

/// Whether height and width change places.
pub fn lies(orientation: u8) -> bool {
    (5..=8).contains(&orientation)
}

/// The orientation of a picture, from the beginning of its file.
pub fn of(head: &[u8]) -> Option<u8> {
    match head {
        [0xff, 0xd8, ..] => super::jpeg::orientation(head),
        _ if head.starts_with(super::png::MARK) => super::png::orientation(head),
        _ => None,
    }
}

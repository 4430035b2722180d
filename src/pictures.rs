//! Pictures on their way to readers: without what a camera or a program wrote beside the pixels, and in smaller sizes.
//!
//! In: the bytes of a file. Out: the same picture without its metadata ([`without_metadata`]), or how it looks at fewer
//! pixels ([`smaller`]). A photograph says where and when it was taken, with which device, by whom; a handbook must not.
//!
//! 1. The first bytes say what the file is, whatever its name says.
//! 2. Its parts are walked through; those that are needed to show it are kept as they are, so nothing is lost: pixels,
//!    colour profile, animation. Of Exif only the orientation stays, or the picture would lie on its side.
//! 3. What cannot be walked through stays as it is, and is told if it seems to hold metadata.

mod gif;
mod jpeg;
pub mod orientation;
mod parts;
mod png;
pub mod smaller;
mod webp;

use crate::byte_scan;

/// What became of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cleaned {
    /// The picture without its metadata; none if there was nothing to take out.
    pub bytes: Option<Vec<u8>>,
    /// What its publisher should know.
    pub fault: Option<Fault>,
}

/// What is wrong with a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It ends too early, or is no picture at all.
    Damaged,
    /// It seems to hold metadata, and docent cannot take it out.
    Kept,
}

/// The endings of files that are looked into.
const ENDINGS: [&str; 19] = [
    "jpg", "jpeg", "jpe", "jfif", "jif", "pjpeg", "png", "apng", "webp", "gif", "avif", "avifs", "heic", "heif", "jxl",
    "jp2", "tif", "tiff", "bmp",
];

/// Whether a file is a picture by its name.
pub fn is_one(path: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, ending)| ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known)))
}

/// A picture without its metadata.
pub fn without_metadata(bytes: &[u8]) -> Cleaned {
    let parts = match bytes {
        [0xff, 0xd8, ..] => jpeg::parts(bytes),
        _ if bytes.starts_with(png::MARK) => png::parts(bytes),
        _ if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") => webp::parts(bytes),
        _ if bytes.starts_with(b"GIF8") => gif::parts(bytes),
        _ => return Cleaned { bytes: None, fault: speaks(bytes).then_some(Fault::Kept) },
    };
    parts.finish()
}

/// How metadata begins, wherever it stands: Exif, XMP, IPTC, the place in a film.
const SIGNS: [&[u8]; 7] = [
    b"Exif",
    b"http://ns.adobe.com/xap/",
    b"<x:xmpmeta",
    b"rdf:RDF",
    b"Photoshop 3.0",
    b"com.apple.quicktime.location",
    b"\xa9xyz",
];

/// Whether bytes seem to hold metadata.
pub fn speaks(bytes: &[u8]) -> bool {
    SIGNS.iter().any(|sign| byte_scan::holds(bytes, sign))
}

#[cfg(test)]
mod tests;

//! Files that hold others, by their first bytes. The only file that names the crates which open them, but for [`pdf`].
//!
//! In: a name and bytes that are no UTF-8. Out: [`Opened`]. What is locked or of an unknown form is said to be closed:
//! to guess that it tells nothing would be no proof.

use super::pdf;
use crate::index::deflate::{gunzip, inflate, unzlib};
use std::io::{Cursor, Read};

/// What a file turned out to be.
#[derive(Debug)]
pub(super) enum Opened {
    /// The files in it, by their names.
    Files(Vec<(String, Vec<u8>)>),
    /// A text in another encoding, or the texts of a document.
    Text(String),
    /// A picture, sound, a film or a font.
    Media,
    /// It cannot be looked into: what it is.
    Closed(&'static str),
}

/// Bytes that are unpacked from one file: a bomb of zeros is not unpacked.
const MAX_BYTES: u64 = 512 << 20;

/// First bytes, where they stand, and what the file is.
type Mark = (usize, &'static [u8], &'static str);

/// What docent does not open.
const CLOSED: [Mark; 9] = [
    (0, b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (0, b"Rar!\x1a\x07", "a RAR archive"),
    (0, b"\xfd7zXZ\0", "compressed with xz"),
    (0, b"BZh", "compressed with bzip2"),
    (0, b"\x04\x22\x4d\x18", "compressed with lz4"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document"),
    (0, b"SQLite format 3\0", "a database"),
    (0, b"MSCF", "a cabinet"),
    (0, b"\x85\x01", "encrypted"),
];

/// What nobody reads but eyes and ears.
const MEDIA: [Mark; 25] = [
    (0, b"\x89PNG\r\n\x1a\n", "png"),
    (0, b"\xff\xd8\xff", "jpeg"),
    (0, b"\xff\xd8", "jpeg"),
    (0, b"GIF8", "gif"),
    (0, b"RIFF", "webp, wav, avi"),
    (4, b"ftyp", "mp4, avif, heic"),
    (4, b"moov", "mov"),
    (4, b"mdat", "mov"),
    (0, b"\x1a\x45\xdf\xa3", "webm, mkv"),
    (0, b"OggS", "ogg"),
    (0, b"ID3", "mp3"),
    (0, b"\xff\xfb", "mp3"),
    (0, b"\xff\xf3", "mp3"),
    (0, b"\xff\xf1", "aac"),
    (0, b"fLaC", "flac"),
    (0, b"wOFF", "woff"),
    (0, b"wOF2", "woff2"),
    (0, b"\0\x01\0\0\0", "ttf"),
    (0, b"OTTO", "otf"),
    (0, b"\0\0\x01\0", "ico"),
    (0, b"\0asm", "wasm"),
    (0, b"BM", "bmp"),
    (0, b"II*\0", "tiff"),
    (0, b"MM\0*", "tiff"),
    (0, b"\0\0\0\x0cjP", "jpeg 2000"),
];

fn begins(bytes: &[u8], (at, mark, _): &Mark) -> bool {
    bytes.get(*at..).is_some_and(|rest| rest.starts_with(mark))
}

/// Opens a file.
pub(super) fn open(name: &str, bytes: &[u8]) -> Opened {
    let begins = |mark: &Mark| begins(bytes, mark);
    let one = |bytes: Option<Vec<u8>>, what| match bytes {
        Some(bytes) => Opened::Files(vec![(stem(name), bytes)]),
        None => Opened::Closed(what),
    };
    if let Some(text) = utf_16(bytes) {
        return Opened::Text(text);
    }
    match bytes {
        [0x1f, 0x8b, ..] => one(gunzip(bytes), "a damaged gzip file"),
        [0x28, 0xb5, 0x2f, 0xfd, ..] => one(unzstd(bytes), "a damaged zstd file"),
        [b'P', b'K', 3 | 5, ..] => zip(bytes).map_or(Opened::Closed("a locked or damaged ZIP archive"), Opened::Files),
        _ if bytes.starts_with(b"%PDF-") => pdf::read(bytes).map_or_else(Opened::Closed, Opened::Files),
        _ if bytes.get(257..262) == Some(b"ustar") => {
            tar(bytes).map_or(Opened::Closed("a damaged tar archive"), Opened::Files)
        }
        _ if bytes.len() < MAX_UNMARKED
            && let Some(text) = unmarked(bytes) =>
        {
            Opened::Text(text)
        }
        _ => match CLOSED.iter().find(|mark| begins(mark)) {
            Some((.., what)) => Opened::Closed(what),
            None if MEDIA.iter().any(begins) => Opened::Media,
            None => unnamed(name, bytes),
        },
    }
}

/// What has no first bytes of its own: brotli, deflate, a text in an old encoding.
fn unnamed(name: &str, bytes: &[u8]) -> Opened {
    let unpacked = || unzlib(bytes).or_else(|| inflate(bytes)).or_else(|| unbrotli(bytes)).filter(|b| !b.is_empty());
    if pdf::is_one(bytes) {
        return match (pdf::read(bytes), std::str::from_utf8(bytes)) {
            (Ok(files), _) => Opened::Files(files),
            // A text that speaks of the format.
            (Err(_), Ok(text)) => Opened::Text(text.to_owned()),
            (Err(what), _) => Opened::Closed(what),
        };
    }
    match legacy(bytes) {
        Some(text) => Opened::Text(text),
        None => {
            unpacked().map_or(Opened::Closed("of an unknown format"), |bytes| Opened::Files(vec![(stem(name), bytes)]))
        }
    }
}

/// `page.html.gz` holds `page.html`.
fn stem(name: &str) -> String {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_owned()
}

/// Whether something is packed in these bytes.
pub(super) fn is_packed(bytes: &[u8]) -> bool {
    let packs: [&[u8]; 5] = [b"PK\x03\x04", b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd", b"%PDF-", b"\xff\xd8\xff"];
    packs.iter().any(|mark| bytes.starts_with(mark)) || CLOSED[..7].iter().any(|mark| begins(bytes, mark))
}

/// UTF-16 or UTF-32 with its mark at the beginning, or so full of zeros that it can be nothing else.
pub(super) fn utf_16(bytes: &[u8]) -> Option<String> {
    let wide = |rest: &[u8], one: fn([u8; 4]) -> u32| {
        let units = rest.chunks_exact(4).map(|four| one([four[0], four[1], four[2], four[3]]));
        units.map(|unit| char::from_u32(unit).unwrap_or('\u{fffd}')).collect::<String>()
    };
    let narrow = |rest: &[u8], one: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = rest.chunks_exact(2).map(|two| one([two[0], two[1]])).collect();
        String::from_utf16_lossy(&units)
    };
    match bytes {
        [0xff, 0xfe, 0, 0, rest @ ..] => Some(wide(rest, u32::from_le_bytes)),
        [0, 0, 0xfe, 0xff, rest @ ..] => Some(wide(rest, u32::from_be_bytes)),
        [0xff, 0xfe, rest @ ..] => Some(narrow(rest, u16::from_le_bytes)),
        [0xfe, 0xff, rest @ ..] => Some(narrow(rest, u16::from_be_bytes)),
        _ => None,
    }
}

/// Texts in UTF-16 without its mark are short, if there are any.
const MAX_UNMARKED: usize = 4 << 20;

/// UTF-16 without a mark: nearly all of it are letters of the alphabets that people here write in.
fn unmarked(bytes: &[u8]) -> Option<String> {
    let is_text =
        |c: &char| matches!(*c, '\t' | '\n' | '\r' | ' '..='~' | '\u{a0}'..='\u{52f}' | '\u{2010}'..='\u{203a}');
    let readings = [u16::from_le_bytes as fn([u8; 2]) -> u16, u16::from_be_bytes];
    readings.into_iter().find_map(|one| {
        let units: Vec<u16> = bytes.chunks_exact(2).map(|two| one([two[0], two[1]])).collect();
        let text = String::from_utf16(&units).ok()?;
        let (all, known) = (text.chars().count(), text.chars().filter(is_text).count());
        (all > 3 && known * 20 >= all * 19).then_some(text)
    })
}

/// The files of an archive that stands behind something else.
pub(super) fn behind(bytes: &[u8]) -> Option<Vec<(String, Vec<u8>)>> {
    let end = &bytes[bytes.len().saturating_sub(66_000)..];
    end.windows(4).any(|four| four == b"PK\x05\x06").then(|| zip(bytes)).flatten()
}

/// Bytes of a text in Windows-1251, KOI8-R or Latin 1, in each reading: nothing in it says which it is.
fn legacy(bytes: &[u8]) -> Option<String> {
    let is_text = |b: &u8| *b >= 0x20 || matches!(b, b'\t' | b'\n' | b'\r' | 0x0c);
    if bytes.is_empty() || !bytes.iter().all(is_text) {
        return None;
    }
    let readings = [encoding_rs::WINDOWS_1251, encoding_rs::KOI8_R, encoding_rs::WINDOWS_1252, encoding_rs::IBM866];
    let read = |encoding: &&'static encoding_rs::Encoding| encoding.decode_without_bom_handling(bytes).0.into_owned();
    Some(readings.iter().map(read).collect::<Vec<_>>().join("\n"))
}

fn limited(mut reader: impl Read) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let read = reader.by_ref().take(MAX_BYTES).read_to_end(&mut out).ok()? as u64;
    (read < MAX_BYTES).then_some(out)
}

fn unzstd(bytes: &[u8]) -> Option<Vec<u8>> {
    limited(ruzstd::decoding::StreamingDecoder::new(bytes).ok()?)
}

fn unbrotli(bytes: &[u8]) -> Option<Vec<u8>> {
    limited(brotli_decompressor::Decompressor::new(bytes, 4096))
}

fn zip(bytes: &[u8]) -> Option<Vec<(String, Vec<u8>)>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut files = vec![(String::new(), archive.comment().to_vec())];
    for at in 0..archive.len() {
        let file = archive.by_index(at).ok()?;
        let name = String::from_utf8_lossy(file.name_raw()).into_owned();
        files.push((name, limited(file)?));
    }
    Some(files)
}

fn tar(bytes: &[u8]) -> Option<Vec<(String, Vec<u8>)>> {
    let mut archive = tar::Archive::new(bytes);
    let read = |entry: std::io::Result<tar::Entry<'_, &[u8]>>| {
        let entry = entry.ok()?;
        let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        Some((name, limited(entry)?))
    };
    archive.entries().ok()?.map(read).collect()
}

/// Texts that a PNG carries packed (`zTXt`, `iTXt`; PNG specification, 11.3.3).
pub(super) fn chunks(bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut texts = Vec::new();
    let mut rest = bytes.strip_prefix(b"\x89PNG\r\n\x1a\n").unwrap_or_default();
    while let Some((head, behind)) = rest.split_at_checked(8) {
        let length = u32::from_be_bytes([head[0], head[1], head[2], head[3]]) as usize;
        let Some((chunk, after)) = behind.split_at_checked(length) else { break };
        if matches!(&head[4..], b"zTXt" | b"iTXt" | b"iCCP") {
            let packed = (0..chunk.len().min(256)).filter(|at| chunk[*at] == 0x78);
            texts.extend(packed.filter_map(|at| unzlib(&chunk[at..])));
        }
        rest = after.get(4..).unwrap_or_default();
    }
    texts
}

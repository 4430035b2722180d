//! What stays of a picture and what does not, with a secret in each place that may hold one.

use super::*;
use orientation::{alone, of, read};

fn segment(marker: u8, data: &[u8]) -> Vec<u8> {
    let length = u16::try_from(data.len() + 2).unwrap();
    [&[0xff, marker][..], &length.to_be_bytes(), data].concat()
}

fn chunk(name: &[u8; 4], data: &[u8]) -> Vec<u8> {
    [&u32::try_from(data.len()).unwrap().to_be_bytes()[..], name, data, b"crc!"].concat()
}

fn riff(name: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let padding = &[0][..data.len() % 2];
    [name, &u32::try_from(data.len()).unwrap().to_le_bytes()[..], data, padding].concat()
}

fn webp(chunks: &[Vec<u8>]) -> Vec<u8> {
    let inside = chunks.concat();
    [b"RIFF", &u32::try_from(inside.len() + 4).unwrap().to_le_bytes()[..], b"WEBP", &inside].concat()
}

/// Exif of a camera: little-endian, turned by a quarter, with a place behind it.
fn camera() -> Vec<u8> {
    let mut tiff = b"II*\0\x08\0\0\0\x02\0".to_vec();
    tiff.extend(b"\x0f\x01\x02\0\x08\0\0\0\x26\0\0\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0");
    tiff.extend(b"SECRETGPS");
    tiff
}

const SCAN: &[u8] = b"\xff\xda\0\x04\x01\x02ab\xff\0cd\xff\xd3ef";

/// Pictures with a secret in each place that may hold one, and how they are turned.
fn telling() -> Vec<(&'static str, Vec<u8>, Option<u8>)> {
    let exif = [b"Exif\0\0", &camera()[..]].concat();
    let soi: &[u8] = b"\xff\xd8";
    let jpeg = |parts: &[Vec<u8>]| [soi, &parts.concat(), SCAN, b"\xff\xd9"].concat();
    let png = |parts: &[Vec<u8>]| {
        [png::MARK, &chunk(b"IHDR", &[0; 13]), &parts.concat(), &chunk(b"IDAT", b"x"), &chunk(b"IEND", b"")].concat()
    };
    let gif = |parts: &[&[u8]]| [b"GIF89a\x01\0\x01\0\x80\0\0abcdef", &parts.concat()[..], b";"].concat();
    let pixels: &[u8] = b",\0\0\0\0\x01\0\x01\0\0\x02\x02ab\0";
    vec![
        ("exif", jpeg(&[segment(0xe1, &exif)]), Some(6)),
        ("xmp", jpeg(&[segment(0xe1, b"http://ns.adobe.com/xap/1.0/\0<SECRET/>")]), None),
        ("iptc", jpeg(&[segment(0xed, b"Photoshop 3.0\0SECRET")]), None),
        ("comment", jpeg(&[segment(0xfe, b"SECRET")]), None),
        ("a maker's own", jpeg(&[segment(0xe4, b"SECRET"), segment(0xeb, b"JPSECRET")]), None),
        ("another picture's place", jpeg(&[segment(0xe2, b"MPF\0SECRET")]), None),
        ("a thumbnail", jpeg(&[segment(0xe0, b"JFIF\0\x01\x02\0\0\x01\0\x01\x01\x01SECRET")]), None),
        ("JFXX", jpeg(&[segment(0xe0, b"JFXX\0SECRET")]), None),
        ("between the parts", [soi, b"SECRET", SCAN, b"\xff\xd9"].concat(), None),
        ("behind the end", [&jpeg(&[])[..], b"ftypmp42 SECRET"].concat(), None),
        ("behind a scan", [soi, SCAN, &segment(0xfe, b"SECRET"), SCAN, b"\xff\xd9"].concat(), None),
        ("a cut JPEG", [soi, &segment(0xe1, &exif), &SCAN[..9]].concat(), Some(6)),
        ("cut in its Exif", [soi, &segment(0xfe, b"SECRET and more")[..12]].concat(), None),
        (
            "png texts",
            png(&[chunk(b"tEXt", b"Author\0SECRET"), chunk(b"zTXt", b"SECRET"), chunk(b"iTXt", b"SECRET")]),
            None,
        ),
        ("png exif", png(&[chunk(b"eXIf", &camera())]), Some(6)),
        ("png time and own", png(&[chunk(b"tIME", b"SECRET"), chunk(b"caBX", b"SECRET")]), None),
        ("behind a png", [&png(&[])[..], b"SECRET"].concat(), None),
        ("a cut png", png(&[chunk(b"tEXt", b"SECRET and more")])[..50].to_vec(), None),
        (
            "webp",
            webp(&[
                riff(b"VP8X", b"\x2c\0\0\0abcdef"),
                riff(b"VP8 ", b"x"),
                riff(b"EXIF", &camera()),
                riff(b"XMP ", b"SECRET"),
            ]),
            None,
        ),
        ("webp's own", webp(&[riff(b"VP8L", b"xy"), riff(b"note", b"SECRET")]), None),
        ("behind a webp", [&webp(&[riff(b"VP8L", b"xy")])[..], b"SECRET"].concat(), None),
        ("gif", gif(&[b"!\xfe\x06SECRET\0", b"!\xff\x0bXMP DataXMP\x06SECRET\0", pixels]), None),
        ("behind a gif", [&gif(&[pixels])[..], b"SECRET"].concat(), None),
    ]
}

#[test]
fn nothing_but_the_picture_stays() {
    for (name, bytes, turned) in telling() {
        let cleaned = without_metadata(&bytes).bytes.unwrap_or_else(|| panic!("{name}: as it was"));
        assert!(!byte_scan::holds(&cleaned, b"SECRET"), "{name}");
        assert_eq!(of(&cleaned), turned, "{name}");
        let again = without_metadata(&cleaned);
        assert_eq!(again.bytes, None, "{name}: a second time finds nothing");
    }
}

#[test]
fn what_shows_a_picture_stays_as_it_is() {
    let jfif = segment(0xe0, b"JFIF\0\x01\x02\0\0\x01\0\x01\0\0");
    let icc = segment(0xe2, b"ICC_PROFILE\0\x01\x01profile");
    let jpeg = [b"\xff\xd8", &jfif[..], &icc, &segment(0xee, b"Adobe\0d"), SCAN, SCAN, b"\xff\xd9"].concat();
    let moving =
        [chunk(b"acTL", b"12345678"), chunk(b"fcTL", b"x"), chunk(b"iCCP", b"p"), chunk(b"fdAT", b"y")].concat();
    let png = [png::MARK, &chunk(b"IHDR", &[0; 13]), &moving, &chunk(b"IEND", b"")].concat();
    let webp =
        webp(&[riff(b"VP8X", b"\x22\0\0\0abcdef"), riff(b"ICCP", b"abc"), riff(b"ANIM", b"x"), riff(b"ANMF", b"y")]);
    let gif = b"GIF89a\x01\0\x01\0\0\0\0!\xff\x0bNETSCAPE2.0\x03\x01\0\0\0!\xf9\x04\0\0\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x02ab\0;";
    for bytes in [&jpeg[..], &png, &webp, gif] {
        assert_eq!(without_metadata(bytes), Cleaned::default(), "{}", String::from_utf8_lossy(&bytes[..8]));
    }
    let turned = webp_turned();
    let cleaned = without_metadata(&turned).bytes.unwrap();
    assert!(cleaned.ends_with(&alone(6)) && cleaned[20] & 0x0c == 0x08, "the flag says that there is Exif");
    assert_eq!(cleaned.len() - 8, u32::from_le_bytes(cleaned[4..8].try_into().unwrap()) as usize);
}

fn webp_turned() -> Vec<u8> {
    webp(&[riff(b"VP8X", b"\x0c\0\0\0abcdef"), riff(b"VP8 ", b"xy"), riff(b"EXIF", &camera()), riff(b"XMP ", b"<x/>")])
}

#[test]
fn what_cannot_be_read_is_told() {
    let fault = |bytes: &[u8]| without_metadata(bytes).fault;
    assert_eq!(fault(b"\0\0\0\x1cftypavif....Exif"), Some(Fault::Kept));
    assert_eq!(fault(b"\0\0\0\x1cftypavif...."), None);
    assert_eq!(fault(b"not a picture"), None);
    assert_eq!(fault(&[&b"\xff\xd8"[..], &SCAN[..9]].concat()), Some(Fault::Damaged));
    assert_eq!(fault(b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHD"), Some(Fault::Damaged));
    assert_eq!(fault(b"RIFF\xff\0\0\0WEBPVP8 \xff\0\0\0x"), Some(Fault::Damaged));
    assert_eq!(fault(b"GIF89a\x01\0\x01\0\0\0\0,\0"), Some(Fault::Damaged));
}

#[test]
fn only_an_orientation_that_turns_is_one() {
    for turned in 2..=8 {
        assert_eq!(read(&alone(turned)), Some(turned));
    }
    for tiff in
        [&alone(1)[..], &alone(9), b"MM\0*\xff\xff\xff\xff", b"II*\0\x08\0\0\0\xff\xff", b"", b"XX*\0\x08\0\0\0"]
    {
        assert_eq!(read(tiff), None, "{tiff:?}");
    }
    assert_eq!(read(&camera()), Some(6));
}

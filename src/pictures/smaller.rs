//! A picture at fewer pixels, for a place that is narrower than it. The only file that names the crate `image`.
//!
//! In: the bytes of a picture. Out: what is really smaller, the widest first, in the same format and colours. A picture
//! that moves, one in colours of a printer, and one of more than [`MAX_PIXELS`] have no smaller sizes.
//!
//! 1. The head says how many pixels there are; only then they are read.
//! 2. They are averaged down to twice the widest size, which is quick, then turned as Exif says, then resampled.
//! 3. A size that saves less than a tenth of the bytes is not worth another file.

use super::orientation;
use crate::byte_scan;
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::codecs::webp::WebPEncoder;
use image::imageops::FilterType as Filter;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageEncoder, ImageFormat, ImageReader, Limits, RgbaImage};
use std::io::Cursor;

/// The widths that are made, in pixels. A column of text is about 640 wide, on a screen with fine pixels twice that.
pub const WIDTHS: [u32; 3] = [1536, 960, 640];

/// More pixels are not read: 64 millions take 256 MB.
pub const MAX_PIXELS: u64 = 64 << 20;

/// A copy of a picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Smaller {
    /// In pixels, as it is shown.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    /// The file.
    pub bytes: Vec<u8>,
}

/// Whether a picture of this size and name may have smaller ones.
pub fn may_have(path: &str, (width, height): (u32, u32)) -> bool {
    let ending = path.rsplit('.').next().unwrap_or_default();
    let known = ["jpg", "jpeg", "png", "webp"].iter().any(|known| ending.eq_ignore_ascii_case(known));
    known && is_wider(width, WIDTHS[WIDTHS.len() - 1]) && u64::from(width) * u64::from(height) <= MAX_PIXELS
}

/// Whether it is wide enough to be worth a copy of a width.
fn is_wider(width: u32, than: u32) -> bool {
    u64::from(width) * 4 >= u64::from(than) * 5
}

/// The smaller sizes of a picture, the widest first.
pub fn smaller(bytes: &[u8]) -> Vec<Smaller> {
    read(bytes).map_or_else(Vec::new, |picture| picture.sizes(bytes.len()))
}

/// A picture that was read.
struct Picture {
    format: ImageFormat,
    profile: Option<Vec<u8>>,
    /// Its pixels, at most twice as wide as the widest size.
    pixels: DynamicImage,
    /// As it is in the file, and as it is shown.
    width: u32,
}

fn format(bytes: &[u8]) -> Option<ImageFormat> {
    match bytes {
        [0xff, 0xd8, ..] => Some(ImageFormat::Jpeg),
        // What moves, and what has more colours than a screen of eight bits, stays as it is.
        _ if bytes.starts_with(super::png::MARK) => {
            let still = [b"acTL", b"cICP"].iter().all(|name| !byte_scan::holds(bytes, *name));
            still.then_some(ImageFormat::Png)
        }
        _ if bytes.starts_with(b"RIFF") => (!byte_scan::holds(bytes, b"ANIM")).then_some(ImageFormat::WebP),
        _ => None,
    }
}

fn read(bytes: &[u8]) -> Option<Picture> {
    let format = format(bytes)?;
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::default();
    limits.max_alloc = Some(MAX_PIXELS * 8);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().ok()?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MAX_PIXELS {
        return None;
    }
    let profile = decoder.icc_profile().ok().flatten();
    // Of a printer's colours the profile would be wrong for what is written.
    if profile.as_ref().is_some_and(|profile| !matches!(profile.get(16..20), Some(b"RGB " | b"GRAY"))) {
        return None;
    }
    let turned = orientation::of(bytes).or_else(|| decoder.orientation().ok().map(Orientation::to_exif)).unwrap_or(1);
    let lies = orientation::lies(turned);
    let shown = if lies { (height, width) } else { (width, height) };
    let pixels = reduced(eight_bits(DynamicImage::from_decoder(decoder).ok()?), shown.0);
    let mut pixels = premultiplied(pixels);
    pixels.apply_orientation(Orientation::from_exif(turned)?);
    Some(Picture { format, profile, pixels, width: shown.0 })
}

/// Pixels with one byte for each colour.
fn eight_bits(pixels: DynamicImage) -> DynamicImage {
    let color = pixels.color();
    match (color.has_color(), color.has_alpha()) {
        (true, true) | (false, true) => DynamicImage::ImageRgba8(pixels.into_rgba8()),
        (true, false) => DynamicImage::ImageRgb8(pixels.into_rgb8()),
        (false, false) => DynamicImage::ImageLuma8(pixels.into_luma8()),
    }
}

/// Averages to twice the widest size that is made of a picture that is shown so wide.
fn reduced(pixels: DynamicImage, shown: u32) -> DynamicImage {
    let twice = WIDTHS.iter().find(|width| is_wider(shown, **width)).map_or(shown, |width| width * 2);
    if shown <= twice {
        return pixels;
    }
    let scaled = |length: u32| (u64::from(length) * u64::from(twice)).div_ceil(u64::from(shown)).max(1);
    let (width, height) = (scaled(pixels.width()), scaled(pixels.height()));
    pixels.thumbnail_exact(u32::try_from(width).unwrap_or(u32::MAX), u32::try_from(height).unwrap_or(u32::MAX))
}

/// Colours that nobody sees must not be mixed into those beside them.
fn premultiplied(pixels: DynamicImage) -> DynamicImage {
    mapped(pixels, |color, alpha| (u16::from(color) * u16::from(alpha) / 255) as u8)
}

fn plain(pixels: DynamicImage) -> DynamicImage {
    mapped(pixels, |color, alpha| match alpha {
        0 => 0,
        alpha => (u32::from(color) * 255 / u32::from(alpha)).min(255) as u8,
    })
}

fn mapped(pixels: DynamicImage, of: impl Fn(u8, u8) -> u8) -> DynamicImage {
    let DynamicImage::ImageRgba8(mut pixels) = pixels else { return pixels };
    let each = |pixels: &mut RgbaImage| {
        for pixel in pixels.pixels_mut() {
            let alpha = pixel.0[3];
            pixel.0[..3].iter_mut().for_each(|color| *color = of(*color, alpha));
        }
    };
    each(&mut pixels);
    DynamicImage::ImageRgba8(pixels)
}

impl Picture {
    fn sizes(mut self, whole: usize) -> Vec<Smaller> {
        let (mut made, mut least): (Vec<Smaller>, usize) = (Vec::new(), whole);
        for width in WIDTHS.into_iter().filter(|width| is_wider(self.width, *width)) {
            let height = u64::from(self.pixels.height()) * u64::from(width) / u64::from(self.pixels.width().max(1));
            let height = u32::try_from(height.max(1)).unwrap_or(1);
            self.pixels = self.pixels.resize_exact(width, height, Filter::CatmullRom);
            let Some(bytes) = self.written() else { break };
            if bytes.len() < least - least / 10 {
                least = bytes.len();
                made.push(Smaller { width, height, bytes });
            }
        }
        made
    }

    fn written(&self) -> Option<Vec<u8>> {
        let mut out = Vec::new();
        let pixels = plain(self.pixels.clone());
        match self.format {
            ImageFormat::Jpeg => self.write(&pixels, JpegEncoder::new_with_quality(&mut out, 82)),
            ImageFormat::Png => {
                let best = PngEncoder::new_with_quality(&mut out, CompressionType::Level(7), FilterType::Adaptive);
                self.write(&pixels, best)
            }
            _ => self.write(&pixels, WebPEncoder::new_lossless(&mut out)),
        }?;
        Some(out)
    }

    fn write(&self, pixels: &DynamicImage, mut encoder: impl ImageEncoder) -> Option<()> {
        if let Some(profile) = &self.profile {
            encoder.set_icc_profile(profile.clone()).ok()?;
        }
        pixels.write_with_encoder(encoder).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A photograph of so many pixels, as noise that does not compress to nothing.
    fn photo(width: u32, height: u32) -> image::RgbImage {
        image::RgbImage::from_fn(width, height, |x, y| {
            image::Rgb([(x * 7 + y) as u8, (x ^ y) as u8, (x * y / 50) as u8])
        })
    }

    fn sizes(bytes: &[u8]) -> Vec<(u32, u32)> {
        smaller(bytes).iter().map(|size| (size.width, size.height)).collect()
    }

    #[test]
    fn sizes_are_smaller_upright_and_never_larger() {
        let (mut jpeg, mut png) = (Vec::new(), Vec::new());
        photo(2000, 1000).write_to(&mut Cursor::new(&mut jpeg), ImageFormat::Jpeg).unwrap();
        photo(700, 500).write_to(&mut Cursor::new(&mut png), ImageFormat::Png).unwrap();
        assert_eq!(sizes(&jpeg), [(1536, 768), (960, 480), (640, 320)]);
        assert_eq!(sizes(&png), [], "it is hardly wider than the narrowest");
        let tiff = [b"Exif\0\0", &orientation::alone(6)[..]].concat();
        let exif = [&[0xff, 0xe1, 0, tiff.len() as u8 + 2][..], &tiff].concat();
        let lying = [&jpeg[..2], &exif, &jpeg[2..]].concat();
        assert_eq!(sizes(&lying), [(640, 1280)], "the file lies on its side");
        for end in [0, 1, 2, 20, 300, jpeg.len() / 2] {
            let _ = sizes(&jpeg[..end]);
        }
    }

    #[test]
    fn only_a_wide_picture_of_a_known_kind_has_some() {
        for (path, size, may) in [
            ("a.JPG", (4000, 3000), true),
            ("a.webp", (800, 10), true),
            ("a.png", (799, 3000), false),
            ("a.gif", (4000, 3000), false),
            ("a.jpg", (65_535, 65_535), false),
            ("a.jpg", (u32::MAX, u32::MAX), false),
        ] {
            assert_eq!(may_have(path, size), may, "{path}");
        }
    }
}

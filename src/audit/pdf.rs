//! What somebody can read out of a PDF. The only file that names lopdf.
//!
//! In: bytes. Out: its texts as one file, and the files that are attached to it; or why it cannot be read.
//!
//! 1. What is before `%PDF` is read as a text: readers pass over it.
//! 2. A PDF that was saved again keeps what was replaced: it is read at the end of each saving too, and all of its
//!    streams are read once more as they lie there, whether or not something leads to them.
//! 3. Letters of a font are numbers. What they mean, the font says ([`CMap`]); a font that does not say it cannot be read.

mod cmap;

use super::containers::{is_packed, utf_16};
use crate::index::deflate::unzlib;
use cmap::CMap;
use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Object, ObjectId, Stream};
use std::collections::{BTreeMap, BTreeSet};

/// Readers look for the beginning in so many bytes.
const HEAD: usize = 1024;
/// Savings that are read one by one.
const MOST_SAVINGS: usize = 100;
/// Fonts of one name that a string is read in.
const MOST_FONTS: usize = 40;
/// How deep lists in lists are looked through.
const DEPTH: usize = 32;

const DAMAGED: &str = "a locked or damaged PDF";
const NO_LETTERS: &str = "a PDF with a font that does not say which letters it has (Identity-H without ToUnicode)";

type File = (String, Vec<u8>);

/// Whether readers take these bytes for a PDF.
pub(super) fn is_one(bytes: &[u8]) -> bool {
    start(bytes).is_some_and(|at| at == 0 || find(bytes, b"startxref").is_some())
}

fn start(bytes: &[u8]) -> Option<usize> {
    find(&bytes[..bytes.len().min(HEAD + 5)], b"%PDF-")
}

/// Its texts, and the files in it.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<File>, &'static str> {
    let at = start(bytes).ok_or(DAMAGED)?;
    let whole = &bytes[at..];
    let now = load(whole).or_else(|| load(bytes)).ok_or(DAMAGED)?;
    let mut found = Found::default();
    found.text.push_str(&String::from_utf8_lossy(&bytes[..at]));
    found.document(&now)?;
    for end in savings(whole)? {
        // The first part of a file that is laid out for the web is none of its own.
        if let Some(before) = load(&whole[..end]) {
            found.document(&before)?;
        }
    }
    found.bytes(whole);
    // What was read out of it is not to be taken for a PDF.
    found.files.push((String::new(), found.text.replace("%PDF-", "PDF ").into_bytes()));
    Ok(found.files)
}

fn load(bytes: &[u8]) -> Option<Document> {
    let locked = find(bytes, b"/Encrypt").is_some();
    Document::load_mem(bytes).ok().filter(|document| !locked && !document.is_encrypted())
}

/// Where each saving but the last ends.
fn savings(bytes: &[u8]) -> Result<Vec<usize>, &'static str> {
    let mut ends: Vec<usize> = all(bytes, b"%%EOF").map(|at| at + 5).collect();
    ends.pop();
    if ends.len() > MOST_SAVINGS { Err("a PDF that was saved more than a hundred times") } else { Ok(ends) }
}

/// What was found so far.
#[derive(Default)]
struct Found {
    text: String,
    files: Vec<File>,
    /// By the names that pages call them by: what their numbers mean, if they say it.
    fonts: BTreeMap<Vec<u8>, Vec<Option<CMap>>>,
}

impl Found {
    fn document(&mut self, document: &Document) -> Result<(), &'static str> {
        self.learn(document);
        for page in document.get_pages().into_keys() {
            document.extract_text_chunks(&[page]).into_iter().flatten().for_each(|text| self.text.push_str(&text));
            self.text.push('\n');
        }
        let attached = attached(document);
        for (id, object) in &document.objects {
            self.object(object, 0);
            if let Object::Stream(stream) = object {
                self.stream(stream, attached.contains(id))?;
            }
        }
        self.object(&Object::Dictionary(document.trailer.clone()), 0);
        Ok(())
    }

    /// What the fonts of a document say of their letters.
    fn learn(&mut self, document: &Document) {
        let mut known = BTreeSet::new();
        let mut fonts = |dictionary: &Dictionary| {
            let Some(fonts) = dictionary.get(b"Font").ok().and_then(|fonts| dictionary_of(document, fonts)) else {
                return;
            };
            for (name, font) in fonts {
                let key = font.as_reference().ok();
                if let Some(font) = dictionary_of(document, font)
                    && (key.is_none() || known.insert((name.clone(), key)))
                {
                    self.fonts.entry(name.clone()).or_default().push(letters_of(document, font));
                }
            }
        };
        document.objects.values().for_each(|object| dictionaries(object, &mut fonts, 0));
    }

    /// Titles, names, addresses and comments: strings in UTF-16 or one byte a letter.
    fn object(&mut self, object: &Object, depth: usize) {
        let text = match object {
            Object::String(bytes, _) => utf_16(bytes).unwrap_or_else(|| String::from_utf8_lossy(bytes).into_owned()),
            Object::Name(bytes) => String::from_utf8_lossy(bytes).into_owned(),
            Object::Array(items) if depth < DEPTH => {
                return items.iter().for_each(|item| self.object(item, depth + 1));
            }
            Object::Dictionary(map) if depth < DEPTH => {
                return map.iter().for_each(|(_, item)| self.object(item, depth + 1));
            }
            Object::Stream(stream) if depth < DEPTH => {
                return stream.dict.iter().for_each(|(_, item)| self.object(item, depth + 1));
            }
            _ => return,
        };
        self.text.push_str(&text);
        self.text.push('\n');
    }

    /// What a page shows, a text such as XMP, a file.
    fn stream(&mut self, stream: &Stream, attached: bool) -> Result<(), &'static str> {
        let bytes = stream.decompressed_content().unwrap_or_else(|_| stream.content.clone());
        let named = stream.dict.get(b"Type").and_then(Object::as_name).is_ok_and(|name| name == b"EmbeddedFile");
        if attached || named || is_packed(&bytes) {
            self.files.push(("attachment".to_owned(), bytes));
            return Ok(());
        }
        self.plain(&bytes);
        if self.shown(&bytes) { Ok(()) } else { Err(NO_LETTERS) }
    }

    fn plain(&mut self, bytes: &[u8]) {
        if let Ok(text) = std::str::from_utf8(bytes) {
            self.text.push_str(text);
            self.text.push('\n');
        }
    }

    /// All of the bytes, streams unpacked: what is replaced is not taken away.
    fn bytes(&mut self, bytes: &[u8]) {
        let mut rest = bytes;
        while let Some(at) = find(rest, b"stream") {
            self.text.push_str(&String::from_utf8_lossy(&rest[..at]));
            self.text.push('\n');
            let inside = &rest[at + 6..];
            let inside = inside.strip_prefix(b"\r\n").or_else(|| inside.strip_prefix(b"\n")).unwrap_or(inside);
            let Some(end) = find(inside, b"endstream") else { break };
            let packed = &inside[..end];
            let read = unzlib(packed).unwrap_or_else(|| packed.to_vec());
            if is_packed(&read) {
                self.files.push(("attachment".to_owned(), read));
            } else {
                self.plain(&read);
                // What the document itself shows has been looked at.
                self.shown(&read);
            }
            rest = &inside[end + 9..];
        }
        self.text.push_str(&String::from_utf8_lossy(rest));
    }

    /// The strings that a page shows, in each font that may be meant. False if one of them says nothing of its letters.
    fn shown(&mut self, content: &[u8]) -> bool {
        if !content.windows(2).any(|two| matches!(two, b"Tj" | b"TJ")) {
            return true;
        }
        let operations = Content::decode(content).map(|content| content.operations).unwrap_or_default();
        let (mut font, mut readable): (&[u8], bool) = (b"", true);
        let mut lines = Lines::default();
        for operation in &operations {
            match operation.operator.as_str() {
                "Tf" => font = operation.operands.first().and_then(|name| name.as_name().ok()).unwrap_or_default(),
                "Tj" | "TJ" | "'" | "\"" => {
                    let fonts = self.fonts.get(font).map_or(&[][..], Vec::as_slice);
                    readable &= fonts.is_empty() || fonts.iter().any(Option::is_some) || !lines.says(operation);
                    lines.add(operation, fonts);
                }
                _ => {}
            }
        }
        lines.0.iter().for_each(|text| {
            self.text.push_str(text);
            self.text.push('\n');
        });
        readable
    }
}

/// The strings of a page in three readings: each by itself, as words that follow each other, and without a gap: letters
/// may be set one by one.
#[derive(Default)]
struct Lines([String; 3]);

impl Lines {
    fn says(&self, operation: &Operation) -> bool {
        let text = |object: &Object| matches!(object, Object::String(bytes, _) if !bytes.is_empty());
        let inside = |object: &Object| object.as_array().is_ok_and(|items| items.iter().any(text));
        operation.operands.iter().any(|operand| text(operand) || inside(operand))
    }

    fn add(&mut self, operation: &Operation, fonts: &[Option<CMap>]) {
        let bytes = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let mut readings = vec![pieces(operation, &bytes)];
        for font in fonts.iter().flatten().take(MOST_FONTS) {
            readings.push(pieces(operation, &|bytes| font.read(bytes)));
        }
        for (number, pieces) in readings.iter().enumerate() {
            let whole: String = pieces.iter().map(|(text, _)| text.as_str()).collect();
            self.0[0].push_str(&whole);
            self.0[0].push('\n');
            // The most likely reading is the first font's.
            if number == usize::from(readings.len() > 1) {
                self.0[2].push_str(&whole);
                self.0[1].push(' ');
            }
            let gap = |gap: bool| if gap { " " } else { "" };
            pieces.iter().for_each(|(text, wide)| self.0[1].extend([gap(*wide), text]));
        }
    }
}

/// The strings of an operation, each with whether there is a gap before it: where the pen moves by more than a tenth of
/// the font's size.
fn pieces(operation: &Operation, read: &dyn Fn(&[u8]) -> String) -> Vec<(String, bool)> {
    let (mut all, mut wide) = (Vec::new(), false);
    let items = operation.operands.iter().flat_map(|operand| match operand {
        Object::Array(items) => items.as_slice(),
        other => std::slice::from_ref(other),
    });
    for item in items {
        match item {
            Object::String(bytes, _) => all.push((read(bytes), std::mem::take(&mut wide))),
            Object::Integer(moved) => wide |= *moved < -100,
            Object::Real(moved) => wide |= *moved < -100.0,
            _ => {}
        }
    }
    all
}

/// What the numbers of a font mean: with `None` nobody knows. A font of one byte a letter has those of the alphabet.
fn letters_of(document: &Document, font: &Dictionary) -> Option<CMap> {
    let resolved =
        |key: &[u8]| font.get(key).ok().and_then(|object| document.dereference(object).ok()).map(|(_, object)| object);
    if let Some(Object::Stream(stream)) = resolved(b"ToUnicode") {
        let bytes = stream.decompressed_content().unwrap_or_else(|_| stream.content.clone());
        return Some(CMap::parse(&bytes));
    }
    let composite = font.get(b"Subtype").and_then(Object::as_name).is_ok_and(|name| name == b"Type0");
    let numbered = match resolved(b"Encoding") {
        Some(Object::Name(name)) => name.starts_with(b"Identity"),
        Some(Object::Stream(_)) => true,
        _ => false,
    };
    if composite && numbered { None } else { Some(CMap::default()) }
}

/// The streams that are attached files, whatever they are called.
fn attached(document: &Document) -> BTreeSet<ObjectId> {
    let mut all = BTreeSet::new();
    let mut look = |dictionary: &Dictionary| {
        let files = dictionary.get(b"EF").ok().and_then(|files| dictionary_of(document, files));
        all.extend(files.into_iter().flatten().filter_map(|(_, file)| file.as_reference().ok()));
    };
    document.objects.values().for_each(|object| dictionaries(object, &mut look, 0));
    all
}

fn dictionary_of<'d>(document: &'d Document, object: &'d Object) -> Option<&'d Dictionary> {
    document.dereference(object).ok().and_then(|(_, object)| object.as_dict().ok())
}

/// Every dictionary in an object.
fn dictionaries(object: &Object, look: &mut dyn FnMut(&Dictionary), depth: usize) {
    let inside = match object {
        Object::Array(items) if depth < DEPTH => {
            return items.iter().for_each(|item| dictionaries(item, look, depth + 1));
        }
        Object::Dictionary(map) => map,
        Object::Stream(stream) => &stream.dict,
        _ => return,
    };
    look(inside);
    if depth < DEPTH {
        inside.iter().for_each(|(_, item)| dictionaries(item, look, depth + 1));
    }
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    all(bytes, what).next()
}

/// Where something stands in bytes.
fn all<'b>(bytes: &'b [u8], what: &'b [u8]) -> impl Iterator<Item = usize> + 'b {
    bytes.windows(what.len()).enumerate().filter(move |(_, window)| *window == what).map(|(at, _)| at)
}

//! XML for machines. The only file that names quick-xml's types; feed and sitemap write with them.
//!
//! In: texts as people wrote them. Out: a document, escaped, in UTF-8.

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};
use std::io;

/// A document in the making.
pub(super) type Xml = Writer<Vec<u8>>;

/// A document around its one element. None would be a fault of ours: memory takes whatever is written.
pub(super) fn document(root: impl FnOnce(&mut Xml) -> io::Result<&mut Xml>) -> Option<String> {
    let mut xml = Writer::new(Vec::new());
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None))).ok()?;
    line_end(&mut xml).ok()?;
    root(&mut xml).ok()?;
    line_end(&mut xml).ok()?;
    String::from_utf8(xml.into_inner()).ok()
}

/// An element that is only a text.
pub(super) fn element(xml: &mut Xml, name: &str, text: &str) -> io::Result<()> {
    xml.create_element(name).write_text_content(BytesText::new(&allowed(text))).map(drop)
}

/// An element that holds HTML, as a text.
pub(super) fn html(xml: &mut Xml, name: &str, html: &str) -> io::Result<()> {
    let element = xml.create_element(name).with_attribute(("type", "html"));
    element.write_text_content(BytesText::new(&allowed(html))).map(drop)
}

/// So that people can read it too, and compare it line by line.
pub(super) fn line_end(xml: &mut Xml) -> io::Result<()> {
    xml.write_event(Event::Text(BytesText::new("\n")))
}

/// A text without the control characters that XML 1.0 cannot hold.
fn allowed(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() && !matches!(*c, '\u{fffe}' | '\u{ffff}')).collect()
}

//! Any bytes as what an import reads: an archive, XML, a literal of JavaScript, a page, HTML. Nothing panics, and what is
//! read of a page has lines of that page.
#![no_main]

use docent::import::proof::{markdown, markup};
use docent::import::{archive, encoding, front, literal, relink, settings, to_markdown, xml};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let _ = archive::unpack(data);
    let (text, _) = encoding::read(data);
    literal::first_object(&text);
    literal::values_of(&text, "sidebar");
    settings::front_matter(&text);
    let _ = xml::with(&text, xml::text);
    let _ = xml::with_storage(&text, xml::text);
    let lines = text.matches('\n').count() + 1;
    let facts = markdown::read(&text);
    assert!(facts.runs.iter().chain(&facts.codes).all(|piece| piece.line <= lines + 1));
    for range in relink::destinations(&text) {
        assert!(text.get(range).is_some());
    }
    let page = front::with_redirects(&text, &["/old/".to_owned()]);
    assert!(page.contains("redirect_from"));
    markup::facts(&text);
    markup::shown(&text);
    to_markdown::convert(&text);
});

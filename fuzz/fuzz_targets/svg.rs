//! Any text as an SVG: reading it never fails, a fault has a place in it, and no drawing that is let through stays so
//! with a script in it.
#![no_main]

use docent::svg::check;
use libfuzzer_sys::fuzz_target;

const HOSTILE: [&str; 4] = [
    "<script xmlns='http://www.w3.org/2000/svg'/>",
    "<z:script xmlns:z='http://www.w3.org/1999/xhtml'/>",
    "<a xmlns='http://www.w3.org/2000/svg' href='java&#10;script:x'/>",
    "<?xml-stylesheet href='x'?>",
];

fuzz_target!(|text: &str| {
    if let Err(fault) = check(text) {
        assert!(fault.at.bytes().is_some_and(|range| range.start <= text.len()), "{fault:?}");
        return;
    }
    // The root's end, where it surely is one.
    let plain = ["<!--", "<![CDATA[", "<?"].iter().all(|other| !text.contains(other));
    let Some(end) = text.rfind("</").filter(|_| plain) else { return };
    for hostile in HOSTILE {
        let changed = format!("{}{hostile}{}", &text[..end], &text[end..]);
        assert!(check(&changed).is_err(), "{changed:?}");
    }
});

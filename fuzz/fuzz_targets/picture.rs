//! Any bytes as a picture: its metadata is taken out without a panic, a second time finds nothing more, and nothing is made
//! longer than by an orientation. Its smaller sizes are made without a panic too.
#![no_main]

use docent::pictures::{orientation, smaller, without_metadata};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Some(cleaned) = without_metadata(bytes).bytes {
        assert!(cleaned.len() <= bytes.len() + 64);
        assert_eq!(without_metadata(&cleaned).bytes, None);
    }
    let _ = orientation::of(bytes);
    let _ = smaller::smaller(bytes);
});

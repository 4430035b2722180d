//! How browsers and caches are to treat a file of the site.
//!
//! In: its path and the fingerprint of its bytes. Out: its type, and how long it may be kept. A name that holds the hash of
//! its content never means other bytes; everything else is asked for again each time, which costs an answer of 304.

use crate::output::{FOR_EVER, media_type};
use object_store::{Attribute, Attributes};

/// Raised when what is said here changes, so that all files are sent again.
pub const VERSION: u32 = 1;

const ASK: &str = "no-cache";

/// Whether a name holds the hash of its content.
pub fn is_lasting(path: &str, fingerprint: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    let is_hash = |part: &&str| part.len() >= 8 && part.bytes().all(|byte| byte.is_ascii_hexdigit());
    let of_search = path.starts_with("search/") && (path.ends_with(".bin") || path.ends_with(".wasm"));
    name.split(['.', '-']).filter(is_hash).any(|hash| of_search || fingerprint.starts_with(hash))
}

/// How long a file may be kept.
pub fn cache_control(path: &str, fingerprint: &str) -> &'static str {
    if is_lasting(path, fingerprint) { FOR_EVER } else { ASK }
}

/// What a store is told of a file.
pub fn attributes(path: &str, fingerprint: &str) -> Attributes {
    Attributes::from_iter([
        (Attribute::ContentType, media_type(path)),
        (Attribute::CacheControl, cache_control(path, fingerprint)),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_name_with_the_hash_of_its_content_lasts() {
        let print = "1f3a9c04deadbeef";
        for (path, lasts) in [
            ("assets/docent.1f3a9c04.css", true),
            ("assets/1f3a9c04deadbeef.webp", true),
            ("search/f0-0-49b1af0c.bin", true),
            ("search/engine-06eaa80f.wasm", true),
            ("search/entry.json", false),
            ("search/offline/start.js", false),
            ("assets/photo.20261130.jpg", false),
            ("en/deadbeef.html", false),
            ("index.html", false),
        ] {
            assert_eq!(is_lasting(path, print), lasts, "{path}");
        }
    }
}

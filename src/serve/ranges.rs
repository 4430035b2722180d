//! Which part of a file a request wants, and whether it has it already (RFC 9110, sections 13 and 14).
//!
//! In: the head of a request, the file's tag and length. Out: the answer: 200 with the whole file, 206 with the part that
//! was asked for (a player seeks in a video by this, and Safari plays none without), 304 for what the browser has, 416 for
//! a part that the file does not have. Of several parts at once the whole file is sent, as the RFC allows.

use axum::body::Body;
use axum::http::header::{
    ACCEPT_RANGES, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, ETAG, HeaderName, IF_NONE_MATCH, IF_RANGE, RANGE,
};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::{IntoResponse, Response};

/// What a request says of it.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// The head alone is wanted.
    head: bool,
    range: Option<String>,
    if_range: Option<String>,
    if_none_match: Vec<String>,
}

/// What is to be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Whole,
    /// From the first byte to the last.
    Of(u64, u64),
    Known,
    None,
}

impl Asked {
    /// From a request's head. A header that should stand once and does not is as good as none.
    pub fn of(method: &Method, headers: &HeaderMap) -> Self {
        let all = |name: HeaderName| -> Vec<String> {
            let values = headers.get_all(name).iter();
            values.filter_map(|value| value.to_str().ok().map(str::to_owned)).collect()
        };
        let one = |name: HeaderName| <[String; 1]>::try_from(all(name)).ok().map(|[value]| value);
        let head = *method == Method::HEAD;
        // Parts are for GET alone.
        Self { head, range: one(RANGE).filter(|_| !head), if_range: one(IF_RANGE), if_none_match: all(IF_NONE_MATCH) }
    }

    fn part(&self, tag: &str, len: u64) -> Part {
        let tags = self.if_none_match.iter().flat_map(|all| all.split(',')).map(str::trim);
        if tags.map(|known| known.strip_prefix("W/").unwrap_or(known)).any(|known| known == tag || known == "*") {
            return Part::Known;
        }
        // Parts of two different files are none: the whole one, if it is another by now.
        if self.if_range.as_ref().is_some_and(|known| known != tag) {
            return Part::Whole;
        }
        let range = self.range.as_deref().and_then(|range| http_range_header::parse_range_header(range).ok());
        let Some(range) = range.filter(|range| range.len() == 1) else { return Part::Whole };
        match range.validate(len).as_deref() {
            Ok([range, ..]) => Part::Of(*range.start(), *range.end()),
            Ok([]) => Part::Whole,
            Err(_) => Part::None,
        }
    }
}

/// The answer. `body` makes so many bytes from one on.
pub fn parted(asked: &Asked, kind: &'static str, tag: &str, len: u64, body: impl FnOnce(u64, u64) -> Body) -> Response {
    let tag = format!("\"{tag}\"");
    let (status, start, sent, place) = match asked.part(&tag, len) {
        Part::Known => return (StatusCode::NOT_MODIFIED, [(ETAG, tag)]).into_response(),
        Part::None => {
            let place = [(CONTENT_RANGE, format!("bytes */{len}"))];
            return (StatusCode::RANGE_NOT_SATISFIABLE, place).into_response();
        }
        Part::Whole => (StatusCode::OK, 0, len, None),
        Part::Of(first, last) => {
            (StatusCode::PARTIAL_CONTENT, first, last - first + 1, Some(format!("bytes {first}-{last}/{len}")))
        }
    };
    let body = if asked.head { Body::empty() } else { body(start, sent) };
    let head = [
        (CONTENT_TYPE, kind.to_owned()),
        (CONTENT_LENGTH, sent.to_string()),
        (ACCEPT_RANGES, "bytes".to_owned()),
        (ETAG, tag),
    ];
    match place {
        Some(place) => (status, head, [(CONTENT_RANGE, place)], body).into_response(),
        None => (status, head, body).into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(range: &str, if_range: Option<&str>) -> Part {
        let asked = Asked { range: Some(range.to_owned()), if_range: if_range.map(str::to_owned), ..Asked::default() };
        asked.part("\"tag\"", 100)
    }

    #[test]
    fn parts_are_those_of_the_rfc() {
        for (range, expected) in [
            ("bytes=0-9", Part::Of(0, 9)),
            ("bytes=90-", Part::Of(90, 99)),
            ("bytes=90-200", Part::Of(90, 99)),
            ("bytes=-10", Part::Of(90, 99)),
            ("bytes=-200", Part::Of(0, 99)),
            ("bytes=99-99", Part::Of(99, 99)),
            ("bytes=0-18446744073709551615", Part::Of(0, 99)),
            ("bytes=100-", Part::None),
            ("bytes=100-200", Part::None),
            ("bytes=-0", Part::None),
            ("bytes=0-9,20-29", Part::Whole),
            ("bytes=9-0", Part::Whole),
            ("bytes=a-b", Part::Whole),
            ("bytes=", Part::Whole),
            ("lines=0-9", Part::Whole),
            ("", Part::Whole),
        ] {
            assert_eq!(part(range, None), expected, "{range}");
        }
        assert_eq!(part("bytes=0-9", Some("\"tag\"")), Part::Of(0, 9));
        for other in ["\"other\"", "W/\"tag\"", "Wed, 21 Oct 2015 07:28:00 GMT"] {
            assert_eq!(part("bytes=0-9", Some(other)), Part::Whole, "{other}");
        }
        let empty = |range: &str| Asked { range: Some(range.to_owned()), ..Asked::default() }.part("\"tag\"", 0);
        assert_eq!((empty("bytes=0-"), empty("bytes=-5")), (Part::None, Part::Whole));
    }

    #[test]
    fn what_the_browser_has_is_not_sent() {
        for (tags, known) in [
            ("\"tag\"", true),
            ("W/\"tag\"", true),
            ("\"a\", \"tag\"", true),
            ("*", true),
            ("\"a\"", false),
            ("tag", false),
        ] {
            let asked = Asked { if_none_match: vec![tags.to_owned()], ..Asked::default() };
            assert_eq!(asked.part("\"tag\"", 100) == Part::Known, known, "{tags}");
        }
    }
}

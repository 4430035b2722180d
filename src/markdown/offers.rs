//! Pages of other sites that can be shown in a page: videos, boards, documents.
//!
//! In: an address, as people copy it from their browser, and the sites that `embeds` allows. Out: an [`Offer`], if the
//! service is known: its name, and the address of the player if its host may be framed.

use crate::config::embeds;
use crate::url::filled;

/// A page that can be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer<'u> {
    /// What the service is called.
    pub service: &'static str,
    /// The address without its scheme and what stands behind its host.
    pub host: &'u str,
    /// What a frame may show.
    pub frame: Option<String>,
}

/// The page that an address means.
pub fn of<'u>(url: &'u str, allowed: &[String]) -> Option<Offer<'u>> {
    let (host, rest) = parts(url)?;
    let name = host.to_ascii_lowercase();
    let (service, frame) = known(name.strip_prefix("www.").unwrap_or(&name), rest, url)?;
    let hosts = embeds::hosts(allowed);
    let may = |frame: &String| embeds::host(frame).is_some_and(|host| hosts.contains(&host.as_str()));
    Some(Offer { service, host, frame: frame.filter(may) })
}

/// The host of a web address, and what follows it.
fn parts(url: &str) -> Option<(&str, &str)> {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"))?;
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    Some((&rest[..end], &rest[end..]))
}

/// The service, and the address of its player.
fn known(host: &str, rest: &str, url: &str) -> Option<(&'static str, Option<String>)> {
    let path = rest.split(['?', '#']).next().unwrap_or_default();
    let mut steps = path.split('/').filter(|step| !step.is_empty());
    let mut next = || steps.next().unwrap_or_default();
    match host {
        "youtube.com" | "m.youtube.com" | "music.youtube.com" | "youtube-nocookie.com" => {
            let video = match next() {
                "watch" => value(rest, "v")?,
                "shorts" | "live" | "embed" | "v" => next(),
                _ => return None,
            };
            youtube(video, rest)
        }
        "youtu.be" => youtube(next(), rest),
        "vimeo.com" | "player.vimeo.com" => {
            let first = next();
            let video = if first == "video" { next() } else { first };
            is_number(video).then(|| ("Vimeo", Some(format!("https://player.vimeo.com/video/{video}"))))
        }
        "loom.com" => {
            let shown = matches!(next(), "share" | "embed");
            let video = next();
            (shown && is_id(video)).then(|| ("Loom", Some(format!("https://www.loom.com/embed/{video}"))))
        }
        "figma.com" | "embed.figma.com" => {
            let shown = ["file", "design", "proto", "board", "slides"].contains(&next()) && is_id(next());
            let frame = || filled("https://www.figma.com/embed?embed_host=docent&url={url}", &[("url", url)]);
            shown.then(|| ("Figma", Some(frame())))
        }
        "miro.com" => {
            let shown = next() == "app" && matches!(next(), "board" | "live-embed");
            let board = next();
            let frame = || format!("https://miro.com/app/live-embed/{board}/");
            (shown && is_id(board)).then(|| ("Miro", Some(frame())))
        }
        "docs.google.com" | "drive.google.com" => google(host, path),
        _ => None,
    }
}

fn youtube(video: &str, rest: &str) -> Option<(&'static str, Option<String>)> {
    let at = value(rest, "t").or_else(|| value(rest, "start")).map(|at| at.trim_end_matches('s'));
    let at = at.filter(|at| is_number(at)).map_or_else(String::new, |at| format!("?start={at}"));
    is_id(video).then(|| ("YouTube", Some(format!("https://www.youtube-nocookie.com/embed/{video}{at}"))))
}

/// `/document/d/ID/edit`, `/forms/d/e/ID/viewform`, `/file/d/ID/view`.
fn google(host: &str, path: &str) -> Option<(&'static str, Option<String>)> {
    let path = path.trim_matches('/');
    let (kind, rest) = path.split_once("/d/")?;
    let service = match kind.rsplit('/').next().unwrap_or_default() {
        "document" => "Google Docs",
        "spreadsheets" => "Google Sheets",
        "presentation" => "Google Slides",
        "forms" => "Google Forms",
        "file" => "Google Drive",
        _ => return None,
    };
    let (before, id) = rest.strip_prefix("e/").map_or(("", rest), |rest| ("e/", rest));
    let id = id.split('/').next().unwrap_or_default();
    let end = if service == "Google Forms" { "viewform?embedded=true" } else { "preview" };
    is_id(id).then(|| (service, Some(format!("https://{host}/{kind}/d/{before}{id}/{end}"))))
}

/// What a query says under a name.
fn value<'u>(rest: &'u str, name: &str) -> Option<&'u str> {
    let query = rest.split('#').next()?.split_once('?')?.1;
    query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
}

fn is_id(text: &str) -> bool {
    (1..=200).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'='))
}

fn is_number(text: &str) -> bool {
    (1..=20).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_as_people_copy_them() {
        let allowed = ["youtube", "vimeo", "loom", "figma", "miro", "google"].map(str::to_owned);
        for (url, service, frame) in [
            (
                "https://www.youtube.com/watch?v=dQw4w9WgXcQ&list=x",
                "YouTube",
                "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ",
            ),
            (
                "https://youtu.be/dQw4w9WgXcQ?t=42s",
                "YouTube",
                "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?start=42",
            ),
            ("https://m.youtube.com/shorts/a-B_1", "YouTube", "https://www.youtube-nocookie.com/embed/a-B_1"),
            ("https://www.youtube.com/live/abc?si=z", "YouTube", "https://www.youtube-nocookie.com/embed/abc"),
            ("https://vimeo.com/76979871", "Vimeo", "https://player.vimeo.com/video/76979871"),
            ("https://player.vimeo.com/video/76979871", "Vimeo", "https://player.vimeo.com/video/76979871"),
            (
                "https://www.loom.com/share/0281766fa2d04bb788eaf19e65135184",
                "Loom",
                "https://www.loom.com/embed/0281766fa2d04bb788eaf19e65135184",
            ),
            (
                "https://www.figma.com/design/AbC/Name?node-id=1-2",
                "Figma",
                "https://www.figma.com/embed?embed_host=docent&url=https%3A%2F%2Fwww%2Efigma%2Ecom%2Fdesign%2FAbC%2FName%3Fnode%2Did%3D1%2D2",
            ),
            ("https://miro.com/app/board/uXjVK=/?share_link_id=1", "Miro", "https://miro.com/app/live-embed/uXjVK=/"),
            (
                "https://docs.google.com/document/d/1a_B/edit#heading=h.x",
                "Google Docs",
                "https://docs.google.com/document/d/1a_B/preview",
            ),
            (
                "https://docs.google.com/a/firm.example/spreadsheets/d/1a/edit?usp=sharing",
                "Google Sheets",
                "https://docs.google.com/a/firm.example/spreadsheets/d/1a/preview",
            ),
            (
                "https://docs.google.com/presentation/d/1a/",
                "Google Slides",
                "https://docs.google.com/presentation/d/1a/preview",
            ),
            (
                "https://docs.google.com/forms/d/e/1F/viewform",
                "Google Forms",
                "https://docs.google.com/forms/d/e/1F/viewform?embedded=true",
            ),
            ("https://drive.google.com/file/d/1a/view", "Google Drive", "https://drive.google.com/file/d/1a/preview"),
        ] {
            let offer = of(url, &allowed).unwrap_or_else(|| panic!("{url}"));
            assert_eq!((offer.service, offer.frame.as_deref()), (service, Some(frame)), "{url}");
            assert_eq!(of(url, &[]).map(|offer| offer.frame), Some(None), "{url}: not where nobody allows it");
        }
    }

    #[test]
    fn other_pages_are_links() {
        for url in [
            "https://www.youtube.com/@channel",
            "https://www.youtube.com/watch?list=x",
            "https://youtu.be/",
            "https://youtu.be/a\"b",
            "https://vimeo.com/about",
            "https://figma.com/pricing",
            "https://miro.com/",
            "https://docs.google.com/",
            "https://youtube.com.evil.example/watch?v=abc",
            "https://example.com/watch?v=abc",
            "//youtu.be/abc",
            "mailto:a@youtu.be",
        ] {
            assert_eq!(of(url, &["youtube".to_owned()]), None, "{url}");
        }
    }
}

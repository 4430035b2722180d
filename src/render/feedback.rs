//! The addresses at the foot of a page under which readers tell what is wrong, and change it.
//!
//! In: `feedback` and `edit_url` of `docent.yaml`, a page. Out: an address for the page as a whole, which needs no script,
//! and what `report.js` needs to name a part of it: the address with `{heading}` and `{quote}` left open, and the lines on
//! which headings begin.

use crate::page::Page;
use crate::url::{encode, filled};

/// Where readers tell what is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feedback {
    /// For the page as a whole.
    pub url: String,
    /// With `{heading}` and `{quote}` left open, if it asks for one of them.
    pub template: Option<String>,
}

/// The addresses of a page with a title, a source file, and an owner who may have a mailbox. None, if it is a mailbox
/// that nobody knows.
pub fn feedback(template: &str, title: &str, source: &str, mail: Option<&str>) -> Option<Feedback> {
    let template = with_owner(template, mail)?;
    let open = filled(&template, &[("title", title), ("path", source)]);
    let url = filled(&open, &[("heading", ""), ("quote", "")]);
    let asks = ["{heading}", "{quote}"].iter().any(|part| open.contains(part));
    Some(Feedback { url, template: asks.then_some(open) })
}

/// The address with the owner's mailbox in the place of `{owner}`; without one, what else stands between commas there.
pub fn with_owner(template: &str, mail: Option<&str>) -> Option<String> {
    let mail = mail.filter(|mail| is_mail(mail)).unwrap_or_default();
    let filled = template.replace("{owner}", mail);
    let Some(rest) = filled.strip_prefix("mailto:") else { return Some(filled) };
    let (to, query) = rest.split_at(rest.find('?').unwrap_or(rest.len()));
    let to: Vec<&str> = to.split(',').map(str::trim).filter(|one| !one.is_empty()).collect();
    (!to.is_empty()).then(|| format!("mailto:{}{query}", to.join(",")))
}

/// Whether a text is a mailbox that an address can name as it is.
pub fn is_mail(text: &str) -> bool {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '+' | '\'');
    text.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty() && host.contains('.') && name.chars().all(plain) && host.chars().all(plain)
    })
}

/// The address where a page is edited, from its first line on.
pub fn edit_url(template: &str, source: &str) -> String {
    edit_template(template, source).replace("{line}", "1")
}

/// The same with `{line}` left open.
pub fn edit_template(template: &str, source: &str) -> String {
    template.replace("{path}", &encode(source))
}

/// On which line each heading begins: `12:first-steps 40:next`. Of a page from which something was cut, the lines are
/// those of what is left: the others would tell of it.
pub fn heading_lines(page: &Page) -> String {
    let outline = &page.outline;
    let line = |at: usize| {
        let at = page.body + at;
        let of_rest = || page.text.get(..at).map_or(1, |above| above.matches('\n').count() + 1);
        if outline.partial || outline.unlinked { of_rest() } else { page.place(at..at).line }
    };
    let named = outline.headings.iter().filter(|heading| !heading.id.is_empty());
    named.map(|heading| format!("{}:{}", line(heading.range.start), heading.id)).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_title_and_path_in_it_and_leaves_the_rest_to_the_reader() {
        let of = |template: &str, mail| feedback(template, "A & b", "content/x y.md", mail);
        let issue = of("https://git.example/new?title={title}&body={path}%0A{heading}%0A{quote}", None).unwrap();
        assert_eq!(issue.url, "https://git.example/new?title=A%20%26%20b&body=content%2Fx%20y%2Emd%0A%0A");
        let open = issue.template.unwrap();
        assert!(open.ends_with("md%0A{heading}%0A{quote}"), "{open}");
        assert_eq!(of("https://chat.example/help", None).unwrap().template, None);
        for (template, mail, expected) in [
            ("mailto:{owner}", Some("ann@example.com"), Some("mailto:ann@example.com")),
            (
                "mailto:{owner},docs@example.com?subject={path}",
                None,
                Some("mailto:docs@example.com?subject=content%2Fx%20y%2Emd"),
            ),
            (
                "mailto:{owner}, docs@example.com",
                Some("ann@example.com"),
                Some("mailto:ann@example.com,docs@example.com"),
            ),
            ("mailto:{owner}?subject=x", None, None),
            ("mailto:{owner}?subject=x", Some("a?cc=b@c.d"), None),
            ("https://x.example/?to={owner}", None, Some("https://x.example/?to=")),
        ] {
            assert_eq!(of(template, mail).map(|found| found.url).as_deref(), expected, "{template} {mail:?}");
        }
    }
}

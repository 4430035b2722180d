//! Which sites may show a page of theirs in a page of ours: `embeds` of `docent.yaml`.
//!
//! In: an address. Out: whether its host is named there. A service stands for the hosts of its player.

/// The services that have a name, and their hosts.
pub const SERVICES: [(&str, &[&str]); 6] = [
    ("youtube", &["www.youtube.com", "www.youtube-nocookie.com", "youtube.com"]),
    ("vimeo", &["player.vimeo.com"]),
    ("loom", &["www.loom.com"]),
    ("figma", &["www.figma.com", "embed.figma.com"]),
    ("miro", &["miro.com"]),
    ("google", &["docs.google.com", "drive.google.com"]),
];

/// The hosts that a list of services and hosts allows, once each, in order.
pub fn hosts(embeds: &[String]) -> Vec<&str> {
    let mut all: Vec<&str> = Vec::new();
    for name in embeds {
        let service = SERVICES.iter().find(|(service, _)| service == name);
        let hosts = service.map_or_else(|| vec![name.as_str()], |(_, hosts)| hosts.to_vec());
        for host in hosts {
            if !all.contains(&host) {
                all.push(host);
            }
        }
    }
    all
}

/// Whether a name can be that of a host: `video.example.com`, without a scheme, a port or a path.
pub fn is_host(name: &str) -> bool {
    let part = |part: &str| {
        !part.is_empty()
            && !part.starts_with('-')
            && !part.ends_with('-')
            && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    };
    name.len() <= 253 && name.contains('.') && name.split('.').all(part)
}

/// The host of an `https` address, in lower case; nothing if there is more before the path.
pub fn host(address: &str) -> Option<String> {
    let rest = address.get(..8).filter(|start| start.eq_ignore_ascii_case("https://")).and(address.get(8..))?;
    let end = rest.find(['/', '?', '#', '\\']).unwrap_or(rest.len());
    let host = rest[..end].to_ascii_lowercase();
    let plain = !address.contains(|c: char| c.is_control() || c.is_whitespace());
    (plain && is_host(&host)).then_some(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_plain_host_is_one() {
        for (address, expected) in [
            ("https://www.youtube.com/embed/x", Some("www.youtube.com")),
            ("HTTPS://Miro.com?x", Some("miro.com")),
            ("http://miro.com/", None),
            ("//miro.com/", None),
            ("https://miro.com@evil.example/", None),
            ("https://miro.com:8080/", None),
            ("https://evil.example\\@miro.com/", Some("evil.example")),
            ("https://miro.com\t.evil.example/", None),
            ("https://localhost/", None),
            ("javascript:alert(1)//https://miro.com/", None),
        ] {
            assert_eq!(host(address).as_deref(), expected, "{address}");
        }
    }

    #[test]
    fn a_service_stands_for_its_hosts() {
        let embeds = ["vimeo".to_owned(), "a.example".to_owned(), "vimeo".to_owned()];
        assert_eq!(hosts(&embeds), ["player.vimeo.com", "a.example"]);
    }
}

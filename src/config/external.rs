//! Which links to other sites are asked for: `external_links` of `docent.yaml`.
//!
//! In: the table. Out: patterns: a host (`example.com`), the hosts below one (`*.example.com`), a host with its port, and
//! in `ignore` also what an address begins with (`https://example.com/private/`).

use serde::Deserialize;

/// The table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ExternalLinks {
    /// Links that nobody asks for.
    pub ignore: Vec<String>,
    /// Hosts that are asked though their addresses are those of a private network.
    pub allow: Vec<String>,
}

impl ExternalLinks {
    /// What is wrong with it: the key, what, what to do.
    pub(super) fn problem(&self) -> Option<(&'static str, String, &'static str)> {
        let wrong = |key, pattern: &String| {
            format!("`{pattern}` is no host{}", if key == "ignore" { " or web address" } else { "" })
        };
        let no_host = |pattern: &&String| !is_host(pattern);
        let no_start = |pattern: &&String| !is_host(pattern) && !is_address(pattern);
        if let Some(pattern) = self.ignore.iter().find(no_start) {
            let hint = "write a host such as `example.com` or `*.example.com`, or what addresses begin with: \
                        `https://example.com/private/`";
            return Some(("ignore", wrong("ignore", pattern), hint));
        }
        let pattern = self.allow.iter().find(no_host)?;
        Some((
            "allow",
            wrong("allow", pattern),
            "write a host such as `wiki.corp.example`, `*.corp.example` or `10.0.0.5`",
        ))
    }
}

fn is_address(pattern: &str) -> bool {
    let rest = pattern.strip_prefix("https://").or_else(|| pattern.strip_prefix("http://"));
    rest.is_some_and(|rest| !rest.is_empty()) && !pattern.contains(char::is_whitespace)
}

/// Names, addresses, letters of any alphabet; nothing that belongs to a path.
fn is_host(pattern: &str) -> bool {
    let name = pattern.strip_prefix("*.").unwrap_or(pattern);
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | ':' | '[' | ']');
    !name.is_empty() && !name.starts_with(['.', '-']) && name.chars().all(fits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_is_a_host_or_a_beginning() {
        let ignore =
            |pattern: &str| ExternalLinks { ignore: vec![pattern.into()], ..Default::default() }.problem().is_none();
        let allow =
            |pattern: &str| ExternalLinks { allow: vec![pattern.into()], ..Default::default() }.problem().is_none();
        for pattern in ["example.com", "*.example.com", "localhost:3000", "10.0.0.5", "[::1]", "пример.рф"] {
            assert!(ignore(pattern) && allow(pattern), "{pattern}");
        }
        assert!(ignore("https://example.com/private/") && !allow("https://example.com/"));
        for pattern in ["", "*", "https://", "/path", "example.com/path", "a b", "*.", "ftp://x"] {
            assert!(!ignore(pattern), "{pattern}");
        }
    }
}

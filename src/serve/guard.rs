//! Who may ask: the exact host, for events and actions the exact origin and the token.
//!
//! In: a request's head, and the address that it came to. Out: yes or no. A page of another site can make a browser send
//! requests here, and a name that its owner points at 127.0.0.1 makes them look like our own (DNS rebinding): so names
//! are compared as a whole, with the port, and nothing is derived from them.

use axum::http::header::{HOST, ORIGIN};
use axum::http::{HeaderMap, Uri};
use std::net::SocketAddr;

/// The names that this preview is asked by.
#[derive(Clone, Debug, Default)]
pub struct Hosts {
    /// `localhost:3000`, `127.0.0.1:3000`, `[::1]:3000` ...
    names: Vec<String>,
    /// Names that the user allows: a tunnel may speak HTTPS.
    allowed: Vec<String>,
}

impl Hosts {
    /// The names for an address: those of the loopback, and what the user allows (`name` or `name:port`).
    pub fn new(address: SocketAddr, allowed: &[String]) -> Self {
        let port = address.port();
        let own = ["localhost", "127.0.0.1", "[::1]"].into_iter().flat_map(|name| with_port(name, port)).collect();
        let allowed = allowed.iter().map(|name| name.to_ascii_lowercase());
        let full = |name: String| if has_port(&name) { vec![name] } else { vec![format!("{name}:{port}"), name] };
        Self { names: own, allowed: allowed.flat_map(full).collect() }
    }

    /// Whether a request names us, once, and the same everywhere it names anybody. `local` is our end of its connection.
    pub fn allows(&self, headers: &HeaderMap, uri: &Uri, local: SocketAddr) -> bool {
        let mut hosts = headers.get_all(HOST).iter();
        let (Some(host), None) = (hosts.next(), hosts.next()) else { return false };
        let Ok(host) = host.to_str() else { return false };
        let absolute = uri.authority().is_none_or(|authority| authority.as_str() == host);
        absolute && self.is_ours(host, local)
    }

    fn is_ours(&self, host: &str, local: SocketAddr) -> bool {
        let known = |names: &[String]| names.iter().any(|name| name == host);
        known(&self.names) || known(&self.allowed) || with_port(&literal(local), local.port()).iter().any(|n| n == host)
    }

    /// Whether a request asks this machine by a name of its own: not one that a tunnel or a container gave it.
    pub fn is_own(&self, headers: &HeaderMap) -> bool {
        headers.get(HOST).is_some_and(|host| self.names.iter().any(|name| name.as_bytes() == host.as_bytes()))
    }

    /// Whether a request comes from a page of this preview: its origin is the host that it asks.
    pub fn is_same_origin(&self, headers: &HeaderMap) -> bool {
        let text = |name| headers.get(name).and_then(|value: &axum::http::HeaderValue| value.to_str().ok());
        let Some(host) = text(HOST) else { return false };
        let mut origins = headers.get_all(ORIGIN).iter();
        match (origins.next(), origins.next()) {
            (Some(origin), None) => {
                let plain = origin.as_bytes() == format!("http://{host}").as_bytes();
                let tunnel = self.allowed.iter().any(|name| name == host);
                plain || (tunnel && origin.as_bytes() == format!("https://{host}").as_bytes())
            }
            // Browsers leave the origin out of a page's GETs to its own host, and pages cannot set this header.
            (None, _) => headers.get("sec-fetch-site").is_some_and(|site| site.as_bytes() == b"same-origin"),
            _ => false,
        }
    }
}

/// An address as a host: `127.0.0.1`, `[::1]`.
fn literal(address: SocketAddr) -> String {
    match address {
        SocketAddr::V4(v4) => v4.ip().to_string(),
        SocketAddr::V6(v6) => format!("[{}]", v6.ip()),
    }
}

/// A name as a browser writes it: without the port only if that is 80.
fn with_port(name: &str, port: u16) -> Vec<String> {
    let bare = (port == 80).then(|| name.to_owned());
    bare.into_iter().chain([format!("{name}:{port}")]).collect()
}

fn has_port(name: &str) -> bool {
    name.rsplit_once(':').is_some_and(|(_, port)| !port.is_empty() && port.bytes().all(|b| b.is_ascii_digit()))
}

/// Whether two tokens are the same, in a time that does not depend on where they differ.
pub fn same_token(a: &str, b: &str) -> bool {
    a.len() == b.len() && a.bytes().zip(b.bytes()).fold(0, |differ, (a, b)| differ | (a ^ b)) == 0
}

/// 128 bits of chance, in hex.
///
/// # Errors
/// When the system gives no random numbers.
pub fn token() -> Result<String, String> {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes).map_err(|error| format!("the system does not provide random numbers: {error}"))?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_compared_as_a_whole() {
        assert!(same_token("ab", "ab"));
        assert!(!same_token("ab", "abc") && !same_token("ab", "aa") && !same_token("", "a"));
        assert_eq!(token().unwrap().len(), 32);
        assert_ne!(token().unwrap(), token().unwrap());
    }
}

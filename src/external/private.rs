//! Addresses of private networks, which a text on a page must not make this machine ask: its own services, a router, the
//! metadata of a cloud.
//!
//! In: a name or an address. Out: addresses that are public, every one of them; the connection goes to just those, so
//! that a name cannot mean another address a moment later.

use super::links::is_host_of;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use std::collections::BTreeSet;
use std::env;
use std::error::Error;
use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;

/// Whether an address can be reached from everywhere.
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

/// The registry of special addresses of IANA.
fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let special = matches!(
        (a, b, c),
        (0 | 10 | 127, ..)
            | (100, 64..=127, _)
            | (169, 254, _)
            | (172, 16..=31, _)
            | (192, 0, 0 | 2)
            | (192, 88, 99)
            | (192, 168, _)
            | (198, 18..=19, _)
            | (198, 51, 100)
            | (203, 0, 113)
            | (224..=255, ..)
    );
    !special
}

/// The same; where one holds an address of version 4, that counts.
fn is_public_v6(address: Ipv6Addr) -> bool {
    let [a, b, c, d, e, f, g, h] = address.segments();
    let v4 = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        is_public_v4(Ipv4Addr::new(a, b, c, d))
    };
    match (a, b) {
        (0, 0) if (c, d, e) == (0, 0, 0) && matches!(f, 0 | 0xffff) => f == 0xffff && v4(g, h),
        (0x64, 0xff9b) => (c, d, e, f) == (0, 0, 0, 0) && v4(g, h),
        (0x2001, 0 | 0xdb8) => false,
        (0x2002, _) => v4(b, c),
        // All that is given out today.
        _ => a & 0xe000 == 0x2000,
    }
}

/// A host that is not asked.
#[derive(Debug)]
pub struct PrivateHost;

impl fmt::Display for PrivateHost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the host has an address of a private network")
    }
}

impl Error for PrivateHost {}

/// Looks names up, and hands on public addresses only.
#[derive(Clone, Debug)]
pub struct PublicOnly {
    allowed: Arc<[String]>,
    /// The proxies of this machine: it is they who ask, and they may stand in the private network.
    proxies: Arc<BTreeSet<String>>,
}

impl PublicOnly {
    /// `allowed`: hosts that may be private.
    pub fn but_for(allowed: &[String]) -> Self {
        Self { allowed: allowed.into(), proxies: proxies().into() }
    }

    /// Whether a host is asked whatever its address is.
    pub fn allows(&self, host: &str, port: Option<u16>) -> bool {
        self.allowed.iter().any(|pattern| is_host_of(pattern, host, port))
    }
}

impl Resolve for PublicOnly {
    fn resolve(&self, name: Name) -> Resolving {
        let name = name.as_str().to_owned();
        // The port is not known here: it was looked at when the address was.
        let free = self.proxies.contains(&name) || self.allowed.iter().any(|own| is_host_of(own, &name, None));
        Box::pin(async move {
            let found: Vec<SocketAddr> = tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            if !free && !found.iter().all(|address| is_public(address.ip())) {
                return Err(Box::new(PrivateHost) as Box<dyn Error + Send + Sync>);
            }
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}

/// The hosts of the proxies that the environment names.
fn proxies() -> BTreeSet<String> {
    let names = ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];
    let addresses = names.iter().filter_map(|name| env::var(name).ok());
    let host = |address: String| {
        let address = if address.contains("://") { address } else { format!("http://{address}") };
        reqwest::Url::parse(&address).ok()?.host_str().map(str::to_owned)
    };
    addresses.filter_map(host).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_everybody_can_reach_is_public() {
        for (address, public) in [
            ("93.184.215.14", true),
            ("1.1.1.1", true),
            ("172.32.0.1", true),
            ("100.128.0.1", true),
            ("127.0.0.1", false),
            ("127.8.8.8", false),
            ("0.0.0.0", false),
            ("10.1.2.3", false),
            ("100.64.0.1", false),
            ("169.254.169.254", false),
            ("172.31.255.255", false),
            ("192.168.1.1", false),
            ("198.19.0.1", false),
            ("224.0.0.1", false),
            ("255.255.255.255", false),
            ("2606:4700::1111", true),
            ("2a00:1450::1", true),
            ("::1", false),
            ("::", false),
            ("fe80::1", false),
            ("fd00::1", false),
            ("ff02::1", false),
            ("::ffff:127.0.0.1", false),
            ("::ffff:1.1.1.1", true),
            ("::127.0.0.1", false),
            ("64:ff9b::10.0.0.1", false),
            ("64:ff9b::1.1.1.1", true),
            ("2002:7f00:1::", false),
            ("2001:db8::1", false),
            ("2001::1", false),
        ] {
            assert_eq!(is_public(address.parse().unwrap()), public, "{address}");
        }
    }
}

//! Addresses in raw HTML: `href` and `src`, which a reader gets as they are written.
//!
//! In: an address of a page. Out: what is wrong with it. A page or a file must be there, and the address must be the one
//! under which it is published: `designer.html`, and not `designer.md`. Other sites, and addresses from the top of the
//! server, which only the server knows, are not asked.

use super::{Fault, Target, World, split_fragment};
use crate::page::markdown::{Link, LinkKind};
use crate::page::url::{Scheme, decode, relative, scheme};
use crate::site::{Entry, Id};

impl World<'_> {
    pub(super) fn html_link(self, entry: &Entry, link: &Link) -> Option<Fault> {
        let written = link.target.as_str();
        if written.is_empty() || written.starts_with('/') || scheme(written) != Scheme::None {
            return None;
        }
        let target = match self.url(entry, written, link.kind == LinkKind::Image) {
            Ok(target) => target,
            Err(fault) => return Some(fault),
        };
        let out = match &target {
            Target::Page(id, _) => &self.entries[*id as Id].out,
            Target::File(path) => &**path,
            _ => return None,
        };
        let address = relative(&entry.out, out);
        if folder(&decode(split_fragment(written).0)) == folder(&decode(&address)) {
            return None;
        }
        let hint = format!("in HTML write the address on the site: `{address}`");
        Some(("broken-link", format!("`{written}` is not where {out} is published"), hint))
    }
}

/// `roles/index.html` is `roles/`.
fn folder(address: &str) -> &str {
    let address = address.strip_prefix("./").unwrap_or(address);
    let named = address.strip_suffix("index.html").unwrap_or(address);
    if named.is_empty() || named == "./" { "" } else { named }
}

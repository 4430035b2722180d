//! Addresses in raw HTML: `href` and `src`, which a reader gets as they are written.
//!
//! In: an address of a page. Out: what is wrong with it. A page or a file must be there, and the address must be the one
//! under which it is published: `designer.html`, and not `designer.md`. Other sites are not asked; an address from the
//! top of the server may be anybody's, and is only wrong if it leads to what the site does not show.

use super::hidden::for_others;
use super::{Resolver, Target, fault, split_fragment};
use crate::config::Config;
use crate::content;
use crate::content::without_ending;
use crate::diagnostic::Finding;
use crate::markdown::link::Anchor;
use crate::markdown::{Link, LinkKind};
use crate::site::names::Names;
use crate::site::redirects::redirect_path;
use crate::site::{Entry, Id};
use crate::url::{Scheme, decode, join, relative, scheme};
use crate::yaml::short;

/// What to do with HTML that would tell.
const MEND: &str = "write the link in Markdown, or put the HTML in a block for audiences that see its target";

impl Resolver<'_> {
    pub(super) fn html_link(self, entry: &Entry, link: &Link) -> (Target, Option<Finding>) {
        let written = link.target.as_str();
        if self.is_hidden_address(entry, written) {
            return (Target::Broken, Some(self.leads_nowhere(written)));
        }
        if written.is_empty() || written.starts_with('/') || scheme(written) != Scheme::None {
            return (self.file_from_top(written), None);
        }
        match self.url(entry, written, link.kind == LinkKind::Image) {
            Err(broken) => (Target::Broken, Some(broken)),
            Ok(Target::Text) => (Target::Broken, Some(self.leads_nowhere(written))),
            Ok(Target::Page(id, Anchor::Top)) if self.leads_to_cut(id, written) => {
                (Target::Broken, Some(self.leads_nowhere(written)))
            }
            Ok(Target::File(path)) if self.hidden.hides_file(&path, self.config) => {
                (Target::Broken, Some(fault("audience", for_others(self.config, &path), MEND)))
            }
            Ok(target) => {
                let elsewhere = self.misplaced(entry, written, &target);
                (target, elsewhere)
            }
        }
    }

    /// An address in safe HTML: as one in Markdown, but that it stays where there are no words to stand for it.
    pub(super) fn safe_html_link(self, entry: &Entry, written: &str, shown: bool) -> Result<Target, Finding> {
        if self.is_hidden_address(entry, written) {
            return Err(self.leads_nowhere(written));
        }
        match self.url(entry, written, shown)? {
            Target::Text => Err(self.leads_nowhere(written)),
            Target::Page(id, Anchor::Top) if self.leads_to_cut(id, written) => Err(self.leads_nowhere(written)),
            Target::File(path) if self.hidden.hides_file(&path, self.config) => {
                Err(fault("audience", for_others(self.config, &path), MEND))
            }
            target => Ok(target),
        }
    }

    /// A file of this site by its address from the top of the server.
    fn file_from_top(self, written: &str) -> Target {
        let path = self.path_from_top(written).map(|path| decode(split_fragment(&path).0));
        let file = path.and_then(|path| self.file(&self.config.content_dir.path(&path)));
        let shown =
            |target: &Target| !matches!(target, Target::File(path) if self.hidden.hides_file(path, self.config));
        file.filter(shown).unwrap_or(Target::Written)
    }

    fn path_from_top(self, written: &str) -> Option<String> {
        path_from_top(self.config, written)
    }

    /// Whether an address, as a browser reads it, is that of a page which is not shown.
    pub(super) fn is_hidden_address(self, entry: &Entry, written: &str) -> bool {
        let relative =
            || (scheme(written) == Scheme::None).then(|| join(&entry.out, &decode(split_fragment(written).0)));
        let path = match self.path_from_top(written) {
            Some(path) => Some(decode(split_fragment(&path).0)),
            None => relative().flatten(),
        };
        path.is_some_and(|path| is_draft(self.names.all(), &path))
    }

    /// HTML is passed on as it is written: what would be words in Markdown stays an address here.
    fn leads_nowhere(self, written: &str) -> Finding {
        let written = short(written);
        if self.config.audience.is_some() {
            let message = format!("this HTML leads to a page or part that this audience does not see: `{written}`");
            return fault("audience", message, MEND);
        }
        let message = format!("this HTML leads to a draft: `{written}`");
        fault("broken-link", message, "write the link in Markdown, or publish the draft")
    }

    fn leads_to_cut(self, id: u32, written: &str) -> bool {
        let page = &self.entries[id as Id].page;
        split_fragment(written).1.is_some_and(|fragment| self.is_cut(page, fragment))
    }

    fn misplaced(self, entry: &Entry, written: &str, target: &Target) -> Option<Finding> {
        let out = match target {
            Target::Page(id, _) => &self.entries[*id as Id].out,
            Target::File(path) => &*content::published(path),
            _ => return None,
        };
        let leads = join(&entry.out, &decode(split_fragment(written).0)).unwrap_or_default();
        if folder(&leads) == folder(out) {
            return None;
        }
        let address = relative(&entry.out, out);
        let hint = format!("in HTML, write the published address: `{address}`");
        let error = fault("broken-link", format!("{out} is not published at `{written}`"), hint);
        Some(error.fix(split_fragment(written).0, address))
    }
}

/// The path of an address that begins with the site's own, however it is spelt, or with the top of its server.
fn path_from_top(config: &Config, written: &str) -> Option<String> {
    let (host, base) = config.base().and_then(address).unwrap_or_default();
    let path = match address(written) {
        Some((named, path)) if !host.is_empty() && named == host => path,
        Some(_) => return None,
        None => written.strip_prefix('/')?.to_owned(),
    };
    let path = join("", &path)?;
    Some(path.strip_prefix(base.trim_matches('/')).unwrap_or(&path).trim_start_matches('/').to_owned())
}

/// Whether a path is the address of a page that is not shown.
fn is_draft(names: &Names, path: &str) -> bool {
    // `plan.md` is the copy of `plan.html`, and `plans` may be a folder.
    let stem = without_ending(path);
    let folder = format!("{}/", stem.trim_end_matches('/'));
    [redirect_path(stem), redirect_path(&folder)].into_iter().flatten().any(|out| names.is_draft_address(&out))
}

/// Whether an address on the web, or from the top of a server, is that of a page which is not shown.
pub(in crate::site) fn is_at_hidden_address(names: &Names, config: &Config, written: &str) -> bool {
    let path = path_from_top(config, written).map(|path| decode(split_fragment(&path).0));
    path.is_some_and(|path| is_draft(names, &path))
}

/// Host and path of an address on the web: `https://EX.com:443/h/` is `ex.com` and `h/`, and so is `//ex.com/h/`.
fn address(written: &str) -> Option<(String, String)> {
    let lower = written.get(..8).unwrap_or(written).to_ascii_lowercase();
    let start = ["https://", "http://", "//"].into_iter().find(|start| lower.starts_with(start))?.len();
    let (host, path) = written[start..].split_once('/').unwrap_or((&written[start..], ""));
    let host = host.to_ascii_lowercase();
    let bare = host.strip_suffix(":443").or_else(|| host.strip_suffix(":80")).unwrap_or(&host).to_owned();
    Some((bare, path.to_owned()))
}

/// `roles/index.html` is `roles/`.
fn folder(path: &str) -> &str {
    path.strip_suffix("index.html").unwrap_or(path).trim_end_matches('/')
}

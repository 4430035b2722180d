//! What hosts and servers want to be told in their own words: headers and redirects.
//!
//! In: the settings, old addresses and where they lead. Out: `_headers`, `_redirects`, the middle of a `server` of nginx, of a
//! site of Caddy. Redirects are also pages of the site, for hosts that know none.

use crate::config::Config;
use crate::config::hosts::Host;
use crate::output::FOR_EVER;
use crate::url::{decode, encode};
use std::fmt::Write;

/// Where hosts look for headers.
pub const HEADERS: &str = "_headers";
/// Where they look for redirects.
pub const REDIRECTS: &str = "_redirects";
/// What tells GitHub Pages to leave the folder as it is: names may begin with `_`.
pub const NO_JEKYLL: &str = ".nojekyll";

/// Files of the search index have the hash of their content in their names.
const SEARCH: &str = "^/search/.*-[0-9a-f]{8}\\.(bin|wasm)$";

/// What the files are made of.
#[derive(Clone, Debug)]
pub struct Hosted<'a> {
    /// The settings.
    pub config: &'a Config,
    /// Old addresses and new ones, as paths in the output.
    pub redirects: Vec<(&'a str, &'a str)>,
    /// Everything in `assets/` is docent's own: its names have hashes.
    pub lasting_assets: bool,
}

impl Hosted<'_> {
    fn headers(&self) -> [(&'static str, String); 3] {
        [
            ("Content-Security-Policy", self.config.policy("'self'")),
            ("X-Content-Type-Options", "nosniff".to_owned()),
            ("Referrer-Policy", "same-origin".to_owned()),
        ]
    }

    /// The address of a path at its host.
    fn address(&self, path: &str) -> String {
        let base = self.config.base_path().trim_matches('/');
        let path = if path == "index.html" {
            ""
        } else {
            path.strip_suffix("/index.html").map_or(path, |_| &path[..path.len() - 10])
        };
        let whole = if base.is_empty() { format!("/{}", encode(path)) } else { format!("/{base}/{}", encode(path)) };
        // In rules of servers the one begins a name, the other ends the rule.
        whole.replace('$', "%24").replace(';', "%3B")
    }

    fn addresses(&self) -> impl Iterator<Item = (String, String)> {
        self.redirects.iter().map(|(old, new)| (self.address(old), self.address(new)))
    }

    /// `_headers` of Netlify and Cloudflare Pages.
    pub fn headers_file(&self) -> String {
        let mut text = "/*\n".to_owned();
        for (name, value) in self.headers() {
            let _ = writeln!(text, "  {name}: {value}");
        }
        if self.lasting_assets {
            let _ = write!(text, "{}assets/*\n  Cache-Control: {FOR_EVER}\n", self.address(""));
        }
        text
    }

    /// `_redirects`. Netlify shows the file at the old address unless it is forced; Cloudflare and GitLab know no force.
    pub fn redirects_file(&self) -> String {
        let only_netlify = self.config.hosts.iter().all(|host| *host == Host::Netlify || !host.reads_redirects());
        let code = if only_netlify { "301!" } else { "301" };
        self.addresses().map(|(old, new)| format!("{old} {new} {code}\n")).collect()
    }

    /// The middle of a `server` of nginx.
    pub fn nginx(&self) -> String {
        let headers: Vec<String> =
            self.headers().iter().map(|(name, value)| format!("add_header {name} \"{value}\" always;\n")).collect();
        let (all, base) = (headers.concat(), self.address(""));
        let inner: String = headers.iter().map(|line| format!("    {line}")).collect();
        let lasting = |place: &str| {
            format!("location {place} {{\n{inner}    add_header Cache-Control \"{FOR_EVER}\" always;\n}}\n")
        };
        let mut text = format!(
            "# Made by `docent host nginx`, to be included in `server {{ ... }}` beside `root`. Make it again when redirects\n\
             # or settings change.\nerror_page 404 {base}404.html;\n{all}add_header Cache-Control \"no-cache\" always;\n"
        );
        if self.lasting_assets {
            text.push_str(&lasting(&format!("{base}assets/")));
        }
        text.push_str(&lasting(&format!("~ \"{}\"", SEARCH.replacen('/', &base, 1))));
        for (old, new) in self.addresses() {
            let old = decode(&old).replace('\\', "\\\\").replace('"', "\\\"");
            let _ = writeln!(text, "location = \"{old}\" {{ return 301 {new}; }}");
        }
        text
    }

    /// The middle of a site of Caddy.
    pub fn caddy(&self) -> String {
        let base = self.address("");
        let mut text = "# Made by `docent host caddy`, to be imported in the block of a site beside `root`. Make it again when redirects\n\
                        # or settings change.\nheader {\n"
            .to_owned();
        for (name, value) in self.headers() {
            let _ = writeln!(text, "\t{name} \"{value}\"");
        }
        text.push_str("\t?Cache-Control \"no-cache\"\n}\n");
        if self.lasting_assets {
            let _ = writeln!(text, "header {base}assets/* Cache-Control \"{FOR_EVER}\"");
        }
        let search = SEARCH.replacen('/', &base, 1);
        let _ = write!(text, "@search path_regexp {search}\nheader @search Cache-Control \"{FOR_EVER}\"\n");
        for (at, (old, new)) in self.addresses().enumerate() {
            let old = decode(&old).replace('\\', "\\\\").replace('"', "\\\"");
            let _ = write!(text, "@old{at} path \"{old}\"\nredir @old{at} {new} 301\n");
        }
        let _ = write!(
            text,
            "handle_errors {{\n\t@404 expression {{err.status_code}} == 404\n\trewrite @404 {base}404.html\n\tfile_server\n}}\nfile_server\n"
        );
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hosted(config: &Config) -> Hosted<'_> {
        let redirects = vec![("old.html", "new.html"), ("a b/index.html", "index.html"), ("ключ.html", "en/$.html")];
        Hosted { config, redirects, lasting_assets: true }
    }

    #[test]
    fn addresses_begin_where_the_site_does() {
        let config = Config {
            base_url: Some("https://example.com/kb/".into()),
            hosts: vec![Host::Netlify],
            ..Config::default()
        };
        let text = hosted(&config).redirects_file();
        assert_eq!(
            text,
            "/kb/old.html /kb/new.html 301!\n/kb/a%20b/ /kb/ 301!\n/kb/%D0%BA%D0%BB%D1%8E%D1%87.html /kb/en/%24.html 301!\n"
        );
        assert!(hosted(&config).headers_file().contains("\n/kb/assets/*\n  Cache-Control: public"));
        let both = Config { hosts: vec![Host::Netlify, Host::Cloudflare], ..Config::default() };
        assert!(hosted(&both).redirects_file().starts_with("/old.html /new.html 301\n"));
    }

    #[test]
    fn servers_are_told_decoded_names_and_encoded_targets() {
        let config = Config::default();
        let nginx = hosted(&config).nginx();
        assert!(nginx.contains("location = \"/ключ.html\" { return 301 /en/%24.html; }\n"), "{nginx}");
        assert!(nginx.contains("location ~ \"^/search/"), "{nginx}");
        let caddy = hosted(&config).caddy();
        assert!(caddy.contains("@old1 path \"/a b/\"\nredir @old1 / 301\n"), "{caddy}");
    }
}

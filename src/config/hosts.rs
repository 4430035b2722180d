//! The hosts that a site is for: `hosts` of `docent.yaml`.
//!
//! In: their names. Out: which files of their own they are given, and where they would refuse the site. The figures are those of
//! their documentation in November 2026.

use super::Config;
use super::images::written;
use serde::{Deserialize, Serialize};

/// A host of static sites.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Host {
    /// Netlify.
    Netlify,
    /// Cloudflare Pages.
    Cloudflare,
    /// GitHub Pages.
    Github,
    /// GitLab Pages.
    Gitlab,
}

/// Their names in `docent.yaml`.
pub const NAMES: [&str; 4] = ["netlify", "cloudflare", "github", "gitlab"];

/// How large a site is.
#[derive(Clone, Debug, Default)]
pub struct Extent {
    /// Files.
    pub files: u64,
    /// Bytes of all of them.
    pub bytes: u64,
    /// The largest one, and its bytes.
    pub largest: (u64, String),
    /// The folder with most files in itself, and how many.
    pub fullest: (u64, String),
    /// Lines of `_redirects`.
    pub redirects: u64,
}

impl Host {
    /// Whether it reads a file of headers.
    pub fn reads_headers(self) -> bool {
        matches!(self, Self::Netlify | Self::Cloudflare)
    }

    /// Whether it reads a file of redirects.
    pub fn reads_redirects(self) -> bool {
        self.reads_headers() || self == Self::Gitlab
    }

    fn name(self) -> &'static str {
        match self {
            Self::Netlify => "Netlify",
            Self::Cloudflare => "Cloudflare Pages",
            Self::Github => "GitHub Pages",
            Self::Gitlab => "GitLab Pages",
        }
    }

    /// Where it would refuse a site.
    pub fn refuses(self, site: &Extent) -> Vec<String> {
        let most = |what: &str, has: u64, most: u64| {
            (has > most).then(|| format!("{}: the site has {has} {what}, and {most} is the most", self.name()))
        };
        let total = |most: u64| {
            let (has, most_) = (written(site.bytes), written(most));
            (site.bytes > most).then(|| format!("{}: the site has {has}, and {most_} is the most", self.name()))
        };
        let (bytes, name) = &site.largest;
        let large = |most: u64| {
            let (has, most_) = (written(*bytes), written(most));
            (*bytes > most).then(|| format!("{}: `{name}` has {has}, and {most_} is the most for a file", self.name()))
        };
        let (inside, folder) = &site.fullest;
        let told = match self {
            Self::Netlify => vec![most(&format!("files in the folder `{folder}`"), *inside, 54_000)],
            Self::Cloudflare => vec![
                most("files (100000 with a paid plan)", site.files, 20_000),
                large(25 << 20),
                most("lines in _redirects", site.redirects, 2_000),
            ],
            Self::Github => vec![total(1 << 30)],
            Self::Gitlab => vec![
                total(1 << 30),
                most("files", site.files, 200_000),
                most("lines in _redirects", site.redirects, 1_000),
            ],
        };
        told.into_iter().flatten().collect()
    }
}

impl Config {
    /// What a server is to send with every file: nothing is loaded from elsewhere but what the settings name.
    /// `ancestors`: who may show it in a frame.
    pub fn policy(&self, ancestors: &str) -> String {
        let remote = self.remote();
        let asked =
            remote.as_ref().and_then(|remote| remote.origin()).map_or_else(String::new, |host| format!(" {host}"));
        let frames: String = super::embeds::hosts(&self.embeds).iter().map(|host| format!(" https://{host}")).collect();
        let frames = if frames.is_empty() { String::new() } else { format!("; frame-src{frames}") };
        format!(
            "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; \
             font-src 'self'; media-src 'self'; connect-src 'self'{asked}; base-uri 'none'; form-action 'self'; \
             frame-ancestors {ancestors}{frames}"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_host_refuses_what_it_says() {
        let site = |files, bytes, largest: u64, redirects| Extent {
            files,
            bytes,
            largest: (largest, "film.mp4".into()),
            fullest: (files, "en".into()),
            redirects,
        };
        let told = |host: Host, site: &Extent| host.refuses(site).len();
        let small = site(20_000, 1 << 30, 25 << 20, 1_000);
        for host in [Host::Netlify, Host::Cloudflare, Host::Github, Host::Gitlab] {
            assert_eq!(told(host, &small), 0, "{host:?}");
        }
        let large = site(200_001, (1 << 30) + 1, (25 << 20) + 1, 2_001);
        assert_eq!(told(Host::Netlify, &large), 1);
        assert_eq!(told(Host::Cloudflare, &large), 3);
        assert_eq!(told(Host::Github, &large), 1);
        assert_eq!(told(Host::Gitlab, &large), 3);
        assert!(Host::Cloudflare.refuses(&large)[1].contains("`film.mp4`"));
    }

    #[test]
    fn the_policy_names_what_the_settings_name() {
        let config = Config { embeds: vec!["vimeo".into()], ..Config::default() };
        assert!(config.policy("'self'").ends_with("; frame-src https://player.vimeo.com"));
        assert!(!Config::default().policy("'self'").contains("frame-src"));
    }
}

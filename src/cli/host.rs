//! `docent host`: what a web server is to be told of the site, in its own words.
//!
//! In: which server. Out: a piece of its configuration, on standard output; nothing is written.

use super::build::detail;
use super::console::Reporter;
use super::out::write;
use super::{BuildArgs, Global, Server, locate};
use crate::config::Config;
use crate::config::hosts::Extent;
use crate::project::{Site, build_for};
use crate::publish::Manifest;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::ExitCode;

/// Prints it.
pub fn run(global: &Global, args: &BuildArgs, server: Server) -> Result<ExitCode, String> {
    let told = Reporter::new(global);
    let project = locate::open(global, Some(args), &told)?;
    let Site { output, .. } = build_for(&project, &project.output_dir(None), &detail(&told))?;
    let output = output.ok_or("the templates have errors; run `docent check` to see them")?;
    let hosted = output.hosted();
    write(&match server {
        Server::Nginx => hosted.nginx(),
        Server::Caddy => hosted.caddy(),
    });
    Ok(ExitCode::SUCCESS)
}

/// Where the hosts that the settings name would refuse a published site.
pub fn refusals(config: &Config, folder: &Path) -> Vec<String> {
    if config.hosts.is_empty() {
        return Vec::new();
    }
    let site = extent(folder);
    config.hosts.iter().flat_map(|host| host.refuses(&site)).collect()
}

fn extent(folder: &Path) -> Extent {
    let (mut site, mut folders) = (Extent::default(), BTreeMap::<String, u64>::new());
    for path in Manifest::read(folder).files.into_keys() {
        let bytes = fs::metadata(folder.join(&path)).map_or(0, |found| found.len());
        let inside = path.rsplit_once('/').map_or("", |(inside, _)| inside);
        *folders.entry(inside.to_owned()).or_default() += 1;
        (site.files, site.bytes) = (site.files + 1, site.bytes + bytes);
        site.largest = site.largest.max((bytes, path));
    }
    site.fullest = folders.into_iter().map(|(name, files)| (files, name)).max().unwrap_or_default();
    site.redirects = fs::read_to_string(folder.join("_redirects")).map_or(0, |text| text.lines().count() as u64);
    site
}

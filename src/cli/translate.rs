//! `docent translate stamp PATH...`: notes in translations which version of their originals they say.
//!
//! In: pages, or folders of pages. Out: their front matter with the stamp; every other byte stays.

use super::Global;
use super::build::detail;
use super::console::{Reporter, count};
use super::locate;
use crate::outputs::Output;
use crate::page::edit;
use crate::page::translated::{original_language, stamp};
use crate::project::{Project, Site, build_for};
use crate::site::{Entry, Id};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Stamps the pages. All of them are looked at before the first is written.
pub fn run(global: &Global, paths: &[PathBuf], from: Option<&str>) -> Result<ExitCode, String> {
    let report = Reporter::new(global);
    let project = locate::open(global, None, &report)?;
    if let Some(code) = from.filter(|code| project.config.language(code).is_none()) {
        return Err(format!("--from {code}: the site has no such language"));
    }
    let Site { output, .. } = build_for(&project, &project.output_dir(None), &detail(&report))?;
    let output = output.ok_or("the templates have errors; run `docent check` to see them")?;
    let mut texts = Vec::new();
    for path in paths {
        for (translation, original) in pairs(&output, &project, path, from)? {
            let page = &output.site.entries[translation].page;
            let items = stamp(&output.site.entries[original].page.outline);
            let text = edit::set_list(page.file_text(), "translated_from", &items);
            let text = text.map_err(|why| format!("{}: {why}", page.outline.source))?;
            texts.push((page.outline.source.clone(), text));
        }
    }
    for (source, text) in &texts {
        replace(&project.root.join(source), text).map_err(|error| format!("{source}: {error}"))?;
    }
    report.closing(&format!("stamped {}", count(texts.len(), "page")));
    Ok(ExitCode::SUCCESS)
}

/// The translations that a path means, each with its original. In a folder, pages that are originals are passed over.
fn pairs(output: &Output, project: &Project, path: &Path, from: Option<&str>) -> Result<Vec<(Id, Id)>, String> {
    let named = source(project, path);
    let entries = || output.site.own_entries();
    if let Some((id, _)) = output.site.own_entry(&named) {
        return Ok(vec![(id, original(output, project, id, from)?)]);
    }
    let folder = format!("{}/", named.trim_end_matches('/'));
    let inside: Vec<(Id, &Entry)> = entries().filter(|(_, e)| e.page.outline.source.starts_with(&folder)).collect();
    if inside.is_empty() {
        return Err(format!("{}: no such page, and no folder with pages", path.display()));
    }
    // Where nothing else is said, the default language's pages are the originals: no two pages stamp each other.
    let translated = |entry: &Entry| {
        *entry.lang != *project.config.default_language || !entry.page.outline.front.translated_from.is_empty()
    };
    let translations = inside.into_iter().filter(|(_, entry)| from.is_some() || translated(entry)).map(|(id, _)| id);
    let pair = |id: Id| original(output, project, id, from).ok().map(|original| (id, original));
    Ok(translations.filter_map(pair).collect())
}

/// The path from the project's root, with `/`.
fn source(project: &Project, path: &Path) -> String {
    let absolute = fs::canonicalize(path).or_else(|_| fs::canonicalize(project.root.join(path)));
    let root = fs::canonicalize(&project.root).unwrap_or_else(|_| project.root.clone());
    let absolute = absolute.unwrap_or_else(|_| path.to_owned());
    let inside = absolute.strip_prefix(&root).unwrap_or(&absolute).to_string_lossy().replace('\\', "/");
    crate::url::nfc(&inside)
}

/// The page that a page was translated from: as the option says, as its last stamp says, else the default language's.
fn original(output: &Output, project: &Project, id: Id, from: Option<&str>) -> Result<Id, String> {
    let (site, config) = (&output.site, &project.config);
    let outline = &site.entries[id].page.outline;
    let own = |twin: &Id| *twin != id && site.entries[*twin].is_own();
    let twins: Vec<Id> = site.translations[id].iter().flatten().copied().filter(own).collect();
    let stamped = original_language(&outline.front.translated_from);
    let default = Some(config.default_language.as_str()).filter(|code| *code != outline.lang);
    let wanted = from.or(stamped).or(default);
    let twin = match (wanted, twins.as_slice()) {
        (Some(code), _) => twins.iter().copied().find(|twin| *site.entries[*twin].lang == *code),
        (None, [one]) => Some(*one),
        (None, []) => None,
        (None, _) => return Err(format!("{}: use --from to give the language of the original", outline.source)),
    };
    let twin = twin.ok_or_else(|| match wanted {
        Some(code) => format!("{}: the page does not exist in the language `{code}`", outline.source),
        None => format!("{}: the page does not exist in another language", outline.source),
    })?;
    let other = &site.entries[twin].page.outline;
    if original_language(&other.front.translated_from) == Some(&outline.lang) {
        return Err(format!(
            "{} is marked as a translation of {}: stamp that page instead",
            other.source, outline.source
        ));
    }
    Ok(twin)
}

/// Writes a file in one step: a page is never half written.
fn replace(file: &Path, text: &str) -> io::Result<()> {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let beside = file.with_file_name(format!(".{name}.{}.tmp", std::process::id()));
    let written = fs::write(&beside, text)
        .and_then(|()| fs::set_permissions(&beside, fs::metadata(file)?.permissions()))
        .and_then(|()| fs::rename(&beside, file));
    if written.is_err() {
        let _ = fs::remove_file(&beside);
    }
    written
}

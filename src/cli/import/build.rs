//! Builds what an import has written, adds the redirects that the new site lacks, and proves what is on its pages.
//!
//! In: the plan, and the files on disk. Out: [`Built`].

use super::write::{self, Place};
use crate::config::ADJUSTABLE;
use crate::diagnostic::{Diagnostic, Severity};
use crate::import::proof::{self, Facts, Proof, What, compare, markdown, markup};
use crate::import::{Kind, Plan, Planned, Tree, front, redirects, relink, settings, tree};
use crate::output::Bytes;
use crate::project::{Project, Site, build};
use rayon::prelude::*;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

/// The new site, looked at.
pub(super) struct Built {
    /// What is lost.
    pub proof: Proof,
    /// Pages of the site.
    pub pages: usize,
    /// Redirects that were added.
    pub redirects: usize,
    /// Errors and warnings, by code.
    pub problems: BTreeMap<String, (usize, usize)>,
}

/// Builds twice: the first build tells the addresses, and which problems of the source would stop it.
pub(super) fn all(place: &Place<'_>, plan: &Plan, source: &Tree) -> Result<Built, String> {
    let (project, site) = built(place)?;
    let errors = |found: &Vec<Diagnostic>| -> BTreeSet<&'static str> {
        let codes = found.iter().filter(|problem| problem.severity == Severity::Error).map(|problem| problem.code);
        codes.filter(|code| ADJUSTABLE.contains(code)).collect()
    };
    let softened: Vec<&str> = errors(&site.diagnostics).into_iter().collect();
    let needed = match &site.output {
        Some(output) => redirects::missing(plan, &output.paths().collect()),
        None => BTreeMap::new(),
    };
    drop((project, site));
    for (path, old) in &needed {
        let file = place.dest.join(path);
        let page = fs::read_to_string(&file).map_err(|error| format!("{path}: {error}"))?;
        write::over(&file, &front::with_redirects(&page, old))?;
    }
    write::over(&place.dest.join(crate::config::FILE), &write::configuration(plan, &softened))?;
    let (_project, site) = built(place)?;
    let proof = prove(plan, source, &site);
    let pages = site.output.as_ref().map_or(0, crate::outputs::Output::page_count);
    Ok(Built { proof, pages, redirects: needed.values().map(Vec::len).sum(), problems: problems(&site.diagnostics) })
}

fn built(place: &Place<'_>) -> Result<(Project, Site), String> {
    let project = Project::open(place.dest).map_err(|unreadable| {
        let problems: Vec<String> = unreadable.problems.iter().map(|problem| problem.message.clone()).collect();
        format!("docent.yaml: {} {}", unreadable.message, problems.join("; "))
    })?;
    let site = build(&project)?;
    Ok((project, site))
}

fn problems(found: &[Diagnostic]) -> BTreeMap<String, (usize, usize)> {
    let mut all: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for problem in found {
        let counts = all.entry(problem.code.to_owned()).or_default();
        if problem.severity == Severity::Error { counts.0 += 1 } else { counts.1 += 1 }
    }
    all
}

/// Looks for every page of the source in the site.
fn prove(plan: &Plan, source: &Tree, site: &Site) -> Proof {
    let mut proof = Proof::default();
    let sources = relink::Sources::of(source, plan);
    let Some(output) = &site.output else { return proof };
    let pages: BTreeMap<&str, &str> = output.paths().filter_map(|path| Some((output.source_of(path)?, path))).collect();
    let page = |file: &Planned| {
        let facts = facts(file, plan, source)?;
        let html = pages.get(file.to.as_str()).and_then(|path| output.bytes(path, &site.memo));
        let mut proof = match html {
            Some((Bytes::Memory(bytes), _)) => {
                compare::page(&file.from, &facts, &markup::shown(&String::from_utf8_lossy(&bytes)))
            }
            _ => compare::absent(&file.from, &facts),
        };
        // What looks like syntax in a document or in HTML is its text.
        if !tree::is_page(&file.from) {
            proof.losses.retain(|loss| loss.what != What::Macro);
            (proof.pages_with_macros, proof.total[6]) = (0, 0);
        }
        locate(&mut proof, source.text(&file.from).unwrap_or_default());
        for loss in proof.losses.iter_mut().filter(|loss| matches!(loss.what, What::Link | What::Picture)) {
            loss.before = !sources.knows(file, &loss.target);
        }
        Some(proof)
    };
    let found: Vec<Proof> = plan.files.par_iter().filter(|file| file.kind == Kind::Page).filter_map(page).collect();
    found.into_iter().for_each(|page| proof.add(page));
    proof
}

/// What the source says in a file; nothing for a page that is hidden on purpose.
fn facts(file: &Planned, plan: &Plan, source: &Tree) -> Option<Facts> {
    if let Some(facts) = &file.facts {
        return Some(facts.clone());
    }
    let text = source.text(&file.from)?;
    let front = settings::front_matter(text);
    let is = |key: &str, value: bool| {
        front
            .get(key)
            .is_some_and(|found| *found == value || found.as_str() == Some(if value { "true" } else { "false" }))
    };
    let hidden = is("draft", true) || is("published", false) || is("publish", false);
    let valued = relink::with_values(text, &plan.variables);
    let how = markdown::As { math: plan.math, mdx: tree::ending(&file.from) == "mdx" };
    let mut facts = markdown::read_as(valued.as_deref().unwrap_or(text), how);
    if let Some(Value::String(title)) = front.get("title") {
        facts.title = Some(proof::Piece { line: 1, text: title.clone() });
    }
    (!hidden).then_some(facts)
}

/// The line of what was only seen on the site.
fn locate(proof: &mut Proof, text: &str) {
    for loss in proof.losses.iter_mut().filter(|loss| loss.what == What::Macro && loss.line == 0) {
        let at = text.find(loss.text.as_str()).or_else(|| text.find(loss.text.split_whitespace().next()?));
        loss.line = at.map_or(0, |at| text[..at].matches('\n').count() + 1);
    }
}

//! What is told of outside links.
//!
//! In: the links and what they answered. Out: a warning at each place of a link that does not lead its reader there, and
//! at links that have moved for good, with the address to write instead. What may pass by itself is not told of a link
//! that was seen well in the last two weeks.

use super::links::{Links, Spot};
use super::{Known, Verdict, now};
use crate::config::FILE;
use crate::date::Date;
use crate::diagnostic::{At, Diagnostic, Finding};
use crate::site::links;
use crate::yaml::short;
use std::collections::BTreeMap;

const CODE: &str = "external-link";
const PATIENCE: u64 = 14 * 24 * 60 * 60;

/// Tells it.
pub fn tell(links: &Links<'_>, known: &BTreeMap<String, Known>) -> Vec<Diagnostic> {
    let now = now();
    let mut told = Vec::new();
    for (address, spots) in &links.by_address {
        let Some(finding) = known.get(address).and_then(|known| finding(address, known, now)) else { continue };
        told.extend(spots.iter().map(|spot| placed(spot, &finding)));
    }
    told
}

fn placed(spot: &Spot<'_>, finding: &Finding) -> Diagnostic {
    match spot {
        Spot::Body(page, link) => page.document().told(links::outside(page, link, finding.clone())),
        Spot::Field(page, way) => page.document().told(finding.clone().placed(At::Field(way.clone()))),
        Spot::Settings => {
            let told = Diagnostic::warning(CODE, FILE, finding.message.clone());
            finding.hint.iter().fold(told, |told, hint| told.hint(hint.clone()))
        }
    }
}

fn finding(address: &str, Known { answer, good, .. }: &Known, now: u64) -> Option<Finding> {
    let seen_lately = good.is_some_and(|good| good + PATIENCE > now);
    if answer.verdict.may_pass() && seen_lately {
        return None;
    }
    let (what, hint) = words(answer.verdict)?;
    let reason = if answer.reason.is_empty() { String::new() } else { format!(" ({})", answer.reason) };
    let warning = Finding::warning(CODE, At::File, format!("`{}` {what}{reason}", short(address)));
    Some(match &answer.leads_to {
        Some(to) if answer.verdict == Verdict::Moved => {
            warning.hint(format!("write its new address: {}", short(to))).fix(address, to)
        }
        _ => warning.hint(hint.to_owned() + &last_good(*good)),
    })
}

/// `; it was last seen well on 2026-11-30`.
fn last_good(good: Option<u64>) -> String {
    good.map_or_else(String::new, |at| format!("; it was last seen well on {}", Date::at_second(at)))
}

/// What is said of a verdict, and what to do; nothing, if there is nothing to do.
fn words(verdict: Verdict) -> Option<(&'static str, &'static str)> {
    let correct = "correct the link, or remove it";
    Some(match verdict {
        Verdict::Moved => ("has moved for good", "write its new address"),
        Verdict::Missing => ("does not exist", correct),
        Verdict::SoftMissing => ("does not exist, though the server does not say so in its status", correct),
        Verdict::NoAnchor => ("leads to a page that has no such place", "correct what stands behind `#`, or remove it"),
        Verdict::NoHost => ("is at a host that does not exist", correct),
        Verdict::Unreachable => (
            "cannot be reached",
            "check the address; if only this machine cannot, add it to `external_links: {ignore: ...}`",
        ),
        Verdict::Failing => (
            "leads to a server that reports an error of its own",
            "try it in a browser; if it stays so, remove the link",
        ),
        Verdict::Slow => ("does not answer in time", "try it in a browser; if it stays so, remove the link"),
        Verdict::Certificate => ("is not safe to visit: browsers warn of its certificate", correct),
        Verdict::Loop => ("is redirected round and round", correct),
        Verdict::Malformed => ("leads to no web address", correct),
        Verdict::Good | Verdict::Login | Verdict::Refused | Verdict::Unseen | Verdict::Busy | Verdict::Private => {
            return None;
        }
    })
}

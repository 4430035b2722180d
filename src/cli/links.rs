//! Links to other sites: `docent check --external` and `docent report links`.
//!
//! In: a built site, what earlier runs were told. Out: warnings and a line that counts; a table, for which nobody is asked.

use super::build::detail;
use super::console::{Reporter, count};
use super::locate;
use super::{BuildArgs, ExternalArgs, Global};
use crate::date::Date;
use crate::diagnostic::Diagnostic;
use crate::external::{self, Cache, Checked, Terms, Verdict, links};
use crate::outputs::Output;
use crate::project::{Project, Site, build_for, caches};
use crate::report::Report;
use std::collections::BTreeSet;
use std::time::Duration;

/// Asks for all links that are not known, and tells what is wrong with any.
pub fn check(
    project: &Project,
    output: &Output,
    args: ExternalArgs,
    report: Reporter,
) -> Result<(Vec<Diagnostic>, String), String> {
    let config = &project.config;
    let links = links::collect(&output.site, config);
    let cache = Cache::read(caches().as_deref(), &project.root);
    let terms = Terms { timeout: Duration::from_secs(args.timeout), fresh: args.fresh };
    let bar = report.asking(0);
    let (begin, tick) = (|count| bar.set_length(count as u64), || bar.inc(1));
    let checked = external::check(&links, &config.external_links, &cache, terms, (&begin, &tick));
    bar.finish_and_clear();
    let checked = checked?;
    cache.keep(&checked.known, external::now());
    if is_alone(&checked) {
        report.warning("no other site could be reached: is this machine connected to the internet?");
    }
    let told = config.adjust(external::tell(&links, &checked.known));
    Ok((told, summary(&checked, links.ignored)))
}

/// Nothing answered at all.
fn is_alone(checked: &Checked) -> bool {
    let lost = |verdict| matches!(verdict, Verdict::NoHost | Verdict::Unreachable | Verdict::Slow);
    checked.asked > 1 && checked.known.values().all(|known| lost(known.answer.verdict))
}

/// `asked for 40 of 120 links to other sites: 110 good, 3 moved, 4 broken, 3 not known (2 login, 1 refused)`
fn summary(checked: &Checked, ignored: usize) -> String {
    let number = |fits: &dyn Fn(Verdict) -> bool| checked.known.values().filter(|one| fits(one.answer.verdict)).count();
    let good = number(&|verdict| verdict == Verdict::Good);
    let mut parts = vec![format!("{good} good")];
    let broken = number(&Verdict::is_broken);
    parts.push(if broken == 0 { "none broken".to_owned() } else { format!("{broken} broken") });
    let moved = number(&|verdict| verdict == Verdict::Moved);
    parts.extend((moved > 0).then(|| format!("{moved} moved")));
    let unsure: BTreeSet<Verdict> =
        checked.known.values().map(|one| one.answer.verdict).filter(|v| v.is_unsure()).collect();
    let each: Vec<String> = unsure.iter().map(|kind| format!("{} {}", number(&|v| v == *kind), kind.name())).collect();
    parts
        .extend((!each.is_empty()).then(|| format!("{} not known ({})", number(&Verdict::is_unsure), each.join(", "))));
    parts.extend((ignored > 0).then(|| format!("{ignored} ignored")));
    let all = count(checked.known.len(), "link");
    format!("asked for {} of {all} to other sites: {}", checked.asked, parts.join(", "))
}

/// The table: broken links first. Nobody is asked.
pub fn run(global: &Global, args: &BuildArgs) -> Result<Report, String> {
    let told = Reporter::new(global);
    let project = locate::open(global, Some(args), &told)?;
    let Site { output, .. } = build_for(&project, &project.output_dir(None), &detail(&told))?;
    let output = output.ok_or("the templates have errors; run `docent check` to see them")?;
    let links = links::collect(&output.site, &project.config);
    let cache = Cache::read(caches().as_deref(), &project.root);
    let day = |at: Option<u64>| at.map(|at| Date::at_second(at).to_string()).unwrap_or_default();
    let mut rows = Vec::new();
    for (address, spots) in &links.by_address {
        let known = cache.get(address);
        let answer = known.map(|known| &known.answer);
        let files: BTreeSet<&str> = spots.iter().map(|spot| spot.file()).collect();
        let rank = answer.map_or(1, |answer| u8::from(!answer.verdict.is_broken()) * 2);
        let cells = [
            answer.map_or("not asked", |answer| answer.verdict.name()).to_owned(),
            address.clone(),
            answer.map(|answer| answer.reason.clone()).unwrap_or_default(),
            answer.and_then(|answer| answer.leads_to.clone()).unwrap_or_default(),
            day(known.map(|known| known.asked)),
            day(known.and_then(|known| known.good)),
            files.len().to_string(),
            files.first().copied().unwrap_or_default().to_owned(),
        ];
        rows.push((rank, cells.to_vec()));
    }
    rows.sort();
    let columns = vec!["state", "link", "reason", "leads_to", "asked_on", "last_good_on", "pages", "first_page"];
    Ok(Report { columns, rows: rows.into_iter().map(|(_, row)| row).collect() })
}

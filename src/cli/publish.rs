//! `docent publish`: the site, built and proved as `build` does it, sent to a store of objects.
//!
//! In: an address. Out: the output folder as after `build`, and the same site in the store; or, with `--dry-run`, what
//! would be sent.

use super::build::{Built, build};
use super::console::{Reporter, count, seconds};
use super::{BuildArgs, ExportArgs, Global, OutputArgs, PublishArgs, out};
use crate::config::images::written;
use crate::upload::{Destination, Plan, Sent, Terms, Told, upload};
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// Builds and sends.
pub fn run(global: &Global, args: &BuildArgs, output: &OutputArgs, publish: &PublishArgs) -> Result<ExitCode, String> {
    let to = Destination::parse(&publish.destination)?;
    let folder = match build(global, args, output, &ExportArgs::default())? {
        Built::Published(folder) => folder,
        Built::Ended(code) => return Ok(code),
    };
    let started = Instant::now();
    let report = Reporter::new(global);
    let bar = report.progress(0);
    let (begin, tick) = (|count| bar.set_length(count as u64), || bar.inc(1));
    let told = Told { say: &|line| report.warning(line), begin: &begin, tick: &tick };
    let terms = Terms {
        dry_run: publish.dry_run,
        adopt: publish.adopt,
        lease: Duration::from_millis((publish.lease * 1000.0) as u64),
    };
    let sent = upload(&folder, &to, terms, told);
    bar.finish_and_clear();
    let sent = sent?;
    if publish.dry_run {
        out::write(&listed(&sent.plan));
    }
    report.closing(&closing(&sent, &to, publish.dry_run, started.elapsed()));
    Ok(ExitCode::SUCCESS)
}

/// A line for each file that would be sent or removed.
fn listed(plan: &Plan) -> String {
    let sent = plan.items().map(|item| format!("send    {:>12}  {}\n", item.bytes, item.path));
    sent.chain(plan.remove.iter().map(|path| format!("remove  {:>12}  {path}\n", ""))).collect()
}

fn closing(sent: &Sent, to: &Destination, dry_run: bool, took: Duration) -> String {
    let (files, plan) = (count(sent.plan.items().count(), "file"), &sent.plan);
    let rest = format!("{} removed, {} as before", plan.remove.len(), plan.same);
    if dry_run {
        return format!("would send {files} ({}) to {}: {rest}", written(plan.bytes()), to.name);
    }
    let recovered = if sent.recovered { "; what an interrupted publisher began is finished" } else { "" };
    format!("sent {files} ({}) to {} in {}: {rest}{recovered}", written(sent.bytes), to.name, seconds(took))
}

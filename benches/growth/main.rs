//! How the cost of a build grows with each thing that a site can have more of: a site of `n` of it and one of `4n`.
//!
//!     cargo bench --bench growth -- [NAME ...] [--scale FACTOR] [--preview]
//!
//! In: [`dimensions`], each a name, an `n` and how to make the site. Out: a table with processor seconds of a whole build
//! beyond that of a site with one page, and how many times more four times as much takes: 4 is as it should be. What no
//! longer fits a cache of the processor takes a little more, once; so where it is more than 5, `16n` is compared with `4n`
//! too, and what is more than 5 again is told, and the exit code is 1. A name chooses the dimensions that it is a part of.
//!
//! A build is all but the disk: model, every file, the search index, the proof of an audience's site, and every problem as
//! it is told. Each is measured in a process of its own, with one thread, several times, and the least counts: other
//! work on the machine makes it slower and never faster.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::print_stdout,
    missing_docs,
    reason = "a measurement: it has a clock, processes and a terminal"
)]

mod across;
mod errors;
mod inside;
mod site;

use cpu_time::ProcessTime;
use docent::audit;
use docent::config::{Config, FILE};
use docent::date::Date;
use docent::diagnostic::{self, Colours};
use docent::output::Bytes;
use docent::pipeline::{self, Memo, Output};
use docent::theme;
use site::Site;
use std::process::{Command, ExitCode};
use std::time::Duration;

/// Something that a site can have more of.
pub struct Dimension {
    /// What grows.
    pub name: &'static str,
    /// How many of it; four times as many in the second site.
    pub n: usize,
    /// The site with so many.
    pub site: fn(usize) -> Site,
}

/// Growth that is told: four times as much may take five times as long.
const MOST: f64 = 5.0;

/// Each page names all languages, and all sections above it: the site itself grows with the square of their number.
const BY_NATURE: [&str; 3] = ["languages", "depth of a folder", "pages below others"];

/// Seconds after which four times as much again is not waited for.
const SLOW: f64 = 3.0;

/// Builds of one site: so many, or fewer if they take so long together.
const RUNS: usize = 5;
const LONG: Duration = Duration::from_millis(600);

/// Without a name (as in `cargo test --benches`) a tenth of a tenth says whether it still works.
fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    if let [flag, name, n, preview] = &args[..]
        && flag == "--one"
    {
        println!("{}", least(name, n.parse().unwrap(), preview == "true").as_secs_f64());
        return ExitCode::SUCCESS;
    }
    let preview = args.iter().any(|arg| arg == "--preview");
    let scale = args.iter().position(|arg| arg == "--scale").map_or(1.0, |at| args[at + 1].parse().unwrap());
    let names =
        args.iter().enumerate().filter(|(at, arg)| !arg.starts_with("--") && (*at == 0 || args[at - 1] != "--scale"));
    table(&names.map(|(_, name)| name.as_str()).collect::<Vec<_>>(), scale, preview)
}

fn dimensions() -> impl Iterator<Item = Dimension> {
    let base = Dimension { name: "base", n: 0, site: |_| Site::default() };
    [base].into_iter().chain(inside::dimensions()).chain(across::dimensions()).chain(errors::dimensions())
}

fn table(names: &[&str], scale: f64, preview: bool) -> ExitCode {
    let base = apart("base", 0, preview);
    println!("| what grows | n | s | 4n | s | times |\n|---|---|---|---|---|---|");
    let chosen = |d: &Dimension| d.n > 0 && (names.is_empty() || names.iter().any(|name| d.name.contains(name)));
    let mut steep = 0;
    for Dimension { name, n, .. } in dimensions().filter(chosen) {
        let n = ((n as f64 * scale) as usize).max(1);
        let (one, four) = (apart(name, n, preview) - base, apart(name, 4 * n, preview) - base);
        // What cannot be told from the base has not grown.
        let times = if four < base / 10.0 { 0.0 } else { four / one.max(base / 100.0) };
        let again = || if four > SLOW { times } else { (apart(name, 16 * n, preview) - base) / four };
        let next = if times > MOST { again() } else { 0.0 };
        let by_nature = BY_NATURE.contains(&name);
        let mark = match next > MOST {
            true if by_nature => ", by nature".to_owned(),
            true => format!(", {next:.1} **"),
            false => String::new(),
        };
        steep += usize::from(next > MOST && !by_nature);
        println!("| {name} | {n} | {one:.3} | {} | {four:.3} | {times:.1}{mark} |", 4 * n);
    }
    println!("\nbase {base:.3} s; more than {MOST} times: {steep}");
    if steep > 0 { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

/// Processor seconds of a build, measured in a process of its own.
fn apart(name: &str, n: usize, preview: bool) -> f64 {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--one", name, &n.to_string(), &preview.to_string()]).env("RAYON_NUM_THREADS", "1");
    let out = command.output().unwrap();
    String::from_utf8_lossy(&out.stdout).trim().parse().unwrap_or(f64::INFINITY)
}

fn least(name: &str, n: usize, preview: bool) -> Duration {
    let dimension = dimensions().find(|dimension| dimension.name == name).unwrap();
    let site = (dimension.site)(n);
    let (mut least, mut all) = (Duration::MAX, Duration::ZERO);
    for _ in 0..RUNS {
        let time = build(&site, preview);
        (least, all) = (least.min(time), all + time);
        if all > LONG {
            break;
        }
    }
    least
}

/// Everything that `docent build` does with its processor, and the time that it took.
fn build(site: &Site, preview: bool) -> Duration {
    let sources = site.sources();
    let start = ProcessTime::now();
    let mut config = Config::parse(FILE, sources.text(FILE).unwrap()).unwrap();
    config.today = Date::parse("2026-05-25");
    config.preview = preview;
    config.audience = site.audience.map(str::to_owned);
    let memo = &mut Memo::forgetting();
    let (output, problems) = pipeline::build(&config, &sources, memo);
    let mut told: Vec<_> = problems.to_vec();
    let output = output.unwrap();
    told.extend(rendered(&output, &config, memo));
    diagnostic::sort(&mut told);
    let length: usize = told.iter().map(|d| diagnostic::human(d, Colours::OFF).len() + diagnostic::json(d).len()).sum();
    let time = start.elapsed();
    if std::env::var_os("GROWTH_TOLD").is_some() {
        eprintln!("{} problems, {length} bytes: {:?}", told.len(), told.first().map(|d| (d.code, &d.message)));
    }
    std::hint::black_box(length);
    time
}

/// Every file, looked through for what is for others.
fn rendered(output: &Output, config: &Config, memo: &Memo) -> Vec<diagnostic::Diagnostic> {
    let (theme, _) = theme::load(config, output.sources());
    let world = audit::World { site: &output.site, config, sources: output.sources(), theme: &theme };
    let prover = config.audience.as_ref().and_then(|_| audit::Prover::new(world));
    let search = output.search_paths(memo);
    let mut told = Vec::new();
    for path in output.paths().chain(search.iter().map(String::as_str)) {
        let (bytes, problems) = output.bytes(path, memo).unwrap();
        told.extend(problems.iter().cloned());
        if let (Some(prover), Bytes::Memory(bytes)) = (&prover, bytes) {
            told.extend(prover.check(path, &bytes));
        }
    }
    told
}

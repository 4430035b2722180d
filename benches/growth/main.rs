//! How the cost of a build grows with each thing that a site can have more of: a site of `n` of it and one of `4n`.
//!
//!     cargo bench --bench growth -- [NAME ...] [--scale FACTOR] [--preview]
//!
//! In: [`dimensions`], each a name, an `n` and how to make the site. Out: a table with processor seconds of a whole build
//! beyond that of a site with one page, and how many times more four times as much takes: 4 is as it should be. What no
//! longer fits a cache of the processor takes a little more; so where it is more than 5, both are measured again, then
//! `16n` is compared with `4n`, and at last, where valgrind is installed, instructions are counted, which do not know how
//! busy the machine is. What is more than 5 each time is told, and the exit code is 1, unless what is published grows so
//! ([`BY_NATURE`]). A name chooses its dimension, or else those that it is a part of.
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
use docent::outputs::Output;
use docent::pipeline::{self, Memo};
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

/// What is published grows with the square of these, and why.
const BY_NATURE: [(&str, &str); 5] = [
    ("languages", "each page is published in all languages and names all of them"),
    ("depth of a folder", "the page of each folder names all folders above it"),
    ("pages below others", "each page names all folders above it"),
    ("nested lists", "each line is indented by all lists around it"),
    ("runs of backticks", "each run is one longer than the one before"),
];

/// Seconds after which four times as much again is not waited for.
const SLOW: f64 = 3.0;

/// Builds of one site: so many, or fewer if they take so long together.
const RUNS: usize = 5;
const LONG: Duration = Duration::from_millis(600);

/// Without a name (as in `cargo test --benches`) a tenth of a tenth says whether it still works.
fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    if let [flag @ ("--one" | "--once"), name, n, preview] = args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        let runs = if flag == "--one" { RUNS } else { 1 };
        println!("{}", least(name, n.parse().unwrap(), runs, preview == "true").as_secs_f64());
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
    let base = (0..3).map(|_| apart("base", 0, preview)).fold(f64::INFINITY, f64::min);
    println!("| what grows | n | s | 4n | s | times |\n|---|---|---|---|---|---|");
    let (mut all, mut steep) = (0, Vec::new());
    for Dimension { name, n, .. } in chosen(names) {
        let n = ((n as f64 * scale) as usize).max(1);
        let growth = Growth::of(name, n, base, preview);
        let by_nature = BY_NATURE.iter().find(|(nature, _)| *nature == name).map(|(_, why)| *why);
        let mark = match (growth.is_steep(), by_nature) {
            (true, Some(why)) => format!("; by nature: {why}"),
            (true, None) => " **".to_owned(),
            (false, _) => String::new(),
        };
        println!("| {name} | {n} | {:.3} | {} | {:.3} | {growth}{mark} |", growth.one, 4 * n, growth.four);
        all += 1;
        steep.extend((growth.is_steep() && by_nature.is_none()).then_some(name));
    }
    println!(
        "\nbase {base:.3} s; of {all} dimensions {} grow more than {MOST} times: {}",
        steep.len(),
        steep.join(", ")
    );
    if steep.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn chosen(names: &[&str]) -> Vec<Dimension> {
    let whole: Vec<&str> = dimensions().map(|d| d.name).filter(|name| names.contains(name)).collect();
    let is_meant =
        |d: &Dimension| names.iter().any(|name| d.name == *name || !whole.contains(name) && d.name.contains(name));
    dimensions().filter(|d| d.n > 0 && (names.is_empty() || is_meant(d))).collect()
}

/// What so many cost beyond the base, in seconds, and what four times as many do.
struct Growth {
    one: f64,
    four: f64,
    times: f64,
    /// From there to four times as many again, where the first look was steep.
    next: Option<f64>,
    /// In instructions, where that was steep too, or could not be told.
    counted: Option<f64>,
}

impl Growth {
    fn of(name: &str, n: usize, base: f64, preview: bool) -> Self {
        let cost = |n| apart(name, n, preview) - base;
        let (mut one, mut four) = (cost(n), cost(4 * n));
        if times(one, four, base) > MOST {
            (one, four) = (one.min(cost(n)), four.min(cost(4 * n)));
        }
        let mut growth = Self { one, four, times: times(one, four, base), next: None, counted: None };
        if growth.is_steep() && four < SLOW {
            growth.next = Some(cost(16 * n) / four);
        }
        if growth.is_steep() {
            growth.counted = counted(name, n, preview);
        }
        growth
    }

    /// A page of 16n may be longer than a page can be, and no page then: that tells nothing.
    fn is_steep(&self) -> bool {
        let still = self.next.is_none_or(|next| !(1.0..=MOST).contains(&next));
        self.times > MOST && still && self.counted.is_none_or(|counted| counted > MOST)
    }
}

impl std::fmt::Display for Growth {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:.1}", self.times)?;
        self.next.map_or(Ok(()), |next| write!(f, ", then {next:.1}"))?;
        self.counted.map_or(Ok(()), |counted| write!(f, ", {counted:.1} in instructions"))
    }
}

/// What cannot be told from the base has not grown.
fn times(one: f64, four: f64, base: f64) -> f64 {
    if four < base / 10.0 { 0.0 } else { four / one.max(base / 100.0) }
}

/// Processor seconds of a build, measured in a process of its own.
fn apart(name: &str, n: usize, preview: bool) -> f64 {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--one", name, &n.to_string(), &preview.to_string()]).env("RAYON_NUM_THREADS", "1");
    let out = command.output().unwrap();
    String::from_utf8_lossy(&out.stdout).trim().parse().unwrap_or(f64::INFINITY)
}

/// How many times more instructions four times as many take, beyond the base; `None` without valgrind.
fn counted(name: &str, n: usize, preview: bool) -> Option<f64> {
    let base = instructions("base", 0, preview)?;
    Some((instructions(name, 4 * n, preview)? - base) / (instructions(name, n, preview)? - base))
}

fn instructions(name: &str, n: usize, preview: bool) -> Option<f64> {
    let mut command = Command::new("valgrind");
    command.args(["--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null"]);
    command.arg(std::env::current_exe().unwrap()).args(["--once", name, &n.to_string(), &preview.to_string()]);
    let told = command.env("RAYON_NUM_THREADS", "1").output().ok()?.stderr;
    let told = String::from_utf8_lossy(&told);
    let number = told.lines().find_map(|line| line.split_once("I   refs:"))?.1;
    number.replace(',', "").trim().parse().ok()
}

fn least(name: &str, n: usize, runs: usize, preview: bool) -> Duration {
    let dimension = dimensions().find(|dimension| dimension.name == name).unwrap();
    let site = (dimension.site)(n);
    let (mut least, mut all) = (Duration::MAX, Duration::ZERO);
    for _ in 0..runs {
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
    let world = audit::AuditInput { site: &output.site, config, sources: output.sources(), theme: &theme };
    let prover = config.audience.as_ref().and_then(|_| audit::Prover::new(world));
    let search = output.search_paths(&memo.render);
    let mut told = Vec::new();
    for path in output.paths().chain(search.iter().map(String::as_str)) {
        let (bytes, problems) = output.bytes(path, &memo.render).unwrap();
        told.extend(problems.iter().cloned());
        if let (Some(prover), Bytes::Memory(bytes)) = (&prover, bytes) {
            told.extend(prover.check(path, &bytes));
        }
    }
    told
}

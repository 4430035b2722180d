//! `docent serve`: the live preview, until Ctrl+C.
//!
//! In: the options. Out: a server. What the browser cannot show is told on the terminal: the address, and for each
//! build how long it took and which problems are new.

use super::console::{Reporter, changed, count, seconds};
use super::locate;
use super::watchdog::Watchdog;
use super::{BuildArgs, Global, ServeArgs, USAGE, out};
use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::problems::Problems;
use crate::project::{self, Located};
use crate::serve::build::Build;
use crate::serve::editor::Editor;
use crate::serve::live::ServerEvent;
use crate::serve::{self, Options};
use crate::workspace::disk::{Disk, Reading};
use crate::workspace::rebuild::Configure;
use crate::workspace::watch::{Follow, Mode};
use std::path::Path;
use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use std::{env, fs, process};

/// Serves.
pub fn run(global: &Global, build: BuildArgs, args: &ServeArgs) -> Result<ExitCode, String> {
    let report = Reporter::new(global);
    let located = locate::locate(global)?;
    locate::tell(&located, &report);
    let root = fs::canonicalize(&located.root).map_err(|error| format!("{}: {error}", located.root.display()))?;
    if !args.interface.is_loopback() {
        report.warning(&format!(
            "{}: anyone who can reach this machine can read the preview, including drafts; it has no protection",
            args.interface
        ));
    }
    let options = Options {
        interface: args.interface,
        port: args.port,
        allow_hosts: args.allow_host.clone(),
        editor: editor(args, report),
        // Others that reach the preview do not write here; what an audience sees is not what its author writes.
        edits: !args.no_edit && args.interface.is_loopback() && build.audience.is_none(),
    };
    let mode = match () {
        () if args.poll => Mode::Poll,
        () if args.deaf => Mode::Deaf,
        () => Mode::Events,
    };
    let config = config_of(&located);
    project::has_pages_on_disk(&root, &config.content_dir)?;
    let follow = follow(&root, &located, &project::output_dir(&root, &config, None), reading(&config), mode)?;
    let watchdog = Watchdog::start(report).map_err(|error| error.to_string())?;
    let tell = terminal(report, args.open, watchdog);
    serve::run(options, root, follow, configure(located, build, true), tell)?;
    Ok(ExitCode::SUCCESS)
}

/// Reads the project when it is asked to: the server listens by then. `output` is never read.
pub fn follow(
    root: &Path,
    located: &Located,
    output: &Path,
    reading: Reading,
    mode: Mode,
) -> Result<impl FnOnce() -> Follow + Send + 'static, String> {
    let root = root.to_owned();
    let file = std::path::absolute(&located.file).map_err(|error| error.to_string())?;
    // Below the root it is one of its files, whatever way led there.
    let file =
        file.strip_prefix(std::path::absolute(&located.root).unwrap_or_default()).map(|f| root.join(f)).unwrap_or(file);
    let (name, skip) = (located.name.clone(), output.to_owned());
    Ok(move || {
        let disk = Disk::read(&root, &skip, (name, file), reading, project::fingerprints(&root));
        Follow::start(disk, mode)
    })
}

/// What a configuration says of how the project is read.
pub fn reading(config: &Config) -> Reading {
    Reading { folders: config.folders(), git_dates: config.git_dates }
}

/// The configuration as far as it is needed to read the project; one with errors is told by the first build.
pub fn config_of(located: &Located) -> Config {
    let text = fs::read_to_string(&located.file).ok().or_else(|| located.instead.clone()).unwrap_or_default();
    Config::parse(&located.name, &text).unwrap_or_default()
}

/// How the configuration is read from a snapshot.
pub fn configure(located: Located, build: BuildArgs, preview: bool) -> Box<Configure> {
    let Located { name, instead, .. } = located;
    Box::new(move |sources| {
        let written = sources.text(&name).map(|text| &**text).filter(|text| !text.is_empty());
        let text = written.or(instead.as_deref()).unwrap_or_default();
        let mut config = Config::parse(&name, text)?;
        let refuse = |message: String| vec![Diagnostic::error("config", &name, message)];
        build.settings().lay(&mut config).map_err(refuse)?;
        config.preview = preview;
        Ok(config)
    })
}

/// The editor that the options or the environment name. A preview that others reach starts no programs here.
fn editor(args: &ServeArgs, report: Reporter) -> Option<Editor> {
    let variable = |name: &'static str| Some((name, env::var(name).ok().filter(|value| !value.trim().is_empty())?));
    let option = args.editor.clone().map(|command| ("--editor", command));
    let named = option.or_else(|| ["DOCENT_EDITOR", "VISUAL", "EDITOR"].into_iter().find_map(variable));
    let (origin, command) = named.filter(|_| !args.no_edit && args.interface.is_loopback())?;
    let editor = Editor::parse(&command);
    if editor.is_none() {
        report.warning(&format!(
            "{origin}: `{command}` is not a command, so the preview opens no editor; name a program, and close every quote"
        ));
    }
    editor
}

/// What the terminal is told.
fn terminal(report: Reporter, open_browser: bool, watchdog: Watchdog) -> Arc<dyn Fn(ServerEvent<'_>) + Send + Sync> {
    let before = Mutex::new(Problems::default());
    Arc::new(move |said| match said {
        ServerEvent::Listening(url) => {
            report.serving(url);
            if out::has_failed() {
                // Nobody will know where it is.
                process::exit(i32::from(USAGE));
            }
            // What the library says of it is the output of `Debug`.
            if open_browser && open::that_detached(url).is_err() {
                report.warning("no browser could be started: open the address above yourself");
            }
        }
        ServerEvent::Notice(notice) => report.warning(notice),
        ServerEvent::Built(build, files, time) => {
            build.made.iter().for_each(|made| watchdog.add(&made.output.templates));
            let mut before = before.lock().unwrap_or_else(PoisonError::into_inner);
            report.diagnostics(&build.diagnostics.since(&before));
            report.closing(&closing(build, files, time));
            before.clone_from(&build.diagnostics);
        }
    })
}

fn closing(build: &Build, files: Option<&[String]>, time: Duration) -> String {
    let errors = build.diagnostics.errors();
    let told = if errors == 0 { "no errors".to_owned() } else { count(errors, "error") };
    let pages = build.made.as_ref().map_or(0, |made| made.output.page_count());
    let what = changed(files, build.sources.files.len());
    format!("{what}: {} built in {}, {told}", count(pages, "page"), seconds(time))
}

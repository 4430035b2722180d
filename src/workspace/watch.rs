//! Watching that does not lie. The only file that names notify and notify-debouncer-full.
//!
//! In: the snapshot beside the disk ([`Disk`]). Out: one [`Change`] for each burst of changes, when it is over.
//!
//! 1. An event only says where to look: on Linux events are lost without a sign (of a checkout of 5,000 files notify
//!    8.2.2 told 4,697 to 4,810). What changed is decided by [`Disk::look`].
//! 2. A burst is one change: many events, and a git that holds its lock, are waited for until they are quiet. A lock that
//!    was left behind is waited for once, and briefly; the user hears of it.
//! 3. A file that came, went, was emptied or is still open for writing may be half of a save: it is looked at again.
//! 4. All files are looked at by time and size at a calm interval, whatever events say. The interval grows with what a
//!    look costs, so that it takes less than 2 % of a core.
//!
//! Where events cannot be had (the limit of watches, a network's file system), looking is all there is.

#![allow(clippy::disallowed_methods, reason = "an impure edge")]

use super::disk::{Disk, Found, Half, Where};
use crate::config::Config;
use crate::content::Folders;
use crate::diagnostic::Diagnostic;
use crate::source::{Sources, git};
use notify::event::{AccessKind, AccessMode, EventKind};
use notify::{ErrorKind, RecommendedWatcher, RecursiveMode};
use notify_debouncer_full::{DebounceEventResult, Debouncer, NoCache, new_debouncer_opt};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

/// How long the debouncer holds an event; with its tick a save is told after 10 to 15 ms.
const WINDOW: Duration = Duration::from_millis(10);
const TICK: Duration = Duration::from_millis(5);
/// So many paths in one window are a burst: a checkout, a sync.
const BURST: usize = 24;
/// A burst is over when nothing was told for so long.
const QUIET: Duration = Duration::from_millis(150);
/// A new file may be renamed over another one.
const SETTLE_NEW: Duration = Duration::from_millis(100);
/// A file that is gone, empty or open comes back.
const SETTLE_MISSING: Duration = Duration::from_millis(250);
/// Nothing is waited for longer than this: somebody writes without end.
const PATIENCE: Duration = Duration::from_secs(20);
/// A git that holds its lock and changes nothing for so long is dead, or waits for somebody to write a commit's message.
const STALL: Duration = Duration::from_secs(3);
/// A lock that was there so long before a change has nothing to do with it.
const OLD_LOCK: Duration = Duration::from_secs(30);
/// Least time between two looks at everything.
const CALM: Duration = Duration::from_secs(2);
/// The same where no events come.
const POLL: Duration = Duration::from_millis(250);

/// How changes are noticed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// The system tells.
    Events,
    /// Looking at all files again and again.
    Poll,
    /// The system tells, and nobody hears it: for the test that a lost event costs seconds, never a change.
    Deaf,
}

/// A snapshot that differs from the one before.
#[derive(Debug)]
pub struct Change {
    /// The files that changed, in order. None, when it is git that has other days, or the folders have other problems.
    pub names: Vec<String>,
}

/// What one window of events said.
#[derive(Debug, Default)]
struct Heard {
    at: BTreeSet<PathBuf>,
    /// Written to, and closed after that.
    written: BTreeSet<PathBuf>,
    closed: BTreeSet<PathBuf>,
    everywhere: bool,
    /// No more folders can be watched.
    limit: bool,
}

/// Follows a project.
pub struct Follow {
    disk: Disk,
    mode: Mode,
    events: Option<Events>,
    /// When everything is looked at next, and how long to wait after that.
    next_calm: Instant,
    /// Told once: why changes are noticed later than they could be.
    notice: Option<String>,
    /// A lock of git's that is not waited for.
    left_behind: Option<git::Lock>,
}

struct Events {
    debouncer: Debouncer<RecommendedWatcher, NoCache>,
    heard: Receiver<Heard>,
}

impl Follow {
    /// Begins to watch. What changed since the snapshot was taken is the first change.
    pub fn start(disk: Disk, mode: Mode) -> Self {
        let mut follow = Self { disk, mode, events: None, next_calm: Instant::now(), notice: None, left_behind: None };
        if mode == Mode::Events {
            follow.listen_from_now();
        }
        follow
    }

    /// The snapshot.
    pub fn sources(&self) -> &Sources {
        self.disk.sources()
    }

    /// What could not be read.
    pub fn diagnostics(&self) -> Vec<Diagnostic> {
        self.disk.diagnostics()
    }

    /// Reads the project as a configuration says from now on. Whether its folders are others.
    pub fn configured(&mut self, config: &Config) -> bool {
        let others = self.use_folders(&config.folders());
        self.disk.git_dates = config.git_dates;
        others
    }

    fn use_folders(&mut self, folders: &Folders) -> bool {
        let changed = self.disk.use_folders(folders);
        if changed {
            self.watch_all();
        }
        changed
    }

    /// Why it polls, once, for the user.
    pub fn notice(&mut self) -> Option<String> {
        self.notice.take()
    }

    /// Waits until something changed, and until that change is whole. `None` after `until`, if nothing did.
    pub fn next(&mut self, until: Option<Instant>) -> Option<Change> {
        loop {
            let calm = self.next_calm;
            let first = self.hear(until.map_or(calm, |until| until.min(calm)));
            let found = match first {
                Some(heard) => self.settle(heard),
                None if Instant::now() >= calm => self.calm_look(),
                None => return None,
            };
            let (names, change) = (found.names(), found.is_change());
            self.disk.take(found);
            if change {
                return Some(Change { names });
            }
        }
    }

    /// What is told until a moment.
    fn hear(&mut self, until: Instant) -> Option<Heard> {
        let timeout = until.saturating_duration_since(Instant::now());
        let Some(events) = &self.events else {
            std::thread::sleep(timeout);
            return None;
        };
        match events.heard.recv_timeout(timeout) {
            Ok(heard) => self.noted(heard),
            Err(RecvTimeoutError::Timeout) => None,
            Err(RecvTimeoutError::Disconnected) => {
                self.events = None;
                None
            }
        }
    }

    /// Drops what does not concern the project; a folder that came or went may need another watch.
    fn noted(&mut self, mut heard: Heard) -> Option<Heard> {
        if heard.limit {
            self.poll(limit_notice());
            heard.everywhere = true;
        }
        heard.at.retain(|path| self.disk.concerns(path));
        heard.written.retain(|path| self.disk.concerns(path));
        let top = |path: &PathBuf| path.parent() == Some(self.disk.root()) && *path != self.disk.config();
        if heard.at.iter().any(top) {
            self.watch_all();
        }
        (heard.everywhere || !heard.at.is_empty()).then_some(heard)
    }

    /// Waits for the end of a burst, looks, and looks again at what may be half of a change.
    fn settle(&mut self, heard: Heard) -> Found {
        let mut burst = Burst::default();
        burst.add(heard);
        // Since when nobody has had a reason to be waited for.
        let mut since = Instant::now();
        self.leave_lock(|lock| lock.age() > OLD_LOCK);
        loop {
            if burst.size > BURST || self.git_works() {
                self.quiet(&mut burst, &mut since);
            }
            let patient = since.elapsed() < PATIENCE;
            let found = self.disk.look(&burst.at);
            let wait = self.wait_for(&found, &burst);
            if wait.is_zero() || !patient || !self.more_within(&mut burst, wait) {
                return self.last_look(found, &burst, wait);
            }
        }
    }

    /// Waits until nothing more is told. A git that goes on is waited for to its end, however slow the disk is; one that
    /// left its lock behind is not.
    fn quiet(&mut self, burst: &mut Burst, since: &mut Instant) {
        burst.everywhere();
        let mut busy = self.git_works();
        while since.elapsed() < PATIENCE {
            let more = self.more(burst, QUIET);
            if more && busy {
                *since = Instant::now();
            }
            if !more && since.elapsed() > STALL {
                self.leave_lock(|_| true);
            }
            busy = self.git_works();
            if !more && !busy {
                return;
            }
        }
    }

    /// Whether git is changing the working tree at this moment.
    fn git_works(&self) -> bool {
        let lock = git::lock(self.disk.root());
        lock.is_some() && lock != self.left_behind
    }

    /// Waits no longer for a lock, if it is such a one.
    fn leave_lock(&mut self, such: impl FnOnce(&git::Lock) -> bool) {
        let lock = git::lock(self.disk.root()).filter(|lock| self.left_behind.as_ref() != Some(lock));
        if let Some(lock) = lock.filter(such) {
            self.notice = Some(lock.notice());
            self.left_behind = Some(lock);
        }
    }

    /// After a wait the disk may be otherwise than it was before it, though nothing was told.
    fn last_look(&self, found: Found, burst: &Burst, wait: Duration) -> Found {
        if wait.is_zero() { found } else { self.disk.look(&burst.at) }
    }

    fn wait_for(&self, found: &Found, burst: &Burst) -> Duration {
        match self.disk.may_be_half(found) {
            Half::Missing => SETTLE_MISSING,
            _ if !found.is_empty() && burst.is_open() => SETTLE_MISSING,
            Half::New => SETTLE_NEW,
            Half::No => Duration::ZERO,
        }
    }

    /// Adds what is told within a time; whether anything was.
    fn more(&mut self, burst: &mut Burst, time: Duration) -> bool {
        let heard = self.hear(Instant::now() + time);
        let any = heard.is_some();
        heard.into_iter().for_each(|heard| burst.add(heard));
        any
    }

    /// The same for a time in full unless something is told.
    fn more_within(&mut self, burst: &mut Burst, time: Duration) -> bool {
        let end = Instant::now() + time;
        while Instant::now() < end {
            let rest = end.saturating_duration_since(Instant::now());
            if self.more(burst, rest) {
                return true;
            }
        }
        false
    }

    /// Looks at everything by time and size. What is found without having been told is looked at twice.
    fn calm_look(&mut self) -> Found {
        let started = Instant::now();
        let mut found = self.disk.look(&Where::Everywhere);
        let cost = started.elapsed();
        self.leave_lock(|lock| found.is_change() && lock.age() > OLD_LOCK);
        while found.is_change() && started.elapsed() < PATIENCE {
            let wait = if self.disk.may_be_half(&found) == Half::Missing { SETTLE_MISSING } else { SETTLE_NEW / 2 };
            std::thread::sleep(wait);
            let again = self.disk.look(&Where::Everywhere);
            let same = again.same(&found);
            found = again;
            if same && started.elapsed() > STALL {
                self.leave_lock(|_| true);
            }
            if same && !self.git_works() {
                break;
            }
        }
        if found.is_change() && self.events.is_some() {
            // Events were lost: folders may have come that nobody watches.
            self.listen_from_now();
        }
        let (least, factor) = if self.events.is_some() { (CALM, 60) } else { (POLL, 20) };
        let least = if self.mode == Mode::Deaf { CALM } else { least };
        self.next_calm = Instant::now() + least.max(cost * factor);
        found
    }

    /// Begins to listen, anew if it did already.
    fn listen_from_now(&mut self) {
        if let Some(kind) = remote(self.disk.root()) {
            return self.poll(format!("{kind} does not report changes: polling"));
        }
        self.events = None;
        let (tell, heard) = mpsc::channel();
        let handler = move |result: DebounceEventResult| drop(tell.send(Heard::of(result)));
        let config = notify::Config::default().with_follow_symlinks(false);
        match new_debouncer_opt::<_, RecommendedWatcher, NoCache>(WINDOW, Some(TICK), handler, NoCache, config) {
            Ok(debouncer) => self.events = Some(Events { debouncer, heard }),
            Err(error) => return self.poll(start_notice(&error)),
        }
        self.watch_all();
    }

    /// Watches the folders of the project, and the root itself for those that come later.
    fn watch_all(&mut self) {
        let Some(events) = &mut self.events else { return };
        let root = self.disk.root().to_owned();
        let mut wanted = vec![(root.clone(), RecursiveMode::NonRecursive)];
        wanted.extend(self.disk.config().parent().map(|folder| (folder.to_owned(), RecursiveMode::NonRecursive)));
        wanted.extend(self.disk.folders().into_iter().map(|folder| (folder, RecursiveMode::Recursive)));
        wanted.dedup();
        // A link is not followed, not even to be watched.
        wanted.retain(|(path, _)| fs::symlink_metadata(path).is_ok_and(|data| data.is_dir()));
        let failed = wanted.iter().find_map(|(path, mode)| events.debouncer.watch(path, *mode).err());
        if let Some(error) = failed.filter(|error| !matches!(error.kind, ErrorKind::PathNotFound)) {
            self.poll(start_notice(&error));
        }
    }

    fn poll(&mut self, why: String) {
        self.notice = Some(why);
        self.events = None;
        self.mode = Mode::Poll;
        self.next_calm = Instant::now() + POLL;
    }
}

/// What belongs to one change.
struct Burst {
    at: Where,
    size: usize,
    written: BTreeSet<PathBuf>,
}

impl Default for Burst {
    fn default() -> Self {
        Self { at: Where::At(BTreeSet::new()), size: 0, written: BTreeSet::new() }
    }
}

impl Burst {
    fn add(&mut self, heard: Heard) {
        self.size += heard.at.len();
        self.written.extend(heard.written);
        self.written.retain(|path| !heard.closed.contains(path));
        self.at.and(if heard.everywhere { Where::Everywhere } else { Where::At(heard.at) });
    }

    fn everywhere(&mut self) {
        self.at = Where::Everywhere;
    }

    /// Somebody writes to a file at this moment.
    fn is_open(&self) -> bool {
        self.written.iter().any(|path| path.is_file())
    }
}

impl Heard {
    fn of(result: DebounceEventResult) -> Self {
        let mut heard = Self::default();
        match result {
            Ok(events) => events.iter().for_each(|event| heard.event(&event.event)),
            Err(errors) => {
                heard.everywhere = true;
                heard.limit = errors.iter().any(|error| matches!(error.kind, ErrorKind::MaxFilesWatch));
            }
        }
        heard
    }

    fn event(&mut self, event: &notify::Event) {
        let paths = || event.paths.iter().cloned();
        match event.kind {
            _ if event.need_rescan() => self.everywhere = true,
            EventKind::Access(AccessKind::Close(AccessMode::Write)) => {
                self.closed.extend(paths());
                self.written.retain(|path| !event.paths.contains(path));
                self.at.extend(paths());
            }
            // Our own reading, too.
            EventKind::Access(_) => {}
            EventKind::Modify(notify::event::ModifyKind::Data(_)) if cfg!(target_os = "linux") => {
                self.written.extend(paths());
                self.closed.retain(|path| !event.paths.contains(path));
                self.at.extend(paths());
            }
            _ => self.at.extend(paths()),
        }
    }
}

fn limit_notice() -> String {
    "the system's limit of watched folders per user is reached: polling. To raise the limit: sysctl fs.inotify.max_user_watches=524288"
        .to_owned()
}

fn start_notice(error: &notify::Error) -> String {
    match &error.kind {
        ErrorKind::MaxFilesWatch => limit_notice(),
        // The number of watchers of one user has a limit too.
        ErrorKind::Io(error) if error.raw_os_error() == Some(24) => "the system's limit of watchers per user is reached: polling. To raise the limit: sysctl fs.inotify.max_user_instances=1024"
            .to_owned(),
        _ => format!("the system does not report changes ({error}): polling"),
    }
}

/// The kind of a file system that tells only the changes that this machine makes.
fn remote(root: &Path) -> Option<String> {
    let root = fs::canonicalize(root).ok()?;
    let mounts = fs::read_to_string("/proc/self/mounts").ok()?;
    let fields = mounts.lines().filter_map(|line| {
        let mut parts = line.split(' ');
        Some((parts.nth(1)?.replace("\\040", " "), parts.next()?))
    });
    let nearest = fields.filter(|(point, _)| root.starts_with(point)).max_by_key(|(point, _)| point.len());
    let (_, kind) = nearest?;
    let far =
        ["nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "drvfs", "vboxsf", "prl_fs", "fuse.sshfs", "fuse.vmhgfs-fuse"];
    far.contains(&kind).then(|| format!("this file system ({kind})"))
}

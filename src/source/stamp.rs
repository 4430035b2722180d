//! By what a file is known to be the same without being read, as git's index knows it.
//!
//! In: what the file system says of a file. Out: a [`Stamp`]: size, times, number. A file that was renamed over another
//! may have its size and time, and a program may set a time back: neither the number nor the time of the last change of
//! any kind can be had again.
//!
//! A file that was changed less than a tick of the file system's clock before it was looked at may be changed once more
//! within that tick, and have the same stamp ("racy git"): such a stamp is not trusted.

use serde::{Deserialize, Serialize};
use std::fs::Metadata;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Clocks of file systems tick every 10 ms at worst,
const TICK: Duration = Duration::from_millis(50);
/// but for those that count in seconds, or in pairs of them.
const SLOW_TICK: Duration = Duration::from_secs(3);

/// Size, times and number of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize, Serialize)]
pub struct Stamp {
    len: u64,
    /// Seconds and nanoseconds since 1970.
    modified: (i64, i64),
    /// When anything of it changed, its name too; the same as `modified` where the system does not say.
    changed: (i64, i64),
    /// The file system's own number for it.
    number: u64,
}

impl Stamp {
    /// The stamp of a file.
    #[cfg(unix)]
    pub fn of(data: &Metadata) -> Option<Self> {
        use std::os::unix::fs::MetadataExt;
        let (modified, changed) = ((data.mtime(), data.mtime_nsec()), (data.ctime(), data.ctime_nsec()));
        Some(Self { len: data.len(), modified, changed, number: data.ino() })
    }

    /// The stamp of a file.
    #[cfg(not(unix))]
    pub fn of(data: &Metadata) -> Option<Self> {
        let since = data.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
        let modified = (i64::try_from(since.as_secs()).ok()?, i64::from(since.subsec_nanos()));
        Some(Self { len: data.len(), modified, changed: modified, number: 0 })
    }

    /// The stamp, if it was old enough at a moment that a later change would have another one.
    pub fn calm_at(self, moment: SystemTime) -> Option<Self> {
        let (seconds, nanos) = self.modified.max(self.changed);
        let slow = self.modified.1 == 0 && self.changed.1 == 0;
        let newest =
            Duration::new(u64::try_from(seconds).unwrap_or_default(), u32::try_from(nanos).unwrap_or_default());
        let age = moment.duration_since(UNIX_EPOCH).ok()?.checked_sub(newest)?;
        (age > if slow { SLOW_TICK } else { TICK }).then_some(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: u64, millis: u32) -> SystemTime {
        UNIX_EPOCH + Duration::new(seconds, millis * 1_000_000)
    }

    #[test]
    fn what_was_just_written_is_not_trusted() {
        let stamp = Stamp { len: 1, modified: (100, 500_000_000), changed: (100, 500_000_000), number: 7 };
        assert_eq!(stamp.calm_at(at(100, 520)), None);
        assert_eq!(stamp.calm_at(at(100, 600)), Some(stamp));
        // From the future, and written under an old time.
        assert_eq!(stamp.calm_at(at(99, 0)), None);
        assert_eq!(Stamp { modified: (5, 1), ..stamp }.calm_at(at(100, 520)), None);
        // Nobody writes at a whole second but a clock that knows no parts of it.
        let slow = Stamp { modified: (100, 0), changed: (100, 0), ..stamp };
        assert_eq!((slow.calm_at(at(102, 0)), slow.calm_at(at(104, 0))), (None, Some(slow)));
    }
}

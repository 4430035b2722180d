//! Processor time: what other programs do on the machine does not count.

use std::fs;
use std::sync::LazyLock;
use std::thread;
use std::time::{Duration, Instant};

static START: LazyLock<Instant> = LazyLock::new(Instant::now);

/// Seconds that this thread has had a processor; where the system does not tell, those that have passed. The system
/// brings its count up to date when the thread gives the processor away, so it does.
pub fn seconds() -> f64 {
    let start = *START;
    thread::sleep(Duration::from_nanos(1));
    let told = fs::read_to_string("/proc/thread-self/schedstat").ok();
    let own = told.and_then(|line| line.split(' ').next()?.parse::<f64>().ok());
    own.map_or_else(|| start.elapsed().as_secs_f64(), |nanoseconds| nanoseconds / 1e9)
}

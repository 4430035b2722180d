//! What several tests share.
#![allow(clippy::unwrap_used, reason = "a test may panic")]
#![allow(dead_code, reason = "each test uses its part")]

pub mod project;
pub mod site;

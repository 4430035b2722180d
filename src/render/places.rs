//! Where docent's own pages and copies stand in the output.
//!
//! In: a language, or a page's path. Out: paths from the top of the site.

use crate::config::Config;
use crate::site::tags::prefix;

/// The page of search: `en/search.html`.
pub fn search_path(lang: &str, config: &Config) -> String {
    format!("{}search.html", prefix(lang, config))
}

/// The page of the reader's progress: `en/my-progress.html`.
pub fn progress_path(lang: &str, config: &Config) -> String {
    format!("{}my-progress.html", prefix(lang, config))
}

/// The Markdown copy of a page, beside it.
pub fn copy_path(out: &str) -> String {
    format!("{}.md", out.trim_end_matches(".html"))
}

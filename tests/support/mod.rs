//! What several tests share.

#![allow(dead_code, reason = "each test uses its part")]

pub mod html;
pub mod processor;

use docent::config::{Config, FILE};
use docent::markdown::{HtmlInput, Words};
use docent::outputs::compiled_theme;
use docent::source::Sources;
use docent::{i18n, theme};

/// The words of the default theme.
pub fn words(lang: &str) -> Words {
    let config = Config::parse(FILE, "title: Test\n").expect("a valid configuration");
    let (theme, _) = theme::load(&config, &Sources::default());
    let (strings, problems) = i18n::load(&theme.strings, &[lang]);
    assert!(problems.is_empty(), "{problems:?}");
    compiled_theme::words(&strings[lang])
}

/// What a text is rendered with that stands alone: nothing is known of its headings, its links lead where they say.
pub fn input<'a>(lang: &'a str, words: &'a Words) -> HtmlInput<'a> {
    let views = Default::default();
    HtmlInput {
        lang,
        words,
        views,
        title: None,
        ids: &[],
        links: &[],
        blocks: &[],
        embeds: &[],
        terms: &[],
        first_line: None,
    }
}

//! The build on one screen: the only user of the memo.
//!
//! In: configuration and snapshot. Out: an [`Output`], which knows every file of the site by its path and makes its
//! bytes when asked, and the diagnostics.
//!
//! 1. The theme is read and compiled ([`crate::outputs::compiled_theme`]).
//! 2. Every page is parsed, on all cores, each behind the memo ([`crate::page`]).
//! 3. Outlines become the site ([`crate::site`]).
//! 4. Every address gets its route ([`crate::outputs`]). Nothing is rendered before it is asked for.

mod parse;

use crate::config::{self, Config};
use crate::diagnostic::{Diagnostic, Finding};
use crate::document;
use crate::memo::{Last, Table};
use crate::outputs::compiled_theme::{self, CompiledTheme};
use crate::outputs::{LastLayout, Output, RenderMemo};
use crate::page::types::Types;
use crate::problems::Problems;
use crate::site;
use crate::source::Sources;
use crate::yaml::{self, Step};
use parse::Parsed;
use std::sync::Arc;

/// The only cache of a build: what each stage made last.
#[derive(Debug)]
pub struct Memo {
    /// The theme, ready to use.
    pub themes: Arc<Table<Arc<CompiledTheme>>>,
    /// Parsed pages.
    pub pages: Last<Parsed>,
    /// The model, and which links were read for it.
    pub site: Last<site::IncrementalSite>,
    /// Which files there are, and their navigation.
    layout: Last<LastLayout>,
    /// Rendered files and the search index.
    pub render: RenderMemo,
}

impl Memo {
    /// Remembers from build to build, for watching.
    pub fn keeping() -> Self {
        let (pages, site, layout) = (Last::keeping(), Last::keeping(), Last::keeping());
        Self { themes: Table::keeping().into(), pages, site, layout, render: RenderMemo::keeping() }
    }

    /// Remembers nothing, for a single build.
    pub fn forgetting() -> Self {
        let (pages, site, layout) = (Last::forgetting(), Last::forgetting(), Last::forgetting());
        Self { themes: Table::forgetting().into(), pages, site, layout, render: RenderMemo::forgetting() }
    }

    /// A memo that knows what this one knows, for a build beside: of a text that is not saved yet. They share what they hold;
    /// neither hears of the other's next build.
    pub fn beside(&self) -> Self {
        let (pages, site, layout) = (self.pages.clone(), self.site.clone(), self.layout.clone());
        Self { themes: self.themes.clone(), pages, site, layout, render: RenderMemo::keeping() }
    }

    /// Begins a build: what neither this one nor the one before touched is dropped.
    fn begin(&mut self) {
        self.themes.drop_older_than(self.render.generation());
        self.render.begin();
    }
}

/// Builds the site. With templates that cannot be read there is no output.
pub fn build(config: &Config, sources: &Sources, memo: &mut Memo) -> (Option<Output>, Problems) {
    memo.begin();
    let key = || compiled_theme::key(config, sources);
    let theme = memo.themes.get(memo.render.generation(), key, || Arc::new(compiled_theme::compile(config, sources)));
    let parsed = parse::parse(config, sources, &theme.types, &mut memo.pages);
    let made = site::Inputs { config, types: &theme.types, sources, rules: parsed.rules, defaults: &parsed.defaults };
    let (site, problems) = site::build(&parsed.pages, made, &mut memo.site);
    let (output, addresses) = Output::new(site, config, sources, &theme, &mut memo.layout);
    let unread = unknown_types(config, sources, &theme.types);
    let others = theme.diagnostics.iter().chain(problems.others()).chain(&addresses).chain(&unread).cloned();
    let others = config.adjust(others.collect());
    (output, problems.with(others))
}

/// Types that `review_in` names and there are none of.
fn unknown_types(config: &Config, sources: &Sources, types: &Types) -> Vec<Diagnostic> {
    let unknown = config.review_in.keys().filter(|kind| *kind != "default" && !types.all.contains_key(*kind));
    let tell = |kind: &String| {
        let steps = [Step::Key("review_in".into()), Step::Name(kind.clone())];
        let known = types.all.keys().map(String::as_str).chain(["default"]);
        Finding::at_field("config", &steps, format!("there is no type `{}`", yaml::short(kind))).suggest(kind, known)
    };
    let text = sources.text(config::FILE).map_or("", |text| text);
    document::tell(config::FILE, text, unknown.map(tell).collect())
}

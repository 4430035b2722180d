//! What changed lately: by day, page and section, with the words that were written.
//!
//! In: what git knows of the newest changes ([`crate::source::history`]), the site. Out: [`ChangeDay`]s.
//!
//! 1. The files of each commit are looked for among the pages that readers find in the language.
//! 2. [`sections`] reads what a page says today; [`written`] finds the lines of each commit in it. Only words that stand on
//!    the page as it is published are shown, never those that were removed.
//! 3. What was changed of a page on one day is one entry. One in which no word is found is a minor one.
//!
//! Without git the days in front matters are known, and no more.
//!
//! Of a page that is cut for an audience nothing is told: the change may be one of what was cut. What a commit says of itself is shown if
//! everything it touched is published, and never to an audience: it may tell of what others may not know.

pub mod sections;
mod written;

use super::context::RenderContext;
use super::special::search::is_found;
use super::view::{ChangeDay, ChangedPage, ChangedSection};
use crate::content;
use crate::date::Date;
use crate::page::Outline;
use crate::site::relations::counts;
use crate::site::{Entry, Id};
use crate::source::history::{Commit, Line, Touched, What};
use crate::url::{encode, relative};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use written::Text;

/// Pages of one day that are told; of a day with more, how many there are.
const PAGES_A_DAY: usize = 25;
/// Reasons that are told of one page and day.
const REASONS: usize = 3;

/// What happened to a page on a day.
#[derive(Default)]
struct Edit<'a> {
    is_new: bool,
    /// No commit of the day says otherwise.
    is_minor: bool,
    reasons: Vec<&'a str>,
    lines: Vec<&'a Line>,
}

/// The edits, the newest day first.
type Edits<'a> = BTreeMap<(Reverse<Date>, Id), Edit<'a>>;

/// Pages of a language that changed lately, by day: at most so many, whole days; and whether there are older ones.
pub fn days(context: RenderContext<'_>, out: &str, lang: &str, most: usize) -> (Vec<ChangeDay>, bool) {
    if !context.config.changes {
        return (Vec::new(), false);
    }
    let mut edits = edits(context, lang);
    if context.sources.history.commits.is_empty() {
        edits = said(context, lang);
    }
    let (mut days, mut told, mut texts) = (Vec::new(), 0, HashMap::new());
    let mut all: Vec<((Date, Id), Edit<'_>)> = edits.into_iter().map(|((day, id), edit)| ((day.0, id), edit)).collect();
    while !all.is_empty() && told < most {
        let day = all[0].0.0;
        let rest = all.split_off(all.iter().take_while(|((of, _), _)| *of == day).count());
        let of_day: Vec<(Id, Edit<'_>)> = all.into_iter().map(|((_, id), edit)| (id, edit)).collect();
        told += of_day.len().min(PAGES_A_DAY);
        days.push(a_day(context, out, day, of_day, &mut texts));
        all = rest;
    }
    let cut = !all.is_empty();
    (days, cut)
}

/// The pages that changed last, for a list on another page: without small changes, each once.
pub fn latest(context: RenderContext<'_>, out: &str, lang: &str, most: usize) -> Vec<ChangedPage> {
    let (days, _) = days(context, out, lang, 2 * most);
    let mut seen = BTreeSet::new();
    let pages = days.into_iter().flat_map(|day| day.pages);
    pages.filter(|page| seen.insert(page.url.clone())).take(most).collect()
}

/// Whether readers may hear of a page by itself: what they cannot find by searching they do not find here either.
pub(super) fn is_told(entry: &Entry) -> bool {
    counts(entry) && is_found(entry)
}

fn edits<'a>(context: RenderContext<'a>, lang: &str) -> Edits<'a> {
    let told = context.site.own_entries().filter(|(_, entry)| &*entry.lang == lang && is_told(entry));
    let told = told.filter(|(_, entry)| !entry.page.outline.partial);
    let pages: HashMap<&str, Id> = told.map(|(id, entry)| (entry.page.outline.source.as_str(), id)).collect();
    let open = Open::of(context);
    let mut edits = Edits::new();
    for commit in &context.sources.history.commits {
        let Some(day) = Date::parse(&commit.day) else { continue };
        let touched = commit.files.iter().filter_map(|file| Some((*pages.get(file.path.as_str())?, file)));
        let touched: Vec<(Id, &Touched)> = touched.filter(|(_, file)| file.what != What::Gone).collect();
        let reason = (!touched.is_empty() && open.is_open(commit)).then_some(commit.subject.as_str());
        for (id, file) in touched {
            let edit = edits.entry((Reverse(day), id)).or_insert_with(|| Edit { is_minor: true, ..Edit::default() });
            add(edit, commit, file, reason);
        }
    }
    // The author's own word is about the last change.
    let mut last = BTreeSet::new();
    for ((_, id), edit) in &mut edits {
        edit.is_minor |= last.insert(*id) && context.outline(*id).front.minor;
    }
    edits
}

fn add<'a>(edit: &mut Edit<'a>, commit: &'a Commit, file: &'a Touched, reason: Option<&'a str>) {
    edit.is_new |= file.what == What::Added;
    // Why something small was done is told only where nothing else was.
    let reason = reason.filter(|_| edit.is_minor || !commit.is_minor);
    if edit.is_minor && !commit.is_minor {
        edit.is_minor = false;
        edit.reasons.clear();
    }
    edit.lines.extend(&file.lines);
    let known = |reason: &&str| !edit.reasons.contains(reason) && edit.reasons.len() < REASONS && !reason.is_empty();
    let reason = reason.filter(known);
    edit.reasons.extend(reason);
}

/// What is known without git: days that authors wrote.
fn said<'a>(context: RenderContext<'a>, lang: &str) -> Edits<'a> {
    let told = context.site.own_entries().filter(|(_, entry)| &*entry.lang == lang && is_told(entry));
    let dated = told.filter_map(|(id, entry)| {
        let Outline { front, .. } = &*entry.page.outline;
        let edit = Edit { is_new: front.updated.is_none(), is_minor: front.minor, ..Edit::default() };
        Some(((Reverse(front.updated.or(front.date)?), id), edit))
    });
    dated.collect()
}

/// The files of the project that everybody may know of.
struct Open<'a> {
    files: BTreeSet<&'a str>,
    whole: bool,
    content: &'a content::ContentDir,
}

impl<'a> Open<'a> {
    fn of(context: RenderContext<'a>) -> Self {
        let pages = context.site.own_entries().map(|(_, entry)| entry).filter(|entry| is_told(entry));
        let pages = pages.map(|entry| entry.page.outline.source.as_str());
        let files = context.site.files.iter().map(String::as_str);
        let whole = context.config.audience.is_none();
        Self { files: pages.chain(files).collect(), whole, content: &context.config.content_dir }
    }

    /// Whether everything that a commit touched is published.
    fn is_open(&self, commit: &Commit) -> bool {
        let known = |path: &str| {
            self.files.contains(path) || self.content.inside(path).is_some_and(|path| self.files.contains(path))
        };
        self.whole && commit.files.iter().all(|file| file.what != What::Gone && known(&file.path))
    }
}

/// What a page says today, for all edits of it: each word is the work of the newest that wrote it.
type Texts = HashMap<Id, Text>;

fn a_day(
    context: RenderContext<'_>,
    out: &str,
    date: Date,
    mut edits: Vec<(Id, Edit<'_>)>,
    texts: &mut Texts,
) -> ChangeDay {
    edits.sort_by_key(|(id, edit)| (!edit.is_new, context.outline(*id).alphabetical().to_owned(), *id));
    let more = edits.len().saturating_sub(PAGES_A_DAY);
    let mut day = ChangeDay { date, pages: Vec::new(), minor: Vec::new(), more };
    for (id, edit) in edits.into_iter().take(PAGES_A_DAY) {
        let is_minor = edit.is_minor;
        let page = a_page(context, out, date, id, edit, texts);
        let tells = page.is_new || !page.sections.is_empty() || context.sources.history.commits.is_empty();
        let list = if is_minor || !tells { &mut day.minor } else { &mut day.pages };
        list.push(page);
    }
    day
}

fn a_page(context: RenderContext<'_>, out: &str, date: Date, id: Id, edit: Edit<'_>, texts: &mut Texts) -> ChangedPage {
    let (entry, outline) = (context.entry(id), context.outline(id));
    let url = relative(out, &entry.out);
    // Every word of a new page is new.
    let sections = if edit.lines.is_empty() || edit.is_new {
        Vec::new()
    } else {
        let text = texts.entry(id).or_insert_with(|| Text::of(sections::of(context, id)));
        let found = text.take(&edit.lines);
        found.into_iter().map(|(at, excerpts)| section(context, id, &url, at, excerpts)).collect()
    };
    ChangedPage {
        title: context.nav_title(id),
        date,
        kind: outline.front.kind.clone(),
        type_title: context.type_title(id),
        section: context.site.tree.ancestors(id).get(1).map(|id| context.nav_title(*id)),
        description: if edit.is_new { context.description(id) } else { String::new() },
        is_new: edit.is_new,
        reasons: edit.reasons.into_iter().map(str::to_owned).collect(),
        sections,
        url,
    }
}

fn section(
    context: RenderContext<'_>,
    id: Id,
    url: &str,
    at: usize,
    excerpts: Vec<Vec<super::view::Words>>,
) -> ChangedSection {
    // The first one stands before all headings.
    let heading = at.checked_sub(1).and_then(|at| context.outline(id).headings.get(at));
    let title = heading.map(|heading| context.heading(id, heading)).unwrap_or_default();
    let url = heading.map_or_else(|| url.to_owned(), |heading| format!("{url}#{}", encode(&heading.id)));
    ChangedSection { title, url, excerpts }
}

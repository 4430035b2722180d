//! What a reader ticks and reads step by step: checklists and reading paths.
//!
//! In: the context. Out: parts of views: a name under which the browser keeps the reader's marks, and for everything that
//! can be marked the fingerprint of what it says, so that a mark made on another text is told from one made on this.

use super::context::RenderContext;
use super::view::{Checklist, Membership, PathStep, ReadingPath, Ref, Stage};
use crate::fingerprint::Fingerprint;
use crate::markdown::link::Anchor;
use crate::markdown::typeset;
use crate::page::types::Behaviour;
use crate::page::{Outline, Page};
use crate::site::Id;
use crate::site::reading_paths::Step;
use crate::site::redirects::redirect_path;
use crate::url::{decode, encode, relative, slug};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

impl RenderContext<'_> {
    /// The name under which browsers keep what readers do on this site.
    pub(super) fn site_id(self) -> String {
        let own = || slug(&self.config.title, crate::url::Slugs::Ascii);
        let id = self.config.site_id.clone().unwrap_or_else(own);
        if id.is_empty() { Fingerprint::of_bytes(self.config.title.as_bytes()).short() } else { id }
    }

    /// What the page's ticks are kept by, if there is anything to tick.
    pub(super) fn checklist(self, id: Id) -> Option<Checklist> {
        let outline = self.outline(id);
        let items = outline.fields.get("items").and_then(Value::as_array);
        let items = items.filter(|_| outline.behaves == Some(Behaviour::Checklist));
        let mark = |item: &Value| Some((item.get("id")?.as_str()?.to_owned(), said(item.as_object()?)));
        let marks: BTreeMap<String, String> = items.into_iter().flatten().filter_map(mark).collect();
        (!marks.is_empty() || outline.tasks > 0).then(|| Checklist {
            key: self.key(id),
            former: self.former(id),
            marks,
            tasks: outline.tasks,
        })
    }

    /// The page as a reading path, if it is one.
    pub(super) fn reading_path(self, id: Id) -> Option<ReadingPath> {
        let steps = self.site.paths.steps.get(&id)?;
        let stages = self.outline(id).fields.get("stages").and_then(Value::as_array)?;
        let stages: Vec<Stage> =
            stages.iter().enumerate().map(|(at, stage)| self.stage(id, steps, at, stage)).collect();
        let all = || stages.iter().flat_map(|stage| &stage.steps).filter(|step| step.url.is_some());
        Some(ReadingPath {
            key: self.key(id),
            former: self.former(id),
            steps: all().count(),
            minutes: all().map(|step| step.minutes).sum(),
            stages,
        })
    }

    fn stage(self, path: Id, steps: &[Step], at: usize, stage: &Value) -> Stage {
        let written = stage.get("steps").and_then(Value::as_array);
        let number = |index: usize| steps.iter().position(|step| (step.stage, step.index) == (at, index));
        let made = written.into_iter().flatten().enumerate().map(|(index, step)| match number(index) {
            Some(number) => self.path_step(path, step, number, steps[number]),
            None => PathStep { title: text(step, "page"), ..written_step(step) },
        });
        let title = self.set(path, &text(stage, "title"));
        Stage { title, steps: made.collect() }
    }

    fn path_step(self, path: Id, written: &Value, number: usize, step: Step) -> PathStep {
        let outline = self.outline(step.page);
        let base = written_step(written);
        PathStep {
            number: Some(number + 1),
            title: outline.title.clone(),
            section: outline.heading(step.place).map(|heading| self.heading(step.page, heading)),
            url: Some(self.step_url(&self.entry(path).out, step)),
            purpose: self.set(path, &base.purpose),
            minutes: if base.minutes > 0 { base.minutes } else { outline.minutes() },
            content: Some(self.content(step)),
            questions: outline.front.questions.clone(),
            ..base
        }
    }

    /// The reading paths that the page is a step of.
    pub(super) fn memberships(self, id: Id) -> Vec<Membership> {
        let of = self.site.paths.of.get(&id).map_or(&[][..], Vec::as_slice);
        of.iter().filter_map(|(path, number)| self.membership(id, *path, *number)).collect()
    }

    fn membership(self, id: Id, path: Id, number: usize) -> Option<Membership> {
        let out = &self.entry(id).out;
        let steps = self.site.paths.steps.get(&path)?;
        let step = *steps.get(number)?;
        let outline = self.outline(path);
        let stage = outline.fields.get("stages")?.get(step.stage)?;
        let written = stage.get("steps")?.get(step.index)?;
        let beside =
            |number: Option<usize>| number.and_then(|n| steps.get(n)).map(|step| self.step_reference(out, *step));
        Some(Membership {
            key: self.key(path),
            title: outline.title.clone(),
            url: relative(out, &self.entry(path).out),
            step: text(written, "id"),
            number: number + 1,
            steps: steps.len(),
            stage: self.set(path, &text(stage, "title")),
            content: self.content(step),
            prev: beside(number.checked_sub(1)),
            next: beside(Some(number + 1)),
        })
    }

    fn step_reference(self, out: &str, step: Step) -> Ref {
        let page = self.reference(out, step.page);
        let section = self.outline(step.page).heading(step.place);
        let section = section.map(|heading| self.heading(step.page, heading));
        let title = section.map_or_else(|| page.title.clone(), |heading| format!("{}: {heading}", page.title));
        Ref { title, url: self.step_url(out, step), ..page }
    }

    fn step_url(self, out: &str, step: Step) -> String {
        let url = relative(out, &self.entry(step.page).out);
        match self.outline(step.page).anchor(step.place) {
            Some(anchor) => format!("{url}#{}", encode(&anchor)),
            None => url,
        }
    }

    /// Of what the step says: a mark made on another text is told from one made on this.
    fn content(self, step: Step) -> String {
        let page = &self.entry(step.page).page;
        let section = if let Anchor::Heading(at) = step.place { section(page, at as usize) } else { None };
        if let Some(range) = section {
            return Fingerprint::of_texts(&[&self.said(step.page, range)]).written();
        }
        let Outline { title, description, front, fields, .. } = &*page.outline;
        let mut fields = Value::Object(fields.clone());
        fields.sort_all_objects();
        let questions = front.questions.iter().flat_map(|question| [question.q.as_str(), &question.a]);
        let questions = Value::from_iter(questions).to_string();
        let body = self.said(step.page, 0..page.text.len() - page.body);
        let kind = front.kind.as_deref().unwrap_or_default();
        Fingerprint::of_texts(&[title, description, kind, &fields.to_string(), &questions, &body]).written()
    }

    /// The address without `.html`: marks are kept by it.
    pub(super) fn key(self, id: Id) -> String {
        self.entry(id).out.trim_end_matches(".html").to_owned()
    }

    /// The page's old addresses in the same form: marks that were made there are taken over.
    fn former(self, id: Id) -> Vec<String> {
        let wanted = self.outline(id).front.redirect_from.iter().filter_map(|old| redirect_path(old).ok());
        let old: BTreeSet<String> = wanted.filter(|path| self.site.redirects.get(path) == Some(&id)).collect();
        old.iter().map(|path| decode(path.trim_end_matches(".html"))).collect()
    }

    fn set(self, id: Id, text: &str) -> String {
        typeset(text, &self.outline(id).lang, self.config.markdown.typography)
    }
}

/// The text of a section: from its heading to the next that is not below it.
fn section(page: &Page, at: usize) -> Option<Range<usize>> {
    let headings = &page.outline.headings;
    let own = headings.get(at)?;
    let next = headings[at + 1..].iter().find(|heading| heading.level <= own.level);
    let end = next.map_or(page.text.len() - page.body, |heading| heading.range.start);
    Some(own.range.start..end)
}

/// A step as its author wrote it.
fn written_step(step: &Value) -> PathStep {
    PathStep {
        id: text(step, "id"),
        purpose: text(step, "purpose"),
        minutes: step.get("minutes").and_then(Value::as_u64).and_then(|n| usize::try_from(n).ok()).unwrap_or_default(),
        ..PathStep::default()
    }
}

fn text(value: &Value, key: &str) -> String {
    value.get(key).and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// Of everything that an item says to its reader: not of its id, and not of how its risk is judged. Made of bytes, not
/// by `Hash`, since browsers keep it for years.
fn said(item: &Map<String, Value>) -> String {
    let texts = item.iter().filter(|(key, _)| !matches!(key.as_str(), "id" | "risk"));
    let mut lines: Vec<String> = texts.map(|(key, value)| format!("{key}: {}", spaced(value))).collect();
    lines.sort_unstable();
    Fingerprint::of_bytes(lines.join("\n").as_bytes()).short()
}

/// A value with single spaces: how its lines are broken says nothing.
fn spaced(value: &Value) -> String {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

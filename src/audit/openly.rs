//! What a site says openly: of that nothing is a secret, even if something hidden says it too.
//!
//! In: the input. Out: its texts. Of shown pages only what their readers get is open: not the words of comments, of
//! addresses that lead to what is hidden, of filters. That an author wrote them makes them no less a leak.

use super::secrets::named;
use super::world::AuditInput;
use crate::config::Config;
use crate::index::ENGINES;
use crate::markdown::{tags, unlinked, unshown};
use crate::page::front_matter::defaults::DEFAULTS;
use crate::page::{Outline, Page, front_matter, keys, types};
use crate::site::Entry;
use crate::site::glossary::file;
use crate::site::links::Target;
use crate::source::Content;
use crate::theme::Theme;
use serde_json::Value;
use std::ops::Range;

/// What docent itself writes into its files.
const OWN: &str = "docent docentPack docentWords http https www w3 org 2005 1999 xhtml Atom sitemaps schemas sitemap 0 9 \
    User agent Allow Sitemap format stemmer meta engine index html feed xml tags search assets offline start entry js \
    css svg bin wasm txt md json self alternate stylesheet icon text application utf width device initial scale class \
    id href src alt title start align colspan rowspan type checked disabled height loading decoding lang dir datetime \
    display xmlns encoding scope name value data aria label role hidden open tabindex style rel property content";

/// What programs write into the files that they make: it tells of nobody but them.
const PROGRAMS: &str = "Adobe Photoshop\nAdobe Illustrator\nAdobe InDesign\nAdobe Lightroom\nAdobe Acrobat\nMicrosoft Office Word\n\
    Microsoft Office\nMicrosoft Word\nMicrosoft Excel\nMicrosoft PowerPoint\nMicrosoft Windows\nMacintosh\nApple Computer\niPhone\n\
    Canon\nNikon\nSamsung\nGoogle\nCopyright\nGIMP\nInkscape\nFigma\nCanva\nLibreOffice Writer\nLibreOffice\nFFmpeg Lavf\nProducer\n\
    Creator\nModified\nDocument\nTemplate\nCompany\nApplication\nNormal\nstroke linecap linejoin\nglyf";

type Say<'s> = &'s mut dyn FnMut(&str);

/// Hands on everything that is open.
pub(super) fn say(world: AuditInput<'_>, say: Say<'_>) {
    say(OWN);
    say(PROGRAMS);
    // The engine of the search is the same in every site.
    ENGINES.iter().for_each(|engine| say(&String::from_utf8_lossy(engine)));
    for (id, entry) in world.site.entries.iter().enumerate() {
        say(&entry.out);
        frame(entry, say);
        if entry.is_own() {
            front(&entry.page, say);
            body(world, id, entry, say);
        }
    }
    world.site.files.iter().for_each(|file| say(file));
    glossaries(world, say);
    theme(world.theme, say);
    config(world.config, say);
}

/// What a page says that it need not have a file for.
fn frame(entry: &Entry, say: Say<'_>) {
    let outline = &*entry.page.outline;
    [&outline.source, &outline.path, &outline.title].into_iter().for_each(|text| say(text));
    outline.headings.iter().for_each(|heading| {
        say(&heading.text);
        say(&heading.id);
    });
}

/// The front matter as it is written, but for fields that were taken away.
fn front(page: &Page, say: Say<'_>) {
    let outline = &*page.outline;
    let map = front_matter::split(&page.text).0.values(&page.text).unwrap_or_default();
    for (key, value) in &map {
        say(key);
        let common = keys::NAMES.contains(&key.as_str()) || front_matter::foreign::is_read(key);
        let gone = match key.as_str() {
            crate::page::SUPERSEDED => outline.front.superseded_by.is_none(),
            // Said by the pages that have it: see below.
            DEFAULTS => true,
            types::OWNER => true,
            _ => false,
        };
        match outline.fields.get(key) {
            Some(left) => values(left, say),
            None if common && !gone => values(value, say),
            None => {}
        }
    }
    outline.front.owner.iter().for_each(|owner| say(owner));
    inherited(outline, say);
}

/// What the page has from its folders.
fn inherited(outline: &Outline, say: Say<'_>) {
    let front = &outline.front;
    let has = |key: &str| outline.inherited.iter().any(|inherited| inherited.key == key);
    let texts = [("description", &front.description), ("reviewed_by", &front.reviewed_by)];
    texts.iter().filter(|(key, _)| has(key)).filter_map(|(_, text)| text.as_ref()).for_each(|text| say(text));
    front.tags.iter().filter(|_| has("tags")).for_each(|tag| say(tag));
    front.extra.values().filter(|_| has("extra")).for_each(|value| values(value, say));
    outline.fields.iter().filter(|(key, _)| has(key)).for_each(|(key, value)| {
        say(key);
        values(value, say);
    });
}

fn values(value: &Value, say: Say<'_>) {
    match value {
        Value::String(text) => say(text),
        Value::Array(items) => items.iter().for_each(|item| values(item, say)),
        Value::Object(map) => map.iter().for_each(|(key, item)| {
            say(key);
            values(item, say);
        }),
        _ => {}
    }
}

/// A body without what its readers do not get.
fn body(world: AuditInput<'_>, id: usize, entry: &Entry, say: Say<'_>) {
    let text = &entry.page.text[entry.page.body..];
    without(text, kept_back(world, id, entry, text), say);
    // A sentence with a link in it is the same sentence: readers see no addresses.
    let options = &world.config.markdown;
    let plain = unlinked(text, entry.page.outline.links.iter(), options);
    let mut gone = tags(&plain, options);
    gone.extend(unshown(&plain, options));
    gone.sort_by_key(|range| range.start);
    without(&plain, gone, say);
    let links = entry.page.outline.links.iter().zip(&world.site.targets[id]);
    links.filter(|(_, target)| **target == Target::Written).for_each(|(link, _)| say(&link.target));
}

/// A text without ranges of it, which are in order.
fn without(text: &str, ranges: Vec<Range<usize>>, say: Say<'_>) {
    let mut done = 0;
    for range in ranges {
        if range.start >= done {
            say(&text[done..range.start]);
            done = range.end;
        }
    }
    say(&text[done..]);
}

/// Ranges of a body that readers do not get, in order.
fn kept_back(world: AuditInput<'_>, id: usize, entry: &Entry, text: &str) -> Vec<Range<usize>> {
    let outline = &*entry.page.outline;
    let site = world.site;
    let links = outline.links.iter().zip(&site.targets[id]).filter(|(_, target)| **target == Target::Text);
    let views = outline.named.iter().zip(&site.named_targets[id]).filter(|(_, target)| **target == Target::Text);
    let literals = entry.page.views.literals.iter().map(|literal| literal.range.clone());
    let mut all: Vec<Range<usize>> = links.map(|(link, _)| link.range.clone()).collect();
    all.extend(views.map(|(named, _)| named.range.clone()));
    all.extend(tags(text, &world.config.markdown));
    all.extend(literals);
    all.extend(unshown(text, &world.config.markdown));
    all.sort_by_key(|range| range.start);
    all
}

/// What the glossaries say that the site shows.
fn glossaries(world: AuditInput<'_>, say: Say<'_>) {
    let texts = world.sources.content(&world.config.content_dir).filter(|(path, _)| world.shows_glossary(path));
    for (path, _) in texts {
        let text = world.sources.text(&world.config.content_dir.path(path)).map_or("", |text| text);
        for term in &file::terms("", text).0 {
            named(term).chain([term.definition.as_str()]).for_each(&mut *say);
        }
    }
}

fn theme(theme: &Theme, say: Say<'_>) {
    theme.templates.values().chain(theme.types.values()).for_each(|origin| say(&origin.text));
    theme.strings.values().flatten().for_each(|origin| say(&origin.text));
    for file in theme.assets.values() {
        if let Content::Text(text) = &file.content {
            say(text);
        }
    }
}

fn config(config: &Config, say: Say<'_>) {
    [&config.title, &config.description]
        .into_iter()
        .chain(&config.base_url)
        .chain(&config.edit_url)
        .chain(&config.feedback)
        .for_each(|text| say(text));
    for (code, language) in &config.languages.0 {
        say(code);
        language.name.iter().chain(&language.title).chain(&language.description).for_each(|text| say(text));
    }
    config.extra.values().for_each(|value| values(value, say));
}

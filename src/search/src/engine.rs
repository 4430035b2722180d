//! The engine: a question in, pages out, or the names of the files that must come first.
//!
//! [`Engine::ask`] does everything anew at each call; the caller fetches what it names, hands it to [`Engine::add`] and
//! asks again. Six rounds are enough: shards and vocabulary, related words,
//! all of the vocabulary, shards of other words, fragments, answer.

use crate::excerpt::{Excerpt, excerpt};
use crate::format::name::File;
use crate::gather::gather;
use crate::loaded::{Loaded, Needs};
use crate::mark::{Wanted, marks};
use crate::pages::{self, Hit};
use crate::plan::Plan;
use crate::planner::Planner;
use crate::query::{self, Key, Query};
use crate::rank;
use crate::stem::Stems;
use crate::synonyms::Synonyms;
use crate::text;
use crate::wire::Damaged;
use std::ops::Range;

/// About how many characters of a section's text are shown.
const EXCERPT: usize = 180;
/// How many types, tags or languages are counted.
const FILTERS: usize = 30;
/// How many sections of a page are shown.
const SECTIONS: usize = 3;

/// A search engine over the files that it has been given.
#[derive(Clone, Debug)]
pub struct Engine {
    /// What is here of the index.
    pub loaded: Loaded,
    stems: Stems,
    synonyms: Synonyms,
}

/// What is asked.
#[derive(Clone, Debug, Default)]
pub struct Request<'a> {
    /// As typed, in NFC.
    pub query: &'a str,
    /// Whether the last word may go on.
    pub typing: bool,
    /// Language of the reader's page; pages in it come first.
    pub lang: &'a str,
    /// How many pages are shown.
    pub limit: usize,
}

/// What comes back.
#[derive(Clone, Debug)]
pub enum Answer {
    /// Names of files that must be added first.
    Needs(Vec<String>),
    /// The results.
    Found(Results),
}

/// Results of a question.
#[derive(Clone, Debug, Default)]
pub struct Results {
    /// How many pages there are in all.
    pub total: usize,
    /// The question as it was understood, if not as it was typed.
    pub corrected: Option<String>,
    /// Words of the site that were looked for too, because they mean nearly the same as those that were typed.
    pub also: Vec<String>,
    /// Types among the results, with the number of pages; as if there were no filter for types.
    pub types: Vec<(String, u32)>,
    /// Tags.
    pub tags: Vec<(String, u32)>,
    /// Languages.
    pub langs: Vec<(String, u32)>,
    /// The first pages.
    pub pages: Vec<PageResult>,
}

/// One page.
#[derive(Clone, Debug, Default)]
pub struct PageResult {
    /// From the site's root.
    pub url: String,
    /// Title and which parts of it were asked for.
    pub title: Marked,
    /// Its type, or "".
    pub kind: String,
    /// Its language.
    pub lang: String,
    /// Titles of the sections above it.
    pub crumbs: Vec<String>,
    /// Its best sections.
    pub sections: Vec<SectionResult>,
    /// How many more sections of it have been found.
    pub more: usize,
}

/// A text and ranges of bytes in it.
pub type Marked = (String, Vec<Range<usize>>);

/// One section.
#[derive(Clone, Debug, Default)]
pub struct SectionResult {
    /// "" for the beginning of the page.
    pub anchor: String,
    /// Its heading.
    pub heading: Marked,
    /// A part of its text.
    pub excerpt: Marked,
}

impl Engine {
    /// From the bytes of the meta file, inflated.
    pub fn new(meta: &[u8]) -> Result<Self, Damaged> {
        let loaded = Loaded::new(meta)?;
        let stems = Stems::new(&loaded.meta.langs);
        let synonyms = Synonyms::new(&loaded.meta.synonyms, &stems);
        Ok(Self { loaded, stems, synonyms })
    }

    /// Takes a file in, inflated.
    pub fn add(&mut self, name: &str, bytes: &[u8]) -> Result<(), Damaged> {
        self.loaded.add(name, bytes)
    }

    /// What to look for; complete if `needs` stays empty.
    pub fn plan(&self, query: &Query, typed: &str, typing: bool, needs: &mut Needs) -> Plan {
        let Self { loaded, stems, synonyms } = self;
        Planner { loaded, stems, synonyms, typing }.plan(query, typed, needs)
    }

    /// Answers, or says what is missing. [`Damaged`] when a file is not what it should be.
    pub fn ask(&self, request: &Request<'_>) -> Result<Answer, Damaged> {
        let query = query::parse(request.query);
        let mut needs = Needs::default();
        let plan = self.plan(&query, request.query, request.typing, &mut needs);
        let words = rank::words(&plan, &self.loaded, &mut needs)?;
        let excluded = rank::excluded(&plan, &self.loaded, &mut needs)?;
        if !needs.is_empty() {
            return Ok(self.names(&needs));
        }
        let sections = pages::sections(&words, &excluded, self.loaded.page_of.len());
        let hits = pages::hits(&sections, &plan, &words, &self.loaded, request.lang);
        let results = self.results(&query, &plan, hits, request.limit, &mut needs);
        Ok(if needs.is_empty() { Answer::Found(results) } else { self.names(&needs) })
    }

    fn names(&self, needs: &Needs) -> Answer {
        let name = |file: &File| self.loaded.meta.name(*file);
        Answer::Needs(gather(needs.files.iter().filter_map(name)))
    }

    fn results(&self, query: &Query, plan: &Plan, hits: Vec<Hit>, limit: usize, needs: &mut Needs) -> Results {
        let meta = &self.loaded.meta;
        let passing = |but| {
            let passes = move |hit: &&Hit| pages::passes(hit.page, &query.filters, but, &self.loaded);
            hits.iter().filter(passes).filter_map(|hit| meta.pages.get(hit.page as usize))
        };
        let mut shown = gather(hits.iter().filter(|h| pages::passes(h.page, &query.filters, None, &self.loaded)));
        let total = shown.len();
        pages::best(&mut shown, limit, |a, b| (a.score, b.page) > (b.score, a.page));
        Results {
            total,
            corrected: plan.corrected.clone(),
            also: plan.also.clone(),
            types: count(&meta.kinds, passing(Some(Key::Type)).map(|page| page.kind)),
            tags: count(&meta.tags, passing(Some(Key::Tag)).flat_map(|page| page.tags.iter().copied())),
            langs: count(&meta.langs, passing(Some(Key::Lang)).map(|page| page.lang)),
            pages: gather(shown.into_iter().filter_map(|hit| self.page(hit, plan, needs))),
        }
    }

    fn page(&self, hit: &Hit, plan: &Plan, needs: &mut Needs) -> Option<PageResult> {
        let meta = self.loaded.meta.pages.get(hit.page as usize)?;
        let base = self.loaded.bases.get(hit.page as usize)?;
        let wanted = self.wanted(plan);
        let lang = self.loaded.meta.langs.get(meta.lang as usize)?;
        // Only the best section's part of the page is fetched; of the others the headings are shown.
        let best = hit.sections.first()?.slot - base;
        let fragment = self.loaded.fragment(hit.page, best, needs)?;
        let section = |section: u32| {
            let (anchor, heading) = fragment.outline.get(section.checked_sub(fragment.outline_first)? as usize)?;
            let text = section.checked_sub(fragment.first).and_then(|n| fragment.texts.get(n as usize));
            let text = text.map_or("", String::as_str);
            Some(SectionResult {
                anchor: anchor.clone(),
                heading: (heading.clone(), marks(heading, &wanted, &self.stems, lang)),
                excerpt: shown(excerpt(text, &wanted, &self.stems, lang, EXCERPT)),
            })
        };
        let sections = gather(hit.sections.iter().filter_map(|s| section(s.slot - base)).take(SECTIONS));
        Some(PageResult {
            url: fragment.url.clone(),
            title: (fragment.title.clone(), marks(&fragment.title, &wanted, &self.stems, lang)),
            kind: self.loaded.meta.kinds.get(meta.kind as usize)?.clone(),
            lang: lang.clone(),
            crumbs: fragment.crumbs.clone(),
            more: hit.found - sections.len(),
            sections,
        })
    }

    fn wanted(&self, plan: &Plan) -> Wanted {
        Wanted { stems: plan.stems.clone(), rows: plan.rows.clone(), prefix: plan.beginning.clone() }
    }

    /// Which parts of a text a question asked for; needs no file but the meta file.
    pub fn mark(&self, typed: &str, text: &str, lang: &str) -> Vec<Range<usize>> {
        let asked = query::parse(typed).words.into_iter().filter(|asked| !asked.not);
        let stems = asked.flat_map(|asked| {
            let terms = gather(text::row(&asked.text).map(|token| token.term.into_owned()));
            terms.into_iter().flat_map(|term| self.stems.query(&term))
        });
        marks(text, &Wanted { stems: gather(stems), ..Wanted::default() }, &self.stems, lang)
    }
}

/// Names with how often each number comes, most frequent first; what has no name is left out.
fn count(names: &[String], numbers: impl Iterator<Item = u32>) -> Vec<(String, u32)> {
    let mut counts = vec![0; names.len()];
    for number in numbers {
        if let Some(count) = counts.get_mut(number as usize) {
            *count += 1;
        }
    }
    let counted = names.iter().cloned().zip(counts).filter(|(name, count)| !name.is_empty() && *count > 0);
    let mut counted = gather(counted);
    pages::best(&mut counted, FILTERS, |a, b| (a.1, &b.0) > (b.1, &a.0));
    counted
}

/// An excerpt with dots where it was cut.
fn shown(excerpt: Excerpt) -> Marked {
    let Excerpt { mut text, mut marks, starts_inside, ends_inside } = excerpt;
    if starts_inside {
        text.insert_str(0, "… ");
        let moved = "… ".len();
        marks.iter_mut().for_each(|mark| *mark = mark.start + moved..mark.end + moved);
    }
    if ends_inside {
        text.push_str(" …");
    }
    (text, marks)
}

//! The engine: a question in, pages out, or the names of the files that must come first.
//!
//! [`Engine::ask`] does everything anew at each call; the caller fetches what it names, hands it to [`Engine::add`] and
//! asks again. Six rounds are enough: shards and vocabulary, related words, all of the vocabulary, shards of other words,
//! fragments, answer.

use crate::excerpt::{Excerpt, excerpt};
use crate::format::name::File;
use crate::gather::gather;
use crate::loaded::{Loaded, Needs};
use crate::mark::{Wanted, marks};
use crate::near;
use crate::pages::{self, Hit};
use crate::plan::Plan;
use crate::planner::Planner;
use crate::query::{self, Asked, Filter, Key, Query};
use crate::question;
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
    /// What readers call types and languages, folded, with the names that the index has.
    labels: Vec<(Key, String, String)>,
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
    /// Filters, exclusions and quotes, as they were understood.
    pub understood: Vec<Understood>,
    /// If nothing was found: words of the site that are near.
    pub near: Vec<String>,
    /// Words that the site does not have, nor anything like them.
    pub missing: Vec<String>,
    /// Types among the results, with the number of pages; as if there were no filter for types.
    pub types: Vec<(String, u32)>,
    /// Tags.
    pub tags: Vec<(String, u32)>,
    /// Languages.
    pub langs: Vec<(String, u32)>,
    /// The first pages.
    pub pages: Vec<PageResult>,
}

/// A part of a question that is more than a word.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Understood {
    /// The name of a filter, `word` (to be left out), `exact` (quoted), or `unknown`: the name of a filter that there is
    /// not, whose words are looked for.
    pub kind: &'static str,
    /// Whether pages with it are left out.
    pub not: bool,
    /// Whether there is such a type, tag or language.
    pub known: bool,
    /// The value of the filter, the word, the name.
    pub text: String,
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
        let synonyms = Synonyms::new(&loaded.meta.synonyms, &loaded.meta.stop, &stems);
        let mut engine = Self { loaded, stems, synonyms, labels: Vec::new() };
        engine.name_all();
        Ok(engine)
    }

    /// Takes a file in, inflated.
    pub fn add(&mut self, name: &str, bytes: &[u8]) -> Result<(), Damaged> {
        self.loaded.add(name, bytes)
    }

    /// Every value of a filter is its own name.
    fn name_all(&mut self) {
        let meta = &self.loaded.meta;
        for (key, names) in [(Key::Type, &meta.kinds), (Key::Tag, &meta.tags), (Key::Lang, &meta.langs)] {
            for name in names.iter().filter(|name| !name.is_empty()) {
                self.labels.push((key, text::fold(name).into_owned(), name.clone()));
            }
        }
    }

    /// Another name of a type, a tag or a language: readers may write `type:Роль`.
    pub fn label(&mut self, key: Key, name: &str, label: &str) {
        self.labels.push((key, text::fold(label).into_owned(), name.to_owned()));
    }

    /// Gives a filter's value the name that the index has for it; a beginning will do, if only one has it.
    fn name(&self, filter: &mut Filter) {
        let value = text::fold(&filter.value).into_owned();
        let (mut begun, mut several) = (None, value.len() < 2);
        for (key, label, name) in &self.labels {
            if *key != filter.key || !label.starts_with(&*value) {
                continue;
            }
            if label.len() == value.len() {
                filter.value.clone_from(name);
                return;
            }
            several |= begun.is_some_and(|begun| begun != name);
            begun = Some(name);
        }
        if let (Some(name), false) = (begun, several) {
            filter.value.clone_from(name);
        }
    }

    /// What of the question is more than words.
    fn understood(&self, query: &Query) -> Vec<Understood> {
        let mut all = Vec::new();
        let mut add = |kind, not, known, text: &String| all.push(Understood { kind, not, known, text: text.clone() });
        for Filter { key, value, not } in &query.filters {
            let known = self.labels.iter().any(|(of, _, name)| of == key && name == value);
            add(key.name(), *not, known, value);
        }
        for Asked { text, phrase, not, .. } in &query.words {
            if *phrase || *not {
                add(if *phrase { "exact" } else { "word" }, *not, true, text);
            }
        }
        query.unknown.iter().for_each(|name| add("unknown", false, false, name));
        all
    }

    /// Words that the site has and that look like those that it has not. The vocabulary is here: a word that is not known
    /// has been looked for in it.
    fn near(&self, query: &Query) -> Vec<String> {
        let mut here = Needs::default();
        let mut unknown = Vec::new();
        for asked in query.words.iter().filter(|asked| !asked.not && !asked.phrase) {
            for token in text::row(&asked.text) {
                let stems = self.stems.query(&token.term);
                if !stems.iter().any(|stem| self.loaded.find(stem, &mut here).is_some()) {
                    unknown.push(token.term.into_owned());
                }
            }
        }
        if unknown.is_empty() {
            return Vec::new();
        }
        near::near(&unknown, &self.loaded.all_vocabulary(&mut here))
    }

    /// What to look for; complete if `needs` stays empty.
    pub fn plan(&self, query: &Query, typed: &str, typing: bool, needs: &mut Needs) -> Plan {
        let Self { loaded, stems, synonyms, .. } = self;
        Planner { loaded, stems, synonyms, typing }.plan(query, typed, needs)
    }

    /// Answers, or says what is missing. [`Damaged`] when a file is not what it should be.
    pub fn ask(&self, request: &Request<'_>) -> Result<Answer, Damaged> {
        let mut query = query::parse(request.query);
        query.filters.iter_mut().for_each(|filter| self.name(filter));
        let mut needs = Needs::default();
        let plan = self.plan(&query, request.query, request.typing, &mut needs);
        let words = rank::words(&plan, &self.loaded, &mut needs)?;
        let excluded = rank::excluded(&plan, &self.loaded, &mut needs)?;
        if !needs.is_empty() {
            return Ok(self.names(&needs));
        }
        let sections = pages::sections(&words, self.loaded.page_of.len());
        let lang = self.lang(&query, &plan, request.lang);
        let mut hits = if plan.words.is_empty() && (!query.filters.is_empty() || !query.words.is_empty()) {
            pages::all(&self.loaded, lang)
        } else {
            pages::hits(sections, &plan, &words, &self.loaded, lang)
        };
        pages::leave_out(&mut hits, &excluded, &self.loaded);
        let mut results = self.results(&query, &plan, hits, request.limit, &mut needs);
        if results.total == 0 {
            results.near = self.near(&query);
        }
        Ok(if needs.is_empty() { Answer::Found(results) } else { self.names(&needs) })
    }

    /// The language whose pages come first: the one that is asked for, or the reader's; but who types Cyrillic letters on
    /// an English page asks for Russian ones.
    fn lang<'a>(&'a self, query: &'a Query, plan: &Plan, reader: &'a str) -> &'a str {
        if let Some(filter) = query.filters.iter().find(|filter| filter.key == Key::Lang && !filter.not) {
            return &filter.value;
        }
        let typed = gather(plan.words.iter().filter_map(|word| word.alternatives.first()?.terms.first()));
        let fits = |lang: &&str| typed.iter().all(|term| Stems::may_be_in(lang, term));
        let langs = self.loaded.meta.langs.iter().map(String::as_str);
        [reader].into_iter().chain(langs).find(fits).unwrap_or(reader)
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
            understood: self.understood(query),
            near: Vec::new(),
            missing: plan.missing.clone(),
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

    /// What was typed, for an engine that is none of ours ([`question`]); needs no file but the meta file.
    pub fn read(&self, typed: &str) -> String {
        question::json(&query::parse(typed), &self.stems)
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

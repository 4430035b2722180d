//! Front matter and views of a page.

use super::write::{Copy, Writer, day};
use super::{Form, Kind, Link, canary};
use std::fmt::Write as _;

/// A block of every kind that shows the site's data.
const VIEWS: [&str; 7] = [
    "table: {filter: words > 1 and not (tags contains \"common\"), columns: [type, order, tags, minutes, audience, updated], sort: title}",
    "matrix: {rows: role, columns: skill, value: skills.level}",
    "cards: {type: skill, columns: [description]}",
    "compare: {type: role, fields: [order, skills, mission]}",
    "list: {filter: has(skills), group: skills.level, limit: 5}",
    "table: {filter: folder == \"team\" or not path.starts_with(\"guides/\"), columns: [owner, skills.skill.title, extra.row]}",
    "list: {filter: 'audience contains \"client\"', sort: -date}",
];

impl Writer<'_> {
    /// A word that stands in no section of the body.
    fn fact(&self, number: usize) -> String {
        canary(self.page, 0, number)
    }

    /// The front matter.
    pub fn front(&self) -> String {
        let (page, site) = (self.own(), self.site);
        let mut out = format!("title: {}\n", self.title(self.page));
        let mut key = |there: bool, text: String| out += if there { &text } else { "" };
        let who = site.who(self.page).map(|who| format!("audience: [{}]\n", who.names().join(", ")));
        key(who.is_some(), who.unwrap_or_default());
        key(site.is_draft(self.page), "draft: true\n".into());
        key(page.unlisted && page.name.is_some(), "unlisted: true\n".into());
        key(page.no_search, "search: false\n".into());
        key(page.no_glossary, "glossary: false\n".into());
        key(page.order.is_some(), format!("order: {}\n", page.order.unwrap_or_default()));
        let tags = ["", "tags: [common]\n", &format!("tags: [common, {}]\n", self.fact(22))]
            [usize::from(page.tags % 3)]
        .to_owned();
        key(true, tags);
        key(page.alias, format!("aliases: [Alias {}]\n", self.fact(20)));
        key(page.redirect, format!("redirect_from: [/old/{}]\n", self.fact(23)));
        key(page.description, format!("description: About {}.\n", self.fact(24)));
        key(page.questions, format!("questions: [{{q: Why {}?, a: Since {}.}}]\n", self.fact(25), self.fact(26)));
        key(page.date.is_some(), format!("date: {}\n", day(page.date.unwrap_or_default())));
        key(page.updated.is_some(), format!("updated: {}\n", day(page.updated.unwrap_or_default())));
        key(page.slug && page.name.is_some(), format!("slug: slug-{}\n", self.fact(21)));
        key(page.owner, format!("owner: Ann {}\n", self.fact(27)));
        key(page.extra, format!("extra: {{row: A {}}}\n", self.fact(28)));
        let reviewed = page.reviewed.unwrap_or_default();
        key(page.reviewed.is_some(), format!("last_reviewed_on: {}\n", day(reviewed)));
        // What a review saw is not what is left of a page.
        let whole = self.copy == Copy::Whole || !self.is_changed(self.page);
        key(page.reviewed.is_some() && whole, "reviewed_content: \"000000000000\"\n".into());
        let original = site.twins(self.page).into_iter().find(|twin| !site.is_draft(*twin)).filter(|_| page.stamp);
        // Nobody can say which version of what is left of the original was translated.
        let original = original.filter(|twin| self.copy == Copy::Whole || !self.is_changed(*twin));
        let code = original.map_or("", |twin| super::LANGUAGES[site.pages[twin].lang]);
        key(original.is_some(), format!("translated_from: [{code}, +text:00000000]\n"));
        let pair = site.pair(self.page).map(|other| (other.min(self.page), other.max(self.page)));
        key(pair.is_some(), format!("translation_key: pair-{}\n", pair.unwrap_or_default().0));
        out + &self.superseded() + &self.typed()
    }

    fn superseded(&self) -> String {
        let Some(link) = self.own().superseded else { return String::new() };
        let to = self.site.page(link.to).filter(|to| *to != self.page);
        let successor = to.filter(|to| self.is_left(*to)).map(|to| self.quoted(link, to));
        let line = successor.map(|name| format!("superseded_by: {name}\n")).unwrap_or_default();
        format!("status: deprecated\n{line}")
    }

    /// Whether a field may still name a page.
    fn is_left(&self, to: usize) -> bool {
        self.copy == Copy::Whole || self.eyes.page(to)
    }

    fn quoted(&self, link: Link, to: usize) -> String {
        format!("\"{}\"", self.field(link, to))
    }

    /// The pages that fields name: those that are there, and among them those that are left.
    fn named(&self, accept: impl Fn(usize) -> bool) -> (bool, Vec<(Link, usize)>) {
        let there = |link: &Link| Some((*link, self.site.page(link.to).filter(|to| *to != self.page && accept(*to))?));
        let all: Vec<(Link, usize)> = self.own().fields.iter().filter_map(there).collect();
        let any = !all.is_empty();
        (any, all.into_iter().filter(|(_, to)| self.is_left(*to)).collect())
    }

    fn typed(&self) -> String {
        let (one, two, three) = (self.fact(30), self.fact(31), self.fact(32));
        match self.own().kind {
            Kind::Plain => String::new(),
            Kind::Role => {
                let (any, skills) = self.named(|to| self.site.pages[to].kind == Kind::Skill);
                let item = |(link, to): &(Link, usize)| {
                    format!(
                        "{{skill: {}, level: valued, note: {}}}",
                        self.quoted(*link, *to),
                        self.fact(70 + self.place_of(link))
                    )
                };
                let skills: Vec<String> = skills.iter().map(item).collect();
                let list = if any { format!("skills: [{}]\n", skills.join(", ")) } else { String::new() };
                format!("type: role\nmission: To {one}.\nresponsibilities: [{two}]\n{list}")
            }
            Kind::Skill => format!("type: skill\nwhy: Since {one}.\nhow_it_shows: [{two}, {three}]\n"),
            Kind::Path => self.stages(),
            Kind::Comparison => {
                let names = |at: usize| {
                    let link = self.own().fields.get(at)?;
                    let to = self.site.page(link.to).filter(|to| *to != self.page && self.is_left(*to))?;
                    Some(format!(", page: {}", self.quoted(*link, to)))
                };
                let [a, b] = [0, 1].map(|at| names(at).unwrap_or_default());
                format!(
                    "type: comparison\nsubjects: [{{id: a, title: First {one}{a}}}, {{id: b, title: Second {two}{b}}}]\n"
                ) + &format!("criteria: [{{name: Pay {three}, values: {{a: Good, b: Bad}}}}]\nverdict: Take {one}.\n")
            }
            Kind::Checklist => {
                let item = |id: &str, word: &str| format!("{{id: {id}, do: Do {word}, why: Since {word}, risk: high}}");
                format!("type: checklist\nitems: [{}, {}]\n", item("one", &one), item("two", &two))
            }
            Kind::Term => {
                let (any, see) = self.named(|_| true);
                let see: Vec<String> = see.iter().map(|(link, to)| self.quoted(*link, *to)).collect();
                let list = if any { format!("see: [{}]\n", see.join(", ")) } else { String::new() };
                format!("type: term\ndefinition: A {one}.\nabbr: {}\n{list}", two.to_uppercase())
            }
            Kind::Concept => format!("type: concept\ndefinition: A {one}.\nparts: [{two}]\nexample: {three}\n"),
            Kind::Faq => format!("type: faq\nitems: [{{question: Is {one}?, answer: It is {two}., verdict: myth}}]\n"),
            Kind::Guide => format!("type: guide\nstage: day-1\nsteps: [{{title: First {one}, text: Then {two}.}}]\n"),
        }
    }

    /// The number of an item: the same in both copies, whatever is gone before it.
    fn place_of(&self, link: &Link) -> usize {
        self.own().fields.iter().position(|other| other.to == link.to).unwrap_or_default()
    }

    fn stages(&self) -> String {
        let (_, steps) = self.named(|_| true);
        let mut out = format!(
            "type: path\nfor: [Those of {}]\ncapstone: Show {}.\nstages:\n  - title: Day {}\n    steps:\n",
            self.fact(30),
            self.fact(31),
            self.fact(32)
        );
        for (link, to) in &steps {
            let number = self.place_of(link);
            let purpose = self.fact(70 + number);
            let _ = writeln!(
                out,
                "      - {{id: s{number}, page: {}, purpose: To {purpose}, minutes: 5}}",
                self.quoted(*link, *to)
            );
        }
        // Something is always left to read.
        out + "      - {id: last, page: index}\n"
    }

    /// A view. Those that name pages name such as all may see.
    pub fn view(&self, kind: u8) -> Option<String> {
        let all = 0..self.site.pages.len();
        let seen = all.filter(|page| self.site.exists(*page) && self.eyes.page(*page) && *page != self.page);
        // A view that names an unlisted page is an error.
        let seen = seen.filter(|page| !self.site.pages[*page].unlisted);
        let names = |accept: &dyn Fn(usize) -> bool| -> Vec<String> {
            let two = seen.clone().filter(|page| accept(*page)).take(2);
            two.map(|page| format!("\"{}\"", self.name(Form::WikiTitle, page))).collect()
        };
        let body = match usize::from(kind) % (VIEWS.len() + 2) {
            7 => {
                let two = names(&|_| true);
                let list = (two.len() == 2).then(|| two.join(", "))?;
                format!("compare: {{pages: [{list}], fields: [title, type, order]}}")
            }
            8 => {
                let from = names(&|page| self.site.pages[page].kind == Kind::Comparison);
                format!("compare: {{from: {}, subjects: [b, a]}}", from.first()?)
            }
            at => VIEWS[at].to_owned(),
        };
        Some(format!("```view\n{body}\n```"))
    }
}

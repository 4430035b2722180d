//! What authors do between two builds of the model: also what they should not do, so that what is reported is compared
//! too.

use super::{Model, PageModel, VIEWS, stages};
use crate::common::edits::{any_of, edits};
use proptest::prelude::*;

fn n() -> impl Strategy<Value = u8> {
    any::<u8>()
}

fn either() -> impl Strategy<Value = bool> {
    any::<bool>()
}

/// Marks of a block for some readers: two that can be closed, and those that are not understood.
const MARKS: [&str; 6] = ["internal", "client", "internal, client", "internals", "", "all"];

// `page` and `to` are pages that exist, whatever their number; `n` is what is written there.
edits! {
    1 => AppendText(page: u8 = n(), n: u8 = n()),
    1 => Shorten(page: u8 = n(), n: u8 = n()),
    1 => Retitle(page: u8 = n(), n: u8 = n()),
    1 => LinkPage(page: u8 = n(), to: u8 = n()),
    1 => LinkHeading(page: u8 = n(), to: u8 = n(), n: u8 = n()),
    1 => Html(page: u8 = n(), to: u8 = n(), n: u8 = n()),
    1 => Heading(page: u8 = n(), n: u8 = n()),
    1 => HiddenSection(page: u8 = n(), n: u8 = n()),
    1 => Task(page: u8 = n(), n: u8 = n()),
    1 => Footnote(page: u8 = n(), to: u8 = n(), n: u8 = n()),
    1 => Mention(page: u8 = n(), n: u8 = n()),
    1 => EmbedPage(page: u8 = n(), to: u8 = n()),
    1 => EmbedSection(page: u8 = n(), to: u8 = n(), n: u8 = n()),
    1 => EmbedBlock(page: u8 = n(), to: u8 = n(), n: u8 = n()),
    1 => View(page: u8 = n(), n: u8 = n()),
    1 => SortByWords(page: u8 = n()),
    2 => HideBlock(page: u8 = n(), to: u8 = n(), n: u8 = n()),
    1 => HideFirst(page: u8 = n(), to: u8 = n(), n: u8 = n()),
    1 => HideRest(page: u8 = n(), n: u8 = n()),
    1 => MisspellMark(page: u8 = n(), n: u8 = n()),
    1 => HideBody(page: u8 = n(), n: u8 = n()),
    1 => ShowBlocks(page: u8 = n()),
    1 => Draft(page: u8 = n()),
    1 => Unlisted(page: u8 = n()),
    1 => NoSearch(page: u8 = n()),
    1 => NoGlossary(page: u8 = n()),
    1 => Tags(page: u8 = n(), both: bool = either()),
    1 => Order(page: u8 = n(), n: u8 = n()),
    1 => Aliases(page: u8 = n()),
    1 => Redirect(page: u8 = n(), n: u8 = n()),
    1 => Describe(page: u8 = n(), n: u8 = n()),
    1 => Audience(page: u8 = n(), n: u8 = n()),
    1 => RoleOrSkill(page: u8 = n(), role: bool = either()),
    1 => ChecklistOrPath(page: u8 = n(), checklist: bool = either()),
    1 => Term(page: u8 = n()),
    1 => Skills(page: u8 = n(), to: u8 = n(), required: bool = either()),
    1 => Items(page: u8 = n(), n: u8 = n()),
    1 => Stages(page: u8 = n(), to: u8 = n(), n: u8 = n()),
    1 => Questions(page: u8 = n()),
    1 => Compare(page: u8 = n(), shown_in: u8 = n()),
    1 => TranslatedFrom(page: u8 = n(), n: u8 = n()),
    1 => Stamp(page: u8 = n()),
    1 => Reviewed(page: u8 = n(), n: u8 = n()),
    1 => ReviewedContent(page: u8 = n()),
    1 => Owner(page: u8 = n(), ann: bool = either()),
    1 => OwnerPage(page: u8 = n(), to: u8 = n()),
    2 => Defaults(page: u8 = n(), to: u8 = n(), n: u8 = n()),
    1 => Deprecated(page: u8 = n(), by: u8 = n()),
    1 => Untitled(page: u8 = n()),
    1 => PageNav(page: u8 = n(), to: u8 = n(), n: u8 = n()),
    1 => SiteNav(n: u8 = n()),
    1 => Numbered(beside: u8 = n(), n: u8 = n()),
    1 => SectionFile(beside: u8 = n(), n: u8 = n()),
    1 => BesideFolder(page: u8 = n()),
    1 => AddPage(beside: u8 = n(), n: u8 = n()),
    1 => RemovePage(page: u8 = n()),
    1 => MovePage(page: u8 = n(), beside: u8 = n(), n: u8 = n()),
    1 => Image(n: u8 = n()),
    1 => RemoveImage,
    1 => Template(n: u8 = n()),
    1 => Config(n: u8 = n()),
    1 => LanguageName(n: u8 = n()),
    1 => Glossary(n: u8 = n()),
    1 => Today(n: u8 = n()),
    2 => For(n: u8 = n()),
}

/// Any edit.
pub fn any_edit() -> impl Strategy<Value = Edit> {
    any_of(kinds())
}

impl Model {
    fn nth(&self, n: u8) -> Option<String> {
        self.pages.keys().nth(usize::from(n) % self.pages.len().max(1)).cloned()
    }

    /// The page of a number, to be changed. The last page is never removed.
    fn at(&mut self, n: u8) -> &mut PageModel {
        let name = self.nth(n).expect("the model has a page");
        self.page(&name)
    }

    /// The name by which links find the page of a number.
    fn stem(&self, n: u8) -> String {
        let name = self.nth(n).unwrap_or_default();
        name.rsplit('/').next().unwrap_or_default().to_owned()
    }

    fn write(&mut self, page: u8, text: &str) {
        self.at(page).body.push_str(text);
    }

    fn toggle(&mut self, page: u8, key: &'static str, value: &str) {
        let page = self.at(page);
        if page.keys.remove(key).is_none() {
            page.keys.insert(key, value.to_owned());
        }
    }

    fn put(&mut self, page: u8, key: &'static str, value: impl Into<String>) {
        self.at(page).keys.insert(key, value.into());
    }

    /// Does it, as far as it can be done.
    pub fn edit(&mut self, edit: &Edit) {
        match *edit {
            Edit::AppendText(page, n) => self.write(page, &format!("\n\nBody {n}.")),
            Edit::Shorten(page, n) => self.at(page).body = format!("Short. {n}"),
            Edit::Retitle(page, n) => self.at(page).title = format!("Title {}", n % 5),
            Edit::LinkPage(page, to) => self.write(page, &format!(" [[{}]]", self.stem(to))),
            Edit::LinkHeading(page, to, n) => {
                self.write(page, &format!(" [x]({}.md#heading-{})", self.stem(to), n % 4));
            }
            Edit::Html(page, to, n) => {
                let to = self.stem(to);
                self.write(page, &format!("\n\n<b id=\"heading-{}\">x</b> <a href=\"{to}.html\">y</a>\n", n % 4));
            }
            Edit::Heading(page, n) => self.write(page, &format!("\n\n## Heading {}\n\n:::tip\n<br>\n", n % 4)),
            Edit::HiddenSection(page, n) => {
                self.write(page, &format!("\n\n## Hidden {n} {{.no-search}}\n\nNot to be found."));
            }
            Edit::Task(page, n) => {
                self.write(page, &format!("\n\n- [ ] Task {} {{#task-{n}}}\n- [x] Done\n", n % 3));
            }
            Edit::Footnote(page, to, n) => {
                self.write(page, &format!(" Noted.[^{n}]\n\n[^{n}]: See [[{}#^b0]].\n", self.stem(to)));
            }
            Edit::Mention(page, n) => {
                self.write(page, &format!(" Titles {} and the_listening, the starts, текстов.", n % 5));
            }
            Edit::EmbedPage(page, to) => self.write(page, &format!("\n\n![[{}]]\n", self.stem(to))),
            Edit::EmbedSection(page, to, n) => {
                self.write(page, &format!("\n\n![[{}#Heading {}]]\n", self.stem(to), n % 4));
            }
            Edit::EmbedBlock(page, to, n) => {
                let to = self.stem(to);
                self.write(page, &format!("\n\n- ![[{to}^b{}]]\n\nMarked. ^b{}\n", n % 3, n / 3 % 3));
            }
            Edit::View(page, n) => self.write(page, &format!("\n\n{}", VIEWS[usize::from(n) % VIEWS.len()])),
            Edit::SortByWords(page) => {
                let page = self.at(page);
                page.body = page.body.replace("sort: title", "sort: -words");
            }
            Edit::HideBlock(page, to, n) => self.write(page, &self.block(to, n)),
            Edit::HideFirst(page, to, n) => {
                let block = self.block(to, n);
                self.at(page).body.insert_str(0, &block);
            }
            Edit::HideRest(page, n) => {
                self.write(
                    page,
                    &format!("\n\n<!-- audience: {} -->\n\nThe rest. ^b{}\n", MARKS[usize::from(n % 3)], n % 3),
                );
            }
            Edit::MisspellMark(page, n) => {
                let mark = MARKS[usize::from(n) % MARKS.len()];
                self.write(page, &format!("\n\n- <!-- audience: {mark} -->\n\n<!--audience {mark}-->\n"));
            }
            Edit::HideBody(page, n) => {
                let page = self.at(page);
                let mark = MARKS[usize::from(n % 3)];
                page.body = format!("<!-- audience: {mark} -->\n\n{}\n\n<!-- audience: all -->\n", page.body);
            }
            Edit::ShowBlocks(page) => {
                let page = self.at(page);
                page.body = page.body.lines().filter(|line| !line.contains("audience")).collect::<Vec<_>>().join("\n");
            }
            Edit::Draft(page) => self.toggle(page, "draft", "true"),
            Edit::Unlisted(page) => self.toggle(page, "unlisted", "true"),
            Edit::NoSearch(page) => self.toggle(page, "search", "false"),
            Edit::NoGlossary(page) => self.toggle(page, "glossary", "false"),
            Edit::Tags(page, both) => self.toggle(page, "tags", if both { "[one, two]" } else { "[Two]" }),
            Edit::Order(page, n) => self.put(page, "order", (n % 6).to_string()),
            Edit::Aliases(page) => self.toggle(page, "aliases", "[start, other name]"),
            Edit::Redirect(page, n) => self.toggle(page, "redirect_from", &format!("[/old/{}]", n % 3)),
            Edit::Describe(page, n) => self.put(page, "description", format!("About {}", n % 3)),
            Edit::Audience(page, n) => {
                self.toggle(page, "audience", ["[internal]", "[internal, client]", "[client]"][usize::from(n % 3)]);
            }
            Edit::RoleOrSkill(page, role) => self.toggle(page, "type", if role { "role" } else { "skill" }),
            Edit::ChecklistOrPath(page, checklist) => {
                self.put(page, "type", if checklist { "checklist" } else { "path" });
            }
            Edit::Term(page) => self.toggle(page, "type", "term"),
            Edit::Skills(page, to, required) => {
                let level = if required { "required" } else { "valued" };
                self.toggle(page, "skills", &format!("[{{skill: {}, level: {level}}}]", self.stem(to)));
            }
            Edit::Items(page, n) => {
                let items = format!("[{{id: one, do: Point {}, risk: high}}, {{id: two, do: Other}}]", n % 3);
                self.toggle(page, "items", &items);
            }
            Edit::Stages(page, to, n) => self.put(page, "stages", stages(&self.stem(to), n)),
            Edit::Questions(page) => self.toggle(page, "questions", "[{q: Why?, a: Because.}]"),
            Edit::Compare(page, shown_in) => self.compare(page, shown_in),
            Edit::TranslatedFrom(page, n) => {
                self.toggle(page, "translated_from", &format!("[ru, +text:0000000{}, heading-1:00000000]", n % 8));
            }
            Edit::Stamp(page) => self.stamp(&self.nth(page).unwrap_or_default()),
            Edit::Reviewed(page, n) => self.put(page, "last_reviewed_on", format!("2026-0{}-12", n % 9 + 1)),
            Edit::ReviewedContent(page) => self.toggle(page, "reviewed_content", "\"000000000000\""),
            Edit::Owner(page, ann) => self.toggle(page, "owner", if ann { "Ann" } else { "Bob" }),
            Edit::OwnerPage(page, to) => {
                let owner = format!("[{}, Ann]", self.stem(to));
                self.put(page, "owner", owner);
            }
            Edit::Defaults(page, to, n) => {
                let sections: Vec<String> =
                    self.pages.keys().filter(|name| name.ends_with("/index")).cloned().collect();
                let stem = self.stem(to);
                let value = match n % 9 {
                    0 => format!("{{owner: {stem}}}"),
                    1 => format!("{{type: role, skills: [{{skill: {stem}, level: valued}}]}}"),
                    2 => "{audience: [internal]}".to_owned(),
                    3 => "{draft: true}".to_owned(),
                    4 => format!("{{order: {n}, tags: [two], description: Inherited {n}.}}"),
                    5 => "{search: false, unlisted: true}".to_owned(),
                    6 => format!(
                        "{{owner: [guides/{stem}], review_in: 1 month, last_reviewed_on: 2026-01-{}}}",
                        n % 28 + 1
                    ),
                    7 => "{audience: [client], draft: false}".to_owned(),
                    _ => "{ownr: x, title: y, skills: 3}".to_owned(),
                };
                if let Some(name) = sections.get(usize::from(page) % sections.len().max(1)) {
                    self.page(name).keys.insert("defaults", value);
                }
            }
            Edit::Deprecated(page, by) => {
                self.put(page, "status", format!("deprecated\nsuperseded_by: {}", self.stem(by)));
            }
            Edit::Untitled(page) => self.at(page).title.clear(),
            Edit::PageNav(page, to, n) => {
                let stem = self.stem(to);
                let lists = [
                    format!("[{stem}.md, ...]"),
                    format!("[Label: /{}]", self.path(to)),
                    format!("[..., Group: [{stem}, /roles/, https://example.com/], ---]"),
                ];
                self.toggle(page, "nav", &lists[usize::from(n % 3)]);
            }
            Edit::SiteNav(n) => self.nav = n % 6,
            Edit::Numbered(beside, n) => {
                let name = format!("{}/{}-part", self.folder(beside), n % 4);
                self.add(&name);
                self.page(&name).title.clear();
            }
            Edit::SectionFile(beside, n) => {
                self.add(&format!("{}/{}", self.folder(beside), ["README", "index"][usize::from(n % 2)]));
            }
            Edit::BesideFolder(page) => {
                let folder = self.folder(page);
                if folder.contains('/') {
                    self.add(&folder);
                }
            }
            Edit::AddPage(beside, n) => self.add(&format!("{}/new-{}", self.folder(beside), n % 4)),
            Edit::RemovePage(page) => self.remove(page),
            Edit::MovePage(page, beside, n) => {
                self.rename(page, &format!("{}/moved-{}", self.folder(beside), n % 3));
            }
            Edit::Image(n) => drop(self.images.insert("en/guides/i.png".into(), n % 3 + 1)),
            Edit::RemoveImage => drop(self.images.remove("en/guides/i.png")),
            Edit::Template(n) => self.template = n % 3,
            Edit::Config(n) => self.config = n % 4,
            Edit::LanguageName(n) => self.words = n % 2,
            Edit::Glossary(n) => self.glossary = n % 4,
            Edit::Today(n) => self.today = n,
            Edit::For(n) => self.audience = [None, Some("internal"), Some("client")][usize::from(n % 3)],
        }
    }

    /// A block for some readers that has a bit of everything that is read from a page, links that may be broken too.
    fn block(&self, to: u8, n: u8) -> String {
        let (mark, stem) = (MARKS[usize::from(n % 3)], self.stem(to));
        let more = VIEWS[usize::from(n) % VIEWS.len()];
        let texts = [
            format!("## Heading {}\n\nSee [[later]] and [x]({stem}.md#heading-{}).", n % 4, n % 3),
            format!("Text. ^b{}\n\n![[{stem}]]", n % 3),
            more.to_owned(),
            format!("- [ ] Task {{#task-{n}}}\n\nNoted.[^h{n}]\n\n[^h{n}]: Title {} and [[{stem}]].", n % 5),
        ];
        let text = &texts[usize::from(n / 3) % texts.len()];
        format!("\n\n<!-- audience: {mark} -->\n\n{text}\n\n<!-- audience: all -->\n\n")
    }

    /// Makes a page one that compares another page with something else, and shows that in the other page.
    fn compare(&mut self, page: u8, shown_in: u8) {
        let path = |name: Option<String>| {
            let name = name.unwrap_or_default();
            name.split_once('/').map_or(name.clone(), |(_, path)| path.to_owned())
        };
        let (own, other) = (path(self.nth(page)), path(self.nth(shown_in)));
        self.put(page, "type", "comparison");
        self.put(page, "subjects", format!("[{{id: a, title: A, page: {other}}}, {{id: b, title: B}}]"));
        self.put(page, "criteria", "[{name: Pay, values: {a: Good}}]");
        self.write(shown_in, &format!("\n\n```view\ncompare: {{from: {own}, subjects: [b, a]}}\n```"));
    }

    /// The path of a page in the folder of its language.
    fn path(&self, page: u8) -> String {
        let name = self.nth(page).unwrap_or_default();
        name.split_once('/').map_or(name.clone(), |(_, path)| path.to_owned())
    }

    fn folder(&self, page: u8) -> String {
        let name = self.nth(page).unwrap_or_default();
        name.rsplit_once('/').map_or(name.clone(), |(folder, _)| folder.to_owned())
    }

    fn remove(&mut self, page: u8) {
        let name = self.nth(page).unwrap_or_default();
        if self.pages.len() > 1 {
            self.pages.remove(&name);
        }
    }

    fn rename(&mut self, page: u8, to: &str) {
        let name = self.nth(page).unwrap_or_default();
        if let Some(page) = self.pages.remove(&name) {
            self.pages.insert(to.to_owned(), page);
        }
    }
}

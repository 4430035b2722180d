//! A model as files: with everything in them, or with what somebody may not see deleted by hand.

use super::hidden::{Eyes, FILES, GLOSSARY, NEVER, STEMS};
use super::{Block, FOLDERS, FileForm, Form, LANGUAGES, Link, Page, Site, What, Who, canary};
use docent::config::FILE;
use docent::source::Sources;
use std::collections::BTreeMap;

/// Which of the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Copy {
    /// What the authors have.
    Whole,
    /// What is left of it.
    Deleted,
}

/// Writes the files of a site.
pub fn sources(site: &Site, copy: Copy) -> Sources {
    let eyes = &Eyes::new(site);
    let mut sources = Sources::default();
    let mut dates = BTreeMap::new();
    sources.insert_text(FILE, &settings(site));
    for page in (0..site.pages.len()).filter(|page| site.exists(*page)) {
        let writer = Writer { site, eyes, copy, page };
        if copy == Copy::Deleted && !eyes.page(page) {
            continue;
        }
        let path = format!("content/{}.md", writer.path(page));
        sources.insert_text(&path, &writer.text());
        let told = copy == Copy::Whole || !eyes.is_cut(page);
        dates.extend(site.pages[page].git.filter(|_| told).map(|day| (path, self::day(day))));
    }
    for (number, file) in site.files.iter().enumerate().filter(|(_, file)| !file.gone) {
        if copy == Copy::Whole || eyes.file(number) {
            let bytes =
                format!("GIF89a{}\0\u{2}\0\0\0\0\0; {}", char::from(file.version % 9 + 1), canary(FILES, number, 1));
            sources.insert_bytes(&format!("content/{}", site.file_path(number)), bytes.as_bytes());
        }
    }
    for (lang, terms) in site.terms.iter().enumerate().filter(|(lang, n)| **n > 0 && (*lang < 2 || site.german)) {
        if copy == Copy::Whole || eyes.by_default() {
            sources.insert_text(&format!("content/{}/glossary.yaml", LANGUAGES[lang]), &glossary(lang, *terms));
        }
    }
    sources.dates = dates.into();
    sources
}

/// Items of a glossary's file. Pages mention the terms by their names, and nobody can see from that where they stand.
fn glossary(lang: usize, count: u8) -> String {
    let item = |number: u8| {
        let names = [term(number), format!("{}able", term(number)), format!("{}isch", term(number))];
        let meaning = canary(GLOSSARY, lang, usize::from(number));
        format!(
            "- {{term: {}, definition: A {meaning} of it., aliases: [{}], avoid: [{}]}}\n",
            names[0], names[1], names[2]
        )
    };
    (0..count % 4).map(item).collect()
}

fn term(number: u8) -> String {
    ["widget", "gadget", "gizmo", "sprocket"][usize::from(number % 4)].to_owned()
}

pub fn day(number: u8) -> String {
    format!("2026-{:02}-{:02}", number % 5 + 1, number % 27 + 1)
}

fn settings(site: &Site) -> String {
    let mut out = format!("title: Site {}\nsearch: {{enabled: {}}}\n", site.title % 3, site.search);
    out += if site.german { "languages: {en: {}, ru: {}, de: {}}\n" } else { "languages: {en: {}, ru: {}}\n" };
    out += if site.html { "markdown: {raw_html: allow}\n" } else { "" };
    out += if site.base_url { "base_url: https://example.com/x/\n" } else { "" };
    out += "audiences: {internal: , client: }\nreview_in: {default: 3 months, term: 2 weeks}\n";
    let default: &[&str] = if site.default_both { Who::Both.names() } else { Who::Internal.names() };
    out + &format!("default_audience: [{}]\ndiagnostics: {{orphan: ignore}}\n", default.join(", "))
}

/// Where a link leads in the text.
enum Place {
    Top,
    /// Its id, its name in a wikilink, and whether it is seen.
    At(String, String, bool),
}

/// Writes one page.
pub(super) struct Writer<'a> {
    pub site: &'a Site,
    pub eyes: &'a Eyes<'a>,
    pub copy: Copy,
    pub page: usize,
}

/// A line, and what it needs at the end of its section.
type Text = (String, Option<String>);

impl Writer<'_> {
    pub fn own(&self) -> &Page {
        &self.site.pages[self.page]
    }

    fn text(&self) -> String {
        format!("---\n{}---\n\n{}", self.front(), self.body())
    }

    /// Whether an author would have to change what a page says.
    pub fn is_changed(&self, page: usize) -> bool {
        let [whole, deleted] = [Copy::Whole, Copy::Deleted].map(|copy| Writer { copy, page, ..*self });
        let differs = |(at, section): (usize, &super::Section)| {
            section.blocks.iter().any(|block| whole.block(at, *block) != deleted.block(at, *block))
        };
        self.eyes.is_cut(page) || self.site.pages[page].body.iter().enumerate().any(differs)
    }

    fn body(&self) -> String {
        let mut out = String::new();
        for (number, section) in self.own().body.iter().enumerate() {
            let texts: Vec<String> = section.blocks.iter().filter_map(|block| self.block(number, *block)).collect();
            let text = format!("{}\n", texts.join("\n\n"));
            let marked = section
                .who
                .map(|who| (format!("<!-- audience: {} -->\n", who.names().join(", ")), "<!-- audience: all -->\n"));
            out += &match marked {
                None => format!("{text}\n"),
                // Each stands for an empty line.
                Some(_) if self.copy == Copy::Deleted && self.site.audience.is_some() => {
                    if self.eyes.section(self.page, number) { format!("\n{text}\n\n\n") } else { "\n\n".to_owned() }
                }
                Some((begin, end)) => format!("{begin}{text}\n{end}\n"),
            };
        }
        let blocks =
            self.own().body.iter().enumerate().flat_map(|(at, section)| section.blocks.iter().map(move |b| (at, b)));
        for (at, block) in blocks {
            let word = self.word(at, block.number + 1);
            match block.what {
                What::OuterNote => out += &format!("\n[^o{}]: A {word}.\n", block.number),
                What::OuterReference => out += &format!("\n[o{}]: https://example.com/{word}\n", block.number),
                _ => {}
            }
        }
        out
    }

    /// A word of this page.
    pub fn word(&self, section: usize, number: usize) -> String {
        canary(self.page, section + 1, number)
    }

    /// Whether readers see this place.
    fn is_seen(&self, section: usize) -> bool {
        self.eyes.page(self.page) && self.eyes.section(self.page, section)
    }

    fn block(&self, at: usize, Block { number, what }: Block) -> Option<String> {
        let (word, more) = (self.word(at, number), self.word(at, number + 300));
        let never = canary(NEVER, self.page, number);
        // A line that is deleted leaves the empty one above it.
        let below = |text: String| if text.is_empty() { "\n".to_owned() } else { format!("\n\n{text}") };
        let with = |(text, line): Text| text + &line.map_or(String::new(), below);
        Some(match what {
            What::Text => format!("Text of {word}."),
            What::Heading { own_id, no_search } => {
                let id = if own_id { format!("#{more}") } else { String::new() };
                let class = if no_search { ".no-search" } else { "" };
                let attributes = format!("{id} {class}");
                let attributes =
                    if attributes.trim().is_empty() { String::new() } else { format!(" {{{}}}", attributes.trim()) };
                format!("## Part {word}{attributes}\n\nBelow {more}.")
            }
            What::Link(link) => {
                let words = ["words", "a widget and", "*these*"][number % 3];
                with(self.link(at, link, &format!("{words} {word}"), number)?)
            }
            What::File { file, form } => with(self.file(at, file, form, &word, number)),
            What::Embed(link) => return self.embed(link),
            What::Note(link) => {
                let (text, below) = self.link(at, link, &more, number)?;
                let note = format!("Noted {word}.[^n{number}]\n\n[^n{number}]: See {text}.");
                with((note, below))
            }
            What::OuterNote => format!("Noted {word}.[^o{number}]"),
            What::OuterReference => format!("See [{word}][o{number}]."),
            What::OrphanNote => format!("Text.\n\n[^z{number}]: A {never}."),
            What::Comment if number % 2 == 0 => format!("A <!-- {never} --> comment."),
            What::Comment => format!("<!--\n{never}\n-->"),
            What::UnusedReference => format!("Beside {word}.\n\n[z{number}]: https://example.com/{never} \"{never}\""),
            What::Task(link) => {
                let (text, below) = self.link(at, Link { form: Form::File, ..link }, &more, number)?;
                with((format!("- [ ] Do {word} {text} {{#task-{word}}}\n- [x] Done {more}"), below))
            }
            What::Table(link) => {
                let (text, below) = self.link(at, Link { form: Form::File, ..link }, &more, number)?;
                with((format!("| {word} | b |\n|---|---|\n| {text} | `{more}` |"), below))
            }
            What::Code => format!("```yaml\nkey: {word}\n```"),
            What::View(kind) => self.view(kind)?,
            What::Html(kind) if kind % 2 == 0 => format!("<b id=\"{word}\">{more}</b>"),
            What::Html(_) => format!("<div class=\"{word}\">\n\n{more}\n\n</div>"),
            What::Tip => format!("> [!tip] A {word}\n> Text {more}."),
            What::BlockId => format!("Marked {word}. ^b{number}"),
            What::Mention(number) => format!("A {} and {word}.", term(number)),
            What::SearchOff => format!("<!-- search: off -->\n\nNot found: {word}.\n\n<!-- search: on -->"),
        })
    }

    /// What a link of this page means, if anything is there. Numbers count what the page has.
    fn place(&self, link: Link, to: usize) -> Place {
        if link.place == 0 {
            return Place::Top;
        }
        let page = &self.site.pages[to];
        let blocks = page.body.iter().enumerate().flat_map(|(at, section)| section.blocks.iter().map(move |b| (at, b)));
        let places = blocks.filter_map(|(at, block)| {
            let seen = self.eyes.section(to, at);
            let word = |number| canary(to, at + 1, number);
            match block.what {
                What::Heading { own_id, .. } => {
                    let id = if own_id { word(block.number + 300) } else { format!("part-{}", word(block.number)) };
                    Some(Place::At(id, format!("Part {}", word(block.number)), seen))
                }
                What::BlockId => Some(Place::At(format!("^b{}", block.number), format!("^b{}", block.number), seen)),
                _ => None,
            }
        });
        let mut places: Vec<Place> = places.collect();
        let count = places.len();
        if count == 0 { Place::Top } else { places.swap_remove(usize::from(link.place) % count) }
    }

    /// A link with words of its own; what is hidden becomes them. Links that show a name are written where it is seen.
    fn link(&self, at: usize, link: Link, words: &str, number: usize) -> Option<Text> {
        let plain = || Some((words.to_owned(), None));
        let Some(to) = self.site.page(link.to) else { return plain() };
        let gone = self.copy == Copy::Deleted;
        let place = self.place(link, to);
        let shown = self.eyes.page(to) || !self.is_seen(at);
        let own = to == self.page;
        let place = match place {
            Place::At(_, _, false) if gone && own => return plain(),
            Place::At(_, _, false) if gone => Place::Top,
            place => place,
        };
        let bare = shown && matches!(place, Place::Top | Place::At(_, _, true));
        let (id, heading) = match &place {
            Place::Top => (String::new(), String::new()),
            Place::At(id, heading, _) => (format!("#{id}"), format!("#{heading}")),
        };
        let form = if own && !id.is_empty() { Form::File } else { self.form(link.form, to, &place, bare) };
        let left = if form == Form::Folder { self.has_folder(to) } else { self.eyes.page(to) };
        if gone && !left {
            let line = (form == Form::Reference).then(String::new);
            return Some((words.to_owned(), line));
        }
        let (path, up) = (self.path(to), "../".repeat(self.path(self.page).matches('/').count()));
        let address = if own && !id.is_empty() { id.clone() } else { format!("{up}{path}.md{id}") };
        Some(match form {
            Form::File => (format!("[{words}]({address})"), None),
            Form::NoEnding => (format!("[{words}]({up}{path}{id})"), None),
            Form::Html => (format!("[{words}]({up}{path}.html{id})"), None),
            Form::Root | Form::At => {
                let sign = if form == Form::At { "@/" } else { "/" };
                let inside = path.split_once('/').map_or("", |(_, inside)| inside);
                (format!("[{words}]({sign}{inside}.md{id})"), None)
            }
            Form::WikiPath | Form::WikiStem | Form::WikiTitle | Form::WikiAlias => {
                (format!("[[{}{heading}|{words}]]", self.name(form, to)), None)
            }
            Form::Bare => (format!("[[{}{heading}]]", self.name(Form::WikiTitle, to)), None),
            Form::Reference => (format!("[{words}][r{number}]"), Some(format!("[r{number}]: {address}"))),
            Form::RawHtml => {
                let out = relative(&self.out(self.page), &format!("{}.html", self.out(to)));
                (format!("<a href=\"{out}{id}\">{words}</a>"), None)
            }
            Form::Folder => {
                (format!("[{words}]({up}{}/)", path.rsplit_once('/').map_or("", |(folder, _)| folder)), None)
            }
        })
    }

    /// The form that can be taken: names that two pages share, and HTML that hides nothing, are left to a plain one.
    fn form(&self, form: Form, to: usize, place: &Place, bare: bool) -> Form {
        let page = &self.site.pages[to];
        let same_lang = page.lang == self.own().lang;
        let other = matches!(place, Place::At(..)) && !self.site.twins(to).is_empty();
        let unclear = other || self.site.twins(to).iter().chain([&to]).any(|page| self.site.is_draft(*page));
        let named = |other: &Page| page.name.is_some() && other.name == page.name && other.folder != page.folder;
        let shared = self.site.pages.iter().any(|other| !other.gone && named(other));
        match form {
            Form::WikiStem if shared => self.form(Form::WikiPath, to, place, bare),
            Form::WikiPath if shared && page.folder == 0 => Form::WikiTitle,
            Form::Root | Form::At if !same_lang => Form::File,
            Form::WikiPath | Form::WikiStem if unclear || page.name.is_none() => Form::WikiTitle,
            Form::WikiAlias if !page.alias => Form::WikiTitle,
            Form::Bare if !bare => Form::WikiTitle,
            Form::Bare if to == self.page => Form::WikiTitle,
            Form::RawHtml if !self.site.html || !bare || !self.eyes.page(to) || !same_lang => Form::File,
            // The address that a `slug` makes cannot be named in HTML.
            Form::RawHtml if page.slug || matches!(place, Place::At(..)) => Form::File,
            Form::NoEnding | Form::Html if page.name.is_none() => Form::File,
            Form::Folder if page.folder == 0 || !same_lang => Form::File,
            form => form,
        }
    }

    /// Whether the folder of a page is in the site: pages of all languages are shown in each.
    fn has_folder(&self, to: usize) -> bool {
        let folder = FOLDERS[self.site.pages[to].folder];
        let below =
            |page: &Page| FOLDERS[page.folder] == folder || FOLDERS[page.folder].starts_with(&format!("{folder}/"));
        (0..self.site.pages.len())
            .any(|page| self.site.exists(page) && self.eyes.page(page) && below(&self.site.pages[page]))
    }

    pub fn name(&self, form: Form, to: usize) -> String {
        let path = self.path(to);
        match form {
            Form::WikiPath => path.split_once('/').map_or(path.clone(), |(_, inside)| inside.to_owned()),
            Form::WikiStem => path.rsplit('/').next().unwrap_or_default().to_owned(),
            Form::WikiAlias => format!("Alias {}", canary(to, 0, 20)),
            _ => self.title(to),
        }
    }

    /// The name for a field, which must mean one page whatever is hidden.
    pub fn field(&self, link: Link, to: usize) -> String {
        let place = self.place(link, to);
        let name = self.name(self.form(link.form, to, &place, false), to);
        match place {
            Place::At(id, _, true) if link.form == Form::File && !id.starts_with('^') => format!("{name}#{id}"),
            Place::At(_, heading, true) if !heading.starts_with('^') => format!("{name}#{heading}"),
            _ => name,
        }
    }

    pub fn title(&self, to: usize) -> String {
        let page = &self.site.pages[to];
        let word = canary(to, 0, usize::from(page.title % 5));
        if page.lang == 1 { format!("Тема {word}") } else { format!("Title {word}") }
    }

    /// The path of a page below `content/`, without its ending.
    fn path(&self, to: usize) -> String {
        self.site.page_path(to, |_| None)
    }

    /// The same in the output.
    fn out(&self, to: usize) -> String {
        let slug = |page: &Page| page.slug.then(|| format!("slug-{}", canary(to, 0, 21)));
        self.site.page_path(to, slug)
    }

    fn embed(&self, link: Link) -> Option<String> {
        let to = self.site.page(link.to)?;
        // In one direction only: nothing shows itself, and three deep at most.
        let place = self.place(link, to);
        let hidden = matches!(place, Place::At(_, _, false));
        if to % 3 <= self.page % 3 || hidden {
            return None;
        }
        // An empty line stays where it was.
        if self.copy == Copy::Deleted && !self.eyes.page(to) {
            return Some(String::new());
        }
        let heading = if let Place::At(_, heading, _) = &place { format!("#{heading}") } else { String::new() };
        Some(format!("![[{}{heading}]]", self.name(Form::WikiTitle, to)))
    }

    fn file(&self, at: usize, file: u8, form: FileForm, word: &str, number: usize) -> Text {
        let found = self.site.file(file).filter(|file| self.eyes.leads(self.page, at, *file));
        let Some(file) = found else { return (word.to_owned(), None) };
        let path = self.site.file_path(file);
        let up = "../".repeat(self.path(self.page).matches('/').count());
        let name = path.rsplit('/').next().unwrap_or_default().to_owned();
        let coded = format!("{up}{}", path.replace(' ', "%20"));
        let inside = path.strip_prefix(&format!("{}/", LANGUAGES[self.own().lang]));
        let address = match (form, inside) {
            (FileForm::Root, Some(inside)) => format!("/{}", inside.replace(' ', "%20")),
            (FileForm::Percent, _) => coded.replace('q', "%71"),
            (FileForm::Fragment, _) => format!("{coded}#page=2"),
            _ => coded.clone(),
        };
        let shortest = relative(&self.out(self.page), &path).replace(' ', "%20");
        match form {
            FileForm::Image | FileForm::Percent => (format!("![{word}]({address})"), None),
            FileForm::Link | FileForm::Fragment | FileForm::Root => (format!("[{word}]({address})"), None),
            FileForm::Embed => (format!("A {word} ![[{name}]]."), None),
            FileForm::EmbedCase => (format!("A {word} ![[{}]].", name.to_uppercase()), None),
            FileForm::Reference => (format!("![{word}][f{number}]"), Some(format!("[f{number}]: {coded}"))),
            FileForm::Picture if self.site.html => (format!("<p>{word} <img alt=\"\" src=\"{shortest}\"></p>"), None),
            FileForm::Anchor if self.site.html => (format!("{word} <a href=\"{shortest}\">x</a>"), None),
            FileForm::Picture | FileForm::Anchor => (format!("[{word}]({coded})"), None),
        }
    }
}

/// The shortest way from one path to another: HTML has to name what is published as it is named there.
fn relative(from: &str, to: &str) -> String {
    let (from, to): (Vec<&str>, Vec<&str>) = (from.split('/').collect(), to.split('/').collect());
    let folders = from.len().min(to.len()) - 1;
    let shared = from.iter().zip(&to).take(folders).take_while(|(a, b)| a == b).count();
    "../".repeat(from.len() - 1 - shared) + &to[shared..].join("/")
}

impl Site {
    fn page_path(&self, to: usize, slug: impl Fn(&Page) -> Option<String>) -> String {
        let page = &self.pages[to];
        let name = match page.name {
            Some(name) => slug(page).unwrap_or_else(|| canary(STEMS, usize::from(name), 0)),
            None => "index".to_owned(),
        };
        let folder = FOLDERS[page.folder];
        let slash = if folder.is_empty() { "" } else { "/" };
        format!("{}/{folder}{slash}{name}", LANGUAGES[page.lang])
    }

    fn file_path(&self, number: usize) -> String {
        let file = &self.files[number];
        let space = if file.space { "a " } else { "" };
        let name = format!("{space}{}.{}", canary(FILES, number, 0), file.ending);
        let folder = FOLDERS[file.folder];
        let slash = if folder.is_empty() { "" } else { "/" };
        match file.lang {
            Some(lang) => format!("{}/{folder}{slash}{name}", LANGUAGES[lang]),
            None => format!("files/{name}"),
        }
    }
}

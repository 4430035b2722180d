//! Links that the new places of files break, and links that only the other tool's addresses explained.
//!
//! In: a plan. Out: the plan, with the text of a page changed where a link would lead nowhere now, though its target is
//! known. What leads where it should is left as it was written. Files that links need and nobody planned are planned.

use super::old_urls;
use super::plan::{Body, Kind, Plan, Planned};
use super::tree::{self, Tree};
use crate::url;
use std::collections::BTreeMap;
use std::ops::Range;

/// Where things are.
struct Map<'a> {
    tree: &'a Tree,
    /// New place by place in the source.
    moved: BTreeMap<&'a str, &'a str>,
    /// New places.
    there: BTreeMap<String, ()>,
    /// Place in the source by old address.
    addresses: BTreeMap<String, &'a str>,
    /// Places in the source by the names of files.
    names: BTreeMap<&'a str, Vec<&'a str>>,
    roots: &'a [String],
    base: String,
    link_base: Option<&'a str>,
    languages: Vec<String>,
}

/// Links that must agree before a base is believed.
const AGREEING: usize = 5;

/// What links from the top of the site begin with, if most that begin so lead to a page behind it: `/powershell/scripting/`.
pub fn guessed_base(tree: &Tree, plan: &Plan) -> Option<String> {
    let map = Map::of(tree, plan);
    let mut bases: BTreeMap<String, usize> = BTreeMap::new();
    for file in plan.files.iter().filter(|file| file.kind == Kind::Page) {
        let Some(text) = tree.text(&file.from) else { continue };
        for range in destinations(text) {
            let path = text[range].split(['#', '?']).next().unwrap_or_default();
            if !path.starts_with('/') || path.starts_with("//") || map.leads(&file.to, path) {
                continue;
            }
            for (at, _) in path.match_indices('/').skip(1).take(3) {
                let there = map.is_there(&format!("content/{}", &path[at + 1..]));
                if there && path.len() > at + 1 {
                    *bases.entry(path[..=at].to_owned()).or_default() += 1;
                    break;
                }
            }
        }
    }
    bases.into_iter().max_by_key(|(_, count)| *count).filter(|(_, count)| *count >= AGREEING).map(|(base, _)| base)
}

/// The source, asked what its links led to.
pub struct Sources<'a>(Map<'a>);

impl<'a> Sources<'a> {
    /// Of a source and what is made of it.
    pub fn of(tree: &'a Tree, plan: &'a Plan) -> Self {
        Self(Map::of(tree, plan))
    }

    /// Whether a link of a page led anywhere: to another site, to a file or a page of the source, to a place in the page.
    pub fn knows(&self, file: &Planned, written: &str) -> bool {
        let (path, fragment) = written.split_once('#').unwrap_or((written, ""));
        let path = path.split('?').next().unwrap_or_default();
        match url::scheme(written) {
            url::Scheme::None if path.starts_with("//") => return true,
            url::Scheme::None => {}
            url::Scheme::Harmless(name) => return ["http", "https", "mailto", "tel"].contains(&name),
            url::Scheme::Script => return false,
        }
        let text = self.0.tree.text(&file.from).unwrap_or_default();
        if path.is_empty() {
            return has_place(text, fragment);
        }
        let path = &path.replace('\\', "");
        let decoded = url::decode(path);
        let beside = tree::resolve(tree::folder(&file.from), decoded.trim_start_matches('/'));
        let old = file.old.first().map(String::as_str);
        self.0.leads(&file.to, &decoded)
            || beside.is_some_and(|path| self.0.tree.has(&path))
            || self.0.target(&file.from, old, &decoded, &mut Vec::new()).is_some()
    }
}

/// Whether a page names a place so: an id that is written there, or a heading.
fn has_place(text: &str, fragment: &str) -> bool {
    let wanted = url::decode(fragment);
    let marks =
        [format!("{{#{wanted}"), format!("id=\"{wanted}\""), format!("name=\"{wanted}\""), format!(" ^{wanted}\n")];
    let heading = |line: &str| {
        let title = line.trim_start_matches(['>', ' ']).strip_prefix('#')?.trim_matches(['#', ' ']);
        Some(super::proof::letters(title.split("{#").next().unwrap_or_default()))
    };
    let as_letters = super::proof::letters(&wanted);
    wanted.is_empty()
        || marks.iter().any(|mark| text.contains(mark.as_str()))
        || text.lines().filter_map(heading).any(|title| title == as_letters)
}

/// Mends all links, and puts in the values of variables.
pub fn mend(tree: &Tree, plan: &mut Plan) {
    let (texts, needed) = mended(tree, plan);
    for (index, text) in texts {
        plan.files[index].body = Body::Text(text);
    }
    for from in needed {
        let to = format!("content/assets/{}", tree::name(&from));
        let to = if plan.files.iter().any(|file| file.to == to) { format!("content/assets/{from}") } else { to };
        plan.add(&from, &to, Kind::Asset, Body::Copy);
    }
    // What was just planned has a place now.
    let (texts, _) = mended(tree, plan);
    for (index, text) in texts {
        plan.files[index].body = Body::Text(text);
    }
}

/// The pages whose text changes, and files that links need.
fn mended(tree: &Tree, plan: &Plan) -> (Vec<(usize, String)>, Vec<String>) {
    let map = Map::of(tree, plan);
    let (mut texts, mut needed) = (Vec::new(), Vec::new());
    for (index, file) in plan.files.iter().enumerate().filter(|(_, file)| file.kind != Kind::Asset) {
        let Some(text) = (match &file.body {
            Body::Copy => tree.text(&file.from),
            Body::Text(text) => Some(text.as_str()),
            Body::Bytes(_) => None,
        }) else {
            continue;
        };
        let valued = with_values(text, &plan.variables);
        let source = valued.as_deref().unwrap_or(text);
        let old = file.old.first().map(String::as_str);
        let mut out = String::new();
        let mut from = 0;
        for range in destinations(source) {
            if let Some(new) = map.mend(&file.from, &file.to, old, &source[range.clone()], &mut needed) {
                out.push_str(&source[from..range.start]);
                out.push_str(&new);
                from = range.end;
            }
        }
        if from > 0 {
            out.push_str(&source[from..]);
            texts.push((index, out));
        } else if let Some(text) = valued {
            texts.push((index, text));
        }
    }
    needed.sort();
    needed.dedup();
    (texts, needed)
}

impl<'a> Map<'a> {
    fn of(tree: &'a Tree, plan: &'a Plan) -> Self {
        let moved = plan.files.iter().map(|file| (file.from.as_str(), file.to.as_str())).collect();
        let there = plan.files.iter().map(|file| (file.to.clone(), ())).collect();
        let mut addresses = BTreeMap::new();
        for file in plan.files.iter().rev().filter(|file| file.kind == Kind::Page) {
            addresses.extend(file.old.iter().map(|old| (old_urls::key(old), file.from.as_str())));
        }
        let mut names: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for file in plan.files.iter().filter(|file| file.kind == Kind::Asset) {
            names.entry(tree::name(&file.from)).or_default().push(&file.from);
        }
        let link_base = plan.link_base.as_deref();
        let languages = plan.languages.iter().map(|language| language.code.clone()).collect();
        Self {
            tree,
            moved,
            there,
            addresses,
            names,
            roots: &plan.roots,
            base: plan.base_path.clone(),
            link_base,
            languages,
        }
    }

    /// The destination that a link needs now; none if it is fine, or if nobody knows what it meant.
    fn mend(&self, from: &str, to: &str, old: Option<&str>, written: &str, needed: &mut Vec<String>) -> Option<String> {
        let end = written.find(['#', '?']).unwrap_or(written.len());
        let (path, behind) = written.split_at(end);
        let foreign =
            url::scheme(written) != url::Scheme::None || path.starts_with("//") || path.contains(['{', '<', '@']);
        if path.is_empty() || foreign {
            return None;
        }
        let decoded = url::decode(path);
        if self.leads(to, &decoded) {
            return None;
        }
        let target = self.target(from, old, &decoded, needed)?;
        let place = self.in_language(to, &decoded, self.moved.get(target)?);
        let new = url::relative(to, &place);
        (new != path).then(|| format!("{}{behind}", if new.is_empty() { tree::name(to).to_owned() } else { new }))
    }

    /// The file of the source that a link means.
    fn target(&self, from: &str, old: Option<&str>, path: &str, needed: &mut Vec<String>) -> Option<&'a str> {
        match path.strip_prefix('/') {
            Some(rest) => self.absolute(rest, needed),
            None => {
                self.relative(from, path, needed).or_else(|| self.by_address(old?, path)).or_else(|| self.by_name(path))
            }
        }
    }

    /// Whether the builder finds what is written.
    fn leads(&self, to: &str, path: &str) -> bool {
        if let Some(rest) = path.strip_prefix('/') {
            let base = self.link_base.and_then(|base| rest.strip_prefix(base.trim_start_matches('/')));
            return [Some(rest), base].into_iter().flatten().any(|rest| self.is_there(&format!("content/{rest}")));
        }
        let found = tree::resolve(tree::folder(to), path);
        found.is_some_and(|found| self.is_there(&found))
    }

    fn is_there(&self, path: &str) -> bool {
        let path = path.trim_end_matches('/');
        self.there.contains_key(path) || forms(path).iter().any(|form| self.there.contains_key(form))
    }

    /// `/ru/guide/` on a page in Russian is that page in Russian, if somebody translated it.
    fn in_language(&self, to: &str, written: &str, place: &str) -> String {
        let code = to.strip_prefix("content/").and_then(|inside| inside.split('/').next()).unwrap_or_default();
        let own = self.languages.iter().any(|language| language == code) && written.starts_with(&format!("/{code}/"));
        let translated = match place.strip_prefix("content/").and_then(|inside| inside.split_once('/')) {
            Some((_, rest)) if own && tree::is_page(place) => format!("content/{code}/{rest}"),
            _ => return place.to_owned(),
        };
        if self.there.contains_key(&translated) { translated } else { place.to_owned() }
    }

    fn absolute(&self, path: &str, needed: &mut Vec<String>) -> Option<&'a str> {
        let inside = path.strip_prefix(self.base.trim_start_matches('/')).unwrap_or(path);
        let language =
            inside.split_once('/').filter(|(code, _)| self.languages.iter().any(|language| language == code));
        for path in [Some(inside), Some(path), language.map(|(_, rest)| rest)].into_iter().flatten() {
            if let Some(page) = self.addresses.get(&old_urls::key(path)) {
                return Some(page);
            }
            let mut folders = self.roots.iter().map(String::as_str).chain([""]);
            if let Some(file) = folders.find_map(|root| self.file(&format!("{root}{path}"), needed)) {
                return Some(file);
            }
        }
        None
    }

    fn relative(&self, from: &str, path: &str, needed: &mut Vec<String>) -> Option<&'a str> {
        self.file(&tree::resolve(tree::folder(from), path)?, needed)
    }

    /// `../guide/` is seen from the page's old address.
    fn by_address(&self, old: &str, path: &str) -> Option<&'a str> {
        let seen = tree::resolve(tree::folder(old.trim_start_matches('/')), path)?;
        self.addresses.get(&old_urls::key(&seen)).copied()
    }

    /// Obsidian finds a picture by its name alone, if there is one of that name.
    fn by_name(&self, path: &str) -> Option<&'a str> {
        let pictures = ["png", "jpg", "jpeg", "gif", "svg", "webp", "avif", "bmp", "pdf"];
        let found = self.names.get(tree::name(path)).filter(|_| pictures.contains(&tree::ending(path).as_str()))?;
        if let [only] = found.as_slice() { Some(only) } else { None }
    }

    /// A file of the source, with or without its ending.
    fn file(&self, path: &str, needed: &mut Vec<String>) -> Option<&'a str> {
        let path = path.trim_end_matches('/');
        let planned = |path: &str| self.moved.get_key_value(path).map(|(from, _)| *from);
        if let Some(found) = planned(path).or_else(|| forms(path).iter().find_map(|form| planned(form))) {
            return Some(found);
        }
        let lacks = self.tree.has(path) && !tree::is_page(path) && !super::plan::is_leftover(path) && !is_program(path);
        if lacks {
            needed.push(path.to_owned());
        }
        None
    }
}

/// Programs are not published because a page mentions them.
fn is_program(path: &str) -> bool {
    let programs = ["js", "ts", "jsx", "tsx", "mjs", "cjs", "vue", "py", "css", "scss", "astro"];
    programs.contains(&tree::ending(path).as_str())
}

/// What a path without an ending may mean.
fn forms(path: &str) -> Vec<String> {
    let bare = path.strip_suffix(".html").unwrap_or(path);
    let slash = if bare.is_empty() { String::new() } else { format!("{bare}/") };
    let endings = ["md", "mdx", "markdown"];
    let mut all: Vec<String> = endings.iter().map(|ending| format!("{bare}.{ending}")).collect();
    for name in ["index", "_index", "README"] {
        all.extend(endings.iter().map(|ending| format!("{slash}{name}.{ending}")));
    }
    all
}

/// Schemes of programs, which `docent.yaml` must allow: `obsidian://open`.
pub fn schemes(text: &str) -> Vec<&str> {
    let known = [
        "slack", "msteams", "obsidian", "vscode", "skype", "sip", "zoommtg", "notion", "webcal", "ssh", "git", "irc",
        "magnet",
    ];
    let destinations = destinations(text).into_iter().map(|range| &text[range]);
    let schemes = destinations.filter_map(|target| match url::scheme(target) {
        url::Scheme::Harmless(name) if known.contains(&name) => Some(name),
        _ => None,
    });
    schemes.collect()
}

/// Where the destinations of links and pictures stand in a page: in Markdown and in HTML, not in code.
pub fn destinations(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut fence: Option<&str> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let bare = line.trim_start().trim_start_matches(['>', ' ', '-', '*']);
        let mark = ["```", "~~~"].into_iter().find(|mark| bare.starts_with(mark));
        match (fence, mark) {
            (None, Some(mark)) => fence = Some(mark),
            (Some(open), Some(mark)) if open == mark && bare.trim_end().chars().all(|c| mark.starts_with(c)) => {
                fence = None
            }
            (None, None) => in_line(line, at, &mut found),
            _ => {}
        }
        at += line.len();
    }
    found.sort_by_key(|range| range.start);
    found.dedup_by(|b, a| b.start < a.end);
    found
}

fn in_line(line: &str, at: usize, found: &mut Vec<Range<usize>>) {
    let code = code_spans(line);
    let mut push = |start: usize, end: usize| {
        if start < end && !code.iter().any(|span| span.contains(&start)) {
            found.push(at + start..at + end);
        }
    };
    for (open, _) in line.match_indices("](") {
        let start = open + 2;
        if let Some(rest) = line[start..].strip_prefix('<') {
            if let Some(end) = rest.find('>') {
                push(start + 1, start + 1 + end);
            }
        } else {
            push(start, start + destination(&line[start..]));
        }
    }
    for attribute in ["src=\"", "href=\"", "src='", "href='", "link=\"", "to=\""] {
        for (open, name) in line.match_indices(attribute) {
            let start = open + name.len();
            let quote = if name.ends_with('\'') { '\'' } else { '"' };
            let apart = open == 0 || line[..open].ends_with([' ', '\t']);
            if let Some(end) = line[start..].find(quote).filter(|_| apart) {
                push(start, start + end);
            }
        }
    }
    // `[name]: destination`
    let bare = line.trim_start();
    let indent = line.len() - bare.len();
    if indent < 4
        && bare.starts_with('[')
        && !bare.starts_with("[^")
        && let Some(close) = bare.find("]:")
    {
        let start = indent + close + 2;
        let start = start + (line[start..].len() - line[start..].trim_start().len());
        push(start, start + line[start..].find(char::is_whitespace).unwrap_or(line.len() - start));
    }
}

/// The length of a destination without angle brackets: to a space or the bracket that closes it.
fn destination(text: &str) -> usize {
    let mut depth = 0;
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' if depth == 0 => return at,
            ')' => depth -= 1,
            c if c.is_whitespace() => return at,
            _ => {}
        }
    }
    0
}

/// Code in a line.
fn code_spans(line: &str) -> Vec<Range<usize>> {
    let mut spans = Vec::new();
    let mut at = 0;
    while let Some(open) = line[at..].find('`').map(|open| at + open) {
        let ticks = line[open..].len() - line[open..].trim_start_matches('`').len();
        let mark = "`".repeat(ticks);
        let mut seek = open + ticks;
        let mut close = None;
        while let Some(next) = line[seek..].find(mark.as_str()).map(|next| seek + next) {
            let run = line[next..].len() - line[next..].trim_start_matches('`').len();
            if run == ticks {
                close = Some(next);
                break;
            }
            seek = next + run;
        }
        match close {
            Some(close) => {
                spans.push(open..close + ticks);
                at = close + ticks;
            }
            None => at = open + ticks,
        }
    }
    spans
}

/// The text with `{{ name }}` replaced where the name has a value.
pub fn with_values(text: &str, values: &BTreeMap<String, String>) -> Option<String> {
    if values.is_empty() || !text.contains("{{") {
        return None;
    }
    let mut out = String::new();
    let mut rest = text;
    while let Some(open) = rest.find("{{") {
        let inside = rest[open + 2..].split_once("}}").map(|(inside, _)| inside);
        let value = inside.and_then(|name| values.get(name.trim())).filter(|_| !rest[..open].ends_with("not_var"));
        match (value, inside) {
            (Some(value), Some(inside)) => {
                out.push_str(&rest[..open]);
                out.push_str(value);
                rest = &rest[open + inside.len() + 4..];
            }
            _ => {
                out.push_str(&rest[..open + 2]);
                rest = &rest[open + 2..];
            }
        }
    }
    Some(out + rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        destinations(text).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn destinations_of_every_form() {
        let text = "[a](b.md \"t\") ![c](<d e.png>) `[no](x)` [w](a_(b).md)\n\n[r]: ../z.md\n[^1]: no\n<img src=\"i.png\" data-src=\"no\">\n```\n[no](y)\n```\n";
        assert_eq!(found(text), ["b.md", "d e.png", "a_(b).md", "../z.md", "i.png"]);
    }

    #[test]
    fn only_what_broke_is_mended() {
        let mut tree = Tree::new("x");
        tree.insert_text(
            "docs/a.md",
            "[b](./guide/b.md) [u](/docs/guide/b) ![p](/img/p.png) [h](guide/b#x) ![s](../src/s.png)\n",
        );
        tree.insert_text("docs/guide/b.md", "[up](../a.md) [old](../a/) [no](/nowhere/)");
        ["static/img/p.png", "src/s.png"].iter().for_each(|path| tree.insert(path, super::super::Leaf::Disk));
        let mut plan = Plan::new("x");
        plan.base_path = "/".into();
        plan.roots.push("static/".into());
        plan.add("docs/a.md", "content/en/a.md", Kind::Page, Body::Copy).unwrap().old.push("/docs/a/".into());
        plan.add("docs/guide/b.md", "content/en/guide/b.md", Kind::Page, Body::Copy)
            .unwrap()
            .old
            .push("/docs/guide/b/".into());
        plan.add("static/img/p.png", "content/img/p.png", Kind::Asset, Body::Copy);
        mend(&tree, &mut plan);
        let text =
            |index: usize| if let Body::Text(text) = &plan.files[index].body { text.clone() } else { String::new() };
        assert_eq!(
            text(0),
            "[b](./guide/b.md) [u](guide/b.md) ![p](/img/p.png) [h](guide/b#x) ![s](../assets/s.png)\n"
        );
        assert_eq!(text(1), "");
    }
}

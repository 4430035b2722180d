//! Which files a renaming moves.
//!
//! In: the old and the new name as somebody typed them, the snapshot. Out: [`Moves`]: pages by their files, folders as a
//! whole, in each language that has them.

use crate::config::Config;
use crate::diagnostic::closest;
use crate::source::Sources;
use crate::url::{check_output_path, fold, nfc};
use std::collections::{BTreeMap, BTreeSet};

/// What is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// A page, a folder or a file: `content/en/roles/designer.md`, `roles/designer`, `roles/`, `img/team.png`.
    pub old: &'a str,
    /// Its new name, or a folder to put it in.
    pub new: &'a str,
    /// The only language in which it is renamed.
    pub only: Option<&'a str>,
}

/// What moves.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Moves {
    /// Every file of the snapshot: its old path and its new one.
    pub files: BTreeMap<String, String>,
    /// What is renamed on disk, in order: files, or folders with all that is in them.
    pub steps: Vec<(String, String)>,
    /// The folder, below the language's: its old path and its new one.
    folder: Option<(String, String)>,
}

impl Moves {
    /// The new path of a file.
    pub fn path<'a>(&'a self, old: &'a str) -> &'a str {
        self.files.get(old).map_or(old, String::as_str)
    }

    /// The new key of a folder's page that has no file.
    pub fn key(&self, lang: &str, key: &str, config: &Config) -> String {
        let moved = self
            .folder
            .as_ref()
            .filter(|(old, _)| self.steps.iter().any(|(from, _)| *from == config.content_of(lang) + old));
        let rest = moved.and_then(|(old, _)| key.strip_prefix(old.as_str())).filter(|rest| rest.starts_with('/'));
        moved.zip(rest).map_or_else(|| key.to_owned(), |((_, new), rest)| format!("{new}{rest}"))
    }
}

/// A name as typed, below the language's folder.
struct Name {
    lang: Option<String>,
    path: String,
    /// It can only be a page, or only a folder.
    page: bool,
    folder: bool,
}

/// Finds the files. The message says what is wrong with the names.
pub fn moves(request: Request<'_>, config: &Config, sources: &Sources) -> Result<Moves, String> {
    let (old, mut new) = (name(request.old, config)?, name(request.new, config)?);
    let languages = languages(request.only, config)?;
    if let (Some(from), Some(to)) = (&old.lang, &new.lang)
        && from != to
    {
        return Err("a page cannot be moved to another language: a translation is a different text".to_owned());
    }
    let file = |lang: &str, path: &str| format!("{}{path}.md", config.content_of(lang));
    let is_page = |path: &str| languages.iter().any(|lang| sources.files.contains_key(&file(lang, path)));
    let is_folder = |path: &str| {
        languages.iter().any(|lang| sources.below(&format!("{}{path}/", config.content_of(lang))).next().is_some())
    };
    let (page, folder) = (!old.folder && is_page(&old.path), !old.page && is_folder(&old.path));
    // As `mv` does: into a folder that is there.
    if new.folder || (!new.page && is_folder(&new.path)) {
        let base = old.path.rsplit('/').next().unwrap_or_default();
        new.path = if new.path.is_empty() { base.to_owned() } else { format!("{}/{base}", new.path) };
    }
    check(&old, &new, request)?;
    let found = match (page, folder) {
        (false, false) => match files(&old, &new, &languages, config, sources) {
            Some(found) => found,
            None => return Err(unknown(&old, request, &languages, config, sources)),
        },
        (true, true) => return Err(format!("`{0}` is both a page and a folder: write `{0}.md` or `{0}/`", old.path)),
        (true, false) => pages(&old.path, &new.path, &languages, config, sources),
        (false, true) => folders(&old.path, &new.path, &languages, config, sources),
    };
    let taken = found.files.values().chain(found.steps.iter().map(|(_, new)| new));
    let taken = taken
        .clone()
        .find(|path| sources.files.contains_key(path) || sources.below(&format!("{path}/")).next().is_some());
    match taken {
        Some(path) => Err(format!("`{path}` already exists")),
        None => Ok(found),
    }
}

fn check(old: &Name, new: &Name, request: Request<'_>) -> Result<(), String> {
    if old.path.is_empty() {
        return Err(format!("`{}` is not a page or a folder of pages", request.old));
    }
    if old.path == new.path {
        return Err("the old and the new name are the same".to_owned());
    }
    if new.path.starts_with(&format!("{}/", old.path)) && !old.page {
        return Err("a folder cannot be moved into itself".to_owned());
    }
    check_output_path(&format!("{}.md", new.path))
        .map_err(|reason| format!("`{}` cannot be used: {reason}", request.new))
}

fn languages<'a>(only: Option<&'a str>, config: &'a Config) -> Result<Vec<&'a str>, String> {
    let all = config.codes();
    match only {
        None => Ok(all),
        Some(code) if all.contains(&code) => Ok(vec![code]),
        Some(code) => Err(format!("the site has no language `{code}`, only {}", all.join(", "))),
    }
}

fn name(typed: &str, config: &Config) -> Result<Name, String> {
    let clean = nfc(&typed.replace('\\', "/"));
    let parts: Vec<&str> = clean.split('/').filter(|part| !matches!(*part, "" | ".")).collect();
    if parts.contains(&"..") {
        return Err(format!(
            "`{typed}` is outside the content folder: write the path relative to {}",
            config.content_dir.dir()
        ));
    }
    let folder = clean.ends_with('/');
    let dir: Vec<&str> = config.content_dir.prefix().split_terminator('/').collect();
    let inside = parts.strip_prefix(&*dir).unwrap_or(&parts);
    let lang = inside.first().filter(|first| config.is_multilingual() && config.language(first).is_some());
    let path = inside[usize::from(lang.is_some())..].join("/");
    let page = path.ends_with(".md");
    Ok(Name { lang: lang.map(|l| (*l).to_owned()), path: path.trim_end_matches(".md").to_owned(), page, folder })
}

fn pages(old: &str, new: &str, languages: &[&str], config: &Config, sources: &Sources) -> Moves {
    let path = |lang: &str, path: &str| format!("{}{path}.md", config.content_of(lang));
    let pairs = languages.iter().map(|lang| (path(lang, old), path(lang, new)));
    let steps: Vec<_> = pairs.filter(|(old, _)| sources.files.contains_key(old)).collect();
    Moves { files: steps.iter().cloned().collect(), steps, folder: None }
}

/// A picture or another file, where it is: in the folder of one language, or beside those of all. None if there is none.
fn files(old: &Name, new: &Name, languages: &[&str], config: &Config, sources: &Sources) -> Option<Moves> {
    if old.folder || old.page || new.page {
        return None;
    }
    let of_language = |lang: &&&str| old.lang.as_deref().is_none_or(|own| own == **lang);
    let roots = languages.iter().filter(of_language).map(|lang| config.content_of(lang));
    let top = old.lang.is_none().then(|| config.content_dir.prefix().to_owned());
    let (root, from) = roots
        .chain(top)
        .map(|root| (root.clone(), root + &old.path))
        .find(|(_, file)| sources.files.contains_key(file))?;
    let name = old.path.rsplit('/').next().unwrap_or_default();
    let to = new.lang.as_deref().map_or(root, |lang| config.content_of(lang)) + &new.path;
    // As `mv` does: into a folder that is there.
    let to = if sources.below(&format!("{to}/")).next().is_some() { format!("{to}/{name}") } else { to };
    let steps = vec![(from, to)];
    Some(Moves { files: steps.iter().cloned().collect(), steps, folder: None })
}

fn folders(old: &str, new: &str, languages: &[&str], config: &Config, sources: &Sources) -> Moves {
    let pair = |lang: &&str| (config.content_of(lang) + old, config.content_of(lang) + new);
    let there = |(old, _): &(String, String)| sources.below(&format!("{old}/")).next().is_some();
    let steps: Vec<_> = languages.iter().map(pair).filter(there).collect();
    let inside = |(old, new): &(String, String)| {
        let (from, to) = (format!("{old}/"), format!("{new}/"));
        sources.below(&from).map(|(path, _)| (format!("{from}{path}"), format!("{to}{path}"))).collect::<Vec<_>>()
    };
    Moves { files: steps.iter().flat_map(inside).collect(), steps, folder: Some((old.to_owned(), new.to_owned())) }
}

fn unknown(old: &Name, request: Request<'_>, languages: &[&str], config: &Config, sources: &Sources) -> String {
    let mut known = BTreeSet::new();
    for lang in languages {
        let folder = config.content_of(lang);
        for (path, _) in sources.below(&folder).filter(|(path, _)| path.ends_with(".md")) {
            known.insert(path.trim_end_matches(".md").to_owned());
            known.extend(path.rsplit_once('/').map(|(folder, _)| folder.to_owned()));
        }
    }
    let last = |path: &str| path.rsplit('/').next().map(fold);
    let elsewhere = known.iter().find(|path| last(path) == last(&old.path)).map(String::as_str);
    let near = elsewhere.or_else(|| closest(&old.path, known.iter().map(String::as_str)));
    let hint = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
    format!("there is no page, folder or file `{}`{hint}", request.old)
}

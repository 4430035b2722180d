//! `docent init DIR`: a small site that builds without a warning; where there are pages, settings for them.

use super::console::{Reporter, count};
use super::new::write;
use super::{Global, schema};
use crate::config::{Config, FILE};
use crate::content;
use crate::page::types::Types;
use crate::project::bare::{self, Guess};
use crate::source::Sources;
use crate::theme;
use include_dir::{Dir, include_dir};
use std::fs;
use std::path::Path;
use std::process::ExitCode;

/// The pages of a new site, a folder a language.
static SCAFFOLD: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/cli/scaffold");

/// Writes a site into an empty (or new) folder; into a folder with pages only the settings.
pub fn run(global: &Global, dir: &Path, languages: Option<&[String]>, title: Option<&str>) -> Result<ExitCode, String> {
    if dir.join(FILE).exists() {
        return Err(format!("{}: the folder has a {FILE} already", dir.display()));
    }
    if let Some(guess) = bare::guess(dir) {
        return adopt(global, dir, guess, languages, title);
    }
    if fs::read_dir(dir).is_ok_and(|mut entries| entries.any(|e| e.is_ok_and(|e| e.file_name() != ".git"))) {
        return Err(format!("{}: the folder is not empty, and there is no page in it", dir.display()));
    }
    let languages = &languages.map_or_else(|| vec!["en".to_owned()], <[String]>::to_vec);
    let known: Vec<String> = SCAFFOLD.dirs().filter_map(|d| d.path().to_str().map(str::to_owned)).collect();
    if let Some(unknown) = languages.iter().find(|code| !known.contains(code)) {
        return Err(format!(
            "there are no sample pages in `{unknown}` (only in {}); add the language to docent.yaml later",
            known.join(", ")
        ));
    }
    let title = title.unwrap_or(if languages[0] == "ru" { "База знаний" } else { "Handbook" });
    write(&dir.join("docent.yaml"), &config(title, languages))?;
    let mut files = 1;
    for code in languages {
        let folder =
            if languages.len() == 1 { dir.join(content::FOLDER) } else { dir.join(content::FOLDER).join(code) };
        let Some(pages) = SCAFFOLD.get_dir(code) else { continue };
        files += copy(pages, code, &folder)?;
    }
    let types = Types::read(&theme::load(&Config::default(), &Sources::default()).0).0;
    write(&dir.join("front-matter.schema.json"), &schema::text(&types)?)?;
    write(&dir.join(".gitignore"), "/public\n")?;
    let report = Reporter::new(global);
    report.closing(&format!("wrote {} to {}", count(files + 2, "file"), dir.display()));
    report.closing(&next(dir));
    Ok(ExitCode::SUCCESS)
}

/// Makes a folder of pages a project: its settings are written, and nothing else is touched.
fn adopt(
    global: &Global,
    dir: &Path,
    mut guess: Guess,
    languages: Option<&[String]>,
    title: Option<&str>,
) -> Result<ExitCode, String> {
    guess.title = title.map_or(guess.title, str::to_owned);
    guess.languages = languages.map_or(guess.languages, <[String]>::to_vec);
    write(&dir.join(FILE), &format!("{HEAD}{}{ADDRESS}", guess.yaml()))?;
    let report = Reporter::new(global);
    report.closing(&format!("wrote {} for {}: {}", dir.join(FILE).display(), count(guess.pages, "page"), guess.told()));
    report.closing(&next(dir));
    Ok(ExitCode::SUCCESS)
}

/// What to do now.
fn next(dir: &Path) -> String {
    let go = if dir == Path::new(".") { String::new() } else { format!("cd {} && ", dir.display()) };
    format!("next: {go}docent serve --open, to see the site while you write; docent build, to publish it to public/")
}

/// How a new `docent.yaml` begins.
pub(super) const HEAD: &str = "# Every key is explained in docent's documentation.\n";

const ADDRESS: &str = "# The address of the published site; required for the sitemap and the feeds.\n\
                       # base_url: https://handbook.example.com/\n";

fn copy(from: &Dir<'_>, code: &str, to: &Path) -> Result<usize, String> {
    let mut files = 0;
    for file in from.files() {
        let name = file.path().strip_prefix(code).unwrap_or(file.path());
        write(&to.join(name), file.contents_utf8().unwrap_or_default())?;
        files += 1;
    }
    for folder in from.dirs() {
        files += copy(folder, code, to)?;
    }
    Ok(files)
}

fn config(title: &str, languages: &[String]) -> String {
    let mut text = format!("{HEAD}title: {}\ndefault_language: {}\n", bare::quoted(title), languages[0]);
    if languages.len() > 1 {
        text.push_str("languages:\n");
        for code in languages {
            let name = if code == "ru" { "Русский" } else { "English" };
            text.push_str(&format!("  {code}: {{name: {name}}}\n"));
        }
    }
    text.push_str(ADDRESS);
    text
}

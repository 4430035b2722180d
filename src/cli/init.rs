//! `docent init DIR`: a small site that builds without a warning.

use super::console::{Reporter, count};
use super::new::write;
use super::{Global, schema};
use crate::config::Config;
use crate::content;
use crate::page::types::Types;
use crate::source::Sources;
use crate::theme;
use include_dir::{Dir, include_dir};
use std::fs;
use std::path::Path;
use std::process::ExitCode;

/// The pages of a new site, a folder a language.
static SCAFFOLD: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/cli/scaffold");

/// Writes the site into an empty (or new) folder.
pub fn run(global: &Global, dir: &Path, languages: &[String], title: Option<&str>) -> Result<ExitCode, String> {
    if fs::read_dir(dir).is_ok_and(|mut entries| entries.any(|e| e.is_ok_and(|e| e.file_name() != ".git"))) {
        return Err(format!("{}: the folder is not empty", dir.display()));
    }
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
    let types = Types::read(&theme::load(&Config::default(), &Sources::default()).0.types).0;
    write(&dir.join("front-matter.schema.json"), &schema::text(&types)?)?;
    write(&dir.join(".gitignore"), "/public\n")?;
    let report = Reporter::new(global);
    report.closing(&format!("wrote {} to {}", count(files + 2, "file"), dir.display()));
    report.closing(&format!("next: cd {} && docent build, then open public/index.html", dir.display()));
    Ok(ExitCode::SUCCESS)
}

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
    let mut text = format!(
        "# Every key is explained in docent's documentation.\ntitle: {title:?}\ndefault_language: {}\n",
        languages[0]
    );
    if languages.len() > 1 {
        text.push_str("languages:\n");
        for code in languages {
            let name = if code == "ru" { "Русский" } else { "English" };
            text.push_str(&format!("  {code}: {{name: {name}}}\n"));
        }
    }
    text.push_str("# The address of the published site; required for the sitemap and the feeds.\n# base_url: https://handbook.example.com/\n");
    text
}

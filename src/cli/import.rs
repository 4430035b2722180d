//! `docent import SOURCE [DEST]`: the folder of another tool becomes a project of docent, with a proof.
//!
//! In: the options. Out: a project beside the source, a report in it, and what was lost on the terminal.

mod build;
mod read;
mod write;

use super::console::{Reporter, count};
use super::out;
use super::{CONTENT, Format, Global, ImportArgs};
use crate::import::{self, Found, Plan, Tree, formats::TOOLS};
use build::Built;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Imports.
pub fn run(global: &Global, args: &ImportArgs) -> Result<ExitCode, String> {
    let report = Reporter::new(global);
    let dest = destination(args)?;
    let tree = read::tree(&args.source)?;
    if tree.files.has(crate::config::FILE) {
        return Err(format!(
            "{} is a project of docent already: it has {}",
            args.source.display(),
            crate::config::FILE
        ));
    }
    let found = import::recognise(&tree.files, &args.from)?;
    report.closing(&format!("{} is a project of {}: {}", args.source.display(), found.tool.title, found.why));
    let mut plan = plan(&tree.files, &found, &tree.notes)?;
    import::includes::add(&tree.files, &mut plan, &found.root);
    let folders = import::includes::folders(&plan).join(", ");
    if !folders.is_empty() {
        plan.config.push(format!("include_dirs: [{folders}]"));
    }
    plan.math = found.tool.name == "obsidian" || plan.has_math(&tree.files);
    let pages = plan.files.iter().filter(|file| file.kind == import::Kind::Page);
    let has_signs = pages.filter_map(|file| write::text(file, &tree.files)).any(|text| text.contains('$'));
    if !plan.math && has_signs {
        plan.config.push("markdown:\n  math: false".to_owned());
    }
    if plan.link_base.is_none() {
        plan.link_base = import::relink::guessed_base(&tree.files, &plan);
    }
    import::relink::mend(&tree.files, &mut plan);
    let used: std::collections::BTreeSet<String> = plan
        .files
        .iter()
        .filter(|file| file.kind == import::Kind::Page)
        .filter_map(|file| write::text(file, &tree.files))
        .flat_map(|text| import::relink::schemes(text).into_iter().map(str::to_owned))
        .collect();
    if !used.is_empty() {
        plan.config.push(format!("link_schemes: [{}]", used.into_iter().collect::<Vec<_>>().join(", ")));
    }
    if args.rewrite {
        import::rewrite::all(&tree.files, &mut plan);
    }
    let place = write::Place { source: &args.source, dest: &dest, in_place: args.in_place };
    write::project(&place, &plan, &tree.files)?;
    let built = build::all(&place, &plan, &tree.files)?;
    told(global, report, &found, &plan, &built, &dest)
}

/// Where the project goes: beside the source, and never over anything.
fn destination(args: &ImportArgs) -> Result<PathBuf, String> {
    let source = &args.source;
    if args.in_place {
        if args.dest.is_some() {
            return Err("--in-place writes into SOURCE: leave DEST out".to_owned());
        }
        return if source.is_dir() { Ok(source.clone()) } else { Err("--in-place needs a folder".to_owned()) };
    }
    let dest = match &args.dest {
        Some(dest) => dest.clone(),
        None => write::beside(source)?,
    };
    write::refuse(source, &dest)?;
    Ok(dest)
}

fn plan(tree: &Tree, found: &Found, notes: &[import::Note]) -> Result<Plan, String> {
    let mut plan = (found.tool.plan)(tree, &found.root)?;
    if !plan.files.iter().any(|file| file.kind == import::Kind::Page) {
        let names = TOOLS.iter().map(|tool| tool.name).collect::<Vec<_>>().join(", ");
        return Err(format!(
            "read as {}, this holds no page; choose the format with --from: {names}",
            found.tool.title
        ));
    }
    plan.notes.splice(0..0, notes.iter().cloned());
    if plan.default_language.is_none() {
        let pages = plan.files.iter().filter(|file| file.kind == import::Kind::Page);
        let guess = import::languages::guess(pages.filter_map(|file| write::text(file, tree)));
        plan.default_language = Some(guess.to_owned());
    }
    Ok(plan)
}

fn told(
    global: &Global,
    report: Reporter,
    found: &Found,
    plan: &Plan,
    built: &Built,
    dest: &Path,
) -> Result<ExitCode, String> {
    let Found { tool, why, .. } = found;
    let told = import::report::Report {
        tool: tool.title,
        why,
        plan,
        proof: &built.proof,
        pages: built.pages,
        redirects: built.redirects,
        problems: &built.problems,
    };
    write::over(&dest.join("import-report.md"), &told.markdown())?;
    if global.format == Format::Json {
        out::write(&format!("{}\n", told.json()));
    }
    let pages = count(built.pages, "page");
    report.closing(&format!("wrote {pages} and {} to {}", count(built.redirects, "redirect"), dest.display()));
    report.closing(&format!("what was kept and what was not is in {}", dest.join("import-report.md").display()));
    let errors: usize = built.problems.values().map(|(errors, _)| errors).sum();
    if errors > 0 {
        let codes: Vec<&str> =
            built.problems.iter().filter(|(_, (errors, _))| *errors > 0).map(|(code, _)| code.as_str()).collect();
        let line = format!(
            "{} ({}) keep the site from being published: see `docent check`",
            count(errors, "error"),
            codes.join(", ")
        );
        report.warning(&line);
    }
    report.closing(&told.last_line());
    Ok(if errors > 0 { ExitCode::from(CONTENT) } else { ExitCode::SUCCESS })
}

//! `docent build --search-export`: what may be found, into a folder beside the site, for a search engine that an
//! organisation runs itself.
//!
//! In: the options. Out: a folder, published as the site is: whole or not at all.

use super::console::Reporter;
use super::{ExportArgs, SearchEngine};
use crate::index::bulk::Engine;
use crate::output::Bytes;
use crate::outputs::Output;
use crate::project::{Project, Proof, for_nobody_else};
use crate::publish::{self, Failure, Terms};
use std::env;
use std::path::{Path, PathBuf};

/// Where to write, and for which engine.
pub struct Export {
    folder: PathBuf,
    engine: Engine,
}

impl Export {
    /// What the options ask for, if anything. The folder is refused before anything is built.
    pub fn wanted(args: &ExportArgs, project: &Project, site: &Path) -> Result<Option<Self>, String> {
        let Some(engine) = args.search_export else { return Ok(None) };
        let folder = args.search_export_dir.clone().unwrap_or_else(|| beside(site));
        let named = |problem: String| problem.replace("--output-dir", "--search-export-dir");
        publish::guard(&folder, &project.root, &project.config.content_dir, env::home_dir().as_deref())
            .map_err(named)?;
        if publish::overlap(&folder, site) {
            let why = "the export would be published, or would replace the site";
            let folder = folder.display();
            return Err(format!("--search-export-dir: {folder} is inside the output folder or contains it: {why}"));
        }
        for_nobody_else(&folder, &project.root, &project.config).map_err(named)?;
        Ok(Some(Self { folder, engine: of(engine) }))
    }

    /// Writes it. The site has been published by then, and stays so if this fails.
    pub fn write(&self, output: &Output, report: Reporter, proof: &Proof) -> Result<(), String> {
        let files = output.search_export(self.engine);
        let paths: Vec<&str> = files.keys().map(String::as_str).collect();
        let bytes = |path: &str| proof.checked(path, Some((Bytes::Memory(files.get(path)?.clone()), [].into())));
        let terms = Terms { audience: proof.audience(), ..Terms::default() };
        match publish::publish(&self.folder, &paths, &bytes, terms, &|| {}) {
            Ok(_) => report.closing(&format!("wrote the search export to {}", self.folder.display())),
            Err(Failure::Disk(message) | Failure::Half(message)) => {
                return Err(format!("the search export could not be written: {message}"));
            }
            Err(Failure::Content(problems)) => {
                report.diagnostics(&problems);
                return Err("the search export was not written".to_owned());
            }
        }
        Ok(())
    }
}

/// `public` -> `public-search`.
fn beside(site: &Path) -> PathBuf {
    let mut name = site.file_name().unwrap_or_default().to_owned();
    name.push("-search");
    site.with_file_name(name)
}

fn of(named: SearchEngine) -> Engine {
    match named {
        SearchEngine::Elasticsearch | SearchEngine::Opensearch => Engine::Elasticsearch,
        SearchEngine::Quickwit => Engine::Quickwit,
    }
}

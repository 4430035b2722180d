//! The site of a project, from its sources to its folder, in two calls.
//!
//! In: a [`Project`]. Out: a [`Site`], which renders what it is asked for; and the published folder.

use super::{Ended, Manner, Options, Project, Target, has_pages};
use crate::config::Config;
use crate::diagnostic::{self, Diagnostic};
use crate::outputs::{Output, RenderMemo};
use crate::pipeline::{self, Memo};
use crate::publish::{Failure, Published};
use std::path::Path;
use std::time::{Duration, Instant};

/// A built site: every file of it can be rendered.
#[derive(Debug)]
pub struct Site {
    /// The files and how to make them; none if the templates cannot be read.
    pub output: Option<Output>,
    /// What is wrong with the sources. Rendering may find more.
    pub diagnostics: Vec<Diagnostic>,
    /// What it renders with.
    pub memo: RenderMemo,
}

/// A site that can be rendered.
#[derive(Clone, Copy, Debug)]
pub struct Publishable<'a> {
    /// The site.
    pub output: &'a Output,
    /// What it renders with.
    pub memo: &'a RenderMemo,
    /// Its configuration.
    pub config: &'a Config,
}

/// What a build has done.
#[derive(Clone, Copy, Debug)]
pub enum Stage {
    /// So many files were read.
    Read(usize),
    /// The model was made of them.
    Modelled,
}

/// Who is told of each stage, and how long it took.
pub type Detail<'a> = &'a dyn Fn(Stage, Duration);

/// Reads the sources of a project and builds its site. What is wrong with the content stands in the site's diagnostics.
///
/// # Errors
/// There is no page at all.
pub fn build(project: &Project) -> Result<Site, String> {
    build_for(project, &project.output_dir(None), &|_, _| {})
}

/// The same for a folder of one's own, which is not read; and who wants to know how long each stage took is told.
///
/// # Errors
/// As [`build`].
pub fn build_for(project: &Project, folder: &Path, detail: Detail<'_>) -> Result<Site, String> {
    let started = Instant::now();
    let (sources, mut diagnostics) = project.sources(folder);
    detail(Stage::Read(sources.files.len()), started.elapsed());
    if diagnostic::errors(&diagnostics) == 0 {
        has_pages(&project.root, &project.config.content_dir, &sources)?;
    }
    let started = Instant::now();
    // One build remembers nothing: there is no second one to remember for.
    let mut memo = Memo::forgetting();
    let (output, problems) = pipeline::build(&project.config, &sources, &mut memo);
    detail(Stage::Modelled, started.elapsed());
    diagnostics = project.config.adjust(diagnostics);
    diagnostics.extend(problems);
    diagnostic::sort(&mut diagnostics);
    Ok(Site { output, diagnostics, memo: memo.render })
}

/// Publishes a site into the output folder of its project: all of it, or nothing.
///
/// # Errors
/// The content has errors, a file would tell an audience what is not for it, or the disk refused. The folder is as it was,
/// but for [`Failure::Half`].
pub fn publish(project: &Project, site: &Site) -> Result<Published, Failure> {
    let target = Target::of(&project.root, &project.config, Options::default()).map_err(Failure::Disk)?;
    let stop = target.refuses(diagnostic::errors(&site.diagnostics), site.diagnostics.len());
    let Some(output) = site.output.as_ref().filter(|_| !stop) else {
        return Err(Failure::Content(site.diagnostics.clone()));
    };
    let publishable = Publishable { output, memo: &site.memo, config: &project.config };
    match target.publish(publishable, Manner::default()) {
        (Ended::Published(published, _), _) => Ok(published),
        (Ended::Refused, problems) => Err(Failure::Content(problems)),
        (Ended::Failed(message), _) => Err(Failure::Disk(message)),
    }
}

//! What the drawer shows: the page's problems, its broken links, who links here, its words, its translations.
//!
//! In: a path of the output. Out: [`PageInfo`] as JSON.

use super::build::Build;
use super::files::first_build;
use super::preview::Preview;
use super::protocol::{PageInfo, PageLink, Problem, TranslationState};
use super::request::{has_token, parameter, typed};
use crate::outputs::Output;
use crate::site::Id;
use crate::site::links::Target;
use crate::url::encode;
use axum::extract::State;
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use std::sync::Arc;

/// `GET /__docent/page`.
pub async fn answer(State(preview): State<Arc<Preview>>, uri: Uri) -> Response {
    if !has_token(&preview, &uri) {
        return StatusCode::FORBIDDEN.into_response();
    }
    let page = parameter(&uri, "page").unwrap_or_default();
    let Some(build) = first_build(&preview).await else { return StatusCode::SERVICE_UNAVAILABLE.into_response() };
    let info = tokio::task::spawn_blocking(move || info(&preview, &build, &page)).await.ok().flatten();
    match info.map(|info| serde_json::to_string(&info)) {
        Some(Ok(json)) => typed(StatusCode::OK, "application/json", json),
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}

fn info(preview: &Preview, build: &Build, page: &str) -> Option<PageInfo> {
    let output = &build.made.as_ref()?.output;
    let id = output.page_at(page)?;
    let entry = &output.site.entries[id];
    let outline = &entry.page.outline;
    let source = (!entry.synthetic).then(|| outline.source.clone());
    let mut problems = build.problems();
    let rendered = preview.shown(build, page);
    problems.extend(rendered.problems.iter().filter(|p| !problems.contains(p)).cloned().collect::<Vec<_>>());
    problems.retain(|problem| Some(&problem.file) == source.as_ref());
    let broken = outline.links.iter().zip(&output.site.targets[id]).filter(|(_, target)| **target == Target::Broken);
    Some(PageInfo {
        source,
        title: outline.title.clone(),
        words: outline.words,
        minutes: outline.minutes(),
        problems: problems.into_iter().map(|problem| Problem::of(problem, &build.sources)).collect(),
        broken_links: broken.map(|(link, _)| link.target.clone()).collect(),
        backlinks: output.site.backlinks[id].iter().map(|id| link(output, *id)).collect(),
        translations: translations(output, id),
    })
}

fn link(output: &Output, id: Id) -> PageLink {
    let entry = &output.site.entries[id];
    let outline = &entry.page.outline;
    PageLink { title: outline.title.clone(), url: url(&entry.out), source: outline.source.clone() }
}

fn url(out: &str) -> String {
    format!("/{}", encode(out))
}

fn translations(output: &Output, id: Id) -> Vec<TranslationState> {
    let codes = output.codes().into_iter().enumerate();
    let state = |(index, code): (usize, String)| {
        let twin = output.site.twin(id, index);
        let state = match twin {
            Some(twin) if output.site.entries[twin].fallback => "missing",
            Some(twin) if twin == id => "here",
            Some(_) => "translated",
            None => "missing",
        };
        TranslationState { lang: code, state, url: twin.map(|twin| url(&output.site.entries[twin].out)) }
    };
    codes.map(state).collect()
}

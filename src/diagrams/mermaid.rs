//! Reads Mermaid and lays it out. With [`super::measure`], the only place that names merman.
//!
//! In: the text of a fence. Out: the library's SVG, or what is wrong with the text.
//!
//! Limits are of sizes and of counted work, not of time: a slow machine draws what a fast one draws. Clock, time zone and
//! random numbers of the library stand still.

use super::{Refusal, measure, refused};
use merman::resources::{InputResourceLimitId, InputResourcePolicy, ResourceProfile};
use merman::runtime::RuntimePolicy;
use merman::svg::{RenderResourcePolicy, ResourceLimitId, SvgRenderOptions};
use merman::{
    Engine, MermaidConfig, OperationControl, RenderError, RenderOutput, RenderRequest, Renderer, SvgEnvironment,
    SvgRequest,
};
use serde_json::json;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Longest text.
const MAX_BYTES: usize = 50_000;
/// Most nodes, edges, messages, tasks together.
const MAX_ITEMS: usize = 2_000;
/// How deep groups may stand in each other.
const MAX_DEPTH: usize = 32;
/// Steps of the layout: the worst that is known takes a second for it.
const MAX_WORK: usize = 2_000_000;

/// How a diagram begins.
const KINDS: [&str; 15] = [
    "flowchart",
    "graph",
    "sequenceDiagram",
    "classDiagram",
    "classDiagram-v2",
    "stateDiagram",
    "stateDiagram-v2",
    "erDiagram",
    "gantt",
    "pie",
    "mindmap",
    "timeline",
    "journey",
    "gitGraph",
    "flowchart-elk",
];

/// The library's SVG of a diagram.
pub(super) fn svg(text: &str) -> Result<String, Refusal> {
    if text.len() > MAX_BYTES {
        return Err(refused(text, &format!("it is longer than {MAX_BYTES} bytes")));
    }
    known(text)?;
    // A fault of the library is the diagram's, not the build's.
    match catch_unwind(AssertUnwindSafe(|| render(text))) {
        Ok(result) => result,
        Err(_) => Err(refused(text, "the program that draws it gave up")),
    }
}

/// Other kinds are refused by name: what the library says of them is about its own parts.
fn known(text: &str) -> Result<(), Refusal> {
    let Some(range) = first_word(text) else { return Err(refused(text, "it is empty")) };
    let word = &text[range.clone()];
    if KINDS.iter().any(|begins| begins.eq_ignore_ascii_case(word)) {
        return Ok(());
    }
    let all =
        "flowchart, sequence, class, state, ER, gantt, pie, mindmap, timeline, journey and git diagrams are drawn";
    Err(Refusal { message: format!("`{word}` begins no kind of diagram that docent draws; {all}"), place: range })
}

/// The word that says the kind: behind front matter, comments and directives.
fn first_word(text: &str) -> Option<Range<usize>> {
    let mut at = 0;
    let mut in_front = false;
    let mut in_directive = false;
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim();
        let start = at + (line.len() - line.trim_start().len());
        at += line.len();
        match trimmed {
            "---" => in_front = !in_front,
            "" => {}
            _ if in_front => {}
            _ if in_directive => in_directive = !trimmed.contains("}%%"),
            _ if trimmed.starts_with("%%{") => in_directive = !trimmed.contains("}%%"),
            _ if trimmed.starts_with("%%") => {}
            _ => {
                let length =
                    trimmed.find(|c: char| c.is_whitespace() || matches!(c, ';' | ':')).unwrap_or(trimmed.len());
                return Some(start..start + length);
            }
        }
    }
    None
}

fn render(text: &str) -> Result<String, Refusal> {
    let engine = Engine::new().with_site_config(MermaidConfig::from_value(settings(text)));
    let renderer = Renderer::new()
        .with_engine(engine)
        .with_runtime_policy(RuntimePolicy::deterministic())
        .with_resource_policy(input_limits());
    let environment =
        SvgEnvironment::deterministic().with_text_measurement_policy(measure::policy()).with_resource_policy(limits());
    let options = SvgRenderOptions { diagram_id: Some("m".to_owned()), ..SvgRenderOptions::default() };
    let request = SvgRequest { environment, options, ..SvgRequest::default() };
    match renderer.render(RenderRequest::svg(text, OperationControl::new(), request)) {
        Ok(RenderOutput::Svg(Some(made))) => Ok(made.into_parts().0),
        Ok(_) => Err(refused(text, "no kind of diagram was recognised")),
        Err(error) => Err(told(text, &error)),
    }
}

/// How diagrams look is the theme's: what an author sets of it is not read.
fn settings(text: &str) -> serde_json::Value {
    let secure = [
        "secure",
        "securityLevel",
        "startOnLoad",
        "maxTextSize",
        "maxEdges",
        "suppressErrorRendering",
        "theme",
        "look",
        "themeVariables",
        "themeCSS",
        "fontFamily",
        "fontSize",
        "htmlLabels",
        "layout",
        "handDrawnSeed",
        "darkMode",
        "wrappingWidth",
        "minNodeWidth",
        "useMaxWidth",
    ];
    json!({
        "theme": "base", "look": "classic", "fontFamily": "sans-serif", "fontSize": 16, "securityLevel": "strict",
        "flowchart": {"wrappingWidth": 200, "minNodeWidth": 40},
        "state": {"minNodeWidth": 40},
        "gantt": {"useWidth": 880, "leftPadding": beside_sections(text), "fontSize": 12, "sectionFontSize": 12},
        "journey": {"leftMargin": 150, "width": 130, "taskMargin": 20, "diagramMarginX": 20},
        "timeline": {"leftMargin": 40},
        "themeVariables": super::values::marked_colours(),
        "secure": secure,
    })
}

/// The room that names of sections of a gantt chart need.
fn beside_sections(text: &str) -> f64 {
    let names = text.lines().filter_map(|line| line.trim_start().strip_prefix("section "));
    let widest = names.map(|name| measure::width(name.trim())).fold(0.0, f64::max);
    // They are bold.
    (widest * 12.0 * 1.07 + 28.0).clamp(60.0, 320.0).round()
}

fn input_limits() -> InputResourcePolicy {
    let ids = [
        (InputResourceLimitId::MaxSourceBytes, MAX_BYTES),
        (InputResourceLimitId::MaxModelItems, MAX_ITEMS),
        (InputResourceLimitId::MaxModelNestingDepth, MAX_DEPTH),
    ];
    let strictest = InputResourcePolicy::for_profile(ResourceProfile::Constrained);
    ids.into_iter().fold(strictest, |policy, (id, most)| policy.with_limit(id, most).unwrap_or(policy))
}

fn limits() -> RenderResourcePolicy {
    let ids = [
        (ResourceLimitId::MaxSourceBytes, MAX_BYTES),
        (ResourceLimitId::MaxModelItems, MAX_ITEMS),
        (ResourceLimitId::MaxModelNestingDepth, MAX_DEPTH),
        (ResourceLimitId::MaxLayoutWorkUnits, MAX_WORK),
        (ResourceLimitId::MaxSvgBytes, 4 * 1024 * 1024),
        (ResourceLimitId::MaxSvgElements, 50_000),
    ];
    let strictest = RenderResourcePolicy::constrained();
    ids.into_iter().fold(strictest, |policy, (id, most)| policy.with_limit(id, most).unwrap_or(policy))
}

/// What the library says, in a line, at its place.
fn told(text: &str, error: &RenderError) -> Refusal {
    match error {
        RenderError::Parse(error) => {
            let details = error.terminal_diagnostic_details();
            let place = details.span.map(|span| span.start..span.end).filter(|range| text.get(range.clone()).is_some());
            let whole = refused(text, &plain(&error.terminal_safe_message()));
            let place = place.or_else(|| quoted(text, &whole.message)).unwrap_or_else(|| whole.place.clone());
            Refusal { place, ..whole }
        }
        RenderError::ResourceLimitExceeded(limit) => refused(text, &too_large(limit.id)),
        other => refused(text, &plain(&other.to_string())),
    }
}

/// What there is too much of, by the name of the library's limit.
fn too_large(limit: &str) -> String {
    let depth = format!("groups stand more than {MAX_DEPTH} deep in each other; draw the inner ones apart");
    let items = format!("it has more than {MAX_ITEMS} nodes and edges; make several diagrams of it");
    match limit {
        "max_model_nesting_depth" => depth,
        "max_model_items" => items,
        _ => "its layout would take too long; make several diagrams of it".to_owned(),
    }
}

/// The first line, without the name of the library's parser and its advice, in words of the author's.
fn plain(message: &str) -> String {
    let told = message.split_once("): ").filter(|(head, _)| head.starts_with("Diagram parse error"));
    let message = told.map_or(message, |(_, rest)| rest);
    let line = message.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or("it cannot be read");
    let line = line.split_once(" (Help ").map_or(line, |(line, _)| line).trim_end_matches('.');
    if line.contains("capability `math`") {
        return "formulas in labels are not drawn".to_owned();
    }
    if line.starts_with("unexpected statement separator") {
        return "a line ends before it is complete, or is of another kind of diagram".to_owned();
    }
    line.to_owned()
}

/// What a message quotes behind its last colon, if the text says it once.
fn quoted(text: &str, message: &str) -> Option<Range<usize>> {
    let quote = message.split_once(": ").or_else(|| message.rsplit_once(':'))?.1.trim();
    let start = text.find(quote).filter(|_| quote.len() > 1)?;
    Some(start..start + quote.len())
}

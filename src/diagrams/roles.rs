//! What a part of a diagram is to its reader, by the classes that Mermaid gives it.
//!
//! In: the kind of the diagram, an element's classes and those around it. Out: the theme's classes for it, or that it is
//! left out. The theme gives them colours that suit its schemes; what Mermaid's own style sheet says is not used.

use super::values;
use roxmltree::Node;

/// How many colours a series has before they begin anew.
pub(super) const SERIES: usize = 8;

/// The kinds that are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Flowchart,
    Sequence,
    Class,
    State,
    Er,
    Gantt,
    Pie,
    Mindmap,
    Timeline,
    Journey,
    Git,
}

impl Kind {
    /// By what the library calls it.
    pub(super) fn of(name: &str) -> Option<Self> {
        Some(match name {
            "flowchart-v2" | "flowchart-elk" | "flowchart" => Self::Flowchart,
            "sequence" => Self::Sequence,
            "classDiagram" | "class" => Self::Class,
            "stateDiagram" => Self::State,
            "er" => Self::Er,
            "gantt" => Self::Gantt,
            "pie" => Self::Pie,
            "mindmap" => Self::Mindmap,
            "timeline" => Self::Timeline,
            "journey" => Self::Journey,
            "gitGraph" => Self::Git,
            _ => return None,
        })
    }

    /// A class of the whole drawing: what sizes its letters have.
    pub(super) fn class(self) -> &'static str {
        match self {
            Self::Pie => "m-pie",
            Self::Git => "m-git",
            Self::Gantt => "m-gantt",
            Self::Timeline | Self::Journey => "m-time",
            _ => "m-graph",
        }
    }
}

/// Classes of an element and of those that it stands in.
pub(super) struct Around<'t> {
    own: Vec<&'t str>,
    above: Vec<&'t str>,
}

impl<'t> Around<'t> {
    pub(super) fn of(node: Node<'t, '_>) -> Self {
        let classes = |node: Node<'t, '_>| node.attribute("class").unwrap_or_default().split_whitespace();
        Self { own: classes(node).collect(), above: node.ancestors().skip(1).flat_map(classes).collect() }
    }

    pub(super) fn is(&self, class: &str) -> bool {
        self.own.contains(&class)
    }

    pub(super) fn within(&self, class: &str) -> bool {
        self.above.contains(&class)
    }

    fn any(&self, class: &str) -> bool {
        self.is(class) || self.within(class)
    }

    fn begins(&self, prefix: &str) -> bool {
        self.own.iter().any(|class| class.starts_with(prefix))
    }

    /// The number behind a prefix, of the nearest class that has one.
    fn number(&self, prefix: &str) -> Option<usize> {
        let number = |class: &&str| class.strip_prefix(prefix)?.parse::<i64>().ok();
        let found = self.own.iter().chain(&self.above).find_map(number)?;
        Some(found.rem_euclid(SERIES as i64) as usize)
    }
}

/// The classes of a shape or a line; none if it is left out.
pub(super) fn shape(kind: Kind, node: Node<'_, '_>) -> Option<String> {
    let around = Around::of(node);
    if around.within("note-cluster")
        || around.is("today")
        || around.within("today")
        || around.begins("node-line")
        || around.is("domain")
    {
        return None;
    }
    let role = match kind {
        Kind::Flowchart | Kind::Class | Kind::Er | Kind::State => graph(&around, node),
        Kind::Mindmap => mindmap(&around),
        Kind::Sequence => sequence(&around, node),
        Kind::Gantt => gantt(&around),
        Kind::Pie => pie(&around, node)?,
        Kind::Timeline => timeline(&around, node),
        Kind::Journey => journey(&around, node),
        Kind::Git => git(&around),
    };
    Some(role)
}

fn graph(around: &Around<'_>, node: Node<'_, '_>) -> String {
    let line = edge(around);
    if !line.is_empty() {
        return line;
    }
    let fill = node.attribute("fill").unwrap_or_default();
    let style = node.attribute("style").unwrap_or_default();
    let fills = || [Some(fill), values::declared(style, "fill")].into_iter().flatten();
    match () {
        () if around.any("cluster") || around.any("statediagram-cluster") => {
            if around.is("inner") {
                "m-page"
            } else {
                "m-group"
            }
        }
        () if fills().any(values::marks_note) || around.any("statediagram-note") => "m-note",
        () if around.any("divider") => "m-line",
        () if around.any("row-rect-odd") => "m-node m-row",
        () if around.any("row-rect-even") => "m-node",
        () if around.is("state-start") || fills().any(values::marks_line) => "m-solid",
        () => "m-node",
    }
    .to_owned()
}

/// The classes of a line between two things; empty if it is none.
fn edge(around: &Around<'_>) -> String {
    if !around.begins("edge-thickness") && !around.is("note-edge") {
        return String::new();
    }
    let thick = if around.is("edge-thickness-thick") { " m-thick" } else { "" };
    let dashed = ["edge-pattern-dashed", "edge-pattern-dotted", "note-edge"].iter().any(|class| around.is(class));
    format!("m-edge{thick}{}", if dashed { " m-dash" } else { "" })
}

fn mindmap(around: &Around<'_>) -> String {
    if around.begins("edge-thickness") || around.is("edge") {
        let thick = if around.is("edge-depth-1") { " m-thick" } else { "" };
        return format!("m-edge m-s{}{thick}", around.number("section-edge-").unwrap_or(0) + 1);
    }
    if around.any("section-root") {
        return "m-root".to_owned();
    }
    format!("m-{}", around.number("section-").unwrap_or(0) + 1)
}

fn sequence(around: &Around<'_>, node: Node<'_, '_>) -> String {
    match () {
        () if around.is("actor-line") => "m-line",
        () if around.is("messageLine1") => "m-edge m-dash",
        () if around.is("messageLine0") => "m-edge",
        () if around.is("loopLine") => "m-line m-dash",
        () if around.begins("activation") => "m-live",
        () if around.is("note") => "m-note",
        () if around.is("labelBox") || around.is("rect") => "m-group",
        () if node.tag_name().name() == "line" => "m-edge",
        () => "m-node",
    }
    .to_owned()
}

fn gantt(around: &Around<'_>) -> String {
    let state = |name: &str| around.own.iter().any(|class| class.to_ascii_lowercase().starts_with(name));
    match () {
        () if around.is("section") => return format!("m-band{}", around.number("section").unwrap_or(0) % 2),
        () if around.is("exclude-range") => "m-band1",
        () if around.within("tick") || around.within("grid") => "m-line",
        () if around.own.iter().any(|class| class.contains("Crit") || class.starts_with("crit")) => {
            if state("done") {
                "m-done m-critical"
            } else {
                "m-critical"
            }
        }
        () if state("done") => "m-done",
        () if state("active") => "m-active",
        () => "m-task",
    }
    .to_owned()
}

fn pie(around: &Around<'_>, node: Node<'_, '_>) -> Option<String> {
    if around.is("pieOuterCircle") {
        return None;
    }
    let style = node.attribute("style").unwrap_or_default();
    let colour = node.attribute("fill").or_else(|| values::declared(style, "fill")).unwrap_or_default();
    let slice = values::slice(colour).unwrap_or(0);
    Some(format!("m-{} m-slice{}", slice % SERIES, if slice < SERIES { "" } else { " m-pale" }))
}

fn timeline(around: &Around<'_>, node: Node<'_, '_>) -> String {
    if node.tag_name().name() == "line" {
        let dashed = if node.has_attribute("stroke-dasharray") { "m-line m-dash" } else { "m-edge m-thick" };
        return dashed.to_owned();
    }
    let number =
        around.own.iter().chain(&around.above).find_map(|class| class.strip_prefix("section-")?.parse::<i64>().ok());
    format!("m-{}", (number.unwrap_or(0) + 1).rem_euclid(SERIES as i64))
}

fn journey(around: &Around<'_>, node: Node<'_, '_>) -> String {
    match () {
        () if around.begins("actor-") => return format!("m-c{}", around.number("actor-").unwrap_or(0)),
        () if around.begins("section-type-") => return format!("m-{}", around.number("section-type-").unwrap_or(0)),
        () if around.begins("task-type-") => return format!("m-{} m-light", around.number("task-type-").unwrap_or(0)),
        () if around.is("face") => "m-note",
        () if around.is("task-line") => "m-line m-dash",
        () if around.is("mouth") || node.tag_name().name() == "line" => "m-edge",
        () => "m-solid",
    }
    .to_owned()
}

fn git(around: &Around<'_>) -> String {
    match () {
        () if around.is("branch") => "m-line m-dash",
        () if around.is("arrow") => return format!("m-edge m-thick m-s{}", around.number("arrow").unwrap_or(0)),
        () if around.is("branchLabelBkg") => return format!("m-{}", around.number("label").unwrap_or(0)),
        () if around.is("commit-label-bkg") => "m-back",
        () if around.is("tag-label-bkg") => "m-note",
        () if around.is("tag-hole") => "m-solid",
        () if around.is("commit-merge") || around.is("commit-highlight-inner") => "m-page",
        () if around.is("commit-reverse") => "m-edge m-inverse",
        () if around.is("commit-cherry-pick") => "m-solid",
        () => {
            let number = around.number("commit-highlight").or_else(|| around.number("commit")).unwrap_or(0);
            return format!("m-c{number}");
        }
    }
    .to_owned()
}

/// The classes of a shape at the end of a line.
pub(super) fn end(kind: Kind, marker: Node<'_, '_>, node: Node<'_, '_>) -> &'static str {
    let around = Around::of(marker);
    let white = node.attribute("fill") == Some("white") || node.attribute("fill") == Some("transparent");
    match () {
        () if ["extension", "aggregation", "lollipop"].iter().any(|class| around.is(class)) => "m-hollow",
        () if kind == Kind::Er && (node.tag_name().name() == "circle" || white) => "m-hollow",
        () if kind == Kind::Er || around.is("cross") => "m-edge",
        () if marker.attribute("id").is_some_and(|id| id.contains("cross")) => "m-edge",
        () => "m-solid",
    }
}

/// The classes of a text; empty for most.
pub(super) fn text(kind: Kind, node: Node<'_, '_>) -> &'static str {
    let around = Around::of(node);
    match () {
        () if ["titleText", "pieTitleText"].iter().any(|class| around.is(class)) => "m-title",
        () if around.is("sequenceNumber") => "m-on-solid",
        () if around.any("commit-label") || around.within("tick") || around.is("tag-label") => "m-small",
        () if kind != Kind::Gantt => "",
        () if around.begins("sectionTitle") => "m-bold",
        () if around.begins("taskTextOutsideLeft") => "m-end",
        () if around.begins("taskTextOutside") => "",
        () if around.is("taskText") || around.begins("taskText") => "m-middle",
        () => "",
    }
}

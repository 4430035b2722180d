//! Makes a drawing of the theme from the library's SVG.
//!
//! In: the SVG. Out: a [`Drawing`]: the shapes, lines and texts that are known, with the attributes that say where they
//! stand, and classes for everything else. There are no styles, scripts, links or documents in it, and its ids are its own.
//!
//! 1. Ends of lines are kept if a line refers to them.
//! 2. Each element is written as what it is ([`roles`]), or left out. Colours that an author chose stay, with letters that
//!    can be read on them.
//! 3. Labels become lines of text ([`labels`]).

use super::labels::{self, Line};
use super::roles::{self, Around, Kind};
use super::values::{declarations, declared, fixed, ink, rgb, rounded};
use super::{Drawing, PREFIX, measure};
use roxmltree::{Document, Node};
use std::collections::{BTreeMap, BTreeSet};

/// Pixels of the page for a pixel of the library: its letters are larger than the text around the drawing.
const SCALE: f64 = 0.9;
/// Drawings that fit on a phone, and beside nothing else on a desk.
const SMALL: f64 = 400.0;
const MIDDLE: f64 = 1000.0;
/// Nobody scrolls through more pixels; an author's settings may ask for more than there are numbers.
const MOST: f64 = 50_000.0;

/// Attributes of places and sizes, and those of texts.
const GEOMETRY: [&str; 20] = [
    "x",
    "y",
    "width",
    "height",
    "rx",
    "ry",
    "cx",
    "cy",
    "r",
    "x1",
    "y1",
    "x2",
    "y2",
    "d",
    "points",
    "transform",
    "dx",
    "dy",
    "refX",
    "refY",
];
const WORDS: [&str; 6] = ["text-anchor", "dominant-baseline", "fill-rule", "clip-rule", "orient", "markerUnits"];

/// The drawing, or what is wrong with the SVG.
pub(super) fn of(svg: &str) -> Result<Drawing, String> {
    let unknown = || "it cannot be drawn".to_owned();
    let document = Document::parse(svg).map_err(|_| unknown())?;
    let root = document.root_element();
    let kind = root.attribute("aria-roledescription").and_then(Kind::of).ok_or_else(unknown)?;
    let view = root.attribute("viewBox").unwrap_or_default().split_whitespace();
    let view: Vec<f64> = view.filter_map(|part| part.parse().ok()).collect();
    let [x, y, width, height] = view[..] else { return Err(unknown()) };
    if view.iter().any(|number| !number.is_finite() || number.abs() > MOST) {
        return Err(format!("it would be more than {MOST} pixels wide or high; make several diagrams of it"));
    }
    let mut writer = Writer { kind, ends: ends(&document), ..Writer::new() };
    root.children().for_each(|child| writer.node(child));
    let name = own(root, "title").or_else(|| writer.title.take());
    let labels = writer.labels.list.join("; ");
    let described = own(root, "desc").unwrap_or(labels);
    let width_class = if width <= SMALL {
        " m-fits"
    } else if width <= MIDDLE {
        " m-fits-wide"
    } else {
        ""
    };
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"{}{width_class}\" viewBox=\"{} {} {} {}\" width=\"{}\" height=\"{}\" role=\"img\"",
        kind.class(),
        fixed(x),
        fixed(y),
        fixed(width),
        fixed(height),
        fixed(width * SCALE),
        fixed(height * SCALE),
    );
    out.push_str(&format!(" aria-labelledby=\"{PREFIX}t\" aria-describedby=\"{PREFIX}d\">"));
    out.push_str(&format!("<desc id=\"{PREFIX}d\">{}</desc>", escaped(&described)));
    out.push_str(&writer.out);
    out.push_str("</svg>");
    Ok(Drawing { svg: out, name, labels: writer.labels.list })
}

/// The text of an element directly in the SVG.
fn own(root: Node<'_, '_>, name: &str) -> Option<String> {
    let text = root.children().find(|child| child.tag_name().name() == name)?.text()?;
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    Some(text).filter(|text| !text.is_empty())
}

/// The ids that something refers to, and what they are called here.
fn ends(document: &Document<'_>) -> BTreeMap<String, usize> {
    let mut ids = BTreeSet::new();
    for node in document.descendants() {
        for attribute in node.attributes() {
            let inside = attribute.value().strip_prefix("url(#").and_then(|rest| rest.strip_suffix(')'));
            let used = if attribute.name() == "href" { attribute.value().strip_prefix('#') } else { None };
            ids.extend(inside.or(used).map(str::to_owned));
        }
    }
    ids.into_iter().enumerate().map(|(number, id)| (id, number)).collect()
}

#[derive(Default)]
struct Labels {
    list: Vec<String>,
    seen: BTreeSet<String>,
}

impl Labels {
    fn add(&mut self, label: &str) {
        if !label.is_empty() && self.seen.insert(label.to_owned()) {
            self.list.push(label.to_owned());
        }
    }
}

struct Writer {
    kind: Kind,
    out: String,
    ends: BTreeMap<String, usize>,
    labels: Labels,
    title: Option<String>,
    /// The colour of letters in a node that has an author's colour.
    ink: Option<&'static str>,
    /// Where the last date of an axis ends.
    ticked: Option<f64>,
}

impl Writer {
    fn new() -> Self {
        let (out, ends) = (String::new(), BTreeMap::new());
        Self { kind: Kind::Flowchart, out, ends, labels: Labels::default(), title: None, ink: None, ticked: None }
    }

    fn node(&mut self, node: Node<'_, '_>) {
        match node.tag_name().name() {
            // A node that leads elsewhere is a link instead of a group. Pictures of icons, which nobody has here, are SVGs.
            "g" | "a" => self.group(node),
            "defs" => node.children().for_each(|child| self.node(child)),
            "switch" => self.switch(node),
            "foreignObject" => self.label(node),
            "text" => self.text(node),
            "marker" | "symbol" => self.end(node),
            "use" => self.reuse(node),
            "rect" | "circle" | "ellipse" | "line" | "path" | "polygon" | "polyline" => self.shape(node),
            _ => {}
        }
    }

    fn group(&mut self, node: Node<'_, '_>) {
        if is_made_up(node) || self.is_crowded(node) {
            return;
        }
        let outer = self.ink;
        if Around::of(node).is("node") || Around::of(node).is("cluster") {
            self.ink = None;
        }
        let before = self.out.len();
        self.out.push_str("<g");
        self.copied(node, &["transform"]);
        let bare = self.out.len() == before + 2;
        if bare {
            self.out.truncate(before);
        } else {
            self.out.push('>');
        }
        let inside = self.out.len();
        node.children().for_each(|child| self.node(child));
        if self.out.len() == inside {
            self.out.truncate(before);
        } else if !bare {
            self.out.push_str("</g>");
        }
        self.ink = outer;
    }

    /// A date that would stand on the one before it.
    fn is_crowded(&mut self, node: Node<'_, '_>) -> bool {
        if !Around::of(node).is("tick") {
            return false;
        }
        let place = node
            .attribute("transform")
            .and_then(|place| place.strip_prefix("translate(")?.split(',').next()?.parse::<f64>().ok());
        let label: String = node.descendants().filter(Node::is_text).filter_map(|inner| inner.text()).collect();
        let half = measure::width(&label) * 11.0 / 2.0 + 4.0;
        let place = place.unwrap_or(0.0);
        let crowded = self.ticked.is_some_and(|end| place - half < end);
        if !crowded {
            self.ticked = Some(place + half);
        }
        crowded
    }

    /// The label is written; what stands in for it where there is no HTML is not needed.
    fn switch(&mut self, node: Node<'_, '_>) {
        let label = node.children().find(|child| child.tag_name().name() == "foreignObject");
        if let Some(chosen) = label.or_else(|| node.children().find(Node::is_element)) {
            self.node(chosen);
        }
    }

    fn end(&mut self, node: Node<'_, '_>) {
        let Some(number) = node.attribute("id").and_then(|id| self.ends.get(id)).copied() else { return };
        let name = node.tag_name().name();
        self.out.push_str(&format!("<{name} id=\"{PREFIX}{number}\""));
        self.copied(node, &["refX", "refY", "orient", "markerUnits"]);
        ["markerWidth", "markerHeight", "viewBox"].iter().for_each(|attribute| {
            if let Some(value) = node.attribute(*attribute) {
                self.attribute(attribute, &rounded(value));
            }
        });
        self.out.push('>');
        let shapes = node
            .descendants()
            .filter(|inner| matches!(inner.tag_name().name(), "path" | "circle" | "polygon" | "rect" | "line"));
        for shape in shapes {
            let class = roles::end(self.kind, node, shape);
            self.element(shape, class);
            self.out.push_str("/>");
        }
        self.out.push_str(&format!("</{name}>"));
    }

    fn reuse(&mut self, node: Node<'_, '_>) {
        let href = node.attributes().find(|attribute| attribute.name() == "href").map(|attribute| attribute.value());
        let Some(number) = href.and_then(|href| self.ends.get(href.strip_prefix('#')?)).copied() else { return };
        self.out.push_str(&format!("<use href=\"#{PREFIX}{number}\""));
        self.copied(node, &GEOMETRY);
        self.out.push_str("/>");
    }

    fn shape(&mut self, node: Node<'_, '_>) {
        if is_nothing(node) || self.is_second(node) {
            return;
        }
        let Some(mut class) = roles::shape(self.kind, node) else { return };
        let style = node.attribute("style").unwrap_or_default();
        let chosen = chosen(node, style);
        if !chosen.is_empty() {
            class.push_str(" m-own");
        }
        self.element(node, &class);
        for (name, value) in &chosen {
            self.attribute(name, value);
        }
        if let Some(fill) = chosen.iter().find(|(name, _)| *name == "fill").and_then(|(_, value)| rgb(value)) {
            self.ink = Some(ink(fill));
        }
        if let Some(middle) = node.attribute("transform-origin").filter(|_| Around::of(node).is("milestone")) {
            self.attribute("transform", &format!("rotate(45 {})", rounded(&middle.replace("px", ""))));
        }
        for end in ["marker-start", "marker-mid", "marker-end"] {
            let id = node.attribute(end).and_then(|value| value.strip_prefix("url(#")?.strip_suffix(')'));
            if let Some(number) = id.and_then(|id| self.ends.get(id)) {
                self.out.push_str(&format!(" {end}=\"url(#{PREFIX}{number})\""));
            }
        }
        self.out.push_str("/>");
    }

    /// Of two shapes, one for the surface and one for its edge, the first is both.
    fn is_second(&self, node: Node<'_, '_>) -> bool {
        let before = node.prev_sibling_element().filter(|before| before.tag_name() == node.tag_name());
        let surface = before.is_some_and(|before| before.attribute("stroke") == Some("none"));
        surface && node.attribute("fill") == Some("none")
    }

    /// An element without its end: name, class, and where it stands.
    fn element(&mut self, node: Node<'_, '_>, class: &str) {
        self.out.push('<');
        self.out.push_str(node.tag_name().name());
        self.attribute("class", class);
        self.copied(node, &GEOMETRY);
        self.copied(node, &WORDS);
        // The surface of a shape is left open where its edge is drawn by another.
        let follows = node.next_sibling_element().is_some_and(|next| next.attribute("fill") == Some("none"));
        if node.attribute("stroke") == Some("none")
            && follows
            && let Some(path) = self.out.strip_suffix('"')
            && node.tag_name().name() == "path"
            && !path.ends_with(['z', 'Z'])
        {
            self.out.pop();
            self.out.push_str("Z\"");
        }
    }

    /// Attributes that are known.
    fn copied(&mut self, node: Node<'_, '_>, names: &[&str]) {
        for name in names {
            let value =
                node.attribute(*name).filter(|value| !value.is_empty() && value.is_ascii() && !value.contains("url"));
            if let Some(value) = value {
                self.attribute(name, &rounded(value));
            }
        }
    }

    fn attribute(&mut self, name: &str, value: &str) {
        self.out.push_str(&format!(" {name}=\"{}\"", escaped(value)));
    }

    /// A text of the SVG itself: it and its lines.
    fn text(&mut self, node: Node<'_, '_>) {
        let label: Vec<&str> =
            node.descendants().filter_map(|inner| inner.text().filter(|_| inner.is_text())).collect();
        let label = label.join(" ").split_whitespace().collect::<Vec<_>>().join(" ");
        if label.is_empty() {
            return;
        }
        let class = roles::text(self.kind, node);
        if class == "m-title" || (self.kind.class() == "m-time" && node.attribute("font-weight") == Some("bold")) {
            self.title.get_or_insert_with(|| label.clone());
        }
        // Dates of an axis are nobody's words.
        if !Around::of(node).within("tick") {
            self.labels.add(&label);
        }
        self.written(node, class);
    }

    fn written(&mut self, node: Node<'_, '_>, class: &str) {
        let name = node.tag_name().name();
        self.out.push('<');
        self.out.push_str(name);
        if !class.is_empty() {
            self.attribute("class", class);
        }
        self.copied(node, &GEOMETRY);
        self.copied(node, &WORDS);
        self.letters(node);
        self.out.push('>');
        for child in node.children() {
            match child.text().filter(|_| child.is_text()) {
                Some(text) => self.out.push_str(&escaped(&blanks(text))),
                None if child.tag_name().name() == "tspan" => self.written(child, ""),
                None => {}
            }
        }
        self.out.push_str(&format!("</{name}>"));
    }

    /// Size, weight and place of letters, of attributes or of a style.
    fn letters(&mut self, node: Node<'_, '_>) {
        let style = node.attribute("style").unwrap_or_default();
        let value = |name| declared(style, name).or_else(|| node.attribute(name));
        let size = value("font-size").map(|size| if size == "4ex" { "24" } else { size.trim_end_matches("px") });
        if let Some(size) = size.and_then(|size| size.parse::<f64>().ok()).filter(|size| (4.0..60.0).contains(size)) {
            self.attribute("font-size", &fixed(size));
        }
        if value("font-weight").is_some_and(|weight| matches!(weight, "bold" | "bolder" | "600" | "700")) {
            self.attribute("font-weight", "bold");
        }
        if value("font-style") == Some("italic") {
            self.attribute("font-style", "italic");
        }
        if node.attribute("text-anchor").is_none()
            && let Some(anchor) =
                declared(style, "text-anchor").filter(|anchor| matches!(*anchor, "start" | "middle" | "end"))
        {
            self.attribute("text-anchor", anchor);
        }
        if let Some(ink) = self.ink.filter(|_| node.tag_name().name() == "text") {
            self.attribute("fill", ink);
        }
    }

    /// A label in a box of HTML.
    fn label(&mut self, node: Node<'_, '_>) {
        let around = Around::of(node);
        let size = |name| node.attribute(name).and_then(|value: &str| value.parse::<f64>().ok()).unwrap_or(0.0);
        let (width, height) = (size("width"), size("height"));
        let inner =
            |name: &str| node.descendants().filter_map(|inner| declared(inner.attribute("style")?, name)).next_back();
        let given = inner("font-size").and_then(|size| size.trim_end_matches("px").parse::<f64>().ok());
        let letters = given.unwrap_or_else(|| {
            if around.within("edgeTerminals") {
                11.0
            } else if self.kind == Kind::Er && around.within("edgeLabel") {
                14.0
            } else {
                16.0
            }
        });
        // A box in which nothing wraps is as wide as its text.
        let wraps = inner("white-space").is_none_or(|wrap| wrap != "nowrap");
        let most = if wraps { (width / letters).max(4.0) } else { f64::MAX };
        let lines = labels::lines(node, if wraps { most } else { 1e6 });
        if lines.is_empty() || width <= 0.0 {
            return;
        }
        self.labels.add(&labels::text(&lines));
        // The box of a task does not grow with its text.
        let room = if self.kind == Kind::Journey { height / (lines.len() as f64 * 1.15) } else { letters };
        let place = Place { x: size("x"), y: size("y"), width, height, letters: letters.min(room) };
        if around.within("edgeLabel") && !around.within("node") {
            self.back(&place);
        }
        self.lines(&lines, &place, starts(&around), around.within("label-group"));
    }

    /// The surface behind a label on a line.
    fn back(&mut self, place: &Place) {
        let (x, y) = (fixed(place.x), fixed(place.y));
        let (width, height) = (fixed(place.width), fixed(place.height));
        self.out
            .push_str(&format!("<rect class=\"m-back\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"/>"));
    }

    fn lines(&mut self, lines: &[Line], place: &Place, starts: bool, bold: bool) {
        let x = fixed(if starts { place.x } else { place.x + place.width / 2.0 });
        let step = (place.letters * 1.5).min((place.height - 2.0) / lines.len() as f64).max(place.letters * 1.1);
        let first = place.y + (place.height - step * lines.len() as f64) / 2.0;
        self.out.push_str("<text");
        if !starts {
            self.attribute("text-anchor", "middle");
        }
        if (place.letters - 16.0).abs() > 0.1 {
            self.attribute("font-size", &fixed(place.letters));
        }
        if bold {
            self.attribute("font-weight", "bold");
        }
        if let Some(ink) = self.ink {
            self.attribute("fill", ink);
        }
        self.out.push('>');
        for (number, line) in lines.iter().enumerate() {
            let y = fixed(first + step * (number as f64 + 0.5) + place.letters * 0.35);
            self.out.push_str(&format!("<tspan x=\"{x}\" y=\"{y}\">"));
            line.iter().for_each(|piece| self.piece(piece));
            self.out.push_str("</tspan>");
        }
        self.out.push_str("</text>");
    }

    fn piece(&mut self, piece: &labels::Piece) {
        let bold = if piece.bold { " font-weight=\"bold\"" } else { "" };
        let slanted = if piece.slanted { " font-style=\"italic\"" } else { "" };
        let text = escaped(&piece.text);
        if bold.is_empty() && slanted.is_empty() {
            self.out.push_str(&text);
        } else {
            self.out.push_str(&format!("<tspan{bold}{slanted}>{text}</tspan>"));
        }
    }
}

/// Where a label stands, and the size of its letters.
struct Place {
    x: f64,
    y: f64,
    width: f64,
    height: f64,
    letters: f64,
}

/// Lists of a class or of a table begin at their edge; all other labels stand in the middle.
fn starts(around: &Around<'_>) -> bool {
    let lists =
        ["members-group", "methods-group", "attribute-type", "attribute-name", "attribute-keys", "attribute-comment"];
    lists.iter().any(|class| around.within(class))
}

/// The name of a commit that has none: nobody wrote it.
fn is_made_up(node: Node<'_, '_>) -> bool {
    let label = node.children().find(|child| Around::of(*child).is("commit-label")).and_then(|label| label.text());
    let parts = label.and_then(|label| label.split_once('-'));
    parts.is_some_and(|(number, hash)| {
        let digits = |text: &str, hex: bool| {
            !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit() || (hex && b.is_ascii_hexdigit()))
        };
        digits(number, false) && hash.len() == 7 && digits(hash, true)
    })
}

/// A box without a size, which marks where a label stands or a line turns.
fn is_nothing(node: Node<'_, '_>) -> bool {
    let name = node.tag_name().name();
    let tiny =
        |side| node.attribute(side).and_then(|side: &str| side.parse::<f64>().ok()).is_none_or(|side| side < 0.5);
    (name == "rect" && (tiny("width") || tiny("height")))
        || (name == "path" && node.attribute("d").is_none_or(str::is_empty))
        || Around::of(node).is("background")
}

/// Colours and lines that an author chose: in styles that say `!important`, and those of a line between nodes.
fn chosen(node: Node<'_, '_>, style: &str) -> Vec<(&'static str, String)> {
    let line = Around::of(node).within("edgePaths");
    let mut all = Vec::new();
    for (name, value, important) in declarations(style) {
        let known = match name {
            "fill" if important && !line => rgb(value).is_some().then_some("fill"),
            "stroke" if important || line => rgb(value).is_some().then_some("stroke"),
            "stroke-width" if important || line => Some("stroke-width"),
            "stroke-dasharray" if important || line => Some("stroke-dasharray"),
            _ => None,
        };
        let plain = value.len() < 40 && value.chars().all(|c| c.is_ascii_alphanumeric() || " #.,()%-".contains(c));
        let marked = super::values::marks_note(value);
        if let Some(name) = known.filter(|_| plain && !marked) {
            // The library may write a style twice.
            all.retain(|(known, _)| *known != name);
            all.push((name, value.to_owned()));
        }
    }
    all
}

/// White space as one blank.
fn blanks(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let blank = c.is_whitespace() && c != '\u{a0}';
        if !blank {
            out.push(c);
        } else if !out.ends_with(' ') {
            out.push(' ');
        }
    }
    out
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // Where ids begin, and what XML has no place for.
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

//! The names that are known to be harmless: elements, attributes, namespaces of editors.
//!
//! In: a name. Out: whether it is known, and what kind of value it has. Taken from the indexes of SVG 1.1 and SVG 2,
//! less what runs (`script`, `foreignObject`, handlers), what brings other documents in, and what no browser reads.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// The namespace of SVG.
pub(super) const SVG: &str = "http://www.w3.org/2000/svg";
/// That of links in SVG 1.1.
pub(super) const XLINK: &str = "http://www.w3.org/1999/xlink";
/// That of `xml:space`.
pub(super) const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// Attributes of links that lead nowhere themselves.
pub(super) const LINK: [&str; 6] = ["type", "title", "role", "arcrole", "show", "actuate"];

/// `xml:base` is none of them: it would turn what is relative into another address.
pub(super) const XML_OWN: [&str; 3] = ["space", "lang", "id"];

/// Instructions that programs write for themselves. `xml-stylesheet` is the one that browsers follow.
pub(super) const INSTRUCTIONS: [&str; 4] = ["xpacket", "adobe-xap-filters", "plantuml", "plantuml-src"];

/// Namespaces in which editors keep what is theirs: browsers give nothing in them a meaning.
const EDITORS: [&str; 30] = [
    "http://www.inkscape.org/namespaces/",
    "http://inkscape.sourceforge.net/DTD/",
    "http://sodipodi.sourceforge.net/DTD/",
    "http://www.openswatchbook.org/uri/2009/osb",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "http://www.w3.org/2000/01/rdf-schema#",
    "http://creativecommons.org/ns#",
    "http://web.resource.org/cc/",
    "http://purl.org/dc/",
    "http://ns.adobe.com/",
    "adobe:ns:meta/",
    "http://www.aiim.org/pdfa/ns/",
    "http://iptc.org/std/",
    "http://www.bohemiancoding.com/sketch/ns",
    "http://www.figma.com/",
    "https://www.figma.com/",
    "http://www.serif.com/",
    "http://svgjs.com/",
    "http://svgjs.dev/",
    "https://svgjs.com/",
    "https://svgjs.dev/",
    "http://www.corel.com/coreldraw/",
    "http://schemas.microsoft.com/visio/",
    "http://xml.openoffice.org/svg/",
    "http://krita.org/namespaces/",
    "http://www.vectornator.io",
    "https://vectornator.io",
    "https://boxy-svg.com",
    "http://www.gtk.org/",
    "https://www.gtk.org/",
];

/// Whether a namespace is an editor's own.
pub(super) fn is_of_an_editor(namespace: &str) -> bool {
    EDITORS.iter().any(|known| namespace.starts_with(known))
}

/// What the value of an attribute is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Words or numbers that lead nowhere.
    Free,
    /// A style, or what may refer to another part as a style does.
    Style,
    /// The name of another attribute.
    Animated,
}

/// The kind of an attribute without a namespace; none if it is not known.
pub(super) fn kind(name: &str) -> Option<Kind> {
    static KINDS: LazyLock<HashMap<&str, Kind>> = LazyLock::new(|| {
        let all = |list: &'static str, kind| list.split_ascii_whitespace().map(move |name| (name, kind));
        all(STYLES, Kind::Style).chain(all(FREE, Kind::Free)).chain([("attributeName", Kind::Animated)]).collect()
    });
    let free = || (name.starts_with("data-") || name.starts_with("aria-")).then_some(Kind::Free);
    KINDS.get(name).copied().or_else(free)
}

/// Whether an element of SVG is known.
pub(super) fn is_element(name: &str) -> bool {
    static KNOWN: LazyLock<HashSet<&str>> = LazyLock::new(|| ELEMENTS.split_ascii_whitespace().collect());
    KNOWN.contains(name)
}

/// Drawing, text, gradients, filters, plain animations; fonts, and flowing text of older editors, which browsers pass over.
const ELEMENTS: &str = "svg g defs symbol use switch title desc metadata style a view path rect circle ellipse line \
    polyline polygon image text tspan tref textPath linearGradient radialGradient stop pattern clipPath mask marker filter \
    feBlend feColorMatrix feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap \
    feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feImage feMerge feMergeNode \
    feMorphology feOffset fePointLight feSpecularLighting feSpotLight feTile feTurbulence animate animateColor \
    animateMotion animateTransform set mpath font font-face font-face-name font-face-src glyph missing-glyph hkern vkern \
    flowRoot flowRegion flowRegionExclude flowRegionBreak flowDiv flowPara flowSpan flowLine solidColor solidcolor mesh \
    midPointStop meshgradient meshGradient meshpatch meshrow hatch hatchpath";

/// Words and numbers.
const FREE: &str = "id class lang role tabindex focusable type media title target rel hreflang name version baseProfile \
    content contentScriptType contentStyleType zoomAndPan externalResourcesRequired requiredExtensions requiredFeatures \
    systemLanguage unicode unicode-range glyph-name orientation u1 u2 g1 g2 panose-1 p-id t alt knockout";

/// What may hold `url(#part)`, and what is so like it that it is read alike. An animation may change any of these.
const STYLES: &str = "style \
    alignment-baseline baseline-shift clip clip-path clip-rule color color-interpolation color-interpolation-filters \
    color-profile color-rendering cursor direction display dominant-baseline enable-background fill fill-opacity fill-rule \
    filter flood-color flood-opacity font font-family font-feature-settings font-kerning font-size font-size-adjust \
    font-stretch font-style font-variant font-weight glyph-orientation-horizontal glyph-orientation-vertical \
    image-rendering inline-size isolation kerning letter-spacing lighting-color line-height line-spacing linespacing marker \
    marker-end marker-mid marker-start mask mask-type mix-blend-mode opacity overflow paint-order pointer-events \
    shape-inside shape-margin shape-padding shape-rendering shape-subtract solid-color solid-opacity stop-color \
    stop-opacity stroke stroke-alignment stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin \
    stroke-miterlimit stroke-opacity stroke-width text-align text-anchor text-decoration text-decoration-color \
    text-decoration-line text-decoration-style text-indent text-orientation text-overflow text-rendering text-transform \
    transform-box transform-origin unicode-bidi vector-effect visibility white-space word-spacing writing-mode \
    accent-height accumulate additive alphabetic amplitude arabic-form ascent attributeType azimuth baseFrequency bbox \
    begin bias by calcMode cap-height clipPathUnits cx cy d descent diffuseConstant divisor dur dx dy edgeMode elevation \
    end exponent filterRes filterUnits format fr from fx fy glyphRef gradientTransform gradientUnits hanging hatchUnits \
    hatchContentUnits height horiz-adv-x horiz-origin-x horiz-origin-y ideographic in in2 intercept k k1 k2 k3 k4 \
    kernelMatrix kernelUnitLength keyPoints keySplines keyTimes lengthAdjust limitingConeAngle markerHeight markerUnits \
    markerWidth maskContentUnits maskUnits mathematical max method min mode numOctaves offset operator order orient origin \
    overline-position overline-thickness path pathLength patternContentUnits patternTransform patternUnits pitch points \
    pointsAtX pointsAtY pointsAtZ preserveAlpha preserveAspectRatio primitiveUnits r radius refX refY rendering-intent \
    repeatCount repeatDur restart result rotate rx ry scale seed side slope spacing specularConstant specularExponent \
    spreadMethod startOffset stdDeviation stemh stemv stitchTiles strikethrough-position strikethrough-thickness string \
    surfaceScale tableValues targetX targetY textLength to transform underline-position underline-thickness units-per-em \
    v-alphabetic v-hanging v-ideographic v-mathematical values vert-adv-y vert-origin-x vert-origin-y viewBox viewTarget \
    width widths x x-height x1 x2 xChannelSelector y y1 y2 yChannelSelector z";

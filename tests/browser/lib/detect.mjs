// Tells whether anything of an author's runs, or could.
//
// In: a page of the browser, before it goes anywhere. Out: sentences, one a hit. Two kinds: what happened (an alert, a
// request to the host that only payloads name), and what stands in the document and must not (script, handlers, frames,
// URLs of other schemes). Hence a handler is found even if nothing fires it.

/** Listens to what runs. The list fills while pages are open; what the page itself noted, `inspect` tells. */
export async function watch(page) {
  const hits = [];
  await page.addInitScript(() => {
    window.__ran = [];
    for (const name of ["alert", "confirm", "prompt", "print", "msgbox"]) window[name] = (what) => window.__ran.push(`${name}(${what})`);
  });
  page.on("dialog", (dialog) => { hits.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
  page.on("request", (request) => { if (request.url().includes("//canary.invalid")) hits.push(`asked ${request.url()}`); });
  return hits;
}

/** Elements of the search's box that search.js never makes, and links of it that lead away. */
export function strangers(page, box = "dialog.search") {
  return page.evaluate(([box, own]) => {
    const all = [document.querySelector(box), ...document.querySelectorAll(`${box} *`)];
    const strange = all.filter((el) => !own.includes(el.tagName)).map((el) => el.outerHTML);
    const away = all.filter((el) => el.href && !el.href.startsWith(`${location.origin}/`)).map((el) => el.href);
    return [...strange, ...away];
  }, [box, ["A", "BUTTON", "DETAILS", "DIALOG", "DIV", "I", "INPUT", "KBD", "LABEL", "LI", "MARK", "OL", "P", "SMALL", "SPAN", "SUMMARY", "UL"]]);
}

/** What ran in the open page, and what it holds that an author must not be able to put there. */
export function inspect(page) {
  return page.evaluate(() => {
    const SCHEMES = ["http:", "https:", "mailto:", "tel:"];
    const URLS = ["href", "src", "action", "formaction", "poster", "data", "background", "cite", "xlink:href", "srcset", "ping",
      "manifest", "from", "to", "values"];
    const FORBIDDEN = "base, iframe, frame, object, embed, form, style, template, noscript, applet, animate, set, portal, foreignObject";
    // 404.html names them from the top of the host, below the path of the site's address.
    const THEME = /^(?:(?:\.\.\/)*|\/handbook\/)assets\/(?:theme-init|docent|search|terms|preview|views|checklist|progress|tabs|media|report|home|seen|changes|not-found|(?:search|progress)-words\.[\w-]+)\.[0-9a-f]+\.js$/;
    // What changed, by its full address: the fingerprints are loaded when a reader was here before.
    const isSeen = (src) => src.startsWith(`${location.origin}/`) && /^\/(?:[\w-]+\/)?changes\/sections\.js$/.test(new URL(src).pathname);
    // A small logo stands in the page itself.
    const isLogo = (el, url) => el.matches(".brand img") && url.startsWith("data:image/svg+xml,");
    const found = (window.__ran ?? ["left for another document"]).map((what) => `ran: ${what}`);
    const protocol = (url) => { try { return new URL(url, "http://here/").protocol; } catch { return null; } };
    for (const el of document.querySelectorAll("*")) {
      const tag = el.localName;
      if (tag === "script" && !((THEME.test(el.getAttribute("src")) || isSeen(el.src)) && !el.textContent)) found.push(`script: ${el.outerHTML}`);
      // The theme's own: the search of a front page, the filter of changes.
      const own = tag === "form" && el.matches("form.ask-for[role=search], form.change-filter:not([action])");
      if (el.matches(FORBIDDEN) && !own) found.push(`<${tag}>`);
      if (tag === "meta" && /refresh/i.test(el.httpEquiv) && !/^0; url=[\w./%-]+$/.test(el.content)) found.push(el.outerHTML);
      for (const { name, value } of el.attributes) {
        if (/^on|^style$|^srcdoc$/i.test(name)) found.push(`<${tag} ${name}>`);
        const scheme = URLS.includes(name) && protocol(value);
        if (scheme && !SCHEMES.includes(scheme) && !isLogo(el, value)) found.push(`scheme: <${tag} ${name}=${value}>`);
      }
    }
    return found;
  });
}

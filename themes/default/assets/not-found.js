// @ts-check
// An address that does not exist: its language and its words.
//
// In: the address, the languages of the site. Out: the page for lost addresses in the language of this one, which shows
// the address as it was asked for; the search on it begins with the address's words. Imports nothing: it runs before the
// first paint.
(() => {
  const { root = "/", langs = "" } = /** @type {HTMLScriptElement} */ (document.currentScript).dataset;
  const asked = new URL(location.href).searchParams.get("at");
  const own = document.documentElement.lang;
  // The page of a language, led to from the page that the host shows.
  if (asked?.startsWith(root) && !asked.startsWith("//")) history.replaceState(history.state, "", asked);
  else {
    const [first] = location.pathname.slice(root.length).split("/");
    if (first !== own && langs.split(" ").includes(first) && location.pathname.startsWith(root)) {
      location.replace(`${root}${first}/404.html?at=${encodeURIComponent(location.pathname)}`);
    }
  }
})();

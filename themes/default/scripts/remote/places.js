// @ts-check
// Where a result of an engine of the organisation's leads.
//
// In: a hit; the name and the published address of this site. Out: a page of this site, by its path; or of another, by an
// address that a link on a page could have too; null for what is neither, whoever wrote it into the index.

/** The page: `url` below this site, or `abroad` with the name of the `site`. */
export function placed({ page, site }, { site: own, base }) {
  if (typeof page !== "string") return null;
  if (base && page.startsWith(`${base}/`)) return { url: page.slice(base.length + 1) };
  // Sites without an address of their own write paths: only ours can be followed.
  if (!URL.canParse(page)) return site === own && !/^[/\\]/.test(page) ? { url: page } : null;
  const abroad = new URL(page);
  const leads = /^https?:$/.test(abroad.protocol) && !abroad.username && !abroad.password;
  return leads ? { url: page, abroad, site: String(site ?? abroad.host) } : null;
}

/** The name of a place on its page: what stands behind `#`. */
export function anchorOf(url) {
  const [, anchor = ""] = String(url ?? "").split("#");
  try { return decodeURIComponent(anchor); } catch { return ""; }
}

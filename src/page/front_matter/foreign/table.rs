//! The keys of other programs: the one table of them, which the table in `docs/` repeats (a test compares the two).
//!
//! In: a key. Out: its row ([`find`]): whose it is, and what is read from it.

/// What is read from a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// `title`.
    Title,
    /// `description`.
    Description,
    /// `description`, from the line below the title of a front page.
    Hero,
    /// `tags`.
    Tags,
    /// `tags`, from a map of taxonomies.
    Taxonomies,
    /// `order`.
    Order,
    /// `order`, `unlisted` and `title`, from what a map says of the navigation.
    Sidebar,
    /// `date`.
    Written,
    /// `updated`.
    Updated,
    /// `updated`, with the month first.
    UpdatedMonthFirst,
    /// `updated` and `owner`, from a map.
    LastUpdate,
    /// `owner`.
    Owner,
    /// `last_reviewed_on`.
    Reviewed,
    /// `reviewed_by`.
    Reviewer,
    /// `aliases`.
    Aliases,
    /// `draft`, if it is true.
    Draft,
    /// `draft`, if it is false; with a day, `date`.
    Published,
    /// `unlisted`, if it is true.
    Unlisted,
    /// `unlisted`, if it is false.
    Listed,
    /// `search: false`, if it is true.
    Unsearched,
    /// `search: false`, if it is false.
    Searched,
    /// `draft`, before this day; `date`.
    From,
    /// `draft`, from this day on.
    Until,
    /// `draft` or `unlisted`, from a map of what is built.
    Build,
    /// An address that leads here.
    Address,
    /// Nothing: it says how the other program draws or checks the page.
    Nothing,
    /// Nothing, and something is lost: what to do about it.
    Lost(&'static str),
}

impl Meaning {
    /// What it becomes, for the documentation and for editors.
    pub fn words(self) -> &'static str {
        match self {
            Self::Title => "`title`",
            Self::Description => "`description`",
            Self::Hero => "its `tagline` is the `description`; the rest is not shown",
            Self::Tags => "`tags`",
            Self::Taxonomies => "the terms of all its lists are `tags`",
            Self::Order => "`order`",
            Self::Sidebar => "its `order`, `label` and `hidden` are `order`, `title` and `unlisted`",
            Self::Written => "`date`",
            Self::Updated => "`updated`",
            Self::UpdatedMonthFirst => "`updated`, with the month first: `05/31/2026`",
            Self::LastUpdate => "its `date` and `author` are `updated` and `owner`",
            Self::Owner => "`owner`",
            Self::Reviewed => "`last_reviewed_on`",
            Self::Reviewer => "`reviewed_by`",
            Self::Aliases => "`aliases`",
            Self::Draft => "`true` is `draft: true`",
            Self::Published => "`false` is `draft: true`; a date is the `date`",
            Self::Unlisted => "`true` is `unlisted: true`",
            Self::Listed => "`false` is `unlisted: true`",
            Self::Unsearched => "`true` is `search: false`",
            Self::Searched => "`false` is `search: false`",
            Self::From => "`date`; before that day the page is a draft",
            Self::Until => "from that day on the page is a draft",
            Self::Build => "`render: never` is `draft: true`, `list: never` is `unlisted: true`",
            Self::Address => "an address that redirects to the page, unless something else has it",
            Self::Nothing => "nothing: it says how the other program draws or checks the page",
            Self::Lost(_) => "nothing, with a warning",
        }
    }
}

/// A key of other programs.
#[derive(Clone, Copy, Debug)]
pub struct Foreign {
    /// Its names.
    pub names: &'static [&'static str],
    /// Whose it is.
    pub tools: &'static str,
    /// What is read from it.
    pub meaning: Meaning,
}

const fn of(tools: &'static str, meaning: Meaning, names: &'static [&'static str]) -> Foreign {
    Foreign { names, tools, meaning }
}

const TO_TAGS: &str = "write `tags:`, or `aliases:` for words to search by";
const TO_TEXT: &str = "write it into the text of the page, or remove it";
const TO_LINK: &str =
    "write a link into the page, or remove the page and put its address under `redirect_from:` of another";

/// All of them. Of several names for one thing the first that says something counts.
pub const FOREIGN: [Foreign; 38] = [
    of(
        "Docusaurus, Hugo, just the docs, GitBook",
        Meaning::Title,
        &["sidebar_label", "linkTitle", "nav_title", "short_title"],
    ),
    of("Hugo, Jekyll, Zola", Meaning::Description, &["summary", "excerpt", "abstract", "meta_description"]),
    of("Starlight, VitePress", Meaning::Hero, &["hero"]),
    of("Hugo, Jekyll, Obsidian", Meaning::Tags, &["categories", "category", "tag"]),
    of("Zola", Meaning::Taxonomies, &["taxonomies"]),
    of("Hugo, Zola, Docusaurus, just the docs, GOV.UK", Meaning::Order, &["weight", "sidebar_position", "nav_order"]),
    of("Starlight, Docusaurus", Meaning::Sidebar, &["sidebar"]),
    of(
        "Obsidian, Astro, Jekyll",
        Meaning::Written,
        &["created", "date created", "created_at", "pubDate", "published_at"],
    ),
    of(
        "Hugo, Obsidian, Jekyll, Starlight, Pelican",
        Meaning::Updated,
        &[
            "lastmod",
            "modified",
            "date modified",
            "last_modified_at",
            "last_modified",
            "updated_at",
            "lastUpdated",
            "updatedDate",
        ],
    ),
    of("DocFX", Meaning::UpdatedMonthFirst, &["ms.date"]),
    of("Docusaurus", Meaning::LastUpdate, &["last_update"]),
    of(
        "GOV.UK, Hugo, Jekyll, Docusaurus, DocFX",
        Meaning::Owner,
        &["owner_slack", "author", "authors", "maintainer", "maintainers"],
    ),
    of("GOV.UK", Meaning::Reviewed, &["last_reviewed_at", "last_reviewed", "reviewed_on"]),
    of("DocFX", Meaning::Reviewer, &["ms.reviewer", "reviewer"]),
    of("Obsidian", Meaning::Aliases, &["alias"]),
    of("Hugo", Meaning::Draft, &["headless"]),
    of("Jekyll, Obsidian", Meaning::Published, &["published", "publish"]),
    of("GitBook, just the docs, Docsy, Read the Docs", Meaning::Unlisted, &["hidden", "nav_exclude", "toc_hide"]),
    of("Backstage, Hexo", Meaning::Listed, &["listed"]),
    of("just the docs", Meaning::Unsearched, &["search_exclude"]),
    of("Zola, Starlight", Meaning::Searched, &["in_search_index", "pagefind", "searchable"]),
    of("Hugo", Meaning::From, &["publishDate"]),
    of("Hugo", Meaning::Until, &["expiryDate", "unpublishDate"]),
    of("Hugo", Meaning::Build, &["_build"]),
    of("Jekyll, Hugo, Zola, Obsidian", Meaning::Address, &["permalink", "url", "path"]),
    of(
        "all",
        Meaning::Nothing,
        &[
            "layout",
            "icon",
            "image",
            "images",
            "cover",
            "banner_img",
            "thumbnail",
            "lang",
            "locale",
            "id",
            "uid",
            "key",
            "kind",
            "markup",
        ],
    ),
    of(
        "MkDocs, Starlight, Docusaurus, VitePress, Jekyll, GitBook",
        Meaning::Nothing,
        &[
            "hide",
            "toc",
            "tableOfContents",
            "toc_depth",
            "toc_max_heading_level",
            "toc_min_heading_level",
            "outline",
            "hide_title",
            "hide_table_of_contents",
            "pagination_label",
            "pagination_next",
            "pagination_prev",
            "prev",
            "next",
            "navbar",
            "aside",
            "footer",
            "comments",
            "math",
            "mathjax",
            "katex",
            "mermaid",
            "has_children",
            "parent",
            "grand_parent",
            "has_toc",
            "sidebar_class_name",
            "sidebar_custom_props",
            "displayed_sidebar",
            "collapsible",
            "collapsed",
            "bookCollapseSection",
            "bookToc",
            "bookFlatSection",
            "pageClass",
            "page_css_file",
            "wide",
            "full_width",
            "social",
        ],
    ),
    of("Docusaurus, Starlight, VitePress", Meaning::Nothing, &["custom_edit_url", "editUrl", "editLink", "github_url"]),
    of("Starlight, VitePress", Meaning::Nothing, &["head", "titleTemplate", "markdown"]),
    of(
        "Obsidian",
        Meaning::Nothing,
        &["cssclass", "cssclasses", "banner", "banner_y", "kanban-plugin", "obsidianUIMode", "obsidianEditingMode"],
    ),
    of(
        "DocFX",
        Meaning::Nothing,
        &[
            "ms.author",
            "ms.topic",
            "ms.custom",
            "ms.service",
            "ms.subservice",
            "ms.prod",
            "ms.technology",
            "ms.assetid",
            "ms.devlang",
            "ms.collection",
            "ms.localizationpriority",
            "ms.update-cycle",
            "ms.contributors",
            "manager",
            "no-loc",
            "schema",
            "online version",
            "external help file",
            "module name",
            "document type",
            "helpviewer_keywords",
            "f1_keywords",
            "monikerRange",
            "recommendations",
            "titleSuffix",
        ],
    ),
    of(
        "Diplodoc",
        Meaning::Nothing,
        &["vcsPath", "sourcePath", "editable", "interface", "csp", "metadata", "alternate", "canonical"],
    ),
    of(
        "editors and linters",
        Meaning::Nothing,
        &["cSpell", "spell", "vale", "markdownlint", "prettier", "jupyter", "jupytext"],
    ),
    of("Jekyll, Docusaurus, Diplodoc", Meaning::Lost(TO_TAGS), &["keywords", "keyword", "topics"]),
    of("Jekyll", Meaning::Lost(TO_LINK), &["redirect_to", "redirect"]),
    of(
        "Diplodoc, Jekyll",
        Meaning::Lost("write `unlisted: true` to keep search engines away from the page, or remove it"),
        &["noindex", "robots", "sitemap"],
    ),
    of(
        "Jekyll, Hugo, VitePress",
        Meaning::Lost(TO_TEXT),
        &["subtitle", "tagline", "features", "cascade", "menu", "menus", "resources", "params"],
    ),
    of(
        "MkDocs",
        Meaning::Lost("write the text into docent's template, or remove it"),
        &["extra_css", "extra_javascript"],
    ),
];

/// Letters and digits, small: what is the same in each spelling of a key.
pub(super) fn plain(name: &str) -> impl Iterator<Item = char> + '_ {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase)
}

/// The row of a key, however it is spelt.
pub fn find(key: &str) -> Option<&'static Foreign> {
    FOREIGN.iter().find(|row| row.names.iter().any(|name| plain(name).eq(plain(key))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::keys;

    #[test]
    fn no_key_of_another_program_is_one_of_docents() {
        let all: Vec<String> = FOREIGN.iter().flat_map(|row| row.names).map(|name| plain(name).collect()).collect();
        for (at, name) in all.iter().enumerate() {
            assert!(!all[..at].contains(name), "{name} stands twice");
            assert!(keys::NAMES.iter().all(|own| !plain(own).eq(name.chars())), "{name} is docent's");
        }
    }
}

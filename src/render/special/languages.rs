//! The top of a site of several languages: the choice between them.

use crate::i18n::direction;
use crate::markdown::typeset;
use crate::render::context::RenderContext;
use crate::render::view::{LanguageCard, LanguagesView};
use crate::url::encode;

/// Where it stands.
pub const PATH: &str = "index.html";

/// Its template.
pub const TEMPLATE: &str = "languages.html";

/// The top of a site of several languages.
pub fn view(context: RenderContext<'_>) -> LanguagesView {
    let lang = context.config.default_language.as_str();
    let card = |code: &&str| {
        let front = context.front(code)?;
        let (title, description) = context.config.titles(code);
        let name = context.config.language(code).and_then(|l| l.name.clone()).unwrap_or_else(|| (*code).to_owned());
        let url = encode(&context.entry(front).out);
        Some(LanguageCard {
            lang: (*code).to_owned(),
            name,
            url,
            title: typeset(title, code, context.config.markdown.typography),
            description: typeset(description, code, context.config.markdown.typography),
        })
    };
    let site = context.site_view(PATH, lang);
    LanguagesView {
        lang: lang.to_owned(),
        dir: direction(lang),
        root: String::new(),
        target: site.front.clone(),
        site,
        languages: context.config.codes().iter().filter_map(card).collect(),
    }
}

//! The page of the reader's progress: every reading path and checklist of a language. What is done stands in the
//! reader's browser alone.

use super::search::is_found;
use crate::config::Config;
use crate::i18n::Strings;
use crate::page::Outline;
use crate::page::types::Behaviour;
use crate::render::context::RenderContext;
use crate::render::view::ProgressView;
use crate::site::Id;
use crate::site::tags::prefix;
use crate::url::relative;
use serde_json::{Map, Value};

/// Its template.
pub const TEMPLATE: &str = "progress.html";

/// Where the page of a language stands: `en/my-progress.html`.
pub fn path(lang: &str, config: &Config) -> String {
    format!("{}my-progress.html", prefix(lang, config))
}

/// Asset that holds the words of the scripts: `progress-words.en.js`.
pub fn words_asset(lang: &str) -> String {
    format!("progress-words.{lang}.js")
}

/// The script that tells the others their words.
pub fn words_script(strings: &Strings) -> String {
    let words: Map<String, Value> =
        strings.below("progress_").map(|(key, word)| (key.to_owned(), word.clone())).collect();
    format!("docentProgress = {{words: {}}};\n", Value::Object(words))
}

/// The page of the reader's progress.
pub fn view(context: RenderContext<'_>, out: &str, lang: &str) -> ProgressView {
    let mut frame = context.frame(out, lang, None);
    for twin in &mut frame.translations {
        twin.url = relative(out, &path(&twin.lang, context.config));
    }
    let of_lang = |id: &Id| *context.entry(*id).lang == *lang && is_found(context.entry(*id));
    let all: Vec<Id> = (0..context.site.entries.len()).filter(of_lang).collect();
    let of = |wanted: &dyn Fn(&Outline) -> bool| {
        let pages = all.iter().filter(|id| wanted(context.outline(**id)));
        pages.map(|id| context.reference(out, *id)).collect()
    };
    ProgressView {
        paths: of(&|outline| outline.behaves == Some(Behaviour::Path)),
        checklists: of(&|outline| outline.behaves == Some(Behaviour::Checklist) || outline.tasks > 0),
        frame,
    }
}

//! Marks that no table knows, and files that were asked for and are not there.
//!
//! In: a mark. Out: its words, if it was given any; what it holds; and a message, so that nothing is lost silently.

use super::args::{Arg, Family, Tag};
use super::engine::Engine;
use super::inline::Taken;

/// What readers see of a component that nobody knows.
const SAID: [&str; 8] = ["title", "label", "header", "heading", "summary", "caption", "text", "description"];

impl Engine<'_> {
    /// What asks for a file that was not put here: a page that is missing was told already, a template of the tool was not.
    /// In a sentence about such marks none is named.
    pub(super) fn included(&mut self, tag: &Tag<'_>) -> Taken {
        let named = tag.get(&["file"]).or_else(|| tag.quoted().next()).or_else(|| tag.words().next());
        let Some(path) = named.filter(|arg| arg.text.contains('.')) else { return Taken::No };
        let is_page = crate::content::is_page_name(path.text) || path.text.contains("](");
        if !is_page && !path.text.ends_with(".txt") {
            let message = format!("`{}` is a template that docent does not run; it is left out", path.text);
            self.tell(tag.range.clone(), message, "write what it shows as Markdown, or remove it");
        }
        self.nothing(tag)
    }

    /// What nobody knows: its words are shown, it is told, and what stands in it is read.
    pub(super) fn unknown(&mut self, tag: &Tag<'_>) -> Taken {
        let alone = self.stands_alone(tag);
        // Around words of a sentence there is no place for others.
        let keyed = tag.family == Family::Component && (alone || tag.alone);
        let said = |arg: &Arg<'_>| arg.quoted && (arg.key.is_empty() || (keyed && SAID.contains(&arg.key)));
        // A shortcode in a sentence shows at least what it is given: `{{< gh 1483 >}}`, `{{< new-in "0.101" >}}`.
        let within = tag.family == Family::Shortcode && !alone;
        let said = |arg: &Arg<'_>| said(arg) || (within && arg.key.is_empty());
        let is_word = |arg: &Arg<'_>| {
            let letter = if within { char::is_alphanumeric } else { char::is_alphabetic };
            said(arg) && arg.text.contains(letter)
        };
        let words: Vec<&Arg<'_>> = tag.args.iter().filter(|arg| is_word(arg)).collect();
        let shown = if words.is_empty() { "it is left out" } else { "its words are shown" };
        if words.is_empty() && !alone && tag.family == Family::Liquid && !self.has_end(tag) {
            let hint = "write what it shows as Markdown; text about such marks belongs in backquotes";
            self.tell(
                tag.range.clone(),
                format!("docent does not know `{}`; it is shown as it is written", tag.shown()),
                hint,
            );
            self.keep_to(tag.range.end);
            return Taken::Text;
        }
        let hint = "write what it shows as Markdown, or remove it";
        self.tell(tag.range.clone(), format!("docent does not know `{}`; {shown}", tag.shown()), hint);
        let Some((first, rest)) = words.split_first() else { return self.plain(tag) };
        let holds = !tag.alone && alone && self.end_of(tag).is_some();
        if holds {
            self.push_silently(tag, self.column);
        }
        self.keep_only(first.at..first.at + first.text.len());
        for word in rest {
            self.put(" ");
            self.keep_only(word.at..word.at + word.text.len());
        }
        if holds && tag.family == Family::Component {
            // What it holds is a paragraph of its own.
            let prefix = self.prefix();
            self.put(&["\n", prefix.trim_end()].concat());
        }
        self.skip_to(tag.range.end);
        Taken::Text
    }

    fn has_end(&self, tag: &Tag<'_>) -> bool {
        tag.closes || (!tag.alone && self.end_of(tag).is_some())
    }
}

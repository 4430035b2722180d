//! Templates. The only file that names tera.
//!
//! In: the theme, the words of each language, the names of the assets. Out: [`Templates`], which turns a template's
//! name and a context into HTML, or into a diagnostic at the template's line and column.
//!
//! What templates may call is registered before they are loaded, and nothing of it is impure: `t`, `asset`, `date`,
//! `typography`, `icon`. There is no clock, no environment and no chance. One function more is called in each turn of a loop
//! (`turns`): there a rendering that takes too much ends, when somebody with a clock says so ([`cancellation`]).

pub mod cancellation;
mod errors;
mod loop_guard;

use crate::diagnostic::Diagnostic;
use crate::i18n::Strings;
use crate::markdown::typeset;
use crate::theme::Theme;
use crate::theme::icons::Drawn;
use crate::url::encode;
use cancellation::{HINT, Running, stopped};
use errors::{Source, Sources};
use loop_guard::Spot;
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt;
use std::io::{self, Write};
use std::sync::Arc;
use tera::{Context, Error, ErrorKind, Kwargs, State, Tera, TeraResult, Value};

/// Largest page that a template may write: a loop in it must not fill the memory.
const MAX_OUTPUT: usize = 64 * 1024 * 1024;

/// The templates of the site, ready to render.
pub struct Templates {
    tera: Tera,
    sources: Sources,
    words: Words,
    assets: Assets,
    /// What is being rendered now, for whoever watches the clock.
    pub running: Running,
}

impl fmt::Debug for Templates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Templates").finish_non_exhaustive()
    }
}

/// The words of all languages.
pub type Words = Arc<BTreeMap<String, Strings>>;

/// Asset name -> path in the output.
pub type Assets = Arc<BTreeMap<String, String>>;

/// Loads all templates.
pub fn load(
    theme: &Theme,
    words: &Words,
    assets: &Assets,
    icons: &Drawn,
    typography: bool,
) -> Result<Templates, Vec<Diagnostic>> {
    let mut tera = Tera::new();
    // Every template escapes, whatever its name ends with: a forgotten ending must not be a hole.
    tera.autoescape_on([""]);
    register(&mut tera, words, assets, typography);
    let own = icons.clone();
    tera.register_function("icon", move |args: Kwargs, _: &State| icon(&own, &args));
    let sources: Sources = theme.templates.iter().map(|(name, origin)| (name.clone(), Source::of(origin))).collect();
    let templates = sources.iter().map(|(name, source)| (name.as_str(), source.counted.text.as_str()));
    match tera.add_raw_templates(templates) {
        Ok(()) => {
            Ok(Templates { tera, sources, words: words.clone(), assets: assets.clone(), running: Running::default() })
        }
        Err(error) => Err(diagnostics(&error, "", &sources)),
    }
}

fn register(tera: &mut Tera, words: &Words, assets: &Assets, typography: bool) {
    tera.register_function(loop_guard::TURN, |args: Kwargs, _: &State| turn(&args));
    let own = words.clone();
    tera.register_function("t", move |args: Kwargs, state: &State| translate(&own, &args, state));
    let own = assets.clone();
    tera.register_function("asset", move |args: Kwargs, state: &State| asset(&own, &args, state));
    let own = words.clone();
    tera.register_filter("date", move |day: &str, _: Kwargs, state: &State| -> TeraResult<String> {
        Ok(strings(&own, state)?.day(day))
    });
    tera.register_filter("typography", move |text: &str, _: Kwargs, state: &State| -> TeraResult<String> {
        let lang = state.get::<Value>("lang")?;
        Ok(typeset(text, lang.as_ref().and_then(Value::as_str).unwrap_or_default(), typography))
    });
}

/// `__turn(of=value)`: the value, unless the rendering is to end.
fn turn(args: &Kwargs) -> TeraResult<Value> {
    match stopped() {
        Some(why) => Err(Error::message(why)),
        None => Ok(args.get::<Value>("of")?.unwrap_or_else(|| Value::safe_string(""))),
    }
}

fn strings<'a>(words: &'a Words, state: &State) -> TeraResult<&'a Strings> {
    // A short string is cloned without asking for memory when it stays a value.
    let lang = state.get::<Value>("lang")?;
    let lang = lang.as_ref().and_then(Value::as_str).unwrap_or_default();
    words.get(lang).ok_or_else(|| Error::message(format!("there is no interface text for the language `{lang}`")))
}

/// `t(key="pages", n=5)`: the text in the page's language, plural form chosen, `{name}` filled.
fn translate(words: &Words, args: &Kwargs, state: &State) -> TeraResult<Value> {
    let key = args.must_get::<&str>("key")?;
    let n = args.get::<i64>("n")?;
    let strings = strings(words, state)?;
    let text = strings
        .text(key, n)
        .ok_or_else(|| Error::message(format!("there is no text `{key}` in i18n/{}.yaml", strings.lang)))?;
    Ok(if text.contains('{') { Value::from(filled(text, args)) } else { Value::from(text) })
}

/// A text with what stands for its `{name}`s; a value that holds one itself stays as it is.
fn filled(text: &str, args: &Kwargs) -> String {
    let mut out = String::with_capacity(2 * text.len());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('{') {
        out.push_str(before);
        let named = behind.split_once('}').and_then(|(name, behind)| Some((args.get::<Value>(name).ok()??, behind)));
        match named {
            Some((value, behind)) => {
                out.push_str(&value.to_string());
                rest = behind;
            }
            None => {
                out.push('{');
                rest = behind;
            }
        }
    }
    out.push_str(rest);
    out
}

/// `asset(path="docent.css")`: the hashed name, relative to the page.
fn asset(assets: &Assets, args: &Kwargs, state: &State) -> TeraResult<String> {
    let path = args.must_get::<&str>("path")?;
    let hashed = assets.get(path).ok_or_else(|| Error::message(format!("the theme has no asset `{path}`")))?;
    let root = state.get::<Value>("root")?;
    Ok(format!("{}{}", root.as_ref().and_then(Value::as_str).unwrap_or_default(), encode(hashed)))
}

/// `icon(name="star")`: the drawing, as it stands in the page.
fn icon(icons: &Drawn, args: &Kwargs) -> TeraResult<Value> {
    let name = args.must_get::<&str>("name")?;
    let drawn = icons.get(name).ok_or_else(|| Error::message(format!("the theme has no icon `{name}`")))?;
    Ok(Value::safe_string(drawn))
}

/// Templates of the theme that no page is rendered with.
const INTERNAL: [&str; 11] = [
    "404.html",
    "base.html",
    "changes.html",
    "languages.html",
    "nav.html",
    "print.html",
    "progress.html",
    "redirect.html",
    "search.html",
    "tag.html",
    "tags.html",
];

impl Templates {
    /// Whether there is such a template.
    pub fn has(&self, name: &str) -> bool {
        self.sources.contains_key(name)
    }

    /// Whether a page can have it: not what the theme makes other files of, nor parts of templates.
    pub fn is_for_pages(&self, name: &str) -> bool {
        let part = name.starts_with("views/") || INTERNAL.contains(&name);
        self.has(name) && !part
    }

    /// The words of a language.
    pub fn strings(&self, lang: &str) -> Option<&Strings> {
        self.words.get(lang)
    }

    /// The path of an asset in the output.
    pub fn asset(&self, name: &str) -> Option<&str> {
        self.assets.get(name).map(String::as_str)
    }

    /// Renders. `subject` is the page that it is for; `content` and `heading` are trusted HTML.
    pub fn render(
        &self,
        name: &str,
        subject: &str,
        view: &impl Serialize,
        html: &[(&'static str, &str)],
    ) -> Result<Vec<u8>, Diagnostic> {
        let mut context = Context::from_serialize(view).map_err(|e| self.explain(&e, name, subject))?;
        for (key, value) in html {
            context.insert_value(*key, Value::safe_string(value));
        }
        let known: usize = html.iter().map(|(_, value)| value.len()).sum();
        let stop = self.running.enter(self.file(name), subject)?;
        let mut out = Bounded(Vec::with_capacity(16 * 1024 + known));
        let result = self.tera.render_to(name, &context, &mut out);
        self.running.leave();
        result.map_err(|error| match stop.get() {
            Some(why) => self.given_up(&error, name, why),
            None => self.explain(&error, name, subject),
        })?;
        Ok(out.0)
    }

    fn file<'a>(&'a self, name: &'a str) -> &'a str {
        self.sources.get(name).map_or(name, |source| &source.file)
    }

    /// It took too much; the error tells where it was by then.
    fn given_up(&self, error: &Error, name: &str, why: &str) -> Diagnostic {
        let place = diagnostics(error, name, &self.sources).into_iter().next();
        let place = place.unwrap_or_else(|| errors::at(&self.sources, name, None, ""));
        let told = Diagnostic { message: why.to_owned(), ..place }.hint(HINT);
        self.running.stopped(self.file(name), &told);
        told
    }

    fn explain(&self, error: &Error, name: &str, subject: &str) -> Diagnostic {
        let told = diagnostics(error, name, &self.sources).into_iter().next();
        let told = told.unwrap_or_else(|| errors::at(&self.sources, name, None, error.to_string()));
        let during = format!("while rendering {subject}");
        let hint = told.hint.clone().map_or(during.clone(), |hint| format!("{hint} ({during})"));
        told.hint(hint)
    }
}

/// A Tera error as diagnostics in the files that the templates came from.
fn diagnostics(error: &Error, name: &str, sources: &Sources) -> Vec<Diagnostic> {
    let tag = |template: &str, word: &str, message: String| vec![errors::at_tag(sources, template, word, message)];
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            vec![errors::told(sources, report.filename(), spot(report.span()), report.message())]
        }
        ErrorKind::MissingParent { current, parent } => {
            tag(current, "extends", format!("`{parent}`, which this template extends, does not exist"))
        }
        ErrorKind::CircularExtend { tpl, inheritance_chain } => {
            tag(tpl, "extends", format!("templates extend each other: {}", inheritance_chain.join(" -> ")))
        }
        ErrorKind::CircularInclude { tpl, include_chain } => {
            tag(tpl, "include", format!("templates include each other: {}", include_chain.join(" -> ")))
        }
        ErrorKind::TemplateNotFound(missing) => {
            vec![errors::at(sources, name, None, format!("there is no template `{missing}`"))]
        }
        ErrorKind::Io(_) => {
            vec![errors::at(sources, name, None, format!("the template wrote more than {MAX_OUTPUT} bytes"))]
        }
        other => {
            let text = other.to_string();
            let told = errors::reports(sources, &text);
            if told.is_empty() { vec![errors::at(sources, name, None, text)] } else { told }
        }
    }
}

fn spot(span: &tera::Span) -> Spot {
    let length = if span.end_line == span.start_line { span.end_col.saturating_sub(span.start_col) } else { 1 };
    Spot { line: span.start_line, column: span.start_col + 1, length }
}

/// A buffer that refuses to grow for ever.
struct Bounded(Vec<u8>);

impl Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.len() + bytes.len() > MAX_OUTPUT {
            return Err(io::Error::other("too much output"));
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_filled_in_is_not_filled_again() {
        let args = Kwargs::from([("name", Value::from("{n} {key}")), ("n", Value::from(5)), ("key", Value::from("k"))]);
        for (text, expected) in [
            ("{name}: {n}", "{n} {key}: 5"),
            ("{n}{n}", "55"),
            ("{other} {n", "{other} {n"),
            ("{ {n} }", "{ 5 }"),
            ("", ""),
        ] {
            assert_eq!(filled(text, &args), expected);
        }
    }
}

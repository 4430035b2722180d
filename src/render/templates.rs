//! Templates. The only file that names tera.
//!
//! In: the theme, the words of each language, the names of the assets. Out: [`Templates`], which turns a template's
//! name and a context into HTML, or into a diagnostic at the template's line and column.
//!
//! What templates may call is registered before they are loaded, and nothing of it is impure: `t`, `asset`, `date`,
//! `typography`. There is no clock, no environment and no chance.

mod located;

use crate::diagnostic::Diagnostic;
use crate::i18n::Strings;
use crate::page::markdown::typeset;
use crate::theme::Theme;
use located::{Origins, Spot};
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::io::{self, Write};
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, ThreadId};
use tera::{Context, Error, ErrorKind, Kwargs, State, Tera, TeraResult, Value};

/// Largest page that a template may write: a loop in it must not fill the memory.
const MAX_OUTPUT: usize = 64 * 1024 * 1024;

/// The templates of the site, ready to render.
pub struct Templates {
    tera: Tera,
    origins: Origins,
    words: Words,
    /// What is being rendered now, for whoever watches the clock.
    pub running: Running,
}

impl fmt::Debug for Templates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Templates").finish_non_exhaustive()
    }
}

/// The renderings under way: a template that loops for ever is found by someone with a clock (see `cli::watchdog`).
#[derive(Debug, Default)]
pub struct Running {
    serial: AtomicU64,
    threads: Mutex<HashMap<ThreadId, (u64, String, String)>>,
}

impl Running {
    fn enter(&self, template: &str, subject: &str) {
        let serial = self.serial.fetch_add(1, Relaxed);
        self.lock().insert(thread::current().id(), (serial, template.to_owned(), subject.to_owned()));
    }

    fn leave(&self) {
        self.lock().remove(&thread::current().id());
    }

    /// What runs: a number that grows with each rendering, the template's file, the page.
    pub fn now(&self) -> Vec<(u64, String, String)> {
        let mut all: Vec<_> = self.lock().values().cloned().collect();
        all.sort_unstable();
        all
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<ThreadId, (u64, String, String)>> {
        self.threads.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The words of all languages.
pub type Words = Arc<BTreeMap<String, Strings>>;

/// Asset name -> path in the output.
pub type Assets = Arc<BTreeMap<String, String>>;

/// Loads all templates.
pub fn load(theme: &Theme, words: &Words, assets: &Assets, typography: bool) -> Result<Templates, Vec<Diagnostic>> {
    let mut tera = Tera::new();
    // Every template escapes, whatever its name ends with: a forgotten ending must not be a hole.
    tera.autoescape_on([""]);
    register(&mut tera, words, assets, typography);
    let templates = theme.templates.iter().map(|(name, origin)| (name.as_str(), &*origin.text));
    match tera.add_raw_templates(templates) {
        Ok(()) => {
            Ok(Templates { tera, origins: theme.templates.clone(), words: words.clone(), running: Running::default() })
        }
        Err(error) => Err(diagnostics(&error, "", &theme.templates)),
    }
}

fn register(tera: &mut Tera, words: &Words, assets: &Assets, typography: bool) {
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

fn strings<'a>(words: &'a Words, state: &State) -> TeraResult<&'a Strings> {
    // A short string is cloned without asking for memory when it stays a value.
    let lang = state.get::<Value>("lang")?;
    let lang = lang.as_ref().and_then(Value::as_str).unwrap_or_default();
    words.get(lang).ok_or_else(|| Error::message(format!("there are no words for the language `{lang}`")))
}

/// `t(key="pages", n=5)`: the text in the page's language, plural form chosen, `{name}` filled.
fn translate(words: &Words, args: &Kwargs, state: &State) -> TeraResult<Value> {
    let key = args.must_get::<&str>("key")?;
    let n = args.get::<i64>("n")?;
    let strings = strings(words, state)?;
    let text = strings
        .text(key, n)
        .ok_or_else(|| Error::message(format!("there is no text `{key}` in i18n/{}.yaml", strings.lang)))?;
    if !text.contains('{') {
        return Ok(Value::from(text));
    }
    let mut out = text.to_owned();
    for (name, value) in args.iter() {
        let name = name.as_str().unwrap_or_default();
        let place = format!("{{{name}}}");
        if out.contains(&place) {
            out = out.replace(&place, &value.to_string());
        }
    }
    Ok(Value::from(out))
}

/// `asset(path="docent.css")`: the hashed name, relative to the page.
fn asset(assets: &Assets, args: &Kwargs, state: &State) -> TeraResult<String> {
    let path = args.must_get::<&str>("path")?;
    let hashed = assets.get(path).ok_or_else(|| Error::message(format!("the theme has no asset `{path}`")))?;
    let root = state.get::<Value>("root")?;
    Ok(format!("{}{hashed}", root.as_ref().and_then(Value::as_str).unwrap_or_default()))
}

impl Templates {
    /// Whether there is such a template.
    pub fn has(&self, name: &str) -> bool {
        self.origins.contains_key(name)
    }

    /// The words of a language.
    pub fn strings(&self, lang: &str) -> Option<&Strings> {
        self.words.get(lang)
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
        let mut out = Bounded(Vec::with_capacity(16 * 1024 + known));
        self.running.enter(self.origins.get(name).map_or(name, |origin| &origin.file), subject);
        let result = self.tera.render_to(name, &context, &mut out);
        self.running.leave();
        result.map(|()| out.0).map_err(|e| self.explain(&e, name, subject))
    }

    fn explain(&self, error: &Error, name: &str, subject: &str) -> Diagnostic {
        let told = diagnostics(error, name, &self.origins).into_iter().next();
        let told = told.unwrap_or_else(|| located::at(&self.origins, name, None, error.to_string()));
        let during = format!("while rendering {subject}");
        let hint = told.hint.clone().map_or(during.clone(), |hint| format!("{hint} ({during})"));
        told.hint(hint)
    }
}

/// A Tera error as diagnostics in the files that the templates came from.
fn diagnostics(error: &Error, name: &str, origins: &Origins) -> Vec<Diagnostic> {
    let tag = |template: &str, word: &str, message: String| vec![located::at_tag(origins, template, word, message)];
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            vec![located::at(origins, report.filename(), Some(spot(report.span())), report.message())]
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
            vec![located::at(origins, name, None, format!("there is no template `{missing}`"))]
        }
        ErrorKind::Io(_) => {
            vec![located::at(origins, name, None, format!("the template wrote more than {MAX_OUTPUT} bytes"))]
        }
        other => {
            let text = other.to_string();
            let told = located::reports(origins, &text);
            if told.is_empty() { vec![located::at(origins, name, None, text)] } else { told }
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

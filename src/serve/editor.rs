//! The author's editor: a command as people write it, and how it opens a file at a line.
//!
//! In: a command, a file, a line and a column. Out: a running editor. No shell reads the command: it is cut at blanks into
//! arguments, and what a request says becomes one of them.

#![allow(clippy::disallowed_methods, reason = "an impure edge")]

use std::path::Path;
use std::process::{Command, Stdio};

/// A program and its arguments. `{file}`, `{line}` and `{column}` in them are filled in; without `{file}` the place is
/// added in the way that the program is known to understand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Editor(pub Vec<String>);

impl Editor {
    /// From a command as people write it into `EDITOR`: words, quoted with `'` or `"` where they hold blanks.
    pub fn parse(command: &str) -> Option<Self> {
        let mut words = Vec::new();
        let (mut word, mut quote, mut open) = (String::new(), None, false);
        for c in command.chars() {
            match (c, quote) {
                (c, Some(end)) if c == end => quote = None,
                (c, Some(_)) => word.push(c),
                ('\'' | '"', None) => (quote, open) = (Some(c), true),
                (c, None) if c.is_whitespace() => {
                    if open || !word.is_empty() {
                        words.push(std::mem::take(&mut word));
                    }
                    open = false;
                }
                (c, None) => word.push(c),
            }
        }
        if open || !word.is_empty() {
            words.push(word);
        }
        (!words.is_empty()).then_some(Self(words))
    }

    /// The arguments for a place.
    pub fn arguments(&self, file: &str, line: usize, column: usize) -> Vec<String> {
        let fill = |word: &String| {
            let word = word.replace("{line}", &line.to_string()).replace("{column}", &column.to_string());
            word.replace("{file}", file)
        };
        let mut arguments: Vec<String> = self.0.iter().skip(1).map(fill).collect();
        if !self.0.iter().any(|word| word.contains("{file}")) {
            arguments.extend(self.place(file, line, column));
        }
        arguments
    }

    fn place(&self, file: &str, line: usize, column: usize) -> Vec<String> {
        let program = Path::new(&self.0[0]).file_stem().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
        match program.as_str() {
            "code" | "code-insiders" | "codium" | "vscodium" | "cursor" | "windsurf" => {
                vec!["--goto".into(), format!("{file}:{line}:{column}")]
            }
            "subl" | "sublime_text" | "zed" | "hx" | "helix" | "micro" => vec![format!("{file}:{line}:{column}")],
            "idea" | "webstorm" | "pycharm" | "rustrover" | "phpstorm" | "goland" | "clion" => {
                vec!["--line".into(), line.to_string(), "--column".into(), column.to_string(), file.into()]
            }
            "kate" => vec!["--line".into(), line.to_string(), "--column".into(), column.to_string(), file.into()],
            "emacs" | "emacsclient" => vec![format!("+{line}:{column}"), file.into()],
            "vi" | "vim" | "nvim" | "gvim" | "mvim" | "nano" | "gedit" | "kak" | "joe" | "ne" => {
                vec![format!("+{line}"), file.into()]
            }
            _ => vec![file.into()],
        }
    }

    /// Starts it, and does not wait.
    pub fn start(&self, root: &Path, file: &str, line: usize, column: usize) -> std::io::Result<()> {
        // An absolute path is no option, whatever the file's name begins with.
        let path = root.join(file);
        let mut command = Command::new(&self.0[0]);
        command.args(self.arguments(&path.to_string_lossy(), line, column)).current_dir(root);
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
        // Somebody has to ask for its exit code, or it stays a zombie.
        std::thread::spawn(move || child.wait());
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_cut_into_words_without_a_shell() {
        let words = |text: &str| Editor::parse(text).map(|editor| editor.0);
        assert_eq!(words("code --wait"), Some(vec!["code".into(), "--wait".into()]));
        assert_eq!(words("'/a b/vim' \"-c x\" ''"), Some(vec!["/a b/vim".into(), "-c x".into(), String::new()]));
        assert_eq!(words("  "), None);
    }

    #[test]
    fn the_file_is_one_argument_whatever_it_is_called() {
        let editor = Editor::parse("x --at={file}#{line}").unwrap();
        assert_eq!(editor.arguments("/r/$(id) ; {line}.md", 7, 2), ["--at=/r/$(id) ; {line}.md#7"]);
        assert_eq!(Editor::parse("vim").unwrap().arguments("/r/a b.md", 7, 2), ["+7", "/r/a b.md"]);
        assert_eq!(Editor::parse("/usr/bin/code").unwrap().arguments("/a", 7, 2), ["--goto", "/a:7:2"]);
    }
}

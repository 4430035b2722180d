//! The author's editor: a command as people write it, and how it opens a file at a line.
//!
//! In: a command, a file, a line and a column. Out: a running editor. No shell reads the command: it is cut into words as
//! one would, and what a request says becomes one of them.

#![allow(clippy::disallowed_methods, reason = "an impure edge")]

use std::path::Path;
use std::process::{Command, Stdio};

/// A program and its arguments. `{file}`, `{line}` and `{column}` in them are filled in; without `{file}` the place is
/// added in the way that the program is known to understand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Editor(pub Vec<String>);

impl Editor {
    /// From a command as people write it into `EDITOR`: cut into words as a POSIX shell cuts it, with quotes and backslashes.
    /// None if it has no word or a quote that does not end.
    pub fn parse(command: &str) -> Option<Self> {
        shlex::split(command).filter(|words| !words.is_empty()).map(Self)
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
        for (command, cut) in [
            ("code --wait", &["code", "--wait"][..]),
            ("  code\t--wait\n", &["code", "--wait"]),
            ("'/a b/vim' \"-c x\" ''", &["/a b/vim", "-c x", ""]),
            (r"/Applications/Sublime\ Text/subl -w", &["/Applications/Sublime Text/subl", "-w"]),
            (r#"vim "+say \"hi\"" 'a\b'"#, &["vim", "+say \"hi\"", r"a\b"]),
            ("vim --at='{file}'#{line}", &["vim", "--at={file}#{line}"]),
            (
                "vim $(touch x) `y` ; z | w > ~/v $HOME",
                &["vim", "$(touch", "x)", "`y`", ";", "z", "|", "w", ">", "~/v", "$HOME"],
            ),
            ("редактор 'мой файл'", &["редактор", "мой файл"]),
        ] {
            assert_eq!(
                words(command).as_deref(),
                Some(cut.iter().map(|&w| w.to_owned()).collect::<Vec<_>>()).as_deref(),
                "{command}"
            );
        }
        for command in ["  ", "", "# vim", "vim 'a", "vim \"a", "vim \\"] {
            assert_eq!(words(command), None, "{command}");
        }
    }

    #[test]
    fn the_file_is_one_argument_whatever_it_is_called() {
        let editor = Editor::parse("x --at={file}#{line}").unwrap();
        assert_eq!(editor.arguments("/r/$(id) ; {line}.md", 7, 2), ["--at=/r/$(id) ; {line}.md#7"]);
        assert_eq!(Editor::parse("vim").unwrap().arguments("/r/a b.md", 7, 2), ["+7", "/r/a b.md"]);
        assert_eq!(Editor::parse("/usr/bin/code").unwrap().arguments("/a", 7, 2), ["--goto", "/a:7:2"]);
    }
}

//! Sessions of a terminal: what was typed, and what was answered.
//!
//! In: a block of code and its language. Out: for each line the prompt before what was typed, or that it was answered; or
//! nothing, if it is no session. So a reader copies the commands, and neither `$ ` nor the output.

/// What a line of a session is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Said {
    /// Typed behind a prompt of so many bytes.
    Typed(usize),
    /// Answered.
    Answered,
}

/// Languages that are sessions.
const SESSIONS: [&str; 15] = [
    "console",
    "shell-session",
    "shellsession",
    "sh-session",
    "bash-session",
    "session",
    "terminal",
    "term",
    "pycon",
    "py-con",
    "irb",
    "rbcon",
    "ps1con",
    "doscon",
    "sqlcon",
];

/// Languages of what is typed; a block of them is a session if it begins with a prompt.
const SHELLS: [&str; 13] =
    ["sh", "bash", "shell", "zsh", "fish", "ksh", "powershell", "ps1", "pwsh", "bat", "cmd", "batch", "shellscript"];

/// The lines of a session.
pub(super) fn lines(source: &str, lang: &str) -> Option<Vec<Said>> {
    let lang = lang.to_ascii_lowercase();
    let session = SESSIONS.contains(&lang.as_str());
    if !session && !SHELLS.contains(&lang.as_str()) {
        return None;
    }
    let first = source.lines().find(|line| !line.trim().is_empty())?;
    if !session && sure(first).is_none() {
        return None;
    }
    let root = session
        && !source.lines().any(|line| sure(line).is_some())
        && source.lines().any(|line| line.starts_with("# "));
    let bare = session && !root && first.starts_with("> ");
    let mut reader = Reader { session, root, bare, ..Reader::default() };
    let lines: Vec<Said> =
        source.split_inclusive('\n').map(|line| reader.line(line.trim_end_matches(['\n', '\r']))).collect();
    lines.iter().any(|line| matches!(line, Said::Typed(_))).then_some(lines)
}

#[derive(Default)]
struct Reader {
    session: bool,
    /// `# ` is the prompt.
    root: bool,
    /// `> ` is the prompt.
    bare: bool,
    /// The last line was typed.
    typed: bool,
    /// And goes on.
    goes_on: bool,
    /// The word that ends a text within a command.
    until: Option<String>,
}

impl Reader {
    fn line(&mut self, line: &str) -> Said {
        let prompt = self.prompt(line);
        let said = match prompt {
            Some(length) => Said::Typed(length),
            None if self.goes_on || self.until.is_some() => Said::Typed(0),
            None => Said::Answered,
        };
        self.typed = said != Said::Answered;
        if let Said::Typed(length) = said {
            self.read(line.get(length..).unwrap_or_default());
        }
        said
    }

    fn prompt(&self, line: &str) -> Option<usize> {
        let more = [">", "...", "·"].iter().find_map(|mark| begins(line, mark));
        if self.until.is_some() || self.goes_on {
            return more.filter(|_| self.typed);
        }
        let own = sure(line)
            .or_else(|| begins(line, "#").filter(|_| self.root))
            .or_else(|| begins(line, ">").filter(|_| self.bare));
        let named = || named(line).filter(|_| self.session);
        own.or_else(named).or_else(|| more.filter(|_| self.typed && line != ">"))
    }

    /// Whether what was typed goes on: a line that ends with `\`, or a text up to a word.
    fn read(&mut self, typed: &str) {
        if let Some(until) = &self.until {
            if typed.trim() == until {
                self.until = None;
            }
            return;
        }
        self.goes_on = typed.ends_with(['\\', '^', '`']) && !typed.ends_with("\\\\") && typed.matches('`').count() != 2;
        self.until = here_document(typed);
    }
}

/// The word behind `<<`, `<<-`, `<<'`.
fn here_document(typed: &str) -> Option<String> {
    let (before, rest) = typed.split_once("<<")?;
    let rest = rest.trim_start_matches('-').trim_start();
    let rest = rest.strip_prefix(['\'', '"']).unwrap_or(rest);
    let word: String = rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
    (!word.is_empty() && !rest.starts_with('<') && !before.ends_with('<')).then_some(word)
}

/// The length of a mark and the blank behind it.
fn begins(line: &str, mark: &str) -> Option<usize> {
    let rest = line.strip_prefix(mark)?;
    match rest.chars().next() {
        None => Some(mark.len()),
        Some(' ') => Some(mark.len() + 1),
        Some(_) => None,
    }
}

/// A prompt that is nothing else in any shell: `$ `, `❯ `, `>>> `, `anna@desk:~$ `, `[root@desk ~]# `, `PS C:\> `, `C:\>`.
fn sure(line: &str) -> Option<usize> {
    let plain = ["$", "%", "❯", "➜", "λ", ">>>", "»"].iter().find_map(|mark| begins(line, mark));
    plain.or_else(|| placed(line))
}

/// A prompt that says where one is.
fn placed(line: &str) -> Option<usize> {
    let end = line.char_indices().find(|(at, c)| {
        let next = line[at + c.len_utf8()..].chars().next();
        matches!(c, '$' | '#' | '%' | '>') && (next.is_none_or(|c| c == ' ') || *c == '>') && *at > 0
    });
    let (at, mark) = end?;
    let before = &line[..at];
    let drive = before.get(1..3) == Some(":\\") && before.starts_with(|c: char| c.is_ascii_alphabetic());
    let shell = before.starts_with("PS ") || (drive && mark == '>');
    let host = before.contains('@') && !before.contains(' ')
        || before.starts_with('[') && before.ends_with(']') && before.contains('@');
    let environment = before.starts_with('(') && before.trim_end().ends_with(')') && mark != '>';
    if !(shell || host || environment) || before.len() > 60 {
        return None;
    }
    let length = at + mark.len_utf8();
    Some(length + usize::from(line[length..].starts_with(' ')))
}

/// The prompt of a program: `mysql> `, `postgres=# `, `irb(main):001> `, `In [1]: `.
fn named(line: &str) -> Option<usize> {
    let end = ["> ", "=# ", "=> ", "]: "].iter().filter_map(|mark| line.find(mark).map(|at| (at, mark.len()))).min()?;
    let name = &line[..end.0];
    let input = name.starts_with("In [") || (!name.is_empty() && !name.contains(' ') && !line.contains("]: "));
    let plain = name.chars().all(|c| c.is_ascii_alphanumeric() || "()[]:_-. ".contains(c))
        && name.starts_with(|c: char| c.is_ascii_alphabetic());
    (input && plain && name.len() <= 24).then_some(end.0 + end.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is copied.
    fn copied(source: &str, lang: &str) -> Option<String> {
        let lines = lines(source, lang)?;
        let typed = source.lines().zip(lines).filter_map(|(line, said)| match said {
            Said::Typed(length) => Some(line[length..].to_owned()),
            Said::Answered => None,
        });
        Some(typed.collect::<Vec<_>>().join("/"))
    }

    #[test]
    fn commands_are_told_from_output() {
        let cases = [
            ("$ docent init handbook\nWrote 12 files\n$ cd handbook\n", "console", "docent init handbook/cd handbook"),
            ("$ npm i \\\n    --save x\nadded 1\n", "console", "npm i \\/    --save x"),
            ("$ npm i \\\n> --save x\n", "console", "npm i \\/--save x"),
            ("$ cat <<EOF > a\nx\n$ y\nEOF\n$ ls\n", "console", "cat <<EOF > a/x/$ y/EOF/ls"),
            ("$ for x in 1 2; do\n>   echo $x\n> done\n1\n2\n", "bash", "for x in 1 2; do/  echo $x/done"),
            ("# apt install x\nReading\n", "console", "apt install x"),
            ("# a comment\n$ ls\na\n", "console", "ls"),
            ("anna@desk:~/x$ ls -l\ntotal 0\n", "shell-session", "ls -l"),
            ("[root@desk ~]# id\nuid=0\n", "console", "id"),
            ("(venv) $ pip list\nx\n", "console", "pip list"),
            ("PS C:\\Users\\anna> dir\n\n", "powershell", "dir"),
            ("C:\\>dir\nx\n", "cmd", "dir"),
            (">>> 1 + 1\n2\n>>> def f():\n...     pass\n...\n", "pycon", "1 + 1/def f():/    pass/"),
            ("mysql> select 1;\n+---+\n", "console", "select 1;"),
            ("In [1]: x = 1\nOut[1]: 1\n", "console", "x = 1"),
            ("❯ ls\na\n", "zsh", "ls"),
            ("% ls\n", "zsh", "ls"),
            ("> npm start\nok\n", "console", "npm start"),
            ("$ echo 'a > b'\na > b\n", "console", "echo 'a > b'"),
        ];
        cases
            .iter()
            .for_each(|(source, lang, typed)| assert_eq!(copied(source, lang).as_deref(), Some(*typed), "{source}"));
    }

    #[test]
    fn what_is_no_session_is_left() {
        let cases = [
            ("npm i\necho $x\n", "bash"),
            ("# a comment\nls\n", "bash"),
            ("$ ls\n", "text"),
            ("let a = 1;\n", "js"),
            ("just output\n", "console"),
            ("", "console"),
            ("x=1 # not@a prompt\n", "sh"),
        ];
        cases.iter().for_each(|(source, lang)| assert_eq!(lines(source, lang), None, "{source}"));
    }
}

//! The language that a word behind a fence means.
//!
//! In: the word, as people and other programs write it: a name, its short form, the end of a file, a file.
//! Out: the name of a grammar, or nothing for what is no code or has none.

use super::colours;
use std::collections::HashMap;
use std::sync::LazyLock;

/// What is shown as it is.
const PLAIN: [&str; 8] = ["", "text", "txt", "plain", "plaintext", "output", "console", "syntax"];

/// Words that the grammars do not know of themselves. Where a language has no grammar, the one of a language that is
/// written alike.
const WORDS: [(&str, &str); 135] = [
    ("adb", "ada"),
    ("ads", "ada"),
    ("arduino", "cpp"),
    ("ash", "shellscript"),
    ("asp", "vb"),
    ("aspx", "html"),
    ("attributes", "ignore"),
    ("avsc", "json"),
    ("axaml", "xml"),
    ("azurecli", "shellscript"),
    ("azurepowershell", "powershell"),
    ("bashrc", "shellscript"),
    ("brewfile", "ruby"),
    ("build.gradle", "groovy"),
    ("c++11", "cpp"),
    ("cargo.lock", "toml"),
    ("cfg", "ini"),
    ("cfm", "html"),
    ("cfml", "html"),
    ("clisp", "common-lisp"),
    ("cljc", "clojure"),
    ("cmd-line", "bat"),
    ("conf.d", "ini"),
    ("config", "ini"),
    ("cron", "crontab"),
    ("cson", "coffee"),
    ("csproj", "xml"),
    ("csx", "csharp"),
    ("editorconfig", "ini"),
    ("eex", "html"),
    ("epp", "puppet"),
    ("fsi", "fsharp"),
    ("fsx", "fsharp"),
    ("gemfile", "ruby"),
    ("gemspec", "ruby"),
    ("gitattributes", "ignore"),
    ("gitconfig", "ini"),
    ("gitmodules", "ini"),
    ("go-mod", "gomod"),
    ("go.mod", "gomod"),
    ("go.sum", "gomod"),
    ("go.work", "gomod"),
    ("golang", "go"),
    ("gpr", "ada"),
    ("graphviz", "dot"),
    ("groff", "troff"),
    ("gv", "dot"),
    ("gvy", "groovy"),
    ("heex", "html"),
    ("htm", "html"),
    ("html+erb", "erb"),
    ("html.j2", "jinja-html"),
    ("http-request", "http"),
    ("idr", "haskell"),
    ("idris", "haskell"),
    ("inf", "ini"),
    ("inl", "cpp"),
    ("ino", "cpp"),
    ("ipp", "cpp"),
    ("j2", "jinja"),
    ("javadoc", "java"),
    ("jenkinsfile", "groovy"),
    ("jinja2", "jinja"),
    ("json-with-comments", "jsonc"),
    ("jsp", "html"),
    ("ksh", "shellscript"),
    ("leex", "html"),
    ("lhs", "haskell"),
    ("libsonnet", "jsonnet"),
    ("livescript", "coffee"),
    ("ls", "coffee"),
    ("mak", "make"),
    ("man", "troff"),
    ("markdn", "markdown"),
    ("mdown", "markdown"),
    ("mk", "make"),
    ("mll", "ocaml"),
    ("mly", "ocaml"),
    ("mm", "objective-cpp"),
    ("msbuild", "xml"),
    ("mysql", "sql"),
    ("nginxconf", "nginx"),
    ("nimble", "nim"),
    ("nims", "nim"),
    ("nsh", "nsis"),
    ("nsi", "nsis"),
    ("obj-c", "objective-c"),
    ("objc++", "objective-cpp"),
    ("objectivec", "objective-c"),
    ("opml", "xml"),
    ("org-mode", "org"),
    ("orgmode", "org"),
    ("patch", "diff"),
    ("pbtxt", "proto"),
    ("phtml", "php"),
    ("pip", "requirements"),
    ("pip-requirements", "requirements"),
    ("pipfile", "toml"),
    ("plist", "xml"),
    ("podfile", "ruby"),
    ("prototxt", "proto"),
    ("pycon", "python"),
    ("pyi", "python"),
    ("pyw", "python"),
    ("pyx", "python"),
    ("rails", "erb"),
    ("rakefile", "ruby"),
    ("requirements.txt", "requirements"),
    ("restructuredtext", "rst"),
    ("robotframework", "robot"),
    ("roff", "troff"),
    ("rss", "xml"),
    ("sbt", "scala"),
    ("shell-session", "shellsession"),
    ("sld", "scheme"),
    ("sml", "ocaml"),
    ("snakefile", "python"),
    ("sqlite", "sql"),
    ("sty", "latex"),
    ("sv", "system-verilog"),
    ("svg", "xml"),
    ("systemverilog", "system-verilog"),
    ("targets", "xml"),
    ("textproto", "proto"),
    ("tsql", "sql"),
    ("vagrantfile", "ruby"),
    ("vbnet", "vb"),
    ("vbs", "vb"),
    ("vbscript", "vb"),
    ("vimrc", "viml"),
    ("visualbasic", "vb"),
    ("wsdl", "xml"),
    ("xaml", "xml"),
    ("xhtml", "html"),
    ("xsd", "xml"),
];

static NAMES: LazyLock<HashMap<String, &'static str>> = LazyLock::new(|| {
    let mut names = colours::names();
    names.extend(WORDS.map(|(word, name)| (word.to_owned(), name)));
    names
});

/// The grammar of a word.
pub(super) fn named(word: &str) -> Option<&'static str> {
    let word = word.to_lowercase();
    let word = word.strip_prefix('.').unwrap_or(&word);
    let id = NAMES.get(word).filter(|_| !PLAIN.contains(&word))?;
    Some(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_mean_grammars_that_exist() {
        let names = colours::names();
        for (word, name) in WORDS {
            assert!(names.contains_key(name), "{word}: {name}");
            assert!(names.get(word).is_none_or(|known| *known != name), "{word} is known without");
        }
        assert!(WORDS.is_sorted(), "in the order of the alphabet");
    }

    #[test]
    fn names_ends_and_files_are_understood() {
        let cases = [
            ("JavaScript", "javascript"),
            ("c#", "csharp"),
            (".ps1", "powershell"),
            ("yml", "yaml"),
            ("Dockerfile", "docker"),
            ("htm", "html"),
            ("sh", "shellscript"),
            ("dot", "dot"),
            ("go.mod", "gomod"),
        ];
        cases.iter().for_each(|(word, name)| assert_eq!(named(word), Some(*name), "{word}"));
        ["", "text", "output", "no-such-language", "syntax"].iter().for_each(|word| assert_eq!(named(word), None));
    }
}

//! The command line: one small file a subcommand. An impure edge: it knows the clock, the terminal and the disk.
//!
//! In: arguments. Out: an exit code: 0 fine, 1 the content has errors, 2 wrong usage or configuration, or an answer that
//! could not be written ([`out`]), 3 a site for an audience would tell what is for others.

#![allow(clippy::disallowed_methods, reason = "an impure edge")]

mod build;
mod check;
mod console;
mod explain;
mod export;
mod host;
mod import;
mod init;
mod links;
mod locate;
mod lsp;
mod mcp;
mod mv;
mod new;
mod out;
mod publish;
mod report;
mod review;
mod schema;
mod search;
mod searches;
mod serve;
mod theme;
mod translate;
mod watch;
mod watchdog;

use crate::date::Date;
use crate::diagnostic::Diagnostic;
use crate::project::is_leak;
use crate::report::KINDS;
use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};
use std::net::IpAddr;
use std::path::PathBuf;
use std::process::ExitCode;

/// Content has errors.
const CONTENT: u8 = 1;
/// A file would tell what is for others.
const LEAK: u8 = 3;
/// Wrong usage or configuration.
const USAGE: u8 = 2;
/// A question had no answer.
const NOTHING_FOUND: u8 = 1;

/// The version, and the licence of WordNet, which every copy of its words must show.
const VERSION: &str = concat!(
    env!("DOCENT_VERSION"),
    "\n\nThe search knows related words from WordNet:\n\n",
    include_str!("../index/lexicon/LICENSE-WordNet")
);

/// Turns a folder of Markdown into a team handbook.
#[derive(Debug, Parser)]
#[command(name = "docent", version = env!("DOCENT_VERSION"), long_version = VERSION, max_term_width = 100)]
struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

/// The exit code for errors: a leak is one of its own.
fn errors_code(problems: &[Diagnostic]) -> ExitCode {
    ExitCode::from(if problems.iter().any(is_leak) { LEAK } else { CONTENT })
}

/// Options of every command.
#[derive(Clone, Debug, Args)]
struct Global {
    /// Project folder [default: the working folder or the nearest one above that contains docent.yaml]
    #[arg(long, global = true, value_name = "DIR")]
    root: Option<PathBuf>,
    /// Configuration file to use instead of docent.yaml
    #[arg(short, long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Format of messages and reports
    #[arg(long, global = true, value_enum, default_value = "human")]
    format: Format,
    /// Show only errors
    #[arg(short, long, global = true)]
    quiet: bool,
    /// Show all warnings, and how long each stage took
    #[arg(short, long, global = true)]
    verbose: bool,
}

/// How problems are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people, with the source line and a caret.
    #[value(alias = "text")]
    Human,
    /// One JSON object per line, on standard output; reports as one list.
    Json,
    /// A table for spreadsheets; only for `report`.
    Csv,
    /// A calendar (RFC 5545); only for `report stale`.
    Ics,
}

/// Options of commands that build.
#[derive(Clone, Debug, Args)]
struct BuildArgs {
    /// Address of the published site: https://example.com/handbook/
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// Include drafts
    #[arg(long)]
    drafts: bool,
    /// Build only what this audience may see (`audiences` in docent.yaml), and prove that nothing else is in it
    #[arg(long, value_name = "NAME")]
    audience: Option<String>,
    /// Treat warnings as errors
    #[arg(long)]
    strict: bool,
    /// Date that decides which reviews are due [default: today, in UTC]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    today: Option<Date>,
}

/// The folder of commands that also take one without settings.
#[derive(Debug, Args)]
struct FolderArg {
    /// Project folder, or any folder of Markdown: without docent.yaml its settings are guessed
    #[arg(value_name = "DIR", conflicts_with = "root")]
    dir: Option<PathBuf>,
}

/// Options of `build` about the output.
#[derive(Clone, Debug, Args)]
struct OutputArgs {
    /// Output folder [default: `output_dir` in docent.yaml, or `public`]
    #[arg(short, long, value_name = "DIR")]
    output_dir: Option<PathBuf>,
    /// Compare the content of all output files, not only sizes and times, and restore what differs
    #[arg(long)]
    verify: bool,
}

/// Options of `check` about links to other sites.
#[derive(Clone, Copy, Debug, Args)]
struct ExternalArgs {
    /// Also ask whether links to other sites lead anywhere; what is known from the last days is not asked again
    #[arg(long)]
    external: bool,
    /// Ask for all links to other sites again
    #[arg(long, requires = "external")]
    fresh: bool,
    /// Time to wait for an answer, in seconds
    #[arg(long, requires = "external", value_name = "SECONDS", default_value_t = 20, value_parser = clap::value_parser!(u64).range(1..=300))]
    timeout: u64,
}

/// Options of `review`.
#[derive(Debug, Args)]
struct ReviewArgs {
    /// The pages, or folders of pages: content/en/roles/designer.md, roles/designer, roles
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Name of the reviewer
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    /// Date of the review [default: today, in UTC]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    today: Option<Date>,
}

/// A day as an argument.
fn day(text: &str) -> Result<Date, String> {
    Date::parse(text).ok_or_else(|| "write a date such as 2026-05-31".to_owned())
}

/// Options of `serve`.
#[derive(Debug, Args)]
struct ServeArgs {
    /// Port to listen on, or the next free one
    #[arg(long, default_value_t = 3000, value_name = "PORT")]
    port: u16,
    /// Address to listen on; any address other than this machine's own lets others on the network read your drafts
    #[arg(long, default_value = "127.0.0.1", value_name = "ADDRESS")]
    interface: IpAddr,
    /// Open the preview in the browser
    #[arg(long)]
    open: bool,
    /// Check the files at intervals, for file systems that do not report changes
    #[arg(long)]
    poll: bool,
    /// Also answer to this host name, for example that of a tunnel or a container
    #[arg(long, value_name = "NAME[:PORT]")]
    allow_host: Vec<String>,
    /// Do not edit pages in the browser, and do not open the source on double click
    #[arg(long)]
    no_edit: bool,
    /// Editor that opens the source: `code`, or `myeditor {file}:{line}` [default: DOCENT_EDITOR, VISUAL or EDITOR]
    #[arg(long, value_name = "COMMAND")]
    editor: Option<String>,
    /// Hear no events, as if the system had lost all of them
    #[arg(long, hide = true)]
    deaf: bool,
}

/// Options of `build` for those who go on writing.
#[derive(Debug, Args)]
struct WatchArgs {
    /// Publish after every change, until Ctrl+C; a change with errors leaves the published site as it is
    #[arg(long)]
    watch: bool,
    /// Check the files at intervals, for file systems that do not report changes
    #[arg(long, requires = "watch")]
    poll: bool,
}

/// A web server that is told of the site in its own words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Server {
    /// Lines for a `server` block.
    Nginx,
    /// Lines for a site block of a Caddyfile.
    Caddy,
}

/// Options of `publish`.
#[derive(Debug, Args)]
struct PublishArgs {
    /// Where the site goes: s3://bucket/prefix, gs://bucket/prefix or az://container/prefix
    destination: String,
    /// List what would be sent and removed, with its bytes, and send nothing
    #[arg(long)]
    dry_run: bool,
    /// Replace files that docent did not publish, if they have the names of files of the site
    #[arg(long)]
    adopt: bool,
    /// Time after which the lock of a publisher that does not move is nobody's, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 30.0, hide = true)]
    lease: f64,
}

/// Options of `build` for search engines that an organisation runs itself.
#[derive(Debug, Default, Args)]
struct ExportArgs {
    /// Also export the search index to this engine: an index configuration, and the sections as NDJSON
    #[arg(long, value_enum, value_name = "ENGINE")]
    search_export: Option<SearchEngine>,
    /// Folder for the search export [default: the output folder's name with `-search` appended]
    #[arg(long, value_name = "DIR", requires = "search_export")]
    search_export_dir: Option<PathBuf>,
}

/// A search engine that takes sections in bulk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum SearchEngine {
    /// Elasticsearch: index.json with mappings and analysers, sections for the bulk API.
    Elasticsearch,
    /// OpenSearch: the same files.
    Opensearch,
    /// Quickwit: index.yaml, sections for the ingest API.
    Quickwit,
}

/// Options of `search`.
#[derive(Debug, Args)]
struct SearchArgs {
    /// The words, as in the search box: "a phrase", type:role, tag:sales; after `--` also -without
    #[arg(required = true, value_name = "WORDS")]
    query: Vec<String>,
    /// Search only pages in this language
    #[arg(long, value_name = "CODE")]
    lang: Option<String>,
    /// Search only pages of this type
    #[arg(long = "type", value_name = "TYPE")]
    kind: Option<String>,
    /// Number of pages to show
    #[arg(long, default_value_t = 10, value_name = "N")]
    limit: usize,
}

/// Options of `mv`.
#[derive(Debug, Args)]
struct MvArgs {
    /// The page or folder: content/en/roles/designer.md, or roles/designer in every language
    old: String,
    /// The new name, or the folder to move it to
    new: String,
    /// Rename it only in this language
    #[arg(long, value_name = "CODE")]
    only: Option<String>,
    /// Preview the changes without writing anything
    #[arg(long)]
    dry_run: bool,
}

/// Options of `import`.
#[derive(Debug, Args)]
struct ImportArgs {
    /// The other tool's project: a folder, an exported archive, or a document
    source: PathBuf,
    /// The folder for the new project [default: beside SOURCE, with `-docent` appended to its name]
    dest: Option<PathBuf>,
    /// The tool: auto, mkdocs, mdbook, docusaurus, starlight, vitepress, hugo, jekyll, zola, gitbook, diplodoc, docfx,
    /// obsidian, confluence, notion, docx, html, plain
    #[arg(long, default_value = "auto", value_name = "TOOL")]
    from: String,
    /// Write the syntax of other tools as docent's own Markdown
    #[arg(long)]
    rewrite: bool,
    /// Turn SOURCE itself into a project; files are moved with `git mv`
    #[arg(long)]
    in_place: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Build the site into the output folder
    Build {
        #[command(flatten)]
        folder: FolderArg,
        #[command(flatten)]
        build: BuildArgs,
        #[command(flatten)]
        output: OutputArgs,
        #[command(flatten)]
        watch: WatchArgs,
        #[command(flatten)]
        export: ExportArgs,
    },
    /// Serve the site and show every change as you save it
    Serve {
        #[command(flatten)]
        folder: FolderArg,
        #[command(flatten)]
        build: BuildArgs,
        #[command(flatten)]
        serve: ServeArgs,
    },
    /// Start the language server that editors talk to
    ///
    /// Editors start it, and speak the Language Server Protocol with it over standard input and output.
    Lsp {
        /// Include drafts
        #[arg(long)]
        drafts: bool,
        /// Show the site as this audience sees it (`audiences` in docent.yaml)
        #[arg(long, value_name = "NAME")]
        audience: Option<String>,
        /// Accepted for editors that pass it; there is no other way to talk to it
        #[arg(long, hide = true)]
        stdio: bool,
    },
    /// Answer an assistant (Model Context Protocol, over standard input and output)
    Mcp {
        /// Serve only what this audience may see, after the proof
        #[arg(long, value_name = "NAME")]
        audience: Option<String>,
        /// Address of the published site, for links that people can open
        #[arg(long, value_name = "URL")]
        base_url: Option<String>,
    },
    /// Do everything that `build` does, without writing anything
    Check {
        #[command(flatten)]
        folder: FolderArg,
        #[command(flatten)]
        build: BuildArgs,
        #[command(flatten)]
        external: ExternalArgs,
    },
    /// Build the site and send it to S3, Google Cloud Storage or Azure
    ///
    /// Keys, region and endpoint come from the environment: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_REGION,
    /// AWS_ENDPOINT_URL; GOOGLE_SERVICE_ACCOUNT; AZURE_STORAGE_ACCOUNT_NAME, AZURE_STORAGE_ACCOUNT_KEY.
    Publish {
        #[command(flatten)]
        build: BuildArgs,
        #[command(flatten)]
        output: OutputArgs,
        #[command(flatten)]
        publish: PublishArgs,
    },
    /// Print the configuration of a web server for the site: policy, cache, 404, redirects
    Host {
        #[command(flatten)]
        build: BuildArgs,
        /// The server
        #[arg(value_enum)]
        server: Server,
    },
    /// Search the pages with the engine of the site's search box
    ///
    /// Exit code: 0 if something was found, 1 if nothing was, 2 if the search failed.
    Search {
        #[command(flatten)]
        search: SearchArgs,
    },
    /// Mark pages as reviewed: compared with reality and found correct
    Review {
        #[command(flatten)]
        review: ReviewArgs,
    },
    /// Print a table that answers a question about the whole site: text, JSON or CSV
    Report {
        #[command(flatten)]
        build: BuildArgs,
        /// The kind of report
        #[arg(value_name = "KIND", long_help = kinds())]
        kind: String,
        /// For `searches`: questions, one a line or as JSON, or the access log of a web server
        file: Option<PathBuf>,
    },
    /// Keep translations up to date with their originals
    Translate {
        #[command(subcommand)]
        what: Translate,
    },
    /// Create a small site in an empty folder, or write settings for a folder that has pages
    Init {
        /// The folder
        dir: PathBuf,
        /// Languages of the site, in the order to show them [default: those of the pages, or `en`]
        #[arg(long, value_delimiter = ',', value_name = "CODES")]
        languages: Option<Vec<String>>,
        /// Title of the site
        #[arg(long)]
        title: Option<String>,
    },
    /// Turn the project of another tool into a project of docent, and prove what was kept
    ///
    /// Reads projects of MkDocs, mdBook, Docusaurus, Starlight, VitePress, Hugo, Jekyll, Zola, GitBook, Diplodoc and DocFX,
    /// vaults of Obsidian, exports of Confluence and Notion, Word documents, HTML pages and plain Markdown. SOURCE is not
    /// changed. At the end, the new project is built, and every word of SOURCE is looked for in its pages.
    Import {
        #[command(flatten)]
        import: ImportArgs,
    },
    /// Create a page of a given type
    New {
        /// The type: page (without one), role, skill, comparison, checklist, guide, concept, faq, path, term, or one of your own
        #[arg(value_name = "TYPE")]
        kind: String,
        /// Path of the page: content/en/roles/designer.md, or roles/designer in the default language
        path: PathBuf,
        /// Title [default: the file name]
        #[arg(long)]
        title: Option<String>,
    },
    /// Rename a page or a folder, and rewrite the links to it
    ///
    /// Rewrites links, wikilinks and fields in every language, and redirects the old address to the new one. If the
    /// rename would cause an error, nothing is renamed.
    Mv {
        #[command(flatten)]
        mv: MvArgs,
    },
    /// Show what docent knows about a page: its state, address, template, links
    Explain {
        /// A file, a path without its extension, or an address
        path: String,
    },
    /// Change the look of the site
    Theme {
        #[command(subcommand)]
        what: Theme,
    },
    /// Print the JSON Schema of the front matter, for editors
    Schema,
    /// Print a completion script for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

/// The kinds of reports, for the help.
fn kinds() -> String {
    let width = KINDS.iter().map(|(name, ..)| name.len()).max().unwrap_or_default();
    let mut lines: Vec<String> = KINDS.iter().map(|(name, about, _)| format!("{name:width$}  {about}")).collect();
    let about = "links to other sites, and what `check --external` last heard of them";
    lines.push(format!("{:width$}  {about}", report::LINKS));
    let about = "other names and old addresses that would lead readers to pages, from questions or a log (FILE)";
    lines.push(format!("{:width$}  {about}", report::SEARCHES));
    format!("The kind of report:\n{}", lines.join("\n"))
}

/// What is done to translations.
#[derive(Debug, Subcommand)]
enum Translate {
    /// Mark translations as up to date with their originals
    Stamp {
        /// Pages, or folders of pages
        #[arg(required = true, value_name = "PATH")]
        paths: Vec<PathBuf>,
        /// Language of the originals [default: that of the last stamp, or the site's default language]
        #[arg(long, value_name = "CODE")]
        from: Option<String>,
    },
}

/// What is done to the theme.
#[derive(Debug, Subcommand)]
enum Theme {
    /// Copy files of the default theme into the project, where they replace the originals
    ///
    /// Templates and page types are copied to templates/, other files to the folder of the theme that docent.yaml names.
    Eject {
        /// The files: page.html, types/role.html, docent.css; without any, all files are listed
        #[arg(value_name = "FILE")]
        files: Vec<String>,
    },
}

/// Reads the arguments, runs the command, tells what went wrong.
pub fn run() -> ExitCode {
    let code = match Cli::try_parse() {
        Ok(cli) => command(cli),
        Err(answer) if answer.use_stderr() => answer.exit(),
        Err(answer) => {
            out::help(&answer);
            ExitCode::SUCCESS
        }
    };
    if out::has_failed() { ExitCode::from(USAGE) } else { code }
}

fn command(mut cli: Cli) -> ExitCode {
    if let Command::Build { folder, .. } | Command::Serve { folder, .. } | Command::Check { folder, .. } =
        &mut cli.command
    {
        cli.global.root = folder.dir.take().or(cli.global.root);
    }
    let global = &cli.global;
    if matches!(global.format, Format::Csv | Format::Ics) && !matches!(cli.command, Command::Report { .. }) {
        console::failure("--format csv and --format ics are for `docent report`");
        return ExitCode::from(USAGE);
    }
    let result = match cli.command {
        Command::Serve { build, serve, .. } => serve::run(global, build, &serve),
        Command::Build { build, output, watch, export, .. } if watch.watch => {
            watch::run(global, build, output, export, &watch)
        }
        Command::Build { build, output, export, .. } => build::run(global, &build, &output, &export),
        Command::Check { build, external, .. } => check::run(global, &build, external),
        Command::Lsp { drafts, audience, stdio: _ } => lsp::run(global, drafts, audience),
        Command::Mcp { audience, base_url } => mcp::run(global, audience, base_url),
        Command::Publish { build, output, publish } => publish::run(global, &build, &output, &publish),
        Command::Host { build, server } => host::run(global, &build, server),
        Command::Search { search } => search::run(global, &search),
        Command::Review { review } => review::run(global, &review),
        Command::Report { build, kind, file } => report::run(global, &build, &kind, file.as_deref()),
        Command::Translate { what: Translate::Stamp { paths, from } } => {
            translate::run(global, &paths, from.as_deref())
        }
        Command::Init { dir, languages, title } => init::run(global, &dir, languages.as_deref(), title.as_deref()),
        Command::Import { import } => import::run(global, &import),
        Command::New { kind, path, title } => new::run(global, &kind, &path, title),
        Command::Mv { mv } => mv::run(global, &mv),
        Command::Explain { path } => explain::run(global, &path),
        Command::Theme { what: Theme::Eject { files } } => theme::eject(global, &files),
        Command::Schema => schema::run(global),
        Command::Completions { shell } => {
            // Into memory first: clap_complete panics at a pipe that its reader has closed.
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Cli::command(), "docent", &mut script);
            out::write(&String::from_utf8_lossy(&script));
            Ok(ExitCode::SUCCESS)
        }
    };
    result.unwrap_or_else(|message: String| {
        console::ended(&message, global.format);
        ExitCode::from(USAGE)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }
}

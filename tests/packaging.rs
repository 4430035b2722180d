//! What people install: an archive of a small program goes through the shell's installer and through npm, in empty folders,
//! and starts there. The program says what it was given, so that nothing takes as long as docent's own compilation.
//!
//! (`packaging/README.md` says what the release makes of the real program.)

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "tests may panic, and tests have a disk")]

mod common;

use std::env::consts::ARCH;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const REPOSITORY: &str = "https://example.com/docent/docent";

/// A folder with the archives of a release, made of a program that repeats its arguments and ends with 7 if one is `fail`.
struct Release {
    folder: tempfile::TempDir,
}

impl Release {
    fn new() -> Self {
        let release = Self { folder: tempfile::tempdir().unwrap() };
        let program = release.path("program");
        fs::write(
            &program,
            "#!/bin/sh\ncase \"$1\" in --version) echo 'docent 1.2.3';; fail) exit 7;; *) echo \"got $*\";; esac\n",
        )
        .unwrap();
        for libc in ["gnu", "musl"] {
            let target = format!("{ARCH}-unknown-linux-{libc}");
            run(script("archive.sh").args([&target]).arg(&program).arg(release.path("archives")));
        }
        release
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn archive(&self, libc: &str) -> PathBuf {
        self.path(&format!("archives/docent-{ARCH}-unknown-linux-{libc}.tar.gz"))
    }

    /// The installer, as the release renders it. Other systems' archives are not there, so the formula has no sums.
    fn installer(&self) -> Command {
        let text = fs::read_to_string(packaging("install.sh")).unwrap();
        let installer = self.path("install.sh");
        fs::write(&installer, text.replace("@VERSION@", "1.2.3").replace("@REPOSITORY@", REPOSITORY)).unwrap();
        let mut command = Command::new("sh");
        command.arg(installer).env("DOCENT_INSTALL_DIR", self.path("bin"));
        command.env("DOCENT_DOWNLOAD_URL", format!("file://{}", self.path("archives").display()));
        command
    }
}

fn packaging(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("packaging").join(name)
}

fn script(name: &str) -> Command {
    Command::new(packaging(name))
}

fn output(command: &mut Command) -> Output {
    command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"))
}

/// What it prints; it must end well.
fn run(command: &mut Command) -> String {
    let output = output(command);
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// Whether a program is there; a test in CI may not go without.
fn has(program: &str) -> bool {
    let found = Command::new(program).arg("--version").output().is_ok_and(|output| output.status.success());
    if !found {
        common::needs::missing(program);
    }
    found
}

#[test]
fn archives_are_the_same_bytes_each_time() {
    let date = |release: &Release| {
        let mut again = script("archive.sh");
        again.arg(format!("{ARCH}-unknown-linux-gnu")).arg(release.path("program")).arg(release.path("again"));
        run(again.env("SOURCE_DATE_EPOCH", "1700000000"));
        fs::read(release.path(&format!("again/docent-{ARCH}-unknown-linux-gnu.tar.gz"))).unwrap()
    };
    assert_eq!(date(&Release::new()), date(&Release::new()));
}

#[test]
fn the_installer_puts_the_program_where_it_is_told() {
    if !has("curl") {
        return;
    }
    let release = Release::new();
    let said = run(&mut release.installer());
    let program = release.path("bin/docent");
    assert_eq!(said.lines().next(), Some(&*format!("installed docent 1.2.3 as {}", program.display())));
    assert!(said.contains("add it to your PATH"), "{said}");
    assert_eq!(run(Command::new(&program).args(["build", "a b"])), "got build a b\n");
    assert_eq!(program.metadata().unwrap().permissions().mode() & 0o777, 0o755);
    // A second time, over a program that is there.
    run(&mut release.installer());
    assert_eq!(fs::read_dir(release.path("bin")).unwrap().count(), 1);
}

#[test]
fn the_installer_refuses_what_was_not_published() {
    if !has("curl") {
        return;
    }
    let release = Release::new();
    for libc in ["gnu", "musl"] {
        let mut bytes = fs::read(release.archive(libc)).unwrap();
        bytes.push(0);
        fs::write(release.archive(libc), bytes).unwrap();
    }
    let refused = output(&mut release.installer());
    assert!(!refused.status.success() && !release.path("bin").exists());
    let said = String::from_utf8_lossy(&refused.stderr);
    assert!(said.starts_with("error: docent-") && said.contains("is not what was published"), "{said}");
}

#[test]
fn the_installer_says_what_it_could_not_download() {
    if !has("curl") {
        return;
    }
    let release = Release::new();
    fs::remove_dir_all(release.path("archives")).unwrap();
    let refused = output(&mut release.installer());
    assert!(!refused.status.success() && !release.path("bin").exists());
    assert!(String::from_utf8_lossy(&refused.stderr).contains("error: could not download file://"));
}

/// npm's own installation, of packages that lie in a folder; nothing is asked of a registry.
#[test]
fn npm_installs_the_package_of_the_platform() {
    if !has("npm") || !has("node") {
        return;
    }
    let release = Release::new();
    let (packages, project) = (release.path("npm"), release.path("project"));
    run(Command::new("node").arg(packaging("npm/build.mjs")).arg("1.2.3").arg(release.path("archives")).arg(&packages));
    fs::create_dir(&project).unwrap();
    let cpu = if ARCH == "x86_64" { "x64" } else { "arm64" };
    let platform = format!("docent-kb-linux-{cpu}");
    let manifest = fs::read_to_string(packages.join("docent-kb/package.json")).unwrap();
    assert!(manifest.contains(&format!("\"{platform}\": \"1.2.3\"")), "{manifest}");
    fs::write(project.join("package.json"), "{\"private\": true}").unwrap();
    let mut install = Command::new("npm");
    install.args(["install", "--offline", "--no-audit", "--no-fund", "--install-links", "--ignore-scripts"]);
    run(install.args([packages.join(&platform), packages.join("docent-kb")]).current_dir(&project));
    let docent = project.join("node_modules/.bin/docent");
    assert_eq!(run(Command::new(&docent).args(["build", "a b"])), "got build a b\n");
    assert_eq!(output(Command::new(&docent).arg("fail")).status.code(), Some(7));

    fs::remove_dir_all(project.join("node_modules").join(&platform)).unwrap();
    let without = output(Command::new(&docent).arg("build"));
    assert_eq!(without.status.code(), Some(1));
    assert!(
        String::from_utf8_lossy(&without.stderr)
            .starts_with(&format!("error: the package {platform} is not installed"))
    );
}

/// Annotations as GitHub reads them: the path from the repository, and nothing in a message that ends its line.
#[test]
fn the_action_makes_annotations() {
    if !has("jq") {
        return;
    }
    let project = common::Project::new();
    project.write("content/a,b.md", "---\ntitle: A\n---\n\n[100 %](gone.md)\n");
    let annotate = |command: &str| {
        let mut annotate = Command::new("bash");
        annotate.arg(packaging("github/annotate.sh")).current_dir(project.around());
        let folder = Path::new(env!("CARGO_BIN_EXE_docent")).parent().unwrap().display().to_string();
        annotate.env("PATH", format!("{folder}:{}", std::env::var("PATH").unwrap()));
        output(annotate.envs([("ROOT", "site/"), ("COMMAND", command), ("ARGS", "--quiet"), ("STRICT", "true")]))
    };
    let checked = annotate("check");
    assert_eq!(checked.status.code(), Some(1));
    assert_eq!(
        String::from_utf8(checked.stdout).unwrap(),
        "::error file=site/content/a%2Cb.md,line=5,col=1,title=broken-link::there is no page or file `gone.md`; create the file, or correct the link\n"
    );
    assert_eq!(annotate("serve").status.code(), Some(2));
}

/// What the installers, the formula, npm and the workflow call an archive is one name.
#[test]
fn each_package_knows_the_targets_of_the_release() {
    let read = |name: &str| fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap();
    let workflow = read(".github/workflows/release.yml");
    let built: Vec<&str> = workflow.split("{ target: ").skip(1).map(|rest| rest.split(',').next().unwrap()).collect();
    assert!(built.len() >= 7, "{built:?}");
    for (file, before) in [("packaging/npm/build.mjs", "target: \""), ("packaging/homebrew/docent.rb", "@SHA256:")] {
        for rest in read(file).split(before).skip(1) {
            let target = rest.split(['"', '@']).next().unwrap();
            assert!(built.contains(&target), "{file} wants {target}, which no job builds");
        }
    }
}

//! Output folders that are not ours: refused, and not a byte is changed. And those that are: kept whole.
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "tests may panic, and tests have a disk")]
#![cfg(unix)]

mod common;

use common::{Project, Run, namespace, needs, run, tree};
use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A project with everything around it that must not be replaced.
fn project() -> Project {
    let project = Project::new();
    let around = project.around();
    for (name, text) in [
        ("home/notes.txt", "mine"),
        ("full/file.txt", "mine"),
        ("repository/.git/HEAD", "ref: refs/heads/main\n"),
        ("worktree/.git", "gitdir: elsewhere\n"),
        ("file", "mine"),
        ("site/src/main.rs", "mine"),
        ("site/templates/page.html.txt", "mine"),
        ("site/themes/mine/theme.yaml", "name: mine\n"),
        ("site/.git/HEAD", "ref: refs/heads/main\n"),
        ("site/docs/manual.txt", "mine"),
    ] {
        let path = around.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    symlink(around.join("full"), around.join("link")).unwrap();
    symlink(around.join("site/content"), around.join("link-to-content")).unwrap();
    symlink(around.join("nowhere"), around.join("dangling")).unwrap();
    symlink(&around, around.join("site/up")).unwrap();
    project
}

/// Dangerous folders, as they are written on the command line in the project's folder, and what the refusal says.
const DANGEROUS: [(&str, &str); 24] = [
    (".", "is the project"),
    ("..", "above"),
    ("../..", "above"),
    ("/", "root of the file system"),
    ("content/../../site", "is the project"),
    ("content", "own folders"),
    ("content/public", "own folders"),
    ("templates", "own folders"),
    ("themes/mine", "own folders"),
    ("src", "own folders"),
    (".git", "own folders"),
    (".git/objects/public", "own folders"),
    ("docs", "not made by docent"),
    ("docent.yaml", "is a file"),
    ("../home", "home folder"),
    ("../full", "not made by docent"),
    ("../repository", "git repository"),
    ("../worktree", "git repository"),
    ("../file", "is a file"),
    ("../link", "is a symbolic link"),
    ("../dangling", "is a symbolic link"),
    ("../link-to-content/public", "own folders"),
    ("up/site", "is the project"),
    ("up/full", "not made by docent"),
];

#[test]
fn dangerous_folders_are_refused_and_nothing_is_changed() {
    let project = project();
    for (folder, reason) in DANGEROUS {
        let before = tree(&project.around());
        let run = project.run(&["build", "--output-dir", folder]);
        assert_eq!(run.code, Some(2), "{folder}: {}{}", run.stdout, run.stderr);
        assert!(run.stderr.contains(reason) && run.stderr.contains("--output-dir"), "{folder}: {}", run.stderr);
        assert!(tree(&project.around()) == before, "{folder}: something was changed");
    }
}

/// The same ones by `output_dir` of docent.yaml: that a project brings its own danger changes nothing.
#[test]
fn dangerous_folders_of_the_configuration_are_refused() {
    let project = project();
    for (folder, reason) in DANGEROUS {
        project.write("docent.yaml", format!("title: Test\noutput_dir: {}\n", serde_json::to_string(folder).unwrap()));
        let before = tree(&project.around());
        let run = project.run(&["build"]);
        assert_eq!(run.code, Some(2), "{folder}: {}{}", run.stdout, run.stderr);
        assert!(run.stderr.contains(reason), "{folder}: {}", run.stderr);
        assert!(tree(&project.around()) == before, "{folder}: something was changed");
    }
}

/// An absolute path to a folder of ours, an empty folder and a new one are fine.
#[test]
fn harmless_folders_are_accepted() {
    let project = project();
    fs::create_dir(project.around().join("empty")).unwrap();
    for folder in ["public", "../empty", "../new/and/deep", "public", "./public/../public"] {
        let run = project.run(&["build", "--output-dir", folder]);
        assert_eq!(run.code, Some(0), "{folder}: {}", run.stderr);
    }
}

/// Files that docent did not write survive a hundred builds, each of which changes the site.
#[test]
fn unknown_files_in_our_output_are_kept() {
    let project = Project::new();
    assert_eq!(project.build().code, Some(0));
    let foreign = [
        ("CNAME", "example.com"),
        (".nojekyll", ""),
        (".well-known/security.txt", "Contact: a"),
        ("uploads/2026/photo.jpg", "bytes"),
        ("page-5.txt", "mine"),
        ("assets/mine.css", "body {}"),
    ];
    let public = project.root().join("public");
    for (name, text) in foreign {
        fs::create_dir_all(public.join(name).parent().unwrap()).unwrap();
        fs::write(public.join(name), text).unwrap();
    }
    symlink("CNAME", public.join("link")).unwrap();
    for round in 0..100 {
        project.write(format!("content/page-{}.md", round % 7), format!("Round {round}.\n"));
        let _ = fs::remove_file(project.root().join(format!("content/page-{}.md", (round + 3) % 7)));
        assert_eq!(project.build().code, Some(0), "round {round}");
        for (name, text) in foreign {
            assert_eq!(fs::read_to_string(public.join(name)).unwrap(), text, "round {round}");
        }
        assert_eq!(fs::read_link(public.join("link")).unwrap(), Path::new("CNAME"), "round {round}");
    }
}

/// A file of somebody else where a page has to go: the build fails, names it and leaves it alone.
#[test]
fn a_foreign_file_is_never_overwritten() {
    let project = Project::new();
    assert_eq!(project.build().code, Some(0));
    fs::write(project.root().join("public/new.html"), "mine").unwrap();
    project.write("content/new.md", "Text.\n");
    let before = tree(&project.root().join("public"));
    let run = project.run(&["build"]);
    assert_eq!(run.code, Some(2), "{}", run.stderr);
    assert!(run.stderr.contains("new.html") && run.stderr.contains("did not write"), "{}", run.stderr);
    assert!(tree(&project.root().join("public")) == before);
}

/// A manifest that somebody else wrote, or that is broken, makes no file ours.
#[test]
fn a_broken_manifest_gives_no_right_to_delete() {
    for manifest in ["", "{", "[]", "{\"docent\":\"0\",\"files\":{\"../../precious\":\"0\",\"/precious\":\"0\"}}"] {
        let project = Project::new();
        fs::write(project.around().join("precious"), "mine").unwrap();
        project.write("public/.docent.json", manifest);
        project.write("public/mine.txt", "mine");
        assert_eq!(project.build().code, Some(0), "{manifest}");
        assert_eq!(project.output("mine.txt"), "mine", "{manifest}");
        assert_eq!(fs::read_to_string(project.around().join("precious")).unwrap(), "mine", "{manifest}");
    }
}

/// What a killed build leaves beside the output is gone after the next one, and the site is whole.
#[test]
fn leftovers_of_killed_builds_are_removed() {
    let project = Project::new();
    (0..400).for_each(|i| project.write(format!("content/page-{i}.md"), "Text.\n\n".repeat(50)));
    let staging = |project: &Project| -> Vec<PathBuf> {
        let entries = fs::read_dir(project.root()).unwrap().map(|e| e.unwrap().path());
        entries.filter(|p| p.to_string_lossy().contains("docent-")).collect()
    };
    let mut child =
        project.command().args(["build", "--quiet"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    // Until it has begun to write; a build that was quicker leaves nothing, which is fine too.
    while staging(&project).is_empty() && child.try_wait().unwrap().is_none() {
        std::thread::yield_now();
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(project.build().code, Some(0));
    assert_eq!(staging(&project), Vec::<PathBuf>::new());
    // One that is certain, as a build killed at another moment leaves it.
    project.write(".public.docent-1/en/half.html", "<p>ha");
    project.write(".public.docent-lock", r#"{"docent":"0.1.0","folder":".public.docent-1","site":0}"#);
    assert_eq!(project.build().code, Some(0));
    assert_eq!(staging(&project), Vec::<PathBuf>::new());
    assert!(project.output("page-399.html").contains("</html>") && !project.root().join("public/en").exists());
}

/// A copy of the program, written by another process: a file that this one has open for writing, even for a moment, is
/// busy for whatever a test beside this one starts meanwhile.
fn copy_program(to: &Path) {
    let status = Command::new("cp").arg(env!("CARGO_BIN_EXE_docent")).arg(to).status().unwrap();
    assert!(status.success());
}

/// Runs docent as a user who owns nothing; `None` where that cannot be done. Root passes every check of permissions.
fn as_nobody(project: &Project, args: &[&str]) -> Option<Run> {
    let is_root = fs::metadata("/proc/self").is_ok_and(|m| std::os::unix::fs::MetadataExt::uid(&m) == 0);
    if !is_root {
        return Some(project.run(args));
    }
    if !needs::as_nobody(&mut Command::new("true")).status().is_ok_and(|status| status.success()) {
        needs::missing("users but root");
        return None;
    }
    // The binary may lie below a folder that only root can enter: a copy beside the project does not.
    let binary = project.around().join("docent");
    copy_program(&binary);
    for folder in [project.around().parent().unwrap().to_owned(), project.around(), project.root()] {
        fs::set_permissions(folder, fs::Permissions::from_mode(0o755)).unwrap();
    }
    let mut command = Command::new(&binary);
    Some(run(needs::as_nobody(command.args(args).current_dir(project.root()).env("NO_COLOR", "1"))))
}

/// The parent of the output cannot be written: exit code not 0, the path is named, the old site is whole.
#[test]
fn an_output_that_cannot_be_written_is_named() {
    let project = Project::new();
    assert_eq!(project.build().code, Some(0));
    project.write("content/new.md", "Text.\n");
    let before = tree(&project.root().join("public"));
    fs::set_permissions(project.root(), fs::Permissions::from_mode(0o555)).unwrap();
    let Some(run) = as_nobody(&project, &["build"]) else { return };
    fs::set_permissions(project.root(), fs::Permissions::from_mode(0o755)).unwrap();
    assert_eq!(run.code, Some(2), "{}", run.stderr);
    assert!(run.stderr.contains(".public.docent-") && run.stderr.contains("nothing was published"), "{}", run.stderr);
    assert!(tree(&project.root().join("public")) == before);
}

/// A page that cannot be read is named; the rest is not published without it.
#[test]
fn a_page_that_cannot_be_read_is_named() {
    let project = Project::new();
    project.write("content/secret.md", "Text.\n");
    fs::set_permissions(project.root().join("content/secret.md"), fs::Permissions::from_mode(0o000)).unwrap();
    let Some(run) = as_nobody(&project, &["check", "--format", "json"]) else { return };
    assert_eq!(run.code, Some(1), "{}", run.stderr);
    assert_eq!(run.of("content/secret.md")[0]["code"], "unreadable");
}

/// A disk of a few megabytes: whatever fits, the site before stays whole, and the message says what to free.
#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_leaves_the_old_site_unless_unshare_is_forbidden() {
    let project = Project::new();
    project.write("content/large.bin", vec![7_u8; 3_000_000]);
    let disk = project.around().join("disk");
    fs::create_dir(&disk).unwrap();
    // Builds a small site, then one too large, and compares: all on a disk that exists only for this script.
    let script = format!(
        "mount -t tmpfs -o size=2m none {disk}
         mv content/large.bin ..; {docent} build -q -o {disk}/public
         (cd {disk}/public && find . -type f | sort | xargs sha256sum) > ../before
         mv ../large.bin content/; code=0; {docent} build -q -o {disk}/public 2> ../message || code=$?; echo $code > ../code
         (cd {disk}/public && find . -type f | sort | xargs sha256sum) > ../after
         ls -A {disk} > ../left",
        disk = disk.display(),
        docent = env!("CARGO_BIN_EXE_docent"),
    );
    let Some(output) = namespace::in_a_namespace(&script, &[], &project.root()) else { return };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let read = |name: &str| fs::read_to_string(project.around().join(name)).unwrap();
    assert_eq!(read("code").trim(), "2", "{}", read("message"));
    assert!(
        read("message").contains("large.bin") && read("message").to_lowercase().contains("no space"),
        "{}",
        read("message")
    );
    assert_eq!((read("before"), read("left").trim()), (read("after"), "public"));
}

/// What is mounted in the output, or is the output, stays where it is; what a file system keeps at its top is nobody's.
#[test]
#[cfg(target_os = "linux")]
fn mounts_are_published_around_unless_unshare_is_forbidden() {
    let project = Project::new();
    project.write("content/part/page.md", "One.\n");
    let script = format!(
        "docent={docent}; expect() {{ \"$@\" || {{ echo \"not so: $*\"; exit 78; }}; }}
         $docent build -q
         mkdir public/uploads ../bound ../volume
         mount -t tmpfs none public/uploads; echo mine > public/uploads/mine.txt
         mount --bind ../bound public/uploads; echo mine > public/uploads/mine.txt
         echo Two. > content/part/page.md; $docent build -q
         expect grep -q Two public/part/page.html
         expect test \"$(cat public/uploads/mine.txt ../bound/mine.txt)\" = \"$(printf 'mine\nmine')\"
         mount -t tmpfs none public/part
         echo Three. > content/part/page.md; expect test \"$($docent build 2>&1 | grep -c 'file system is mounted')\" = 1
         umount public/part; expect grep -q Two public/part/page.html
         $docent build -q; expect grep -q Three public/part/page.html
         mount -t tmpfs none ../volume; mkdir -m 700 ../volume/lost+found
         for text in Four Five; do echo $text. > content/part/page.md; $docent build -q -o ../volume; done
         expect grep -q Five ../volume/part/page.html
         expect test -d ../volume/lost+found
         expect test \"$(ls -A . public ../volume | grep -c docent-)\" = 0",
        docent = env!("CARGO_BIN_EXE_docent"),
    );
    let Some(output) = namespace::in_a_namespace(&script, &[], &project.root()) else { return };
    let said = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(output.status.success(), "{}{}", said(&output.stdout), said(&output.stderr));
}

/// Only the output may be written, not the folder around it: as a container's user sees a volume.
#[test]
fn an_output_in_a_folder_of_somebody_else_is_published_into() {
    let project = Project::new();
    project.write("content/page.md", "One.\n");
    assert_eq!(project.build().code, Some(0));
    let public = project.root().join("public");
    for path in [public.clone()].into_iter().chain(tree(&public).into_keys()) {
        let _ = std::os::unix::fs::chown(path, Some(needs::NOBODY), Some(needs::NOBODY));
    }
    project.write("content/page.md", "Two.\n");
    fs::set_permissions(project.root(), fs::Permissions::from_mode(0o555)).unwrap();
    let Some(run) = as_nobody(&project, &["build"]) else { return };
    fs::set_permissions(project.root(), fs::Permissions::from_mode(0o755)).unwrap();
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(project.output("page.html").contains("Two."));
    let left = tree(&public).into_keys().filter(|path| path.to_string_lossy().contains(".docent-"));
    assert_eq!(left.collect::<Vec<_>>(), Vec::<PathBuf>::new());
}

/// A foreign file whose name is not UTF-8, and an empty folder, are not ours either.
#[test]
fn unknown_names_in_our_output_are_kept() {
    use std::os::unix::ffi::OsStrExt;
    let project = Project::new();
    assert_eq!(project.build().code, Some(0));
    let public = project.root().join("public");
    let odd = public.join(std::ffi::OsStr::from_bytes(b"odd-\xff.bin"));
    fs::write(&odd, "mine").unwrap();
    fs::create_dir(public.join("empty")).unwrap();
    project.write("content/new.md", "Text.\n");
    assert_eq!(project.build().code, Some(0));
    assert_eq!(fs::read_to_string(&odd).unwrap(), "mine");
    assert!(public.join("empty").is_dir());
}

/// A folder that only looks like a leftover is not removed: only a lease makes one ours, and no lease leads elsewhere.
#[test]
fn what_only_looks_like_a_leftover_is_kept() {
    let project = Project::new();
    let mine = [
        ".public.docent-notes",
        ".public.docent-2024",
        ".public.docent-1-old",
        ".public.docent-1-2",
        "public.docent-3",
    ];
    mine.iter().for_each(|folder| project.write(format!("{folder}/mine.txt"), "mine"));
    assert_eq!(project.build().code, Some(0));
    for lease in [
        "",
        "{}",
        "my own list",
        r#"{"docent":"0","folder":"","site":0}"#,
        r#"{"docent":"0","folder":"content","site":0}"#,
        r#"{"docent":"0","folder":"../around","site":0}"#,
        r#"{"docent":"0","folder":".public.docent-/../content","site":0}"#,
        r#"{"docent":"0","folder":".public.docent-notes","site":0}"#,
        r#"{"docent":"0","folder":".public.docent-","site":0}"#,
    ] {
        project.write(".public.docent-lock", lease);
        project.write("content/new.md", format!("{}\n", lease.len()));
        let before = tree(&project.root().join("content"));
        let run = project.run(&["build"]);
        assert_eq!(run.code, Some(if lease.is_empty() { 0 } else { 2 }), "{lease}: {}", run.stderr);
        assert!(lease.is_empty() || run.stderr.contains(".public.docent-lock"), "{lease}: {}", run.stderr);
        mine.iter()
            .for_each(|folder| assert!(project.root().join(folder).join("mine.txt").exists(), "{lease}: {folder}"));
        assert!(tree(&project.root().join("content")) == before, "{lease}");
        let _ = fs::remove_file(project.root().join(".public.docent-lock"));
    }
}

/// Links of the user's stay what they are, wherever they lead, and what they lead to is not touched.
#[test]
fn links_in_our_output_stay_links() {
    let project = Project::new();
    assert_eq!(project.build().code, Some(0));
    let (public, files) = (project.root().join("public"), project.around().join("files"));
    fs::create_dir_all(files.join("deep")).unwrap();
    fs::write(files.join("deep/plan.pdf"), "mine").unwrap();
    fs::create_dir(public.join("own")).unwrap();
    let links = [
        ("files", "../../files".to_owned()),
        ("absolute", files.display().to_string()),
        ("own/below", files.join("deep").display().to_string()),
        ("file", files.join("deep/plan.pdf").display().to_string()),
        ("nowhere", "/nowhere/at/all".to_owned()),
        ("itself", "itself".to_owned()),
        ("up", "..".to_owned()),
        ("top", "/".to_owned()),
        ("page", "index.html".to_owned()),
        ("here", ".".to_owned()),
    ];
    links.iter().for_each(|(name, leads)| symlink(leads, public.join(name)).unwrap());
    for round in 0..3 {
        project.write("content/new.md", format!("Round {round}.\n"));
        let run = project.run(&["build"]);
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        for (name, leads) in &links {
            assert_eq!(
                &fs::read_link(public.join(name)).unwrap().display().to_string(),
                leads,
                "round {round}: {name}"
            );
        }
        assert_eq!(fs::read_to_string(files.join("deep/plan.pdf")).unwrap(), "mine");
    }
    // Where one of ours has to go, the link is in the way.
    project.write("content/files/page.md", "Text.\n");
    let run = project.run(&["build"]);
    assert_eq!(run.code, Some(2), "{}", run.stderr);
    assert!(run.stderr.contains("public/files: docent did not write this file"), "{}", run.stderr);
    assert_eq!(tree(&files).len(), 2);
}

/// What the owner of the output allowed, or forbade, stays: for the folder, folders in it, theirs and ours, and pages.
#[test]
fn modes_in_our_output_are_kept() {
    let project = Project::new();
    project.write("content/part/page.md", "One.\n");
    assert_eq!(project.build().code, Some(0));
    let public = project.root().join("public");
    fs::create_dir_all(public.join("uploads/empty")).unwrap();
    fs::write(public.join("uploads/photo.jpg"), "mine").unwrap();
    let modes =
        [("", 0o2770), ("part", 0o2775), ("uploads", 0o1777), ("uploads/empty", 0o700), ("part/page.html", 0o640)];
    for (name, mode) in modes {
        fs::set_permissions(public.join(name), fs::Permissions::from_mode(mode)).unwrap();
    }
    for round in 0..3 {
        project.write("content/part/page.md", format!("Round {round}.\n"));
        assert_eq!(project.build().code, Some(0));
        for (name, mode) in modes {
            let now = fs::metadata(public.join(name)).unwrap().permissions().mode() & 0o7777;
            assert_eq!(now, mode, "round {round}: {name}: {now:o}");
        }
    }
}

/// An old output that forbids to change it is replaced, and does not stay beside the new one, hidden.
#[test]
fn a_read_only_output_leaves_nothing_behind() {
    let project = Project::new();
    project.write("content/part/page.md", "One.\n");
    // A project of nobody's, if we are root; else it is ours already.
    let _ = std::os::unix::fs::chown(project.root(), Some(needs::NOBODY), Some(needs::NOBODY));
    let Some(run) = as_nobody(&project, &["build"]) else { return };
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    for folder in ["public/part", "public"] {
        fs::set_permissions(project.root().join(folder), fs::Permissions::from_mode(0o555)).unwrap();
    }
    project.write("content/part/page.md", "Two.\n");
    let run = as_nobody(&project, &["build"]).unwrap();
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(project.output("part/page.html").contains("Two."));
    let hidden = |name: &String| name.starts_with(".public");
    let names = fs::read_dir(project.root()).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap());
    assert_eq!(names.filter(hidden).collect::<Vec<_>>(), Vec::<String>::new());
    for folder in ["public", "public/part"] {
        let mode = fs::metadata(project.root().join(folder)).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, 0o555, "{folder}");
    }
}

/// A folder that was moved away, or a checkout that failed, replaces nothing.
#[test]
fn a_site_without_pages_is_refused() {
    let project = Project::new();
    assert_eq!(project.run(&["build"]).code, Some(0));
    let before = project.output("index.html");
    let content = project.root().join("content");
    std::fs::rename(&content, project.root().join("contents")).unwrap();
    let refused = |what: &str| {
        for args in [["build"].as_slice(), &["check"], &["serve", "--port", "0"], &["build", "--watch"]] {
            let run = project.run(args);
            assert_eq!(run.code, Some(2), "{args:?} {}", run.stderr);
            assert!(run.stderr.contains(what) && run.stderr.contains("docent init"), "{args:?} {}", run.stderr);
        }
        assert_eq!(project.output("index.html"), before);
    };
    refused("no folder content/");
    project.write("content/sub/notes.txt", "No page.");
    refused("no page in the folder content/");
    project.write("content/sub/page.md", "# A page\n");
    assert_eq!(project.run(&["build"]).code, Some(0));
}

//! Which kinds of files are published: those that lie still, in a reader's browser and on a web server.
//!
//! In: a file's path and content. Out: nothing, or why it is not published. A name may have several endings, and web
//! servers read them all: `x.php.jpg` is run by one that looks for `php` anywhere, `x.html.old` is sent as HTML by one
//! that knows no `old`. So each is looked at: what a server runs in any place, what a browser runs where no known
//! ending stands behind it.

use crate::diagnostic::{At, Finding};
use crate::source::Content;
use crate::svg;

/// Why a file is not published.
pub(super) fn refuse(reason: String) -> Finding {
    Finding::error("not-copied", At::File, reason)
}

/// What servers run wherever it stands in a name, or read as part of a page: PHP, ASP, Java, ColdFusion, CGI, includes.
const PROGRAMS: &str = "php php2 php3 php4 php5 php6 php7 php8 php9 phps pht phtm phtml phar asp asax ascx ashx asmx aspx \
    axd cdx cshtml cshtm vbhtml vbhtm jsp jspa jspf jspx jsf jsv jsw jhtml cfm cfml cfc cgi fcgi shtml shtm stm htaccess \
    htpasswd htgroup htdigest";

/// What servers run where it is the last ending. In another place it may be a word or a language: `slides.master.pdf`.
const SCRIPTS: &str = "pl plx py pyc rb asa cer idc svc soap rem master dbm";

/// What a browser runs, or may be told to by what is in it.
const ACTIVE: &str = "html htm xhtml xht mht mhtml hta htc js mjs cjs jsm xml xsl xslt xsd rdf rss atom xul xbl mml mathml wml swf svg svgz";

/// What every server sends as what it is.
const STILL: &str = "png jpg jpeg gif webp avif ico bmp tif tiff pdf doc docx xls xlsx ppt pptx odt ods odp odg rtf txt csv \
    tsv json epub zip tar tgz rar mp3 mp4 m4a m4v webm ogg ogv oga wav mov avi woff woff2 ttf otf css ics";

/// Settings of servers and hosts.
const SETTINGS: &str = "web.config php.ini .user.ini .htaccess .htpasswd _headers _redirects _routes.json _worker.js cname \
    staticwebapp.config.json vercel.json now.json netlify.toml";

/// Folders whose files servers run, or read as their own.
const FOLDERS: &str = "cgi-bin fcgi-bin web-inf meta-inf app_code app_data app_browsers app_globalresources";

/// Why the file at `path` below `content/` is not published, if it is not.
pub(super) fn refusal(path: &str, content: &Content) -> Option<Finding> {
    let lower = path.to_lowercase();
    let (folders, name) = lower.rsplit_once('/').unwrap_or(("", &lower));
    by_place(folders, name).or_else(|| by_endings(name)).map(refuse).or_else(|| drawing(name, content))
}

fn has(list: &str, name: &str) -> bool {
    list.split_ascii_whitespace().any(|known| known == name)
}

fn by_place(folders: &str, name: &str) -> Option<String> {
    if let Some(folder) = folders.split('/').find(|folder| has(FOLDERS, folder)) {
        return Some(format!("a web server may run files in a folder `{folder}`"));
    }
    has(SETTINGS, name).then(|| "a web server or a host would read it as its settings".to_owned())
}

fn by_endings(name: &str) -> Option<String> {
    let endings: Vec<&str> = name.split('.').skip(1).map(str::trim).collect();
    let last = endings.last().filter(|last| has(SCRIPTS, last));
    if let Some(program) = endings.iter().find(|ending| has(PROGRAMS, ending)).or(last) {
        return Some(format!("a web server may run a .{program} file"));
    }
    let kind = *endings.iter().rev().find(|ending| has(STILL, ending) || has(ACTIVE, ending))?;
    let read = name.ends_with(".svg") && kind == "svg";
    (has(ACTIVE, kind) && !read).then(|| match kind {
        "svgz" => "compressed SVG files are not checked".to_owned(),
        _ => format!("a browser would run a .{kind} file"),
    })
}

fn drawing(name: &str, content: &Content) -> Option<Finding> {
    if !name.ends_with(".svg") {
        return None;
    }
    let Content::Text(text) = content else {
        return Some(refuse("the SVG is not UTF-8, or too large to be checked".to_owned()));
    };
    svg::check(text).err()
}

/// What to do about it.
pub(super) fn advice(path: &str) -> &'static str {
    let lower = path.to_lowercase();
    if lower.ends_with(".svg") || lower.ends_with(".svgz") {
        "export it as plain SVG or as PNG"
    } else {
        "move it away from the pages, put it in a .zip file, or publish it elsewhere"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_published(path: &str) -> bool {
        let text = if path.to_lowercase().ends_with("svg") { "<svg xmlns='http://www.w3.org/2000/svg'/>" } else { "x" };
        refusal(path, &Content::Text(text.into())).is_none()
    }

    #[test]
    fn what_a_server_or_a_browser_runs_is_not_published() {
        for path in [
            "x.php",
            "x.PHP",
            "x.phtml",
            "x.php5",
            "x.phar",
            "x.phps",
            "x.php.jpg",
            "x.php.",
            "a/x.phtml.old",
            "x.asp",
            "x.aspx",
            "x.ashx",
            "x.jsp",
            "x.jspx",
            "x.cfm",
            "x.cgi",
            "x.cgi.txt",
            "x.fcgi",
            "x.pl",
            "x.py",
            "x.rb",
            "x.shtml",
            "x.shtm",
            "x.stm",
            "x.htaccess",
            ".htaccess",
            "a/.htpasswd",
            ".user.ini",
            "web.config",
            "a/Web.Config",
            "php.ini",
            "_headers",
            "_redirects",
            "CNAME",
            "vercel.json",
            "cgi-bin/x.txt",
            "a/CGI-BIN/x",
            "WEB-INF/classes/x.class",
            "App_Code/x.cs",
            "x.html",
            "x.htm",
            "x.XHTML",
            "x.xht",
            "x.html.old",
            "x.html.en",
            "x.html.gz",
            "x.html.drawio",
            "x.js",
            "x.mjs",
            "x.xml",
            "x.xml.br",
            "x.xsl",
            "x.rdf",
            "x.atom",
            "x.xul",
            "x.mml",
            "x.mht",
            "x.hta",
            "x.swf",
            "x.svgz",
            "x.svg.gz",
            "x.svg.old",
            "x.svg.en",
            "x.cer",
            "x.asa",
        ] {
            assert!(!is_published(path), "{path}");
        }
    }

    #[test]
    fn what_lies_still_is() {
        for path in [
            "x.png",
            "x.jpg",
            "x.PDF",
            "x.svg",
            "a b/x.SVG",
            "x.v2.svg",
            "node.js.png",
            "x.html.pdf",
            "index.html.zip",
            "x.tar.gz",
            "x.docx",
            "x.mp4",
            "x.drawio",
            "x.sh",
            "x.exe",
            "Makefile",
            "LICENSE",
            "php",
            "html",
            "x.php-notes.pdf",
            "slides.master.pdf",
            "index.pl.pdf",
            "setup.py.txt",
            "headers",
            "x.config",
            "web.config.txt",
            "cname.png",
            "web/x.png",
            ".well-known/security.txt",
            "x.json",
            "x.css",
            "x.woff2",
        ] {
            assert!(is_published(path), "{path}");
        }
    }

    #[test]
    fn a_drawing_is_looked_into_by_its_last_ending() {
        let hostile = Content::Text("<svg xmlns='http://www.w3.org/2000/svg' onload='x'/>".into());
        for path in ["x.svg", "x.SVG", "x.png.svg"] {
            assert!(refusal(path, &hostile).is_some_and(|refusal| refusal.at.bytes().is_some()), "{path}");
        }
        assert!(
            refusal(
                "x.svg",
                &Content::Binary { len: 1, size: None, place: crate::source::Place::Memory(Default::default()) }
            )
            .is_some()
        );
    }
}

#!/usr/bin/env bash
# Compares docent with other generators, and with a floor, on one folder of Markdown, side by side in one run.
#
#   benches/compare.sh FOLDER [RUNS]
#
# Needs: a dist build of docent (`cargo build --profile dist`); hugo and mdbook on the path (each is left out with a word if it is missing); in
# FLOOR, optionally, a program `floor IN OUT` that reads, parses and writes each page once and does nothing else.
# Prints wall seconds, processor seconds (user + system) and peak memory of every run, the programs in turn, so that a
# machine that is busy for a while is busy for all. Nothing is written to FOLDER.
set -euo pipefail
folder=$(realpath "$1")
runs=${2:-5}
root=$(cd "$(dirname "$0")/.." && pwd)
docent=${DOCENT:-$root/target/dist/docent}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

site() { # a docent project: name, more configuration
    mkdir -p "$work/$1"
    cp -r "$folder" "$work/$1/content"
    # Real corpora have broken links: they are told, and the site is built all the same.
    printf 'title: Corpus\ngit_dates: false\ndiagnostics: {broken-link: warning, broken-anchor: warning, script-url: warning, link-scheme: warning}\n%s\n' "$2" > "$work/$1/docent.yaml"
}
site plain $'markdown: {highlight: false}\nsearch: {enabled: false}'
site coloured 'search: {enabled: false}'
site whole ''

mkdir -p "$work/hugo/layouts/_default" "$work/hugo/content"
cp -r "$folder/." "$work/hugo/content"
# To hugo, an index.md without an underscore makes its folder one page.
find "$work/hugo/content" -name index.md -execdir mv {} _index.md \;
printf 'title = "Corpus"\nbaseURL = "https://example.com/"\ndisableKinds = ["taxonomy", "term"]\n[markup.highlight]\nnoClasses = false\n' > "$work/hugo/hugo.toml"
cat > "$work/hugo/layouts/_default/baseof.html" <<'H'
<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ .Title }}</title></head><body>
<nav><ul>{{ with .CurrentSection }}{{ range first 60 .Pages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}{{ end }}</ul></nav>
<main><h1>{{ .Title }}</h1>{{ .TableOfContents }}{{ block "main" . }}{{ .Content }}{{ end }}</main></body></html>
H
cp "$work/hugo/layouts/_default/baseof.html" "$work/hugo/layouts/_default/single.html"
cp "$work/hugo/layouts/_default/baseof.html" "$work/hugo/layouts/_default/list.html"

mkdir -p "$work/mdbook"
cp -r "$folder" "$work/mdbook/src"
# mdbook 0.5 panics on HTML that is not balanced; the others escape it or leave it out.
find "$work/mdbook/src" -name '*.md' -exec sed -i 's/</\&lt;/g' {} +
printf '[book]\ntitle = "Corpus"\n[output.html.search]\nenable = false\n' > "$work/mdbook/book.toml"
(cd "$work/mdbook/src" && echo '# Summary' && find . -name '*.md' ! -name SUMMARY.md | sort | sed 's|^\./\(.*\)$|- [\1](\1)|') > "$work/mdbook/SUMMARY.md"
mv "$work/mdbook/SUMMARY.md" "$work/mdbook/src/SUMMARY.md"

measure() { # name, command... with @out@ for a folder of its own
    local name=$1 out
    shift
    # Nothing is removed between two runs: ext4 passes over the inodes that were freed a moment ago, one by one, so that
    # whoever writes the next site pays up to five times for it.
    out=$(mktemp -d -p "$work")
    /usr/bin/time -f '%e %U %S %M' -o "$work/time" "${@//@out@/$out}" > "$work/log" 2>&1 || { tail -3 "$work/log"; }
    awk -v n="$name" '{printf "%-18s wall %7.2f s   cpu %7.2f s   memory %6.0f MB\n", n, $1, $2 + $3, $4 / 1024}' <(tail -1 "$work/time")
}

echo "$(find "$folder" -name '*.md' | wc -l) pages, $(du -sm "$folder" | cut -f1) MB, $runs runs"
for run in $(seq "$runs"); do
    echo "-- run $run"
    [ -n "${FLOOR:-}" ] && measure floor "$FLOOR" "$folder" @out@
    measure 'docent (plain)' "$docent" build -q --root "$work/plain" -o @out@/site
    measure 'docent (coloured)' "$docent" build -q --root "$work/coloured" -o @out@/site
    measure 'docent (+ search)' "$docent" build -q --root "$work/whole" -o @out@/site
    if command -v hugo > /dev/null; then measure hugo hugo --quiet -s "$work/hugo" -d @out@/site; else echo 'hugo: not installed'; fi
    if command -v mdbook > /dev/null; then measure mdbook mdbook build "$work/mdbook" -d @out@/site; else echo 'mdbook: not installed'; fi
done

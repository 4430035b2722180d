#!/bin/sh
# An archive of a compiled program, the same bytes each time: names in order, one owner, one date.
#
#     packaging/archive.sh x86_64-unknown-linux-musl target/x86_64-unknown-linux-musl/dist/docent out
set -eu

if [ $# -ne 3 ]; then
    echo "usage: $0 TARGET PROGRAM OUT" >&2
    exit 2
fi
target=$1
program=$2
mkdir -p "$3"
out=$(cd "$3" && pwd)
root=$(cd "$(dirname "$0")/.." && pwd)
# The day of the commit where the caller names none: https://reproducible-builds.org/specs/source-date-epoch/
date=${SOURCE_DATE_EPOCH:-$(git -C "$root" log -1 --format=%ct 2>/dev/null || echo 0)}

name=docent-$target
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/$name"
for file in README.md CHANGELOG.md LICENSE-MIT LICENSE-APACHE; do
    cp "$root/$file" "$work/$name/"
done

case $target in
*windows*)
    cp "$program" "$work/$name/docent.exe"
    archive=$name.zip
    (cd "$work" && TZ=UTC find "$name" -exec touch -d "@$date" {} + && find "$name" | LC_ALL=C sort | TZ=UTC zip -qX "$out/$archive" -@)
    ;;
*)
    cp "$program" "$work/$name/docent"
    chmod 755 "$work/$name/docent"
    archive=$name.tar.gz
    (cd "$work" && find "$name" -type f | LC_ALL=C sort >files &&
        tar --create --file archive.tar --files-from files --owner 0 --group 0 --numeric-owner --mtime "@$date" --mode 'u=rwX,go=rX' &&
        gzip -9n <archive.tar >"$out/$archive")
    ;;
esac

cd "$out"
if command -v sha256sum >/dev/null; then
    sha256sum "$archive" >"$archive.sha256"
else
    shasum -a 256 "$archive" >"$archive.sha256"
fi
echo "$out/$archive"

#!/bin/sh
# Writes the installers and the formula with the version, the repository and the checksums in their places.
#
#     packaging/render.sh 1.2.3 https://github.com/OWNER/NAME archives out
set -eu

if [ $# -ne 4 ]; then
    echo "usage: $0 VERSION REPOSITORY ARCHIVES OUT" >&2
    exit 2
fi
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$4"
script=$(mktemp)
trap 'rm -f "$script"' EXIT
printf 's|@VERSION@|%s|g\ns|@REPOSITORY@|%s|g\n' "$1" "$2" >"$script"
for file in "$3"/docent-*.sha256; do
    target=$(basename "$file" .sha256)
    target=${target#docent-}
    target=${target%.tar.gz}
    printf 's|@SHA256:%s@|%s|g\n' "${target%.zip}" "$(cut -d ' ' -f 1 <"$file")" >>"$script"
done

for file in install.sh install.ps1 homebrew/docent.rb; do
    sed -f "$script" "$here/$file" >"$4/$(basename "$file")"
    if grep -n '@[A-Z]*[:@]' "$4/$(basename "$file")" >&2; then
        echo "error: $file has places that were not filled: is an archive missing in $3?" >&2
        exit 1
    fi
done
chmod 755 "$4/install.sh"

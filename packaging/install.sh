#!/bin/sh
# Installs docent: finds the archive for this system, compares its checksum, unpacks the program.
#
#     curl -LsSf @REPOSITORY@/releases/latest/download/install.sh | sh
#
# DOCENT_INSTALL_DIR   where the program goes; default: ~/.local/bin
# DOCENT_VERSION       another version than @VERSION@
# DOCENT_DOWNLOAD_URL  another place that holds the archives, such as a mirror inside of your network
# DOCENT_LIBC          gnu or musl, where the guess is wrong
set -eu

version=${DOCENT_VERSION:-@VERSION@}
url=${DOCENT_DOWNLOAD_URL:-@REPOSITORY@/releases/download/v$version}
folder=${DOCENT_INSTALL_DIR:-$HOME/.local/bin}

fail() {
    echo "error: $1" >&2
    exit 1
}

target() {
    system=$(uname -s)
    machine=$(uname -m)
    case $machine in
    x86_64 | amd64) machine=x86_64 ;;
    aarch64 | arm64) machine=aarch64 ;;
    *) fail "there is no docent for the processor \`$machine\`; with Rust, \`cargo install docent-kb\` compiles it" ;;
    esac
    case $system in
    Darwin) echo "$machine-apple-darwin" ;;
    Linux) echo "$machine-unknown-linux-${DOCENT_LIBC:-$(libc)}" ;;
    *) fail "there is no docent for \`$system\`; with Rust, \`cargo install docent-kb\` compiles it" ;;
    esac
}

# The program for glibc needs the one of Debian 12 or a newer one; the one for musl needs none.
libc() {
    glibc=$(getconf GNU_LIBC_VERSION 2>/dev/null | cut -d ' ' -f 2)
    case $glibc in
    2.3[6-9]* | 2.[4-9][0-9]* | [3-9].*) echo gnu ;;
    *) echo musl ;;
    esac
}

download() {
    if command -v curl >/dev/null; then
        curl --fail --location --silent --show-error --output "$2" "$1"
    elif command -v wget >/dev/null; then
        wget --quiet --output-document "$2" "$1"
    else
        fail "needs curl or wget"
    fi || fail "could not download $1"
}

checksum() {
    if command -v sha256sum >/dev/null; then
        sha256sum "$1"
    elif command -v shasum >/dev/null; then
        shasum -a 256 "$1"
    else
        fail "needs sha256sum or shasum, to compare what was downloaded"
    fi | cut -d ' ' -f 1
}

main() {
    name=docent-$(target)
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
    download "$url/$name.tar.gz" "$work/archive"
    download "$url/$name.tar.gz.sha256" "$work/sha256"
    wanted=$(cut -d ' ' -f 1 <"$work/sha256")
    found=$(checksum "$work/archive")
    if [ -z "$found" ] || [ "$found" != "$wanted" ]; then
        fail "$name.tar.gz is not what was published: its SHA-256 is $found, not $wanted"
    fi
    tar -xzf "$work/archive" -C "$work"
    mkdir -p "$folder"
    # Beside the old one and then over it: a docent that runs goes on running.
    cp "$work/$name/docent" "$folder/.docent.new"
    chmod 755 "$folder/.docent.new"
    mv "$folder/.docent.new" "$folder/docent"
    installed=$("$folder/docent" --version | head -n 1) || fail "$folder/docent does not run on this system"
    echo "installed $installed as $folder/docent"
    case ":$PATH:" in
    *":$folder:"*) ;;
    *) echo "add it to your PATH: export PATH=\"$folder:\$PATH\"" ;;
    esac
}

# All of it is read before anything is done: half a download does nothing.
main

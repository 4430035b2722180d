#!/usr/bin/env bash
# Runs docent and makes annotations of what it says, at their files and lines.
#
# In: ROOT, COMMAND (check or build), ARGS, STRICT. Out: workflow commands, and docent's exit code.
set -uo pipefail

options=(--format json)
if [ "$COMMAND" = check ] || [ "$COMMAND" = build ]; then
    options+=(--root "$ROOT")
else
    echo "::error::the action knows the commands check and build, not \`$COMMAND\`"
    exit 2
fi
if [ "$STRICT" = true ]; then options+=(--strict); fi
read -r -a more <<<"$ARGS"

problems=$(mktemp)
docent "$COMMAND" "${options[@]}" ${more[@]+"${more[@]}"} >"$problems"
code=$?

# https://docs.github.com/actions/reference/workflow-commands-for-github-actions; what ends a property or a line is escaped.
jq -r --arg root "${ROOT%/}" '
    def data: gsub("%"; "%25") | gsub("\r"; "%0D") | gsub("\n"; "%0A");
    def property: data | gsub(":"; "%3A") | gsub(","; "%2C");
    select(.severity == "error" or .severity == "warning")
    | (if .file == null then "" else
        " file=" + ((if $root == "." or $root == "" then "" else $root + "/" end) + .file | property)
        + ",line=\(.line // 1),col=\(.column // 1),title=\(.code | property)" end) as $place
    | "::\(.severity)\($place)::\([.message, .hint // empty] | join("; ") | data)"
' "$problems"
rm -f "$problems"
exit "$code"

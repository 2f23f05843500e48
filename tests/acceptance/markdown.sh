#!/usr/bin/env bash
# Judges Markdown documents with tools that are not ours. cmark-gfm reads each: its HTML page must have
# the same words in the same order, and its links must lead to a heading by GitHub's rule and by GitLab's.
# markdownlint reads it and the repository's own pages by the rules in `.markdownlint-cli2.yaml`.
#
#   tests/acceptance/markdown.sh DOCUMENT.md…
#
# The page of a document is the .html beside it. Installs Debian's cmark-gfm, Python and Node if they are
# missing (as root), and the linter into a cache outside the repository. The last line is
# `N passed, M failed`.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cache=${ONUS_ACCEPTANCE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/onus-acceptance}/markdown
linter=markdownlint-cli2@0.22

fail() {
    echo "markdown.sh: $1" >&2
    echo "0 passed, 1 failed"
    exit 1
}

[ $# -gt 0 ] || fail "name the documents to compare"

missing=()
command -v cmark-gfm >/dev/null || missing+=(cmark-gfm)
command -v python3 >/dev/null || missing+=(python3)
command -v npm >/dev/null || missing+=(nodejs npm)
if [ ${#missing[@]} -gt 0 ]; then
    apt-get -o DPkg::Lock::Timeout=900 update -q >&2 &&
        apt-get -o DPkg::Lock::Timeout=900 install -qy --no-install-recommends "${missing[@]}" >&2 ||
        fail "${missing[*]} could not be installed"
fi

mkdir -p "$cache"
if [ "$(cat "$cache/installed" 2>/dev/null)" != "$linter" ]; then
    npm install --silent --no-audit --no-fund --prefix "$cache" "$linter" >&2 ||
        fail "$linter could not be installed"
    echo "$linter" >"$cache/installed"
fi

exec python3 "$here/markdown.py" "$cache/node_modules/.bin/markdownlint-cli2" "$@"

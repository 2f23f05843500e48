#!/usr/bin/env bash
# Compares a Markdown document with its HTML page, as another reader of Markdown understands it: the
# same words must stand in the same order.
#
#   tests/acceptance/markdown.sh DOCUMENT.md…
#
# The page of a document is the .html beside it. Installs Debian's cmark-gfm and Python if they are
# missing (as root). The last line is `N passed, M failed`.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

fail() {
    echo "markdown.sh: $1" >&2
    echo "0 passed, 1 failed"
    exit 1
}

[ $# -gt 0 ] || fail "name the documents to compare"

missing=()
command -v cmark-gfm >/dev/null || missing+=(cmark-gfm)
command -v python3 >/dev/null || missing+=(python3)
if [ ${#missing[@]} -gt 0 ]; then
    apt-get -o DPkg::Lock::Timeout=900 update -q >&2 &&
        apt-get -o DPkg::Lock::Timeout=900 install -qy --no-install-recommends "${missing[@]}" >&2 ||
        fail "${missing[*]} could not be installed"
fi

exec python3 "$here/markdown.py" "$@"

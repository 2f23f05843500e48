#!/usr/bin/env bash
# Judges HTML pages with tools that are not ours: axe-core in Chromium, html-validate. A page of forty
# services is written and measured beside them.
#
#   tests/acceptance/html.sh PAGE.html…
#
# ONUS names a built onus; without it, `cargo run --release` is used.
# Installs Chromium and Node from Debian if they are missing (as root), and the Node packages into a
# cache outside the repository. The last line is `N passed, M failed`.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cache=${ONUS_ACCEPTANCE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/onus-acceptance}
packages=(playwright-core@1 axe-core@4 html-validate@10)

fail() {
    echo "html.sh: $1" >&2
    echo "0 passed, 1 failed"
    exit 1
}

[ $# -gt 0 ] || fail "name the pages to check"

missing=()
[ -x /usr/bin/chromium ] || missing+=(chromium)
command -v npm >/dev/null || missing+=(nodejs npm)
command -v python3 >/dev/null || missing+=(python3)
if [ ${#missing[@]} -gt 0 ]; then
    apt-get -o DPkg::Lock::Timeout=900 update -q >&2 &&
        apt-get -o DPkg::Lock::Timeout=900 install -qy --no-install-recommends "${missing[@]}" >&2 ||
        fail "${missing[*]} could not be installed"
fi

mkdir -p "$cache"
if [ "$(cat "$cache/installed" 2>/dev/null)" != "${packages[*]}" ]; then
    npm install --silent --no-audit --no-fund --prefix "$cache" "${packages[@]}" >&2 ||
        fail "${packages[*]} could not be installed"
    echo "${packages[*]}" >"$cache/installed"
fi

forty=$(mktemp -d)
trap 'rm -rf "$forty"' EXIT
onus() {
    if [ -n "${ONUS:-}" ]; then "$ONUS" "$@"; else cargo run --release --quiet -- "$@"; fi
}
python3 "$here/forty.py" >"$forty/services.yaml" &&
    (cd "$here/../.." && onus build "$forty/services.yaml" -f html -o "$forty" --date 2026-11-24 >&2) ||
    fail "the page of forty services could not be written"

node "$here/html.mjs" "$cache" "$forty/forty-services.html" "$@"

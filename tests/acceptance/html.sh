#!/usr/bin/env bash
# Judges HTML pages with tools that are not ours: axe-core in Chromium, html-validate.
#
#   tests/acceptance/html.sh PAGE.html…
#
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

exec node "$here/html.mjs" "$cache" "$@"

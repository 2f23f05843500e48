#!/usr/bin/env bash
# Holds the catalog's names of resource types and properties to the schemas of cfn-lint and to Terraform's
# AWS provider, as the CDK for Terraform describes it.
#
#   tests/acceptance/names.sh CATALOG/services
#
# Installs Python and npm from Debian if they are missing (as root), and both packages into a cache
# outside the repository. The last line is `N passed, M failed`.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cache=${ONUS_ACCEPTANCE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/onus-acceptance}/names
python_packages=(cfn-lint==1.58.0)
provider=@cdktf/provider-aws@21.22.1

fail() {
    echo "names.sh: $1" >&2
    echo "0 passed, 1 failed"
    exit 1
}

[ $# = 1 ] && [ -d "$1" ] || fail "name the folder of the catalog's services"

missing=()
python3 -c 'import ensurepip' 2>/dev/null || missing+=(python3 python3-venv)
command -v npm >/dev/null || missing+=(nodejs npm)
if [ ${#missing[@]} -gt 0 ]; then
    apt-get -o DPkg::Lock::Timeout=900 update -q >&2 &&
        apt-get -o DPkg::Lock::Timeout=900 install -qy --no-install-recommends "${missing[@]}" >&2 ||
        fail "${missing[*]} could not be installed"
fi

mkdir -p "$cache"
if [ "$(cat "$cache/installed" 2>/dev/null)" != "${python_packages[*]} $provider" ]; then
    python3 -m venv "$cache/python" && "$cache/python/bin/pip" -q install "${python_packages[@]}" >&2 ||
        fail "${python_packages[*]} could not be installed"
    (cd "$cache" && npm pack --silent "$provider" >&2 && tar xzf cdktf-provider-aws-*.tgz) ||
        fail "$provider could not be fetched"
    rm -f "$cache"/cdktf-provider-aws-*.tgz
    echo "${python_packages[*]} $provider" >"$cache/installed"
fi

schemas=$("$cache/python/bin/python" -c 'import cfnlint, os; print(os.path.dirname(cfnlint.__file__))')
exec "$cache/python/bin/python" "$here/names.py" "$schemas/data/schemas" "$cache/package/lib" "$1"

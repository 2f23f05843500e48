#!/usr/bin/env bash
# Compares the whole of onus with programs that do a part of its work, by hyperfine: cmark-gfm for HTML,
# Typst for PDF. Prints times and ratios; decides nothing.
#
#     benches/compare.sh [SERVICES]...      numbers of services, by default 8 and 200
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

for tool in hyperfine cmark-gfm python3; do
    command -v "$tool" >/dev/null || { echo "compare.sh: $tool is missing" >&2; exit 2; }
done
cargo build --release --quiet
onus=${CARGO_TARGET_DIR:-target}/release/onus
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
python3 -m venv "$scratch/env"
"$scratch/env/bin/pip" install --quiet typst

# The services that most projects use, again and again under other names.
services_file() {
    local known=(ec2 ebs vpc elastic-load-balancing s3 lambda dynamodb kms) number
    printf 'project: {name: Bench, team: Platform, date: 2026-11-24}\nservices:\n'
    for ((number = 0; number < $1; number++)); do
        printf '  - {service: %s, name: use-%d}\n' "${known[number % 8]}" "$number"
    done
}

[ $# -gt 0 ] || set -- 8 200
for count in "$@"; do
    services_file "$count" >"$scratch/services.yaml"
    "$onus" build "$scratch/services.yaml" --output "$scratch" --format md,html
    python3 benches/to_typst.py "$scratch/bench.md" >"$scratch/bench.typ"
    runs=$([ "$count" -gt 50 ] && echo 3 || echo 15)
    echo "== $count services, $(wc -c <"$scratch/bench.md") bytes of Markdown: HTML"
    hyperfine --shell none --warmup 1 --runs "$runs" --export-json "$scratch/html.json" \
        --command-name "onus, services file to HTML" "$onus build $scratch/services.yaml -f html -o $scratch" \
        --command-name "cmark-gfm, Markdown to HTML" "cmark-gfm -e table $scratch/bench.md"
    echo "== $count services: PDF"
    hyperfine --shell none --warmup 1 --runs "$runs" --export-json "$scratch/pdf.json" \
        --command-name "onus, services file to PDF" "$onus build $scratch/services.yaml -f pdf -o $scratch" \
        --command-name "Typst, Typst file to PDF" \
        "$scratch/env/bin/python -c \"import typst; typst.compile('$scratch/bench.typ', output='$scratch/peer.pdf')\""
    python3 - "$scratch/html.json" "$scratch/pdf.json" <<'PYTHON'
import json
import sys

for path in sys.argv[1:]:
    ours, peer = json.load(open(path))["results"]
    print(f"{ours['command']}: {ours['mean']:.3f} s; {peer['command']}: {peer['mean']:.3f} s; ratio {ours['mean'] / peer['mean']:.2f}")
PYTHON
done

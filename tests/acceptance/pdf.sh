#!/usr/bin/env bash
# Checks PDF files with other people's tools: archival, accessible, sound, readable as text.
#
#     tests/acceptance/pdf.sh FILE.pdf...
#
# Then builds documents of its own and judges them too: of 1, 10, 100 and all services, and one with names
# in eleven scripts. Installs what it needs (poppler-utils, qpdf, Noto fonts, a Python environment), and
# takes the release build of onus. A check that did not run has failed.
set -u

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
onus=${ONUS:-${CARGO_TARGET_DIR:-$here/../../target}/release/onus}
[ $# -gt 0 ] || { echo "usage: $0 FILE.pdf..." >&2; exit 2; }

passed=0
failed=0
environment=${PDF_CHECK_ENV:-${TMPDIR:-/tmp}/onus-pdf-check}

need() {
    command -v "$1" >/dev/null && return
    if [ "$(id -u)" = 0 ]; then
        apt-get install -y -qq "$2" >/dev/null 2>&1 \
            || { apt-get update -qq && apt-get install -y -qq "$2"; } >/dev/null 2>&1
    fi
    command -v "$1" >/dev/null || echo "$1 is missing: install $2" >&2
}

# check NAME COMMAND...: passes when the command does.
check() {
    local name=$1 said
    shift
    if said=$("$@" 2>&1); then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAILED $name"
        echo "$said" | head -20 | sed 's/^/    /'
    fi
}

validate() {
    "$environment/bin/python" - "$1" "$2" <<'PYTHON'
import sys
import page

report = page.validate_pdf(sys.argv[1], profile=sys.argv[2])
for failure in report.failures:
    print(failure.rule_id, failure.message)
sys.exit(0 if report.is_compliant and report.rules.total > 50 else 1)
PYTHON
}

sound() {
    local said
    said=$(qpdf --check "$1" 2>&1) && grep -q 'No syntax or stream encoding errors' <<<"$said" && return
    echo "$said"
    return 1
}

# Every font embedded, cut down and with its meanings.
fonts() {
    pdffonts "$1" | awk 'NR > 2 { n++; if ($(NF-4) != "yes" || $(NF-3) != "yes" || $(NF-2) != "yes") { print; bad = 1 } } END { exit bad || n == 0 }'
}

tagged() { pdfinfo "$1" | grep -Eq '^Tagged: +yes' && pdfinfo -struct "$1" | grep -q '^ *H1'; }

titled() { pdfinfo "$1" | grep -Eq '^Title: +[^ ]'; }

# The text of the page, as read from the ink, is the text of the tags, heads and feet aside.
same_text() {
    "$environment/bin/python" - "$1" <<'PYTHON'
import collections
import re
import subprocess
import sys
import unicodedata

def run(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout

def letters(text):
    return "".join(unicodedata.normalize("NFC", text).split())

ink = letters(run("pdftotext", "-raw", sys.argv[1], "-"))
tags = run("pdfinfo", "-struct-text", sys.argv[1])
said = letters("".join(re.findall(r'^\s*"(.*)"$', tags, re.M)))
short = collections.Counter(said) - collections.Counter(ink)
if not said or short:
    print("the pages lack", dict(short))
    sys.exit(1)
PYTHON
}

need qpdf qpdf
need pdffonts poppler-utils
need python3 python3-venv
if [ ! -x "$environment/bin/python" ] || ! "$environment/bin/python" -c 'import page' 2>/dev/null; then
    python3 -m venv "$environment" && "$environment/bin/pip" install -q page-validation==0.11.0
fi

# judge FILE [whole]
judge() {
    check "$1: PDF/A-2a" validate "$1" 2a
    check "$1: PDF/UA-1" validate "$1" ua1
    check "$1: qpdf" sound "$1"
    check "$1: fonts" fonts "$1"
    check "$1: tags" tagged "$1"
    check "$1: title" titled "$1"
    [ "${2:-whole}" != whole ] || check "$1: text" same_text "$1"
}

# A services file of the first N services of the catalog.
services_file() {
    printf 'project: {name: "Services: %s", id: services-%s, date: 2026-11-24}\nservices:\n' "$1" "$1"
    "$onus" catalog list | awk -v most="$1" 'NR <= most { print "  - " $1 }'
}

build() { "$onus" build "$1" -f pdf -o "$scratch" --strict; }

# The words of the tags are those of the services file, in the order they are read.
says_names() {
    "$environment/bin/python" - "$1" "$2" <<'PYTHON'
import re
import subprocess
import sys
import unicodedata

# Brackets aside: from right to left the sign for one is the shape of the other, which poppler reports.
def plain(text):
    kept = (c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c)[0] not in "CZP")
    return "".join(kept)

def run(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout

tags = run("pdfinfo", "-struct-text", sys.argv[1])
said = plain("".join(re.findall(r'^\s*"(.*)"$', tags, re.M)))
names = re.findall(r'(?:name|note): "(.*?)"', open(sys.argv[2], encoding="utf-8").read())
missing = [name for name in names if plain(name) not in said]
if len(names) < 20 or missing:
    print("the tags lack", missing, "of", len(names))
    sys.exit(1)
# From left to right poppler takes the letters of Arabic and Hebrew back, but not those in one glyph.
page = plain(run("pdftotext", sys.argv[1], "-"))
lost = [name for name in names if plain(name) not in page and not re.search("[\u0590-\u06ff]", name)]
if lost:
    print("the pages lack", lost)
    sys.exit(1)
PYTHON
}

for file in "$@"; do
    judge "$file"
done

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
all=$("$onus" catalog list | wc -l)
for count in 1 10 100 "$all"; do
    services_file "$count" >"$scratch/$count.yaml"
    check "$count services: build" build "$scratch/$count.yaml"
    # Poppler's time to print the words of the tags grows with their square: minutes for a hundred services.
    if [ "$count" -gt 10 ]; then judge "$scratch/services-$count.pdf" "but its words"; else judge "$scratch/services-$count.pdf"; fi
done

need_fonts() {
    [ -e /usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc ] \
        && [ -e /usr/share/fonts/truetype/noto/NotoSansDevanagari-Regular.ttf ] && return
    apt-get install -y -qq --no-install-recommends fonts-noto-core fonts-noto-cjk >/dev/null 2>&1 \
        || { apt-get update -qq && apt-get install -y -qq --no-install-recommends fonts-noto-core fonts-noto-cjk; } >/dev/null 2>&1
}
need_fonts || echo "the Noto fonts are missing: install fonts-noto-core and fonts-noto-cjk" >&2
scripts=$scratch/scripts
mkdir "$scripts"
cp "$here/scripts.yaml" "$scripts"
for font in Arabic Armenian Devanagari Georgian Hebrew Tamil Thai; do
    cp "/usr/share/fonts/truetype/noto/NotoSans$font-Regular.ttf" "$scripts"
done
cp /usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc "$scripts"
check "scripts: build" build "$scripts/scripts.yaml"
judge "$scratch/scripts.pdf"
check "scripts: names" says_names "$scratch/scripts.pdf" "$scripts/scripts.yaml"

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]

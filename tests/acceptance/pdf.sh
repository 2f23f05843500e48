#!/usr/bin/env bash
# Checks PDF files with other people's tools: archival, accessible, sound, readable as text.
#
#     tests/acceptance/pdf.sh FILE.pdf...
#
# Installs what it needs (poppler-utils, qpdf, a Python environment). A check that did not run has failed.
set -u

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

sound() { qpdf --check "$1" && qpdf --check "$1" | grep -q 'No syntax or stream encoding errors'; }

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

for file in "$@"; do
    check "$file: PDF/A-2a" validate "$file" 2a
    check "$file: PDF/UA-1" validate "$file" ua1
    check "$file: qpdf" sound "$file"
    check "$file: fonts" fonts "$file"
    check "$file: tags" tagged "$file"
    check "$file: title" titled "$file"
    check "$file: text" same_text "$file"
done

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]

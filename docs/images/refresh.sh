#!/usr/bin/env bash
# Renders the README's picture again: the page of the web shop's PDF that says who holds the middle layers
# of its database. Needs poppler-utils.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
pdf=output/web-shop.pdf
pages=$(pdfinfo "$pdf" | awk '/^Pages:/ { print $2 }')
seen=
for ((page = 1; page <= pages; page++)); do
    text=$(pdftotext -f "$page" -l "$page" "$pdf" -)
    if grep -q '^Configuration given' <<<"$text" && grep -qx 'Amazon RDS: orders-db' <<<"$text"; then seen=1; fi
    if [ -n "$seen" ] && grep -qx 'Guest OS' <<<"$text"; then
        pdftoppm -r 80 -f "$page" -l "$page" -png -singlefile "$pdf" docs/images/page
        exit
    fi
done
echo "refresh.sh: $pdf has no such page" >&2
exit 1

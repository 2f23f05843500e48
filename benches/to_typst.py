#!/usr/bin/env python3
"""Turns a Markdown document into Typst, so that both programs set the same text. Reads cmark-gfm's XML."""

import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree


def tag(node):
    return node.tag.split("}")[-1]


def text(value):
    return re.sub(r"([\\#$*_`<>@~\[\]=+\-/\"'])", r"\\\1", value or "")


def inside(node):
    return "".join(typst(child) for child in node)


def table(node):
    rows = list(node)
    return f"\n#table(columns: {len(list(rows[0]))}, table.header({cells_of(rows[0])}), {cells_of(*rows[1:])})\n"


def cells_of(*rows):
    return ", ".join("[" + inside(cell) + "]" for row in rows for cell in row)


def typst(node):
    kind = tag(node)
    if kind == "text":
        return text(node.text)
    if kind == "softbreak":
        return " "
    if kind == "code":
        return f"#raw({quoted(node.text)})"
    if kind == "heading":
        return "\n" + "=" * int(node.get("level")) + " " + inside(node) + "\n"
    if kind == "strong":
        return f"#strong[{inside(node)}]"
    if kind == "emph":
        return f"#emph[{inside(node)}]"
    if kind == "link" and not node.get("destination", "").startswith("#"):
        return f"#link({quoted(node.get('destination'))})[{inside(node)}]"
    if kind == "paragraph":
        return "\n" + inside(node) + "\n"
    if kind == "list":
        call = "enum" if node.get("type") == "ordered" else "list"
        return f"\n#{call}(" + ", ".join("[" + inside(item) + "]" for item in node) + ")\n"
    if kind == "table":
        return table(node)
    return inside(node)


def quoted(value):
    return '"' + (value or "").replace("\\", "\\\\").replace('"', '\\"') + '"'


xml = subprocess.run(
    ["cmark-gfm", "-e", "table", "-t", "xml", sys.argv[1]], check=True, capture_output=True, text=True
).stdout
print("#set page(paper: \"a4\", numbering: \"1\")\n#set text(size: 9.5pt)")
print(typst(ElementTree.fromstring(re.sub(r"<!DOCTYPE[^>]*>", "", xml))))

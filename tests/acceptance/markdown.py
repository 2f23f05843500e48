"""Judges Markdown documents: `markdown.py LINTER DOCUMENT.md…`.

Compares the words of each, read by cmark-gfm, with those of its page; follows its links by the rules of
GitHub and GitLab; and has the linter read it, and the repository's own pages. Run it through markdown.sh.
"""

import pathlib
import re
import subprocess
import sys
import unicodedata
import urllib.parse
from html.parser import HTMLParser

# These stand inside a word without ending it; every other element does.
INSIDE_A_WORD = {"a", "b", "code", "del", "em", "i", "s", "span", "strong", "wbr"}
# Not the document's text: what is in them is CSS, the page's frame, its script or the ink of a picture.
NOT_TEXT = {"style", "script", "title", "defs", "text"}


class Words(HTMLParser):
    """Gathers the text of a page, or only of its `main` if it has one."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.all = []
        self.main = []
        self.in_main = False
        self.skipping = 0

    def handle_starttag(self, tag, attrs):
        self.in_main = self.in_main or tag == "main"
        self.skipping += tag in NOT_TEXT
        # A picture's words: in the page they are its description.
        if tag == "img":
            self.handle_data(" " + dict(attrs).get("alt", ""))
        self.end_word(tag)

    def handle_endtag(self, tag):
        self.end_word(tag)
        self.in_main = self.in_main and tag != "main"
        self.skipping -= tag in NOT_TEXT

    def handle_data(self, data):
        if self.skipping:
            return
        (self.main if self.in_main else self.all).append(data)

    def end_word(self, tag):
        if tag not in INSIDE_A_WORD:
            self.handle_data(" ")


def words(html):
    reader = Words()
    reader.feed(html)
    reader.close()
    return "".join(reader.main or reader.all).split()


class Anchors(HTMLParser):
    """Gathers the texts of a page's headings and the anchors that its links name."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.headings = []
        self.links = []
        self.in_heading = False

    def handle_starttag(self, tag, attrs):
        if re.fullmatch("h[1-6]", tag):
            self.in_heading = True
            self.headings.append("")
        href = dict(attrs).get("href") or ""
        if tag == "a" and href.startswith("#"):
            self.links.append(urllib.parse.unquote(href[1:]))

    def handle_endtag(self, tag):
        if re.fullmatch("h[1-6]", tag):
            self.in_heading = False

    def handle_data(self, data):
        if self.in_heading:
            self.headings[-1] += data


def markdown_html(path):
    command = ["cmark-gfm", "-e", "table", "-e", "autolink", "-e", "strikethrough", str(path)]
    return subprocess.run(command, check=True, capture_output=True).stdout.decode()


def markdown_words(path):
    return words(markdown_html(path))


def kept(letter):
    """Whether the anchor of a heading keeps a character: what Ruby's regular expressions call a word."""
    return letter in "- " or unicodedata.category(letter) in {
        *("Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Pc"),
    }


def github(heading):
    return "".join(filter(kept, heading.lower())).replace(" ", "-")


def gitlab(heading):
    anchor = re.sub("-+", "-", github(heading.strip()))
    return f"anchor-{anchor}" if anchor.isdecimal() else anchor


def anchors(headings, rule):
    """The anchors of headings in their order: a number parts those that would be the same."""
    taken = {}
    for heading in headings:
        anchor = base = rule(heading)
        while anchor in taken:
            taken[base] += 1
            anchor = f"{base}-{taken[base]}"
        taken[anchor] = 0
        yield anchor


def broken_links(path):
    """The links that lead nowhere, or to another heading on GitLab than on GitHub, or None."""
    reader = Anchors()
    reader.feed(markdown_html(path))
    reader.close()
    if len(reader.links) < 5:
        return f"only {len(reader.links)} links lead into the document"
    places = [list(anchors(reader.headings, rule)) for rule in (github, gitlab)]
    for link in reader.links:
        found = [names.index(link) if link in names else None for names in places]
        if None in found or found[0] != found[1]:
            return f"#{link} leads to heading {found[0]} on GitHub and {found[1]} on GitLab"
    return None


def lint(linter, paths):
    """What the linter says of some files, or None."""
    root = pathlib.Path(__file__).resolve().parents[2]
    files = [f":{pathlib.Path(path).resolve()}" for path in paths]
    done = subprocess.run([linter, "--config", ".markdownlint-cli2.yaml", *files], cwd=root, capture_output=True, text=True)
    # A linter that looked at nothing has found nothing.
    if f"Linting: {len(files)} file" not in done.stdout:
        return f"the linter did not read {len(files)} files: {done.stdout}{done.stderr}"
    return "\n".join(done.stderr.splitlines()[:20]) or None if done.returncode else None


def difference(path):
    """What the page says differently, or None."""
    page = path.with_suffix(".html")
    if not page.is_file():
        return f"there is no {page}"
    wanted, found = markdown_words(path), words(page.read_text())
    if not wanted:
        return "the document has no words"
    for at, (left, right) in enumerate(zip(wanted, found)):
        if left != right:
            return f"word {at}: {shown(wanted, at)} became {shown(found, at)}"
    if len(wanted) != len(found):
        return f"{len(wanted)} words became {len(found)}"
    return None


def shown(words, at):
    return repr(" ".join(word[:40] for word in words[max(0, at - 4) : at + 4]))


def own_pages():
    root = pathlib.Path(__file__).resolve().parents[2]
    return sorted([*root.glob("*.md"), *root.glob("docs/**/*.md"), root / "tests/README.md"])


def checks(linter, documents):
    for name in documents:
        path = pathlib.Path(name)
        yield f"{name}: same words as its page", lambda path=path: difference(path)
        yield f"{name}: anchors", lambda path=path: broken_links(path)
        yield f"{name}: lint", lambda path=path: lint(linter, [path])
    yield "the repository's own pages: lint", lambda: lint(linter, own_pages())


def main():
    passed = failed = 0
    linter, *documents = sys.argv[1:]
    for name, check in checks(linter, documents):
        try:
            fault = check()
        except (OSError, ValueError, subprocess.CalledProcessError) as error:
            fault = f"did not run: {error}"
        passed, failed = (passed, failed + 1) if fault else (passed + 1, failed)
        print(f"FAIL {name}: {fault}" if fault else f"ok   {name}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


sys.exit(main())

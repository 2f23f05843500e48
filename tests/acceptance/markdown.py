"""Compares the words of Markdown documents, read by cmark-gfm, with those of their pages.

Run it through markdown.sh.
"""

import pathlib
import subprocess
import sys
from html.parser import HTMLParser

# These stand inside a word without ending it; every other element does.
INSIDE_A_WORD = {"a", "b", "code", "del", "em", "i", "s", "span", "strong", "wbr"}
# Not the document's text: what is in them is CSS, the page's frame or the ink of a picture.
NOT_TEXT = {"style", "title", "defs", "text"}


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


def markdown_words(path):
    command = ["cmark-gfm", "-e", "table", "-e", "autolink", "-e", "strikethrough", str(path)]
    done = subprocess.run(command, check=True, capture_output=True)
    return words(done.stdout.decode())


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


def main():
    passed = failed = 0
    for name in sys.argv[1:]:
        try:
            fault = difference(pathlib.Path(name))
        except (OSError, ValueError, subprocess.CalledProcessError) as error:
            fault = f"did not run: {error}"
        passed, failed = (passed, failed + 1) if fault else (passed + 1, failed)
        print(f"FAIL {name}: {fault}" if fault else f"ok   {name}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


sys.exit(main())

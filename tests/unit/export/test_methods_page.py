"""The page about a table shows every fact as it is, in Markdown and in HTML, whatever a text holds."""

from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from lib.export.methods_page import html_page, markdown_page

FACTS = [
    ("In short", ""),
    ("", "4 requests *were* sent."),
    ("What was asked", ""),
    ("Prompt", "Rate:\n```\n{{text}}\n```"),
    ("Rows", 12_345),
    ("Creativity", 0.25),
]


def test_markdown_has_headings_lists_and_fences() -> None:
    assert markdown_page("How reviews_1 was made", FACTS).decode() == (
        "# How reviews\\_1 was made\n"
        "\n## In short\n\n"
        "- 4 requests \\*were\\* sent.\n"
        "\n## What was asked\n\n"
        "- **Prompt**:\n\n  ````text\n  Rate:\n  ```\n  {{text}}\n  ```\n  ````\n\n"
        "- **Rows**: 12,345\n"
        "- **Creativity**: 0.25\n"
    )


class Texts(HTMLParser):
    """The texts of a page, and its tags."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.tags: set[str] = set()
        self.is_inside = False
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.is_inside = True
        if tag in ("th", "td", "h1", "h2"):
            self.texts.append("")

    def handle_endtag(self, tag: str) -> None:
        self.is_inside = False

    def handle_data(self, data: str) -> None:
        if self.texts and self.is_inside:
            self.texts[-1] += data


words = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20)


@given(st.lists(st.tuples(words, words), max_size=5))
def test_html_shows_every_text_as_it_is_and_holds_nothing_else(facts: list[tuple[str, str]]) -> None:
    page = Texts(html_page("<b>Title</b>", [("Section", ""), *facts]))
    assert page.texts == ["<b>Title</b>", "Section", *(text for fact in facts for text in fact)]
    assert page.tags <= {"html", "head", "meta", "title", "style", "body", "h1", "h2", "table", "tr", "th", "td"}


def test_lines_stay_lines_in_html() -> None:
    assert "<th>Prompt</th><td>Rate:\n```" in html_page("t", FACTS).decode()

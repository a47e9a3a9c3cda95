"""What `how_made` tells, as a page for a report: Markdown, or HTML that needs no other file and runs no script."""

import re
from collections.abc import Iterator, Sequence
from html import escape

from lib.export.how_made import Fact

_FENCE = re.compile("`{3,}")
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~$&])")
_LIST_START = re.compile(r"^(\s*)([-+=]|\d+[.)])(?=\s|$)")
_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:50rem;margin:2rem auto;padding:0 1rem;color:#1b2a30}"
    "h1{font-size:1.6rem}h2{font-size:1.15rem;margin-top:2rem;border-bottom:1px solid #c8d3d6}"
    "table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.25rem .75rem .25rem 0}"
    "th{font-weight:600;width:14rem}td{white-space:pre-wrap;overflow-wrap:anywhere}"
    "@media(prefers-color-scheme:dark){body{background:#12191c;color:#dfe8ea}}"
)


def markdown_page(title: str, facts: Sequence[Fact]) -> bytes:
    """The facts as Markdown: a heading for each section, a list of labels with their texts."""
    lines = [f"# {_plain(title)}", *_sections(facts)]
    return ("\n".join(lines) + "\n").encode("utf-8", "replace")


def html_page(title: str, facts: Sequence[Fact]) -> bytes:
    """The facts as a web page: a table for each section."""
    body = "".join(_html_rows(facts))
    head = f'<meta charset="utf-8"><title>{escape(title)}</title><style>{_STYLE}</style>'
    page = f'<!doctype html>\n<html lang="en"><head>{head}</head><body><h1>{escape(title)}</h1>{body}</body></html>\n'
    return page.encode("utf-8", "replace")


def _sections(facts: Sequence[Fact]) -> Iterator[str]:
    for label, said in facts:
        text = _text(said)
        if label and not text:
            yield f"\n## {_plain(label)}\n"
        elif "\n" in text:
            yield f"- **{_plain(label)}**:\n\n{_fenced(text)}\n"
        elif text:
            yield f"- **{_plain(label)}**: {_plain(text)}" if label else f"- {_plain(text)}"


def _html_rows(facts: Sequence[Fact]) -> Iterator[str]:
    is_open = False
    for label, said in facts:
        text = _text(said)
        if label and not text:
            yield f"{'</table>' if is_open else ''}<h2>{escape(label)}</h2><table>"
            is_open = True
        elif text and label:
            yield f"<tr><th>{escape(label)}</th><td>{escape(text)}</td></tr>"
        elif text:
            yield f'<tr><td colspan="2">{escape(text)}</td></tr>'
    if is_open:
        yield "</table>"


def _text(said: str | float) -> str:
    return f"{said:,}" if isinstance(said, int) else str(said)


def _plain(text: str) -> str:
    """Text that Markdown shows as it is, on one line.

    >>> _plain("1. a_b <i>")
    '1\\\\. a\\\\_b \\\\<i\\\\>'
    """
    one_line = _SPECIAL.sub(r"\\\1", " ".join(text.split()))
    return _LIST_START.sub(lambda found: f"{found[1]}{found[2][:-1]}\\{found[2][-1]}", one_line)


def _fenced(text: str) -> str:
    """Text of several lines, inside a fence longer than any of its own."""
    fence = "`" * max(3, *(len(found) + 1 for found in _FENCE.findall(text)), 3)
    return "\n".join(f"  {line}" for line in (f"{fence}text", *text.splitlines(), fence))

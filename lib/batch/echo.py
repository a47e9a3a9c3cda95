"""An echo: a short cell of the row, which the answer repeats in a field of its own, so that it shows its row itself.

The prompt ends with the cell behind fixed words, and the answer's schema asks for it with fixed words. So an input
file alone says which answers must repeat what.
"""

from collections.abc import Mapping
from typing import Any
from unicodedata import normalize

from lib.schema.requested import requested_schema


def echo_lead(name: str) -> str:
    """The words before the cell, at the end of a prompt; `name` is that of the answer's field.

    >>> echo_lead("id")
    '\\n\\nRepeat this as "id": '
    """
    return f'\n\nRepeat this as "{name}": '


def echo_description(name: str) -> str:
    """The description of the answer's field."""
    return f'Exactly the text behind the words: Repeat this as "{name}"'


def echo_names(body: Any) -> tuple[str, ...]:
    """The names of the fields of the answer that repeat a cell, in their order."""
    schema = requested_schema(body) or {}
    properties = schema.get("properties")
    if not isinstance(properties, dict):
        return ()
    return tuple(name for name, field in properties.items() if _description(field) == echo_description(name))


def echoes_of(body: Any, names: tuple[str, ...]) -> Mapping[str, str]:
    """What the answer to a request must repeat, by the names of `echo_names`. A name that the prompt lacks is left out.

    Each text is as `comparable` gives it.
    """
    rest, echoes = _last_text(body), {}
    for name in reversed(names):
        rest, lead, cell = rest.rpartition(echo_lead(name))
        if not lead:
            return {}
        echoes[name] = comparable(cell)
    return echoes


def comparable(text: str) -> str:
    """A text without what models change when they repeat it: capitals, blanks, quotation marks around it.

    >>> comparable(' "Row  7b"'), comparable("ROW 7B")
    ('row 7b', 'row 7b')
    """
    return " ".join(normalize("NFC", text).casefold().split()).strip("\"'“”‘’«» ")


def _last_text(body: Any) -> str:
    """The text of the last message, without the images behind it; empty for a body in another form."""
    turns = (body.get("messages") or body.get("input")) if isinstance(body, dict) else None
    content = turns[-1].get("content") if isinstance(turns, list) and turns and isinstance(turns[-1], dict) else None
    parts = content if isinstance(content, list) else [{"text": content}]
    text = parts[0].get("text") if parts and isinstance(parts[0], dict) else None
    return text if isinstance(text, str) else ""


def _description(field: Any) -> Any:
    return field.get("description") if isinstance(field, dict) else None

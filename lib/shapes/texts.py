"""Bodies that are little more than a text: scanned pages, transcripts, models with a field of their own."""

from typing import Any

from lib.answer import Answer, reason_of
from lib.conversation import text_of
from lib.shapes.parts import by_index, filled
from lib.shapes.thoughts import apart


def read_pages(pages: Any, body: dict[str, Any]) -> Answer | None:
    """Mistral's OCR: the pages' Markdown, a blank line between them; else what was asked about the document."""
    found = by_index(pages)
    if not found:
        return None
    text = "\n\n".join(filter(None, (text_of(page.get("markdown")) for page in found)))
    return Answer(text or text_of(body.get("document_annotation")))


def read_text(text: Any, body: dict[str, Any]) -> Answer | None:
    """A transcript, or a completion under a name of its own."""
    if not isinstance(text, str):
        return None
    finish = reason_of(filled(body, "finish_reason", "stop_reason", "done_reason", "completionReason"))
    answer, reasoning = apart(text, finish)
    return Answer(answer, finish, reasoning=reasoning)

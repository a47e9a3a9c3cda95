"""The answer in other bodies: items, images, scores, scanned pages, transcripts, plain texts."""

from typing import Any

from lib.batch.conversation import text_of
from lib.json import codec
from lib.results.answer import Answer, finish_reason_text
from lib.results.bodies.fields import complete_by_index, first_filled, sorted_by_index
from lib.results.bodies.reasoning import split_reasoning
from lib.results.bodies.vectors import read_embeddings


def read_items(data: Any, body: dict[str, Any]) -> Answer | None:
    """The items in the order of their index; a single one without its list."""
    items = sorted_by_index(data)
    if not items:
        return None
    if "embedding" in items[0]:
        return read_embeddings(data, body)
    if isinstance(items[0].get("outputText"), str):  # Amazon's own models
        return Answer(items[0]["outputText"], finish_reason_text(items[0].get("completionReason")))
    if "b64_json" in items[0] or "url" in items[0]:
        return Answer("\n".join(map(_image, items)))
    scores = [item.get("score", item.get("relevance_score")) for item in items]
    values = scores if None not in scores and complete_by_index(data) == items else items
    return Answer(codec.dumps(values[0] if len(values) == 1 else values).decode())


def _image(item: dict[str, Any]) -> str:
    """An image's address, or the size of an image within the file."""
    if item.get("url"):
        return str(item["url"])
    encoded = item.get("b64_json")
    if not isinstance(encoded, str):
        return ""
    size = len(encoded) * 3 // 4  # base64
    return f"[image, {size / 1e6:,.1f} MB]" if size >= 100_000 else f"[image, {size:,} bytes]"


def read_pages(pages: Any, body: dict[str, Any]) -> Answer | None:
    """Mistral's OCR: the Markdown of the pages with an empty line between them, or the document's annotation."""
    items = sorted_by_index(pages)
    if not items:
        return None
    text = "\n\n".join(filter(None, (text_of(page.get("markdown")) for page in items)))
    return Answer(text or text_of(body.get("document_annotation")))


def read_plain_text(text: Any, body: dict[str, Any]) -> Answer | None:
    """A transcript, or a completion in a field of its own."""
    if not isinstance(text, str):
        return None
    keys = ("finish_reason", "stop_reason", "done_reason", "completionReason")
    finish_reason = finish_reason_text(first_filled(body, *keys))
    answer, reasoning = split_reasoning(text, finish_reason)
    return Answer(answer, finish_reason, reasoning=reasoning)

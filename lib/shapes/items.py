"""An item for each input: embeddings, scores and rankings, images, moderations, and what else is told as JSON."""

from typing import Any

from lib import json_value
from lib.answer import Answer, reason_of
from lib.shapes.parts import by_index, in_place
from lib.shapes.vectors import read_embeddings


def read_items(data: Any, body: dict[str, Any]) -> Answer | None:
    """The items in the order of their index; a single one stands for itself."""
    items = by_index(data)
    if not items:
        return None
    if "embedding" in items[0]:
        return read_embeddings(data, body)
    if isinstance(items[0].get("outputText"), str):  # Amazon's own models
        return Answer(items[0]["outputText"], reason_of(items[0].get("completionReason")))
    if "b64_json" in items[0] or "url" in items[0]:
        return Answer("\n".join(map(_image, items)))
    scores = [item.get("score", item.get("relevance_score")) for item in items]
    told = scores if None not in scores and in_place(data) == items else items
    return Answer(json_value.dumps(told[0] if len(told) == 1 else told).decode())


def _image(item: dict[str, Any]) -> str:
    """An image's address; one that is in the file itself is named with its size."""
    if item.get("url"):
        return str(item["url"])
    written = item.get("b64_json")
    return f"[image of {len(written) * 3 // 4:,} bytes]" if isinstance(written, str) else ""

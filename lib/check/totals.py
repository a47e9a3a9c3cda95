"""A checked file in numbers."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from lib.batch.conversation import conversation
from lib.check.other_formats import as_request
from lib.check.report import CheckedFile, counts
from lib.json import codec
from lib.providers.tokens import MESSAGE_TOKENS, REPLY_TOKENS, column_tokens

_SAMPLE = 1_000
"""Requests whose tokens are estimated; those of a larger file are told from so many, spread evenly over it."""


@dataclass(frozen=True, slots=True)
class Totals:
    """The size of some files together."""

    requests: int
    bytes: int
    models: Counter[str]
    endpoints: Counter[str]
    tokens: tuple[float, float]
    """The least and the most input tokens, probably."""

    sampled: bool
    """Whether the tokens are told from a part of the requests."""


def totals(files: Sequence[CheckedFile]) -> Totals:
    """The numbers of all files together."""
    models: Counter[str] = Counter()
    endpoints: Counter[str] = Counter()
    low = high = 0.0
    for checked in files:
        models += counts(checked.models)
        endpoints += counts(checked.endpoints)
        least, most = _tokens(checked)
        low, high = low + least, high + most
    size = sum(len(checked.text.data) for checked in files)
    sampled = any(len(checked) > _SAMPLE for checked in files)
    return Totals(sum(checked.requests for checked in files), size, models, endpoints, (low, high), sampled)


def _tokens(checked: CheckedFile) -> tuple[float, float]:
    """The input tokens of a file, as a range; of a large one, by the bytes of a sample."""
    step = -(-len(checked) // _SAMPLE) or 1
    chosen = range(0, len(checked), step)
    read = [_read(as_request(checked.value(at)).get("body")) for at in chosen]
    each = column_tokens([text for text, _, _ in read])
    frames = [(messages, chat) for _, messages, chat in read]
    sums = [
        float(tokens.sum())
        + sum(messages * MESSAGE_TOKENS[end] + chat * REPLY_TOKENS[end] for messages, chat in frames)
        for end, tokens in enumerate(each)
    ]
    seen = sum(checked.stops[at] - checked.starts[at] for at in chosen)
    share = sum(checked.stops) - sum(checked.starts)
    scale = share / seen if seen else 0
    return sums[0] * scale, sums[1] * scale


def _read(body: Any) -> tuple[str, int, bool]:
    """A request's whole text, how many messages it is in, and whether it is answered in words."""
    turns = conversation(body)
    chat = isinstance(body, dict) and "messages" in body
    form = {key: body[key] for key in ("response_format", "text", "tools") if key in body} if turns else {}
    text = "".join(turn.text for turn in turns) + (codec.dumps(form).decode() if form else "")
    return text, len(turns) if chat else 0, chat

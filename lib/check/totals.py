"""The size of checked files in numbers: requests, bytes, models, endpoints, tokens."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from lib.batch.conversation import conversation
from lib.check.checked_file import CheckedFile, count_names
from lib.check.line_forms import as_request
from lib.json import codec
from lib.providers.token_families import family_of
from lib.providers.token_ranges import MESSAGE_TOKENS, REPLY_TOKENS, column_tokens

_SAMPLE = 1_000
"""Most requests whose tokens are estimated. A larger file is sampled, evenly over its requests."""


@dataclass(frozen=True, slots=True)
class BatchTotals:
    """The size of some files together."""

    requests: int
    bytes: int
    models: Counter[str]
    endpoints: Counter[str]
    tokens: tuple[float, float]
    """The least and the most input tokens, as an estimate."""

    sampled: bool
    """Whether the tokens come from a sample of the requests."""


def batch_totals(files: Sequence[CheckedFile]) -> BatchTotals:
    """The numbers of all files together."""
    models: Counter[str] = Counter()
    endpoints: Counter[str] = Counter()
    low = high = 0.0
    for checked in files:
        models += count_names(checked.models)
        endpoints += count_names(checked.endpoints)
        least, most = _input_tokens(checked)
        low, high = low + least, high + most
    size = sum(len(checked.text.data) for checked in files)
    sampled = any(len(checked) > _SAMPLE for checked in files)
    return BatchTotals(sum(checked.requests for checked in files), size, models, endpoints, (low, high), sampled)


def _input_tokens(checked: CheckedFile) -> tuple[float, float]:
    """The input tokens of a file, as a range; of a large one, in proportion to the bytes of a sample."""
    step = -(-len(checked) // _SAMPLE) or 1
    sample = range(0, len(checked), step)
    family = family_of(count_names(checked.models))
    bodies = [as_request(checked.value(entry)).get("body") for entry in sample]
    chats = [len(conversation(body)) for body in bodies if isinstance(body, dict) and "messages" in body]
    sums = [
        float(tokens.sum()) + sum(chats) * MESSAGE_TOKENS[end] + len(chats) * REPLY_TOKENS[end]
        for end, tokens in enumerate(column_tokens(list(map(_text, bodies)), family))
    ]
    sampled = sum(checked.stops[entry] - checked.starts[entry] for entry in sample)
    every = sum(checked.stops) - sum(checked.starts)
    scale = every / sampled if sampled else 0
    return sums[0] * scale, sums[1] * scale


def _text(body: Any) -> str:
    """The whole text of a request: its messages, its answer format and its tools."""
    turns = conversation(body)
    form = {key: body[key] for key in ("response_format", "text", "tools") if key in body} if turns else {}
    return "".join(turn.text for turn in turns) + (codec.dumps(form).decode() if form else "")

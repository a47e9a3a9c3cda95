"""What else an answer says, as columns: only those that have anything in them."""

from collections.abc import Iterator, Sequence

from lib.result import Result

Column = Sequence[str | int | None]

SIDES = ("refusal", "tool_calls", "cached_tokens", "reasoning_tokens", "model", "service_tier")
"""Fields of a result that are worth a column to some."""


def choice_columns(results: Sequence[Result]) -> dict[str, Column]:
    """A column for every further choice: `answer_2` and so on, and what the models thought before they answered."""
    columns = dict(_choices(results))
    if any(result.reasoning for result in results):
        columns["reasoning"] = [result.reasoning for result in results]
    return columns


def side_columns(results: Sequence[Result]) -> dict[str, Column]:
    """The columns in `SIDES` in which any result has something."""
    columns = {name: [getattr(result, name) for result in results] for name in SIDES}
    return {name: column for name, column in columns.items() if any(cell not in ("", None) for cell in column)}


def _choices(results: Sequence[Result]) -> Iterator[tuple[str, Column]]:
    for at in range(max((len(result.further) for result in results), default=0)):
        yield f"answer_{at + 2}", [result.further[at] if at < len(result.further) else "" for result in results]

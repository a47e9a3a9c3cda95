"""Changes to a request before it is sent again; they keep the rest of its line byte for byte."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal

from lib.batch.shorter_text import shorten_in
from lib.json import codec, edit
from lib.json.line_kind import BODY_KEYS

ChangeKind = Literal["raise-tokens", "lower-tokens", "set-tokens", "rename", "set-model", "drop", "shorten"]
_Body = dict[str, Any]

_TOKEN_LIMITS = ("max_completion_tokens", "max_tokens", "max_output_tokens", "max_gen_len")
"""Names of the token limit: in chats, in older chats and completions, in responses, in Llama's requests."""

_INNER_TOKEN_LIMITS = {
    "generationConfig": "maxOutputTokens",  # Gemini
    "inferenceConfig": "maxTokens",  # Bedrock
    "textGenerationConfig": "maxTokenCount",  # Titan
}
"""Names of the token limit inside an object of the body."""

_REQUIRED = ("model", "messages", "input", "prompt")
_OTHER_BODIES = ("request", "modelInput")
"""Bodies of Gemini's and Bedrock's requests. Their parameters have other names, so no parameter is added to them."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change to the body of a request."""

    kind: ChangeKind
    name: str = ""
    """The parameter to rename or drop, or the column to shorten. Only the first name of a parameter's path counts:
    `messages` of `messages[0].name`."""

    value: str | int = ""
    """The tokens, the parameter's new name, the model, or the characters to keep; empty if the user has to choose."""

    cell: str = ""
    """The text to shorten: the row's cell in the column."""

    @property
    def parameter(self) -> str:
        return self.name.split(".")[0].split("[")[0].strip()

    @property
    def is_ready(self) -> bool:
        """Whether the change is complete, and leaves the request what it needs."""
        if self.kind == "drop":
            return self.parameter not in ("", *_REQUIRED)
        if self.kind == "shorten" and not self.name:
            return False
        if self.kind == "shorten" or self.kind.endswith("-tokens"):
            return isinstance(self.value, int) and self.value > 0
        return bool(self.value) and (bool(self.parameter) or self.kind == "set-model")

    def __str__(self) -> str:
        """`Raise the length limit to 4,096 tokens`"""
        if self.kind == "rename":
            return f"Rename {self.parameter} to {self.value}"
        if self.kind == "drop":
            return f"Leave {self.parameter} out"
        if self.kind == "set-model":
            return f"Use the model {self.value}" if self.value else "Use another model"
        if self.kind == "shorten":
            return f"Shorten {self.name} to {self.value:,} characters" if self.is_ready else "Shorten"
        verb = self.kind.removesuffix("-tokens").capitalize()
        limit = f" to {self.value:,} tokens" if isinstance(self.value, int) else ""
        return f"{verb} the length limit{limit}"


def change_line(line: bytes, changes: Sequence[Change]) -> bytes:
    """A request's line with the changes made; the very same line if they change nothing.

    Raises:
        ValueError: a change is not ready.
    """
    if unready := [str(change) for change in changes if not change.is_ready]:
        raise ValueError(f"not ready: {', '.join(unready)}")
    value = codec.loads(line)[0] if changes else None
    key = next((key for key in BODY_KEYS if isinstance(value, dict) and isinstance(value.get(key), dict)), "")
    if not isinstance(value, dict) or not key:
        return line
    bodies = _changed_bodies(value, key, changes)
    if bodies[-1] == bodies[0]:
        return line
    rewritten = codec.dumps({**value, key: bodies[-1]}) + b"\n"
    if codec.dumps(value) == line.rstrip():  # rewriting loses nothing of such a line, and is fast
        return rewritten
    try:
        text = line.decode()
        for before, after in pairwise(bodies):
            text = _edited(text, _value_start(text, key), before, after)
        return text.encode()
    except ValueError:  # the line has damaged characters
        return rewritten


def token_limit(body: Any) -> int | None:
    """The most tokens that a request allows for its answer; None if it sets no limit."""
    if not isinstance(body, dict):
        return None
    limits = [body.get(name) for name in _TOKEN_LIMITS] + [body[outer][inner] for outer, inner in _inner_limits(body)]
    return max((limit for limit in map(_whole_number, limits) if limit is not None), default=None)


def _changed_bodies(value: _Body, key: str, changes: Sequence[Change]) -> list[_Body]:
    """The body as it is, and as it is after each change."""
    bodies = [value[key]]
    for change in changes:
        before = bodies[-1]
        after = _changed(before, change, str(value.get("url", "")))
        adds_parameter = change.kind != "rename" and not after.keys() <= before.keys()
        bodies.append(before if adds_parameter and key in _OTHER_BODIES else after)
    return bodies


def _changed(body: _Body, change: Change, url: str) -> _Body:
    match change.kind:
        case "drop":
            return {key: value for key, value in body.items() if key != change.parameter}
        case "rename":
            return _renamed(body, change.parameter, str(change.value))
        case "set-model":
            return body | {"model": change.value}
        case "shorten":
            shorter: _Body = shorten_in(body, change.cell, int(change.value))
            return shorter
    inner = {outer: body[outer] | {name: _limit(change, body[outer][name])} for outer, name in _inner_limits(body)}
    names = [name for name in _TOKEN_LIMITS if name in body] or ([] if inner else _limit_names(body, url))
    return body | inner | {name: _limit(change, body.get(name)) for name in names}


def _renamed(body: _Body, old: str, new: str) -> _Body:
    """The value under its new name in its old place; a value that already has the new name stays."""
    if old in body and new in body:
        return {key: value for key, value in body.items() if key != old}
    return {new if key == old else key: value for key, value in body.items()}


def _limit(change: Change, old: Any) -> int:
    """The token limit after the change."""
    before, new = _whole_number(old), int(change.value)
    if not before or change.kind == "set-tokens":
        return new
    return max(before, new) if change.kind == "raise-tokens" else min(before, new)


def _whole_number(limit: Any) -> int | None:
    """A limit as a whole number, also if a table made it 50.0."""
    return int(limit) if type(limit) in (int, float) and limit == int(limit) else None


def _inner_limits(body: _Body) -> list[tuple[str, str]]:
    pairs = _INNER_TOKEN_LIMITS.items()
    return [(outer, inner) for outer, inner in pairs if isinstance(body.get(outer), dict) and inner in body[outer]]


def _limit_names(body: _Body, url: str) -> list[str]:
    """The name of the token limit in a request that has none; no name if its answer has no length."""
    if "messages" in body:  # providers whose lines have no url (Mistral, Fireworks, Anthropic) take the older name
        return ["max_completion_tokens" if url else "max_tokens"]
    if "prompt" in body:
        return ["max_tokens"]
    return ["max_output_tokens"] if url.endswith("/responses") else []


def _edited(line: str, start: int, before: _Body, after: _Body) -> str:
    """The line with the changed body; everything else keeps its digits and its duplicate keys.

    Args:
        start: where the body begins.
    """
    removed, added = list(before.keys() - after.keys()), list(after.keys() - before.keys())
    if len(removed) == len(added) == 1 and before[removed[0]] == after[added[0]]:
        line = edit.with_key(line, removed[0], added[0], start)
        before, removed = {**before, added[0]: before[removed[0]]}, []
    if removed:
        line = edit.without(line, *removed, start=start)
    for name, value in after.items():
        if name in before and before[name] == value:
            continue
        if isinstance(value, dict) and isinstance(before.get(name), dict):
            line = _edited(line, _value_start(line, name, start), before[name], value)
        else:
            line = edit.with_value(line, name, codec.dumps(value).decode(), before=("messages",), start=start)
    return line


def _value_start(line: str, key: str, start: int = 0) -> int:
    """Where the value of a key begins, in the object that begins at `start`."""
    member = edit.find(edit.members(line, start), key)
    return member.value if member else 0

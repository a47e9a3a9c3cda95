"""A change to a request before it is sent again, as data."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal

from lib.batch.request_line import BODY_KEYS
from lib.json import codec, edit

ChangeKind = Literal["raise-tokens", "lower-tokens", "set-tokens", "rename", "set-model", "drop"]
Body = dict[str, Any]

LIMITS = ("max_completion_tokens", "max_tokens", "max_output_tokens", "max_gen_len")
"""What the limit of an answer's tokens is called: in chats, in older chats and completions, in responses, by Llama."""

_INNER_LIMITS = {
    "generationConfig": "maxOutputTokens",  # Gemini
    "inferenceConfig": "maxTokens",  # Bedrock
    "textGenerationConfig": "maxTokenCount",  # Titan
}
"""Limits that stand in an object of the body."""

_NEEDED = ("model", "messages", "input", "prompt")
_OTHERS = ("request", "modelInput")
"""Bodies of Gemini's and Bedrock's models, each with names of its own: nothing is added to them that they lack."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change to the body of a request."""

    kind: ChangeKind
    name: str = ""
    """The parameter, for `rename` and `drop`; in `messages[0].name` the first name counts."""

    value: str | int = ""
    """The tokens, the parameter's new name, or the model; empty if it is the user's to choose."""

    @property
    def parameter(self) -> str:
        return self.name.split(".")[0].split("[")[0].strip()

    @property
    def ready(self) -> bool:
        """Whether nothing is left to choose, and it is no change that would make the request useless."""
        if self.kind == "drop":
            return self.parameter not in ("", *_NEEDED)
        if self.kind.endswith("-tokens"):
            return isinstance(self.value, int) and self.value > 0
        return bool(self.value) and (bool(self.parameter) or self.kind == "set-model")

    def __str__(self) -> str:
        """`Raise the max tokens to 4,096`"""
        if self.kind == "rename":
            return f"Rename {self.parameter} to {self.value}"
        if self.kind == "drop":
            return f"Leave {self.parameter} out"
        if self.kind == "set-model":
            return f"Use the model {self.value}" if self.value else "Use another model"
        verb = self.kind.removesuffix("-tokens").capitalize()
        return f"{verb} the max tokens to {self.value:,}" if isinstance(self.value, int) else f"{verb} the max tokens"


def fixed(line: bytes, fixes: Sequence[Change]) -> bytes:
    """A request's line with the fixes done; byte for byte the same line if they change nothing.

    Raises:
        ValueError: a fix is not `ready`.
    """
    if not_ready := [str(fix) for fix in fixes if not fix.ready]:
        raise ValueError(f"not ready: {', '.join(not_ready)}")
    value = codec.loads(line)[0] if fixes else None
    key = next((key for key in BODY_KEYS if isinstance(value, dict) and isinstance(value.get(key), dict)), "")
    if not isinstance(value, dict) or not key:
        return line
    bodies = [value[key]]
    for fix in fixes:
        after = _changed(bodies[-1], fix, str(value.get("url", "")))
        adds = fix.kind != "rename" and not after.keys() <= bodies[-1].keys()
        bodies.append(bodies[-1] if adds and key in _OTHERS else after)
    if bodies[-1] == bodies[0]:
        return line
    anew = codec.dumps({**value, key: bodies[-1]}) + b"\n"
    if codec.dumps(value) == line.rstrip():  # as ours are: nothing is lost then, and it is quick
        return anew
    try:
        text = line.decode()
        for before, after in pairwise(bodies):
            text = _spliced(text, _value_at(text, key), before, after)
        return text.encode()
    except ValueError:  # broken characters
        return anew


def _value_at(line: str, key: str, start: int = 0) -> int:
    """Where the value under a key begins, in the object that begins at a place of the line."""
    member = edit.find(edit.members(line, start), key)
    return member.value if member else 0


def _spliced(line: str, start: int, before: Body, after: Body) -> str:
    """The line with a changed body; all else keeps every digit and every repeated key that it was sent with."""
    gone, new = list(before.keys() - after.keys()), list(after.keys() - before.keys())
    if len(gone) == len(new) == 1 and before[gone[0]] == after[new[0]]:
        line = edit.with_key(line, gone[0], new[0], start)
        before, gone = {**before, new[0]: before[gone[0]]}, []
    if gone:
        line = edit.without(line, *gone, start=start)
    for name, value in after.items():
        if name in before and before[name] == value:
            continue
        if isinstance(value, dict) and isinstance(before.get(name), dict):
            line = _spliced(line, _value_at(line, name, start), before[name], value)
        else:
            line = edit.with_value(line, name, codec.dumps(value).decode(), before="messages", start=start)
    return line


def limit_of(body: Any) -> int | None:
    """The most tokens that a request's answer may have; None if it does not say."""
    if not isinstance(body, dict):
        return None
    said = [body.get(name) for name in LIMITS] + [body[outer][inner] for outer, inner in _inner_limits(body)]
    return max((limit for limit in map(_whole, said) if limit is not None), default=None)


def _inner_limits(body: Body) -> list[tuple[str, str]]:
    return [pair for pair in _INNER_LIMITS.items() if isinstance(body.get(pair[0]), dict) and pair[1] in body[pair[0]]]


def _whole(limit: Any) -> int | None:
    """A limit that is a number, also as tables write it: 50.0."""
    return int(limit) if type(limit) in (int, float) and limit == int(limit) else None


def _changed(body: Body, fix: Change, url: str) -> Body:
    match fix.kind:
        case "drop":
            return {key: value for key, value in body.items() if key != fix.parameter}
        case "rename":
            return _renamed(body, fix.parameter, str(fix.value))
        case "set-model":
            return body | {"model": fix.value}
    inner = {outer: body[outer] | {name: _limit(fix, _whole(body[outer][name]))} for outer, name in _inner_limits(body)}
    names = [name for name in LIMITS if name in body] or ([] if inner else _limit_names(body, url))
    return body | inner | {name: _limit(fix, _whole(body.get(name))) for name in names}


def _renamed(body: Body, old: str, new: str) -> Body:
    """The value under its new name in its old place; what stands under that name already is kept."""
    if old in body and new in body:
        return {key: value for key, value in body.items() if key != old}
    return {new if key == old else key: value for key, value in body.items()}


def _limit_names(body: Body, url: str) -> list[str]:
    """What a request without a limit would call it; none if its kind of answer has no length."""
    if "messages" in body:
        return ["max_completion_tokens"]
    if "prompt" in body:
        return ["max_tokens"]
    return ["max_output_tokens"] if url.endswith("/responses") else []


def _limit(fix: Change, old: int | None) -> int:
    """The new limit in the place of an old one."""
    new = int(fix.value)
    if not old or fix.kind == "set-tokens":
        return new
    return max(old, new) if fix.kind == "raise-tokens" else min(old, new)

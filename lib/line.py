"""The function that makes a request's line: fast, and the only one there is.

What is the same in every request is serialised once: a request with marks where the id and
the filled templates belong is cut at the marks, and each line is the pieces around its values.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lib import jsonl
from lib.recipe import Recipe
from lib.request import request
from lib.template import Fill, Template, filler, parse

MakeLine = Callable[[str, int], bytes]
"""From a custom_id and a row's index in the sheet to the request's line, its line end included."""


@dataclass(frozen=True, slots=True)
class Templates:
    """The parsed templates of a recipe, for one sheet's columns."""

    system: Template
    prompt: Template

    @classmethod
    def of(cls, recipe: Recipe, columns: Sequence[str]) -> "Templates":
        system = recipe.system if recipe.task == "Chat" else ""
        return cls(parse(system, columns), parse(recipe.prompt, columns))

    @property
    def columns(self) -> tuple[int, ...]:
        """The columns either of them uses, each once."""
        return tuple(dict.fromkeys((*self.system.columns, *self.prompt.columns)))


def line_maker(recipe: Recipe, templates: Templates, cells: Sequence[Sequence[str]]) -> MakeLine:
    """The line maker for a recipe, its templates and the sheet's `cells[column][row]`."""
    mark = _unused_mark(recipe)
    fills: list[Fill] = []
    slots: list[str] = []
    for template in (templates.system, templates.prompt):
        constant = template.constant
        slots.append(f"{mark}{len(fills)}" if constant is None else constant)
        if constant is None:
            fills.append(filler(template, cells))
    whole = jsonl.dumps(request(recipe, f"{mark}id", slots[0], slots[1])) + b"\n"
    head, rest = whole.split(jsonl.dumps(f"{mark}id"))
    pieces = []
    for at in range(len(fills)):  # the slots stand in this order in every request
        piece, rest = rest.split(jsonl.dumps(f"{mark}{at}"))
        pieces.append((piece, fills[at]))
    return _splicer(head, pieces, rest)


def _unused_mark(recipe: Recipe) -> str:
    """A text that stands nowhere in the recipe."""
    texts = "".join((recipe.model, recipe.system, recipe.prompt))
    return next(mark for at in range(len(texts) + 1) if (mark := f"slot-{at}-") not in texts)


def _splicer(head: bytes, pieces: Sequence[tuple[bytes, Fill]], tail: bytes) -> MakeLine:
    def line(custom_id: str, at: int) -> bytes:
        parts = [head, jsonl.dumps(custom_id)]
        for piece, fill in pieces:
            parts.append(piece)
            parts.append(jsonl.dumps(fill(at)))
        parts.append(tail)
        return b"".join(parts)

    return line

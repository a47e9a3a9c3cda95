"""Codebooks as the model reads them, and back: a request that was sent shows what its labels mean.

What is read back is proved: it gives the very text that is in the request.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from lib.compose.codebook import Codebook, CodebookKind, Label, plain_number

_ONE = "Choose the one label that fits best:"
_SEVERAL = "Choose every label that fits; none if no label does:"
_NUMBER = r"-?[\d,]+(?:\.\d+)?(?:e[+-]?\d+)?"
_SCORE = re.compile(rf"Give a (?P<whole>whole )?number from (?P<lowest>{_NUMBER}) to (?P<highest>{_NUMBER})[:.]")
_EXAMPLES = "Examples: "
_INDENT = "  "


def codebook_text(parts: Sequence[tuple[str, str, Codebook]]) -> str:
    """The codebooks of several answer columns as the model reads them.

    Args:
        parts: the name, the description and the codebook of each column.

    >>> late = Label("late", "The parcel comes after its date.", "Still waiting!")
    >>> print(codebook_text([("topic", "What it is about", Codebook(labels=(late, Label("other"))))]))
    topic: What it is about
    Choose the one label that fits best:
    - late: The parcel comes after its date.
      Examples: Still waiting!
    - other
    """
    return "\n\n".join(_text(*part) for part in parts)


def _text(name: str, description: str, codebook: Codebook) -> str:
    return "\n".join([_heading(name, description), _instruction(codebook), *map(_line, codebook.labels)])


def _heading(name: str, description: str) -> str:
    return f"{name}: {description.strip()}" if description.strip() else name


def _instruction(codebook: Codebook) -> str:
    if codebook.kind == "One label":
        return _ONE
    if codebook.kind == "Several labels":
        return _SEVERAL
    number = "a whole number" if codebook.whole_numbers else "a number"
    end = ":" if codebook.labels else "."
    return f"Give {number} from {plain_number(codebook.lowest):,} to {plain_number(codebook.highest):,}{end}"


def _line(label: Label) -> str:
    """A label with what is known about it; further lines are indented, so that they belong to it."""
    meaning, examples = label.meaning.strip(), label.examples.strip()
    text = f"- {label.name}: {meaning}" if meaning else f"- {label.name}"
    text += f"\n{_EXAMPLES}{examples}" if examples else ""
    return f"\n{_INDENT}".join(text.splitlines())


def read_codebook(text: str, name: str, description: str, names: Sequence[str] = ()) -> Codebook | None:
    """The codebook of one answer column in the text of a message; None if it is not there.

    Args:
        names: the labels that the request allows, which may contain colons themselves.
    """
    lines = text.split("\n")
    heading = _heading(name, description)
    for number, line in enumerate(lines[:-1]):
        if line == heading and (empty := _of_instruction(lines[number + 1])) is not None:
            labels = [_label(block, names) for block in _blocks(lines[number + 2 :])]
            if names and empty.kind != "Score":  # a list of the message's own may follow
                labels = list(takewhile(lambda label: label.name in names, labels))
            codebook = Codebook(empty.kind, tuple(labels), empty.lowest, empty.highest, empty.whole_numbers)
            if _text(name, description, codebook) in text:
                return codebook
    return None


def _of_instruction(line: str) -> Codebook | None:
    """A codebook without labels, from the line that says how to choose."""
    kinds: dict[str, CodebookKind] = {_ONE: "One label", _SEVERAL: "Several labels"}
    if line in kinds:
        return Codebook(kinds[line])
    if (match := _SCORE.fullmatch(line)) is None:
        return None
    lowest, highest = (float(match[end].replace(",", "")) for end in ("lowest", "highest"))
    return Codebook("Score", (), lowest, highest, match["whole"] is not None)


def _blocks(lines: Sequence[str]) -> Iterator[str]:
    """The text of each label, up to the first line that belongs to none."""
    block: list[str] = []
    for line in lines:
        if line.startswith("- ") or not (block and line.startswith(_INDENT)):
            if block:
                yield "\n".join(block)
            block = [line.removeprefix("- ")]
            if not line.startswith("- "):
                return
        else:
            block.append(line.removeprefix(_INDENT))
    if block:
        yield "\n".join(block)


def _label(block: str, names: Sequence[str]) -> Label:
    before, found, examples = block.partition(f"\n{_EXAMPLES}")
    name = next((each for each in sorted(names, key=len, reverse=True) if _begins_with(before, each)), None)
    if name is None:
        name = before.split(": ", 1)[0]
    return Label(name, before[len(name) :].removeprefix(": "), examples if found else "")


def _begins_with(text: str, name: str) -> bool:
    return text == name or text.startswith((f"{name}: ", f"{name}\n"))

"""New ids for the requests of a checked file that have no id of their own."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from lib.check import CheckedFile


class NewId(NamedTuple):
    """A request that gets another id."""

    line: int
    old: str
    """Id in the loaded file; empty if there was none."""

    new: str


def new_ids(checked: CheckedFile, give: bool, rename: bool, taken: frozenset[str] = frozenset()) -> dict[int, NewId]:
    """The new ids, by entry.

    The first request with an id keeps it. A new id differs from every id of the file and from those
    in `taken`, and is within the provider's length.

    Args:
        give: whether requests without an id get one.
        rename: whether duplicate and overlong ids are replaced.
    """
    present = (custom_id for custom_id in checked.ids if custom_id is not None)
    names = _FreeNames(taken.union(present), checked.provider.id_length)
    skipped = {finding.entry for finding in checked.findings if finding.rule in _NOT_A_REQUEST}
    seen: set[str] = set()
    renamed: dict[int, NewId] = {}
    for entry, custom_id in enumerate(checked.ids):
        line = checked.lines[entry]
        if custom_id is None:
            if give and entry not in skipped:
                renamed[entry] = NewId(line, "", names.next_free(f"line-{line}"))
            continue
        if rename and (custom_id in seen or names.is_too_long(custom_id)):
            renamed[entry] = NewId(line, custom_id, names.next_free(custom_id))
        seen.add(custom_id)
    return renamed


_NOT_A_REQUEST = {"not-json", "not-object", "shape-result", "shape-bedrock", "broken-text"}
"""Rules whose entries need no id: they cannot be sent."""


class _FreeNames:
    """Names that are not taken yet: `a`, else `a-2`, `a-3` and so on, cut to length."""

    def __init__(self, taken: Iterable[str], longest: int | None) -> None:
        self._taken = set(taken)
        self._longest = longest
        self._number: dict[str, int] = {}

    def is_too_long(self, name: str) -> bool:
        return self._longest is not None and len(name) > self._longest

    def next_free(self, wanted: str) -> str:
        name = next(name for name in self._candidates(wanted) if name not in self._taken)
        self._taken.add(name)
        return name

    def _candidates(self, wanted: str) -> Iterator[str]:
        yield wanted[: self._longest]
        while True:
            number = self._number[wanted] = self._number.get(wanted, 1) + 1
            ending = f"-{number}"
            room = None if self._longest is None else self._longest - len(ending)
            yield f"{wanted[:room]}{ending}"

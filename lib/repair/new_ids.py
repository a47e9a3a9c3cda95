"""New ids for the requests of a checked file that have none of their own."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from lib.check import CheckedFile


class Renamed(NamedTuple):
    """A request that gets another id."""

    at: int
    line: int
    old: str
    """Empty where there was none."""

    new: str


def new_ids(checked: CheckedFile, give: bool, rename: bool, taken: frozenset[str] = frozenset()) -> dict[int, Renamed]:
    """The ids to give, by entry: to requests without one (`give`), to repeated and to overlong ones (`rename`).

    The first request of a group keeps its id. A new id is none that the file has, nor one that is taken,
    nor longer than the provider takes.
    """
    own = (custom_id for custom_id in checked.ids if custom_id is not None)
    names = _Names(taken.union(own), checked.provider.id_length)
    nothing = {finding.entry for finding in checked.findings if finding.rule in _NO_ID_NEEDED}
    seen: set[str] = set()
    made: dict[int, Renamed] = {}
    for at, custom_id in enumerate(checked.ids):
        new = ""
        if custom_id is None:
            if give and at not in nothing:
                new = names.free(f"line-{checked.lines[at]}")
        elif rename and (custom_id in seen or names.is_too_long(custom_id)):
            new = names.free(custom_id)
        if custom_id is not None:
            seen.add(custom_id)
        if new:
            made[at] = Renamed(at, checked.lines[at], custom_id or "", new)
    return made


_NO_ID_NEEDED = {"not-json", "not-object", "shape-result", "shape-bedrock", "broken-text"}


class _Names:
    """Names that are not taken yet: `a`, else `a-2`, `a-3` and so on, cut to length."""

    def __init__(self, taken: Iterable[str], longest: int | None) -> None:
        self._taken = set(taken)
        self._longest = longest
        self._number: dict[str, int] = {}

    def is_too_long(self, name: str) -> bool:
        return self._longest is not None and len(name) > self._longest

    def free(self, wanted: str) -> str:
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

"""Failures for answers that repeat the cell of another row than the one they came back for (`lib.batch.echo`)."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from msgspec import structs

from lib.batch import InputFile
from lib.batch.echo import comparable, echo_names, echoes_of
from lib.common.phrasing import shorten_line
from lib.json.extract import json_in
from lib.results import Result, Results
from lib.results.results_file import collect_field

_MOST_OWNERS = 3


def fail_mixed_up(results: Sequence[Results], sent: Sequence[InputFile]) -> Sequence[Results]:
    """The results; an answer that repeats another text than every request under its id asked for becomes a failure.

    An answer that repeats nothing contradicts nothing: it stays as it is.
    """
    echoes = _Echoes.of(sent)
    return [_with_failures(file, echoes) for file in results] if echoes.asked else results


@dataclass(slots=True)
class _Echoes:
    """What the answers to the requests must repeat."""

    asked: dict[str, list[Mapping[str, str]]] = field(default_factory=lambda: defaultdict(list))
    """For each id, the texts of each of its requests by the name of their field."""

    owners: dict[tuple[str, str], list[str]] = field(default_factory=lambda: defaultdict(list))
    """The ids whose requests ask for a text in a field."""

    @classmethod
    def of(cls, sent: Sequence[InputFile]) -> "_Echoes":
        echoes = cls()
        for file in sent:
            names = echo_names(file.body(0)) if file.ids else ()
            for request, custom_id in enumerate(file.ids if names else ()):
                echoes._add(custom_id, echoes_of(file.body(request), names))
        return echoes

    def _add(self, custom_id: str, asked: Mapping[str, str]) -> None:
        self.asked[custom_id].append(asked)
        for place in asked.items():
            self.owners[place].append(custom_id)

    def contradiction(self, custom_id: str, answer: str) -> str:
        """How an answer contradicts every request under its id; empty if it does not."""
        requests = self.asked.get(custom_id, [])
        given = _fields_of(answer) if requests else {}
        differing = [_differing(asked, given) for asked in requests]
        if not differing or not all(differing):
            return ""
        name = differing[0]
        owners = self.owners.get((name, comparable(given[name])), [])
        others = [owner for owner in owners if owner != custom_id][:_MOST_OWNERS]
        belongs = f", as the request {' or '.join(others)} asks" if others else ""
        asked_for = requests[0][name]
        return (
            f"Mixed up: the answer repeats “{shorten_line(given[name])}”{belongs}, "
            f"and the request of this row asks for “{shorten_line(asked_for)}”."
        )


def _differing(asked: Mapping[str, str], given: Mapping[str, str]) -> str:
    """The first field that repeats another text than was asked for; empty if there is none."""
    wrong = (name for name, text in asked.items() if text and name in given and comparable(given[name]) != text)
    return next(wrong, "")


def _fields_of(answer: str) -> dict[str, str]:
    """The texts and numbers of an answer in JSON, by their keys."""
    try:
        value: Any = json_in(answer)
    except ValueError:
        return {}
    fields = value.items() if isinstance(value, dict) else ()
    return {name: str(text) for name, text in fields if isinstance(text, (str, int, float)) and str(text).strip()}


def _with_failures(file: Results, echoes: _Echoes) -> Results:
    failures = dict(_failures(file, echoes))
    if not failures:
        return file
    return replace(file, results=file.results.replaced(failures))


def _failures(file: Results, echoes: _Echoes) -> Iterator[tuple[int, Result]]:
    columns = (collect_field([file], name) for name in ("state", "custom_id", "answer"))
    for index, (state, custom_id, answer) in enumerate(zip(*columns, strict=True)):
        if state == "OK" and (error := echoes.contradiction(custom_id, answer)):
            yield index, structs.replace(file.results[index], state="Failed", answer="", error=error)

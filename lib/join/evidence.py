"""What was sent under each id, and which rows of the sheet give exactly that text."""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence, Set
from itertools import chain
from operator import add, mul
from random import Random
from typing import TypeVar

from lib.batch import InputFile
from lib.batch.content import content_text
from lib.batch.positions import Position
from lib.common.excel_cells import unguard
from lib.common.own_columns import batchdesk_columns
from lib.join.prompt_template import PromptTemplate, read_template
from lib.sheets import Sheet

T = TypeVar("T")

_CHANCE = 100_000
"""Whole numbers below are in many columns by chance."""

Rows = Mapping[str, int]
"""Indexes of the sheet's rows by custom_id."""

_FEW = 3
"""Pairs that a template is read off, at least; smaller input files are read together."""

_SAMPLE = 100
"""Pairs of a request and a row that a template is read off."""

_LOOKED_UP = 8
"""Requests whose row is looked up by its cells, where no id leads to a row."""

_FILES_LOOKED_UP = 3
"""Input files whose requests are looked up, at most."""

_ESCAPED = re.compile(r'(\\u[0-9a-f]{4})+|\\["\\/bfnrt]')
"""Characters that are escaped as JSON."""

_MOST_LOOKS = 1_000_000
"""Cells that are looked up in requests, at most."""


def are_plain_numbers(texts: Iterable[str]) -> bool:
    """Whether all texts are whole numbers that other columns hold by chance."""
    return all(text.isascii() and text.isdigit() and int(text) < _CHANCE for text in texts)


def without_guards(sheet: Sheet) -> Sheet:
    """The sheet, if it is a CSV file of ours, without the apostrophes that it has before formulas."""
    if sheet.options.delimiter is None or not batchdesk_columns(sheet.columns):
        return sheet
    return sheet.with_cells(unguard)


class Evidence:
    """The contents of requests, and the templates that give them from a sheet's rows.

    Args:
        requests: the position of the request that counts for each id.
    """

    def __init__(self, sheet: Sheet, sent: Sequence[InputFile], requests: Mapping[str, Position]) -> None:
        self._sheet, self._sent, self._requests = sheet, sent, requests
        self._columns = [sheet.column(name) for name in sheet.columns]
        self._of_file: dict[int, list[PromptTemplate]] = {}
        """The templates of each input file; several where nothing tells which of them it was made with."""

        self._looked_up: set[int] = set()
        self._places: dict[PromptTemplate, defaultdict[int, list[int]]] = {}
        self._contents: dict[str, tuple[int, ...]] = {}
        self._certain: set[str] = set()
        """Ids of batches that were composed here from this very sheet."""

        self.templates: dict[PromptTemplate, list[int]] = {}
        """Each template with the hash of every row's text."""

        for file in sent:
            if file.sheet_digest == sheet.digest:
                self._certain.update(file.ids)
                continue
            self._add_contents(file)
        self._times = Counter(chain.from_iterable(self._contents.values()))

    def _add_contents(self, file: InputFile) -> None:
        pairs = zip(file.ids, file.content_hashes(), strict=True)
        if len(set(file.ids)) == len(file.ids) and self._contents.keys().isdisjoint(file.ids):
            self._contents |= {custom_id: (content,) for custom_id, content in pairs}
            return
        for custom_id, content in pairs:
            self._contents[custom_id] = tuple({*self._contents.get(custom_id, ()), content})

    def sent_among(self, ids: Iterable[str]) -> list[str]:
        """Those of some ids of which the content of the request is at hand."""
        return [custom_id for custom_id in ids if custom_id in self._contents]

    def is_certain(self, custom_id: str) -> bool:
        """Whether an id's request was composed here from this very sheet, so that its row gives its text."""
        return custom_id in self._certain

    def is_comparable(self, custom_id: str) -> bool:
        """Whether the content of an id's request can be compared with a row."""
        is_open = custom_id in self._contents and custom_id not in self._certain
        return is_open and bool(self._templates_of(custom_id))

    def is_unique(self, custom_id: str) -> bool:
        """Whether no other id was sent with the same content."""
        return all(self._times[content] == 1 for content in self.contents(custom_id))

    def contents(self, custom_id: str) -> Collection[int]:
        """The hashes of all that was sent under an id."""
        return self._contents.get(custom_id, ())

    def agreeing(self, template: PromptTemplate, rows: Rows) -> set[str]:
        """The ids whose row gives, by one template, exactly a text that was sent under them."""
        given = self.templates[template]
        return {custom_id for custom_id, row in rows.items() if given[row] in self.contents(custom_id)}

    def agreeing_ids(self, rows: Rows) -> Set[str]:
        """The ids whose row gives, by any template of its input file, exactly a text that was sent under them."""
        found = self._certain & rows.keys()
        contents, requests = self._contents, self._requests
        for template, given in self.templates.items():
            files = {file for file, known in self._of_file.items() if template in known}
            found |= {
                custom_id
                for custom_id, row in rows.items()
                if given[row] in contents.get(custom_id, ()) and requests[custom_id][0] in files
            }
        return found

    def rows_giving(self, custom_id: str, free: Container[int]) -> set[tuple[int, ...]]:
        """The free rows that give what was sent under an id, by each template of its input file."""
        contents = self.contents(custom_id)
        return {
            tuple(row for content in contents for row in self._rows_of(template)[content] if row in free)
            for template in self._templates_of(custom_id)
        }

    def is_given(self, custom_id: str) -> bool:
        """Whether any row gives what was sent under an id."""
        given = (self._rows_of(template) for template in self._templates_of(custom_id))
        return any(not rows.keys().isdisjoint(self.contents(custom_id)) for rows in given)

    def _rows_of(self, template: PromptTemplate) -> Mapping[int, Sequence[int]]:
        if template not in self._places:
            places = self._places[template] = defaultdict(list)
            for row, text in enumerate(self.templates[template]):
                places[text].append(row)
        return self._places[template]

    def _templates_of(self, custom_id: str) -> Sequence[PromptTemplate]:
        return self._of_file.get(self._requests[custom_id][0], ()) if custom_id in self._requests else ()

    def distinct(self, ids: Iterable[str]) -> int:
        """The number of different contents that were sent under some ids."""
        return len({min(self._contents[custom_id]) for custom_id in ids})

    def learn(self, rows: Rows) -> None:
        """Reads the template of each input file off its requests and the rows they would have come from."""
        of_file: dict[int, list[tuple[str, int]]] = defaultdict(list)
        for custom_id, row in rows.items():
            if custom_id in self._contents:
                of_file[self._requests[custom_id][0]].append((custom_id, row))
        small = [file for file, pairs in of_file.items() if len(pairs) < _FEW]
        for file in sorted(of_file.keys() - set(small), key=lambda file: -len(of_file[file])):
            self._learn([file], of_file[file])
        if small:
            self._learn(small, [pair for file in small for pair in of_file[file]])

    def _learn(self, files: Sequence[int], pairs: Sequence[tuple[str, int]]) -> None:
        sample = [(self._text(custom_id), self._sheet.row(row)) for custom_id, row in _spread(pairs, _SAMPLE)]
        known = [template for template in self.templates if 2 * template.exact(sample) > len(sample)]
        enough = len(sample) >= min(_FEW, len(self._contents))
        if not known and enough and (template := read_template(sample)) and not self._is_chance(template):
            self.templates[template] = list(map(hash, template.render(self._columns)))
            known = [template]
        for file in files:
            self._of_file[file] = list(dict.fromkeys([*self._of_file.get(file, ()), *known]))

    def _is_chance(self, template: PromptTemplate) -> bool:
        """Whether all that a template takes from the sheet are plain numbers or ids, which prove nothing."""
        return all(self._is_numbers_or_ids(self._columns[column]) for column, _ in template.placeholders)

    def _is_numbers_or_ids(self, cells: Sequence[str]) -> bool:
        return are_plain_numbers(cells) or 2 * sum(map(self._requests.__contains__, cells)) > len(cells)

    def look_up(self, ids: Iterable[str]) -> None:
        """Reads templates off requests of input files that have none, each with the row of which most is in it.

        A template with another column that gives as many of the texts is one, too: then nothing tells the two apart.
        """
        of_file: dict[int, list[str]] = defaultdict(list)
        for custom_id in ids:
            if custom_id in self._contents and not self._templates_of(custom_id):
                of_file[self._requests[custom_id][0]].append(custom_id)
        for file in self._looked_up:
            of_file.pop(file, None)
        self._looked_up.update(of_file)
        looks = max(_FEW, min(_LOOKED_UP, _MOST_LOOKS // max(1, len(self._sheet) * len(self._columns))))
        for file in sorted(of_file, key=lambda file: -len(of_file[file]))[:_FILES_LOOKED_UP]:
            if not self._giving(of_file[file]):
                self.learn(self._likest_rows(_spread(of_file[file], looks)))
        for file, own in of_file.items():
            known = dict.fromkeys([*self._of_file.get(file, ()), *self._giving(own)])
            self._of_file[file] = [*known, *(rival for template in known for rival in self._rivals(template))]

    def _giving(self, ids: Sequence[str]) -> list[PromptTemplate]:
        """The templates that give, in any row, over half of what was sent under some ids."""
        sent = [self.contents(custom_id) for custom_id in ids]
        return [
            template
            for template in self.templates
            if 2 * sum(not self._rows_of(template).keys().isdisjoint(contents) for contents in sent) > len(ids)
        ]

    def has_rivals(self) -> bool:
        """Whether a template with another column also gives many of the texts that were sent."""
        return any(True for template in list(self.templates) for _ in self._rivals(template))

    def _rivals(self, template: PromptTemplate) -> Iterator[PromptTemplate]:
        """Templates with another column that give at least half as many of the texts that were sent (or all, too)."""
        count = len(self._times.keys() & self._rows_of(template).keys())
        enough = 2 * count if count == len(self._times) else count
        for other in self._variants(template):
            given = list(map(hash, other.render(self._columns)))
            if 2 * len(self._times.keys() & set(given)) >= enough:
                self.templates[other] = given
                yield other

    def _text(self, custom_id: str) -> str:
        file, request = self._requests[custom_id]
        return content_text(self._sent[file].body(request))

    def _likest_rows(self, ids: Iterable[str]) -> dict[str, int]:
        """The row of which most is in each request, by id."""
        likest = {custom_id: self._likest_row(self._text(custom_id)) for custom_id in ids}
        return {custom_id: row for custom_id, row in likest.items() if row is not None}

    def _likest_row(self, text: str) -> int | None:
        text += _ESCAPED.sub(lambda escaped: str(json.loads(f'"{escaped[0]}"')), text) if "\\" in text else ""
        scores = [0] * len(self._sheet)
        for cells in self._columns:
            scores = list(map(add, scores, map(mul, map(len, cells), map(text.__contains__, cells))))
        return scores.index(max(scores)) if any(scores) else None

    def _variants(self, template: PromptTemplate) -> Iterator[PromptTemplate]:
        """The template with one column replaced by another that has at least half of its texts."""
        for used in dict.fromkeys(column for column, _ in template.placeholders):
            texts = set(self._columns[used])
            for column, cells in enumerate(self._columns):
                if column != used and 2 * len(texts.intersection(cells)) >= len(texts):
                    swapped = ((column if old == used else old, form) for old, form in template.placeholders)
                    yield template._replace(placeholders=tuple(swapped))


def _spread(values: Sequence[T], most: int) -> Sequence[T]:
    """Some of the values in their order, always the same. Even steps would meet a column that repeats always at one
    of its values, which then looks like a part of every prompt."""
    if len(values) <= most:
        return values
    return [values[index] for index in sorted(Random(0).sample(range(len(values)), most))]

"""Random batches and what happens to their files, with an oracle that knows the row of every answer.

A scenario is made from its seed alone. The oracle follows each row through edits, sorts, copies and removals by an
identity of its own, and uses nothing of `lib.join` but the joined table.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from random import Random
from typing import Literal

from lib.batch import InputFile
from lib.compose.row_ids import parse_row_id
from lib.export import select, write_csv, write_xlsx
from lib.join import Joined, MatchChoices, join
from lib.results import Results
from lib.sheets import read_sheet
from tests.support.scenario_files import (
    SentBatch,
    composed_batch,
    input_files,
    origin,
    output_files,
    random_batch,
    script_request,
    share_requests,
)
from tests.support.scenario_rows import EDITS, ID, OTHER, TEXT, Row, Rows, add_column, random_rows, sheet_of

Kind = Literal["one batch", "two batches", "sample and rest", "shared requests"]

_KINDS: tuple[Kind, ...] = (*("one batch",) * 7, "two batches", "sample and rest", "shared requests")

_OTHER_SHEET = 1_000
"""What is added to the identities of the rows of another sheet."""

_EQUAL_TEXT = re.compile("(same request as row|one of several rows with this text)[^;]*$")
"""Notes of rows that have the answer to a text of theirs, though perhaps that of another row."""


@dataclass
class Scenario:
    """Batches, their files, and the sheet as it is when the answers come back."""

    seed: int
    rows: Rows
    batches: list[SentBatch]
    sent: list[InputFile] = field(default_factory=list)
    results: list[Results] = field(default_factory=list)
    choices: MatchChoices = field(default_factory=MatchChoices)
    is_edited: bool = False
    history: list[str] = field(default_factory=list)
    """What was done, for a failure's message."""

    def joined(self) -> Joined:
        return join(self.results, self.sent, sheet_of(self.rows), self.choices)


def scenario(seed: int) -> Scenario:
    """The scenario of a seed."""
    random = Random(seed)
    kind = random.choice(_KINDS)
    history: list[str] = [kind]
    made = Scenario(seed, random_rows(random, history), [], history=history)
    _send(random, made, kind)
    answered = random.choice([[0], [1], [0, 1]]) if kind == "two batches" else range(len(made.batches))
    made.results = [file for number in answered for file in output_files(random, made.batches[number], number)]
    has_input = random.random() < 0.8 or kind == "shared requests"
    if has_input:
        made.sent = [file for batch in made.batches for file in input_files(random, batch, history)]
    else:
        history.append("no input")
    _edit(random, made)
    return made


def _send(random: Random, made: Scenario, kind: Kind) -> None:
    """Makes the batches of a scenario."""
    if kind == "sample and rest":
        made.batches = _sample_and_rest(random, made.rows)
        return
    batch = random_batch(random, made.rows, made.history)
    made.batches = [batch]
    if kind == "shared requests":
        made.batches = [share_requests(batch)]
        made.choices = MatchChoices(share_requests=True)
    if kind == "two batches":
        made.batches.append(_second_batch(random, made, batch))


def _sample_and_rest(random: Random, rows: Rows) -> list[SentBatch]:
    """Two batches composed here: a column was added at the right between them."""
    prompt = f"{{{{{TEXT}}}}} ({{{{{OTHER}}}}})"
    count = random.randint(1, len(rows))
    sample = composed_batch(rows, prompt)
    sample = replace(sample, requests=[one for one in sample.requests if one.identity < count])
    add_column(random, rows)
    rest = composed_batch(rows, prompt)
    rest = replace(rest, requests=[one for one in rest.requests if one.identity >= count])
    batches = [batch for batch in (sample, rest) if batch.requests]
    is_restored = random.random() < 0.5
    return [replace(batch, sheet=None) for batch in batches] if is_restored else batches


def _second_batch(random: Random, made: Scenario, first: SentBatch) -> SentBatch:
    """A batch under the ids of the first: another question about the same rows, or the rows of another sheet."""
    rows = made.rows
    if not parse_row_id(first.requests[0].custom_id) and random.random() < 0.5:
        rows = random_rows(random, made.history)
        rows = [Row(_OTHER_SHEET + row.identity, row.cells) for row in rows]
    batch = replace(first, prompt=f"Translate {{{{{TEXT}}}}}", sheet=first.sheet and sheet_of(rows))
    ids = [request.custom_id for request in first.requests]
    requests = [script_request(batch, *pair) for pair in zip(ids, rows, strict=False)]
    made.history.append("second batch about other rows" if rows is not made.rows else "second batch, same rows")
    return replace(batch, requests=requests)


def _edit(random: Random, made: Scenario) -> None:
    """What a person does to the sheet before the answers come back."""
    made.rows = [Row(row.identity, dict(row.cells)) for row in made.rows]
    if random.random() < 0.12:
        _export(random, made)
    for edit in random.choices(EDITS, k=random.choice([0, 0, 1, 1, 2, 3])):
        edit(random, made.rows)
        made.is_edited = True
        made.history.append(edit.__name__)


def _export(random: Random, made: Scenario) -> None:
    """Replaces the sheet by our own export of the joined table, in which requests without a row have one."""
    joined = made.joined()
    is_xlsx = random.random() < 0.3
    data = write_xlsx(select(joined)) if is_xlsx else write_csv(select(joined))
    sheet = read_sheet(data, "export.xlsx" if is_xlsx else "export.csv")
    columns = {name: sheet.column(name) for name in sheet.columns}
    identities = [row.identity for row in made.rows]
    identities += [_identity(made, joined, row) for row in range(len(identities), len(sheet))]
    made.rows = [Row(one, {name: columns[name][row] for name in columns}) for row, one in enumerate(identities)]
    made.history.append("own XLSX export as the sheet" if is_xlsx else "own CSV export as the sheet")


def _identity(made: Scenario, joined: Joined, row: int) -> int:
    """The identity of the row that the request in a joined row was made from."""
    if joined.result(row):
        return origin(joined, row)[1]
    custom_id = joined.rows.custom_ids[row]
    requests = (request for batch in made.batches for request in batch.requests)
    return next(request.identity for request in requests if request.custom_id == custom_id)


def failures(made: Scenario, joined: Joined) -> list[str]:
    """Everything that breaks the promise: a lost row, or an answer beside a wrong row without a word."""
    return [*_losses(made, joined), *_wrong_rows(made, joined)]


def _losses(made: Scenario, joined: Joined) -> Iterator[str]:
    sheet_rows = [row.sheet_row for row in joined.rows]
    if sheet_rows[: len(made.rows)] != list(range(len(made.rows))):
        yield "rows of the sheet are lost or out of order"
    ids = Counter(custom_id for custom_id in joined.rows.custom_ids if custom_id)
    answered = {result.custom_id for file in made.results for result in file.results}
    if ids.keys() != answered | {custom_id for file in made.sent for custom_id in file.ids}:
        yield "requests are lost"
    if any(count > 1 for count in ids.values()) and not made.choices.share_requests:
        yield "a request has two rows"


def _wrong_rows(made: Scenario, joined: Joined) -> Iterator[str]:
    if any(remark.kind in ("unproved", "unread") for remark in joined.remarks):
        return
    texts = [[batch.text_of(row.cells) for row in made.rows] for batch in made.batches]
    requests = [{request.identity: request for request in batch.requests} for batch in made.batches]
    for index, row in enumerate(joined.rows):
        if row.sheet_row is None or row.result is None:
            continue
        number, identity = origin(joined, index)
        sent, beside = requests[number][identity], made.rows[row.sheet_row]
        is_only = texts[number][row.sheet_row] == sent.text and texts[number].count(sent.text) == 1
        is_own = beside.identity == identity or beside.cells.items() >= sent.cells.items()
        is_paired = _EQUAL_TEXT.match(beside.cells.get("note", ""))  # as an earlier export says
        if not (row.note or is_only or is_own or is_paired):
            yield f"row {row.sheet_row + 2}, {row.custom_id}: the answer to {sent.text[:80]!r} belongs to another row"
        is_noted = row.note and not _EQUAL_TEXT.match(row.note)
        if not (is_noted or (is_own and "few texts" in made.history)) and not _gives(
            made.batches[number], beside, sent.text
        ):
            yield f"row {row.sheet_row + 2}, {row.custom_id}: {sent.text[:80]!r} is not its text: {beside.cells}"


def _gives(batch: SentBatch, row: Row, text: str) -> bool:
    """Whether a row gives the text that was sent, by its own text or another column that has the same.

    Ids in a prompt are left out, since a retyped one may be a part of the old one; so are batches of three requests,
    which may show no more than one word of their template.
    """
    shown = replace(batch, prompt=batch.prompt.removeprefix(f"{{{{{ID}}}}}: "))
    cells = {*row.cells.values(), row.cells[TEXT].removeprefix("'")}  # the guard of our CSV files
    texts = [shown.text_of({**row.cells, TEXT: cell}) for cell in cells]
    is_request = row.cells.get("prompt") == text  # of an export: requests without a row have one there
    return len(batch.requests) <= 3 or is_request or any(one is not None and text.endswith(one) for one in texts)


def is_needless(made: Scenario, joined: Joined) -> bool:
    """Whether a question was asked about an untouched sheet with its input and output."""
    return bool(made.sent) and not made.is_edited and joined.match is not None and joined.match.question is not None

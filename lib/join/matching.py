"""Which row of a sheet each id belongs to: proved, chosen by a person, or asked."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Literal

from lib.batch import InputFile
from lib.batch.positions import Position
from lib.compose.row_ids import parse_row_id
from lib.join.default_ids import match_default_ids
from lib.join.evidence import Evidence, Rows, are_plain_numbers, without_guards
from lib.join.id_columns import IdColumn, find_ids, is_beaten, is_proved, is_refuted, is_rival
from lib.join.proof import Proof, prove
from lib.join.question import Candidate, Question, QuestionReason
from lib.sheets import Sheet

Step = Literal["default ids", "column", "request", "number"]


@dataclass(frozen=True, slots=True)
class MatchChoices:
    """What a person chose about the matching."""

    id_column: str | None = None
    by_request: bool = False
    """Match by the texts that were sent, whatever columns hold the ids."""

    by_number: bool = False
    share_requests: bool = False
    """Identical requests were sent once: rows with equal texts share the answer."""


@dataclass(frozen=True, slots=True)
class Match:
    """The row of each id, how it was found, and what the texts say to it."""

    rows: Rows
    steps: Mapping[Step, int]
    """The number of rows that each step found."""

    proof: Proof
    column: str | None = None
    """The column that holds the ids."""

    repeated: Mapping[str, Sequence[int]] = field(default_factory=dict)
    """The rows of each id that could be any of several, so that none is matched."""

    paired: frozenset[str] = frozenset()
    """Ids whose equal requests were paired with equal rows in order."""

    equal_rows: Mapping[int, str] = field(default_factory=dict)
    """Rows without a request of their own that give a text that was sent, each with the id of that request."""

    sharing: Mapping[int, str] = field(default_factory=dict)
    """Those of them that share the answer, since identical requests were sent once."""

    question: Question | None = None


def match_rows(
    sheet: Sheet,
    files: Sequence[Sequence[str]],
    sent: Sequence[InputFile],
    requests: Mapping[str, Position],
    choices: MatchChoices | None = None,
) -> Match:
    """The row of each id. Every step is for the ids that are left; a row has one id.

    1. Default ids, file by file, at the width that finds the most: same number and digest; else the digest alone,
       equal rows in order. A row with another digest is never taken for its number.
    2. A chosen column: by the person, which comes before step 1; in the settings of a batch composed here; or named
       `custom_id`.
    3. A found column: half of the ids, or of the rows, are in it, and no other column holds a tenth of the ids in
       other rows, unless the texts prove it. An id in two of its rows stays unmatched. Plain numbers need the proof;
       they are passed over if the texts of nine tenths of the requests are in the sheet, and in other rows.
    4. By request: the only row that gives what was sent; as many equal rows as equal requests pair in order.
    5. By row number, if a person switched it on.

    Every row is then compared with the text that was sent. A column of which over half of the rows differ is not
    taken. What cannot be proved is asked; rows on which all candidates agree are matched meanwhile.

    Args:
        files: the ids of each input file, then those of each results file that were not sent in any.
        requests: the position of the request that counts for each id.
    """
    choices, plain = choices or MatchChoices(), without_guards(sheet)
    matching = _Matching(sheet, Evidence(plain, sent, requests), list(dict.fromkeys(chain.from_iterable(files))))
    if choices.id_column in sheet.columns:
        matching.by_chosen_column(choices.id_column)
    matching.by_default_ids(sheet, files)
    if plain is not sheet:
        matching.by_default_ids(plain, files)
    if not choices.by_request:
        matching.by_named_column([*(file.id_column for file in sent if file.id_column), "custom_id"])
        matching.by_found_column()
    matching.by_request()
    if choices.by_number:
        matching.by_number()
    shared = {row: one for file in sent if file.sheet_digest == sheet.digest for row, one in file.shared_rows.items()}
    return matching.match(shared, choices.share_requests)


class _Matching:
    """The steps of one matching, and what they found so far."""

    def __init__(self, sheet: Sheet, evidence: Evidence, ids: Sequence[str]) -> None:
        self._sheet, self._evidence, self._ids = sheet, evidence, ids
        self._rows: dict[str, int] = {}
        self._taken: set[int] = set()
        self._steps: Counter[Step] = Counter()
        self._column: str | None = None
        self._repeated: dict[str, Sequence[int]] = {}
        self._paired: set[str] = set()
        self._question: Question | None = None

    def match(self, shared: Mapping[int, str], share_requests: bool) -> Match:
        """Everything found, with every row compared with the text that was sent."""
        shared = {row: one for row, one in shared.items() if row not in self._taken and one in self._rows}
        equal = self._equal_rows() | shared
        return Match(
            self._rows,
            self._steps,
            prove(self._sheet, self._evidence, self._rows),
            self._column,
            self._repeated,
            frozenset(self._paired),
            equal,
            equal if share_requests else shared,
            self._question,
        )

    def by_chosen_column(self, name: str) -> None:
        """Step 2, by the person."""
        self._take_column(find_ids(self._sheet, name, self._ids))

    def by_default_ids(self, sheet: Sheet, files: Iterable[Sequence[str]]) -> None:
        """Step 1."""
        if self._rows:
            left = set(self._left())
            files = [[one for one in ids if one in left] for ids in files]
        rows = match_default_ids(sheet, files)
        self._take(rows, "default ids")
        self._evidence.learn(rows)

    def by_named_column(self, names: Iterable[str]) -> None:
        """Step 2, by settings or name."""
        for name in dict.fromkeys(names):
            if name not in self._sheet.columns or self._question:
                continue
            column = find_ids(self._sheet, name, self._left())
            self._read_texts([column])
            if self._is_refuted(column):
                self._ask("other texts", [column])
            elif column.ids:
                self._take_column(column)

    def by_found_column(self) -> None:
        """Step 3."""
        left = self._left()
        if not left or self._question:
            return
        columns = [find_ids(self._sheet, name, left) for name in self._sheet.columns]
        enough = min(len(left), len(self._sheet))
        held = self._held([column for column in columns if 2 * len(column.rows) >= enough])
        if not held:
            return
        best = max(held, key=self._worth)
        rivals = [other for other in columns if is_rival(other, best, len(left))]
        rivals = [other for other in rivals if not is_beaten(other, best, self._evidence)]
        if self._is_refuted(best):
            self._ask("other texts", [best, *rivals])
        elif rivals:
            self._ask("several columns", [best, *sorted(rivals, key=self._worth, reverse=True)])
        elif are_plain_numbers(best.rows) and not self._is_proved(best):
            self._ask("plain numbers", [best])
        else:
            self._take_column(best)

    def _held(self, columns: Sequence[IdColumn]) -> list[IdColumn]:
        """The columns without those whose plain numbers agree by chance: the texts are in other rows."""
        self._read_texts(columns)
        sent = self._evidence.sent_among(self._left())
        is_given = 10 * sum(map(self._evidence.is_given, sent)) >= 9 * len(sent)
        return [
            column
            for column in columns
            if column.ids
            and not (is_given and are_plain_numbers(column.rows) and is_refuted(column.rows, self._evidence))
        ]

    def _read_texts(self, columns: Sequence[IdColumn]) -> None:
        """Reads the templates of the requests by the rows that columns give, else by the texts."""
        for column in columns:
            self._evidence.learn(column.rows)
        if any(column.ids for column in columns):
            self._evidence.look_up(self._left())

    def _worth(self, column: IdColumn) -> tuple[int, int]:
        agreeing = len(self._evidence.agreeing_ids(column.rows))
        return agreeing, len(column.rows)

    def _is_refuted(self, column: IdColumn) -> bool:
        """Whether over half of a column's rows differ, those included that an earlier step found."""
        whole = find_ids(self._sheet, column.name, self._ids)
        return is_refuted(column.rows, self._evidence) and is_refuted(whole.rows, self._evidence)

    def _is_proved(self, column: IdColumn) -> bool:
        return all(map(self._evidence.is_certain, column.rows)) or is_proved(column, self._evidence)

    def by_request(self) -> None:
        """Step 4."""
        candidates = self._question.candidates if self._question else ()
        held = {custom_id for candidate in candidates for custom_id in candidate.rows}
        left = [one for one in self._evidence.sent_among(self._left()) if one not in held]
        rows = self._giving(left)
        self._take(rows, "request")

    def _giving(self, ids: Sequence[str]) -> dict[str, int]:
        """The free rows that give exactly what was sent under ids, where it is clear which."""
        if not ids:
            return {}
        if len(self._taken) < len(self._sheet):
            self._evidence.look_up(ids)
        free = set(range(len(self._sheet))) - self._taken
        equal: dict[int, list[str]] = defaultdict(list)
        for custom_id in ids:
            equal[min(self._evidence.contents(custom_id))].append(custom_id)
        found: dict[str, int] = {}
        for same in equal.values():
            options = self._evidence.rows_giving(same[0], free)
            options = options.union(*(self._evidence.rows_giving(custom_id, free) for custom_id in same[1:]))
            rows = sorted({row for option in options for row in option})
            if len(options) == 1 and len(rows) == len(same):
                found |= zip(same, rows, strict=True)
                self._paired.update(custom_id for custom_id in same if not self._evidence.is_unique(custom_id))
            elif rows:
                self._repeated |= dict.fromkeys(same, rows)
        return found

    def by_number(self) -> None:
        """Step 5. Of several ids with one number, none is matched."""
        row_of = {number: row for row, number in enumerate(self._sheet.numbers) if row not in self._taken}
        parsed = ((custom_id, parse_row_id(custom_id)) for custom_id in self._left())
        rows = {custom_id: row_of[found[0]] for custom_id, found in parsed if found and found[0] in row_of}
        times = Counter(rows.values())
        self._repeated |= {custom_id: [row] for custom_id, row in rows.items() if times[row] > 1}
        self._take({custom_id: row for custom_id, row in rows.items() if times[row] == 1}, "number")

    def _equal_rows(self) -> dict[int, str]:
        if len(self._taken) == len(self._sheet):
            return {}
        first: dict[int, str] = {}
        for custom_id in self._rows:
            for content in self._evidence.contents(custom_id):
                first.setdefault(content, custom_id)
        equal: dict[int, str] = {}
        for given in self._evidence.templates.values():
            for row, text in enumerate(given):
                if row not in self._taken and text in first:
                    equal.setdefault(row, first[text])
        return equal

    def _left(self) -> list[str]:
        if len(self._rows) == len(self._ids):
            return []
        return [custom_id for custom_id in self._ids if custom_id not in self._rows]

    def _take(self, rows: Rows, step: Step) -> None:
        free = {custom_id: row for custom_id, row in rows.items() if row not in self._taken}
        self._rows |= free
        self._taken.update(free.values())
        self._steps[step] += len(free)

    def _take_column(self, column: IdColumn) -> None:
        self._column = self._column or column.name
        self._repeated |= column.repeated
        self._read_texts([column])
        self._take(column.rows, "column")

    def _ask(self, reason: QuestionReason, columns: Sequence[IdColumn]) -> None:
        candidates = [self._candidate(column.name, column.rows) for column in columns]
        if reason == "other texts":
            ids = self._evidence.sent_among(self._left())
            if rows := self._giving(ids):
                candidates.insert(0, self._candidate(None, rows))
        self._question = Question(reason, candidates)
        if not are_plain_numbers(columns[0].rows):
            self._take(self._question.agreed(), "column")

    def _candidate(self, column: str | None, rows: Rows) -> Candidate:
        compared = any(map(self._evidence.is_comparable, rows))
        agreeing = len(self._evidence.agreeing_ids(rows)) if compared else None
        return Candidate(column, rows, agreeing)

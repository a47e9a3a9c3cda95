"""Which column of a sheet holds the ids: told by what was sent, where numbers could agree by chance.

Ids like 1, 2, 3 stand in many columns: in a rank, in a count, in another sheet's numbers. Where the
text that was sent does not speak for a column, that is said; where it speaks against it, the next one
is looked at; where two columns are as good as each other, none is taken. Other ids cannot agree by
chance, yet a column of them may have been sorted alone, or be that of an earlier batch. Where no
column holds them, the texts alone may tell.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from lib.batch import InputFile
from lib.batch.conversation import conversation
from lib.batch.positions import Position
from lib.compose.row_ids import parse_row_id
from lib.join.evidence import Verdict, verdict
from lib.join.id_match import Match, id_columns, match_by_cells, match_by_column
from lib.join.text_match import Asked, Judged, Told, told_by_texts
from lib.sheets import Sheet

_VOUCHERS = 20
"""So many rows are looked at, where no template is found."""

_ENOUGH = 3
"""So many rows that give exactly their texts are no chance."""


def match_by_proof(
    sheet: Sheet, ids: Sequence[str], sent: Sequence[InputFile], requests: Mapping[str, Position]
) -> Match:
    """The row of each id by the column that holds the ids; of the others, by the cells inside default ids.

    Args:
        requests: where the request of each id stands in what was sent.
    """
    unasked = [custom_id for custom_id in ids if custom_id not in requests]
    if not requests or not unasked:
        return _of_these(sheet, ids, sent, requests)
    found = _of_these(sheet, list(requests), sent, requests)  # answers of another batch have no say in it
    by_column = found.how == "column" and found.column
    others = match_by_column(sheet, unasked, by_column) if by_column else match_by_cells(sheet, unasked)
    return replace(found, rows={**others.rows, **found.rows})


def _of_these(sheet: Sheet, ids: Sequence[str], sent: Sequence[InputFile], requests: Mapping[str, Position]) -> Match:
    groups = [[match_by_column(sheet, ids, column) for column in group] for group in id_columns(sheet, ids)]
    asked = [custom_id for custom_id in ids if custom_id in requests]

    def by_texts(rows: Sequence[Mapping[str, int]]) -> Told | None:
        texts = Asked(asked, lambda custom_id: _text(sent, requests[custom_id]))
        return told_by_texts(sheet, texts, rows) if asked else None

    own = all(map(parse_row_id, asked))
    told = None if own and not groups else by_texts([match.rows for group in groups for match in group])
    found = _by_column(groups, _Witness(sheet, sent, requests, told))
    if found.rivals:
        return found
    if found.rows:
        return _completed(sheet, ids, found)
    by_cells = match_by_cells(sheet, ids)
    if by_cells.rows:
        return by_cells
    told = told or by_texts([])  # columns were moved, or cells changed of which no text was made
    # Whether the ids of a column were moved, or the texts beside them, nobody can tell.
    return found if found.contradicted or told is None else told.match()


@dataclass(frozen=True, slots=True)
class _Witness:
    """What was sent."""

    sheet: Sheet
    sent: Sequence[InputFile]
    requests: Mapping[str, Position]
    told: Told | None

    def verdict(self, match: Match) -> tuple[Verdict, Mapping[str, int]]:
        """What speaks for or against a column, and the rows that are sure in any case."""
        said = self.told.judge(match.rows) if self.told else Judged(0, 0, {})
        if self.told and said.agree >= min(_ENOUGH, len(self.told.asked.ids)):
            if not said.moved and not self.told.is_beaten(match.rows, said.agree):
                return "proved", match.rows
            return ("partly" if 2 * said.moved < said.agree else "contradicted"), said.kept
        if said.moved >= _ENOUGH:
            return "contradicted", {}
        by_words = self._by_words(match)
        return "unknown" if by_words == "proved" else by_words, {}

    def _by_words(self, match: Match) -> Verdict:
        """Whether the requests hold the texts of the rows that the column gives them: no proof, but a doubt."""
        some = [
            (custom_id, at) for custom_id, at in islice(match.rows.items(), _VOUCHERS) if custom_id in self.requests
        ]
        asked = [_text(self.sent, self.requests[custom_id]) for custom_id, _ in some]
        names = zip(self.sheet.columns, self.sheet.cells, strict=True)
        return verdict((cells for name, cells in names if name != match.column), [at for _, at in some], asked)


def _by_column(groups: Sequence[Sequence[Match]], witness: _Witness) -> Match:
    """By the first column that what was sent does not refute; without rows if there is none."""
    contradicted = ""
    for matches in groups:
        said = [witness.verdict(match) for match in matches]
        verdicts = [found for found, _ in said]
        if "proved" in verdicts:
            return matches[verdicts.index("proved")]
        if len(matches) == 1 and _cannot_agree_by_chance(matches[0]):
            if verdicts[0] == "partly":
                return replace(matches[0], rows=said[0][1], contradicted=matches[0].column or "")
            if verdicts[0] != "contradicted":
                return matches[0]
            contradicted = contradicted or matches[0].column or ""
        left = [match for match, found in zip(matches, verdicts, strict=True) if found == "unknown"]
        if len(left) == 1:
            return replace(left[0], sure=False)
        if left:
            return Match({}, "none", rivals=[match.column or "" for match in left])
    return Match({}, "none", contradicted=contradicted)


def _completed(sheet: Sheet, ids: Sequence[str], match: Match) -> Match:
    """With the rows of default ids that the column does not hold: a part of the sheet may have been sent anew."""
    left = [custom_id for custom_id in ids if custom_id not in match.rows and custom_id not in match.shared]
    taken = set(match.rows.values())
    more = {custom_id: at for custom_id, at in match_by_cells(sheet, left).rows.items() if at not in taken}
    return replace(match, rows={**match.rows, **more}) if more else match


def _cannot_agree_by_chance(match: Match) -> bool:
    return match.column == "custom_id" or not all(map(str.isdecimal, match.rows))


def _text(sent: Sequence[InputFile], place: Position) -> str:
    file, at = place
    return "\n".join(turn.text for turn in conversation(sent[file].body(at)))

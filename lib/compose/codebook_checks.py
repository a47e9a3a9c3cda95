"""The problems of a codebook: labels that cannot be told apart, a range without scores, no label for the rest."""

import re
from collections.abc import Iterator, Sequence

from lib.common import Problem
from lib.common.phrasing import counted, listed_names
from lib.compose.choice_checks import check_choices, quoted_choices
from lib.compose.codebook import MOST_LISTED_SCORES, Codebook, Label, plain_number
from lib.schema.limits import SchemaLimits

OTHER = Label("other", "None of the labels above fits.")
"""The label that is offered where a codebook has none for the rows that fit nowhere."""

NO_OTHER = "codebook-no-other"
"""Kind of the problem that the page offers to solve by adding `OTHER`."""

_WORDS_FOR_THE_REST = """
other others unclear unknown uncertain none neither undecided unsure n/a na misc miscellaneous else
andere anderes sonstige sonstiges unklar unbekannt keine keines autre autres inconnu aucun aucune
otro otra otros otras desconocido ninguno ninguna outro outra outros desconhecido nenhum nenhuma
altro altra altri sconosciuto nessuno nessuna overig overige anders onbekend onduidelijk geen
annat övrigt oklart okänt andet øvrigt uklart ukendt ingen muu muut epäselvä inne inny niejasne nieznane
другое другие прочее неясно неизвестно інше невідомо diğer belirsiz άλλο ασαφές
その他 不明 其他 其它 不清楚 未知 기타 불명확 غير أخرى آخر אחר अन्य
"""
_FOR_THE_REST = frozenset(_WORDS_FOR_THE_REST.split())
"""Words of a label for rows that fit no other one, in letters of lower case."""

_WORD = re.compile(r"[^\W_]+(?:/[^\W_]+)?")


def check_codebook(place: str, codebook: Codebook, limits: SchemaLimits) -> Iterator[Problem]:
    """The problems of one answer column's codebook; `place` names the column."""
    if codebook.kind == "Score":
        yield from _check_range(place, codebook, limits)
        yield from _check_meanings(place, codebook)
    elif not codebook.labels:
        hint = "Type them into its table, or take them from a sheet."
        yield Problem("codebook-empty", f"{place}: the codebook has no label.", hint, "blocks")
    elif len(codebook.labels) == 1 and codebook.kind == "One label":
        message = f"{place}: the codebook has only one label. Every answer would be this one."
        yield Problem("codebook-single", message, "Add the other labels.", "blocks")
    elif lacks_other(codebook):
        message = f'{place}: no label is for rows that fit nowhere, such as "other" or "unclear".'
        yield Problem(NO_OTHER, message, "Without one, the model must choose a label that is wrong.", "warn")
    noun = "score" if codebook.kind == "Score" else "label"
    if blank := [number for number, name in enumerate(codebook.names, 1) if not name.strip()]:
        lines = f"{'line' if len(blank) == 1 else 'lines'} {listed_names(map(str, blank))}"
        message = f"{place}: {lines} of the codebook {'has' if len(blank) == 1 else 'have'} no {noun}."
        yield Problem("codebook-blank", message, f"Fill in the {noun}, or empty the whole line.", "blocks")
    yield from check_choices(place, [name for name in codebook.names if name.strip()], limits, noun)


def lacks_other(codebook: Codebook) -> bool:
    """Whether a codebook of labels has none for the rows that fit nowhere."""
    return codebook.kind != "Score" and len(codebook.labels) > 1 and not has_label_for_the_rest(codebook.names)


def has_label_for_the_rest(names: Sequence[str]) -> bool:
    """Whether a label is for rows that fit no other label.

    >>> has_label_for_the_rest(["late", "None of these"]), has_label_for_the_rest(["late", "mother"])
    (True, False)
    """
    return any(not _FOR_THE_REST.isdisjoint(_WORD.findall(name.casefold())) for name in names)


def _check_range(place: str, codebook: Codebook, limits: SchemaLimits) -> Iterator[Problem]:
    lowest, highest = plain_number(codebook.lowest), plain_number(codebook.highest)
    if not codebook.lowest < codebook.highest:
        message = f"{place}: the lowest score, {lowest:,}, is not below the highest, {highest:,}."
        yield Problem("codebook-range", message, "Change one of them.", "blocks")
    elif codebook.whole_numbers and len(codebook.scores) < 2:
        message = f"{place}: from {lowest:,} to {highest:,} there are no two whole numbers."
        yield Problem("codebook-range", message, "Change the range, or allow decimals.", "blocks")
    elif not limits.has_ranges and not 0 < len(codebook.scores) <= MOST_LISTED_SCORES:
        message = f"{place}: the provider cannot enforce the range from {lowest:,} to {highest:,}."
        hint = "The codebook tells the model the range. Results shows the answers; check that they are inside."
        yield Problem("codebook-range-unchecked", message, hint)


def _check_meanings(place: str, codebook: Codebook) -> Iterator[Problem]:
    """Lines of the table that explain something other than a score of the range."""
    if outside := [name for name in codebook.names if name.strip() and not _is_score(name, codebook)]:
        count = counted(len(outside), "line")
        number = "whole numbers" if codebook.whole_numbers else "numbers"
        ends = listed_names([f"{plain_number(end):,}" for end in (codebook.lowest, codebook.highest)])
        message = f"{place}: {count} of the codebook explain no score of its range: {quoted_choices(outside)}."
        yield Problem("codebook-score", message, f"Scores are {number} between {ends}.", "warn")


def _is_score(text: str, codebook: Codebook) -> bool:
    try:
        number = float(text)
    except ValueError:
        return False
    is_right_kind = number.is_integer() or not codebook.whole_numbers
    return is_right_kind and codebook.lowest <= number <= codebook.highest

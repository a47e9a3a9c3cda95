"""What answers are to: the batch composed here that they belong to, and the sheet that it was made from."""

from collections.abc import Iterable, Iterator, Sequence

from lib.compose import Composition
from lib.match import match_rows
from lib.results import Results
from lib.sent import Sent
from lib.sheet import Sheet
from lib.tries import is_part, try_of


def most_answered(made: Sequence[Composition], results: Sequence[Results]) -> Composition | None:
    """The batch with the most answers, of equals the first; None if none has any."""
    answered = set(_answered_ids(results))
    shared = [len(answered.intersection(composition.ids)) for composition in made]
    return made[shared.index(max(shared))] if any(shared) else None


def is_surely(composition: Composition, downloaded: Iterable[Composition]) -> bool:
    """Whether answers with the batch's ids are to it: it was downloaded here, or no other has such ids by chance."""
    known = any(other.digest == composition.digest for other in downloaded)
    return known or composition.recipe.id_column is None or not all(map(str.isdecimal, composition.ids))


def as_sent(composition: Composition) -> Sent:
    """A batch composed here as the input file that it is."""
    made = composition
    return Sent(made.sheet.name, made.digest, made.ids, made.line, texts=made.texts())


def has_more(composition: Composition, sent: Iterable[Sent]) -> bool:
    """Whether a batch has requests beyond the input files: a retry, or a part, says nothing about the rest of it."""
    whole = as_sent(composition)
    return all(try_of(file.name) or is_part(file, whole) for file in sent)


def best_sheet(sheets: Sequence[Sheet], sent: Iterable[Sent], results: Iterable[Results]) -> int:
    """The index of the sheet in which the most ids are found, of equals the last."""
    ids = [*(custom_id for file in sent for custom_id in file.ids), *_answered_ids(results)]
    found = [len(match_rows(sheet, ids).rows) for sheet in sheets]
    return max(range(len(found)), key=lambda at: (found[at], at))


def _answered_ids(results: Iterable[Results]) -> Iterator[str]:
    return (result.custom_id for file in results for result in file.rows)

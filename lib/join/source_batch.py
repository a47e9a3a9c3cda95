"""What answers are to: the batches composed here that they belong to, and the sheet that those were made from."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from lib.batch import InputFile
from lib.compose import Composition
from lib.join.attempts import is_part, try_of
from lib.join.id_match import match_rows
from lib.results import Results
from lib.sheets import Sheet

Models = Mapping[str, str]
"""The model that answered each custom_id; empty where no answer says one."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Batches of one sheet that answers may be to, together: a sample and all but the sample, say."""

    batches: Sequence[Composition]
    """No id stands in two of them with different requests."""

    told: bool = True
    """Whether the answers leave no doubt: no other batch has their ids, or the models that answered tell which."""

    @property
    def sheet(self) -> Sheet:
        return self.batches[0].sheet

    @property
    def digest(self) -> str:
        return " ".join(batch.digest for batch in self.batches)

    def rows(self) -> dict[str, int]:
        """The row of the sheet that each request was made from, by custom_id."""
        return {custom_id: batch.rows[at] for custom_id, (batch, at) in self._requests().items()}

    def sent(self) -> InputFile:
        """The batches as the input file that they would be together."""
        if len(self.batches) == 1:  # nearly always, and it takes no memory
            (batch,) = self.batches
            return InputFile(self.sheet.name, self.digest, batch.ids, batch.line, texts=batch.texts())
        requests = self._requests()
        places = list(requests.values())
        texts = {batch.digest: batch.texts() for batch in self.batches}
        counted = [texts[batch.digest][at] for batch, at in places] if all(texts.values()) else ()

        def line(at: int) -> bytes:
            batch, place = places[at]
            return batch.line(place)

        return InputFile(self.sheet.name, self.digest, list(requests), line, texts=counted)

    def _requests(self) -> dict[str, tuple[Composition, int]]:
        """Each request by its custom_id: its batch, and its place there."""
        requests: dict[str, tuple[Composition, int]] = {}
        for batch in self.batches:
            for at, custom_id in enumerate(batch.ids):
                requests.setdefault(custom_id, (batch, at))
        return requests


class _Fit(NamedTuple):
    """How a batch fits the answers."""

    batch: Composition
    answers: int
    strangers: int
    """Answers of another model than was asked for."""

    made_only: bool
    """Whether it was not downloaded."""

    @property
    def rank(self) -> tuple[int, bool, int]:
        return self.strangers - self.answers, self.made_only, len(self.batch)


def origins(
    downloaded: Sequence[Composition], composed: Composition | None, results: Iterable[Results]
) -> list[Origin]:
    """What the answers may be to, the likeliest first; empty if no batch has any of their ids.

    The likeliest has the most answers of the model that it asked for, then was downloaded, then has the fewest
    requests. The others are its rivals: of some answer they say another request, or they have as many answers and
    further requests.

    Args:
        downloaded: batches of this session, the latest first.
        composed: the one that could be downloaded now.
    """
    models = _models(results)
    known = sorted((fit for fit in _fits(downloaded, composed, models) if fit.answers), key=lambda fit: fit.rank)
    if not known:
        return []
    batches = [fit.batch for fit in known]
    best = _together(batches[0], batches, models)
    used = {batch.digest for batch in best}
    rivals = [fit for fit in known if fit.batch.digest not in used and not _agree(best, fit.batch, models)]
    used.update(fit.batch.digest for fit in rivals)
    wider = [fit for fit in known if fit.batch.digest not in used and fit.answers == known[0].answers]
    told = all(fit.strangers * known[0].answers > known[0].strangers * fit.answers for fit in rivals)
    told &= not wider or known[0].answers == len(batches[0])
    found: dict[frozenset[str], Origin] = {}
    for together in (best, *(_together(fit.batch, batches, models) for fit in (*rivals, *wider))):
        found.setdefault(frozenset(batch.digest for batch in together), Origin(together, told))
    return list(found.values())


def _fits(downloaded: Sequence[Composition], composed: Composition | None, said: Models) -> Iterator[_Fit]:
    digests = {batch.digest for batch in downloaded}
    for batch in (*downloaded, *([composed] if composed and composed.digest not in digests else [])):
        asked = dict(_asked(batch, said))
        yield _Fit(batch, len(asked), _strangers(asked, said), batch.digest not in digests)


def _models(results: Iterable[Results]) -> Models:
    models: dict[str, str] = {}
    for file in results:
        for row in file.results:
            if row.model or row.custom_id not in models:
                models[row.custom_id] = row.model
    return models


def _asked(batch: Composition, answered: Collection[str]) -> Iterator[tuple[str, str]]:
    """The model that each request with an answer asks for."""
    models = batch.models()
    for at, custom_id in enumerate(batch.ids):
        if custom_id in answered:
            yield custom_id, models[at] if models else batch.recipe.model


def _strangers(asked: Models, said: Models) -> int:
    """How many answers are from another model than was asked for; providers add a date to its name, or a folder."""
    pairs = Counter((model, said[custom_id]) for custom_id, model in asked.items())
    return sum(count for (model, by), count in pairs.items() if by and not _is_like(_bare(model), _bare(by)))


def _is_like(one: str, other: str) -> bool:
    return one in other or other in one


def _bare(model: str) -> str:
    return model.rsplit("/", 1)[-1].casefold()


def _together(first: Composition, known: Iterable[Composition], answered: Collection[str]) -> list[Composition]:
    """A batch, and those of the same sheet that have further answers, contradict none of it, and ask of other rows."""
    batches, ids = [first], _ids_of_rows(first)
    for batch in known:
        others = _ids_of_rows(batch)
        further = any(custom_id in answered for custom_id in set(others.values()).difference(ids.values()))
        if batch.sheet.digest != first.sheet.digest or not further or not _agree(batches, batch, answered):
            continue
        if all(ids.get(row, custom_id) == custom_id for row, custom_id in others.items()):
            batches.append(batch)
            ids |= others
    return batches


def _ids_of_rows(batch: Composition) -> dict[int, str]:
    return dict(zip(batch.rows, batch.ids, strict=True))


def _agree(batches: Sequence[Composition], other: Composition, answered: Collection[str]) -> bool:
    """Whether the ids with an answer ask the same wherever they stand."""
    return all(_asks_alike(batch, other, answered) for batch in batches)


def _asks_alike(one: Composition, other: Composition, answered: Collection[str]) -> bool:
    """Whether the ids with an answer that stand in both are of the same rows, and ask the same."""
    places = {custom_id: at for at, custom_id in enumerate(one.ids) if custom_id in answered}
    both = [(places[custom_id], at) for at, custom_id in enumerate(other.ids) if custom_id in places]
    if one.sheet.digest == other.sheet.digest and any(one.rows[at] != other.rows[to] for at, to in both):
        return False
    if (one.sheet.digest, one.recipe.digest) == (other.sheet.digest, other.recipe.digest):
        return True
    return all(one.line(at) == other.line(to) for at, to in both)


def is_surely(origin: Origin, downloaded: Iterable[Composition]) -> bool:
    """Whether answers with the ids of its batches are to them: they were downloaded here, or no other has such ids."""
    known = {batch.digest for batch in downloaded}
    return origin.told and all(batch.digest in known or batch.recipe.id_column is None for batch in origin.batches)


def has_more(origin: Origin, sent: Iterable[InputFile]) -> bool:
    """Whether it has requests beyond the input files: a retry, or a part, says nothing about the rest of it."""
    whole = origin.sent()
    return all(try_of(file.name) or is_part(file, whole) for file in sent)


def best_sheet(sheets: Sequence[Sheet], sent: Iterable[InputFile], results: Iterable[Results]) -> int:
    """The index of the sheet in which the most ids are found, of equals the last."""
    ids = [custom_id for file in sent for custom_id in file.ids]
    ids += [row.custom_id for file in results for row in file.results]
    found = [len(match_rows(sheet, ids).rows) for sheet in sheets]
    return max(range(len(found)), key=lambda at: (found[at], at))

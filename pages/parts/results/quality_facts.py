"""What a report about the table tells of its labels and scores."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial

from lib.analysis.evaluation import Evaluation
from lib.analysis.score_facts import score_facts
from lib.analysis.scores import scores_of
from lib.export.how_made import Fact
from lib.review.label_facts import label_facts
from pages.parts.results.inputs import LoadedInputs
from pages.parts.results.quality_choice import QualityChoice, chosen_quality, evaluation_of
from pages.parts.results.quality_view import ORDER
from pages.parts.results.session_labels import label_keys, readers_here, session_labels, session_sample
from pages.parts.results.table_data import TableData
from pages.parts.shared.column_picker import wanted_columns

QualityFacts = Callable[[], Mapping[str, Iterable[Fact]]]


def quality_facts(table: TableData, inputs: LoadedInputs) -> QualityFacts:
    """Reads the sections of a report about labels and scores, outside a run of the page; both may be empty."""
    labelled: Callable[[], Iterable[Fact]] = tuple
    if stored := session_labels():
        joined, digest = table.joined, table.version[0]
        readers = tuple(readers_here(joined, digest))
        labelled = partial(label_facts, session_sample(), stored, readers, label_keys(joined, digest))
    return partial(_sections, labelled, _scored(table, inputs))


def _scored(table: TableData, inputs: LoadedInputs) -> Callable[[], Iterable[Fact]]:
    choice = chosen_quality(table, inputs)
    if choice is None or not (evaluation := evaluation_of(table, choice)).total:
        return tuple
    order = wanted_columns(ORDER, evaluation.pairs.labels) if evaluation.pairs else ()
    return partial(_score_facts, choice, evaluation, order)


def _score_facts(choice: QualityChoice, evaluation: Evaluation, order: Sequence[str]) -> Iterable[Fact]:
    return score_facts(choice.labels, choice.answers, evaluation, scores_of(evaluation, order))


def _sections(
    labelled: Callable[[], Iterable[Fact]], scored: Callable[[], Iterable[Fact]]
) -> Mapping[str, Iterable[Fact]]:
    return {"Labelled by hand": labelled(), "Scores": scored()}

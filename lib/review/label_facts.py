"""The sample and the readers as facts for a report."""

from collections.abc import Iterable, Iterator

from lib.common.phrasing import counted
from lib.review.hand_labels import StoredLabels
from lib.review.label_keys import LabelKeys
from lib.review.label_sample import LabelSample


def label_facts(
    sample: LabelSample | None, stored: StoredLabels, readers: Iterable[tuple[str, str]], keys: LabelKeys
) -> Iterator[tuple[str, str]]:
    """Labels with texts: how rows were drawn, and what each reader labelled.

    Args:
        readers: readers with rows of this table, each with the labelled column.
    """
    readers = list(readers)
    if sample is not None and readers:
        size = counted(len(sample.keys), "row")
        when = f", on {sample.drawn} UTC" if sample.drawn else ""
        yield "Sample", f"{size} of {sample.population:,}, {sample.way.lower()}; draw {sample.draw}{when}"
    for reader, column in readers:
        given = [
            label
            for label in stored
            if (label.reader, label.column) == (reader, column) and label.values is not None and keys.rows(label.key)
        ]
        changed = sum(label.was_changed for label in given)
        seen = f"; {changed:,} changed after the answer was in sight" if changed else ""
        days = sorted({label.given[:10] for label in given if label.given})
        when = f", {' to '.join(dict.fromkeys((days[0], days[-1])))}" if days else ""
        yield f"Reader {reader}", f"{counted(len(given), 'label')} of {column}, without seeing the answer{when}{seen}"

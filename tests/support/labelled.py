"""Right labels and answers of rows, at random, and an evaluation of them."""

from collections.abc import Sequence

from hypothesis import strategies as st

from lib.analysis.evaluation import Evaluation, evaluate

LABELS = ("good", "bad", "mixed", "none of them")

PAIRS = st.lists(st.tuples(st.sampled_from(LABELS), st.sampled_from(LABELS)), min_size=1, max_size=60)
"""The right label and the answer of each row, also when all are one label or none agrees."""

LABEL_SETS = st.sets(st.sampled_from(LABELS), max_size=3).map(sorted).map(tuple)


def evaluated(truths: Sequence[str], answers: Sequence[str]) -> Evaluation:
    """Rows with one label each, all answered."""
    return evaluate([(label,) for label in truths], [(answer,) for answer in answers], ["OK"] * len(truths))

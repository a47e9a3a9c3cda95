"""A report tells how the sample was drawn, and what each reader labelled."""

from lib.join import join
from lib.results import read_results
from lib.review.hand_labels import HandLabel, readers_of
from lib.review.label_facts import label_facts
from lib.review.label_keys import LabelKeys
from lib.review.label_sample import LabelSample
from lib.review.marks import RowKeys
from lib.sheets import read_sheet
from tests.support.result_lines import answered, jsonl, sent_file

IDS = ["a", "b", "c"]
JOINED = join(
    [read_results(jsonl(answered(one, "good") for one in IDS), "out.jsonl")],
    [sent_file({one: f"Text {one}" for one in IDS})],
    read_sheet(b"id\na\nb\nc\n", "s.csv"),
)


def test_the_sample_and_each_reader_are_told() -> None:
    keys = LabelKeys(RowKeys(JOINED))
    sample = LabelSample("At random", "answer", 7, 3, (keys.key(0), keys.key(1)), "2026-01-02 10:00:00")
    stored = (
        HandLabel("Ana", "answer", keys.key(0), ("good",), "2026-01-02 10:05:00"),
        HandLabel("Ana", "answer", keys.key(1), ("bad",), "2026-01-03 09:00:00", blind=("good",)),
        HandLabel("Ben", "answer", keys.key(0), ("good",)),
        HandLabel("Ben", "answer", keys.key(1), None),
    )
    assert list(label_facts(sample, stored, readers_of(stored, keys), keys)) == [
        ("Sample", "2 rows of 3, at random; draw 7, on 2026-01-02 10:00:00 UTC"),
        (
            "Reader Ana",
            "2 labels of answer, without seeing the answer, 2026-01-02 to 2026-01-03; "
            "1 changed after the answer was in sight",
        ),
        ("Reader Ben", "1 label of answer, without seeing the answer"),
    ]


def test_without_labels_nothing_is_told() -> None:
    assert list(label_facts(None, (), (), LabelKeys(RowKeys(JOINED)))) == []

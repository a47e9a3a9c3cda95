"""Answers are scored against labels of another sheet, readers are compared, and charts become pictures."""

import re
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from playwright.sync_api import expect
from sklearn import metrics

from tests.e2e.desk import Desk, File
from tests.e2e.test_journeys import read_csv, records
from tests.e2e.test_results import load
from tests.support.result_lines import answered, jsonl
from tests.support.sheet_files import as_csv

RANDOM = Random(7)
IDS = [f"id-{row:03}" for row in range(200)]
LABELS = ["good", "bad", "mixed"]
TRUE = [RANDOM.choice(LABELS) for _ in IDS]
ANSWERS = [label if RANDOM.random() < 0.7 else RANDOM.choice(LABELS) for label in TRUE]
LABELLED = sorted(RANDOM.sample(range(200), 120))

SHEET: File = ("sheet.csv", as_csv([("key", "text"), *((custom_id, f"Review {custom_id}") for custom_id in IDS)]))
OUTPUT: File = ("out.jsonl", jsonl(answered(custom_id, text) for custom_id, text in zip(IDS, ANSWERS, strict=True)))
HAND: File = (
    "hand.csv",
    as_csv([("key", "Ann", "Bob"), *((IDS[row], TRUE[row], TRUE[row] if row % 9 else "bad") for row in LABELLED)]),
)


def figures(rows: list[dict[str, str]], kind: str) -> Iterator[tuple[str, dict[str, str]]]:
    return ((row["name"], row) for row in rows if row["kind"] == kind)


def test_downloaded_scores_equal_those_of_scikit_learn(desk: Desk) -> None:
    load(desk, OUTPUT, SHEET, HAND)
    desk.view("Quality")
    desk.choose("quality_labels", "Ann (hand.csv)")
    name, data = desk.download("quality_download")
    assert re.fullmatch(r"sheet_scores_[0-9a-f]{12}\.csv", name)
    rows = records(read_csv(data))
    assert list(rows[0]) == ["kind", "name", "precision", "recall", "f1", "rows", "value", "low", "high"]
    truths, answers = [TRUE[row] for row in LABELLED], [ANSWERS[row] for row in LABELLED]
    by_label = dict(figures(rows, "label"))
    theirs = metrics.precision_recall_fscore_support(truths, answers, labels=LABELS)
    for place, label in enumerate(LABELS):
        ours = [float(by_label[label][figure]) for figure in ("precision", "recall", "f1", "rows")]
        assert ours == pytest.approx([side[place] for side in theirs], abs=1e-9)
    overall = dict(figures(rows, "overall"))
    for figure, value in (
        ("accuracy", metrics.accuracy_score(truths, answers)),
        ("macro f1", metrics.f1_score(truths, answers, average="macro")),
        ("kappa", metrics.cohen_kappa_score(truths, answers)),
    ):
        assert float(overall[figure]["value"]) == pytest.approx(value, abs=1e-9)
        assert float(overall[figure]["low"]) < value < float(overall[figure]["high"])
        assert overall[figure]["rows"] == "120"


def test_decisions_about_differences_are_exported(desk: Desk) -> None:
    load(desk, OUTPUT, SHEET, HAND)
    desk.view("Quality")
    with desk.run():
        desk.page.get_by_text("Compare readers", exact=True).click()
    for option in ("Ann (hand.csv)", "Bob (hand.csv)"):
        desk.choose("quality_readers", option)
    differing = [row for row in LABELLED if row % 9 == 0 and TRUE[row] != "bad"]
    expect(desk.page.get_by_text(f"0 of {len(differing)} differences decided")).to_be_visible()
    desk.page.keyboard.press("Escape")  # closes the list of readers
    with desk.run():
        desk.hook("readers_focus").get_by_role("button", name=re.compile("^bad")).click()
    expect(desk.page.get_by_text(f"1 of {len(differing)} differences decided")).to_be_visible()
    table = {row["key"]: row for row in records(read_csv(desk.download("results_download_csv")[1]))}
    assert [key for key, row in table.items() if row["Label by final decision"]] == [IDS[differing[0]]]
    assert table[IDS[differing[0]]]["Label by final decision"] == "bad"  # Bob's, the second
    compared = records(read_csv(desk.download("readers_download")[1]))
    assert len(compared) == len(LABELLED)
    assert {row["stability"] for row in compared if row["Ann (hand.csv)"] != row["Bob (hand.csv)"]} == {"0.500"}


def test_a_chart_is_saved_as_a_picture(desk: Desk) -> None:
    load(desk, OUTPUT)
    desk.view("Charts")
    desk.page.get_by_test_id("stVegaLiteChart").nth(1).hover()
    with desk.page.expect_download() as waiting:
        desk.page.get_by_role("button", name=re.compile("^Download as PNG: Answers")).click()
    assert Path(waiting.value.path()).read_bytes().startswith(b"\x89PNG")

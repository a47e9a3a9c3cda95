"""The view Quality: answers scored against right labels from the batch's sheet or another one."""

from collections.abc import Sequence

import pandas as pd

from tests.screens.batch import results
from tests.screens.screen import File, Screen
from tests.support.result_lines import answered, failed, input_line, jsonl
from tests.support.sheet_files import as_csv

COUNT = 80
IDS = [f"id-{number:03}" for number in range(COUNT)]
TEXTS = [f"Text {custom_id}" for custom_id in IDS]


def run(answers: Sequence[str], prompt: str = "{}") -> tuple[File, File]:
    """The output and the input of a run; an answer of `!` is a failure."""
    lines = [
        failed(custom_id, "no") if text == "!" else answered(custom_id, text)
        for custom_id, text in zip(IDS, answers, strict=True)
    ]
    requests = jsonl(input_line(name, prompt.format(text)) for name, text in zip(IDS, TEXTS, strict=True))
    return ("out.jsonl", jsonl(lines)), ("in.jsonl", requests)


def sheet(*columns: tuple[str, Sequence[object]], name: str = "rows.csv", ids: Sequence[str] = IDS) -> File:
    names, cells = zip(*columns, strict=True)
    return name, as_csv([("key", *names), *zip(ids, *cells, strict=True)])


YES_NO = ["yes" if number % 2 else "no" for number in range(COUNT)]


def at_quality(*files: File) -> Screen:
    screen = results(*files)
    screen.view("Quality")
    return screen


def frame(screen: Screen, column: str) -> pd.DataFrame:
    """The table on the screen that has a column."""
    return next(table.value for table in screen.at.dataframe if column in table.value)


def test_answers_are_checked_against_a_column_of_the_sheet() -> None:
    labels = ["", "no", "yes", *(text.upper() for text in YES_NO[3:])]
    screen = at_quality(*run([*YES_NO[:79], "!"]), sheet(("text", TEXTS), ("label", labels)))
    assert "Choose a column with the right labels" in screen.said()
    screen.fill("quality_labels", "label")
    assert "76 of 78 answers are right (97%)" in screen.said()
    assert "probably between 91% and 99%" in screen.said()
    assert "1 labelled row has no OK answer (1 Failed). 1 OK answer has no label." in screen.said()
    assert frame(screen, "NO").to_numpy().tolist() == [[38, 1], [1, 38]]
    by_label = frame(screen, "Found").set_index("Label")
    assert by_label.loc["YES", "Found"] == "97% (87 to 100)"
    assert screen.has("quality_download")
    screen.press("Show these 2 rows")
    assert list(screen.table()["key"]) == ["id-001", "id-002"]


def test_each_cell_of_the_confusion_table_opens_its_rows() -> None:
    answers = ["no", "no", *YES_NO[2:]]
    screen = at_quality(*run(answers), sheet(("text", TEXTS), ("label", YES_NO)))
    screen.fill("quality_labels", "label")
    screen.choose_cell("quality_matrix", 1, "no")
    assert "1 row is labelled yes and answered no." in screen.said()
    screen.press("Show this row", 1)
    assert list(screen.table()["key"]) == ["id-001"]
    screen.view("Quality")
    screen.choose_cell("quality_matrix", 0, "yes")
    assert "0 rows are labelled no and answered yes." in screen.said()


def test_labels_of_another_sheet_are_matched_by_a_shared_column() -> None:
    some = range(60, 20, -1)
    labels = sheet(
        ("mine", [YES_NO[0] if number == 30 else YES_NO[number] for number in some]),
        name="labels.csv",
        ids=[IDS[number] for number in some],
    )
    screen = at_quality(*run(YES_NO), sheet(("text", TEXTS)), labels)
    screen.fill("quality_labels", "mine (labels.csv)")
    assert "40 rows of labels.csv matched by custom_id = key." in screen.said()
    assert "40 of 40 answers are right (100%)" in screen.said()


def test_a_sheet_that_nothing_proves_is_a_question() -> None:
    numbers = [str(number) for number in range(1, COUNT + 1)]
    batch = sheet(("no", numbers), ("text", TEXTS))
    labels: File = ("labels.csv", as_csv([("no", "mine"), *zip(numbers[:30], YES_NO[1:31], strict=True)]))
    screen = at_quality(*run(YES_NO), batch, labels)
    screen.fill("quality_labels", "mine (labels.csv)")
    assert "Which column says to which row a label of labels.csv belongs?" in screen.warnings()
    assert "No row has both a label and an OK answer." in screen.said()
    screen.fill("quality_match", "no")
    assert "0 of 30 answers are right" in screen.said()


def test_rows_that_are_examples_in_the_prompt_are_scored_only_on_request() -> None:
    prompt = "As in: Text id-003 is yes, Text id-004 is no.\nNow: {}"
    screen = at_quality(*run(YES_NO, prompt), sheet(("text", TEXTS), ("label", YES_NO)))
    screen.fill("quality_labels", "label")
    assert "78 of 78 answers are right" in screen.said()
    assert "2 labelled rows are examples in the prompt" in screen.said()
    screen.fill("quality_with_examples", True)
    assert "80 of 80 answers are right" in screen.said()


def test_shares_of_the_whole_are_corrected_beside_the_raw_ones() -> None:
    labels = [text if number % 10 else "no" for number, text in enumerate(YES_NO)]
    answers = ["yes" if number % 5 == 0 else text for number, text in enumerate(YES_NO)]
    screen = at_quality(*run(answers), sheet(("text", TEXTS), ("label", [*labels[:40], *[""] * 40])))
    screen.fill("quality_labels", "label")
    shares = frame(screen, "Corrected").set_index("Label")
    assert shares.loc["yes", "As answered"] == "60.0%"
    assert 50 <= float(shares.loc["yes", "Corrected"].rstrip("%")) < 60


def test_an_order_of_the_labels_gives_weighted_figures() -> None:
    scale = ["low", "middle", "high"]
    labels, answers = ([scale[(number + step) % 3] for number in range(COUNT)] for step in (0, 1))
    screen = at_quality(*run(answers), sheet(("text", TEXTS), ("label", labels)))
    screen.fill("quality_labels", "label")
    figures = frame(screen, "What it says")
    assert "Weighted kappa, linear" not in set(figures["Figure"])
    screen.fill("quality_order", scale)
    assert "Weighted kappa, linear" in set(frame(screen, "What it says")["Figure"])


def test_cells_with_several_labels_are_scored_label_by_label() -> None:
    labels = ["price; service" if number % 2 else "price" for number in range(COUNT)]
    answers = ["Service, price" if number % 2 else "service" for number in range(COUNT)]
    screen = at_quality(*run(answers), sheet(("text", TEXTS), ("label", labels)))
    screen.fill("quality_labels", "label")
    assert "0 of 80 answers are right" in screen.said()
    screen.fill("several labels answer", True)
    assert "40 of 80 answers are right" in screen.said()
    assert "An answer with several labels is right only if all of them are." in screen.said()
    by_label = frame(screen, "Found").set_index("Label")
    assert by_label.loc["service", "Labelled rows"] == 40
    assert by_label.loc["price", "Found"].startswith("50% (")
    screen.choose_cell("quality_outcomes", 0, "Missed")
    assert "40 rows are labelled price, and the answer misses it." in screen.said()
    screen.press("Show these 40 rows", 1)
    assert list(screen.table()["key"]) == IDS[::2]

"""The task "Compare readers": agreement of people, columns and runs, and decisions about their differences."""

from lib.review import HandLabel, LabelKeys, RowKeys
from tests.screens.batch import results
from tests.screens.screen import File, Screen
from tests.screens.test_results_quality import COUNT, IDS, TEXTS, YES_NO, frame, run, sheet

ANN = [*YES_NO[:60], *[""] * 20]
BOB = ["yes", "no", "yes", *YES_NO[3:60], *[""] * 20]
CEM = ["yes", "yes", "maybe", *YES_NO[3:70], *[""] * 10]

COLUMNS = sheet(("text", TEXTS), ("Ann", ANN), ("Bob", BOB), ("Cem", CEM))


def comparing(*files: File, names: tuple[str, ...] = ()) -> Screen:
    screen = results(*files)
    screen.view("Quality")
    screen.fill("quality_task", "Compare readers")
    if names:
        screen.fill("quality_readers", list(names))
    return screen


def decided(screen: Screen) -> dict[str, str]:
    """The decisions in the table, by the row's key."""
    screen.view("Table")
    table = screen.table()
    name = "Label by final decision"
    found = {key: label for key, label in zip(table["key"], table[name], strict=True) if label} if name in table else {}
    screen.view("Quality")
    return found


def test_each_pair_has_its_agreement() -> None:
    screen = comparing(*run(YES_NO), COLUMNS, names=("Ann", "Bob", "Cem"))
    assert "The same label on 57 of 60 rows (95%)" in screen.said()
    pairs = frame(screen, "Same label")
    assert list(zip(pairs["Reader"], pairs["Other reader"], pairs["Rows of both"], strict=True)) == [
        ("Ann", "Bob", 60),
        ("Ann", "Cem", 60),
        ("Bob", "Cem", 60),
    ]
    assert list(pairs["Same label"]) == ["95% (86 to 98)", "97% (89 to 99)", "97% (89 to 99)"]
    assert "Krippendorff's alpha" in screen.said()


def test_answers_can_be_a_reader() -> None:
    screen = comparing(*run(["no", "no", *YES_NO[2:]]), COLUMNS, names=("answer", "Ann"))
    assert "The same label on 59 of 60 rows (98%)" in screen.said()


def test_differences_are_decided_one_by_one_and_exported() -> None:
    screen = comparing(*run(YES_NO), COLUMNS, names=("Ann", "Bob"))
    assert "3 rows to decide, 0 decided." in screen.said()
    assert "Ann: no\nBob: yes" in screen.said()
    screen.press("yes")  # the first difference
    assert "1 of 3 differences decided" in screen.said()
    screen.press("Next difference")
    screen.press("no")  # the third
    assert decided(screen) == {"id-000": "yes", "id-002": "no"}
    screen.press("Previous difference")
    screen.press("Undo decision")
    assert decided(screen) == {"id-002": "no"}


def test_one_press_takes_what_all_or_most_say() -> None:
    screen = comparing(*run(YES_NO), COLUMNS, names=("Ann", "Bob", "Cem"))
    screen.press("Take the majority (2 rows)")
    assert decided(screen) == {"id-000": "yes", "id-001": "yes"}
    screen.press("Take the label on which all agree (57 rows)")
    found = decided(screen)
    assert (len(found), found["id-003"]) == (59, "yes")
    assert "3 rows to decide, 2 decided." in screen.said()


def test_a_second_run_is_a_reader() -> None:
    output, sent = run(YES_NO)
    other, _ = run(["yes", *YES_NO[1:]])
    screen = results(output, sent, COLUMNS)
    screen.view("Compare")
    screen.upload("The second run", ("second.jsonl", other[1]), ("second-in.jsonl", sent[1]))
    screen.view("Quality")
    screen.fill("quality_task", "Compare readers")
    screen.fill("quality_readers", ["answer", "answer (second run)"])
    assert f"The same label on {COUNT - 1} of {COUNT} rows" in screen.said()
    assert "answer: no\nanswer (second run): yes" in screen.said()


def labelled_here(screen: Screen, reader: str, labels: list[str]) -> tuple[HandLabel, ...]:
    """The labels of a person who labelled in the app."""
    joined = screen.at.session_state["slots"]["joined"].value
    keys = LabelKeys(RowKeys(joined))
    rows = enumerate(labels[: len(IDS)])
    return tuple(HandLabel(reader, "answer", keys.key(row), (label,)) for row, label in rows if label)


def test_labels_given_here_are_readers_and_right_labels() -> None:
    screen = results(*run(YES_NO), COLUMNS)
    labels = labelled_here(screen, "Dua", ANN) + labelled_here(screen, "Eli", BOB)
    screen.at.session_state["hand labels"] = labels
    screen.at.session_state["hand labels version"] = 1
    screen.view("Quality")
    screen.fill("quality_labels", "Labels by Eli")
    assert "57 of 60 answers are right (95%)" in screen.said()
    screen.fill("quality_task", "Compare readers")
    assert "The same label on 57 of 60 rows (95%)" in screen.said()
    screen.press("Take the label on which all agree (57 rows)")
    screen.fill("quality_task", "Score the answers")
    screen.fill("quality_labels", "Labels by final decision")
    assert "57 of 57 answers are right (100%)" in screen.said()

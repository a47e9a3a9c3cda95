"""Filters and settings of the table: columns, order, pattern, page size and values."""

from typing import Any

from tests.screens.batch import ERRORS, INPUT, OUTPUT, SHEET, results, shown
from tests.screens.screen import Screen
from tests.support.result_lines import answered, failed, jsonl


def many(count: int = 120) -> Screen:
    """Answers that count down."""
    return results(("output.jsonl", jsonl(answered(f"id-{number:03}", str(count - number)) for number in range(count))))


def test_columns_are_chosen_and_ordered() -> None:
    screen = results(OUTPUT, ERRORS, INPUT, SHEET)
    screen.fill("results_columns", ["answer", "key"])
    assert list(screen.table().columns) == ["answer", "key"]
    assert list(screen.table()["key"])[:3] == ["a", "b", "c"]
    screen.fill("results_columns", [])
    assert len(screen.table().columns) == 12


def test_numbers_sort_by_size_in_either_order_and_empty_cells_come_last() -> None:
    screen = many()
    screen.fill("results_sort", "answer")
    assert shown(screen, "answer")[:3] == ["1", "2", "3"]
    screen.fill("results_descending", True)
    assert shown(screen, "answer")[:3] == ["120", "119", "118"]
    screen = results(OUTPUT, ERRORS, INPUT, SHEET)
    screen.fill("results_sort", "answer")
    assert shown(screen, "answer") == ["A cut ans", "A new letter", "I would rather not.", "Who asked?", *[""] * 4]


def test_rows_per_page_can_be_chosen() -> None:
    screen = many()
    screen.fill("results_page_size", 25)
    assert len(screen.table()) == 25
    assert screen.at.pagination[0].num_pages == 5
    screen.fill(str(screen.at.pagination[0].key), 5)
    assert shown(screen) == [f"id-{number:03}" for number in range(100, 120)]


def test_the_search_can_be_a_pattern() -> None:
    screen = many()
    screen.fill("results_search", r"^id-01\d$")
    assert "No row matches." in screen.said()
    screen.fill("results_pattern", True)
    assert shown(screen) == [f"id-{number:03}" for number in range(10, 20)]


def test_an_invalid_pattern_is_reported_and_shows_no_rows() -> None:
    screen = many()
    screen.fill("results_pattern", True)
    screen.fill("results_search", "(1")
    assert "The pattern has an error (missing ): (1)." in screen.warnings()
    screen.fill("results_search", "(1)$")
    assert not screen.warnings()


def test_the_view_survives_a_visit_to_another_page() -> None:
    screen = results(OUTPUT, ERRORS, INPUT, SHEET)
    settings = {
        "results_columns": ["answer", "custom_id"],
        "results_sort": "answer",
        "results_descending": True,
        "results_page_size": 25,
        "results_pattern": True,
        "results_search": "letter|cut",
        "results_status": ["OK", "Cut short"],
    }
    for key, value in settings.items():
        screen.fill(key, value)
    before = screen.table()
    assert list(before["custom_id"]) == ["a", "c"]
    screen.go("compose")
    screen.go("results")
    assert {key: screen.value(key) for key in settings} == settings
    assert screen.table().equals(before)


def test_a_column_that_other_files_lack_comes_back_with_them() -> None:
    screen = results(OUTPUT, INPUT, SHEET)
    screen.fill("results_columns", ["question", "answer"])
    screen.fill("results_sort", "question")
    screen.press("Remove file", 2)
    assert list(screen.table().columns) == ["answer"]
    screen.upload("Everything", SHEET)
    assert list(screen.table().columns) == ["question", "answer"]
    assert screen.value("results_sort") == "question"


def test_a_chosen_row_stays_chosen_in_another_order() -> None:
    screen = many()
    screen.choose_row(4)
    assert screen.answer() == "116"
    screen.fill("results_sort", "answer")
    assert screen.answer() == "116"
    screen.press("Next row")
    assert screen.answer() == "117"


def test_rows_are_filtered_by_the_values_of_a_column() -> None:
    texts = ["yes", "no", "Yes."] * 10
    screen = results(("output.jsonl", jsonl(answered(f"id-{number:03}", text) for number, text in enumerate(texts))))
    screen.fill("results_value_column", "answer")
    (choice,) = [widget for widget in screen.at.multiselect if widget.label == "Values"]
    assert choice.options == ["20 · yes", "10 · no"]
    screen.fill(str(choice.key), ["yes"])
    assert len(shown(screen)) == 20
    assert set(shown(screen, "answer")) == {"yes", "Yes."}
    screen.press("Only answer: yes")
    assert len(shown(screen)) == 30
    screen.fill("results_status", ["OK"])
    assert len(shown(screen)) == 30


def test_values_that_begin_alike_have_different_labels() -> None:
    texts = [*(f"{'The same words at the start. ' * 4}And then {word}." for word in ("tea", "rum")), "(empty)"]
    alike = f"{'a' * 60}{{}}{'z' * 60}"
    texts += [alike.format("1"), alike.format("2")]
    screen = results(
        ("output.jsonl", jsonl(answered(f"id-{number:03}", text) for number, text in enumerate(texts))),
        ("errors.jsonl", jsonl([failed("id-9", "no")])),
    )
    for number, text in enumerate(texts):
        choice = values_of(screen, "answer")
        assert len(set(choice.options)) == len(texts) + 1
        screen.fill(str(choice.key), [text])
        assert shown(screen) == [f"id-{number:03}"]
    screen.fill(str(values_of(screen, "answer").key), [""])
    assert shown(screen, "answer") == [""]


def values_of(screen: Screen, column: str) -> Any:
    screen.fill("results_value_column", column)
    (choice,) = [widget for widget in screen.at.multiselect if widget.label == "Values"]
    return choice


def test_value_filters_of_several_columns_combine() -> None:
    screen = results(OUTPUT, ERRORS, INPUT, SHEET)
    screen.fill(str(values_of(screen, "state").key), ["Failed"])
    assert shown(screen, "key") == ["b", "e"]
    assert values_of(screen, "key").options == ["1 · b", "1 · e"]
    screen.fill(str(values_of(screen, "key").key), ["b"])
    assert shown(screen, "key") == ["b"]
    assert values_of(screen, "state").options == ["1 · Failed"]
    screen.fill("results_value_column", "")
    assert shown(screen, "key") == ["b"]
    screen.press("Only state: Failed")
    assert shown(screen, "key") == ["b"]
    assert "1 · Failed" in values_of(screen, "state").options
    screen.press("Only key: b")
    assert len(shown(screen)) == 8


def test_values_are_counted_in_the_rows_that_the_other_filters_leave() -> None:
    screen = results(OUTPUT, ERRORS, INPUT, SHEET)
    screen.fill(str(values_of(screen, "key").key), ["a"])
    screen.fill("results_status", ["Failed"])
    assert values_of(screen, "key").options == ["1 · b", "1 · e", "0 · a"]
    assert values_of(screen, "key").value == ["a"]
    assert "No row matches." in screen.said()
    screen.fill("results_status", [])
    assert shown(screen, "key") == ["a"]

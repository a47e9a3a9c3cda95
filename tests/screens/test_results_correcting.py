"""Correcting answers: in the row's detail, with undo, and everything follows the corrected text."""

import json

from tests.screens.batch import results, shown
from tests.screens.screen import File, Screen
from tests.support.result_lines import answered, failed, input_line, jsonl
from tests.support.sheet_files import as_csv

IDS = [f"id-{number}" for number in range(6)]
MOODS = ["good", "bad", "good", "bad", "good"]
SHEET: File = (
    "orders.csv",
    as_csv([("key", "Mood", "Right"), *((name, f"Text {name}", "good") for name in IDS)]),
)
INPUT: File = ("input.jsonl", jsonl(input_line(name, f"Text {name}") for name in IDS))
SPLIT: File = (
    "output.jsonl",
    jsonl(
        [
            *(
                answered(name, json.dumps({"Mood": mood, "Score": 3}))
                for name, mood in zip(IDS[:4], MOODS, strict=False)
            ),
            answered(IDS[4], "I cannot say"),
            failed(IDS[5], "no"),
        ]
    ),
)
TEXTS: File = ("output.jsonl", jsonl(answered(name, mood) for name, mood in zip(IDS, MOODS, strict=False)))
MOOD = "Mood (batch)"


def undo(screen: Screen) -> None:
    screen.press("Undo")


def test_a_correction_is_marked_with_the_original_beside_it() -> None:
    screen = results(TEXTS, INPUT, SHEET)
    screen.choose_row(1)
    screen.correct("Answer", "fine")
    assert shown(screen, "answer")[:3] == ["good", "✎ fine", "good"]
    assert screen.answer() == "fine"
    assert "Original: bad" in screen.said()
    assert "0 of 5 checked. 1 corrected. ✎ marks what a person corrected." in screen.said()
    screen.press("Back to the original")
    assert shown(screen, "answer")[:3] == ["good", "bad", "good"]
    assert "Original" not in screen.said()


def test_the_last_columns_name_the_corrections_and_their_originals() -> None:
    screen = results(SPLIT, INPUT, SHEET)
    screen.choose_row(0)
    screen.correct(MOOD, "great")
    assert list(screen.table().columns)[-2:] == ["Corrected columns", f"{MOOD} (original)"]
    assert shown(screen, "Corrected columns")[:2] == [MOOD, ""]
    assert shown(screen, f"{MOOD} (original)")[:2] == ["good", ""]


def test_corrections_are_undone_one_by_one_from_any_row() -> None:
    screen = results(SPLIT, INPUT, SHEET)
    assert not screen.has_button("Undo")
    screen.choose_row(0)
    screen.correct(MOOD, "great")
    screen.correct(MOOD, "splendid")
    screen.choose_row(1)
    screen.correct("Score", "9")
    screen.press("Back to the original")
    columns = []
    for _ in range(4):
        undo(screen)
        columns.append((shown(screen, MOOD)[0], shown(screen, "Score")[1]))
    assert columns == [("✎ splendid", "✎ 9"), ("✎ splendid", "3"), ("✎ great", "3"), ("good", "3")]
    assert not screen.has_button("Undo")


def test_a_correction_survives_verdicts_other_files_and_a_visit_to_another_page() -> None:
    screen = results(SPLIT, INPUT)
    screen.choose_row(1)
    screen.correct("Mood", "fine")
    screen.press("Wrong")
    screen.press("Previous row")
    screen.press("Remove mark")
    screen.go("compose")
    screen.go("results")
    assert shown(screen, "Mood")[1] == "✎ fine"
    reverse = as_csv([("key", "Mood"), *((name, f"Text {name}") for name in reversed(IDS))])
    screen.upload("Everything", ("orders.csv", reverse))
    assert shown(screen, MOOD) == ["", "", "bad", "good", "✎ fine", "good"]


def test_filters_search_and_sorting_follow() -> None:
    screen = results(SPLIT, INPUT, SHEET)
    screen.choose_row(1)
    screen.correct(MOOD, "splendid")
    screen.fill("results_search", "splendid")
    assert shown(screen, "key") == [IDS[1]]
    screen.fill("results_search", "")
    screen.fill("results_review", ["Corrected"])
    assert shown(screen, "key") == [IDS[1]]
    screen.fill("results_review", [])
    screen.fill("results_sort", MOOD)
    assert shown(screen, "key")[:4] == [IDS[3], IDS[0], IDS[2], IDS[1]]


def test_charts_and_counts_follow() -> None:
    screen = results(TEXTS, INPUT, SHEET)
    screen.view("Charts")
    assert "good: 3; bad: 2." in screen.said()
    screen.view("Table")
    screen.choose_row(0)
    screen.correct("Answer", "bad")
    screen.view("Charts")
    screen.open("results_counts")
    assert "bad: 3; good: 2." in screen.said()
    counts = next(frame.value for frame in screen.at.dataframe if "Value" in frame.value)
    rows = dict(zip(counts["Value"], counts["Rows"], strict=True))
    assert (rows["bad"], rows["good"]) == (3, 2)


def test_scores_follow() -> None:
    screen = results(SPLIT, INPUT, SHEET)
    screen.view("Quality")
    screen.fill("quality_labels", "Right")
    assert "2 of 4 answers are right (50%)" in screen.said()
    screen.view("Table")
    screen.choose_row(1)
    screen.correct(MOOD, "good")
    screen.view("Quality")
    assert "3 of 4 answers are right (75%)" in screen.said()


def test_a_corrected_answer_fills_its_columns_and_is_no_longer_one_to_check() -> None:
    screen = results(SPLIT, INPUT, SHEET)
    assert screen.has("results_flags")
    screen.choose_row(4)
    screen.correct("Answer", '{"Mood": "mixed", "Score": 2}')
    assert shown(screen, MOOD)[4] == "✎ mixed"
    assert shown(screen, "Answer check") == ["", "", "", "", "corrected", ""]
    assert not screen.has("results_flags")


def test_an_empty_field_can_be_filled_and_a_failure_has_none() -> None:
    screen = results(
        ("output.jsonl", jsonl([answered("id-0", '{"a": "x", "b": null}'), answered("id-1", '{"a": "y", "b": "z"}')])),
        INPUT,
    )
    screen.choose_row(0)
    screen.correct("b", "new")
    assert shown(screen, "b")[:2] == ["✎ new", "z"]
    screen.choose_row(2)
    assert not screen.at.text_area


def test_columns_with_corrections_stay_when_the_others_are_switched_off() -> None:
    screen = results(SPLIT, INPUT, SHEET)
    screen.choose_row(0)
    screen.correct(MOOD, "fine")
    screen.fill("results_json_columns", False)
    assert shown(screen, MOOD)[:2] == ["✎ fine", "bad"]
    assert "Score" not in screen.table()


def test_a_retried_answer_does_not_get_the_correction_and_the_page_says_so() -> None:
    screen = results(TEXTS, INPUT, SHEET)
    screen.choose_row(1)
    screen.correct("Answer", "fine")
    screen.upload("Everything", ("again.jsonl", jsonl([answered("id-1", "better", created=2_000_000_000)])))
    assert shown(screen, "answer")[:3] == ["good", "better", "good"]
    assert "1 corrected answer is not in the loaded files, or replaced." in screen.said()
    undo(screen)
    assert "corrected" not in screen.said()


def test_a_field_may_have_any_name_and_text() -> None:
    nasty = "**b** :red[x] $y$ <img src=x>"
    line = answered("id-0", json.dumps({nasty: nasty, "answer": "x", "state": "y"}))
    screen = results(("output.jsonl", jsonl([line])))
    screen.choose_row(0)
    assert screen.answer("answer (field)") == "x"
    screen.correct("answer (field)", "z")
    assert shown(screen, "answer (field)") == ["✎ z"]
    screen.correct(nasty, "=1+1")
    assert shown(screen, nasty) == ["✎ =1+1"]
    assert f"Original: {nasty}" in screen.said()


def test_what_is_too_long_to_correct_is_shown_with_the_reason() -> None:
    many = json.dumps({f"field {number}": "x" for number in range(70)})
    screen = results(("output.jsonl", jsonl([answered("id-0", "x" * 50_001), answered("id-1", "x" * 50_000)])))
    screen.choose_row(0)
    assert not screen.at.text_area
    assert "Batchdesk corrects answers of up to 50,000 characters. This one has 50,001." in screen.said()
    screen.choose_row(1)
    assert len(screen.answer()) == 50_000
    screen = results(("output.jsonl", jsonl([answered("id-0", many)])))
    screen.choose_row(0)
    assert len(screen.at.text_area) == 61
    assert "10 more fields are in the whole answer below." in screen.said()


def test_a_comparison_follows() -> None:
    screen = results(TEXTS, INPUT, SHEET)
    screen.choose_row(1)
    screen.correct("Answer", "good")
    screen.view("Compare")
    texts = ["good", "good", "good", "good", "good"]
    lines = jsonl(answered(name, mood) for name, mood in zip(IDS, texts, strict=False))
    screen.upload("The second run", ("second.jsonl", lines))
    table = next(frame.value for frame in screen.at.dataframe if "comparison" in frame.value)
    assert list(table["comparison"]) == ["same", "same", "same", "different", "same", "neither"]


TYPED = {"mood": "good", "topics": ["size", "price"], "urgent": True, "stars": 3}


def typed(**changes: object) -> list[File]:
    """Two answers of every kind, with the schema that asked for them; the changes are in the first answer."""
    schema = {
        "type": "object",
        "properties": {
            "mood": {"type": "string", "enum": ["good", "bad"]},
            "topics": {"type": "array", "items": {"type": "string", "enum": ["size", "price", "service"]}},
            "urgent": {"type": "boolean"},
            "stars": {"type": "integer", "maximum": 5},
        },
        "required": ["mood", "topics", "urgent", "stars"],
    }
    lines = [input_line(name, f"Text {name}") for name in IDS[:2]]
    for line in lines:
        line["body"]["response_format"] = {"type": "json_schema", "json_schema": {"name": "a", "schema": schema}}
    answers = [answered(IDS[0], json.dumps({**TYPED, **changes})), answered(IDS[1], json.dumps(TYPED))]
    return [("output.jsonl", jsonl(answers)), ("input.jsonl", jsonl(lines))]


def test_a_value_of_a_list_is_chosen_not_typed() -> None:
    screen = results(*typed())
    screen.choose_row(0)
    assert (screen.choices("mood"), screen.choices("urgent")) == (["good", "bad"], ["true", "false"])
    screen.correct("mood", "bad")
    screen.correct("urgent", "false")
    assert (shown(screen, "mood"), shown(screen, "urgent")) == (["✎ bad", "good"], ["✎ false", "true"])
    assert "Original: good" in screen.said()
    undo(screen)
    assert shown(screen, "urgent") == ["true", "true"]
    screen.press("Back to the original")
    assert shown(screen, "mood") == ["good", "good"]


def test_several_values_of_a_list_are_chosen_not_typed() -> None:
    screen = results(*typed())
    screen.choose_row(0)
    assert screen.choices("topics") == ["size", "price", "service"]
    screen.correct("topics", ["price", "service"])
    assert shown(screen, "topics") == ["✎ price; service", "size; price"]
    screen.correct("topics", [])
    assert shown(screen, "topics") == ["✎ []", "size; price"]
    screen.correct("topics", ["size", "price"])
    assert shown(screen, "topics") == ["size; price", "size; price"]


def test_a_value_that_is_not_in_the_list_is_shown_and_can_be_restored() -> None:
    screen = results(*typed(mood="so so", topics=["size", "taste"]))
    screen.choose_row(0)
    assert (screen.answer("mood"), screen.choices("mood")) == ("so so", ["good", "bad", "so so"])
    assert screen.choices("topics") == ["size", "price", "service", "taste"]
    screen.correct("mood", "bad")
    assert screen.choices("mood") == ["good", "bad", "so so"]
    screen.correct("mood", "so so")
    assert shown(screen, "mood") == ["so so", "good"]


def test_a_wrong_number_is_not_taken_and_stays_in_its_field() -> None:
    screen = results(*typed())
    screen.choose_row(0)
    screen.correct("stars", "many")
    assert "“many” is not a whole number. Write it like 4. The answer is still 3." in screen.said()
    assert (screen.answer("stars"), shown(screen, "stars")) == ("many", ["3", "3"])
    screen.correct("stars", "6")
    assert "6 is too high. The highest number allowed is 5." in screen.said()
    screen.correct("stars", "5")
    assert shown(screen, "stars") == ["✎ 5", "3"]
    assert "The answer is still" not in screen.said()


def test_without_a_schema_any_value_is_taken_with_a_word() -> None:
    screen = results(typed()[0])
    screen.choose_row(0)
    screen.correct("stars", "many")
    assert shown(screen, "stars") == ["✎ many", "3"]
    assert (
        "“many” is not a number. Write it like 4 or 2.5. In the Excel file, this column is text now." in screen.said()
    )

"""The views beside the table: charts, counts, and two runs side by side."""

import json
from collections.abc import Iterable

from tests.screens.batch import ERRORS, INPUT, OUTPUT, SHEET, results
from tests.screens.screen import File, Screen
from tests.support.result_lines import answered, failed, input_line, jsonl
from tests.support.sheet_files import as_csv

IDS = [f"id-{number:03}" for number in range(80)]
ROWS: File = ("rows.csv", as_csv([("key", "text"), *((custom_id, f"Text {custom_id}") for custom_id in IDS)]))


def run(name: str, model: str, texts: Iterable[str]) -> tuple[File, File]:
    """The output and the input of a run; an answer of `!` is a failure."""
    lines = [
        failed(custom_id, "no") if text == "!" else answered(custom_id, text)
        for custom_id, text in zip(IDS, texts, strict=False)
    ]
    requests = jsonl(input_line(custom_id, f"Text {custom_id}", model) for custom_id in IDS)
    return (f"{name}.jsonl", jsonl(lines)), (f"{name}-input.jsonl", requests)


FIRST = run("first", "small", ["yes", "no"] * 40)
SECOND = run("second", "large", ["yes", "no"] * 20 + ["no", "!"] + ["Yes.", "yes"] * 19)


def compared() -> Screen:
    """Two runs, the second loaded in the panel."""
    screen = results(*FIRST, ROWS)
    screen.view("Compare")
    screen.upload("The second run", *SECOND)
    return screen


def pairs(screen: Screen) -> list[tuple[str, ...]]:
    """The shown pairs: key, both answers, outcome."""
    table = next(frame.value for frame in screen.at.dataframe if "comparison" in frame.value)
    names = ["key", "answer (small)", "answer (large)", "comparison"]
    return [tuple(row) for row in table[names].itertuples(index=False)]


def charts(screen: Screen) -> dict[str, str]:
    """The text alternative of each chart, by its title."""
    every = [node.proto for node in screen.at if "chart" in node.type]
    texts = [json.loads(proto.spec).get("description", "") or proto.alt for proto in every]
    return dict(text.split(". ", 1) for text in texts)


def test_nothing_is_drawn_before_its_view_is_open() -> None:
    screen = results(OUTPUT, ERRORS, INPUT, SHEET)
    assert not charts(screen)
    assert not screen.has("results_compare_files")


def test_charts_have_a_text_alternative() -> None:
    screen = results(*FIRST)
    screen.view("Charts")
    texts = charts(screen)
    assert texts["Rows by state"] == "OK: 80; Failed: 0; Cut short: 0; Refused: 0; Missing: 0."
    assert texts["Answers"] == "yes: 40; no: 40."
    assert texts["Answer length, in characters"] == "2: 40; 3: 40."
    assert texts["Answer length, in tokens (pieces of words)"] == "7: 80."
    assert "Rows by cause" not in texts


def test_charts_of_answers_follow_the_filter() -> None:
    screen = results(*FIRST)
    screen.view("Charts")
    screen.fill("results_search", "yes")
    assert charts(screen)["Answers"] == "yes: 40."
    assert charts(screen)["Rows by state"].startswith("OK: 80;")
    assert "The charts of states and causes cover all rows" in screen.said()


def test_two_runs_are_side_by_side() -> None:
    screen = compared()
    assert pairs(screen)[:2] == [("id-000", "yes", "yes", "same"), ("id-001", "no", "no", "same")]
    assert len(pairs(screen)) == 50
    assert screen.metrics()["OK"] == "80"


def test_a_second_run_among_the_files_is_compared_by_one_press() -> None:
    screen = results(*FIRST, ROWS, SECOND[0])
    assert "Two runs have the same ids: second.jsonl and first.jsonl" in screen.warnings()
    screen.press("Compare the runs")
    assert "Two runs" not in screen.warnings()
    assert screen.metrics()["Duplicate"] == "0"
    table = next(frame.value for frame in screen.at.dataframe if "comparison" in frame.value)
    assert list(table["comparison"][:2]) == ["same", "same"]
    assert not screen.has_button("Compare the runs")


def test_outcomes_filter_the_pairs() -> None:
    screen = compared()
    screen.fill("results_compare_outcomes", ["only first"])
    assert pairs(screen) == [("id-041", "no", "", "only first")]
    screen.fill("results_compare_outcomes", ["different"])
    assert {pair[3] for pair in pairs(screen)} == {"different"}
    assert len(pairs(screen)) == 20


def test_answers_that_are_labels_have_a_confusion_matrix() -> None:
    screen = compared()
    assert "59 of 79 pairs agree: 75% (64 to 83)." in screen.said()
    assert "Cohen's kappa, the agreement beyond chance, is 0.49 (" in screen.said()
    table = next(frame.value for frame in screen.at.dataframe if str(frame.value.index.name).startswith("small"))
    assert table.to_numpy().tolist() == [[39, 1], [19, 20]]


def test_a_pair_shows_its_row_and_both_answers() -> None:
    screen = compared()
    screen.choose_pair(41)
    assert "**Row 43 of the sheet**" in screen.markdown()
    assert screen.said().endswith("no\n(no answer)\nid-041\nText id-041")


def test_without_a_sheet_a_pair_shows_what_was_sent() -> None:
    screen = results(*FIRST)
    screen.view("Compare")
    screen.upload("The second run", *SECOND)
    screen.choose_pair(41)
    assert "What was sent" in screen.said()
    assert screen.said().endswith("no\n(no answer)\nText id-041")


def test_each_run_shows_its_tokens_and_their_cost() -> None:
    screen = compared()
    table = next(frame.value for frame in screen.at.dataframe if "Run" in frame.value)
    assert table["Run"].tolist() == ["small", "large"]
    assert table["Prompt tokens"].tolist() == ["880", "869"]
    assert "Cost" not in table
    screen.fill("run price in 1", 1000.0)
    screen.fill("run price out 1", 2000.0)
    table = next(frame.value for frame in screen.at.dataframe if "Run" in frame.value)
    assert table["Cost"].tolist() == ["$2.0000", "unknown"]


def test_the_second_run_survives_a_visit_to_another_page() -> None:
    screen = compared()
    assert screen.metrics()["Duplicate"] == "0"
    before = pairs(screen)
    screen.go("compose")
    screen.go("results")
    screen.view("Compare")
    assert pairs(screen) == before


def test_runs_can_be_named() -> None:
    screen = compared()
    screen.fill("results_run_2", "small")
    table = next(frame.value for frame in screen.at.dataframe if "comparison" in frame.value)
    assert [name for name in table if name.startswith("answer")] == ["answer (small)", "answer (small (2))"]


def test_answers_are_shown_as_plain_text() -> None:
    screen = results(*run("first", "small", ["**bold** [a](http://b.c)"]), ROWS)
    screen.view("Compare")
    screen.upload("The second run", *run("second", "large", ["<b>x</b> :red[y]"]))
    assert not any("**bold**" in text or ":red[y]" in text for text in screen.markdown())


def counted_values(screen: Screen) -> list[tuple[object, ...]]:
    table = next(frame.value for frame in screen.at.dataframe if "Value" in frame.value)
    return [tuple(row) for row in table.itertuples(index=False)]


def test_values_are_counted_and_split_by_another_column() -> None:
    texts = ["yes", "no", "Yes.", "no"] * 20
    rows: File = (
        "rows.csv",
        as_csv([("key", "shop"), *((custom_id, "Web" if custom_id < "id-030" else "") for custom_id in IDS)]),
    )
    screen = results(*run("first", "small", texts), rows)
    screen.view("Charts")
    screen.open("results_counts")
    assert counted_values(screen) == [("yes", 40, "50.0%"), ("no", 40, "50.0%"), ("All", 80, "100.0%")]
    assert "2 values in all rows." in screen.said()
    screen.fill("results_count_split", "shop")
    assert counted_values(screen) == [("yes", 40, 15, 25), ("no", 40, 15, 25), ("All", 80, 30, 50)]
    screen.fill("results_count_form", "Shares of each column")
    assert counted_values(screen)[:2] == [("yes", 40, "50.0%", "50.0%"), ("no", 40, "50.0%", "50.0%")]
    screen.fill("results_count_form", "Rows")
    screen.fill("results_count_column", "state")
    screen.fill("results_search", "yes")
    assert counted_values(screen) == [("OK", 40, 15, 25), ("All", 40, 15, 25)]
    assert "1 value in the rows shown." in screen.said()
    assert any(button.key == "results_counts_download" for button in screen.at.download_button)


def test_long_answers_are_not_the_default_column_to_count() -> None:
    screen = results(*run("first", "small", (f"A long answer to {custom_id}" for custom_id in IDS)))
    screen.view("Charts")
    screen.open("results_counts")
    assert counted_values(screen) == [("OK", 80, "100.0%"), ("All", 80, "100.0%")]


def test_json_answers_are_compared_by_their_label() -> None:
    """The answers differ in their reasons."""
    texts = [
        [json.dumps({"label": "yes" if number % 2 else "no", "reason": f"{model} {number}"}) for number in range(80)]
        for model in ("first", "second")
    ]
    texts[1][0] = json.dumps({"label": "yes", "reason": "x"})
    screen = results(*run("first", "small", texts[0]), ROWS)
    screen.view("Compare")
    screen.upload("The second run", *run("second", "large", texts[1]))
    assert "79 of 80 pairs agree: 99% (93 to 100)." in screen.said()
    table = next(frame.value for frame in screen.at.dataframe if "comparison" in frame.value)
    assert list(table["label (small)"][:2]) == ["no", "yes"]
    assert list(table["comparison"][:2]) == ["different", "same"]
    screen.fill("results_compare_by", "the whole answer")
    table = next(frame.value for frame in screen.at.dataframe if "comparison" in frame.value)
    assert set(table["comparison"]) == {"different"}
    assert "label (small)" not in table


def test_removing_a_file_frees_everything_made_from_it() -> None:
    lines = [answered(f"id-{number}", json.dumps({"mood": ("good", "bad")[number % 2]})) for number in range(20)]
    screen = results(("output.jsonl", jsonl(lines)))
    for panel in ("results_counts", "results_charts"):
        screen.open(panel)
    screen.fill("results_sides", True)
    assert screen.at.session_state["slots"]
    screen.press("Remove file")
    assert not screen.at.session_state["slots"]

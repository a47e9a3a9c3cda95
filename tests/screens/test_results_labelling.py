"""Labels given by hand: blind, by one press, each reader's own, and beside their own rows only."""

import json

from lib.compose import Codebook, Label, Recipe, compose
from lib.compose.structured_output import AnswerColumn
from lib.export import select, write_csv
from lib.review.label_file import label_columns
from lib.sheets import read_sheet
from pages.parts.results.session_labels import HAND_LABELS
from tests.screens.batch import results, shown
from tests.screens.screen import File, Screen, literal
from tests.screens.test_results_review import MAILS, labelled_answers
from tests.support.result_lines import answered, input_line, jsonl
from tests.support.sheet_files import as_csv

IDS = [f"id-{number:02}" for number in range(12)]
MOODS = {custom_id: ("gloomy", "sunny", "mixed")[place % 3] for place, custom_id in enumerate(IDS)}
SHEET: File = ("sheet.csv", as_csv([("key", "text", "where"), *((name, f"Text of {name}", "web") for name in IDS)]))
INPUT: File = ("input.jsonl", jsonl(input_line(name, f"Mood? Text of {name}") for name in IDS))
OUTPUT: File = ("output.jsonl", jsonl(answered(name, MOODS[name]) for name in IDS))

SCHEMA = {
    "type": "object",
    "properties": {
        "tags": {"type": "array", "items": {"type": "string", "enum": ["late", "rude", "dear"]}},
        "stars": {"type": "integer", "minimum": 1, "maximum": 5},
        "price": {"type": "number", "minimum": 0, "maximum": 100},
    },
    "required": ["tags", "stars", "price"],
    "additionalProperties": False,
}


def table_batch() -> tuple[File, File]:
    """The input and the output of a batch whose answers have a list, a score and a number."""
    sent = [input_line(name, f"Judge: Text of {name}") for name in IDS]
    for line in sent:
        line["body"]["response_format"] = {"type": "json_schema", "json_schema": {"name": "a", "schema": SCHEMA}}
    answer = json.dumps({"tags": ["late", "dear"], "stars": 4, "price": 12.5})
    return ("input.jsonl", jsonl(sent)), ("output.jsonl", jsonl(answered(name, answer) for name in IDS))


def task(*files: File) -> Screen:
    """A session with the task open."""
    screen = results(*files)
    screen.view("Review")
    screen.fill("results_review_task", "Label a sample")
    return screen


def start(screen: Screen, reader: str = "Ana", size: int = 5) -> None:
    """Draws a sample and starts to label it."""
    screen.fill("results_label_size", size)
    if screen.has_button("Draw sample") and not screen.has("label_start"):
        screen.press("Draw sample")
    go_on(screen, reader)


def go_on(screen: Screen, reader: str = "Ana") -> None:
    screen.type_option("results_label_reader", reader)
    screen.press("Continue labelling" if screen.has_button("Continue labelling") else "Start labelling")


def focus(screen: Screen) -> str:
    """The id of the row in focus, from its text."""
    text = next(str(each.value) for each in screen.at.text if "Text of " in str(each.value))
    return text.partition("Text of ")[2]


def labels(screen: Screen, column: str = "Label by Ana") -> dict[str, str]:
    """The labels in the table, by id."""
    screen.view("Table")
    table = screen.table()
    return {row["custom_id"]: row[column] for _, row in table.iterrows() if row.get(column)}


def test_the_answer_is_hidden_until_the_row_has_a_label() -> None:
    screen = task(SHEET, INPUT, OUTPUT)
    assert "5 rows: the share of right answers is known" not in screen.said()
    start(screen)
    first = focus(screen)
    assert "0 of 5 labelled by Ana" in screen.said()
    assert "Answer:" not in screen.said()
    assert "web" not in screen.said()
    assert not screen.has("results_ledger")
    screen.press("sunny")
    assert focus(screen) != first
    assert f"you said sunny, the answer is {MOODS[first]}." in screen.said()
    assert "Answer:" not in screen.said()
    screen.press("Previous")
    assert f"Answer: {MOODS[first]}" in screen.said()


def test_the_size_is_beside_what_it_will_tell() -> None:
    screen = task(SHEET, INPUT, OUTPUT)
    screen.fill("results_label_size", 6)
    assert "6 rows: the share of right answers is known to about ±30 points." in screen.said()
    assert "Drawn from the 12 rows with an OK answer." in screen.said()
    screen.fill("results_label_way", "The same number for each label")
    screen.fill("results_label_size", 2)
    assert "6 rows: the share of right answers of each label is known" in screen.said()
    screen.press("Draw sample")
    assert "6 of 12 rows, the same number for each label" in screen.said()
    sample = screen.at.session_state["label sample"]
    drawn = [MOODS[key.custom_id] for key in sample.keys]
    assert sorted(drawn) == ["gloomy", "gloomy", "mixed", "mixed", "sunny", "sunny"]


def test_labels_stay_beside_their_rows_through_order_filters_and_other_files() -> None:
    screen = task(SHEET, INPUT, OUTPUT)
    start(screen)
    given = {}
    for label in ("sunny", "gloomy", "mixed"):
        given[focus(screen)] = label
        screen.press(label)
    screen.press("Stop for now")
    assert labels(screen) == given
    screen.fill("results_sort", "Label by Ana")
    screen.fill("results_descending", True)
    assert shown(screen)[:3] == sorted(given, key=lambda name: given[name], reverse=True)
    assert labels(screen) == given
    screen.fill("results_sort", "")
    screen.fill("results_search", "sunny")
    assert labels(screen) == {name: label for name, label in given.items() if "sunny" in (label, MOODS[name])}
    screen.fill("results_search", "")
    rows = [("key", "text", "where"), *((name, f"Text of {name}", "web") for name in reversed(IDS))]
    for _ in range(3):
        screen.press("Remove file")
    screen.upload("Everything", ("other.csv", as_csv(rows)), INPUT, OUTPUT)
    assert shown(screen)[0] == IDS[-1]
    assert labels(screen) == given
    other = [("key", "text", "where"), *((name, f"Another text of {name}", "web") for name in IDS)]
    sent = jsonl(input_line(name, f"Mood? Another text of {name}") for name in IDS)
    for _ in range(3):
        screen.press("Remove file")
    screen.upload("Everything", ("other.csv", as_csv(other)), ("input.jsonl", sent), OUTPUT)
    assert labels(screen) == {}
    assert len(screen.at.session_state[HAND_LABELS]) == 3


def test_a_reader_goes_on_where_the_last_label_was_given() -> None:
    screen = task(SHEET, INPUT, OUTPUT)
    start(screen)
    screen.press("sunny")
    skipped = focus(screen)
    screen.press("Skip")
    screen.press("mixed")
    screen.press("Stop for now")
    assert "Ana gave 2 labels for answer." in screen.said()
    go_on(screen)
    assert "2 of 5 labelled by Ana" in screen.said()
    for _ in range(2):
        screen.press("gloomy")
    assert focus(screen) == skipped
    screen.press("gloomy")
    assert "All rows of the sample have a label." in screen.said()


def test_each_reader_has_labels_of_their_own() -> None:
    screen = task(SHEET, INPUT, OUTPUT)
    start(screen)
    first = focus(screen)
    screen.press("sunny")
    screen.press("Stop for now")
    go_on(screen, "Ben")
    assert "0 of 5 labelled by Ben" in screen.said()
    assert focus(screen) == first
    assert "sunny" not in screen.said().replace("\nsunny\n", "")  # only the button
    screen.press("mixed")
    screen.press("Stop for now")
    assert labels(screen) == {first: "sunny"}
    assert labels(screen, "Label by Ben") == {first: "mixed"}


def test_a_label_that_was_changed_says_what_it_was() -> None:
    screen = task(SHEET, INPUT, OUTPUT)
    start(screen)
    first = focus(screen)
    screen.press("sunny")
    screen.press("Previous")
    screen.press("mixed")
    screen.press("Stop for now")
    assert "1 changed after the answer was in sight" in screen.said()
    assert labels(screen) == {first: "mixed"}
    screen.view("Review")
    go_on(screen)
    screen.press("Previous")
    assert "You said sunny before you saw the answer." in screen.said()
    screen.press("Remove label")
    assert "0 of 5 labelled by Ana" in screen.said()


def test_a_second_press_before_the_next_row_is_drawn_changes_nothing() -> None:
    screen = task(SHEET, INPUT, OUTPUT)
    start(screen)
    first = focus(screen)
    old = {label: next(button for button in screen.at.button if button.label == label) for label in ("mixed", "sunny")}
    old["mixed"].click()
    old["sunny"].click()
    screen.at.run()
    assert "1 of 5 labelled by Ana" in screen.said()
    screen.press("Stop for now")
    assert list(labels(screen)) == [first]


def test_a_row_may_have_several_labels() -> None:
    screen = task(SHEET, *table_batch())
    start(screen)
    first = focus(screen)
    assert not screen.has_button("Save and go on")
    for label in ("dear", "rude", "late", "rude"):
        screen.press(label)
    assert focus(screen) == first
    screen.press("Save and go on")
    assert "you said late, dear, the answer is late; dear." in screen.said()
    second = focus(screen)
    screen.press("None of these")
    assert "you said none of the labels, the answer is late; dear." in screen.said()
    screen.press("Stop for now")
    assert labels(screen) == {first: "late; dear", second: "[]"}


def test_a_short_range_of_scores_has_a_button_each_and_a_long_one_a_field() -> None:
    screen = task(SHEET, *table_batch())
    screen.fill("results_label_column", "stars")
    start(screen)
    assert [button.label for button in screen.at.button if button.label.isdecimal()] == ["1", "2", "3", "4", "5"]
    screen.press("Stop for now")
    screen.fill("results_label_column", "price")
    start(screen)
    first = focus(screen)
    for text in ("120", "x", "12.50"):
        screen.fill(next(str(field.key) for field in screen.at.text_input if field.label == "Score"), text)
        if text != "12.50":
            assert focus(screen) == first
    assert "you said 12.50, the answer is 12.5." in screen.said()
    screen.press("Previous")
    assert "Same as the answer" in screen.said()
    screen.press("Stop for now")
    assert labels(screen) == {first: "12.50"}


def test_a_label_that_is_typed_becomes_a_button() -> None:
    screen = task(SHEET, INPUT, OUTPUT)
    start(screen)
    screen.fill(next(str(field.key) for field in screen.at.text_input if field.label == "Another label"), " very  odd ")
    assert screen.has_button("very odd")
    screen.press("Previous")
    assert "The answer differs" in screen.said()


def test_labels_for_another_prompt_are_offered_and_not_taken() -> None:
    screen = task(SHEET, INPUT, OUTPUT)
    start(screen)
    first = focus(screen)
    screen.press("sunny")
    screen.press("Stop for now")
    for _ in range(2):
        screen.press("Remove file", 1)
    sent = jsonl(input_line(name, f"How happy? Text of {name}") for name in IDS)
    screen.upload("Everything", ("input.jsonl", sent), OUTPUT)
    assert labels(screen) == {}
    screen.view("Review")
    assert "1 label is about these rows, but another prompt was sent then." in screen.said()
    screen.press("Use them for this prompt too")
    assert "5 of 12 rows, at random" in screen.said()
    assert labels(screen) == {first: "sunny"}


def test_without_texts_there_is_nothing_to_label() -> None:
    screen = task(OUTPUT)
    assert "labels need the text of each row" in "\n".join(str(info.value) for info in screen.at.info)


def test_an_answer_without_a_text_is_not_drawn() -> None:
    lines = [answered(name, MOODS[name]) for name in IDS[:6]]
    sheet = as_csv([("key", "text"), *((name, f"Text of {name}") for name in IDS[:5])])
    screen = task(("sheet.csv", sheet), ("output.jsonl", jsonl(lines)))
    assert "Drawn from the 5 rows with an OK answer." in screen.said()
    start(screen)
    screen.press("sunny")
    screen.press("Stop for now")
    assert len(labels(screen)) == 1


def test_rows_where_two_runs_disagree_can_be_drawn() -> None:
    other = jsonl(answered(name, "sunny") for name in IDS)
    screen = results(SHEET, INPUT, OUTPUT)
    screen.view("Compare")
    screen.upload("The second run", ("second.jsonl", other))
    screen.view("Review")
    screen.fill("results_review_task", "Label a sample")
    screen.fill("results_label_way", "Where the runs disagree")
    assert "their shares say nothing about all rows" in screen.said()
    screen.press("Draw sample")
    keys = screen.at.session_state["label sample"].keys
    assert sorted(key.custom_id for key in keys) == [name for name in IDS if MOODS[name] != "sunny"]


def test_the_codebook_is_beside_the_row_and_tells_no_answer() -> None:
    book = Codebook(labels=(Label("late", "After its date"), Label("other")))
    columns = (AnswerColumn("topic", "Codebook", codebook=book), AnswerColumn("why"))
    recipe = Recipe(model="m", system="{{codebook}}", prompt="{{q}}", answer_format="Table", answer_columns=columns)
    made = compose(read_sheet(as_csv([("q",), ("Where is it?",), ("Thanks",)]), "a.csv"), recipe)
    answers = jsonl(answered(custom_id, '{"topic": "late", "why": "No parcel"}') for custom_id in made.ids)
    screen = task(("in.jsonl", b"".join(made.lines())), ("out.jsonl", answers))
    start(screen, size=2)
    panel = next(text for text in screen.markdown() if "After its date" in text)
    assert literal(panel) == "- :small[late After its date]\n- :small[other]"
    assert "No parcel" not in screen.said()


def test_the_codebook_gives_the_labels_and_stays_beside_the_row() -> None:
    sent, answers = labelled_answers()
    screen = task(("in.jsonl", sent), ("out.jsonl", answers), MAILS)
    screen.press("Draw sample")
    go_on(screen)
    options = [button.label for button in screen.at.button if button.label in ("other", "late")]
    assert options == ["late", "other"]
    assert not any(field.label == "Another label" for field in screen.at.text_input)
    assert "Still waiting!" in screen.said()
    screen.press("late")
    assert "you said late, the answer is other." in screen.said()


def with_probabilities() -> File:
    """The answers with the probability of each: the later a row, the lower."""
    lines = [answered(name, MOODS[name]) for name in IDS]
    for place, line in enumerate(lines):
        tokens = [{"token": MOODS[IDS[place]], "logprob": -place / 10}]
        line["response"]["body"]["choices"][0]["logprobs"] = {"content": tokens}
    return "output.jsonl", jsonl(lines)


def test_the_least_certain_rows_come_first() -> None:
    screen = task(SHEET, INPUT, with_probabilities())
    screen.fill("results_label_way", "Least certain first")
    assert "a model can be sure and wrong" in screen.said()
    screen.fill("results_label_size", 3)
    screen.press("Draw sample")
    assert [key.custom_id for key in screen.at.session_state["label sample"].keys] == [*reversed(IDS[-3:])]
    go_on(screen)
    assert focus(screen) == IDS[-1]


def test_certainty_is_a_column_to_sort_by_where_the_output_has_it() -> None:
    screen = results(SHEET, INPUT, with_probabilities())
    assert "certainty of answer" not in screen.table()
    screen.fill("results_certainty", True)
    assert shown(screen, "certainty of answer")[:3] == ["1.00", "0.90", "0.82"]
    screen.fill("results_sort", "certainty of answer")
    assert shown(screen)[0] == IDS[-1]
    without = results(SHEET, INPUT, OUTPUT)
    assert not without.has("results_certainty")


def test_labels_lead_to_scores_and_quality_leads_to_labels() -> None:
    screen = results(SHEET, INPUT, OUTPUT)
    screen.view("Quality")
    screen.press("Label a sample")
    start(screen)
    for _ in range(5):
        screen.press(MOODS[focus(screen)])
    screen.press("Stop for now")
    screen.press("Score the answers")
    assert screen.value("quality_labels") == "Labels by Ana"
    assert "5 of 5" in screen.said()


def test_a_file_of_labels_among_the_others_is_offered_and_is_never_the_sheet() -> None:
    screen = task(SHEET, INPUT, OUTPUT)
    start(screen)
    first = focus(screen)
    screen.press("sunny")
    screen.press("Stop for now")
    values = screen.at.session_state
    sample, keys = values["label sample"], values["slots"]["label keys"].value
    data = write_csv(select(label_columns(sample, values[HAND_LABELS], keys, {})))
    other = results(OUTPUT, INPUT, ("labels.csv", data), SHEET)
    assert "labels.csv has labels that readers gave by hand." in other.said()
    assert labels(other) == {}
    other.press("Use these labels")
    assert "labels.csv: 1 label loaded." in "\n".join(str(each.value) for each in other.at.success).replace("\\", "")
    assert labels(other) == {first: "sunny"}
    assert other.at.session_state["label sample"] == sample
    assert not other.has_button("Use these labels")
    other.view("Review")
    assert "1 label" not in "\n".join(str(each.value) for each in other.at.success)


def test_a_file_replaces_labels_and_says_how_many() -> None:
    screen = task(SHEET, INPUT, OUTPUT)
    start(screen)
    first = focus(screen)
    screen.press("sunny")
    screen.press("Stop for now")
    rows = [("custom_id", "reader", "label"), (first, "Ana", "mixed"), ("stranger", "Ana", "mixed")]
    screen.upload("The CSV or Excel file", ("labels.csv", as_csv(rows)))
    said = "\n".join(str(each.value) for each in screen.at.success).replace("\\", "")
    assert "1 label loaded, 1 of yours overwritten, 1 left out: nothing says which row they are for." in said
    assert labels(screen) == {first: "mixed"}

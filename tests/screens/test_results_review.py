"""Marks: made with one press, and kept with their own answers only."""

from dataclasses import replace

from lib.compose import Codebook, Label, Recipe, compose
from lib.compose.recipe_file import write_recipe
from lib.compose.structured_output import AnswerColumn
from lib.export import select, write_csv
from lib.sheets import read_sheet
from tests.screens.batch import results, shown
from tests.screens.screen import File, Screen, literal
from tests.support.result_lines import answered, failed, input_line, jsonl
from tests.support.sheet_files import as_csv

IDS = [f"id-{number:03}" for number in range(60)]
OUTPUT: File = ("output.jsonl", jsonl(answered(custom_id, f"About {custom_id}") for custom_id in reversed(IDS)))
INPUT: File = ("input.jsonl", jsonl(input_line(custom_id, "x") for custom_id in IDS))
EXPORT = (
    ("custom_id", "answer", "checked", "checked_note", "corrected_columns"),
    ("id-000", "About id-000", "wrong", "Hm", ""),
)


def marks(screen: Screen) -> dict[str, str]:
    """The verdicts on the shown page of the table, by custom_id."""
    table = screen.table()
    return {row["custom_id"]: row["Checked"] for _, row in table.iterrows() if row.get("Checked")}


def everything(screen: Screen) -> dict[str, str]:
    """The verdicts of all rows, whatever the filter."""
    for key, value in (
        ("results_status", []),
        ("results_search", ""),
        ("results_columns", []),
        ("results_page_size", 100),
    ):
        screen.fill(key, value)
    if screen.has("results_review"):
        screen.fill("results_review", [])
    return marks(screen)


def chosen(screen: Screen) -> str:
    """The custom_id of the row whose detail is open."""
    return str(screen.at.get_by_key("results_detail_id").text[0].value)


def load_marks(screen: Screen, file: File) -> None:
    """Loads the marks of an earlier review, and goes back to the table."""
    screen.view("Review")
    screen.upload("Continue an earlier review", file)
    screen.view("Table")


def test_one_press_marks_and_moves_on() -> None:
    screen = results(OUTPUT, INPUT)
    screen.choose_row(0)
    for label in ("OK", "Wrong", "Unsure"):
        screen.press(label)
    assert marks(screen) == {"id-000": "OK", "id-001": "wrong", "id-002": "unsure"}
    assert chosen(screen) == "id-003"
    assert "3 of 60 checked: 1 OK, 1 wrong, 1 unsure." in screen.said()


def test_the_view_review_goes_from_one_unchecked_answer_to_the_next() -> None:
    screen = results(OUTPUT, INPUT)
    screen.choose_row(0)
    screen.press("OK")
    screen.press("Close")
    screen.view("Review")
    assert chosen(screen) == "id-001"
    assert "1 of 60 checked: 1 OK." in screen.said()
    screen.press("Wrong")
    assert chosen(screen) == "id-002"
    screen.fill(next(str(box.key) for box in screen.at.text_input if box.label == "Note"), "Look again")
    screen.view("Table")
    row = screen.table().iloc[2]
    assert (row["custom_id"], row["Checked"], row["Checked note"]) == ("id-002", "", "Look again")


def test_the_last_row_stays_chosen() -> None:
    screen = results(OUTPUT, INPUT)
    screen.choose_row(59)
    screen.press("OK")
    assert chosen(screen) == "id-059"
    assert marks(screen) == {"id-059": "OK"}


def test_rows_without_an_answer_are_skipped_and_have_no_verdict() -> None:
    output = jsonl([answered("id-000", "A"), failed("id-001", "no"), answered("id-003", "D")])
    screen = results(("output.jsonl", output), ("input.jsonl", jsonl(input_line(name, "x") for name in IDS[:4])))
    screen.choose_row(0)
    screen.press("OK")
    assert chosen(screen) == "id-003"
    screen.choose_row(1)
    assert not screen.has_button("OK")
    assert "1 of 2 checked" in screen.said()


def test_a_filter_shows_what_is_left_to_review() -> None:
    screen = results(OUTPUT, INPUT)
    screen.choose_row(5)
    screen.press("OK")
    screen.fill("results_review", ["Not checked"])
    screen.choose_row(0)
    for _ in range(8):
        screen.press("Wrong")
    assert chosen(screen) == "id-009"
    assert shown(screen) == IDS[9:]
    assert everything(screen) == dict.fromkeys(IDS[:9], "wrong") | {"id-005": "OK"}


def test_marks_stay_with_their_rows_through_filter_order_and_page() -> None:
    screen = results(OUTPUT, INPUT)
    screen.fill("results_page_size", 25)
    screen.fill("results_sort", "answer")
    screen.fill("results_descending", True)
    screen.fill(str(screen.at.pagination[0].key), 2)
    screen.choose_row(3)
    assert chosen(screen) == "id-031"
    screen.press("OK")
    assert chosen(screen) == "id-030"
    screen.fill("results_search", "id-01")
    screen.choose_row(2)
    screen.press("Wrong")
    screen.fill("results_descending", False)
    screen.choose_row(0)
    screen.press("Unsure")
    assert everything(screen) == {"id-031": "OK", "id-017": "wrong", "id-010": "unsure"}


def test_marking_on_a_later_page_stays_there() -> None:
    screen = results(OUTPUT, INPUT)
    screen.fill("results_page_size", 25)
    screen.fill(str(screen.at.pagination[0].key), 2)
    screen.choose_row(0)
    screen.press("OK")
    assert shown(screen) == IDS[25:50]
    assert chosen(screen) == "id-026"


def test_marks_survive_other_files_and_a_visit_to_another_page() -> None:
    screen = results(OUTPUT, INPUT)
    screen.choose_row(0)
    screen.press("OK")
    screen.go("compose")
    screen.go("results")
    assert marks(screen) == {"id-000": "OK"}
    sheet = as_csv([("key", "text"), *((custom_id, "x") for custom_id in reversed(IDS))])
    screen.upload("Everything", ("sheet.csv", sheet))
    assert shown(screen)[0] == "id-059"
    assert marks(screen) == {"id-000": "OK"}
    for _ in range(3):
        screen.press("Remove file")
    screen.upload("Everything", OUTPUT)
    assert marks(screen) == {"id-000": "OK"}


def test_another_run_with_the_same_ids_starts_without_marks() -> None:
    screen = results(OUTPUT, INPUT)
    screen.choose_row(0)
    screen.press("OK")
    screen.press("Remove file")
    lines = [answered("id-000", "Something else"), answered("id-001", "About id-001")]
    screen.upload("Everything", ("other.jsonl", jsonl(lines)))
    assert marks(screen) == {}
    screen.upload("Everything", OUTPUT)
    screen.press("Remove file", 1)
    assert marks(screen) == {"id-000": "OK"}


def test_an_equal_answer_to_another_prompt_starts_without_marks() -> None:
    screen = results(OUTPUT, INPUT)
    screen.choose_row(0)
    screen.press("OK")
    screen.press("Remove file", 1)
    assert marks(screen) == {"id-000": "OK"}
    screen.upload("Everything", ("other.jsonl", jsonl(input_line(custom_id, "y") for custom_id in IDS)))
    assert marks(screen) == {}


def test_a_note_belongs_to_its_row() -> None:
    screen = results(OUTPUT, INPUT)
    screen.choose_row(0)
    field = next(str(box.key) for box in screen.at.text_input if box.label == "Note")
    screen.fill(field, "Look again")
    screen.press("Wrong")
    assert chosen(screen) == "id-001"
    assert next(box.value for box in screen.at.text_input if box.label == "Note") == ""
    row = screen.table().iloc[0]
    assert (row["Checked"], row["Checked note"]) == ("wrong", "Look again")
    screen.press("Previous row")
    assert next(box.value for box in screen.at.text_input if box.label == "Note") == "Look again"
    screen.press("Remove mark")
    assert "Checked" not in screen.table()


def test_a_search_finds_notes() -> None:
    screen = results(OUTPUT, INPUT)
    screen.choose_row(7)
    screen.fill(next(str(box.key) for box in screen.at.text_input if box.label == "Note"), "peculiar")
    screen.fill("results_search", "PECULIAR")
    assert shown(screen) == ["id-007"]


def test_an_export_brings_its_marks_back() -> None:
    screen = results(OUTPUT, INPUT)
    load_marks(screen, ("export.csv", as_csv(EXPORT)))
    assert "export.csv: 1 mark applied." in screen.said()
    assert marks(screen) == {"id-000": "wrong"}
    screen.choose_row(0)
    assert next(box.value for box in screen.at.text_input if box.label == "Note") == "Hm"


def test_marks_of_answers_that_are_not_loaded_are_kept() -> None:
    screen = results(OUTPUT, INPUT)
    load_marks(screen, ("export.csv", as_csv([EXPORT[0], ("id-000", "Another answer", "OK", "", "")])))
    assert "0 marks applied, 1 waits for an answer that is not here." in screen.said()
    assert marks(screen) == {}


def test_the_marks_of_a_file_win_and_the_overwritten_are_counted() -> None:
    screen = results(OUTPUT, INPUT)
    screen.choose_row(0)
    screen.press("OK")
    load_marks(screen, ("export.csv", as_csv(EXPORT)))
    assert "1 mark applied (1 of yours overwritten)." in screen.said()
    assert marks(screen) == {"id-000": "wrong"}


def test_marks_with_only_ids_of_no_answer_are_reported() -> None:
    screen = results(OUTPUT, INPUT)
    load_marks(screen, ("export.csv", b"custom_id,checked\nx,OK\nid-000,OK\n"))
    assert "1 mark has only an id, and no loaded answer has it." in screen.warnings()
    assert marks(screen) == {"id-000": "OK"}


def test_a_file_without_marks_is_reported() -> None:
    screen = results(OUTPUT, INPUT)
    load_marks(screen, ("export.csv", b"a,b\n1,2\n"))
    assert "the sheet has no marks." in screen.said().lower() + screen.warnings().lower()


def test_an_export_loaded_as_a_sheet_offers_its_marks() -> None:
    screen = results(OUTPUT, INPUT, ("export.csv", as_csv(EXPORT)))
    assert "export.csv has marks on 1 answer." in screen.said()
    screen.press("Use these marks")
    assert "export.csv has" not in screen.said()
    assert "1 of 60 checked" in screen.said()


def test_all_marks_can_be_removed() -> None:
    screen = results(OUTPUT, INPUT)
    screen.choose_row(0)
    screen.press("OK")
    screen.view("Review")
    screen.press("Remove the marks")
    screen.view("Table")
    assert "Checked" not in screen.table()


def test_the_shown_columns_can_be_loaded_as_an_export() -> None:
    """The columns of the table on the screen are those of the export."""
    first = results(OUTPUT, INPUT)
    first.choose_row(3)
    first.press("Unsure")
    columns = {name: list(map(str, first.table()[name])) for name in first.table()}
    second = results(OUTPUT, INPUT)
    load_marks(second, ("export.csv", write_csv(select(columns))))
    assert marks(second) == {"id-003": "unsure"}


CODEBOOK = Codebook("One label", (Label("late", "After *its* date", "Still waiting!"), Label("other")))
LABELLED = Recipe(
    model="m",
    system="{{codebook}}",
    prompt="{{q}}",
    answer_format="Table",
    answer_columns=(AnswerColumn("topic", "Codebook", "What it is about", codebook=CODEBOOK),),
)
MAILS: File = ("mails.csv", as_csv([("q",), ("Where is it?",), ("Thanks",)]))


def labelled_answers(recipe: Recipe = LABELLED) -> tuple[bytes, bytes]:
    """The requests of a batch with a codebook, and their answers."""
    made = compose(read_sheet(MAILS[1], MAILS[0]), recipe)
    answers = [answered(custom_id, '{"topic": "other"}') for custom_id in made.ids]
    return b"".join(made.lines()), jsonl(answers)


def test_the_codebook_is_beside_the_answer_in_review() -> None:
    sent, answers = labelled_answers()
    screen = results(("in.jsonl", sent), ("out.jsonl", answers), MAILS)
    screen.view("Review")
    assert "**topic**: What it is about  \n:small[One label for each row]" in screen.markdown()
    [panel] = [text for text in screen.markdown() if "Still waiting" in text]
    assert literal(panel) == "- :small[late After *its* date :gray[Examples: Still waiting!]]\n- :small[other]"


def test_in_a_long_codebook_the_label_of_the_answer_comes_first() -> None:
    labels = (*(Label(f"topic {number}", f"About {number}") for number in range(300)), Label("other", "Else"))
    columns = (AnswerColumn("topic", "Codebook", codebook=Codebook(labels=labels)),)
    sent, answers = labelled_answers(replace(LABELLED, answer_columns=columns))
    screen = results(("in.jsonl", sent), ("out.jsonl", answers), MAILS)
    screen.view("Review")
    first, rest = [text for text in screen.markdown() if "Else" in text]
    assert literal(first) == "- :small[other Else]"
    assert rest.count("\n") == 300


def test_without_the_requests_the_settings_on_compose_give_the_codebook() -> None:
    _, answers = labelled_answers()
    screen = Screen()
    screen.upload("Saved settings", ("settings.json", write_recipe(LABELLED)))
    screen.go("results")
    screen.upload("Everything", ("out.jsonl", answers), MAILS)
    screen.view("Review")
    assert "Still waiting" in screen.said()
    other = results(("out.jsonl", answers), MAILS)
    other.view("Review")
    assert "Still waiting" not in other.said()

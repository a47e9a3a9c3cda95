"""The codebook on Compose: typed, taken from a sheet, checked, and sent with every request."""

from typing import Any

from lib.compose import Codebook, Label, Recipe
from lib.compose.recipe_file import read_recipe, write_recipe
from lib.compose.structured_output import AnswerColumn
from lib.desk import write_desk
from lib.providers import Limits
from pages.parts.shared.session import WAITING_DESK
from pages.parts.shell.session_desk import desk_of
from tests.screens.screen import File, Screen
from tests.support.sheet_files import as_csv

SHEET: File = (
    "mails.csv",
    as_csv([("text", "topic"), ("Where is it?", "late"), ("Lid off", "broken"), ("Hm", "late")]),
)
LABELS = (Label("late", "After its date", "Still waiting!"), Label("broken"), Label("other", "Nothing fits"))


def started(sheet: File = SHEET) -> Screen:
    screen = Screen()
    screen.upload("Spreadsheet", sheet)
    screen.fill("compose_model", "m")
    screen.press("Label with a codebook")
    return screen


def with_settings(codebook: Codebook, **settings: Any) -> Screen:
    column = AnswerColumn("topic", "Codebook", "What it is about", codebook=codebook)
    recipe = Recipe(model="m", prompt="{{text}}", answer_format="Table", answer_columns=(column,), **settings)
    screen = Screen()
    screen.upload("Saved settings", ("settings.json", write_recipe(recipe)))
    screen.upload("Spreadsheet", SHEET)
    return screen


def edit(screen: Screen, **changes: Any) -> None:
    """Edits the table as a person does: `edited_rows`, `added_rows`, `deleted_rows`."""
    [table] = screen.at.data_editor
    edits = {"edited_rows": {}, "added_rows": [], "deleted_rows": [], **changes}
    screen.at.session_state[table.key] = edits
    screen._run()


def lines_of(screen: Screen) -> list[tuple[str, ...]]:
    """The lines of the table as they were drawn first, without edits."""
    [table] = screen.at.data_editor
    return list(table.value.itertuples(index=False, name=None))


def body(screen: Screen) -> dict[str, Any]:
    found: dict[str, Any] = screen.line()["body"]
    return found


def answer(screen: Screen) -> dict[str, Any]:
    properties: dict[str, Any] = body(screen)["response_format"]["json_schema"]["schema"]["properties"]
    return properties


def key_of(screen: Screen, label: str) -> str:
    fields = (*screen.at.selectbox, *screen.at.text_input, *screen.at.number_input, *screen.at.button_group)
    return next(field.key for field in fields if field.label.startswith(label))


def test_typed_labels_are_sent_as_a_text_and_as_the_only_answers() -> None:
    screen = started()
    assert not screen.is_ready()
    assert "the codebook has no label" in screen.errors()
    edit(
        screen,
        edited_rows={0: {"name": " late ", "meaning": "After its date"}, 1: {"name": "нет"}},
        added_rows=[{"name": "other", "meaning": "", "examples": "Hm\nHa"}],
    )
    assert screen.is_ready()
    assert not screen.warnings()
    assert body(screen)["messages"][0]["content"] == (
        "label\nChoose the one label that fits best:\n- late: After its date\n- нет\n- other\n  Examples: Hm\n  Ha"
    )
    assert answer(screen) == {"label": {"type": "string", "enum": ["late", "нет", "other"]}}


def test_several_labels_a_row() -> None:
    screen = with_settings(Codebook("One label", LABELS), system="{{codebook}}")
    screen.fill(key_of(screen, "Each row gets"), "Several labels")
    assert answer(screen)["topic"]["items"] == {"type": "string", "enum": ["late", "broken", "other"]}
    assert screen.is_ready()


def test_a_score_has_a_line_for_every_number_and_sends_those_with_a_meaning() -> None:
    screen = started()
    screen.fill(key_of(screen, "Each row gets"), "Score")
    assert [name for name, _, _ in lines_of(screen)] == ["1", "2", "3", "4", "5"]
    screen.fill(key_of(screen, "Highest score"), 3.0)
    edit(screen, edited_rows={0: {"meaning": "Useless"}, 2: {"meaning": "Great"}})
    assert body(screen)["messages"][0]["content"] == (
        "label\nGive a whole number from 1 to 3:\n- 1: Useless\n- 3: Great"
    )
    assert answer(screen) == {"label": {"type": "integer", "minimum": 1, "maximum": 3}}
    screen.fill(key_of(screen, "Lowest score"), 4.0)
    assert "is not below the highest" in screen.errors()


def test_one_press_adds_a_label_for_the_rest() -> None:
    screen = started()
    edit(screen, edited_rows={0: {"name": "late"}, 1: {"name": "broken"}})
    assert "No label is for rows that fit nowhere" in screen.warnings()
    assert screen.is_ready()
    screen.press("Add the label “other”")
    assert "No label is for rows that fit nowhere" not in screen.warnings()
    assert answer(screen)["label"]["enum"] == ["late", "broken", "other"]
    assert [name for name, _, _ in lines_of(screen)] == ["late", "broken", "other"]


def test_labels_that_differ_in_little_are_named() -> None:
    screen = started()
    edit(screen, edited_rows={0: {"name": "Late"}, 1: {"name": "late"}, 2: {"name": "other", "meaning": "x"}})
    assert 'some labels differ only in capitals: "Late", "late"' in screen.warnings()
    edit(screen, edited_rows={0: {"name": "late"}, 1: {"name": "late"}, 2: {"meaning": "x"}})
    assert 'the label "late" is a duplicate' in screen.errors()
    assert "line 3 of the codebook has no label" in screen.errors()


def test_the_labels_can_be_those_of_a_column() -> None:
    screen = started()
    screen.fill(key_of(screen, "Column of your sheet"), "topic")
    assert "2 labels: late · broken" in screen.said()
    screen.press("Use these 2 labels")
    assert answer(screen)["label"]["enum"] == ["late", "broken"]


def test_the_labels_can_be_those_of_a_file() -> None:
    screen = started()
    rows = [("No", "Code", "Definition", "Example"), ("1", "late", "After its date", "Still waiting!")]
    rows += [("2", "broken", "", ""), ("3", "other", "Nothing fits", "")]
    screen.upload("Or a file that lists the labels", ("codes.csv", as_csv(rows)))
    screen.press("Use these 3 labels")
    assert lines_of(screen) == [(label.name, label.meaning, label.examples) for label in LABELS]
    assert answer(screen)["label"]["enum"] == ["late", "broken", "other"]
    screen.upload("Or a file that lists the labels", ("codes.csv", as_csv(rows)))
    screen.fill(key_of(screen, "Column with the labels"), "Example")
    assert "1 label: Still waiting!" in screen.said()


def test_a_file_that_is_not_a_sheet_is_rejected_beside_its_field() -> None:
    screen = started()
    screen.upload("Or a file that lists the labels", ("codes.xlsx", b"PK\x03\x04"))
    assert "Batchdesk cannot read this file" in screen.errors()


def test_a_column_of_texts_gives_no_codebook() -> None:
    screen = started(("many.csv", as_csv([("text",), *((f"Mail {number}",) for number in range(1_001))])))
    screen.fill(key_of(screen, "Column of your sheet"), "text")
    assert "A codebook may have 1,000 labels" in screen.warnings()
    assert not screen.labels("Use these")


def test_the_codebook_is_where_a_person_puts_it() -> None:
    screen = with_settings(Codebook("One label", LABELS), system="Be brief.")
    assert "The model does not read the codebook yet" in screen.warnings()
    assert screen.is_ready()
    screen.press("Add it to the system message")
    assert screen.value("compose_system") == "Be brief.\n\n{{codebook}}"
    screen.fill("compose_system", "")
    screen.fill("compose_prompt", "{{codebook}}\n\n{{text}}")
    assert "in the prompt, in place of" in screen.said()
    assert [message["role"] for message in body(screen)["messages"]] == ["user"]
    assert "- late: After its date" in body(screen)["messages"][0]["content"]


def test_without_its_codebook_the_placeholder_goes_too() -> None:
    screen = started()
    assert screen.value("compose_system") == "{{codebook}}"
    screen.fill(key_of(screen, "Kind of column 1"), "Text")
    assert screen.value("compose_system") == ""
    screen.fill("compose_system", "Use {{codebook}} now.")
    assert "There is no codebook. Add one under Answer as" in screen.errors()


def test_two_answer_columns_can_have_a_codebook_each() -> None:
    screen = started()
    screen.press("Add an answer column")
    screen.fill(key_of(screen, "Kind of column 2"), "Codebook")
    assert screen.value("compose_system") == "{{codebook}}"
    assert len(screen.at.data_editor) == 2
    screen.fill("compose_system", "")
    assert screen.warnings().count("The model does not read the codebook yet") == 1


def test_a_list_becomes_a_codebook_and_back() -> None:
    screen = started()
    kind = key_of(screen, "Kind of column 1")
    screen.fill(kind, "One of a list")
    screen.fill(kind.replace(" kind", " choices"), "late; broken; other")
    screen.fill(kind, "Codebook")
    assert [name for name, _, _ in lines_of(screen)] == ["late", "broken", "other"]
    edit(screen, edited_rows={0: {"name": "too late"}})
    assert answer(screen)["label"]["enum"] == ["too late", "broken", "other"]
    fresh = started()
    edit(fresh, edited_rows={0: {"name": "late"}, 1: {"name": "other one"}})
    fresh.fill(key_of(fresh, "Kind of column 1"), "One of a list")
    assert answer(fresh)["label"]["enum"] == ["late", "other one"]
    assert fresh.is_ready()


def test_a_decision_about_long_rows_is_asked_again_for_a_longer_codebook() -> None:
    codebook = Codebook("One label", (*LABELS, Label("more", "x" * 1_200)))
    screen = with_settings(codebook, system="{{codebook}}", limits=Limits(bytes=2_500))
    screen.upload("Spreadsheet", ("long.csv", as_csv([("text",), ("a",), ("b" * 900,)])))
    screen.press("Leave this row out")
    assert screen.is_ready()
    edit(screen, edited_rows={1: {"meaning": "y"}})
    assert not screen.is_ready()


def test_one_text_may_still_read_the_codebook() -> None:
    screen = with_settings(Codebook("One label", LABELS), system="{{codebook}}")
    screen.fill("compose_answer_format", "Text")
    assert "it may answer with anything" in screen.said()
    assert "response_format" not in body(screen)
    assert "- late: After its date" in body(screen)["messages"][0]["content"]
    screen.press("Label with a codebook")
    assert answer(screen)["topic"]["enum"] == ["late", "broken", "other"]
    assert not screen.labels("Label with a codebook")


def test_answer_columns_stay_beside_a_new_codebook() -> None:
    screen = Screen()
    screen.fill("compose_answer_format", "Table")
    screen.fill(key_of(screen, "Answer column 1"), "label")
    screen.press("Label with a codebook")
    assert [field.value for field in screen.at.text_input if field.label.startswith("Answer column")] == ["label", ""]


def test_saved_settings_and_another_page_keep_the_codebook() -> None:
    codebook = Codebook("Several labels", LABELS, 0.0, 2.0, False)
    screen = with_settings(codebook, system="{{codebook}}")
    edit(screen, edited_rows={1: {"meaning": "In pieces"}}, deleted_rows=[0])
    kept = Codebook("Several labels", (Label("broken", "In pieces"), LABELS[2]), 0.0, 2.0, False)
    screen.go("results")
    screen.go("compose")
    assert lines_of(screen)[:2] == [("broken", "In pieces", ""), ("other", "Nothing fits", "")]
    recipe: Recipe = screen.at.session_state["recipe"]
    assert recipe.codebooks == {"topic": kept}
    assert read_recipe(write_recipe(recipe), "r.json") == (recipe, [])
    assert screen.is_ready()


def test_a_saved_desk_brings_the_codebook_back() -> None:
    screen = with_settings(Codebook("One label", LABELS), system="{{codebook}}")
    edit(screen, edited_rows={1: {"meaning": "In pieces"}})
    saved = write_desk(desk_of(screen.at.session_state.to_dict()), "2026-01-02")
    again = Screen(values={WAITING_DESK: (saved, "desk.zip")})
    assert again.line() == screen.line()
    assert lines_of(again)[1] == ("broken", "In pieces", "")


def test_a_column_named_like_the_placeholder_is_pointed_out() -> None:
    screen = started(("a.csv", b"codebook,text\nx,hello\n"))
    edit(screen, edited_rows={0: {"name": "late"}, 1: {"name": "other"}})
    assert 'The sheet has a column "codebook"' in screen.warnings()
    assert "- late" in body(screen)["messages"][0]["content"]

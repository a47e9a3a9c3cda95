"""Results in a session that composed batches: which batch the answers belong to, and when it is in doubt."""

from typing import Any

from lib.compose import Composition, Recipe, RowChoices, RowSelection, compose
from lib.sheets import read_sheet
from tests.screens.batch import shown
from tests.screens.screen import File, Screen
from tests.screens.test_results import REVIEWS, composed_and_back, replies
from tests.support.result_lines import answered, jsonl
from tests.support.sheet_files import as_csv

BACK: File = ("out.jsonl", jsonl([answered("008", "Chilly"), answered("007", "Cosy")]))


def downloaded(*batches: Composition) -> Screen:
    """A session that downloaded these batches, the latest last."""
    screen = Screen("results")
    screen.at.session_state["downloaded"] = list(batches)
    return screen


def reviews(prompt: str = "{{review}}", model: str = "m", selection: RowSelection | None = None) -> Composition:
    recipe = Recipe(model=model, prompt=prompt, id_column="id")
    return compose(read_sheet(REVIEWS[1], REVIEWS[0]), recipe, RowChoices(selection=selection or RowSelection()))


def test_a_sample_and_the_rest_are_read_together() -> None:
    sheet = read_sheet(REVIEWS[1], REVIEWS[0])
    rest = reviews(selection=RowSelection("All but the sample", numbers=(sheet.numbers[0],)))
    screen = downloaded(reviews(selection=RowSelection("A test sample", count=1)), rest)
    screen.upload("Everything", BACK)
    assert screen.metrics()["Sent"] == "2"
    assert screen.metrics()["Unknown"] == "0"
    assert shown(screen, "answer") == ["Cosy", "Chilly"]


def test_answers_without_ids_are_matched_to_the_batch_by_their_requests() -> None:
    screen = downloaded(reviews())
    screen.upload("Everything", ("predictions.jsonl", jsonl([beside("Cold", "Chilly"), beside("Warm", "Cosy")])))
    assert "2 answers without a custom_id are matched by the request in the same line." in screen.said()
    assert (screen.metrics()["OK"], screen.metrics()["Missing"]) == ("2", "0")
    assert shown(screen, "answer") == ["Cosy", "Chilly"]


def beside(prompt: str, answer: str) -> dict[str, Any]:
    """A line of Vertex, which has no id."""
    candidate = {"content": {"parts": [{"text": answer}]}, "finishReason": "STOP"}
    request = {"contents": [{"role": "user", "parts": [{"text": prompt}]}]}
    return {"request": request, "response": {"candidates": [candidate]}}


def test_ids_of_several_batches_ask_which_batch_it_is() -> None:
    towns = read_sheet(as_csv([("id", "town"), ("007", "Oslo"), ("008", "Lima")]), "towns.csv")
    other = compose(towns, Recipe(model="m", prompt="{{town}}", id_column="id"))
    screen = downloaded(reviews(), other)
    screen.upload("Everything", BACK)
    assert "2 custom_ids were sent with different texts" in screen.warnings()
    assert shown(screen, "town") == ["Oslo", "Lima"]
    screen.press("Remove batch")
    assert "were sent with different texts" not in screen.warnings()
    assert shown(screen, "review") == ["Warm", "Cold"]
    assert shown(screen, "answer") == ["Cosy", "Chilly"]


def test_a_loaded_sheet_decides_between_batches() -> None:
    towns = read_sheet(as_csv([("id", "town"), ("007", "Oslo"), ("008", "Lima")]), "towns.csv")
    other = compose(towns, Recipe(model="m", prompt="{{town}}", id_column="id"))
    screen = downloaded(reviews(), other)
    screen.upload("Everything", BACK, REVIEWS)
    assert shown(screen, "review") == ["Warm", "Cold"]


def test_an_unrelated_sheet_does_not_replace_the_one_composed_here() -> None:
    screen = composed_and_back(replies(), ("stranger.csv", b"film,year\nJaws,1975\nAlien,1979\n"))
    assert screen.value("results_sheet") == "1. reviews.csv (composed here)"
    assert shown(screen, "answer") == ["About Warm", "About Cold"]
    screen.fill("results_sheet", "2. stranger.csv")
    assert "0 of 2 rows match" in screen.said()


def test_a_batch_that_was_not_downloaded_is_named_as_such() -> None:
    assert "composed here, not downloaded" in composed_and_back(replies()).said()
    screen = downloaded(reviews())
    screen.upload("Everything", ("out.jsonl", jsonl([answered("008", "Chilly")])))
    assert "composed here; 1 of the answers match" in screen.said()

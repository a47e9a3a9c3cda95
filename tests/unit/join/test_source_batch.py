"""Which batches, and which sheet, answers are to."""

import json
from collections.abc import Sequence

from lib.batch import read_requests
from lib.compose import Composition, Recipe, RowChoices, RowSelection, compose
from lib.compose.row_selection import ValueFilter
from lib.join.source_batch import Origin, best_sheet, has_more, is_surely, origins
from lib.results import Results, read_results
from lib.sheets import Sheet, read_sheet

SHEET = read_sheet(b"id,n,q\na,1,Why?\nb,2,How?\nc,3,Who?\nd,4,When?\n", "a.csv")
OTHER = read_sheet(b"id,n,q\na,1,Red?\nb,2,Blue?\nc,3,Green?\nd,4,Grey?\n", "b.csv")


def batch(
    id_column: str | None = "id",
    prompt: str = "{{q}}",
    model: str = "m",
    sheet: Sheet = SHEET,
    selection: RowSelection | None = None,
) -> Composition:
    return compose(
        sheet,
        Recipe(model=model, prompt=prompt, id_column=id_column),
        RowChoices(selection=selection or RowSelection()),
    )


SAMPLE = batch(selection=RowSelection("A test sample", count=2))
REST = batch(selection=RowSelection("All but the sample", numbers=tuple(SHEET.numbers[:2])))


def answers(*ids: str, model: str = "") -> Results:
    body = {"choices": [{"message": {"content": "x"}, "finish_reason": "stop"}], **({"model": model} if model else {})}
    lines = (json.dumps({"custom_id": one, "response": {"status_code": 200, "body": body}}) for one in ids)
    return read_results("\n".join(lines).encode(), "out.jsonl")


def digests(found: Sequence[Origin]) -> list[str]:
    return [origin.digest for origin in found]


def test_the_batch_with_the_most_answers_is_theirs() -> None:
    named, counted = batch("id"), batch("n")
    assert digests(origins([named, counted], None, [answers("a"), answers("1", "2")])) == [counted.digest]
    assert origins([named], None, [answers("z")]) == []
    assert origins([], None, [answers("a")]) == []
    assert digests(origins([], named, [answers("a")])) == [named.digest]


def test_a_sample_and_the_rest_go_together() -> None:
    found = origins([REST, SAMPLE], None, [answers("d", "a", "b", "c")])
    assert [sorted(origin.sent().ids) for origin in found] == [["a", "b", "c", "d"]]
    assert found[0].rows() == {"a": 0, "b": 1, "c": 2, "d": 3}
    sent = found[0].sent()
    assert {custom_id: sent.prompt(at) for at, custom_id in enumerate(sent.ids)} == {
        "a": "Why?",
        "b": "How?",
        "c": "Who?",
        "d": "When?",
    }


def test_a_whole_batch_answers_for_its_sample_but_not_the_other_way_round() -> None:
    whole = batch()
    assert digests(origins([SAMPLE, whole], None, [answers("a", "b", "c")])) == [whole.digest]
    of_the_sample = origins([whole, SAMPLE], None, [answers("a", "b")])
    assert digests(of_the_sample) == [SAMPLE.digest, whole.digest]
    assert of_the_sample[0].told
    assert not origins([whole, SAMPLE], None, [answers("a")])[0].told


def test_the_model_that_answered_tells_which_batch_it_was() -> None:
    one, other = batch(model="org/small"), batch(prompt="Once more: {{q}}", model="large")
    found = origins([other, one], None, [answers("a", "b", model="small-2026-01-01")])
    assert digests(found) == [one.digest, other.digest]
    assert found[0].told


def test_the_model_tells_a_sample_and_its_rest_from_a_larger_batch_of_another_model() -> None:
    large = batch(prompt="Once more: {{q}}", model="large")
    known = [large, REST, SAMPLE]
    found = origins(known, None, [answers("a", "b", "c", "d", model="m")])
    assert [set(digest.split()) for digest in digests(found)] == [{REST.digest, SAMPLE.digest}, {large.digest}]
    assert found[0].told
    assert origins(known, None, [answers("a", "b", "c", "d", model="large")])[0].digest == large.digest


def test_ids_in_several_batches_are_in_doubt() -> None:
    for other in (batch(prompt="Once more: {{q}}"), batch(sheet=OTHER)):
        for models in ("", "m"):
            found = origins([other, batch()], None, [answers("a", "b", model=models)])
            assert digests(found) == [other.digest, batch().digest]
            assert not found[0].told
            assert not is_surely(found[0], [other, batch()])


def test_one_id_for_two_rows_is_in_doubt_though_both_ask_by_the_same_recipe() -> None:
    sheet = read_sheet(b"id,region,q\n1,North,Why?\n2,North,How?\n1,South,Who?\n2,South,When?\n", "r.csv")
    north, south = (
        batch(sheet=sheet, selection=RowSelection(value_filter=ValueFilter("region", (name,))))
        for name in ("North", "South")
    )
    found = origins([south, north], None, [answers("1", "2")])
    assert digests(found) == [south.digest, north.digest]
    assert not found[0].told


def test_a_batch_that_was_downloaded_comes_before_one_that_was_not() -> None:
    found = origins([batch()], batch(prompt="Once more: {{q}}"), [answers("a", "b")])
    assert found[0].digest == batch().digest
    assert digests(origins([batch()], batch(), [answers("a")])) == [batch().digest]


def test_only_what_was_downloaded_or_has_ids_of_its_own_is_surely_theirs() -> None:
    assert is_surely(Origin([batch(None)]), [])
    assert not is_surely(Origin([batch()]), [])
    assert not is_surely(Origin([batch()]), [SAMPLE])
    assert is_surely(Origin([batch()]), [batch()])


def test_a_batch_has_more_than_its_retry_or_a_part_of_it() -> None:
    made = Origin([SAMPLE, REST])
    whole, part = b"".join(batch().lines()), b"".join(batch().lines([1, 2]))
    other = b"".join(batch("n").lines([1]))
    assert has_more(made, [])
    assert has_more(made, [read_requests(part, "part.jsonl"), read_requests(part, "part.jsonl")])
    assert has_more(made, [read_requests(other, "a_retry-1.jsonl")])
    assert not has_more(made, [read_requests(whole, "all.jsonl")])
    assert not has_more(made, [read_requests(other, "other.jsonl")])


def test_batches_composed_here_are_the_input_file_that_they_are_together() -> None:
    read, taken = Origin([SAMPLE, REST]).sent(), read_requests(b"".join(batch().lines()), "a.jsonl")
    assert list(read.ids) == list(taken.ids)
    assert [read.line(at) for at in range(4)] == [taken.line(at) for at in range(4)]
    assert read.texts == ()


def test_texts_to_embed_are_counted() -> None:
    made = compose(SHEET, Recipe(task="Embeddings", model="m", prompt="{{q}}", id_column="id"))
    assert list(Origin([made]).sent().texts) == [1, 1, 1, 1]


def test_the_sheet_with_the_most_ids_is_the_best_one() -> None:
    sent = read_requests(b"".join(batch().lines()), "in.jsonl")
    stranger = read_sheet(b"id,q\nx,Why?\ny,How?\n", "c.csv")
    assert best_sheet([stranger, SHEET], [sent], []) == 1
    assert best_sheet([SHEET, stranger], [], [answers("x", "y", "a")]) == 1
    assert best_sheet([SHEET, SHEET], [sent], []) == 1

"""What was sent under each id, and which rows give exactly that text."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from lib.batch import InputFile
from lib.join.attempts import counting_requests
from lib.join.evidence import Evidence, are_plain_numbers
from lib.sheets import Sheet
from tests.support.result_lines import sent_file
from tests.support.sheets import make_sheet

TEXTS = ["red lamp", "blue kettle", "old glue", "new box", "fine tea", "slow post"]
IDS = ["a", "b", "c", "d", "e", "f"]
ROWS = dict(zip(IDS, range(6), strict=True))


def sheet_of(**columns: Sequence[str]) -> Sheet:
    return make_sheet(columns)


def sent_of(start: str, texts: Sequence[str] = TEXTS, ids: Sequence[str] = IDS) -> InputFile:
    return sent_file({custom_id: start + text for custom_id, text in zip(ids, texts, strict=True)})


def evidence_of(sheet: Sheet, *sent: InputFile) -> Evidence:
    return Evidence(sheet, sent, counting_requests(sent))


def agreeing(evidence: Evidence, rows: Mapping[str, int] = ROWS) -> list[str]:
    return [custom_id for custom_id in rows if custom_id in evidence.agreeing_ids(rows)]


SHEET = sheet_of(text=TEXTS)


@pytest.mark.parametrize(
    ("texts", "plain"), [(["1", "007", "99999"], True), (["1", "100000"], False), (["1", "a"], False)]
)
def test_whole_numbers_below_100_000_are_plain(texts: list[str], plain: bool) -> None:
    assert are_plain_numbers(texts) == plain


def test_rows_agree_once_the_template_is_read() -> None:
    evidence = evidence_of(SHEET, sent_of("Say: "))
    assert not evidence.is_comparable("a")
    evidence.learn(ROWS)
    assert evidence.is_comparable("a")
    assert agreeing(evidence) == IDS
    assert agreeing(evidence, {"a": 1, "b": 1}) == ["b"]


def test_each_input_file_has_its_own_template() -> None:
    evidence = evidence_of(SHEET, sent_of("Say: ", TEXTS[:3], IDS[:3]), sent_of("Tell: ", TEXTS[3:], IDS[3:]))
    evidence.learn(ROWS)
    assert len(evidence.templates) == 2
    assert agreeing(evidence) == IDS


def test_small_input_files_are_read_together() -> None:
    parts = [sent_of("Say: ", TEXTS[row : row + 2], IDS[row : row + 2]) for row in (0, 2, 4)]
    evidence = evidence_of(SHEET, *parts)
    evidence.learn(ROWS)
    assert agreeing(evidence) == IDS


def test_a_row_agrees_with_any_text_that_was_sent_under_its_id() -> None:
    retry = sent_of("Say: ", ["red lamp, please"], ["a"])
    evidence = evidence_of(sheet_of(text=["red lamp, please", *TEXTS[1:]]), sent_of("Say: "), retry)
    evidence.learn(ROWS)
    assert agreeing(evidence) == IDS


def test_templates_of_numbers_alone_count_for_nothing() -> None:
    numbers = [str(number) for number in range(6)]
    evidence = evidence_of(sheet_of(text=numbers), sent_of("Say: ", numbers))
    evidence.learn(ROWS)
    assert evidence.templates == {}


def test_equal_texts_are_not_unique() -> None:
    evidence = evidence_of(SHEET, sent_of("Say: ", ["yes", "yes", *TEXTS[2:]]))
    assert [custom_id for custom_id in IDS if evidence.is_unique(custom_id)] == IDS[2:]
    assert evidence.distinct(IDS) == 5


def test_a_batch_composed_from_this_sheet_is_certain() -> None:
    composed = replace(sent_of("Say: "), contents=(), sheet_digest="d")
    evidence = evidence_of(SHEET, composed)
    assert evidence.is_certain("a")
    assert not evidence.sent_among(["a"])


def test_a_batch_composed_from_another_sheet_is_compared() -> None:
    composed = replace(sent_of("Say: "), contents=(), sheet_digest="other")
    evidence = evidence_of(SHEET, composed)
    evidence.learn(ROWS)
    assert agreeing(evidence) == IDS


def test_without_a_row_of_any_id_the_template_is_looked_up() -> None:
    evidence = evidence_of(SHEET, sent_of("Say: "))
    evidence.look_up(IDS)
    assert evidence.rows_giving("c", range(6)) == {(2,)}
    assert evidence.rows_giving("c", {0, 1}) == {()}


def test_cells_that_were_escaped_as_json_are_looked_up() -> None:
    texts = [f'"{text}"\n東京 é' for text in TEXTS]
    evidence = evidence_of(sheet_of(text=texts), sent_of("Say: ", [json.dumps(text) for text in texts]))
    evidence.look_up(IDS)
    assert evidence.rows_giving("c", range(6)) == {(2,)}


def test_each_of_several_batches_is_looked_up() -> None:
    ids = [f"other {custom_id}" for custom_id in IDS]
    evidence = evidence_of(SHEET, sent_of("Say: "), sent_of("Tell: ", ids=ids))
    evidence.look_up([*IDS, *ids])
    assert (evidence.rows_giving("c", range(6)), evidence.rows_giving("other c", range(6))) == ({(2,)}, {(2,)})


def test_a_column_with_fewer_of_the_texts_is_no_rival_of_one_with_all() -> None:
    evidence = evidence_of(sheet_of(text=TEXTS, previous=["", *TEXTS[:-1]]), sent_of("Say: "))
    evidence.look_up(IDS)
    assert evidence.rows_giving("c", range(6)) == {(2,)}
    assert not evidence.has_rivals()


def test_two_columns_with_all_the_texts_are_rivals() -> None:
    evidence = evidence_of(sheet_of(text=TEXTS, copy=[TEXTS[-1], *TEXTS[:-1]]), sent_of("Say: "))
    evidence.look_up(IDS)
    assert evidence.rows_giving("a", range(6)) == {(0,), (1,)}
    assert evidence.has_rivals()


@pytest.mark.parametrize("period", [2, 3, 4, 5, 6, 7, 10])
def test_a_column_that_repeats_evenly_is_read_as_one(period: int) -> None:
    ids = [str(number) for number in range(600)]
    kinds = [f"kind {number % period}" for number in range(600)]
    texts = [f"comment {number}" for number in range(600)]
    sent = sent_file({name: f"{kind}: {text}" for name, kind, text in zip(ids, kinds, texts, strict=True)})
    rows = {name: row for row, name in enumerate(ids)}
    evidence = evidence_of(sheet_of(kind=kinds, text=texts), sent)
    evidence.learn(rows)
    assert agreeing(evidence, rows) == ids

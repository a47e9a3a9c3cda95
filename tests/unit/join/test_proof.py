"""Matched rows against the texts that were sent."""

from collections.abc import Mapping, Sequence

from lib.join.attempts import counting_requests
from lib.join.evidence import Evidence
from lib.join.proof import Proof, prove
from tests.support.result_lines import sent_file
from tests.support.sheets import make_sheet

TEXTS = ["red lamp", "blue kettle", "old glue", "new box", "fine tea"]
IDS = ["a", "b", "c", "d", "e"]
ROWS = dict(zip(IDS, range(5), strict=True))


def proof_of(texts: Sequence[str], sent: Sequence[str] = TEXTS, rows: Mapping[str, int] = ROWS) -> Proof:
    sheet = make_sheet({"text": texts})
    file = sent_file({custom_id: f"Say: {text}" for custom_id, text in zip(IDS, sent, strict=False)})
    evidence = Evidence(sheet, [file], counting_requests([file]))
    evidence.learn(rows)
    return prove(sheet, evidence, rows)


def test_untouched_rows_agree() -> None:
    assert proof_of(TEXTS) == Proof(agreeing=5)


def test_an_edited_row_is_named() -> None:
    assert proof_of(["red light", *TEXTS[1:]]) == Proof(
        4, {"a": "the text that was sent is not what the sheet has here"}
    )


def test_a_swapped_row_names_the_row_with_its_text() -> None:
    assert proof_of([*TEXTS[1::-1], *TEXTS[2:]]).differing == {
        "a": "the text sent for this row is now in row 3",
        "b": "the text sent for this row is now in row 2",
    }


def test_a_cell_that_excel_cut_is_named_as_cut() -> None:
    long = "long " * 10_000
    proof = proof_of([long[:32_767], *TEXTS[1:]], [long, *TEXTS[1:]])
    assert proof.differing == {"a": "a cell is cut in this sheet, so its text is not what was sent"}


def test_rows_without_a_template_are_unread() -> None:
    assert proof_of(["other"] * 5) == Proof(unread=5)


def test_rows_without_a_request_are_unsent() -> None:
    assert proof_of(TEXTS, TEXTS[:3]) == Proof(agreeing=3, unsent=2)

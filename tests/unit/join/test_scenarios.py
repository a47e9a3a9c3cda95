"""The promise, in random scenarios: no row lost, no answer beside a wrong row without a word."""

from dataclasses import replace
from functools import cache

import pytest

from lib.batch import InputFile, read_requests
from lib.join import MatchChoices, join
from lib.results import read_results
from tests.support.join_scenarios import Scenario, failures, is_needless, scenario
from tests.support.result_lines import answered, jsonl
from tests.support.scenario_files import SentBatch, script_request
from tests.support.scenario_rows import Row, sheet_of

COUNT, TESTS = 300, 10


@cache
def outcome(seed: int) -> tuple[list[str], bool]:
    """What is wrong with a scenario, after what was done in it, and whether it asks though nothing was touched."""
    made = scenario(seed)
    joined = made.joined()
    faults = failures(made, joined)
    is_clear = "few texts" not in made.history and len(made.rows) > 3
    return [*made.history, *faults] if faults else [], is_clear and is_needless(made, joined)


@pytest.mark.parametrize("first", range(TESTS))
def test_no_answer_is_beside_a_wrong_row_without_a_word(first: int) -> None:
    assert {seed: outcome(seed)[0] for seed in range(first, COUNT, TESTS) if outcome(seed)[0]} == {}


def test_untouched_sheets_with_texts_of_their_own_lead_to_no_question() -> None:
    assert [seed for seed in range(COUNT) if outcome(seed)[1]] == []


TEXTS = ["A warm lamp.", "Tea for two.", "The box broke.", "Never again.", "Slow, but kind.", "Glue."]


def made_of(texts: list[str]) -> Scenario:
    """A batch of these texts, with its input and output, matched by ids."""
    rows = [Row(row, {"id": f"id-{row}", "text": text}) for row, text in enumerate(texts)]
    batch = SentBatch("{{text}}", "as they are", [])
    batch = replace(batch, requests=[script_request(batch, row.cells["id"], row) for row in rows])
    lines = [answered(request.custom_id, f"About 0/{request.identity}") for request in batch.requests]
    return Scenario(0, rows, [batch], [sent_of(batch)], [read_results(jsonl(lines), "out.jsonl")])


def sent_of(batch: SentBatch) -> InputFile:
    return read_requests(b"".join(request.line for request in batch.requests), "in.jsonl")


def matched_to(made: Scenario, rows: list[int]) -> list[str]:
    """What the oracle finds where the ids are in these rows, without the input."""
    ids = [f"id-{row}" for row in rows]
    moved = [Row(row.identity, {**row.cells, "id": custom_id}) for row, custom_id in zip(made.rows, ids, strict=True)]
    joined = join(made.results, made.sent, sheet_of(moved), MatchChoices(id_column="id"))
    joined.rows.notes.clear()
    return failures(made, joined)


def test_the_oracle_finds_answers_of_other_rows() -> None:
    made = made_of(TEXTS)
    assert failures(made, made.joined()) == []
    assert len(matched_to(made, [1, 0, 2, 3, 4, 5])) == 4  # two rows, each with the answer and the text of the other

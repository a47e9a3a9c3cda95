"""A retry has the same lines under the same ids, and nothing else."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.batch import Batch, build, plan, read_requests
from lib.failures import Change, Pick, retry
from lib.join import Joined, join, read_upload
from lib.providers import Provider
from lib.results import read_results
from lib.sheets import read_sheet
from tests.support.result_lines import Line, answered, failed, input_line, jsonl, refused

IDS = ["ok", "bad", "gone", "cut", "no"]
INPUT = jsonl(input_line(custom_id, f"Prompt of {custom_id} é") for custom_id in IDS)
OUTPUT = jsonl(
    [answered("cut", "So f", "length"), refused("no", "No."), answered("ok", "Yes"), failed("bad", "Broken")]
)
ROOMY = Provider("P", 100, 10_000_000, "m", "made up")


def joined(name: str = "input.jsonl", sheet: bytes = b"") -> Joined:
    """The batch above, with its results."""
    table = read_sheet(sheet, "s.csv") if sheet else None
    return join([read_results(OUTPUT, "out.jsonl")], [read_requests(INPUT, name)], table)


def retry_states(joined: Joined, states: list[str], stem: str, provider: Provider) -> Batch:
    """The requests in any of the states, as they were sent."""
    return retry(joined, [Pick(joined.rows.in_states(states))], stem, provider).batch


@pytest.mark.parametrize(
    ("states", "ids"),
    [
        (["Failed", "Missing"], ["bad", "gone"]),
        (["Cut short"], ["cut"]),
        (["Refused", "Failed"], ["bad", "no"]),
        ([], []),
        (["Unknown", "Not sent"], []),
    ],
)
def test_a_retry_has_the_chosen_states_in_order(states: list[str], ids: list[str]) -> None:
    lines = build(retry_states(joined(), states, "reviews", ROOMY)).splitlines()
    assert [json.loads(line)["custom_id"] for line in lines] == ids


def test_lines_stay_byte_for_byte_as_sent() -> None:
    lines = INPUT.splitlines(keepends=True)
    assert build(retry_states(joined(), ["Failed", "Missing"], "reviews", ROOMY)) == lines[1] + lines[2]


@pytest.mark.parametrize(
    ("sent", "number"),
    [("input.jsonl", 1), ("reviews_retry-1_0123456789ab.jsonl", 2), ("reviews_retry-9_part-01-of-02.jsonl", 10)],
)
def test_the_name_counts_the_retries(sent: str, number: int) -> None:
    assert plan(retry_states(joined(sent), ["Failed"], "reviews", ROOMY)).file_name.startswith(
        f"reviews_retry-{number}_"
    )


def test_the_name_tells_different_retries_apart() -> None:
    names = {plan(retry_states(joined(), [state], "s", ROOMY)).file_name for state in ("Failed", "Missing")}
    assert len(names) == 2


def test_a_retry_over_the_limits_becomes_parts_with_the_rows_of_the_sheet() -> None:
    sheet = b"id,text\n" + b"".join(b"%s,x\n" % custom_id.encode() for custom_id in IDS)
    batch = retry_states(joined(sheet=sheet), ["Failed", "Missing", "Cut short"], "s", Provider("P", 2, 10**6, "m", ""))
    uploads, problems = read_upload(build(batch), "retry.zip")
    assert [upload.kind.role for upload in uploads] == ["Requests", "Requests", "Nothing"]
    assert [line.split(",")[2:4] for line in uploads[2].data.decode().splitlines()[1:]] == [["3", "4"], ["5", "5"]]
    assert not problems


def test_a_retry_completes_the_first_results() -> None:
    first, again = joined(), read_results(jsonl([answered("bad", "Now"), answered("gone", "Here")]), "retry.jsonl")
    whole = join([*first.results, again], first.sent)
    assert (whole.ledger.ok, whole.ledger.failed, whole.ledger.missing) == (3, 0, 0)
    assert [remark.kind for remark in whole.remarks] == ["resolved"]


def test_changes_affect_only_the_rows_they_are_picked_for() -> None:
    table = joined()
    index = {custom_id: row for row, custom_id in enumerate(table.rows.custom_ids)}
    more = Change("raise-tokens", value=100)
    picks = [
        Pick([index["cut"]], [more]),
        Pick([index["bad"], index["gone"]]),
        Pick([index["cut"]], [more, Change("drop", "seed")]),
    ]
    made = retry(table, picks, "s", ROOMY)
    lines, sent = build(made.batch).splitlines(keepends=True), INPUT.splitlines(keepends=True)
    assert lines[:2] == sent[1:3]
    cut = json.loads(sent[3])
    assert json.loads(lines[2]) == cut | {"body": cut["body"] | {"max_completion_tokens": 100}}
    assert (len(lines), made.changed, made.without_request) == (3, 1, 0)
    assert made.batch.sizes == [len(line) for line in lines]


def test_rows_without_a_request_are_counted() -> None:
    stray = join([read_results(OUTPUT, "out.jsonl")])
    made = retry(stray, [Pick(range(len(stray.rows)))], "s", ROOMY)
    assert (len(made.batch.sizes), made.without_request) == (0, 4)


def test_the_second_retry_is_made_from_the_first() -> None:
    """A change in a loaded retry stays in the next one."""
    first = joined()
    cut = list(first.rows.custom_ids).index("cut")
    made = retry(first, [Pick([cut], [Change("raise-tokens", value=50)])], "s", ROOMY)
    again = read_requests(build(made.batch), plan(made.batch).file_name)
    table = join(
        [*first.results, read_results(jsonl([answered("cut", "So far", "length")]), "o")], [*first.sent, again]
    )
    assert table.retry_outcomes[cut] == "still open"
    second = retry(table, [Pick([cut])], "s", ROOMY)
    assert json.loads(build(second.batch))["body"]["max_completion_tokens"] == 50
    assert plan(second.batch).file_name.startswith("s_retry-2_")


states = st.dictionaries(st.sampled_from(IDS), st.sampled_from(["OK", "Failed", "Cut short", "Refused"]))
changes = st.sampled_from(
    [(), (Change("raise-tokens", value=9),), (Change("set-model", value="n"), Change("drop", "seed"))]
)


def line_of(custom_id: str, state: str) -> Line:
    """A result line in the state."""
    lines = {"Failed": failed(custom_id, "No"), "Refused": refused(custom_id, "No")}
    return lines.get(state) or answered(custom_id, "A", "length" if state == "Cut short" else "stop")


@given(states, states, changes)
def test_a_retry_and_its_answers_complete_the_same_table(
    first: dict[str, str], second: dict[str, str], changes: tuple[Change, ...]
) -> None:
    sent = [read_requests(INPUT, "input.jsonl")]
    results = [read_results(jsonl(line_of(custom_id, state) for custom_id, state in first.items()), "out.jsonl")]
    before = join(results, sent)
    picks = [Pick([index for index, row in enumerate(before.rows) if row.state != "OK"], changes)]
    made = retry(before, picks, "s", ROOMY)
    again = read_requests(build(made.batch), plan(made.batch).file_name)
    assert sorted(again.ids) == sorted(set(IDS) - {custom_id for custom_id, state in first.items() if state == "OK"})
    if not changes:
        assert set(build(made.batch).splitlines()) <= set(INPUT.splitlines())
    lines = [line_of(custom_id, state) for custom_id, state in second.items() if custom_id in again.ids]
    after = join([*results, read_results(jsonl(lines), "out-2.jsonl")], [*sent, again])
    assert [row.custom_id for row in after.rows] == IDS
    assert after.ledger.sent == len(IDS)
    outcomes = dict(zip(after.rows.custom_ids, after.retry_outcomes, strict=True))
    for custom_id in IDS:
        retried, answered_now = custom_id in again.ids, second.get(custom_id) == "OK"
        assert outcomes[custom_id] == ("" if not retried else "resolved" if answered_now else "still open")
    assert "conflict" not in {remark.kind for remark in after.remarks}


def test_a_file_of_one_model_gets_one_model() -> None:
    sent = read_requests(
        jsonl(input_line(custom_id, "x", "B" if custom_id == "b" else "A") for custom_id in "abcd"), "i.jsonl"
    )
    rows = join([], [sent])
    picks = [Pick(range(4))]
    strict, loose = Provider("P", 9, 10**6, "m", "", one_model=True), Provider("P", 9, 10**6, "m", "")
    assert [list(part.indexes) for part in plan(retry(rows, picks, "s", strict).batch).parts] == [[0, 2, 3], [1]]
    assert [list(part.indexes) for part in plan(retry(rows, picks, "s", loose).batch).parts] == [[0, 1, 2, 3]]
    one = [Pick([0, 2])]
    assert plan(retry(rows, one, "s", strict).batch).file_name.endswith(".jsonl")


def test_a_changed_model_can_make_one_file() -> None:
    sent = read_requests(jsonl(input_line(custom_id, "x", custom_id) for custom_id in "ab"), "i.jsonl")
    picks = [Pick([0, 1], [Change("set-model", value="new")])]
    strict = Provider("P", 9, 10**6, "m", "", one_model=True)
    assert len(plan(retry(join([], [sent]), picks, "s", strict).batch).parts) == 1


def test_embedded_texts_count_towards_their_limit() -> None:
    bodies = [{"model": "e", "input": texts} for texts in (["a", "b"], "one", ["c", "d"], [1, 2, 3])]
    lines = [{"custom_id": str(number), "url": "/v1/embeddings", "body": body} for number, body in enumerate(bodies)]
    sent = read_requests(jsonl(lines), "i.jsonl")
    batch = retry(join([], [sent]), [Pick(range(4))], "s", Provider("P", 9, 10**6, "m", "", embedding_inputs=3)).batch
    assert batch.inputs == [2, 1, 2, 1]
    assert [list(part.indexes) for part in plan(batch).parts] == [[0, 1], [2, 3]]


def test_the_name_tells_different_limits_apart() -> None:
    names = {
        retry(joined(), [Pick(range(5))], "s", Provider("P", count, 10**6, "m", "")).batch.stem for count in (1, 2)
    }
    assert len(names) == 2

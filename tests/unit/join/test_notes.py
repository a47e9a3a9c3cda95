"""What is said about a join beyond its numbers, each sentence pinned once."""

import json

import pytest

from lib.batch import InputFile, read_requests
from lib.join import Joined, join
from lib.results import Results, read_results
from lib.sheets import Sheet


def sent(**bodies: str) -> InputFile:
    lines = [json.dumps({"custom_id": custom_id, "body": {"input": text}}) for custom_id, text in bodies.items()]
    return read_requests("\n".join(lines).encode(), "in.jsonl")


def results(*lines: tuple[str, str]) -> Results:
    """Lines of an id and its answer; an answer that starts with `!` is an error."""
    written = [json.dumps({"custom_id": custom_id, "response": _response(text)}) for custom_id, text in lines]
    return read_results("\n".join(written).encode(), "out.jsonl")


def _response(text: str) -> dict[str, object]:
    if text.startswith("!"):
        return {"status_code": 500, "body": {"error": {"message": text}}}
    return {"status_code": 200, "body": {"choices": [{"text": text}]}}


def sheet(*ids: str) -> Sheet:
    return Sheet("s.csv", ("id", "q"), (list(ids), ["?"] * len(ids)), [at + 2 for at in range(len(ids))], "d")


def said(joined: Joined) -> dict[str, str]:
    return {remark.kind: str(remark) for remark in joined.remarks}


BOTH = sent(a="x", b="y")
ANSWERS = results(("a", "A"), ("b", "B"))

REMARKS = [
    ("nothing", join([ANSWERS], [BOTH]), {}),
    ("all-match", join([ANSWERS], [BOTH], sheet("a", "b")), {"match": '2 of 2 rows match by the column "id".'}),
    (
        "some-match",
        join([results(("a", "A"))], [sent(a="x")], sheet("a", "c", "d")),
        {"match": '1 of 3 rows match by the column "id".'},
    ),
    (
        "sheet-alone",
        join([ANSWERS], [], sheet("a", "b", "c")),
        {"match": '2 of 3 rows match by the column "id".', "no-answer": "1 row of the sheet without an answer."},
    ),
    (
        "unrelated",
        join([ANSWERS], [BOTH], sheet("x", "y", "z")),
        {
            "unrelated-sheet": "0 of 3 rows match. This sheet is not the one the batch was made from, "
            "or all its rows were changed since: load that one, or choose the column that holds the ids."
        },
    ),
    (
        "unrelated-column",
        join([ANSWERS], [BOTH], sheet("a", "b"), id_column="q"),
        {
            "unrelated-column": '0 of 2 rows match by the column "q". It holds none of the ids. '
            'Choose the right one under "Column that holds the ids", or load the input file.'
        },
    ),
    (
        "orphans",
        join([results(("a", "A"))], [sent(a="x", b="y", c="z")], sheet("a", "b")),
        {
            "match": '2 of 2 rows match by the column "id".',
            "edited-rows": "1 request without a row in this sheet: no row of the sheet has this id. "
            "They stand at the end of the table, with the text that was sent.",
        },
    ),
    (
        "shared-ids",
        join([ANSWERS], [BOTH], sheet("a", "b", "a")),
        {
            "match": '1 of 3 rows match by the column "id".',
            "edited-rows": "1 request without a row in this sheet: rows 2, 4 share this id. "
            "They stand at the end of the table, with the text that was sent.",
        },
    ),
    (
        "resolved",
        join([results(("a", "!no"), ("b", "!no")), results(("a", "A"), ("b", "!no"))], [BOTH]),
        {
            "resolved": "1 request tried again, and OK.",
            "still-open": "1 request tried more than once and still not OK.",
        },
    ),
    (
        "answered-twice",
        join([ANSWERS, results(("a", "A"))], [BOTH]),
        {"answered-twice": "1 request answered twice, alike each time."},
    ),
    (
        "answers-differ",
        join([ANSWERS, results(("a", "A again"))], [BOTH]),
        {
            "answers-differ": "1 request answered more than once, and not alike. "
            "The newest answer stands in the table, or the last one loaded if they do not say when they were made; "
            "the row's detail has the others."
        },
    ),
    (
        "failed-twice",
        join([results(("a", "!x"), ("a", "!y"))], [BOTH]),
        {"still-open": "1 request tried more than once and still not OK."},
    ),
    (
        "conflict",
        join([], [BOTH, sent(a="x", b="other")]),
        {
            "conflict": "1 custom_id sent with different content: nobody can tell which of these an answer is to. "
            "The first one loaded is shown, and the column note marks these rows: "
            "take input files of other batches away, with their answers."
        },
    ),
    (
        "changed-request",
        join([], [BOTH, read_requests(b'{"custom_id":"a","body":{"input":"x","user":"u"}}', "in_retry-1.jsonl")]),
        {
            "changed-request": "1 request sent again with the same content and other parameters. "
            "The one of the latest retry is shown, else that of the first file loaded.",
            "still-open": "1 request tried more than once and still not OK.",
        },
    ),
    ("the-same-request-twice", join([], [BOTH, sent(b="y")]), {}),
    (
        "repaired",
        join([read_results('{"custom_id":"a","error":"café"}'.encode("cp1252"), "out.jsonl")], []),
        {
            "repaired": "1 line with broken characters, shown as \ufffd, "
            "or numbers that are none (NaN), taken as null. "
            "Download the file again if that matters."
        },
    ),
]


@pytest.mark.parametrize(("joined", "remarks"), [case[1:] for case in REMARKS], ids=[case[0] for case in REMARKS])
def test_remarks(joined: Joined, remarks: dict[str, str]) -> None:
    assert said(joined) == remarks


def test_many_orphans_are_not_all_told() -> None:
    ids = {f"row-{at}-{at:012x}": "x" for at in range(2, 12)}
    of = sheet("fig", "pear")
    kept = join([], [sent(**ids)], of, composed={"row-2-000000000002": 0})
    assert said(kept)["edited-rows"] == (
        "9 requests without a row in this sheet: row 3 was edited or removed since; row 4 was edited or removed since; "
        "row 5 was edited or removed since and 6 more. They stand at the end of the table, with the text that was sent."
    )


def test_several_choices_are_said() -> None:
    """Only the first choice decides a row's state, so the others must not go without a word."""
    choices = [{"index": at, "message": {"content": str(at)}, "finish_reason": "stop"} for at in range(2)]
    line = {"custom_id": "a", "response": {"status_code": 200, "body": {"choices": choices}}, "error": None}
    joined = join([read_results(json.dumps(line).encode(), "out.jsonl")])
    assert [(remark.kind, remark.message) for remark in joined.remarks] == [
        ("several-choices", "1 answer with several choices.")
    ]

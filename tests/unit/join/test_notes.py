"""The remarks about a join beyond its numbers, each sentence once."""

import json

import pytest

from lib.batch import InputFile, read_requests
from lib.join import Joined, join
from lib.results import Results, read_results
from lib.sheets import Sheet
from tests.support.sheets import make_sheet


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


def sheet(**texts: str) -> Sheet:
    """A sheet with a text for each id."""
    return make_sheet({"id": list(texts), "q": list(texts.values())})


def said(joined: Joined) -> dict[str, str]:
    return {remark.kind: str(remark) for remark in joined.remarks}


BOTH = sent(a="x", b="y")
ANSWERS = results(("a", "A"), ("b", "B"))

UNPROVED = (
    'The rows match by the column "id", which is not proved. '
    "Load the input file that you sent. Batchdesk then compares each row with its text."
)

REMARKS = [
    ("nothing", join([ANSWERS], [BOTH]), {}),
    ("all-match", join([ANSWERS], [BOTH], sheet(a="x", b="y")), {"match": "2 of 2 rows match."}),
    (
        "some-match",
        join([results(("a", "A"))], [sent(a="x")], sheet(a="x", c="z", d="w")),
        {"match": "1 of 3 rows match."},
    ),
    (
        "no-input",
        join([ANSWERS], [], sheet(a="x", b="y", c="z")),
        {
            "match": "2 of 3 rows match.",
            "unproved": UNPROVED,
            "no-answer": "1 row of the sheet has no answer.",
        },
    ),
    (
        "edited",
        join([ANSWERS], [sent(a="x1", b="y1", c="z1", d="w1")], sheet(a="x1", b="y1", c="z1", d="new")),
        {
            "match": "4 of 4 rows match.",
            "differing-rows": '1 row has another text than was sent: row 5. The column "note" says what differs.',
        },
    ),
    (
        "no-template",
        join([ANSWERS], [sent(a="x", b="y")], sheet(a="q", b="r")),
        {
            "match": "2 of 2 rows match.",
            "unread": "2 rows could not be compared with the text that was sent. "
            "The prompt's template could not be worked out from the requests. "
            "Look at a few rows before you trust them.",
        },
    ),
    (
        "unrelated",
        join([ANSWERS], [BOTH], sheet(u="q", v="r", w="s")),
        {
            "unrelated-sheet": "0 of 3 rows match. This sheet is not the one the batch was made from, "
            "or all its rows were changed since. Load that one, or choose the column that holds the ids."
        },
    ),
    (
        "several-columns",
        join([ANSWERS], [], make_sheet({"id": ["a", "b"], "other": ["b", "a"]})),
        {
            "match": "0 of 2 rows match.",
            "question": "Several columns hold the ids, and nothing proves which of them is the "
            'right one. Choose under "How rows were matched", or load the input file that you sent.',
        },
    ),
    (
        "orphans",
        join([results(("a", "A"))], [sent(a="x", b="y", c="z", d="w")], sheet(a="x", b="y", c="z")),
        {
            "match": "3 of 3 rows match.",
            "edited-rows": "1 request has no row in this sheet: no row of the sheet has its id or its text. "
            "They are at the end of the table, with the text that was sent.",
        },
    ),
    (
        "equal-rows",
        join([ANSWERS], [BOTH], sheet(a="x", b="y", c="y")),
        {
            "match": "2 of 3 rows match.",
            "equal-rows": "1 row without a request has the same text as a row that was sent. "
            'If identical requests were sent once, switch on "Identical rows share an answer".',
        },
    ),
    (
        "resolved",
        join([results(("a", "!no"), ("b", "!no")), results(("a", "A"), ("b", "!no"))], [BOTH]),
        {
            "resolved": "1 retried request is now OK.",
            "still-open": "1 retried request is still not OK.",
        },
    ),
    (
        "answered-twice",
        join([ANSWERS, results(("a", "A"))], [BOTH]),
        {"answered-twice": "1 request was answered more than once, with equal answers."},
    ),
    (
        "answers-differ",
        join([ANSWERS, results(("a", "A again"))], [BOTH]),
        {
            "answers-differ": "1 request was answered more than once, with different answers. "
            "The table shows the newest answer, or the last one loaded where no time is known. "
            "The row's detail has the others.",
            "second-run": "Two runs have the same ids: two files named out.jsonl, with 1 request OK in both. The "
            "table shows the newest answers. Compare the runs to see both side by side.",
        },
    ),
    (
        "failed-twice",
        join([results(("a", "!x"), ("a", "!y"))], [BOTH]),
        {"still-open": "1 retried request is still not OK."},
    ),
    (
        "conflict",
        join([], [BOTH, sent(a="x", b="other")]),
        {
            "conflict": "1 custom_id was sent with different texts. "
            "The table shows the first text loaded, and the column note marks these rows. "
            "Remove input files of other batches, with their answers."
        },
    ),
    (
        "changed-request",
        join([], [BOTH, read_requests(b'{"custom_id":"a","body":{"input":"x","user":"u"}}', "in_retry-1.jsonl")]),
        {
            "changed-request": "1 request was sent again with the same texts and other settings. "
            "The request of the latest retry is shown, else that of the first file loaded.",
            "still-open": "1 retried request is still not OK.",
        },
    ),
    ("the-same-request-twice", join([], [BOTH, sent(b="y")]), {}),
    (
        "repaired",
        join([read_results('{"custom_id":"a","error":"café"}'.encode("cp1252"), "out.jsonl")], []),
        {
            "repaired": "1 line has damaged characters, shown as \ufffd, or NaN, read as null. "
            "Download the file again if that matters."
        },
    ),
]


@pytest.mark.parametrize(("joined", "remarks"), [case[1:] for case in REMARKS], ids=[case[0] for case in REMARKS])
def test_remarks(joined: Joined, remarks: dict[str, str]) -> None:
    assert said(joined) == remarks


def test_only_three_reasons_of_orphans_are_named() -> None:
    ids = {f"row-{number}-{number:012x}": "x" for number in range(2, 12)}
    joined = join([], [sent(**ids, fig="p")], sheet(fig="p", pear="q"))
    assert said(joined)["edited-rows"] == (
        "10 requests have no row in this sheet: row 2 was changed or deleted after sending; row 3 was changed or "
        "deleted after sending; row 4 was changed or deleted after sending and 7 more. "
        "They are at the end of the table, with the text that was sent."
    )


def test_several_choices_give_a_remark() -> None:
    """Only the first choice decides a row's state, so the others must not go without a word."""
    choices = [{"index": at, "message": {"content": str(at)}, "finish_reason": "stop"} for at in range(2)]
    line = {"custom_id": "a", "response": {"status_code": 200, "body": {"choices": choices}}, "error": None}
    joined = join([read_results(json.dumps(line).encode(), "out.jsonl")])
    assert [(remark.kind, remark.message) for remark in joined.remarks] == [
        ("several-choices", "1 answer has several choices.")
    ]

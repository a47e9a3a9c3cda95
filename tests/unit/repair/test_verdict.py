"""One verdict on the files of Check, which no finding contradicts."""

import pytest

from lib.repair import FIXES
from lib.repair.verdict import count_changed_for_less, verdict
from tests.support.repaired_files import repaired
from tests.support.request_lines import chat, line, respond, written

CUT = written(line("c"))[:-9]
TWICE = written(line("c")).replace(b'"method"', b'"method": "GET", "method"')
VERDICTS = {
    "clean": (written(line("a")), "OpenAI", "accepted", "OpenAI will accept this file."),
    "fixed and left out": (
        written(line("a"), line("b", "method"), CUT, line("d")),
        "OpenAI",
        "repaired",
        "2 of 4 lines would be rejected by OpenAI: 1 is fixed, 1 is left out. OpenAI will accept the download.",
    ),
    "a duplicate id, whose first line stays": (
        written(line("a"), line("a"), line("b", body=chat(seed="1"))),
        "Parasail",
        "repaired",
        "1 of 3 lines would be rejected by Parasail: 1 is fixed. Parasail will accept the download.",
    ),
    "fails when run": (
        written(line("a"), line("b", body=chat(messages=[]))),
        "OpenAI",
        "repaired",
        "1 of 2 lines would come back as errors: 1 is left out. OpenAI will accept the download.",
    ),
    "the whole file": (
        written(line("a"), line("b", body=chat(model="gpt-4o"))),
        "OpenAI",
        "repaired",
        "The file has requests for several models: fixed in the download. OpenAI will accept the download.",
    ),
    "a line that waits": (
        written(line("a")) + TWICE + written(line("d")),
        "OpenAI",
        "repaired",
        "1 line waits for your decision and is left out. OpenAI will accept the download.",
    ),
    "only a line that waits": (TWICE, "OpenAI", "rejected", "There is nothing to send."),
    "nothing to send": (CUT, "OpenAI", "rejected", "There is nothing to send."),
    "a url that may not be accepted, and a fault": (
        written(respond("a"), respond("b", input=[])),
        "Parasail",
        "doubtful",
        "Parasail may reject the download: it is not known to accept batches at this address.",
    ),
    "another provider's form": (
        written({"custom_id": "a", "params": chat()}),
        "OpenAI",
        "foreign",
        "Every line is in Anthropic's own format. Send this file to Anthropic, or write it again on Compose.",
    ),
}


@pytest.mark.parametrize(("data", "provider", "level", "sentence"), VERDICTS.values(), ids=VERDICTS.keys())
def test_the_verdict_adds_up(data: bytes, provider: str, level: str, sentence: str) -> None:
    judged = verdict([repaired(data, provider)])
    assert judged.level == level
    assert sentence in judged.sentence


def test_the_lines_that_are_fixed_are_those_that_change() -> None:
    lines = [line("a"), line("a"), line("a"), line("b", "method"), line("c", body=chat(seed="1"))]
    file = repaired(written(*lines), "Parasail")
    assert sorted(file.applied) == [1, 2, 3, 4]
    assert "3 of 5 lines would be rejected by Parasail: 3 are fixed." in verdict([file]).sentence
    assert count_changed_for_less([file]) == 1


def test_an_id_whose_duplicate_is_left_out_is_fine() -> None:
    lines = written(line("a"), line("a"), line("b"))
    judged = verdict([repaired(lines, disabled=frozenset({"ids-rename"}))])
    assert judged.level == "repaired"
    assert "1 of 3 lines would be rejected by OpenAI: 1 is left out. OpenAI will accept" in judged.sentence
    judged = verdict([repaired(lines, disabled=frozenset({"ids-rename"}), leave_out=frozenset())])
    assert judged.level == "rejected"
    assert "2 of 3 lines would be rejected by OpenAI: 2 are sent with the fault." in judged.sentence


def test_faults_that_stay_are_no_success() -> None:
    judged = verdict([repaired(written(line("a", "method")), disabled=frozenset(FIXES), leave_out=frozenset())])
    assert judged.level == "rejected"
    assert "1 is sent with the fault" in judged.sentence

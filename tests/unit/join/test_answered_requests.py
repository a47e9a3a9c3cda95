"""A request counts as answered only where its answer is good, and where nobody can doubt which request it is to."""

from lib.batch import InputFile, read_requests
from lib.compose.answered_rows import AnsweredRequests
from lib.join.answered_requests import answered_requests
from lib.results import Results, read_results
from tests.support.result_lines import answered, failed, input_line, jsonl, sent_file

SENT = sent_file({"a": "one", "b": "two", "c": "three"})


def results(*lines: object) -> Results:
    return read_results(jsonl(lines), "out.jsonl")  # type: ignore[arg-type]


def of(*requests: int) -> AnsweredRequests:
    return AnsweredRequests(
        frozenset(SENT.fingerprint(request) for request in requests),
        frozenset(SENT.contents[request] for request in requests),
        frozenset("abc"),
    )


def test_good_answers_count_and_no_others() -> None:
    read = results(answered("a", "yes"), failed("b", "overloaded"), answered("c", "ye", finish="length"))
    assert answered_requests([read], [SENT]) == of(0)


def test_a_retry_makes_it_good() -> None:
    assert answered_requests([results(failed("b", "overloaded")), results(answered("b", "no"))], [SENT]) == of(1)


def test_an_id_with_two_requests_proves_nothing() -> None:
    other = sent_file({"a": "something else", "c": "three"}, "other.jsonl")
    assert answered_requests([results(answered("a", "yes"), answered("c", "no"))], [SENT, other]) == of(2)


def test_an_id_that_only_answers_have_proves_nothing() -> None:
    assert answered_requests([results(answered("z", "yes"))], [SENT]) == of()


def test_the_model_is_part_of_the_request() -> None:
    other = jsonl([input_line("a", "one", "another")])
    found = answered_requests([results(answered("a", "yes"))], [read_other(other)])
    assert found.contents == of(0).contents
    assert found.bodies.isdisjoint(of(0).bodies)


def read_other(data: bytes) -> InputFile:
    return read_requests(data, "other.jsonl")

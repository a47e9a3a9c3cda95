"""New ids differ from every other id, and are short enough for the provider."""

from lib.check import check_file
from lib.providers import PROVIDERS
from lib.repair import RepairOptions, repair
from tests.support.repaired_files import repaired, values
from tests.support.request_lines import line, written


def test_ids_that_differ_only_in_their_last_digits_are_not_duplicates() -> None:
    lines = [written(line(7)).replace(b"7", b"1234567890123456789012345%d" % last, 1) for last in (1, 2)]
    assert [request["custom_id"][-1] for request in values(repaired(b"\n".join(lines)))] == ["1", "2"]


def test_duplicate_ids_get_free_names() -> None:
    file = repaired(written(line("a"), line("a"), line("a-2"), line("a"), line(5), line("5"), line("5")))
    assert [request["custom_id"] for request in values(file)] == ["a", "a-3", "a-2", "a-4", "5", "5-2", "5-3"]
    assert [tuple(renamed) for renamed in file.new_ids] == [
        (2, "a", "a-3"),
        (4, "a", "a-4"),
        (6, "5", "5-2"),
        (7, "5", "5-3"),
    ]


def test_long_ids_are_shortened_where_the_provider_requires_it() -> None:
    file = repaired(written(line("x" * 70), line("x" * 64), line("x" * 71)), "Together")
    ids = [request["custom_id"] for request in values(file)]
    assert len(set(ids)) == 3
    assert max(map(len, ids)) == 64


def test_new_ids_differ_from_those_of_other_files() -> None:
    """Files that are sent together come back together."""
    checked = check_file(written(line("a", "custom_id"), line("b"), line("b")), "batch.jsonl", PROVIDERS["OpenAI"])
    file = repair(checked, RepairOptions(), taken=frozenset({"line-1", "b-2", "b-3"}))
    assert [request["custom_id"] for request in values(file)] == ["line-1-2", "b", "b-4"]

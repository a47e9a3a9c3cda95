"""A repair that is repeated on the lines of a frame gives each line what its own repair gives."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from lib.check import check_file
from lib.providers import PROVIDERS
from lib.repair import RepairOptions, repair
from lib.repair.download import write_kept
from tests.support.request_lines import chat, line, written
from tests.unit.check.test_line_frame import files

options = st.sampled_from(
    [
        RepairOptions(),
        RepairOptions(frozenset(), model="m"),
        RepairOptions(frozenset(["types", "stream"]), frozenset()),
    ]
)


@given(files(), options, st.sampled_from(list(PROVIDERS.values())))
def test_each_line_gets_the_repair_that_it_gets_alone(lines: list[bytes], wanted: RepairOptions, provider: Any) -> None:
    first = line("first", body=chat("model"))
    together = repair(check_file(written(first, *lines), "a.jsonl", provider), wanted)
    for entry, one in enumerate(lines, 1):
        if entry in together.repairer.new_ids:  # which depend on the other lines
            continue
        alone = repair(check_file(written(first, one), "a.jsonl", provider), wanted)
        assert list(together.applied.get(entry, ())) == list(alone.applied.get(1, ()))
        assert together.remaining.get(entry) == alone.remaining.get(1)
        assert [*together.left_out.get(entry, ())] == [*alone.left_out.get(1, ())]
        if entry in together.kept:
            index, alone_index = list(together.kept).index(entry), list(alone.kept).index(1)
            assert together.line(index) == alone.line(alone_index)
            assert together.sizes[index] == len(together.line(index))


def test_lines_of_one_frame_get_ids_of_their_own() -> None:
    values = [line(custom_id, body=chat(stream=True)) for custom_id in ("a", "b", "é", "a", "x" * 64, "x" * 64, "a")]
    repaired = repair(check_file(written(*values), "a.jsonl", PROVIDERS["OpenAI"]), RepairOptions())
    for custom_id, value in zip(("a", "b", "é", "a-2", "x" * 64, "x" * 64 + "-2", "a-3"), values, strict=True):
        value["custom_id"] = custom_id
        del value["body"]["stream"]
    assert write_kept(repaired) == written(*values)
    assert [list(fixes) for fixes in repaired.applied.values()][3] == ["ids-rename", "stream"]


def test_a_new_id_that_is_too_long_stays_a_flaw_of_its_own_line() -> None:
    values = [line(custom_id, body=chat(stream=True)) for custom_id in ("a", "b", "a", "a", "x" * 64, "x" * 64, "a")]
    repaired = repair(check_file(written(*values), "a.jsonl", PROVIDERS["Parasail"]), RepairOptions())
    assert [sorted(rules) for rules in repaired.remaining.values()] == [[], [], [], [], [], ["id-too-long"], []]


def test_a_method_stands_before_the_url_wherever_that_is() -> None:
    for text in ("short", "long " * 100):
        request = line(body=chat(messages=[{"role": "user", "content": text}]))
        values = [{"body": request["body"], "url": request["url"], "custom_id": f"{number}"} for number in range(3)]
        repaired = repair(check_file(written(*values), "a.jsonl", PROVIDERS["OpenAI"]), RepairOptions())
        added = written(*values).replace(b'"url"', b'"method":"POST","url"')
        assert write_kept(repaired) == added

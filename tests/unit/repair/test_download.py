"""What leaves Check: batches within the limits, the lines left out, the list of new ids, the findings as a table."""

import csv
import io
import json
from zipfile import ZipFile

from lib.check import check_file
from lib.check.totals import totals
from lib.json.annotated import json_lines
from lib.providers import PROVIDERS, Limits
from lib.repair import FIXES, Choices, RepairedFile, repair
from lib.repair.download import outgoing, write_left_out, write_outgoing, write_whole
from lib.repair.examples import examples
from lib.repair.findings import fate_of, fixes_made, groups, write_findings, write_renamed
from tests.support.request_lines import chat, embed, line, written
from tests.unit.repair.test_repaired_file import AROUND, MENDED


def mended(data: bytes, name: str = "batch.jsonl", provider: str = "OpenAI", **limits: int) -> RepairedFile:
    return repair(check_file(data, name, PROVIDERS[provider].with_limits(Limits(**limits))), Choices())


def unzipped(data: bytes) -> dict[str, bytes]:
    with ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


DATA = written(line("a"), line("a"), line("b", "body"), line("c", body=chat(model="=m")))


def test_one_file_goes_out_as_one_file() -> None:
    data = written(line("a"), line("b"))
    out = outgoing([mended(data, "my batch.txt")], "d1")
    assert (out.file_name, out.mime, out.parts) == ("my_batch_d1.jsonl", "application/jsonl", 1)
    assert write_outgoing(out) == data


def test_each_model_gets_a_file_where_the_provider_wants_it() -> None:
    out = outgoing([mended(DATA)], "d1")
    assert (out.file_name, out.parts) == ("batch_d1.zip", 2)
    files = unzipped(write_outgoing(out))
    assert list(files) == ["batch_d1_part-01-of-02.jsonl", "batch_d1_part-02-of-02.jsonl", "batch_d1_manifest.csv"]
    assert outgoing([mended(DATA, provider="Parasail")], "d1").parts == 1


def test_each_endpoint_gets_a_file() -> None:
    data = written(line("a"), embed("b"), line("c"))
    files = unzipped(write_outgoing(outgoing([mended(data, provider="Parasail")], "d1")))
    ids = [
        [json.loads(row)["custom_id"] for row in part.splitlines()] for name, part in files.items() if "part" in name
    ]
    assert ids == [["a", "c"], ["b"]]


def test_a_file_is_split_by_the_limits_and_stays_whole_without_that_fix() -> None:
    checked = check_file(
        written(*(line(f"{at}") for at in range(7))), "a.jsonl", PROVIDERS["Parasail"].with_limits(Limits(requests=3))
    )
    assert outgoing([repair(checked, Choices())], "d").parts == 3
    assert outgoing([repair(checked, Choices(off=frozenset({"parts"})))], "d").parts == 1


def test_several_files_go_out_as_a_zip_of_their_own_names() -> None:
    given = [mended(written(line("a")), "x.jsonl"), mended(written(line("a")), "x.jsonl"), mended(DATA, "y.jsonl")]
    out = outgoing(given, "d1")
    assert (out.file_name, out.parts) == ("checked_d1.zip", 4)
    names = ["x_d1.jsonl", "x_2_d1.jsonl", "y_d1_part-01-of-02.jsonl", "y_d1_part-02-of-02.jsonl", "y_d1_manifest.csv"]
    assert list(unzipped(write_outgoing(out))) == names


def test_no_two_files_of_a_zip_have_one_name() -> None:
    names = ["x.jsonl", "x.jsonl", "x_2.jsonl", "X.jsonl", "x_2.jsonl"]
    given = [mended(written(line(str(at))), name) for at, name in enumerate(names)]
    files = unzipped(write_outgoing(outgoing(given, "d1")))
    assert list(files) == ["x_d1.jsonl", "x_2_d1.jsonl", "x_2_2_d1.jsonl", "X_3_d1.jsonl", "x_2_3_d1.jsonl"]
    assert [json.loads(data)["custom_id"] for data in files.values()] == ["0", "1", "2", "3", "4"]


def test_lines_left_out_are_a_file_of_their_own() -> None:
    given = mended(DATA)
    assert write_left_out([given]) == DATA.splitlines(keepends=True)[2]
    assert list(unzipped(write_left_out([given, given]))) == ["1_batch_left-out.jsonl", "2_batch_left-out.jsonl"]
    assert write_whole(given).count(b"\n") == 3


def test_new_ids_are_a_table() -> None:
    assert rows(write_renamed([mended(DATA)])) == [
        {"file": "batch.jsonl", "line": "2", "old_custom_id": "a", "new_custom_id": "a-2"}
    ]


def test_every_finding_is_a_row_that_says_what_becomes_of_it() -> None:
    found = rows(write_findings([mended(DATA)]))
    assert [(row["line"], row["rule"], row["severity"], row["what_becomes_of_it"]) for row in found] == [
        ("", "models-mixed", "Rejected", "Fixed"),
        ("1", "id-duplicate", "Rejected", "Fixed"),
        ("2", "id-duplicate", "Rejected", "Fixed"),
        ("3", "body-missing", "Rejected", "Left out"),
    ]
    assert all(row["what_to_do"] and row["source"] for row in found)
    assert found[1]["json_path"] == "$.custom_id"


def test_no_cell_of_the_tables_runs_as_a_formula() -> None:
    given = mended(written(line("=1+1"), line("=1+1")), "=x.jsonl")
    text = (write_renamed([given]) + write_findings([given])).decode("utf-8-sig")
    assert not any(cell.startswith("=") for row in csv.reader(io.StringIO(text)) for cell in row)


def test_findings_are_grouped_by_rule_worst_first() -> None:
    given = mended(
        written(line("a"), line("a"), b"", line("c", body=chat(stream=True)), line("d", body=chat(temprature=1)))
    )
    found = [(group.rule.slug, group.severity, group.count) for group in groups([given])]
    assert found == [
        ("id-duplicate", "rejected", 2),
        ("stream", "fails", 1),
        ("blank-line", "risky", 1),
        ("field-unknown", "advice", 1),
    ]
    assert [dict(group.fates) for group in groups([given])] == [{"Fixed": 2}, {"Fixed": 1}, {"Fixed": 1}, {"Stays": 1}]


def test_a_fault_whose_fix_is_off_stays_or_is_left_out() -> None:
    checked = check_file(written(line("a", "method"), b"", line("b")), "a.jsonl", PROVIDERS["OpenAI"])
    off = repair(checked, Choices(off=frozenset({"method", "blank-lines"})))
    assert [fate_of(off, finding) for finding in checked.findings] == ["Left out", "Stays"]


def test_fixes_are_listed_with_their_lines_even_when_off() -> None:
    checked = check_file(written(line("a", "method"), b"", line("b", "method")), "a.jsonl", PROVIDERS["OpenAI"])
    assert fixes_made([repair(checked, Choices())]) == {"blank-lines": 1, "method": 2}
    assert fixes_made([repair(checked, Choices(off=frozenset(FIXES)))]) == {"blank-lines": 1, "method": 2}


def test_every_fix_of_a_line_has_an_example() -> None:
    shown = set()
    for before, _ in MENDED.values():
        given = mended(written(before))
        found = examples([given])
        assert found.keys() >= given.counts.keys()
        assert all(example.before != example.after for example in found.values())
        shown |= found.keys()
    for fix, (data, _) in AROUND.items():
        found = examples([mended(data)])
        assert found[fix].before != found[fix].after
        shown.add(fix)
    assert FIXES.keys() - shown == {"one-per-line", "ids-rename", "model", "parts"}


def test_a_fix_that_is_off_has_the_example_of_one_that_is_on() -> None:
    for before, _ in MENDED.values():
        checked = check_file(written(line("fine"), before), "a.jsonl", PROVIDERS["OpenAI"])
        on, off = repair(checked, Choices()), repair(checked, Choices(off=frozenset(FIXES)))
        asked = fixes_made([off])
        assert {fix: shown for fix, shown in examples([on]).items() if fix in asked} == examples([off])


def test_an_example_shows_what_differs_only() -> None:
    given = mended(written(line("a"), line("a", body=chat(messages=[{"role": "user", "content": "x" * 5_000}]))))
    assert examples([given])["ids-rename"] == (
        2,
        '{"custom_id": "a", "method": "POST", "url": …',
        '{"custom_id": "a-2", "method": "POST", "url": …',
    )


def test_the_figures_of_several_files() -> None:
    first = check_file(written(line("a"), line("b"), "no request"), "a.jsonl", PROVIDERS["OpenAI"])
    second = check_file(written(embed()), "b.jsonl", PROVIDERS["OpenAI"])
    found = totals([first, second])
    assert found.requests == 3
    assert found.bytes == len(first.text.data) + len(second.text.data)
    assert found.models == {"gpt-4o-mini": 2, "text-embedding-3-small": 1}
    assert found.endpoints == {"/v1/chat/completions": 2, "/v1/embeddings": 1}
    low, high = found.tokens
    assert 15 < low < high < 60
    assert not found.sampled


def test_the_tokens_of_a_large_file_are_told_from_a_sample() -> None:
    small = [line(f"{at:05}") for at in range(500)]
    low, high = totals([check_file(written(*small), "a.jsonl", PROVIDERS["OpenAI"])]).tokens
    found = totals([check_file(written(*(small * 10)), "a.jsonl", PROVIDERS["OpenAI"])])
    assert found.sampled
    assert [round(count) for count in found.tokens] == [round(low * 10), round(high * 10)]


def test_json_is_marked_at_the_path_of_a_fault() -> None:
    lines = json_lines(line(7, body=chat(messages=[{"role": "x"}])), ["$.custom_id", "$.body.messages[0].role"])
    assert [one.text.strip() for one in lines if one.marked] == ['"custom_id": 7,', '"role": "x"']
    assert json.loads("".join(one.text for one in lines)) == line(7, body=chat(messages=[{"role": "x"}]))


def test_a_path_to_what_is_missing_marks_what_it_is_missing_from() -> None:
    lines = json_lines(line(body=chat("model")), ["$.body.model"])
    assert [one.path for one in lines if one.marked] == ["$.body"]


def test_long_json_is_cut_with_a_sign() -> None:
    lines = json_lines({"a": list(range(1_000)), "b": "x" * 5_000}, ["$.a"], most=10)
    assert (len(lines), lines[-1].text) == (11, "…")
    assert len(json_lines({"b": "x" * 5_000}, [])[1].text) < 2_100

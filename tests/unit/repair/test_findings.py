"""The findings grouped by rule, and as tables."""

import csv
import io

from lib.check import check_file
from lib.providers import PROVIDERS
from lib.repair import FIXES, RepairOptions, repair
from lib.repair.findings import fix_line_counts, group_findings, outcome_of, write_findings, write_new_ids
from lib.repair.verdict import verdict
from tests.support.repaired_files import repaired
from tests.support.request_lines import chat, line, written

DATA = written(line("a"), line("a"), line("b", "body"), line("c", body=chat(model="=m")))


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_new_ids_are_a_table() -> None:
    assert rows(write_new_ids([repaired(DATA)])) == [
        {"file": "batch.jsonl", "line": "2", "old_custom_id": "a", "new_custom_id": "a-2"}
    ]


def test_every_finding_is_a_row_with_its_outcome() -> None:
    table = rows(write_findings([repaired(DATA)]))
    assert [(row["line"], row["rule"], row["severity"], row["what_becomes_of_it"]) for row in table] == [
        ("", "model-unknown", "Advice", "Stays"),
        ("", "models-mixed", "Rejected", "Fixed"),
        ("1", "id-duplicate", "Rejected", "Fixed"),
        ("2", "id-duplicate", "Rejected", "Fixed"),
        ("3", "body-missing", "Rejected", "Left out"),
    ]
    assert all(row["what_to_do"] and row["source"] for row in table)
    assert table[2]["json_path"] == "$.custom_id"


def test_no_cell_of_the_tables_runs_as_a_formula() -> None:
    file = repaired(written(line("=1+1"), line("=1+1")), name="=x.jsonl")
    text = (write_new_ids([file]) + write_findings([file])).decode("utf-8-sig")
    assert not any(cell.startswith("=") for row in csv.reader(io.StringIO(text)) for cell in row)


def test_groups_are_sorted_by_impact() -> None:
    file = repaired(
        written(line("a"), line("a"), b"", line("c", body=chat(stream=True)), line("d", body=chat(model="gpt-99")))
    )
    groups = group_findings([file])
    assert [(group.rule.slug, group.impact, group.count) for group in groups] == [
        ("id-duplicate", "rejected", 2),
        ("models-mixed", "rejected", 1),
        ("stream", "fails", 1),
        ("blank-line", "risky", 1),
        ("model-unknown", "advice", 1),
    ]
    assert [group.outcomes for group in groups] == [
        {"Fixed": 2},
        {"Fixed": 1},
        {"Fixed": 1},
        {"Fixed": 1},
        {"Stays": 1},
    ]


def test_a_fault_whose_fix_is_off_stays_or_is_left_out() -> None:
    checked = check_file(written(line("a", "method"), b"", line("b")), "a.jsonl", PROVIDERS["OpenAI"])
    off = repair(checked, RepairOptions(disabled=frozenset({"method"})))
    assert [outcome_of(off, finding) for finding in checked.findings] == ["Left out", "Fixed"]
    kept = repair(checked, RepairOptions(disabled=frozenset({"method"}), leave_out=frozenset()))
    assert [outcome_of(kept, finding) for finding in checked.findings] == ["Stays", "Fixed"]


def test_a_fault_that_goes_with_another_is_fixed() -> None:
    file = repaired(written(line("a", "custom_id", body=chat(custom_id="a")), line("b", body=chat(temprature=1))))
    found = {(finding.rule, finding.line): outcome_of(file, finding) for finding in file.checked.findings}
    assert found == {("id-inside", 1): "Fixed", ("field-unknown", 1): "Fixed", ("field-unknown", 2): "Left out"}
    assert verdict([file]).level == "repaired"


def test_fixes_are_counted_even_when_they_are_off() -> None:
    checked = check_file(written(line("a", "method"), b"", line("b", "method")), "a.jsonl", PROVIDERS["OpenAI"])
    assert fix_line_counts([repair(checked, RepairOptions())]) == {"method": 2}
    assert fix_line_counts([repair(checked, RepairOptions(disabled=frozenset(FIXES)))]) == {"method": 2}

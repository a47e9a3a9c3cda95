"""The findings in three parts: why lines cannot be sent, what is fixed, and the rest."""

from lib.repair import RepairOptions, repair
from lib.repair.findings import FindingGroup, group_findings
from lib.repair.fixes import ASKED
from lib.repair.sections import Sections, in_sections
from tests.support.repaired_files import repaired
from tests.support.request_lines import chat, line, written

DATA = written(
    line("a"),
    line("a"),
    line("b", body=chat(stream=True, messages=[])),
    line("c", body=chat(model="gpt-99")),
    b"{oops",
)


def sections(options: RepairOptions | None = None) -> Sections:
    files = [repair(repaired(DATA).checked, options or RepairOptions())]
    return in_sections(group_findings(files), files)


def slugs(groups: list[FindingGroup]) -> list[str]:
    return [group.rule.slug for group in groups]


def test_each_rule_is_in_the_part_of_its_outcome() -> None:
    parts = sections()
    assert slugs(list(parts.blocking)) == ["not-json", "messages-empty"]
    assert [[finding.line for _, finding in group.findings] for group in parts.blocking] == [[5], [3]]
    assert slugs(list(parts.fixed)) == ["id-duplicate", "models-mixed"]
    assert slugs(list(parts.others)) == ["stream", "model-unknown"]


def test_a_line_that_waits_for_a_decision_has_its_reason() -> None:
    twice = written(line("b")).replace(b'"method"', b'"method": "GET", "method"')
    files = [repaired(written(line("a")) + twice)]
    assert slugs(list(in_sections(group_findings(files), files).blocking)) == ["key-differs"]


def test_faults_that_are_sent_all_the_same_are_in_the_first_part() -> None:
    parts = sections(RepairOptions(disabled=ASKED | {"ids-rename"}, leave_out=frozenset()))
    assert slugs(list(parts.blocking)) == ["id-duplicate", "not-json", "messages-empty"]
    assert slugs(list(parts.fixed)) == ["models-mixed", "stream"]


def test_a_reason_that_a_repair_uncovers_is_named() -> None:
    files = [repaired(written(line("a"), line("b", body='{"model": "gpt-4o-mini", "messages": []}')))]
    assert "messages-empty" not in {finding.rule for finding in files[0].checked.findings}
    assert slugs(list(in_sections(group_findings(files), files).blocking)) == ["messages-empty"]

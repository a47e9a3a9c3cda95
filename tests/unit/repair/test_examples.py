"""Every fix has an example that shows only what differs."""

from lib.check import check_file
from lib.providers import PROVIDERS
from lib.repair import FIXES, RepairOptions, repair
from lib.repair.examples import examples
from lib.repair.findings import fix_line_counts
from tests.support.repaired_files import repaired
from tests.support.request_lines import chat, line, written
from tests.unit.repair.test_fixes import ASKED_ABOUT, BROKEN, DUPLICATES, REPAIRED


def test_every_fix_of_a_line_has_an_example() -> None:
    shown = set()
    broken = [text.encode() for text in (*BROKEN.values(), *DUPLICATES.values())]
    for before in (
        [before for before, _ in REPAIRED.values()] + broken + [ask.encode() for ask, _ in ASKED_ABOUT.values()]
    ):
        file = repaired(written(before), disabled=frozenset())
        by_fix = examples([file])
        assert by_fix.keys() >= file.fix_counts().keys()
        assert all(example.before != example.after for example in by_fix.values())
        shown |= by_fix.keys()
    assert FIXES.keys() - shown == {"line-encoding", "method-url", "ids-rename", "model", "parts"}


def test_a_disabled_fix_has_the_same_example() -> None:
    for before, _ in REPAIRED.values():
        checked = check_file(written(line("fine"), before), "a.jsonl", PROVIDERS["OpenAI"])
        on, off = repair(checked, RepairOptions()), repair(checked, RepairOptions(disabled=frozenset(FIXES)))
        wanted = fix_line_counts([off])
        assert {fix: shown for fix, shown in examples([on]).items() if fix in wanted} == examples([off])


def test_an_example_shows_only_what_differs() -> None:
    file = repaired(written(line("a"), line("a", body=chat(messages=[{"role": "user", "content": "x" * 5_000}]))))
    assert examples([file])["ids-rename"] == (
        2,
        '{"custom_id": "a", "method": "POST", "url": …',
        '{"custom_id": "a-2", "method": "POST", "url": …',
    )

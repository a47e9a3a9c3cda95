"""Several files repaired as one batch, and the digest in the names of their download."""

from contextlib import nullcontext

from lib.check import CheckedFile, check_file
from lib.common import Tick
from lib.providers import PROVIDERS
from lib.repair import RepairOptions
from lib.repair.together import download_digest, files_key, repair_together
from tests.support.result_lines import input_line, jsonl

OPENAI = PROVIDERS["OpenAI"]


def silent(_: CheckedFile) -> nullcontext[Tick]:
    return nullcontext(lambda done, total: None)


def test_no_two_files_get_the_same_new_id() -> None:
    twice = jsonl([input_line("a", "One?"), input_line("a", "Two?")])
    checked = [check_file(twice, name, OPENAI, lambda done, total: None, {}) for name in ("1.jsonl", "2.jsonl")]
    repaired = repair_together(checked, RepairOptions(), silent)
    new = [new_id.new for file in repaired for new_id in file.new_ids]
    assert len(set(new)) == len(new) == 2


def test_the_digest_depends_on_everything_that_the_download_depends_on() -> None:
    def digest(name: str = "a.jsonl", edit: bytes = b"", provider: str = "OpenAI", model: str = "") -> str:
        edits = {(0, 1): edit} if edit else {}
        key = files_key([(name, "d1")], lambda _: edits, PROVIDERS[provider])
        return download_digest(key, PROVIDERS[provider], RepairOptions(model=model))

    digests = [digest(), digest("b.jsonl"), digest(edit=b"{}"), digest(provider="Groq"), digest(model="m")]
    assert len(set(digests)) == len(digests)
    assert digest() == digests[0]

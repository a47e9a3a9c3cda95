"""The sentence about what every download changes around the lines."""

import pytest

from lib.check import check_file
from lib.providers import PROVIDERS
from lib.repair.normalised import normalised
from tests.support.request_lines import line, written

CLEAN = written(line("ä"), line("b"))
CASES = {
    "nothing": (CLEAN, ""),
    "mark": (b"\xef\xbb\xbf" + CLEAN, "Around the lines: 1 byte order mark removed."),
    "blank lines": (b"\n" + CLEAN + b"\n\n", "Around the lines: 3 empty lines removed."),
    "CR LF": (CLEAN.replace(b"\n", b"\r\n"), "Around the lines: Windows line ends (CR LF) changed to LF on 2 lines."),
    "UTF-16": (CLEAN.decode().encode("utf-16"), "Around the lines: 2 lines converted from UTF-16 to UTF-8."),
    "no last line end": (CLEAN[:-1], "Around the lines: a line end (LF) added after the last line of 1 file."),
    "marks": (b"```json\n" + CLEAN + b"]\n;\n", "Around the lines: 3 lines with only brackets or commas removed."),
    "NUL": (CLEAN + b"\x1a\0", "Around the lines: 2 invisible characters at the end removed."),
    "two things": (
        b"\xef\xbb\xbf" + CLEAN.replace(b"\n", b"\n\r\n", 1),
        "Around the lines: 1 byte order mark removed, 1 empty line removed.",
    ),
}


@pytest.mark.parametrize(("data", "sentence"), CASES.values(), ids=CASES.keys())
def test_each_change_is_counted(data: bytes, sentence: str) -> None:
    assert normalised([check_file(data, "a.jsonl", PROVIDERS["OpenAI"])]) == sentence


def test_the_counts_are_those_of_all_files() -> None:
    windows, wide = CLEAN.replace(b"\n", b"\r\n"), (CLEAN + b"\n").decode().encode("utf-16")
    files = [check_file(data, "a.jsonl", PROVIDERS["OpenAI"]) for data in (windows, windows, wide, CLEAN)]
    assert normalised(files) == (
        "Around the lines: 2 lines converted from UTF-16 to UTF-8, 1 empty line removed, "
        "Windows line ends (CR LF) changed to LF on 4 lines."
    )

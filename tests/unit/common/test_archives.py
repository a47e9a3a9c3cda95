"""The files inside archives; `tests/unit/join/test_file_roles.py` tests bad archives."""

import bz2
import gzip
import io
import lzma
import zipfile
from collections.abc import Callable

import pytest

from lib.common import Unreadable, archives
from lib.common.archives import unpack

INSIDE = b"a,b\n1,2\n"


def zipped(**files: bytes) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, content in files.items():
            archive.writestr(name.replace("_", "."), content)
    return data.getvalue()


def test_a_plain_file_is_returned_as_it_is() -> None:
    assert list(unpack(INSIDE, "a.csv")) == [("a.csv", INSIDE)]


PACKED = [
    ("gz", gzip.compress(INSIDE)),
    ("bz2", bz2.compress(INSIDE[:5]) + bz2.compress(INSIDE[5:])),
    ("xz", lzma.compress(INSIDE)),
    ("lzma", lzma.compress(INSIDE, lzma.FORMAT_ALONE)),
]


@pytest.mark.parametrize(("ending", "data"), PACKED, ids=[ending for ending, _ in PACKED])
def test_a_packed_file_loses_its_extension(ending: str, data: bytes) -> None:
    assert list(unpack(data, f"a.csv.{ending}")) == [("a.csv", INSIDE)]


@pytest.mark.parametrize("data", [lzma.compress(INSIDE)[:-9], bz2.compress(INSIDE)[:-9]], ids=["xz", "bz2"])
def test_a_packed_file_that_is_cut_off_is_rejected(data: bytes) -> None:
    with pytest.raises(Unreadable) as caught:
        list(unpack(data, "a"))
    assert caught.value.problem.kind == "broken-archive"


@pytest.mark.parametrize("pack", [bz2.compress, lzma.compress], ids=["bz2", "xz"])
def test_a_packed_bomb_is_rejected(pack: Callable[[bytes], bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MAX_UNPACKED", 1_500)
    with pytest.raises(Unreadable) as caught:
        list(unpack(pack(bytes(9_000)), "a"))
    assert caught.value.problem.kind == "archive-bomb"


UNPACK_FIRST = [b"Rar!\x1a\x07\0", b"7z\xbc\xaf\x27\x1c", b"\x28\xb5\x2f\xfd\x04", bytes(257) + b"ustar\0"]


@pytest.mark.parametrize("start", UNPACK_FIRST, ids=["rar", "7z", "zst", "tar"])
def test_other_archives_are_named(start: bytes) -> None:
    with pytest.raises(Unreadable, match="Unpack it first"):
        list(unpack(start + bytes(300), "a"))


def test_a_text_may_begin_like_a_packed_file() -> None:
    assert list(unpack(b"BZhang,x\n1,2\n", "a.csv")) == [("a.csv", b"BZhang,x\n1,2\n")]


def test_a_zip_gives_each_file_inside() -> None:
    assert list(unpack(zipped(a_csv=INSIDE, b_gz=gzip.compress(INSIDE)), "z.zip")) == [("a.csv", INSIDE), ("b", INSIDE)]


def test_a_workbook_is_not_an_archive() -> None:
    with zipfile.ZipFile(book := io.BytesIO(), "w") as archive:
        archive.writestr("xl/workbook.xml", "")
    assert [name for name, _ in unpack(book.getvalue(), "a.xlsx")] == ["a.xlsx"]


def test_a_text_may_have_the_letters_of_a_tar() -> None:
    data = b"text\n" + b"x" * 252 + b"ustar,and more\n"
    assert list(unpack(data, "a.csv")) == [("a.csv", data)]

"""Text from bytes of unknown encoding."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.common.encodings import decode, is_binary

LATIN = "name,city\nJosé,Málaga\n"
MARKED = ["utf-8-sig", "utf-16", "utf-32"]


@pytest.mark.parametrize("codec", MARKED)
def test_a_byte_order_mark_decides(codec: str) -> None:
    text = decode(LATIN.encode(codec))
    assert (text.text, text.probably) == (LATIN, False)


@pytest.mark.parametrize(
    ("data", "encoding", "probably"),
    [
        (LATIN.encode(), "UTF-8", False),
        (b"plain", "UTF-8", False),
        (b"", "UTF-8", False),
        (LATIN.encode("utf-8-sig"), "UTF-8", False),
        (LATIN.encode("utf-16"), "UTF-16", False),
        (b"\xfe\xff" + LATIN.encode("utf-16-be"), "UTF-16", False),
        (LATIN.encode("utf-32"), "UTF-32", False),
        (LATIN.encode("utf-16-le"), "UTF-16 LE", True),
        (LATIN.encode("utf-16-be"), "UTF-16 BE", True),
        (LATIN.encode("cp1252"), "Windows-1252 (Western)", True),
        ("£5 – “yes”".encode("cp1252"), "Windows-1252 (Western)", True),
    ],
    ids=[
        "utf-8", "ascii", "nothing", "utf-8 mark", "utf-16 mark", "utf-16-be mark", "utf-32 mark",
        "utf-16-le bare", "utf-16-be bare", "windows-1252", "windows quotes",
    ],
)  # fmt: skip
def test_the_encoding_and_whether_it_is_a_guess(data: bytes, encoding: str, probably: bool) -> None:
    text = decode(data)
    assert (text.encoding, text.probably) == (encoding, probably)


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be", "cp1252"])
def test_a_guess_gives_the_text(codec: str) -> None:
    assert decode(LATIN.encode(codec)).text == LATIN


@given(st.binary())
def test_decoding_never_raises(data: bytes) -> None:
    assert isinstance(decode(data).text, str)


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_utf8_with_a_mark_reads_back(text: str) -> None:
    assert decode(text.encode("utf-8-sig")).text == text


@pytest.mark.parametrize(
    ("data", "binary"),
    [
        (b"a,b\n1,2\n", False),
        (LATIN.encode("utf-16"), False),
        (LATIN.encode("utf-16-le"), False),
        ("世界,你好\n".encode(), False),
        (b"x" * 1_000 + b"\0", False),
        (bytes(range(256)), True),
        (b"\0" * 100, True),
    ],
    ids=["csv", "utf-16", "utf-16-le bare", "chinese", "one stray NUL", "every byte", "NULs"],
)
def test_is_binary(data: bytes, binary: bool) -> None:
    assert is_binary(data) is binary

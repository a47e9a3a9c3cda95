"""Text from bytes of unknown encoding."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.common.encodings import decode, decode_by_declaration, is_binary, undecodable_lines, utf8_start
from lib.common.mixed_encodings import MIXED

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
        (LATIN.encode("utf-16-le"), "UTF-16 LE", False),
        (LATIN.encode("utf-16-be"), "UTF-16 BE", False),
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


CHINESE = "编号,问题\n" + "现在几点了请问火车站怎么走" * 30 + ",好\n"


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_wide_text_with_few_ascii_characters(codec: str) -> None:
    text = decode(CHINESE.encode(codec))
    assert (text.text, text.codec, text.probably) == (CHINESE, codec, False)


def test_wide_text_that_is_cut_in_a_character() -> None:
    text = decode(LATIN.encode("utf-16-le")[:-1])
    assert (text.text, text.replaced) == (LATIN[:-1] + "\ufffd", 1)


PASTED = "1,café\n2,naïve\n".encode() + b"3,caf\xe9\n"


def test_a_few_broken_characters_leave_utf8() -> None:
    text = decode(PASTED)
    assert (text.codec, text.replaced, undecodable_lines(PASTED, "utf-8")) == ("utf-8", 1, [3])


def test_windows_letters_in_utf8() -> None:
    assert decode(PASTED, MIXED).text == "1,café\n2,naïve\n3,café\n"
    assert decode(b"a\x81", MIXED).replaced == 1


def test_a_guess_has_rivals() -> None:
    text = decode("id,t\n1,plain words here ναι and more\n".encode("iso8859-7"))
    assert text.probably
    assert "iso8859-7" in (text.codec, *text.rivals)


@pytest.mark.parametrize("declared", [b'<meta charset="windows-1251">', b'<?xml encoding="cp1251"?>'])
def test_a_declared_encoding_decides(declared: bytes) -> None:
    data = declared + "Пр".encode("cp1251")
    assert decode_by_declaration(data, decode(data)).text.endswith("Пр")


def test_a_declaration_that_the_bytes_contradict_is_ignored() -> None:
    for data in (b"<meta charset=ascii>\xe9", "<meta charset=cp1251>Пр".encode(), b"<meta charset=x>\xe9"):
        assert decode_by_declaration(data, decode(data)) == decode(data)


@pytest.mark.parametrize("codec", ["idna", "punycode", "utf-7", "unicode_escape", "rot13", "utf-16", "cp500", "none"])
def test_a_declared_encoding_that_no_text_file_has_is_ignored(codec: str) -> None:
    data = f'<meta charset="{codec}"> +AOk- \\n caf\xe9'.encode("latin-1")
    text = decode(data)
    assert decode_by_declaration(data, text) is text


def test_chinese_that_is_utf8_here_and_there_is_not_damaged_utf8() -> None:
    text = decode("id,t\n1,产品很好谢谢\n".encode("gb18030"))
    assert (text.text, text.replaced) == ("id,t\n1,产品很好谢谢\n", 0)


@given(st.text(st.sampled_from("aé世😀\n")), st.integers(1, 9))
def test_the_start_of_utf8(text: str, least: int) -> None:
    start = utf8_start(text.encode(), least)
    assert text.startswith(start)
    assert len(start) >= min(least, len(text))


@given(st.text(st.sampled_from("aé世\0")), st.sampled_from(["utf-8", "utf-16", "utf-16-le", "utf-32", "cp1252", "gbk"]))
def test_only_utf8_has_such_a_start(text: str, codec: str) -> None:
    data = text.encode(codec, "ignore")
    assert utf8_start(data, 99) in ("", decode(data).text)

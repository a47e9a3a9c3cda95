"""The images in a cell, and what is wrong with those that a provider cannot open."""

from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.compose.image_cells import image_addresses, image_fault, is_completed
from lib.providers.images import address_fault

A, B = "https://a.example/1.png", "https://b.example/2.png?w=1,2;h=3|4"
PNG = b64encode(b"\x89PNG\r\n\x1a\n" + bytes(range(90))).decode()
JPEG = b64encode(b"\xff\xd8\xff\xe0" + bytes(90)).decode()
WRAPPED = "\n".join(PNG[start : start + 76] for start in range(0, len(PNG), 76))
DATA = f"data:image/png;base64,{PNG}"


CELLS = [
    ("", []),
    (" ", []),
    (A, [A]),
    (f"{A}, {B}", [A, B]),
    (f"{A},{B}", [A, B]),
    (f"{A};{B}", [A, B]),
    (f"{B}; {A}", [B, A]),
    (f"{A}|{B}", [A, B]),
    (f"{A} | {B}", [A, B]),
    (f" {A}\r\n{B} ", [A, B]),
    (f"{A}、{B}", [A, B]),
    (f"{A}, {B},", [A, B]),
    (f'"{A}", "{B}"', [A, B]),
    (f"<{A}> <{B}>", [A, B]),
    (f'["{A}", "{B}"]', [A, B]),
    (f"- {A}\n- {B}", [A, B]),
    (f"1. {A}\n2. {B}", [A, B]),
    (f"{A} / {B}", [A, B]),
    (f"{A}, and {B}", [A, B]),
    (f"{A};{DATA}", [A, DATA]),
    (f"{DATA},{DATA}", [DATA, DATA]),
    (f"{DATA}\n{A}", [DATA, A]),
    (f"data:image/png;base64,\n{WRAPPED}", [DATA]),
    (WRAPPED, [DATA]),
    (JPEG, [f"data:image/jpeg;base64,{JPEG}"]),
    ("https://a.example/w_200,h_100/a_(b)", ["https://a.example/w_200,h_100/a_(b)"]),
]


@pytest.mark.parametrize(("cell", "addresses"), CELLS)
def test_image_addresses(cell: str, addresses: list[str]) -> None:
    assert image_addresses(cell) == addresses


def test_only_cells_of_bare_base64_are_completed() -> None:
    assert [is_completed(cell) for cell in (PNG, WRAPPED, DATA, A, "", "a.png")] == [
        True,
        True,
        False,
        False,
        False,
        False,
    ]


FAULTS = [
    ("", ""),
    (f"{A}, {B}", ""),
    (DATA, ""),
    (PNG, ""),
    ("https://www.dropbox.com/s/x/a.png?raw=1", ""),
    ("https://drive.google.com/uc?export=download&id=7", ""),
    ("https://github.com/a/b/raw/main/c.png", ""),
    ("data:image/svg+xml;base64,PHN2Zy8+", "an SVG drawing"),
    ("https://a.example/logo.SVG?x=1", "an SVG drawing"),
    ("https://a.example/form.pdf", "a PDF"),
    (b64encode(b"<svg xmlns='http://www.w3.org/2000/svg'>" + bytes(60)).decode(), "an SVG drawing"),
    (r"C:\My Pictures\a b.png", "a file on a computer"),
    ("C:/Pictures/a.png", "a file on a computer"),
    (r"\\server\share\a.png", "a file on a computer"),
    ("/home/me/a.png", "a file on a computer"),
    ("~/a.png", "a file on a computer"),
    ("file:///home/me/a.png", "a file on a computer"),
    ("photos/a.png", "a file on a computer"),
    (r"photos\a.png", "a file on a computer"),
    ("a.jpeg", "a file on a computer"),
    ("www.example.org/a.png", "no https://"),
    ("example.com/a.png", "no https://"),
    ("https://drive.google.com/file/d/7/view?usp=sharing", "a page of Google Drive"),
    ("https://www.dropbox.com/s/x/a.png?dl=0", "a page of Dropbox"),
    ("https://1drv.ms/i/s!x", "a page of OneDrive"),
    ("https://my.sharepoint.com/:i:/g/x", "a page of OneDrive"),
    ("https://imgur.com/a1b2", "a page of Imgur"),
    ("https://github.com/a/b/blob/main/c.png", "a page of GitHub"),
    ("https://en.wikipedia.org/wiki/File:A.jpg", "a page of Wikipedia"),
    ("https://a.example/my photo.png", "follows an address"),
    (f"{A}, s3://bucket/a.png", "is not a web address"),
    ("s3://bucket/a.png", "is not a web address"),
    (b64encode(bytes(90)).decode(), "base64 that is not an image"),
    ("data:image/png;base64,iVBOR***", "not an image as a data URL"),
    ("n/a", "neither a web address"),
    ("data:image/bmp;base64,AAAA", "the format bmp"),
    ("-", "neither a web address"),
    (",", "contains no image"),
    ('""', "contains no image"),
    (" ; | ", "contains no image"),
    ("[]", "contains no image"),
    ('[""]', "neither a web address"),
]


@pytest.mark.parametrize(("cell", "part"), FAULTS)
def test_image_fault(cell: str, part: str) -> None:
    fault = image_fault(cell)
    assert (fault is None) == (part == "")
    assert fault is None or part in fault.message


def test_a_fault_says_what_to_do() -> None:
    assert image_fault("https://dropbox.com/s/a.png?dl=0") == (
        '"https://dropbox.com/s/a.png?dl=0" is a page of Dropbox, not an image',
        "Replace dl=0 at its end by raw=1.",
    )


ADDRESSES = st.from_regex(r"https://[a-z]{1,8}\.example/[a-z0-9,;|=&?()_-]{0,12}[a-z0-9]", fullmatch=True)


@given(st.lists(ADDRESSES, min_size=1), st.sampled_from([" ", "\n", ", ", ",", "; ", ";", " | ", "|", "\t", "、"]))
def test_addresses_joined_by_any_separator_are_read_back(addresses: list[str], separator: str) -> None:
    assert image_addresses(separator.join(addresses)) == addresses


@given(st.text(st.sampled_from(" ,;|-•\n\"'[]<>ab:/.") | st.characters(exclude_categories=["Cs"]), max_size=20))
def test_no_cell_is_dropped_in_silence(cell: str) -> None:
    """Every cell is blank, has a fault, or has only addresses that Check accepts."""
    if cell.strip() and image_fault(cell) is None:
        assert image_addresses(cell)
        assert not any(map(address_fault, image_addresses(cell)))

"""XML files: named, with the way to a sheet."""

import pytest

from lib.common import Unreadable
from lib.sheets import read_sheet
from lib.sheets.xml_file import is_xml

XML = [
    ('<?xml version="1.0"?>\n<rows><row/></rows>', "an XML file"),
    ("<rows><row>1</row></rows>", "an XML file"),
    ('<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>', "the error message of a failed download"),
    ('<?xml version="1.0"?><!-- x --><office:document xmlns:office="o"/>', "a flat OpenDocument sheet"),
]


@pytest.mark.parametrize(("text", "what"), XML)
def test_xml_is_named(text: str, what: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read_sheet(text.encode(), "a.csv")
    assert (caught.value.problem.kind, what in str(caught.value)) == ("xml", True)


def test_a_column_of_tags_is_no_xml() -> None:
    assert not is_xml("<p>one</p>\n<p>two</p>\n")

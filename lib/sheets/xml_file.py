"""What an XML file is, and how to get a sheet from it: Batchdesk reads no XML but that of workbooks and web pages."""

import re
from xml.parsers import expat

from lib.common import Unreadable, unreadable

_ROOT = re.compile(r"(?:\s|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>)*+<([\w.:-]+)", re.DOTALL)

_IN_EXCEL = "Open it in Excel, save it as .xlsx and load that."
_ROOTS = {
    "office:document": ("a flat OpenDocument sheet (.fods)", "Open it in LibreOffice, save it as .xlsx and load that."),
    "Workbook": ("an XML spreadsheet of Excel 2003", _IN_EXCEL),
    "pkg:package": ("a Word document", "Copy the table from Word into Excel, save it as .xlsx and load that."),
    "w:wordDocument": ("a Word document", "Copy the table from Word into Excel, save it as .xlsx and load that."),
    "svg": ("a picture", "Choose the file with the sheet."),
    "Error": ("the error message of a failed download", "Download the file again, and load the new one."),
    "plist": ("a settings file of macOS", "Choose the file with the sheet."),
}
"""What an XML file is and what to do, by its first tag."""


def is_xml(text: str) -> bool:
    """Whether a text is one XML element, not a table whose first cell begins with a tag."""
    if text.startswith("<?xml"):
        return True
    parser = expat.ParserCreate()
    try:
        parser.Parse(text.encode("utf-8", "replace"), True)
    except expat.ExpatError:
        return False
    return True


def rejected_xml(text: str, name: str) -> Unreadable:
    """The error for an XML file, which names what it is."""
    root = _ROOT.match(text[:10_000])
    what, hint = _ROOTS.get(root[1] if root else "", ("an XML file", _IN_EXCEL))
    return unreadable("xml", f"this is {what}, which Batchdesk cannot read.", hint, name)

"""What a text is that is not a table: a link, an error message, an e-mail, a database script, a program."""

import re

from lib.common.other_formats import OtherFormat

_LONGEST_ERROR = 300

_CALENDAR = "Export the list from its program as CSV, and load that file."
_LINK = OtherFormat("only a link to a web page", "Open the link, download the sheet itself and load that.")
_WEB_ARCHIVE = OtherFormat("a web archive", "Open it in Excel, save it as .xlsx and load that.")
_OLD_TEXT = "Open it in Excel, save it as .xlsx and load that."
_EMAIL = OtherFormat(
    "an e-mail", "Save the attached sheet from the e-mail, or copy its table into Excel, and load that."
)
_POINTER = OtherFormat(
    "only a Git LFS pointer to the real file",
    "Fetch the real file (git lfs pull, or Download on its web page) and load that.",
)
_SQL = OtherFormat(
    "a database script (SQL)", "Export the table or the result of the query as CSV from the database, and load that."
)
_PROGRAM = OtherFormat("the text of a program", "Choose the file with the sheet.")
_ENCRYPTED = OtherFormat("an encrypted text or a certificate", "Decrypt it, and load the sheet itself.")
_BASE64 = OtherFormat("a workbook or zip written as base64 text", "Decode it first, then load the file.")
_FAILED = "Download the file again, and load the new one."

_FIELD = r"(?:From|To|Cc|Subject|Date|Message-ID|MIME-Version|Received|Return-Path|Delivered-To|Content-Type|Reply-To"
_FIELD += r"|X-[\w-]+|DKIM-Signature|ARC-[\w-]+|Snapshot-Content-Location|Content-[\w-]+):[^\n]*\n(?:[ \t][^\n]*\n)*"

_SQL_START = (
    r"(?>(?:--|#)[^\n]*\n|/\*(?>[^*]+|\*(?!/))*\*/;?"
    r"|(?:SET|USE|BEGIN|PRAGMA|LOCK|START|SELECT pg_|GO\b)[^\n]*\n|\s)*+"
)
"""Comments and settings at the start of a database script."""

_NAME = r"[\w.`\"\[\]-]{1,120}"
_CREATE = (
    r"CREATE (?:OR REPLACE )?(?:(?:GLOBAL|LOCAL|TEMP|TEMPORARY|UNLOGGED|EXTERNAL|UNIQUE|MATERIALIZED) ){0,3}"
    r"(?:TABLE|VIEW|INDEX|SEQUENCE|TYPE|FUNCTION|PROCEDURE|TRIGGER|DATABASE|SCHEMA|EXTENSION|ROLE|USER) "
    rf"(?:IF NOT EXISTS )?{_NAME}\s*(?:\(|;|(?:AS|ON|WITH|START|DEFAULT|CHARACTER)\b)"
)
_INSERT = rf"INSERT (?:INTO )?{_NAME}\s*(?:\([^()]*\)\s*)?(?:VALUES|SELECT)\b"
_DROP = rf"DROP (?:TABLE|VIEW|DATABASE|SCHEMA) (?:IF EXISTS )?{_NAME}(?: CASCADE)?\s*;[ \t]*\r?(?:\n|\Z)"
_COPY = rf"COPY {_NAME} \([^)]*\) FROM stdin"
_SQL_END = re.compile(r";[ \t]*\r?$|^GO\r?$", re.IGNORECASE | re.MULTILINE)
"""The end of a statement, which no prompt such as `Create view (wide)` has."""

_STARTS: tuple[tuple[str, OtherFormat], ...] = (
    (r"version https://git-lfs", _POINTER),
    (r"\[(InternetShortcut|Desktop Entry)\]|URL=https?://\S+\s*$", _LINK),
    (r"<\?xml[^>]*>\s*<!DOCTYPE plist[^>]*>.{0,300}<key>URL</key>", _LINK),
    (r"(?-i:ID;P[^\n]*\n[PBFCO];[A-Z])", OtherFormat("a SYLK file", _OLD_TEXT)),
    (r"TABLE\r?\n0,1\r?\n", OtherFormat("a DIF file", _OLD_TEXT)),
    (rf"(?:{_FIELD})*?Content-Type:\s*multipart/related", _WEB_ARCHIVE),
    (rf"From \S+@\S+ [^\n]*\d\d:\d\d|(?:{_FIELD}){{3}}", _EMAIL),
    (r"MIME-Version:[^\n]*\n", _WEB_ARCHIVE),
    (r"BEGIN:VCARD", OtherFormat("a list of contacts (vCard)", _CALENDAR)),
    (r"BEGIN:VCALENDAR", OtherFormat("a calendar", _CALENDAR)),
    (r"-----BEGIN ", _ENCRYPTED),
    (r"UEsDB[\w+/=\r\n]+\s*$", _BASE64),
    (r"<\?php|#!|@echo off\b", _PROGRAM),
    (r"(?:import [\w.]+(?: as \w+)?|from [\w.]+ import [^\n]+)\r?\n\s*(?:import |from |def |class )", _PROGRAM),
    (rf"{_SQL_START}(?:{_CREATE}|{_INSERT}|{_DROP}|{_COPY})", _SQL),
)  # fmt: skip
"""The kinds of text that are not a table, by their first characters."""

_PATTERNS = [(re.compile(start, re.IGNORECASE | re.DOTALL), kind) for start, kind in _STARTS]

_ERROR = re.compile(
    r"(?:(?:http )?(?:error:? )?[45]\d\d\b:? ?[a-z]|(?:file |page )?not found\b|access (?:is )?denied|permission denied"
    r"|unauthori[sz]ed|forbidden|internal server error|bad (?:gateway|request)|service unavailable|too many requests"
    r"|invalid (?:token|request|credentials)|error:|an error occurred|failed to )",
    re.IGNORECASE,
)


def text_format(text: str, is_whole: bool = True) -> OtherFormat | None:
    """What a text is, if it is not a table but of a kind that Batchdesk knows.

    Args:
        is_whole: whether it is all of the file; of a part, a database script is known by its start alone.
    """
    start = text[:10_000].lstrip()
    for pattern, kind in _PATTERNS:
        if pattern.match(start) and (kind is not _SQL or not is_whole or _SQL_END.search(text)):
            return kind
    message = text.strip() if len(text) < _LONGEST_ERROR else ""
    if message and "\n" not in message and _ERROR.match(message):
        return OtherFormat(f'the error message of a failed download ("{message[:100]}")', _FAILED)
    return None

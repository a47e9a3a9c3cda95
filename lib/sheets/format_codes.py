"""The codes of the number formats that files name by a number alone: ECMA-376, part 1, 18.8.30."""

from collections.abc import Mapping

GENERAL = "General"
BOOLEAN = '"TRUE";"TRUE";"FALSE"'
"""The format of a truth value, stored as 1 or 0."""

ISO_DATE, ISO_TIME = "yyyy-mm-dd", "hh:mm:ss"
SYSTEM_FORMATS: Mapping[int, str] = {14: f"[$-x-sysdate]{ISO_DATE}", 22: f"[$-x-sysdate]{ISO_DATE} {ISO_TIME}"}
"""Formats that Excel shows by the settings of the machine, whatever code a file gives them: ISO dates here."""

_MONEY = '_($* #,##0{0}_);_($* (#,##0{0});_($* "-"{1}_);_(@_)'
_PLAIN_MONEY = '_(* #,##0{0}_);_(* (#,##0{0});_(* "-"{1}_);_(@_)'
_BUILT_IN = {
    **dict(enumerate(("0", "0.00", "#,##0", "#,##0.00"), 1)),
    **dict(enumerate(("$#,##0_);($#,##0)",) * 2 + ("$#,##0.00_);($#,##0.00)",) * 2, 5)),
    **dict(enumerate(("0%", "0.00%", "0.00E+00", "# ?/?", "# ??/??"), 9)),
    **dict(enumerate(("d-mmm-yy", "d-mmm", "mmm-yy", "h:mm AM/PM", "h:mm:ss AM/PM", "h:mm", "h:mm:ss"), 15)),
    **dict.fromkeys((*range(27, 32), 36, *range(50, 55), 57, 58), ISO_DATE),
    **dict.fromkeys((32, 33, 34, 35, 55, 56), ISO_TIME),
    **dict(enumerate(("#,##0_);(#,##0)",) * 2 + ("#,##0.00_);(#,##0.00)",) * 2, 37)),
    **dict(zip((41, 42, 43, 44), (form.format(*zeros) for zeros in (("", ""), (".00", "??"))
                                  for form in (_PLAIN_MONEY, _MONEY)), strict=True)),
    **dict(enumerate(("mm:ss", "[h]:mm:ss", "mm:ss.0", "##0.0E+0", "@"), 45)),
}  # fmt: skip


def format_code(number: int, own: Mapping[int, str]) -> str:
    """The code of a format with this number; `own` are the codes that the file defines.

    >>> format_code(9, {}), format_code(14, {14: "m/d/yyyy"}), format_code(164, {164: "00000"})
    ('0%', '[$-x-sysdate]yyyy-mm-dd', '00000')
    """
    return SYSTEM_FORMATS.get(number) or own.get(number) or _BUILT_IN.get(number, GENERAL)

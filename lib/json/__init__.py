"""JSON values and lines, whatever became of them on their way.

`codec` turns one value into bytes and back, and is the only user of orjson; `lossless` keeps every
digit. `lines` reads the values of a file, with `recovery` for damaged lines. `edit` changes one
member of an object and leaves every other character as it is. `diagnose` explains what is wrong
with JSON that a person typed; `extract` finds the JSON in an answer.
"""

from lib.json.lines import Line, read_lines, to_utf8, value_at

__all__ = ["Line", "read_lines", "to_utf8", "value_at"]

"""JSON values and lines, also from files damaged on their way.

`codec` turns one value into bytes and back, and is the only user of orjson; `escapes` writes whole columns of
texts; `lossless` keeps every digit. `line_kind` decides what one object is (a request, a result, a row ...),
`line_id` finds its id, `wrapper` the lines inside a list, and `spelling` a field in camel or snake case.
`lines` reads the values of a file, with `recovery` for damaged lines. `tolerant` gives the `edits` that turn
broken JSON into JSON, with `broken_texts` for the texts in it. `edit` changes one member of an object and
keeps every other character. `diagnose` explains the mistakes in JSON that a person typed; `extract` finds the
JSON in an answer; `annotated` marks places in a value, and `containers` reads a value as an object or list.
"""

from lib.json.lines import Line, read_lines, to_utf8, value_at

__all__ = ["Line", "read_lines", "to_utf8", "value_at"]

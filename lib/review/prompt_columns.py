"""The columns of the sheet that a prompt uses, read off the requests: what a reader needs to judge a row."""

from lib.batch.content import content_text
from lib.join import Joined
from lib.join.prompt_template import Pair, read_template

_SAMPLE = 100
"""Requests that the prompt is read off, spread over all."""


def prompt_columns(joined: Joined) -> list[str]:
    """The columns whose cells the requests have, in the sheet's order; empty if nothing says which these are."""
    sheet, pairs = joined.sheet, _pairs(joined)
    template = read_template(pairs) if pairs else None
    if sheet is None or template is None:
        return []
    used = {column for column, _ in template.placeholders}
    return [name for index, name in enumerate(sheet.columns) if index in used]


def _pairs(joined: Joined) -> list[Pair]:
    """What was sent for some rows, each with the cells of its row."""
    sheet, rows = joined.sheet, joined.rows
    if sheet is None:
        return []
    both = [
        (request, sheet_row)
        for request, sheet_row in zip(rows.requests, rows.sheet_rows, strict=True)
        if request is not None and sheet_row is not None
    ]
    return [
        (content_text(joined.sent[file].body(request)), sheet.row(sheet_row))
        for (file, request), sheet_row in both[:: max(1, -(-len(both) // _SAMPLE))]
    ]

"""An earlier export as the two files of its batch: the requests of its rows, and their good answers.

An export has the sheet's cells, the ids and the answers, but not what was sent. With the settings that it was made
with, its rows give the same requests again. That those are the settings, a person says.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from lib.common.excel_cells import has_unguarded, is_cut
from lib.common.own_columns import export_columns
from lib.compose import Recipe, resolve
from lib.compose.line_writer import LineWriter
from lib.compose.recipe import named_columns
from lib.join.evidence import without_guards
from lib.json import codec
from lib.sheets import Sheet


def good_rows(sheet: Sheet) -> list[int]:
    """The rows of an export with an id and a whole answer in the state OK; none for any other sheet.

    Excel may have cut a long answer: its row is not among them.
    """
    columns = _own_cells(sheet)
    if "custom_id" not in columns:
        return []
    cells = zip(columns["state"], columns["custom_id"], columns["answer"], strict=True)
    good = (state == "OK" and custom_id and answer and not is_cut(answer) for state, custom_id, answer in cells)
    return [row for row, is_good in enumerate(good) if is_good]


def can_be_batch(sheet: Sheet, recipe: Recipe) -> bool:
    """Whether an export has the columns that the settings use. Vectors are in no export."""
    if not recipe.is_chat or any(name not in sheet.columns for _, name in named_columns(recipe)):
        return False
    return not any(template.unknown for template in resolve(recipe, sheet.columns).templates.texts)


def export_as_batch(sheet: Sheet, recipe: Recipe) -> tuple[bytes, bytes]:
    """The requests of the rows with a good answer, and these answers, as lines of JSON.

    Args:
        sheet: an export that `can_be_batch`.
    """
    rows, sheet = good_rows(sheet), _unguarded(sheet)
    columns = _own_cells(sheet)
    ids = [columns["custom_id"][row] for row in rows]
    requests = LineWriter(resolve(recipe, sheet.columns), sheet).lines(ids, rows)
    answers = (codec.dumps(_result(columns, row)) + b"\n" for row in rows)
    return b"".join(requests), b"".join(answers)


def _unguarded(sheet: Sheet) -> Sheet:
    """The sheet without the apostrophes that a CSV of ours has before formulas, unless it was written without them."""
    is_plain = any(has_unguarded(list(sheet.column(name))) for name in sheet.columns)
    return sheet if is_plain else without_guards(sheet)


def _own_cells(sheet: Sheet) -> Mapping[str, Sequence[str]]:
    """The cells of the columns of the latest export, by their own names."""
    exports = export_columns(sheet.columns)
    return {name: list(sheet.column(sheet.columns[index])) for name, index in exports[-1].items()} if exports else {}


def _result(columns: Mapping[str, Sequence[str]], row: int) -> dict[str, Any]:
    message = {"role": "assistant", "content": columns["answer"][row]}
    choice = {"index": 0, "message": message, "finish_reason": columns["finish_reason"][row] or "stop"}
    tokens = ("prompt_tokens", "completion_tokens")
    usage = {name: int(columns[name][row]) for name in tokens if columns[name][row].isdecimal()}
    body = {"object": "chat.completion", "choices": [choice], "usage": usage}
    return {"custom_id": columns["custom_id"][row], "response": {"status_code": 200, "body": body}}

"""How many tokens each row's request has, before anything is sent."""

from collections.abc import MutableMapping, Sequence

import numpy as np

from lib.compose.recipe import Recipe
from lib.compose.request_body import same_fields
from lib.compose.row_values import Cells, Templates, max_tokens_of
from lib.json import codec
from lib.providers.tokens import MESSAGE_TOKENS, REPLY_TOKENS, TokenRange, column_tokens, text_tokens


def row_tokens(
    recipe: Recipe, templates: Templates, cells: Cells, known: MutableMapping[int, TokenRange] | None = None
) -> TokenRange:
    """The input tokens of every row of `cells[column][row]`, as a range. Images are not counted.

    What is the same in every request counts too: the templates' own words, the messages' frames, and
    the form of the answer, which providers show to the model.

    Args:
        known: the columns of these cells that were counted before; those counted now are added.
    """
    pieces = [piece for template in templates.texts for piece in template.pieces] + list(templates.inputs)
    each = {} if known is None else known
    for piece in pieces:
        if isinstance(piece, int) and piece not in each:
            each[piece] = column_tokens(cells[piece])
    low, high = _constant(recipe, templates)
    lows, highs = np.full(len(cells[0]), low), np.full(len(cells[0]), high)
    for piece in pieces:
        if isinstance(piece, int):
            lows += each[piece].low
            highs += each[piece].high
    return TokenRange(lows, highs)


def output_tokens(
    recipe: Recipe, templates: Templates, cells: Cells, rows: Sequence[int]
) -> tuple[float, float | None]:
    """The least and the most tokens of all answers; the most is None where nothing limits them.

    The least is one token an answer. Vectors are no tokens.
    """
    if not recipe.chat:
        return 0, 0
    said = same_fields(recipe).get("n")  # as it is sent: not every endpoint has it, and further fields may
    answers = said if type(said) is int and said > 0 else 1
    most = [max_tokens_of(recipe, templates, cells, at) for at in rows]
    limited = [limit for limit in most if limit is not None]
    return len(rows) * answers, sum(limited) * answers if len(limited) == len(most) else None


def _constant(recipe: Recipe, templates: Templates) -> tuple[float, float]:
    """The tokens that are the same in every request."""
    words = "".join(piece for template in templates.texts for piece in template.pieces if isinstance(piece, str))
    same = same_fields(recipe)
    form = {key: same[key] for key in ("response_format", "text", "tools", "functions") if key in same}
    low, high = text_tokens(words + (codec.dumps(form).decode() if form else ""))
    if not recipe.chat:
        return low, high
    messages = sum(bool(template.pieces) for template in templates.texts)
    (least, most), (reply_least, reply_most) = MESSAGE_TOKENS, REPLY_TOKENS
    return low + messages * least + reply_least, high + messages * most + reply_most

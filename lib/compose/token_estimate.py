"""An estimate of each request's tokens, before anything is sent."""

from collections.abc import MutableMapping, Sequence

import numpy as np

from lib.compose.resolved_recipe import ResolvedRecipe
from lib.compose.row_values import RowReader
from lib.compose.template import ColumnSlot
from lib.json import codec
from lib.providers.token_families import TokenFamily, family_of
from lib.providers.token_ranges import MESSAGE_TOKENS, REPLY_TOKENS, TokenRange, column_tokens, text_tokens
from lib.sheets import Sheet


def row_tokens(
    resolved: ResolvedRecipe, sheet: Sheet, known: MutableMapping[tuple[str, TokenFamily], TokenRange] | None = None
) -> TokenRange:
    """The least and most input tokens of every row's request. Images are not counted.

    The parts that are the same in every request count too: the templates' own words, the frames of messages, and
    the answer format, which providers show to the model.

    Args:
        known: tokens of columns counted earlier, by name and family; this function adds those that it counts.
    """
    templates = resolved.templates
    slots = [piece for template in templates.texts for piece in template.pieces if isinstance(piece, ColumnSlot)]
    names = [*(slot.column for slot in slots), *templates.embed_columns]
    counts = {} if known is None else known
    family = tokenizer_family(resolved, sheet)
    for name in names:
        if (name, family) not in counts:
            counts[name, family] = column_tokens(sheet.column(name), family)
    low, high = _shared_tokens(resolved, family)
    lows, highs = np.full(len(sheet), low), np.full(len(sheet), high)
    for name in names:
        lows += counts[name, family].low
        highs += counts[name, family].high
    return TokenRange(lows, highs)


def tokenizer_family(resolved: ResolvedRecipe, sheet: Sheet) -> TokenFamily:
    """The family of the models of all rows."""
    column = resolved.templates.model_column
    cells = () if column is None else sheet.column(column)
    own = {cell.strip() for cell in cells}
    models = own - {""} | ({resolved.recipe.model} if "" in own or not own else set())
    return family_of(models)


def output_tokens(resolved: ResolvedRecipe, sheet: Sheet, rows: Sequence[int]) -> tuple[float, float | None]:
    """The least and most tokens of all answers; the most is None if nothing limits them.

    An answer has at least one token. Vectors have none.
    """
    if not resolved.recipe.is_chat:
        return 0, 0
    n = resolved.shared_fields.get("n")  # as sent: some endpoints lack it, and a further field can set it
    answers = n if type(n) is int and n > 0 else 1
    reader = RowReader(resolved, sheet)
    limits = [limit for limit in map(reader.max_tokens, rows) if limit is not None]
    return len(rows) * answers, sum(limits) * answers if len(limits) == len(rows) else None


def _shared_tokens(resolved: ResolvedRecipe, family: TokenFamily) -> tuple[float, float]:
    """The tokens that are the same in every request."""
    texts = resolved.templates.texts
    shared = resolved.shared_fields
    shown = {key: shared[key] for key in ("response_format", "text", "tools", "functions") if key in shared}
    words = "".join(text for template in texts for text in template.texts)
    low, high = text_tokens(words + (codec.dumps(shown).decode() if shown else ""), family)
    if not resolved.recipe.is_chat:
        return low, high
    messages = sum(bool(template.pieces) for template in texts)
    (least, most), (reply_least, reply_most) = MESSAGE_TOKENS, REPLY_TOKENS
    return low + messages * least + reply_least, high + messages * most + reply_most

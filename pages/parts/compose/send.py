"""The button that takes the batch on Compose to Batches."""

from functools import partial

from lib.compose import Composition, batch_of
from pages.parts.compose.cost import cost_in_words, estimate_tokens
from pages.parts.compose.open_points import Doubts, is_ready, open_points
from pages.parts.shared.formatting import token_range
from pages.parts.shared.waiting_batch import WaitingBatch, send_button


def show_send(composition: Composition | None, doubts: Doubts) -> None:
    """The button; it waits for the same points as the download."""
    if composition is None:
        send_button("compose_send", None, reason="Load a sheet first.")
    elif not is_ready(composition, doubts):
        send_button("compose_send", None, reason=f"{open_points(composition, doubts)}.")
    else:
        send_button("compose_send", partial(_waiting, composition))


def _waiting(composition: Composition) -> WaitingBatch:
    tokens = estimate_tokens(composition)
    return WaitingBatch(
        name=composition.sheet.name,
        digest=composition.digest,
        provider=composition.recipe.provider,
        models=tuple(sorted(set(composition.models() or [composition.recipe.model]))),
        batches=[batch_of(composition)],
        tokens=token_range(*tokens.input),
        cost=cost_in_words(tokens),
        composition=composition,
    )

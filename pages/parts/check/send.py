"""The button that takes the repaired files on Check to Batches."""

from collections.abc import Sequence
from functools import partial

from lib.common.phrasing import listed
from lib.repair import RepairedFile
from lib.repair.download import CheckDownload
from pages.parts.shared.waiting_batch import WaitingBatch, send_button


def show_send(repaired: Sequence[RepairedFile], download: CheckDownload) -> None:
    """The button; each loaded file becomes a batch of its own."""
    if any(file.kept for file in repaired):
        send_button("check_send", partial(_waiting, repaired, download))
    else:
        send_button("check_send", None, reason="All lines are left out, so there is no request to send.")


def _waiting(repaired: Sequence[RepairedFile], download: CheckDownload) -> WaitingBatch:
    kept = [file for file in repaired if file.kept]
    models = {file.checked.models[entry] or file.options.model for file in kept for entry in file.kept}
    return WaitingBatch(
        name=listed([file.checked.name for file in kept], most=2),
        digest=download.file_name,
        provider=kept[0].checked.provider.name,
        models=tuple(sorted(filter(None, models))),
        batches=download.batches,
    )

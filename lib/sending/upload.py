"""Uploads one file of a sending, and proves that the bytes are those that were agreed to."""

from collections.abc import Callable, Iterator
from functools import partial
from hashlib import sha256

from lib.common import Tick
from lib.sending.call_error import CallError, ErrorKind
from lib.sending.client import BatchClient
from lib.sending.part_files import PartFiles
from lib.sending.patience import patient
from lib.sending.sending import Sending, SentPart, remote_name

_PROCESSING_WAITS = (1.0, 2.0, 4.0, 8.0, *(15.0,) * 40)
_PENDING = ("pending", "uploading", "processing", "running")
_BROKEN = ("error", "failed", "deleted")

PartProgress = Callable[[int, int, int], None]
"""Receives a file's number, its bytes handed to the network, and all its bytes."""


def upload_part(
    client: BatchClient,
    sending: Sending,
    part: SentPart,
    files: PartFiles | None,
    progress: PartProgress | None,
    sleep: Callable[[float], None],
) -> str:
    """The id of the uploaded file. An upload has no price, so it is repeated if the connection breaks.

    Raises:
        CallError: `NOT_AT_HAND` if the bytes are not here or not the same; or what an upload raises.
    """
    if files is None or len(files.files) < part.number:
        message = "The file to send is not here any more."
        raise CallError(ErrorKind.NOT_AT_HAND, message, "Load the sheet and the settings again.")
    return patient(partial(_upload_once, client, sending, part, files, progress), sleep)


def _upload_once(
    client: BatchClient, sending: Sending, part: SentPart, files: PartFiles, progress: PartProgress | None
) -> str:
    if files.files[part.number - 1].sha256 != part.sha256:
        raise _changed()
    digest = sha256()

    def digested() -> Iterator[bytes]:
        for chunk in files.chunks(part.number):
            digest.update(chunk)
            yield chunk

    tick: Tick | None = partial(progress, part.number) if progress else None
    file = client.upload(remote_name(part.file_name, sending.intent), digested(), part.bytes, tick)
    if digest.hexdigest() != part.sha256:
        raise _changed()
    if file.bytes not in (None, 0, part.bytes):
        raise CallError(ErrorKind.UNCLEAR, "The file arrived incomplete.", "Send it again.")
    return file.id


def _changed() -> CallError:
    message = "The batch changed after you pressed Send."
    return CallError(ErrorKind.NOT_AT_HAND, message, "Nothing was sent. Press Send again.")


def wait_until_processed(client: BatchClient, part: SentPart, sleep: Callable[[float], None]) -> None:
    """Waits until the provider has processed an uploaded file, where it says that it has not.

    Raises:
        CallError: `REJECTED` if it arrived incomplete or cannot be processed, `SERVER_FAULT` if it is still not
            processed after ten minutes.
    """
    for wait in _PROCESSING_WAITS:
        try:
            file = patient(partial(client.file, part.file_id), sleep)
        except CallError:
            return  # some services do not describe files; creating the batch shows what is wrong
        if file.bytes not in (None, 0, part.bytes):
            raise CallError(ErrorKind.REJECTED, "The file arrived incomplete.", "Send it again.")
        if file.status in _BROKEN:
            raise CallError(ErrorKind.REJECTED, "The provider cannot process the file.", "Send it again.")
        must_be = client.service.waits_for_processing
        if file.status not in _PENDING and (not must_be or file.status == "processed"):
            return
        sleep(wait)
    raise CallError(
        ErrorKind.SERVER_FAULT, "The provider has not processed the file yet.", "Try again in a few minutes."
    )

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

"""Brings home all files of a batch: answers, errors and what was sent, also of one that failed, expired or stopped."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Literal

from lib.batch.bundle import stem_of
from lib.common import Tick
from lib.sending.batch_group import BatchGroup
from lib.sending.call_error import CallError, ErrorKind
from lib.sending.client import BatchClient
from lib.sending.patience import patient

FileRole = Literal["input", "output", "errors"]

_ROLES: tuple[FileRole, ...] = ("input", "output", "errors")


@dataclass(frozen=True, slots=True)
class RemoteFileId:
    """One file to collect."""

    role: FileRole
    file_id: str
    name: str
    """The name that it gets here."""

    batch_id: str


@dataclass(frozen=True, slots=True)
class CollectedFile:
    """One file that came, or why it did not."""

    role: FileRole
    name: str
    batch_id: str
    data: bytes = b""
    problem: str = ""
    """Why it did not come, as sentences; empty if it came."""

    problem_kind: ErrorKind | None = None


def files_to_collect(group: BatchGroup) -> list[RemoteFileId]:
    """The files of a batch, those that were sent first. A batch that still runs has those that are written by now."""
    files: list[RemoteFileId] = []
    for number, batch in zip(group.numbers, group.batches, strict=True):
        part = f"_part-{number:02d}" if group.files > 1 else ""
        for role, file_id in zip(_ROLES, (batch.input_file_id, batch.output_file_id, batch.error_file_id), strict=True):
            if file_id and all(file_id != file.file_id for file in files):
                files.append(RemoteFileId(role, file_id, f"{stem_of(group.name)}{part}_{role}.jsonl", batch.id))
    return files


def collect(
    group: BatchGroup,
    client: BatchClient,
    progress: Callable[[int, int, int], None] | None = None,
    sleep: Callable[[float], None] = time.sleep,
) -> Iterator[CollectedFile]:
    """Downloads the files of a batch, one after another. It raises nothing of its own: `problem` has what failed.

    Args:
        progress: receives the file's index in `files_to_collect`, its bytes so far, and all its bytes (0: unknown).
    """
    for index, file in enumerate(files_to_collect(group)):
        tick = partial(progress, index) if progress else None
        try:
            data = patient(partial(_download, client, file.file_id, tick), sleep)
        except CallError as error:
            yield CollectedFile(file.role, file.name, file.batch_id, problem=str(error), problem_kind=error.kind)
        else:
            yield CollectedFile(file.role, file.name, file.batch_id, data)


def _download(client: BatchClient, file_id: str, progress: Tick | None) -> bytes:
    if file_id.startswith(("http://", "https://")):
        message = "The provider keeps this file at another address, which Batchdesk does not call."
        raise CallError(ErrorKind.NOT_ALLOWED, message, "Download it on the provider's page and load it on Results.")
    return b"".join(client.content(file_id, progress))

"""The file that a batch is downloaded as: one `.jsonl`, or a `.zip` of parts with a manifest."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import numpy as np
from numpy.typing import NDArray

from lib.batch.split import Part, TokenCounts, split_sizes
from lib.common.excel_cells import guard_column
from lib.providers import Provider

if TYPE_CHECKING:
    from hashlib import _Hash as Hash

MANIFEST_COLUMNS = ("part", "file", "first_row", "last_row", "requests", "bytes", "sha256")
"""Columns of the manifest. `first_row` and `last_row` belong to a part's first and last request. Where each model has
its own parts, a column `model` follows; rows between the first and the last may then be in other parts."""

_PIECE = 1_000_000
"""The least bytes of a piece of a file, apart from its last one."""

_FAST = 1
"""Level of zlib: a sixth of the time, for a slightly larger file. An entry ignores the level of its archive."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Requests to pack into files, wherever they come from."""

    stem: str
    """Start of every file's name, with a digest of what the bytes are made from."""

    provider: Provider
    sizes: Sequence[int] | NDArray[np.integer[Any]]
    """Bytes of each line, including the newline."""

    lines: Callable[[Sequence[int]], Iterable[bytes]]
    """The lines of the requests with these indexes, in that order; each item is a line or several."""

    row: Callable[[int], int | str]
    """The row number of a request in the spreadsheet; empty text if it has no row."""

    inputs: Sequence[int] | NDArray[np.integer[Any]] | None = None
    """Number of texts that each request embeds, for providers that limit it."""

    tokens: TokenCounts | None = None
    """Estimated tokens of each request, for a token limit."""

    models: Sequence[str] | None = None
    """Model of each request, for providers that take one model a file."""


def some_requests(batch: Batch, start: int, stop: int) -> Batch:
    """The requests from one index up to another, as a batch of its own under a name of its own."""
    some = slice(start, stop)
    return replace(
        batch,
        stem=f"{batch.stem}_{start + 1}-{min(stop, len(batch.sizes))}",
        sizes=batch.sizes[some],
        lines=lambda indexes: batch.lines([start + index for index in indexes]),
        row=lambda index: batch.row(start + index),
        inputs=None if batch.inputs is None else batch.inputs[some],
        tokens=None if batch.tokens is None else batch.tokens[some],
        models=None if batch.models is None else batch.models[some],
    )


class Package(NamedTuple):
    """The name, type and parts of a download, known before its bytes are."""

    file_name: str
    mime: str
    parts: Sequence[Part]


def plan(batch: Batch) -> Package:
    """The parts of a batch and the name of its file."""
    parts = split_sizes(batch.sizes, batch.provider, inputs=batch.inputs, tokens=batch.tokens, models=batch.models)
    if len(parts) > 1:
        return Package(f"{batch.stem}.zip", "application/zip", parts)
    return Package(f"{batch.stem}.jsonl", "application/jsonl", parts)


def build(batch: Batch) -> bytes:
    """The bytes of the download: the lines themselves, or a zip of the parts and their manifest."""
    if len(plan(batch).parts) > 1:
        return zipped(files_of(batch))
    return b"".join(batch.lines(range(len(batch.sizes))))


def files_of(batch: Batch) -> Iterator[tuple[str, bytes]]:
    """The files of a batch with their names: a single file, or the parts followed by their manifest."""
    return ((name, b"".join(pieces)) for name, pieces in streams_of(batch))


def streams_of(batch: Batch) -> Iterator[tuple[str, Iterator[bytes]]]:
    """The files of a batch, each with its name and its bytes in pieces, to be used up before the next file."""
    package = plan(batch)
    if len(package.parts) <= 1:
        yield package.file_name, _pieces(batch, range(len(batch.sizes)))
        return
    manifest: list[Sequence[str | int]] = []
    for number, part in enumerate(package.parts, 1):
        name = part_name(batch.stem, number, len(package.parts))
        digest = sha256()
        yield name, _hashed(_pieces(batch, part.indexes), digest)
        rows = (batch.row(part.indexes[0]), batch.row(part.indexes[-1]))
        model = () if part.model is None else (part.model,)
        manifest.append((number, name, *rows, part.requests, part.bytes, digest.hexdigest(), *model))
    yield f"{batch.stem}_manifest.csv", iter((_manifest(manifest),))


def _pieces(batch: Batch, requests: Sequence[int]) -> Iterator[bytes]:
    """The lines of some requests, many at a time."""
    lines: list[bytes] = []
    size = 0
    for line in batch.lines(requests):
        lines.append(line)
        size += len(line)
        if size >= _PIECE:
            yield b"".join(lines)
            lines, size = [], 0
    if lines:
        yield b"".join(lines)


def _hashed(pieces: Iterable[bytes], digest: "Hash") -> Iterator[bytes]:
    for piece in pieces:
        digest.update(piece)
        yield piece


def zipped(files: Iterable[tuple[str, bytes]]) -> bytes:
    """A zip of the files. It holds at most two of them in memory if they are made one by one."""
    packed = io.BytesIO()
    # zlib takes most of the time and releases Python's lock, so one file is packed while the next one is made.
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive, ThreadPoolExecutor(1) as packer:
        packing = None
        for name, written in files:
            if packing:
                packing.result()
            packing = packer.submit(archive.writestr, _entry(name), written, compresslevel=_FAST)
        if packing:
            packing.result()
    return packed.getvalue()


def part_name(stem: str, number: int, count: int) -> str:
    """`reviews_3f2a_part-01-of-12.jsonl`: padded, so that names sort in the order of the parts."""
    digits = max(2, len(str(count)))
    return f"{stem}_part-{number:0{digits}}-of-{count:0{digits}}.jsonl"


def stem_of(name: str) -> str:
    """A file's name without its folder and extension, safe in any file system.

    >>> stem_of("../Q3 reviews (final).xlsx")
    'Q3_reviews_final'
    """
    stem = PurePath(name.replace("\\", "/")).stem
    return re.sub(r"[^\w-]+", "_", stem).strip("_")[:60] or "batch"


def _entry(name: str) -> ZipInfo:
    """A zip entry with a fixed date, so that a batch gives the same bytes on any day."""
    entry = ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
    entry.compress_type = ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry


def _manifest(lines: Sequence[Sequence[str | int]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    by_model = len(lines[0]) > len(MANIFEST_COLUMNS)
    writer.writerow((*MANIFEST_COLUMNS, "model") if by_model else MANIFEST_COLUMNS)
    writer.writerows(map(guard_column, lines))
    return text.getvalue().encode()

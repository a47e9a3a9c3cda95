"""Requests to the file that is downloaded: one `.jsonl`, or a `.zip` of parts with a manifest."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import sha256
from pathlib import PurePath
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import numpy as np
from numpy.typing import NDArray

from lib.batch.split import Part, split_sizes
from lib.common.excel_cells import guarded
from lib.providers import Provider

Tokens = NDArray[np.float64]


MANIFEST_COLUMNS = ("part", "file", "first_row", "last_row", "requests", "bytes", "sha256")
"""The rows are those of a part's first and last request. Where parts are made by model, `model` comes last;
rows between the first and the last may then be in other parts."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Requests to be packed, whoever made them."""

    stem: str
    """Of the file's name; it holds a digest of what the bytes are made from."""

    provider: Provider
    sizes: Sequence[int]
    """Bytes of each line, its line end included."""

    lines: Callable[[Sequence[int]], Iterable[bytes]]
    """The lines of the requests at these places, in that order."""

    row: Callable[[int], int | str]
    """Each request's row, as the spreadsheet numbers it; empty if it has none."""

    inputs: Sequence[int] | None = None
    """Texts to embed of each request, for providers that limit them."""

    tokens: Tokens | None = None
    """Estimated tokens of each request, for a budget."""

    models: Sequence[str] | None = None
    """Each request's model, for providers that take one model a file."""


class Package(NamedTuple):
    """What will be downloaded, known before a byte of it is made."""

    file_name: str
    mime: str
    parts: Sequence[Part]


def plan(batch: Batch) -> Package:
    """The parts and the file's name."""
    parts = split_sizes(batch.sizes, batch.provider, inputs=batch.inputs, tokens=batch.tokens, models=batch.models)
    if len(parts) > 1:
        return Package(f"{batch.stem}.zip", "application/zip", parts)
    return Package(f"{batch.stem}.jsonl", "application/jsonl", parts)


def build(batch: Batch) -> bytes:
    """The bytes of the download: the lines as they are, or the zip of the parts and their manifest."""
    if len(plan(batch).parts) > 1:
        return zipped(files_of(batch))
    return b"".join(batch.lines(range(len(batch.sizes))))


def files_of(batch: Batch) -> Iterator[tuple[str, bytes]]:
    """The files of a batch with their names: the one, or the parts and then their manifest."""
    package = plan(batch)
    if len(package.parts) <= 1:
        yield package.file_name, build(batch)
        return
    manifest: list[Sequence[str | int]] = []
    for number, part in enumerate(package.parts, 1):
        name = part_name(batch.stem, number, len(package.parts))
        written = b"".join(batch.lines(part.at))
        yield name, written
        rows = (batch.row(part.at[0]), batch.row(part.at[-1]))
        model = () if part.model is None else (part.model,)
        manifest.append((number, name, *rows, part.requests, len(written), sha256(written).hexdigest(), *model))
    yield f"{batch.stem}_manifest.csv", _manifest(manifest)


def zipped(files: Iterable[tuple[str, bytes]]) -> bytes:
    """A zip of the files; those that are made one by one are never all held at once."""
    made = io.BytesIO()
    # zlib needs most of the time, and not Python's lock: a file is packed while the next one is made.
    with ZipFile(made, "w", ZIP_DEFLATED) as archive, ThreadPoolExecutor(1) as packer:
        packing = None
        for name, written in files:
            if packing:  # no more than two are held at once
                packing.result()
            packing = packer.submit(archive.writestr, _entry(name), written, compresslevel=_QUICKLY)
        if packing:
            packing.result()
    return made.getvalue()


_QUICKLY = 1
"""zlib's level: a sixth of the time for a file a little larger. An entry takes its own level, not the archive's."""


def part_name(stem: str, number: int, of: int) -> str:
    """`reviews_3f2a_part-01-of-12.jsonl`: padded, so that names sort as the parts do."""
    digits = max(2, len(str(of)))
    return f"{stem}_part-{number:0{digits}}-of-{of:0{digits}}.jsonl"


def stem_of(name: str) -> str:
    """A file's name without its folder and ending, safe in any file system.

    >>> stem_of("../Q3 reviews (final).xlsx")
    'Q3_reviews_final'
    """
    stem = PurePath(name.replace("\\", "/")).stem
    return re.sub(r"[^\w-]+", "_", stem).strip("_")[:60] or "batch"


def _entry(name: str) -> ZipInfo:
    """A zip entry of a fixed date, so that the same batch is the same bytes on any day."""
    entry = ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
    entry.compress_type = ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry


def _manifest(lines: Sequence[Sequence[str | int]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    by_model = len(lines[0]) > len(MANIFEST_COLUMNS)
    writer.writerow((*MANIFEST_COLUMNS, "model") if by_model else MANIFEST_COLUMNS)
    writer.writerows(map(guarded, lines))
    return text.getvalue().encode()

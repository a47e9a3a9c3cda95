"""The downloads of Check: the batch to send, and the lines that are left out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain, count

from lib.batch import Batch, build, plan
from lib.batch.bundle import files_of, stem_of, zipped
from lib.check import RULES
from lib.json import codec
from lib.providers.endpoints import endpoint_of_url
from lib.repair.entry import bare_line
from lib.repair.repaired_file import RepairedFile

_NO_LIMIT = 10**15


@dataclass(frozen=True, slots=True)
class CheckDownload:
    """The file to download, known before a byte of it is made."""

    file_name: str
    mime: str
    batches: Sequence[Batch]
    """One batch for each loaded file with a request to send."""

    parts: int
    """Number of files to send."""


def plan_download(files: Sequence[RepairedFile], digest: str) -> CheckDownload:
    """The download of some repaired files; its name holds `digest`, which identifies files and options."""
    batches = [_batch(file, stem) for file, stem in zip(files, _stems(files, digest), strict=True) if file.kept]
    packages = [plan(batch) for batch in batches]
    parts = sum(len(package.parts) for package in packages)
    if len(packages) == 1:
        return CheckDownload(packages[0].file_name, packages[0].mime, batches, parts)
    return CheckDownload(f"checked_{digest}.zip", "application/zip", batches, parts)


def write_download(download: CheckDownload) -> bytes:
    """The bytes of the download: one batch as `lib.batch` packs it, or a zip of the files of several."""
    if len(download.batches) == 1:
        return build(download.batches[0])
    return zipped(chain.from_iterable(map(files_of, download.batches)))


def write_kept(file: RepairedFile) -> bytes:
    """All lines to send of one file, in one piece."""
    return b"".join(map(file.line, range(len(file.kept))))


def left_out_name(files: Sequence[RepairedFile], digest: str) -> str:
    """The name of the file with the lines that are left out: `.jsonl`, or `.zip` for those of several files."""
    names = [file.checked.name for file in files if file.left_out]
    return f"{stem_of(names[0])}_left-out_{digest}.{'zip' if len(names) > 1 else 'jsonl'}"


def write_left_out(files: Sequence[RepairedFile]) -> bytes:
    """The lines that are left out, without repairs: those of one file, or a zip of several."""
    written = [(stem_of(file.checked.name), _left_out(file)) for file in files if file.left_out]
    if len(written) == 1:
        return written[0][1]
    return zipped((f"{number}_{stem}_left-out.jsonl", data) for number, (stem, data) in enumerate(written, 1))


def _left_out(file: RepairedFile) -> bytes:
    return b"".join(bare_line(file.checked, entry) + b"\n" for entry in file.left_out)


def _batch(file: RepairedFile, stem: str) -> Batch:
    checked, kept = file.checked, file.kept
    groups = _part_groups(file)
    provider = checked.provider.with_highest_limits()
    if "parts" in file.options.disabled:
        provider = replace(provider, requests=_NO_LIMIT, bytes=_NO_LIMIT, embedding_inputs=None, one_model=False)
    elif groups:
        provider = replace(provider, one_model=True)
    inputs = [checked.inputs.get(entry, 0) for entry in kept] if checked.inputs else None

    def lines(indices: Sequence[int]) -> Iterator[bytes]:
        return map(file.line, indices)

    def row(index: int) -> int:
        return checked.lines[kept[index]]

    return Batch(stem, provider, file.sizes, lines, row, inputs=inputs, models=groups)


def _part_groups(file: RepairedFile) -> list[str] | None:
    """What the requests of one part must share, as a text for each request; None if all may share one part."""
    checked, kept = file.checked, file.kept
    endpoints = list(map(partial(_endpoint, file), range(len(kept)), kept))
    models = [checked.models[entry] or file.options.model for entry in kept]
    by_endpoint = len(set(endpoints)) > 1 and RULES["endpoints-mixed"].impact(checked.provider.name) is not None
    if not checked.provider.one_model or len(set(models)) < 2:
        return endpoints if by_endpoint else None
    if not by_endpoint:
        return models
    return [f"{model} ({endpoint})" for model, endpoint in zip(models, endpoints, strict=True)]


def _endpoint(file: RepairedFile, index: int, entry: int) -> str:
    """The endpoint of a line to send: a repair may have corrected its url."""
    known = file.checked.endpoints[entry]
    if known or entry not in file.applied:
        return known
    value, _ = codec.loads(file.line(index))
    url = value.get("url") if isinstance(value, dict) else None
    return (endpoint_of_url(url) if isinstance(url, str) else None) or ""


def _stems(files: Sequence[RepairedFile], digest: str) -> Iterator[str]:
    """A name for each file's batch; names that are equal but for their capitals get a number."""
    taken: set[str] = set()
    for file in files:
        stem = stem_of(file.checked.name)
        names = chain([stem], (f"{stem}_{number}" for number in count(2)))
        free = next(name for name in names if name.casefold() not in taken)
        taken.add(free.casefold())
        yield f"{free}_{digest}"

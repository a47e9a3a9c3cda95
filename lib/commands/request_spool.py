"""The lines of a batch that is larger than the memory, kept in a file without a name until the parts are known.

How a batch is split depends on all of its requests, so each is written once here, and copied to its part at the end.
"""

from array import array
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryFile
from types import TracebackType

import numpy as np
from numpy.typing import NDArray

from lib.batch import Batch
from lib.common import Tick
from lib.common.problem_counts import ProblemCounts
from lib.compose.composed_block import ComposedBlock
from lib.compose.repeated_ids import RepeatedIds
from lib.providers import Provider

_PIECE = _MB = 1_000_000
"""Bytes that are read at a time."""


class RequestSpool:
    """Requests in their order, with what a batch has to know of each: 16 bytes a request."""

    def __init__(self, folder: Path, provider: Provider) -> None:
        """Opens the file in a folder, or the nearest one that exists.

        Args:
            provider: the provider, whose limits its files are to keep.
        """
        here = next(path for path in (folder, *folder.absolute().parents) if path.is_dir())
        self._file = TemporaryFile(dir=here)  # noqa: SIM115 (it stays open until __exit__)
        self.provider = provider
        self.stem = ""
        """The start of the names of its files."""

        self.ids = RepeatedIds()
        self.problems, self.skipped = ProblemCounts(), ProblemCounts()
        self._sizes, self._numbers = array("I"), array("I")
        self._tokens = array("d")
        self._models: dict[str, int] = {}
        self._model_numbers = array("I")
        self._texts = 0

    def __enter__(self) -> "RequestSpool":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Deletes the lines."""
        self._file.close()

    def __len__(self) -> int:
        return len(self._sizes)

    @property
    def is_ready(self) -> bool:
        """Whether no problem blocks or asks."""
        return not len(self.problems.of("blocks", "ask"))

    def add(self, block: ComposedBlock) -> None:
        """Adds the requests of the next block."""
        self.problems.add_counts(block.problems)
        self.skipped.add_counts(block.skipped)
        if self.is_ready:  # else nothing will be written
            self._file.writelines(block.lines)
        self._sizes.extend(map(len, block.lines))
        self._numbers.extend(block.numbers)
        self._tokens.extend(block.tokens)
        self._model_numbers.extend(self._models.setdefault(model, len(self._models)) for model in block.models)
        self._texts = max(self._texts, block.texts)
        self.ids.add(block.ids)

    def numbers(self, requests: NDArray[np.int64]) -> list[int]:
        """The row numbers of these requests."""
        return [self._numbers[request] for request in requests]

    def batch(self, tick: Tick) -> Batch:
        """The requests, ready to be written into files.

        Args:
            tick: reports how many MB are written, and how many there are.
        """
        names = list(self._models)
        sizes = _as_array(self._sizes)
        return Batch(
            stem=self.stem,
            provider=self.provider,
            sizes=sizes,
            lines=lambda requests: self._lines(requests, tick),
            row=self._numbers.__getitem__,
            inputs=np.broadcast_to(np.int64(self._texts), len(sizes)) if self._texts else None,
            tokens=np.frombuffer(self._tokens, np.float64) if self._tokens else None,
            models=[names[number] for number in self._model_numbers] if names else None,
        )

    def _lines(self, requests: Sequence[int], tick: Tick) -> Iterator[bytes]:
        """The lines of some requests, in pieces."""
        ends = np.cumsum(_as_array(self._sizes), dtype=np.int64)
        for first, last in _runs(requests):
            start, stop = int(ends[first - 1]) if first else 0, int(ends[last])
            self._file.seek(start)
            for place in range(start, stop, _PIECE):
                yield self._file.read(min(_PIECE, stop - place))
            tick(stop // _MB, int(ends[-1]) // _MB)


def _as_array(numbers: "array[int]") -> NDArray[np.uint32]:
    return np.frombuffer(numbers, np.uint32) if numbers else np.empty(0, np.uint32)


def _runs(requests: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The first and the last index of requests that follow one another."""
    if isinstance(requests, range):
        yield requests[0], requests[-1]
        return
    indexes = np.asarray(requests)
    ends = np.flatnonzero(np.diff(indexes) != 1)
    yield from zip(indexes[np.append(0, ends + 1)].tolist(), indexes[np.append(ends, -1)].tolist(), strict=True)

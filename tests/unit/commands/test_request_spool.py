"""The lines of a batch in a file without a name: each comes back for its part."""

import os
from array import array
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lib.batch.bundle import Batch, files_of
from lib.commands.request_spool import RequestSpool
from lib.common import Problem
from lib.common.problem_counts import ProblemCounts
from lib.compose.composed_block import ComposedBlock
from lib.providers import Provider

SMALL = Provider("Small", 3, 60, "m", "a test", embedding_inputs=4, one_model=True)
LINES = st.lists(st.tuples(st.binary(min_size=1, max_size=40), st.sampled_from(["m", "n", "o"])), max_size=12)


def block(lines: Sequence[bytes], first: int = 1, models: Sequence[str] = (), *problems: Problem) -> ComposedBlock:
    numbers = array("I", range(first, first + len(lines)))
    return ComposedBlock(lines, numbers, ProblemCounts(problems), ProblemCounts(), models=models, texts=2)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(LINES, max_size=4).filter(any), st.booleans(), st.integers(1, 50))
def test_the_files_are_those_of_the_lines_in_memory(
    tmp_path: Path, blocks: list[list[tuple[bytes, str]]], has_models: bool, piece: int
) -> None:
    lines = [line for block in blocks for line, _ in block]
    models = [model for block in blocks for _, model in block] if has_models else None
    with RequestSpool(tmp_path, SMALL) as spool, pytest.MonkeyPatch.context() as patched:
        patched.setattr("lib.commands.request_spool._PIECE", piece)
        for number, some in enumerate(blocks):
            first = 1 + sum(map(len, blocks[:number]))
            spool.add(block([line for line, _ in some], first, [model for _, model in some] if has_models else ()))
        spool.stem = "rows"
        expected = Batch(
            "rows",
            SMALL,
            list(map(len, lines)),
            lambda requests: [lines[request] for request in requests],
            lambda request: request + 1,
            inputs=[2] * len(lines),
            models=models,
        )
        assert len(spool) == len(lines)
        assert dict(files_of(spool.batch(lambda *_: None))) == dict(files_of(expected))


def test_nothing_is_kept_once_a_problem_is_open(tmp_path: Path) -> None:
    with RequestSpool(tmp_path / "out" / "deep", SMALL) as spool:
        spool.add(block([b"first\n"]))
        assert spool.is_ready
        spool.add(block([b"second\n"], 2, (), Problem("bad-cell", "bad.", severity="ask", row=2)))
        assert not spool.is_ready
        assert len(spool) == 2
        assert os.listdir(tmp_path) == []

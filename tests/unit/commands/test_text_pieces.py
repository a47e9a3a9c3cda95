"""Text in pieces of whole records, each with how far the file is read."""

from pathlib import Path

import pytest

from lib.commands.sheet_files import SheetFile, find_sheet_files
from lib.commands.text_pieces import json_keys, read_delimited_pieces, read_json_pieces
from lib.sheets.blocks import NotInBlocks


def written(folder: Path, data: bytes) -> SheetFile:
    (folder / "rows.txt").write_bytes(data)
    return find_sheet_files(str(folder / "rows.txt"))[1][0]


@pytest.mark.parametrize("size", [4, 7, 11, 100])
def test_a_record_is_never_cut(tmp_path: Path, size: int) -> None:
    data = b'\xef\xbb\xbfa,b\n1,"x\n""y"\n2,z\n3,w'
    file = written(tmp_path, data)
    pieces = list(read_delimited_pieces(file, ",", True, 1, size))
    assert [row for rows, _ in pieces for row in rows] == [["1", 'x\n"y'], ["2", "z"], ["3", "w"]]
    assert [done for _, done in pieces] == sorted(done for _, done in pieces)
    assert pieces[-1][1] == len(data)


def test_keys_are_those_of_all_objects(tmp_path: Path) -> None:
    file = written(tmp_path, b'\xef\xbb\xbf{"b": 1}\n\n{"a": {"c": 2}, "b": 3}\n')
    assert json_keys(file, 4) == ("b", "a")
    assert [list(rows) for rows, _ in read_json_pieces(file, ("b", "a"), 8)] == [[["1", ""]], [["3", '{"c":2}']]]


@pytest.mark.parametrize("data", [b'{"a": 1}\n[2]\n', b'{"a": 1}\n{"a"\n', b'{" ": 1}\n', b'{"a": 1}\n\x1a'])
def test_lines_that_are_not_plain_objects_are_not_read_in_pieces(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(NotInBlocks):
        json_keys(written(tmp_path, data), 100)


def test_a_row_may_not_fill_the_memory(tmp_path: Path) -> None:
    with pytest.raises(NotInBlocks, match="too long"):
        list(read_delimited_pieces(written(tmp_path, b"x" * 1_000), ",", True, 0, 10))

"""The entries of a desk's list for Batchdesk, one for a file or a mark, and back."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from pydantic import TypeAdapter, ValidationError

from lib.compose import RowChoices
from lib.desk.desk import PLACES, DeskFile
from lib.review import Mark, MarkKey
from lib.review.mark_store import StoredMarks
from lib.review.marks import VERDICTS, sorted_corrections
from lib.sheets.doubts import SheetChoices

_CHOICES, _ROWS = TypeAdapter(SheetChoices), TypeAdapter(RowChoices)


def entry_of(path: str, file: DeskFile) -> dict[str, Any]:
    """The entry for a file under a path of the zip."""
    choices = None if file.choices is None else _CHOICES.dump_python(file.choices, mode="json")
    about: dict[str, Any] = {"place": file.place, "role": file.role, "reason": file.reason, "choices": choices}
    if file.lines:
        about["lines"] = [(start, stop, written.decode()) for start, stop, written in file.lines]
    if file.page:
        about["page"] = file.page
    if file.settings:
        about["settings"] = file.settings.decode()
    if file.rows is not None:
        about["rows"] = _ROWS.dump_python(file.rows, mode="json", exclude=None if file.rows.answered else {"answered"})
    return {"path": path, "name": file.name, "sha256": sha256(file.data).hexdigest(), **about}


def file_of(entry: Mapping[str, Any], data: bytes) -> DeskFile:
    """The file that an entry is about, with its data.

    Raises:
        ValueError, KeyError, TypeError: the entry or the data is damaged.
    """
    if sha256(data).hexdigest() != entry["sha256"] or entry["place"] not in PLACES:
        raise ValueError
    file = DeskFile(entry["place"], str(entry["name"]), data, str(entry["role"]), str(entry["reason"]))
    lines = tuple((int(start), int(stop), str(text).encode()) for start, stop, text in entry.get("lines", ()))
    rows = _ROWS.validate_python(entry["rows"]) if "rows" in entry else None
    page, settings = str(entry.get("page", "")), str(entry.get("settings", "")).encode()
    return file._replace(choices=_choices(entry["choices"]), lines=lines, page=page, settings=settings, rows=rows)


def _choices(saved: object) -> SheetChoices | None:
    """How a file is read; what this version does not know is asked again."""
    try:
        return None if saved is None else _CHOICES.validate_python(saved)
    except ValidationError:
        return SheetChoices()


def mark_entry(key: MarkKey, mark: Mark) -> dict[str, Any]:
    """The entry for the mark of an answer."""
    return {**key._asdict(), "verdict": mark.verdict, "note": mark.note, "corrections": dict(mark.corrections)}


def marks_of(entries: object) -> tuple[StoredMarks, int]:
    """The marks, and how many are damaged."""
    marks, lost = {}, 0
    for entry in entries if isinstance(entries, list) else []:
        try:
            marks[MarkKey(str(entry["answer"]), str(entry["prompt"]))] = _mark(entry)
        except (KeyError, TypeError, ValueError, AttributeError):
            lost += 1
    return marks, lost


def _mark(entry: Mapping[str, Any]) -> Mark:
    if entry["verdict"] not in ("", *VERDICTS):
        raise ValueError
    corrections = {str(column): str(text) for column, text in entry["corrections"].items()}
    return Mark(entry["verdict"], str(entry["note"]), sorted_corrections(corrections))

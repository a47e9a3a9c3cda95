"""What of a session belongs to a desk: the files, the settings, the marks, and what each page declares."""

from collections.abc import Iterator, Mapping
from typing import Any

from lib.common.phrasing import counted
from lib.compose import Composition, Recipe
from lib.compose.recipe_file import write_recipe
from lib.desk import Desk, DeskFile, KeptValues, Place
from lib.join.file_roles import FileKind
from pages.parts.batches.kept import KEPT as KEPT_ON_BATCHES
from pages.parts.check.kept import KEPT as KEPT_ON_CHECK
from pages.parts.check.line_editor import LINE_EDITS
from pages.parts.compose.kept import KEPT as KEPT_ON_COMPOSE
from pages.parts.compose.loaded_sheet import LoadedSheet
from pages.parts.compose.sheet_inbox import ASIDE
from pages.parts.results.kept import KEPT as KEPT_ON_RESULTS
from pages.parts.results.session_labels import HAND_LABELS
from pages.parts.shared.account import SENDINGS
from pages.parts.shared.sent_batches import COMPOSED, REMOVED_BATCHES
from pages.parts.shared.session import RECIPE, choices_key
from pages.parts.shared.uploads import CHECKED, FIRST, SECOND, LoadedFile, aside_key

STORES: Mapping[Place, str] = {"Results": FIRST, "Second run": SECOND, "Check": CHECKED}
"""The session's keys of the lists of files."""

ASIDES: Mapping[Place, str] = {"Aside on Compose": ASIDE, "Aside on Check": CHECKED}
"""The pages' names for the files that they set aside."""

KEPT = KeptValues(KEPT_ON_COMPOSE, KEPT_ON_CHECK, KEPT_ON_BATCHES, KEPT_ON_RESULTS)


def desk_of(values: Mapping[str, Any]) -> Desk:
    """The desk that a session's values make."""
    return Desk(tuple(_files(values)), settings_of(values), values.get("marks", {}), KEPT.saved(values))


def has_work(values: Mapping[str, Any]) -> bool:
    """Whether a session has anything that a person would miss."""
    files = any(values.get(key) for key in ("sheet", COMPOSED, "marks", HAND_LABELS, SENDINGS, *STORES.values()))
    return files or any(values.get(aside_key(store)) for store in ASIDES.values()) or bool(settings_of(values))


def file_names(values: Mapping[str, Any]) -> list[str]:
    """The names of all files."""
    sheet: list[LoadedSheet] = [values["sheet"]] if values.get("sheet") else []
    files = [file.name for store in STORES.values() for file in values.get(store, [])]
    aside = [file.name for store in ASIDES.values() for file, _ in values.get(aside_key(store), [])]
    return [*(each.name for each in sheet), *files, *aside]


def names_of_the_rest(values: Mapping[str, Any]) -> list[str]:
    """What a session has beside files, settings and choices: `3 marks`, `1 edited line on Check`."""
    counts = {
        ("mark or correction", "marks and corrections"): len(values.get("marks", ())),
        ("label given by hand", "labels given by hand"): len(values.get(HAND_LABELS, ())),
        ("edited line on Check", "edited lines on Check"): sum(map(len, values.get(LINE_EDITS, {}).values())),
    }
    return [counted(count, *words) for words, count in counts.items() if count]


def settings_of(values: Mapping[str, Any]) -> bytes:
    """The settings of Compose as a file; empty if they are as at first."""
    recipe: Recipe | None = values.get(RECIPE)
    return write_recipe(recipe) if recipe and recipe.digest != Recipe().digest else b""


def _files(values: Mapping[str, Any]) -> Iterator[DeskFile]:
    sheet: LoadedSheet | None = values.get("sheet")
    if sheet:
        yield DeskFile("Sheet", sheet.sheet.name, sheet.file.data, choices=sheet.choices)
    for place, store in STORES.items():
        for file in values.get(store, []):
            edits = values.get(LINE_EDITS, {}).get(file.digest, {}) if store == CHECKED else {}
            lines = tuple((*span, written) for span, written in sorted(edits.items()))
            choices = values.get(choices_key(file.digest))
            yield _desk_file(place, file)._replace(choices=choices, lines=lines)
    for place, store in ASIDES.items():
        for file, page in values.get(aside_key(store), []):
            yield _desk_file(place, file)._replace(page=page)
    yield from _batches(values, sheet)


def _desk_file(place: Place, file: LoadedFile) -> DeskFile:
    reason = file.reason.name if isinstance(file.reason, FileKind) else file.reason
    return DeskFile(place, file.name, file.data, file.role, reason)


def _batches(values: Mapping[str, Any], sheet: LoadedSheet | None) -> Iterator[DeskFile]:
    """The batches that were downloaded or sent. One that a person removed from Results needs its sheet: without it, it
    would come back as a file."""
    downloaded: list[Composition] = values.get(COMPOSED, [])
    for batch in downloaded:
        is_of_sheet = sheet is not None and batch.sheet.digest == sheet.sheet.digest
        if is_of_sheet or batch.digest not in values.get(REMOVED_BATCHES, ()):
            data, settings = b"".join(batch.blocks()), write_recipe(batch.recipe)
            yield DeskFile("Batch", f"{batch.sheet.name}.jsonl", data, settings=settings, rows=batch.choices)

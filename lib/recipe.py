"""Everything the user chose for a batch, as one value that can be saved and loaded.

Saved as readable JSON, so that next week's sheet takes one upload.
"""

from dataclasses import asdict, dataclass, field, fields, replace
from hashlib import sha256
from typing import Any, Literal, get_args

from lib import jsonl
from lib.grid import ImportOptions
from lib.problems import Problem, nearest, unreadable
from lib.providers import PROVIDERS
from lib.textfile import ENCODINGS

Task = Literal["Chat", "Embeddings"]
EncodingFormat = Literal["base64", "float"]

TASKS: tuple[Task, ...] = get_args(Task)
ENCODING_FORMATS: tuple[EncodingFormat, ...] = get_args(EncodingFormat)

_KIND = "batchdesk-recipe"
_VERSION = 1


@dataclass(frozen=True, slots=True)
class Recipe:
    """What turns a sheet into requests. None or empty means: not sent."""

    task: Task = "Chat"
    provider: str = "Parasail"
    model: str = ""
    system: str = ""
    """Template of the system message (Chat only)."""

    prompt: str = ""
    """Template of the user message, or of the text to embed."""

    id_column: str | None = None
    """The column that holds the custom_ids; None makes them from the row's number and cells."""

    max_tokens: int | None = None
    temperature: float | None = None
    encoding_format: EncodingFormat = "base64"
    import_options: ImportOptions = field(default_factory=ImportOptions)
    """How the sheet is read, where that was chosen and not told by itself."""

    sheet_name: str = ""
    sheet_digest: str = ""
    """Of the sheet the recipe was made with: tells whether another sheet is the same one."""

    @property
    def digest(self) -> str:
        """The same digest is the same recipe, but for the sheet it was saved with."""
        chosen = replace(self, sheet_name="", sheet_digest="", import_options=ImportOptions())
        return sha256(jsonl.dumps(asdict(chosen))).hexdigest()


def write_recipe(recipe: Recipe) -> bytes:
    """The recipe as an indented JSON file."""
    return jsonl.pretty({"kind": _KIND, "version": _VERSION, **asdict(recipe)}).encode() + b"\n"


def read_recipe(data: bytes, name: str) -> tuple[Recipe, list[Problem]]:
    """The recipe in a file, and what of the file was not understood (it is left at its default).

    Raises:
        Unreadable: the file is no recipe, or of a later version of Batchdesk.
    """
    value, flaw = jsonl.loads(jsonl.to_utf8(data))
    if flaw == "not-json" or not isinstance(value, dict) or value.get("kind") != _KIND:
        hint = "Load a .json file that was saved here with Save the recipe."
        raise unreadable("not-a-recipe", "this is not a Batchdesk recipe.", hint, name)
    if value.get("version") != _VERSION:
        hint = "Update Batchdesk, or make the recipe again."
        message = f"this recipe has version {value.get('version')}; version {_VERSION} can be read here."
        raise unreadable("recipe-version", message, hint, name)
    known = {entry.name for entry in fields(Recipe)}
    given = {key: item for key, item in value.items() if key in known and _fits(key, item)}
    asked = given.get("import_options", {})
    given["import_options"] = _import_options(asked)
    rest = [key for key in value if key not in given and key not in ("kind", "version")]
    return Recipe(**given), [_not_understood(key, key in known, name) for key in rest]


def missing_columns(recipe: Recipe, columns: tuple[str, ...]) -> list[Problem]:
    """The id column, if the sheet lacks it (placeholders are checked where they are filled)."""
    if recipe.id_column is None or recipe.id_column in columns:
        return []
    near = nearest(recipe.id_column, columns)
    offer = f' The nearest one is "{near}".' if near else ""
    message = f'the recipe takes the ids from the column "{recipe.id_column}", and the sheet has no such column.{offer}'
    hint = "Row numbers are used instead; choose another id column if you like."
    return [Problem("unknown-id-column", message, hint, "ask")]


def _fits(key: str, value: Any) -> bool:
    """Whether a value read from a file is of the kind its field takes."""
    if key == "task":
        return value in TASKS
    if key == "encoding_format":
        return value in ENCODING_FORMATS
    if key == "provider":
        return value in tuple(PROVIDERS)
    if key == "max_tokens":
        return value is None or (type(value) is int and value > 0)
    if key == "import_options":
        return isinstance(value, dict) and asdict(_import_options(value)).items() >= value.items()
    if key == "temperature":
        return value is None or (type(value) in (int, float) and 0 <= value <= 2)
    return isinstance(value, str) or (value is None and key == "id_column")


def _import_options(value: dict[str, Any]) -> ImportOptions:
    """The import options in a recipe's file; what is of another kind is left to be told by the reader."""
    texts = {key: value.get(key) for key in ("worksheet", "encoding", "delimiter")}
    texts = {key: text for key, text in texts.items() if isinstance(text, str)}
    if texts.get("encoding") not in (None, *ENCODINGS):
        del texts["encoding"]
    if len(texts.get("delimiter") or "") != 1:
        texts.pop("delimiter", None)
    quotes, header_row = value.get("quotes"), value.get("header_row")
    return ImportOptions(
        **texts,
        quotes=quotes if isinstance(quotes, bool) else None,
        header_row=header_row if type(header_row) is int and header_row >= 0 else None,
        fill_merged=value.get("fill_merged") is True,
    )


def _not_understood(key: str, known: bool, name: str) -> Problem:
    message = f'the value of "{key}" cannot be used here.' if known else f'"{key}" is not known here.'
    return Problem("recipe-entry", message, "It was passed over; look at the settings before you go on.", file=name)

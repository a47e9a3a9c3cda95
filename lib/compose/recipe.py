"""Everything the user chose for a batch, as one value."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from hashlib import sha256
from typing import Any, Literal, get_args

from lib.common import Problem
from lib.common.problems import closest_name
from lib.compose.structured_output import AnswerColumn
from lib.json import codec
from lib.providers import CHAT, EMBEDDINGS, Limits
from lib.providers.provider import ChatEndpoint
from lib.sheets import ImportOptions

Task = Literal["Chat", "Embeddings"]
EncodingFormat = Literal["base64", "float"]
AnswerFormat = Literal["Text", "JSON object", "Table", "JSON schema"]
ImageDetail = Literal["auto", "low", "high"]

TASKS: tuple[Task, ...] = get_args(Task)
ENCODING_FORMATS: tuple[EncodingFormat, ...] = get_args(EncodingFormat)
ANSWER_FORMATS: tuple[AnswerFormat, ...] = get_args(AnswerFormat)
IMAGE_DETAILS: tuple[ImageDetail, ...] = get_args(ImageDetail)


@dataclass(frozen=True, slots=True)
class TurnTemplate:
    """A message of the conversation before the prompt: an example, or an earlier turn."""

    role: Literal["user", "assistant"] = "user"
    text: str = ""
    """A template, as the prompt is."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """What turns a sheet into requests. None or empty means: not sent."""

    task: Task = "Chat"
    provider: str = "Parasail"
    endpoint: ChatEndpoint = CHAT
    """Where chat requests go; embeddings have one endpoint only."""

    model: str = ""
    system: str = ""
    """Template of the system message (Chat only)."""

    turns: tuple[TurnTemplate, ...] = ()
    """Examples or earlier turns, between the system message and the prompt (Chat only)."""

    prompt: str = ""
    """Template of the user message, or of the text to embed."""

    image_columns: tuple[str, ...] = ()
    """Columns that hold addresses of images, or images as data URLs (Chat only)."""

    image_detail: ImageDetail | None = None
    id_column: str | None = None
    """The column that holds the custom_ids; None makes them from the row's number and cells."""

    model_column: str | None = None
    """A column with each row's own model; where it is blank, `model` counts. So for the next two."""

    temperature_column: str | None = None
    max_tokens_column: str | None = None
    max_tokens: int | None = None
    temperature: float | None = None
    top_p: float | None = None
    n: int | None = None
    stop: tuple[str, ...] = ()
    seed: int | None = None
    frequency_penalty: float | None = None
    presence_penalty: float | None = None
    reasoning_effort: str | None = None
    logprobs: int | None = None
    """How many likely tokens to give beside each token of the answer; 0 gives that token's alone."""

    extra: str = ""
    """Further fields of the body, as the text of a JSON object; they are merged last."""

    answer_format: AnswerFormat = "Text"
    answer_columns: tuple[AnswerColumn, ...] = ()
    """What a Table answer has for each row."""

    schema: str = ""
    """A JSON schema as it was pasted."""

    embed_columns: tuple[str, ...] = ()
    """Columns that are embedded one by one, in one request a row, in place of the prompt (Embeddings only)."""

    dimensions: int | None = None
    encoding_format: EncodingFormat = "base64"
    limits: Limits = field(default_factory=Limits)
    """The limits of a file that are other than the provider's."""

    import_options: ImportOptions = field(default_factory=ImportOptions)
    """How the sheet is read, where that was chosen and not told by itself."""

    sheet_name: str = ""
    sheet_digest: str = ""
    """Of the sheet the recipe was made with: tells whether another sheet is the same one."""

    @property
    def digest(self) -> str:
        """The same digest is the same recipe, but for the sheet it was saved with."""
        chosen = replace(self, sheet_name="", sheet_digest="", import_options=ImportOptions())
        return sha256(codec.dumps(asdict(chosen))).hexdigest()

    @property
    def chat(self) -> bool:
        return self.task == "Chat"

    @property
    def path(self) -> str:
        """The endpoint of the requests."""
        return self.endpoint if self.chat else EMBEDDINGS


COLUMN_FIELDS = ("id_column", "model_column", "temperature_column", "max_tokens_column")
COLUMNS_FIELDS = ("image_columns", "embed_columns")
"""The fields that name a column of the sheet, or several."""

_USES = {
    "id_column": "takes the ids from",
    "model_column": "takes the model from",
    "temperature_column": "takes the temperature from",
    "max_tokens_column": "takes the max completion tokens from",
    "image_columns": "takes images from",
    "embed_columns": "embeds",
}


def named_columns(recipe: Recipe) -> list[tuple[str, str]]:
    """The columns a recipe names outside its templates, each with the field that names it."""
    single = [(field, getattr(recipe, field)) for field in COLUMN_FIELDS]
    several = [(field, name) for field in COLUMNS_FIELDS for name in getattr(recipe, field)]
    return [(field, name) for field, name in [*single, *several] if name is not None]


def missing_column(field: str, name: str, columns: Sequence[str]) -> Problem:
    """What to say of a column that a field of the recipe names and the sheet lacks, with the nearest one."""
    near = closest_name(name, columns)
    offer = f' The nearest one is "{near}".' if near else ""
    message = f'the recipe {_USES[field]} the column "{name}", and the sheet has no such column.{offer}'
    instead = "Row numbers are used instead" if field == "id_column" else "It is left out"
    kind = f"unknown-{field.replace('_', '-').removesuffix('s')}"
    return Problem(kind, message, f"{instead}; choose another column if you like.", "ask")


def without_missing(recipe: Recipe, columns: Sequence[str]) -> Recipe:
    """The recipe without the columns that the sheet lacks."""
    single = {field: None for field, name in named_columns(recipe) if name not in columns and field in COLUMN_FIELDS}
    several = {field: tuple(name for name in getattr(recipe, field) if name in columns) for field in COLUMNS_FIELDS}
    changed: dict[str, Any] = single | several
    return replace(recipe, **changed)

"""All settings of a batch as one value: the recipe."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from hashlib import sha256
from typing import Any, Literal, get_args

from lib.batch.echo import echo_lead
from lib.common import Problem
from lib.common.phrasing import closest_name
from lib.compose.codebook import Codebook
from lib.compose.codebook_text import codebook_text
from lib.compose.structured_output import AnswerColumn
from lib.compose.template import placeholder
from lib.json import codec
from lib.providers import CHAT, EMBEDDINGS, RESPONSES, Limits
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
    """A message of the conversation before the prompt: one half of an example, or an earlier turn."""

    role: Literal["user", "assistant"] = "user"
    text: str = ""
    """Template of the message, like the prompt."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """The settings that turn a sheet into requests. None or an empty value is not sent."""

    task: Task = "Chat"
    provider: str = "Parasail"
    endpoint: ChatEndpoint = CHAT
    """Endpoint of chat requests; embeddings have only one endpoint."""

    model: str = ""
    system: str = ""
    """Template of the system message (Chat only)."""

    turns: tuple[TurnTemplate, ...] = ()
    """Examples or earlier turns, between the system message and the prompt (Chat only)."""

    prompt: str = ""
    """Template of the user message, or of the text to embed."""

    image_columns: tuple[str, ...] = ()
    """Columns with addresses of images, or images as data URLs (Chat only)."""

    image_detail: ImageDetail | None = None
    id_column: str | None = None
    """Column with the custom_ids; None makes them from the row's number and cells."""

    model_column: str | None = None
    """Column with each row's own model; a blank cell means `model`. The next two columns work the same way."""

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
    """Number of likely tokens to return beside each token of the answer; 0 returns only the answer's own."""

    extra: str = ""
    """Further fields of the body, as the text of a JSON object; they replace settings of the same name."""

    answer_format: AnswerFormat = "Text"
    answer_columns: tuple[AnswerColumn, ...] = ()
    """Columns of a Table answer."""

    schema: str = ""
    """JSON schema, as pasted."""

    embed_columns: tuple[str, ...] = ()
    """Columns to embed instead of the prompt, each as its own text of the row's request (Embeddings only)."""

    dimensions: int | None = None
    encoding_format: EncodingFormat = "base64"
    limits: Limits = field(default_factory=Limits)
    """Limits of a file that replace the provider's own."""

    identical_once: bool = False
    """Whether rows whose requests are equal send one request and share its answer."""

    import_options: ImportOptions = field(default_factory=ImportOptions)
    """Import options of the sheet that the user chose; the others are detected."""

    sheet_name: str = ""
    sheet_digest: str = ""
    """Digest of the sheet that the recipe was made with."""

    @property
    def digest(self) -> str:
        """A digest of all settings, without the sheet that the recipe was saved with. File names depend on it.

        It ignores `identical_once`, which is one of the `RowDecisions` of a composition and has a place in its digest.
        """
        settings = recipe_entries(replace(self, sheet_name="", sheet_digest="", import_options=ImportOptions()))
        del settings["identical_once"]
        return sha256(codec.dumps(settings)).hexdigest()

    @property
    def codebooks(self) -> dict[str, Codebook]:
        """The codebooks of the answer columns, by the columns' names."""
        return {column.name: codebook for column, codebook in self._codebooks()}

    @property
    def codebook_text(self) -> str:
        """The text that `{{codebook}}` inserts into the messages; empty without a codebook."""
        return codebook_text([(column.name, column.description, codebook) for column, codebook in self._codebooks()])

    def _codebooks(self) -> Iterator[tuple[AnswerColumn, Codebook]]:
        for column in self.answer_columns:
            if column.kind == "Codebook" and column.codebook is not None:
                yield column, column.codebook

    @property
    def whole_prompt(self) -> str:
        """The template of the user message with the cells that the answers repeat at its end."""
        repeated = [one for one in self.answer_columns if one.kind == "Repeated cell" and one.source]
        if self.answer_format != "Table" or self.path not in (CHAT, RESPONSES) or not self.prompt.strip():
            return self.prompt
        return self.prompt + "".join(echo_lead(column.name) + placeholder(column.source) for column in repeated)

    @property
    def is_chat(self) -> bool:
        """Whether the requests are chat requests, rather than embeddings."""
        return self.task == "Chat"

    @property
    def path(self) -> str:
        """The endpoint of the requests."""
        return self.endpoint if self.is_chat else EMBEDDINGS


def recipe_entries(recipe: Recipe) -> dict[str, Any]:
    """All fields of a recipe as plain values; an answer column without a codebook or a source has no such entry."""
    entries = asdict(recipe)
    for column in entries["answer_columns"]:
        if column["codebook"] is None:
            del column["codebook"]
        if not column["source"]:
            del column["source"]
    return entries


COLUMN_FIELDS = ("id_column", "model_column", "temperature_column", "max_tokens_column")
COLUMNS_FIELDS = ("image_columns", "embed_columns")
"""Fields of a recipe that name one column of the sheet, and fields that name several."""

_USES = {
    "id_column": "take the ids from",
    "model_column": "take the model from",
    "temperature_column": "take the creativity from",
    "max_tokens_column": "take the longest answer from",
    "image_columns": "take images from",
    "embed_columns": "embed",
}


def named_columns(recipe: Recipe) -> list[tuple[str, str]]:
    """The columns that a recipe names outside its templates, each with its field."""
    single = [(field, getattr(recipe, field)) for field in COLUMN_FIELDS]
    several = [(field, name) for field in COLUMNS_FIELDS for name in getattr(recipe, field)]
    return [(field, name) for field, name in [*single, *several] if name is not None]


def missing_column(field: str, name: str, columns: Sequence[str]) -> Problem:
    """The problem of a column that a field of the recipe names and the sheet lacks."""
    near = closest_name(name, columns)
    suggestion = f' Did you mean "{near}"?' if near else ""
    message = f'the settings {_USES[field]} the column "{name}", but the sheet has no such column.{suggestion}'
    instead = "Batchdesk uses row numbers instead" if field == "id_column" else "Batchdesk leaves it out"
    kind = f"unknown-{field.replace('_', '-').removesuffix('s')}"
    return Problem(kind, message, f"{instead}. You can choose another column.", "ask")


def without_missing(recipe: Recipe, columns: Sequence[str]) -> Recipe:
    """The recipe without the columns that the sheet lacks."""
    single = {field: None for field, name in named_columns(recipe) if name not in columns and field in COLUMN_FIELDS}
    several = {field: tuple(name for name in getattr(recipe, field) if name in columns) for field in COLUMNS_FIELDS}
    changed: dict[str, Any] = single | several
    return replace(recipe, **changed)

"""A recipe made ready for a sheet: its templates, schema, further fields and provider, each parsed once.

Composing, the preview, the checks and the token estimate all use the same `ResolvedRecipe`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lib.common import Problem
from lib.common.own_columns import batchdesk_columns
from lib.compose.codebook import CODEBOOK
from lib.compose.recipe import Recipe
from lib.compose.shared_fields import (
    CONVERSATIONS,
    ExtraFields,
    answer_fields,
    read_extra_fields,
    setting_fields,
    shared_settings,
)
from lib.compose.template import Template, parse
from lib.providers import PROVIDERS, Provider
from lib.providers.endpoints import request_url
from lib.schema import PastedSchema, read_schema
from lib.schema.limits import limits_at


@dataclass(frozen=True, slots=True)
class Templates:
    """The parsed templates of a recipe, and the other columns of the sheet that fill a request."""

    system: Template
    turns: tuple[Template, ...]
    prompt: Template
    image_columns: tuple[str, ...] = ()
    embed_columns: tuple[str, ...] = ()
    model_column: str | None = None
    temperature_column: str | None = None
    max_tokens_column: str | None = None

    @classmethod
    def of(cls, recipe: Recipe, columns: Sequence[str]) -> "Templates":
        """The parts of a recipe that its endpoint takes, without columns that the sheet lacks.

        `recipe.missing_column` reports those.
        """
        has_turns = recipe.path in CONVERSATIONS
        inserts = {CODEBOOK: recipe.codebook_text} if recipe.codebooks else {}
        embed_columns = () if recipe.is_chat else tuple(name for name in recipe.embed_columns if name in columns)
        return cls(
            system=parse(recipe.system if has_turns else "", columns, inserts),
            turns=tuple(parse(turn.text, columns, inserts) for turn in recipe.turns) if has_turns else (),
            prompt=parse("" if embed_columns else recipe.whole_prompt, columns, inserts),
            image_columns=tuple(name for name in recipe.image_columns if name in columns) if has_turns else (),
            embed_columns=embed_columns,
            model_column=_existing(recipe.model_column, columns),
            temperature_column=_existing(recipe.temperature_column, columns) if recipe.is_chat else None,
            max_tokens_column=_existing(recipe.max_tokens_column, columns) if recipe.is_chat else None,
        )

    @property
    def texts(self) -> tuple[Template, ...]:
        """The templates, in the order of the conversation."""
        return (self.system, *self.turns, self.prompt)

    @property
    def content_columns(self) -> tuple[str, ...]:
        """The columns of texts and images, each once."""
        names = (name for template in self.texts for name in template.columns)
        return tuple(dict.fromkeys((*names, *self.image_columns, *self.embed_columns)))

    @property
    def setting_columns(self) -> tuple[str, ...]:
        """The columns with each row's own settings."""
        columns = (self.model_column, self.temperature_column, self.max_tokens_column)
        return tuple(name for name in columns if name is not None)


def _existing(name: str | None, columns: Sequence[str]) -> str | None:
    return name if name in columns else None


@dataclass(frozen=True, slots=True)
class ResolvedRecipe:
    """A recipe with everything that is derived from it and from the sheet's columns."""

    recipe: Recipe
    columns: tuple[str, ...]
    """All columns of the sheet."""

    templates: Templates
    provider: Provider
    """The provider, with the limits that the user set."""

    url: str
    """The url in every request, where the provider's lines have one."""

    schema_problems: Sequence[Problem]
    """Problems of the pasted schema, if the answer format uses it."""

    setting_fields: Mapping[str, Any]
    """Fields of every body from settings and the answer format."""

    extra: ExtraFields

    shared_fields: Mapping[str, Any]
    """All fields that are the same in every body; further fields replace settings."""

    @property
    def used_columns(self) -> tuple[str, ...]:
        """The columns that fill a request, each once. The id column is not among them."""
        return tuple(dict.fromkeys((*self.templates.content_columns, *self.templates.setting_columns)))

    @property
    def has_batchdesk_column(self) -> bool:
        """Whether requests use a column that Batchdesk wrote, such as the answers of an earlier batch."""
        names = {self.columns[index] for index in batchdesk_columns(self.columns)}
        return not names.isdisjoint(self.used_columns)


def resolve(recipe: Recipe, columns: Sequence[str]) -> ResolvedRecipe:
    """Parses a recipe for a sheet with these columns."""
    pasted, schema_problems = _pasted_schema(recipe)
    provider = PROVIDERS[recipe.provider].with_limits(recipe.limits)
    settings = setting_fields(recipe, shared_settings(recipe)) | answer_fields(recipe, pasted)
    extra = read_extra_fields(recipe.extra)
    return ResolvedRecipe(
        recipe=recipe,
        columns=tuple(columns),
        templates=Templates.of(recipe, columns),
        provider=provider,
        url=request_url(provider, recipe.path),
        schema_problems=schema_problems,
        setting_fields=settings,
        extra=extra,
        shared_fields=settings | extra.sent,
    )


def _pasted_schema(recipe: Recipe) -> tuple[PastedSchema | None, list[Problem]]:
    if recipe.answer_format != "JSON schema" or recipe.path not in CONVERSATIONS:
        return None, []
    return read_schema(recipe.schema, limits_at(recipe.provider))

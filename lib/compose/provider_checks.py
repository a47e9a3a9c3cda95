"""What the provider would answer to the composed requests, by the rules that Check has for files.

One request stands for all rows with the same settings, so that a sheet with a column of models is checked once for
each model.
"""

from collections.abc import Iterator, Mapping
from functools import cache

from lib.check import RULES, Flaw
from lib.check.body import BodyCheck
from lib.common import Problem, Severity
from lib.compose.request_body import request
from lib.compose.resolved_recipe import ResolvedRecipe
from lib.compose.row_choices import RowDecisions
from lib.compose.row_values import RowReader, RowValues
from lib.compose.setting_ranges import SETTING_NAMES
from lib.sheets import Sheet

PAGE_FIELDS: Mapping[str, tuple[str, ...]] = {
    "max_tokens": ("max_completion_tokens", "max_tokens", "max_output_tokens"),
    "temperature": ("temperature",),
    "top_p": ("top_p",),
    "n": ("n",),
    "stop": ("stop",),
    "seed": ("seed", "random_seed"),
    "frequency_penalty": ("frequency_penalty",),
    "presence_penalty": ("presence_penalty",),
    "reasoning_effort": ("reasoning_effort", "reasoning"),
    "logprobs": ("logprobs", "top_logprobs", "include"),
    "dimensions": ("dimensions", "output_dimension"),
}
"""The fields of a body that each setting of the page fills."""

_SAID_BY_OTHERS = {"model-missing", "json-word", "schema-not-strict", "float-vectors", "input-too-many"}
"""Rules that other checks of a recipe report in the page's words."""

_SEVERITIES: Mapping[str | None, Severity] = {"rejected": "blocks", "fails": "blocks", "risky": "warn"}
_IMAGE = "https://example.com/image.png"


def check_request(resolved: ResolvedRecipe) -> Iterator[Problem]:
    """The problems of the settings that the recipe has for all rows."""
    recipe = resolved.recipe
    values = RowValues(recipe.model, "", temperature=recipe.temperature, max_tokens=recipe.max_tokens)
    for flaw in _flaws(resolved, values):
        yield Problem(flaw.rule, flaw.detail, _hint(flaw, resolved), provider_severity(flaw.rule, resolved))


def check_row_settings(
    sheet: Sheet, resolved: ResolvedRecipe, decisions: RowDecisions
) -> Iterator[tuple[int, Problem]]:
    """The rows whose own model or settings the provider would reject, where the recipe's are accepted."""
    templates = resolved.templates
    if not templates.setting_columns:
        return
    reader, recipe = RowReader(resolved, sheet), resolved.recipe
    known = {flaw.detail for flaw in _flaws(resolved, RowValues(recipe.model, "", temperature=recipe.temperature))}

    @cache
    def fault(model: str, temperature: float | None, max_tokens: int | None) -> Flaw | None:
        values = RowValues(model, "", temperature=temperature, max_tokens=max_tokens)
        rejected = (flaw for flaw in _flaws(resolved, values) if provider_severity(flaw.rule, resolved) == "blocks")
        return next((flaw for flaw in rejected if flaw.detail not in known), None)

    for row in range(len(sheet)):
        if flaw := fault(reader.model(row), reader.temperature(row), reader.max_tokens(row)):
            column = _column(flaw, resolved)
            left_out = decisions.bad_cell == "leave out"
            message = f"{flaw.detail.removesuffix('.')}, so the row is left out." if left_out else flaw.detail
            hint = "" if left_out else "Fix the cell or leave the row out."
            severity: Severity = "note" if left_out else "ask"
            yield row, Problem("bad-cell", message, hint, severity, row=sheet.numbers[row], column=column)


def _flaws(resolved: ResolvedRecipe, values: RowValues) -> list[Flaw]:
    """What Check would find in a request with these values and plain texts."""
    templates = resolved.templates
    images = [_IMAGE] if templates.image_columns else []
    inputs = ["text"] * len(templates.embed_columns)
    turns = ["text"] * len(resolved.recipe.turns)
    sample = values._replace(prompt="JSON", turns=turns, images=images, inputs=inputs)
    body = request(resolved, "row", sample)["body"]
    path = resolved.recipe.path
    return [flaw for flaw in BodyCheck(resolved.provider).flaws(body, path, "$") if not _is_said(flaw, resolved)]


def _is_said(flaw: Flaw, resolved: ResolvedRecipe) -> bool:
    if flaw.rule in _SAID_BY_OTHERS or RULES[flaw.rule].impact(resolved.provider.name) is None:
        return True
    if flaw.rule == "model-unknown" and not resolved.recipe.model.strip():
        return True
    name = _field(flaw)
    return flaw.rule == "setting-range" and name not in resolved.extra.sent and name in _NUMBERS


_NUMBERS = {field for name, fields in PAGE_FIELDS.items() if name != "reasoning_effort" for field in fields}
"""Fields whose range the recipe's own check reports."""


def provider_severity(rule: str, resolved: ResolvedRecipe) -> Severity:
    """The severity of a problem that breaks one of Check's rules at the recipe's provider."""
    return _SEVERITIES.get(RULES[rule].impact(resolved.provider.name), "note")


def _field(flaw: Flaw) -> str:
    """The field of the body that a flaw is about."""
    return flaw.path.removeprefix("$").lstrip('.["').split(".")[0].split("[")[0].removesuffix('"]')


def _hint(flaw: Flaw, resolved: ResolvedRecipe) -> str:
    name = _field(flaw)
    if name in resolved.extra.sent:
        return f'Remove "{name}" from the further fields.'
    setting = next((setting for setting, fields in PAGE_FIELDS.items() if name in fields), None)
    return f"Change or empty: {SETTING_NAMES[setting]}." if setting else RULES[flaw.rule].todo


def _column(flaw: Flaw, resolved: ResolvedRecipe) -> str | None:
    """The column whose cell a flaw is about."""
    templates, name = resolved.templates, _field(flaw)
    if name in PAGE_FIELDS["temperature"] and templates.temperature_column is not None:
        return templates.temperature_column
    if name in PAGE_FIELDS["max_tokens"] and templates.max_tokens_column is not None:
        return templates.max_tokens_column
    return templates.model_column or templates.setting_columns[0]

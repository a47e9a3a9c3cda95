"""What the provider would answer to the composed requests, by the rules that Check has for files.

One request stands for all rows with the same settings, so that a sheet with a column of models is checked once for
each model.
"""

from collections.abc import Iterator, Mapping
from functools import cache

from lib.check import RULES, Flaw
from lib.check.body import BodyCheck
from lib.common import Problem, Severity
from lib.common.phrasing import without_backticks
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
    for flaw in _flaws(resolved, values, BodyCheck(resolved.provider)):
        yield Problem(flaw.rule, flaw.detail, _hint(flaw, resolved), provider_severity(flaw.rule, resolved))


def check_row_settings(
    sheet: Sheet, resolved: ResolvedRecipe, decisions: RowDecisions
) -> Iterator[tuple[int, Problem]]:
    """The rows whose own model or settings the provider would reject, or may reject, where the recipe's are accepted.

    A rejected row is asked about, and a doubtful one is sent with a warning.
    """
    if not resolved.templates.setting_columns:
        return
    reader, recipe, check = RowReader(resolved, sheet), resolved.recipe, BodyCheck(resolved.provider)
    own = RowValues(recipe.model, "", temperature=recipe.temperature, max_tokens=recipe.max_tokens)
    known = {flaw.detail for flaw in _flaws(resolved, own, check, of_row=True)}

    @cache
    def fault(model: str, temperature: float | None, max_tokens: int | None) -> tuple[Flaw, Severity] | None:
        values = RowValues(model, "", temperature=temperature, max_tokens=max_tokens)
        flaws = [flaw for flaw in _flaws(resolved, values, check, of_row=True) if flaw.detail not in known]
        severities = [(flaw, provider_severity(flaw.rule, resolved)) for flaw in flaws]
        worst = sorted((each for each in severities if each[1] != "note"), key=lambda each: each[1] != "blocks")
        return worst[0] if worst else None

    for row in range(len(sheet)):
        if found := fault(reader.model(row), reader.temperature(row), reader.max_tokens(row)):
            yield row, _row_problem(*found, sheet.numbers[row], resolved, decisions)


def _row_problem(
    flaw: Flaw, severity: Severity, number: int, resolved: ResolvedRecipe, decisions: RowDecisions
) -> Problem:
    """The problem of a row whose own model or settings the provider rejects (`blocks`) or may reject (`warn`)."""
    column = _column(flaw, resolved)
    if severity == "warn":
        return Problem(
            "doubtful-cell", flaw.detail, "Change the cell if the provider rejects it.", "warn", number, column
        )
    if decisions.bad_cell == "leave out":
        message = f"{flaw.detail.removesuffix('.')}, so the row is left out."
        return Problem("bad-cell", message, "", "note", number, column)
    return Problem("bad-cell", flaw.detail, "Fix the cell or leave the row out.", "ask", number, column)


def _flaws(resolved: ResolvedRecipe, values: RowValues, check: BodyCheck, of_row: bool = False) -> list[Flaw]:
    """What Check would find in a request with these values and plain texts.

    Args:
        of_row: also the ranges that the recipe's own check reports, which knows no row's cells.
    """
    templates = resolved.templates
    images = [_IMAGE] if templates.image_columns else []
    inputs = ["text"] * len(templates.embed_columns)
    turns = ["text"] * len(resolved.recipe.turns)
    sample = values._replace(prompt="JSON", turns=turns, images=images, inputs=inputs)
    body = request(resolved, "row", sample)["body"]
    path = resolved.recipe.path
    return [flaw for flaw in check.flaws(body, path, "$") if not _is_said(flaw, resolved, of_row)]


def _is_said(flaw: Flaw, resolved: ResolvedRecipe, of_row: bool) -> bool:
    if flaw.rule in _SAID_BY_OTHERS or RULES[flaw.rule].impact(resolved.provider.name) is None:
        return True
    if flaw.rule == "model-unknown" and not resolved.recipe.model.strip():
        return True
    name = _field(flaw)
    return not of_row and flaw.rule == "setting-range" and name not in resolved.extra.sent and name in _NUMBERS


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
    return f"Change or empty: {SETTING_NAMES[setting]}." if setting else without_backticks(RULES[flaw.rule].todo)


def _column(flaw: Flaw, resolved: ResolvedRecipe) -> str | None:
    """The column whose cell a flaw is about."""
    templates, name = resolved.templates, _field(flaw)
    if name in PAGE_FIELDS["temperature"] and templates.temperature_column is not None:
        return templates.temperature_column
    if name in PAGE_FIELDS["max_tokens"] and templates.max_tokens_column is not None:
        return templates.max_tokens_column
    return templates.model_column or templates.setting_columns[0]

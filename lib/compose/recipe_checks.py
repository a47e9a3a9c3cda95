"""The problems of a recipe itself: what is missing, misspelt, out of range or rejected by the provider."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial

from lib.check.body import asks_json_object
from lib.common import Problem
from lib.common.phrasing import closest_name, counted, listed_names
from lib.compose.answer_checks import check_columns
from lib.compose.codebook import CODEBOOK
from lib.compose.provider_checks import PAGE_FIELDS, check_request, provider_severity
from lib.compose.recipe import Recipe
from lib.compose.resolved_recipe import ResolvedRecipe
from lib.compose.setting_ranges import SETTING_NAMES, SETTING_RANGES
from lib.compose.shared_fields import CONVERSATIONS, ROW_SETTINGS, SETTINGS, setting_fields, unsupported_settings
from lib.compose.structured_output import mentions_json
from lib.compose.template import Template, parse, placeholder
from lib.providers.field import Field
from lib.providers.fields import MOST_STOPS, fields_of
from lib.providers.limits import EMBEDDING_ITEMS
from lib.schema.limits import limits_at

CODEBOOK_NOT_SENT = "codebook-not-sent"
"""Kind of the problem that the page offers to solve by adding the placeholder."""

_blocking = partial(Problem, severity="blocks")


def check_recipe(resolved: ResolvedRecipe) -> list[Problem]:
    """Every problem of a recipe: what blocks the download, and what is good to know."""
    problems = [
        *_check_model(resolved.recipe),
        *_check_endpoint(resolved),
        *_check_numbers(resolved.recipe),
        *_check_templates(resolved),
        *_check_answer(resolved),
        *_check_codebook_place(resolved),
        *_check_extra(resolved),
        *check_request(resolved),
    ]
    if not resolved.templates.content_columns and resolved.recipe.prompt.strip() and not _asks_for_column(problems):
        message = "the prompt uses no column, so every row sends the same text."
        hint = "Add a column to the prompt if each row should send its own text."
        return [*problems, Problem("same-prompt", message, hint)]
    return problems


def _asks_for_column(problems: Iterable[Problem]) -> bool:
    """Whether a template names a column in a wrong way, which is a problem of its own."""
    return any(problem.kind in ("unknown-placeholder", "open-placeholder", "one-brace") for problem in problems)


def _check_model(recipe: Recipe) -> Iterator[Problem]:
    if not recipe.model.strip() and recipe.model_column is None:
        yield _blocking(
            "no-model", "no model is chosen.", "Choose a model, or type its name as the provider writes it."
        )


def _check_endpoint(resolved: ResolvedRecipe) -> Iterator[Problem]:
    """Whether the provider takes the endpoint, and the endpoint takes everything in the recipe."""
    recipe, provider = resolved.recipe, resolved.provider
    if recipe.path not in provider.endpoints:
        message = f"{provider.name} does not accept batches for {recipe.path}."
        yield _blocking("endpoint", message, f"It accepts {listed_names(provider.endpoints)}.")
    if recipe.is_chat and recipe.path not in CONVERSATIONS and (names := _conversation_parts(recipe)):
        message = f"{recipe.path} accepts only one text, but the settings have more: {listed_names(names)}."
        yield _blocking("one-text", message, "Empty these fields, or choose another endpoint.")
    if names := [SETTING_NAMES[name] for name in unsupported_settings(recipe)]:
        message = f"{recipe.path} has no field for: {listed_names(names)}. They are not sent."
        yield Problem("not-taken", message, "Empty the fields, or choose another endpoint.", "warn")


def _conversation_parts(recipe: Recipe) -> list[str]:
    """The parts of a recipe that only conversations have."""
    parts = {
        "system message": recipe.system.strip(),
        "examples": recipe.turns,
        "images": recipe.image_columns,
        "answer format": recipe.answer_format != "Text",
    }
    return [name for name, value in parts.items() if value]


def _check_numbers(recipe: Recipe) -> Iterator[Problem]:
    for name in SETTINGS[recipe.path]:
        value = getattr(recipe, name)
        if name not in SETTING_RANGES or value is None:
            continue
        if value not in (allowed := _range(name, recipe)):
            message = f"{SETTING_NAMES[name]}: {value:,.10g} is not allowed; it must be {allowed.expected}."
            yield _blocking(name.replace("_", "-"), message, "Change the number, or empty the field.")
    if len(recipe.stop) > MOST_STOPS:
        message = f"there are {len(recipe.stop)} stop sequences; providers accept up to {MOST_STOPS}."
        yield _blocking("stop", message, "Remove some stop sequences.")
    if len(recipe.embed_columns) > EMBEDDING_ITEMS and not recipe.is_chat:
        columns = counted(len(recipe.embed_columns), "column is", "columns are")
        message = f"{columns} embedded; a request accepts up to {EMBEDDING_ITEMS:,} texts."
        yield _blocking("embed-columns", message, "Remove some columns.")


def _range(name: str, recipe: Recipe) -> Field:
    """The numbers of a setting at the recipe's provider and endpoint, at most those of the page."""
    page, fields = SETTING_RANGES[name], fields_of(recipe.path, recipe.provider) or {}
    known = [fields[field] for field in PAGE_FIELDS[name] if field in fields]
    numbers = (field for field in known if field.support == "yes" and field.kind in ("number", "integer"))
    own = next(numbers, page)
    return replace(page, least=max(page.least, own.least), most=min(page.most, own.most))


def _check_templates(resolved: ResolvedRecipe) -> Iterator[Problem]:
    recipe, templates = resolved.recipe, resolved.templates
    yield from _check_template(templates.system, "the system message", resolved)
    for number, (turn, template) in enumerate(zip(recipe.turns, templates.turns, strict=False), 1):
        yield from _check_template(template, f"message {number} of the examples", resolved)
        if not turn.text.strip():
            yield _blocking("blank-turn", f"message {number} of the examples is empty.", "Fill it in or remove it.")
    yield from _check_template(templates.prompt, "the prompt", resolved)
    if not recipe.prompt.strip() and not templates.embed_columns:
        hint = "Write what to ask, with columns such as {{Question}} where the row's text belongs."
        yield _blocking("no-prompt", "the prompt is empty.", hint)


def _check_template(template: Template, part: str, resolved: ResolvedRecipe) -> Iterator[Problem]:
    for name in template.unknown:
        message = f'{part} asks for "{name}", but the sheet has no such column.'
        yield _blocking("unknown-placeholder", message, _column_hint(name, resolved))
    if template.has_open_braces:
        message = f"two opening braces {{{{ in {part} have no closing }}}} after them."
        yield _blocking("open-placeholder", message, "Close them, or write \\{{ for two plain braces.")
    for name in template.single_braces:
        column = closest_name(name, resolved.columns) or "Column name"
        message = f"{{{name}}} in {part} has one brace, so the model gets it as it is."
        yield Problem("one-brace", message, f"Write {placeholder(column)} to insert a column.", "warn")


def _column_hint(name: str, resolved: ResolvedRecipe) -> str:
    """The columns that a placeholder could mean, or the codebook."""
    if name == CODEBOOK:
        return f"There is no codebook. Add one under Answer as, or remove {placeholder(CODEBOOK)}."
    columns = resolved.columns
    if near := closest_name(name, (*columns, CODEBOOK) if resolved.recipe.codebooks else columns):
        return f'Did you mean "{near}"?'
    names = ", ".join(columns[:8]) + (" and more" if len(columns) > 8 else "")
    return f"The columns are: {names}. For two plain braces write \\{{{{."


def _check_answer(resolved: ResolvedRecipe) -> Iterator[Problem]:
    """The answer format: its columns, its schema, and the word that JSON mode requires."""
    recipe = resolved.recipe
    if recipe.path not in CONVERSATIONS:
        return
    if recipe.answer_format == "Table":
        yield from check_columns(recipe.answer_columns, limits_at(recipe.provider))
    elif recipe.answer_format == "JSON schema":
        severity = provider_severity("schema-not-strict", resolved)
        for problem in resolved.schema_problems:
            asked = problem.severity == "ask" and severity == "blocks"
            yield _in_text("the schema", replace(problem, severity="blocks") if asked else problem)
    if asks_json_object(resolved.shared_fields):
        # Only fixed texts count: a cell with the word would not help the other rows.
        texts = [text for template in resolved.templates.texts for text in template.texts]
        if not mentions_json(texts):
            message = 'the answer format is a JSON object, but no message contains the word "JSON".'
            hint = "OpenAI and others reject such requests. Describe the JSON answer in the prompt."
            is_certain = provider_severity("json-word", resolved) == "blocks"
            yield Problem("no-json-word", message, hint, "blocks" if is_certain else "warn")


def _check_codebook_place(resolved: ResolvedRecipe) -> Iterator[Problem]:
    """Whether the model reads the codebook, and whether its placeholder could mean a column."""
    recipe, mark = resolved.recipe, placeholder(CODEBOOK)
    if recipe.answer_format != "Table" or recipe.path not in CONVERSATIONS or not recipe.codebooks:
        return
    if not has_codebook_place(recipe):
        message = f"the model does not read the codebook, because no message has {mark}."
        yield Problem(CODEBOOK_NOT_SENT, message, f"Write {mark} where the codebook belongs.", "warn")
    if CODEBOOK in resolved.columns:
        message = f'the sheet has a column "{CODEBOOK}", but {mark} inserts the codebook of these settings.'
        yield Problem("codebook-column", message, "Rename the column if you need its cells.", "warn")


def has_codebook_place(recipe: Recipe) -> bool:
    """Whether a message of the recipe has the placeholder of the codebook."""
    texts = (recipe.system, *(turn.text for turn in recipe.turns), recipe.prompt)
    return any(CODEBOOK in parse(text, ()).unknown for text in texts)


def _in_text(name: str, problem: Problem) -> Problem:
    """A problem of a text on the page, with the text's name and the line in its message. It asks nothing."""
    if problem.severity == "ask":
        problem = replace(problem, severity="warn")
    if problem.message.startswith(name):
        return replace(problem, line=None)
    place = name if problem.line is None else f"{name}, line {problem.line}"
    return replace(problem, message=f"{place}: {problem.message}", line=None)


def _check_extra(resolved: ResolvedRecipe) -> Iterator[Problem]:
    for problem in resolved.extra.problems:
        yield _in_text("the further fields", problem)
    for key in resolved.extra.rejected:
        reason = "a batch cannot be streamed" if key == "stream" else "the settings and the rows fill it"
        yield _blocking("extra-fields", f'the further fields contain "{key}", but {reason}.', f'Remove "{key}".')
    if names := sorted(resolved.extra.sent.keys() & _fields_of_page(resolved)):
        message = f"the further fields replace settings on this page: {listed_names(names)}."
        yield Problem("extra-wins", message, "Remove them in one of the two places.", "warn")


def _fields_of_page(resolved: ResolvedRecipe) -> set[str]:
    """The fields of a body that the page has a value or a column for."""
    fields = set(resolved.setting_fields)
    if resolved.recipe.is_chat:
        columns = {"temperature": resolved.recipe.temperature_column, "max_tokens": resolved.recipe.max_tokens_column}
        values = {name: getattr(resolved.recipe, name) if columns[name] is None else 1 for name in ROW_SETTINGS}
        fields |= setting_fields(resolved.recipe, values).keys()
    # Two names of one setting: a provider takes one of them, or rejects both together.
    return fields | _MAX_TOKENS if fields & _MAX_TOKENS else fields


_MAX_TOKENS = {"max_tokens", "max_completion_tokens"}

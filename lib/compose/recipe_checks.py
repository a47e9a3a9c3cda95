"""What is missing, misspelt or out of range in a recipe itself."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from lib.common import Problem
from lib.common.phrasing import listed_names
from lib.common.problems import closest_name
from lib.compose.recipe import Recipe
from lib.compose.request_body import (
    CONVERSATIONS,
    SETTINGS,
    Filled,
    extra_fields,
    forbidden,
    not_taken,
    read_extra,
    request,
)
from lib.compose.row_values import Templates
from lib.compose.structured_output import check_columns, mentions_json
from lib.compose.template import Template
from lib.providers import COMPLETIONS, PROVIDERS
from lib.providers.limits import EMBEDDING_ITEMS
from lib.providers.parameters import COMPLETION_LOGPROBS, MOST_STOPS, SETTING_RANGES
from lib.schema import read_schema

NAMES = {
    "max_tokens": "max completion tokens",
    "temperature": "temperature",
    "top_p": "top p",
    "n": "number of answers",
    "stop": "stop sequences",
    "seed": "seed",
    "frequency_penalty": "frequency penalty",
    "presence_penalty": "presence penalty",
    "reasoning_effort": "reasoning effort",
    "logprobs": "log probabilities",
    "dimensions": "dimensions",
}
"""The settings, as the page calls them."""


def check_recipe(recipe: Recipe, templates: Templates, columns: Sequence[str]) -> list[Problem]:
    """Everything about the recipe that blocks the download, or that is good to know."""
    found = [
        *_check_model(recipe),
        *_check_endpoint(recipe),
        *_check_numbers(recipe),
        *_check_templates(recipe, templates, columns),
        *_check_answer(recipe, templates),
        *_check_extra(recipe),
    ]
    # A question would need an answer for its rows; what is asked of the recipe as a whole is a warning.
    problems = [replace(problem, severity="warn") if problem.severity == "ask" else problem for problem in found]
    if not templates.columns and not problems:
        hint = "Add a column to the prompt if each row should send its own text."
        problems.append(Problem("same-prompt", "the prompt uses no column, so every row sends the same text.", hint))
    return problems


_blocking = partial(Problem, severity="blocks")


def _check_model(recipe: Recipe) -> Iterator[Problem]:
    if not recipe.model.strip() and recipe.model_column is None:
        hint = "Type the model's name as the provider writes it."
        yield _blocking("no-model", "no model is chosen.", hint)


def _check_endpoint(recipe: Recipe) -> Iterator[Problem]:
    """Whether the provider has the endpoint, and the endpoint takes what was chosen."""
    provider = PROVIDERS[recipe.provider]
    if recipe.path not in provider.endpoints:
        message = f"{provider.name} takes no batches for {recipe.path}."
        yield _blocking("endpoint", message, f"It takes {listed_names(provider.endpoints)}.")
    if recipe.chat and recipe.path not in CONVERSATIONS and (given := _of_conversations(recipe)):
        message = f"{recipe.path} takes one text only, and there is more: {listed_names(given)}."
        yield _blocking("one-text", message, "Empty these fields, or choose another endpoint.")
    if given := [NAMES[name] for name in not_taken(recipe)]:
        message = f"{recipe.path} has no field for: {listed_names(given)}. They are not sent."
        yield Problem("not-taken", message, "Empty the fields, or choose another endpoint.", "warn")


def _of_conversations(recipe: Recipe) -> list[str]:
    """What was chosen that only a conversation has."""
    given = {
        "system message": recipe.system.strip(),
        "examples": recipe.turns,
        "images": recipe.image_columns,
        "answer format": recipe.answer_format != "Text",
    }
    return [name for name, value in given.items() if value]


def _check_numbers(recipe: Recipe) -> Iterator[Problem]:
    for name in SETTINGS[recipe.path]:
        value = getattr(recipe, name)
        if name not in SETTING_RANGES or value is None:
            continue
        least, most, _ = SETTING_RANGES[name]
        if name == "logprobs" and recipe.path == COMPLETIONS:
            most = COMPLETION_LOGPROBS
        if not least <= value <= most:
            message = f"{NAMES[name]}: {value:,.10g} is not allowed; it must be from {least:,} to {most:,}."
            yield _blocking(name.replace("_", "-"), message, "Change the number, or empty the field.")
    if len(recipe.stop) > MOST_STOPS:
        message = f"there are {len(recipe.stop)} stop sequences; providers take up to {MOST_STOPS}."
        yield _blocking("stop", message, "Take some away.")
    if len(recipe.embed_columns) > EMBEDDING_ITEMS and not recipe.chat:
        message = f"{len(recipe.embed_columns):,} columns are embedded; a request takes {EMBEDDING_ITEMS:,} texts."
        yield _blocking("embed-columns", message, "Take some away.")


def _check_templates(recipe: Recipe, templates: Templates, columns: Sequence[str]) -> Iterator[Problem]:
    yield from _check_template(templates.system, "the system message", columns)
    for at, turn in enumerate(templates.turns, 1):
        yield from _check_template(turn, f"message {at} of the examples", columns)
        if not recipe.turns[at - 1].text.strip():
            yield _blocking("blank-turn", f"message {at} of the examples is empty.", "Write it, or take it away.")
    yield from _check_template(templates.prompt, "the prompt", columns)
    if not recipe.prompt.strip() and not templates.inputs:
        hint = "Write what to ask, with columns such as {{Question}} where the row's text belongs."
        yield _blocking("no-prompt", "the prompt is empty.", hint)


def _check_template(template: Template, where: str, columns: Sequence[str]) -> Iterator[Problem]:
    for name in template.unknown:
        yield _unknown(name, where, columns)
    if template.unclosed:
        message = f"two opening braces {{{{ in {where} have no closing }}}} after them."
        hint = "Close them, or write \\{{ for two braces that stay as they are."
        yield _blocking("open-placeholder", message, hint)


def _unknown(name: str, where: str, columns: Sequence[str]) -> Problem:
    near = closest_name(name, columns)
    message = f'{where} asks for "{name}", and the sheet has no such column.'
    listing = ", ".join(columns[:8]) + (" and more" if len(columns) > 8 else "")
    hint = f'Did you mean "{near}"?' if near else f"The columns are: {listing}. For two plain braces write \\{{{{."
    return _blocking("unknown-placeholder", message, hint)


def _check_answer(recipe: Recipe, templates: Templates) -> Iterator[Problem]:
    """The form of the answer: its columns, its schema, and the word that JSON mode wants."""
    if recipe.path not in CONVERSATIONS:
        return
    if recipe.answer_format == "Table":
        yield from check_columns(recipe.answer_columns)
    elif recipe.answer_format == "JSON schema":
        yield from (_about("the schema", problem) for problem in read_schema(recipe.schema)[1])
    elif recipe.answer_format == "JSON object" and not _says_json(templates):
        message = 'the answer is to be a JSON object, and no message says "JSON".'
        hint = "OpenAI and others refuse such requests: say in the prompt that the answer is JSON, and of what form."
        yield Problem("no-json-word", message, hint, "warn")


def _about(what: str, problem: Problem) -> Problem:
    """A problem of a text on the page, placed in that text."""
    place = what if problem.line is None else f"{what}, line {problem.line}"
    said = problem.message if problem.message.startswith("the schema") else f"{place}: {problem.message}"
    return replace(problem, message=said, line=None)


def _says_json(templates: Templates) -> bool:
    """Whether the word stands in the messages themselves; a cell of some row would not do for all."""
    pieces = (piece for template in templates.texts for piece in template.pieces if isinstance(piece, str))
    return mentions_json(pieces)


def _check_extra(recipe: Recipe) -> Iterator[Problem]:
    given, problems = read_extra(recipe.extra)
    for problem in problems:
        yield _about("the further fields", problem)
    for key, value in given.items():
        if forbidden(key, value):
            reason = "a batch cannot be streamed" if key == "stream" else "it comes from the settings and the rows"
            yield _blocking("extra-fields", f'the further fields have "{key}": {reason}.', "Take it away.")
    if doubled := sorted(extra_fields(recipe).keys() & _on_page(recipe)):
        message = f"the further fields take the place of settings on this page: {listed_names(doubled)}."
        yield Problem("extra-wins", message, "Take them away in one of the two places.", "warn")


def _on_page(recipe: Recipe) -> set[str]:
    """The fields of the body that the page has a value for, or a column of values."""
    temperature = recipe.temperature if recipe.temperature_column is None else 1.0
    max_tokens = recipe.max_tokens if recipe.max_tokens_column is None else 1
    turns = [""] * len(recipe.turns)
    filled = Filled("", "", turns=turns, temperature=temperature, max_tokens=max_tokens)
    fields = set(request(replace(recipe, extra=""), "", filled)["body"])
    # Two names of one thing: a provider takes one of them, or refuses both together.
    return fields | _MAX_TOKENS if fields & _MAX_TOKENS else fields


_MAX_TOKENS = {"max_tokens", "max_completion_tokens"}

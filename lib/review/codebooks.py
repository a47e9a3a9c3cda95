"""The codebooks of a joined table's answers: what each label means, as the model read it.

They come from the requests that were sent. Without them, settings are used if all answers fit their codebook.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from lib.batch.conversation import conversation
from lib.common.own_columns import Cell, bare_name
from lib.compose import Codebook, Label, Recipe
from lib.compose.codebook import CodebookKind
from lib.compose.codebook_text import read_codebook
from lib.json.containers import as_list, as_object
from lib.schema.requested import requested_schema


class AnswerCodebook(NamedTuple):
    """The codebook of one column of the answers."""

    column: str
    """Name of the column without suffixes."""

    description: str
    codebook: Codebook


def sent_codebooks(bodies: Iterable[Any]) -> list[AnswerCodebook]:
    """The codebooks in the first request that asks for columns with labels or scores.

    A list of allowed answers whose meanings the request does not tell is a codebook of labels alone.

    Args:
        bodies: bodies of requests of one batch, which all ask for the same.
    """
    for body in bodies:
        schema = requested_schema(body)
        if schema is not None and (found := list(_codebooks(schema, body))):
            return found
    return []


def _codebooks(schema: Mapping[str, Any], body: Any) -> Iterator[AnswerCodebook]:
    texts = [turn.text for turn in conversation(body)]
    for name, asked in as_object(schema.get("properties")).items():
        asked = as_object(asked)
        description = asked.get("description")
        description = description if isinstance(description, str) else ""
        labels = _labels(asked)
        found = (read_codebook(text, name, description, labels) for text in texts)
        codebook = next(filter(None, found), None) or _of_labels(asked, labels)
        if codebook is not None:
            yield AnswerCodebook(name, description, codebook)


def _labels(asked: Mapping[str, Any]) -> list[str]:
    """The labels that a schema allows, for one answer or for each of several."""
    labels = as_list(asked.get("enum") or as_object(asked.get("items")).get("enum"))
    return labels if all(isinstance(label, str) for label in labels) else []


def _of_labels(asked: Mapping[str, Any], labels: Sequence[str]) -> Codebook | None:
    """The codebook of labels whose meanings are not known."""
    kind: CodebookKind = "Several labels" if "items" in asked else "One label"
    return Codebook(kind, tuple(map(Label, labels))) if labels else None


def settings_codebooks(recipe: Recipe, columns: Mapping[str, Sequence[Cell]]) -> list[AnswerCodebook]:
    """The codebooks of settings whose answer columns are in a table and hold only answers of the codebook.

    Several labels in one cell cannot be told apart for certain, so such a column fits by its name.
    """
    cells = {bare_name(name): cells for name, cells in columns.items()}
    return [
        AnswerCodebook(column.name, column.description, codebook)
        for column in recipe.answer_columns
        if (codebook := recipe.codebooks.get(column.name)) is not None and column.name in cells
        if all(_fits(str(cell), codebook) for cell in cells[column.name] if cell not in ("", None))
    ]


def _fits(cell: str, codebook: Codebook) -> bool:
    """Whether a cell holds an answer of the codebook."""
    if codebook.kind == "One label":
        return cell in codebook.names
    if codebook.kind == "Several labels":
        return True
    try:
        return codebook.lowest <= float(cell) <= codebook.highest
    except ValueError:
        return False

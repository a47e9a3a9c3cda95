"""Requests of random sheets as their batches' input files, and the answers to them as output files.

Each answer names the request it belongs to by numbers that no request has, so it is known whatever the join did.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from lib.batch import InputFile, read_requests
from lib.compose import Recipe, compose
from lib.compose.recipe import Task
from lib.join import Joined
from lib.results import Results, read_results
from lib.sheets import Sheet
from tests.support.scenario_rows import ID, OTHER, TEXT, Row, Rows, sheet_of

CHAT, EMBEDDINGS = "/v1/chat/completions", "/v1/embeddings"

FORMS: Mapping[str, Callable[[str], str]] = {
    "as they are": str,
    "trimmed": str.strip,
    "escaped": lambda cell: json.dumps(cell)[1:-1],
}
"""How a script writes cells into a prompt."""


@dataclass(frozen=True)
class Request:
    """One request, with the text that it sends, and the row that it was made from."""

    custom_id: str
    line: bytes
    text: str
    identity: int
    cells: Mapping[str, str]
    """The cells of the row when it was sent."""


@dataclass(frozen=True)
class SentBatch:
    """The requests of one batch, and how they were made."""

    prompt: str
    form: str
    """How cells are written into the prompt: one of `FORMS`."""

    requests: Sequence[Request]
    endpoint: str = CHAT
    sheet: Sheet | None = None
    """The sheet that the batch was composed from in this session."""

    id_column: str | None = None

    def text_of(self, cells: Mapping[str, str]) -> str | None:
        """What a row with these cells would send; None if a column is gone."""
        names = re.findall(r"\{\{(\w+)\}\}", self.prompt)
        if not cells.keys() >= set(names):
            return None
        return re.sub(r"\{\{(\w+)\}\}", lambda name: FORMS[self.form](cells[name[1]]), self.prompt)


def random_batch(random: Random, rows: Rows, history: list[str]) -> SentBatch:
    """A batch of the rows: composed in this session, or written by a script."""
    prompts = [f"Mood of: {{{{{TEXT}}}}}", f"{{{{{TEXT}}}}}", f"{{{{{OTHER}}}}} - {{{{{TEXT}}}}}. Short!"]
    prompt = random.choice(prompts)
    has_ids = ID in rows[0].cells
    if has_ids and random.random() < 0.15:
        prompt = f"{{{{{ID}}}}}: {prompt}"
    endpoint = EMBEDDINGS if random.random() < 0.1 else CHAT
    how = random.choice(["default", "column", "column", "script", "position"] if has_ids else ["default", "script"])
    history += [prompt, f"ids by {how}", endpoint]
    if how == "default" or (how == "column" and random.random() < 0.3):
        batch = composed_batch(rows, prompt, endpoint, ID if how == "column" else None)
        if len(batch.requests) == len(rows):
            return batch if random.random() < 0.5 else replace(batch, sheet=None, id_column=None)
    form = random.choice([*FORMS, *["as they are"] * 3])
    history.append(f"cells {form}")
    ids = [row.cells[ID] for row in rows] if how == "column" else [_script_id(how, row) for row in range(len(rows))]
    batch = SentBatch(prompt, form, [], endpoint)
    return replace(batch, requests=[script_request(batch, *pair) for pair in zip(ids, rows, strict=True)])


def composed_batch(rows: Rows, prompt: str, endpoint: str = CHAT, id_column: str | None = None) -> SentBatch:
    """A batch that was composed in this session; rows that a person would be asked about are left out."""
    sheet = sheet_of(rows)
    task: Task = "Embeddings" if endpoint == EMBEDDINGS else "Chat"
    composition = compose(sheet, Recipe(model="m", prompt=prompt, task=task, id_column=id_column))
    requests = [
        Request(custom_id, line, _sent_text(line), rows[row].identity, dict(rows[row].cells))
        for custom_id, line, row in zip(composition.ids, composition.lines(), composition.rows, strict=True)
    ]
    return SentBatch(prompt, "as they are", requests, endpoint, sheet, id_column)


def share_requests(batch: SentBatch) -> SentBatch:
    """The batch with each text sent once."""
    first = {request.text: request for request in reversed(batch.requests)}
    return replace(batch, requests=[request for request in batch.requests if first[request.text] is request])


def _script_id(how: str, row: int) -> str:
    return str(row) if how == "position" else f"task-{row + 1}"


def script_request(batch: SentBatch, custom_id: str, row: Row) -> Request:
    """The request of a row as a script writes it."""
    text = batch.text_of(row.cells) or ""
    chat = {"messages": [{"role": "user", "content": text}]}
    body = {"model": "m", **({"input": text} if batch.endpoint == EMBEDDINGS else chat)}
    value = {"custom_id": custom_id, "method": "POST", "url": batch.endpoint, "body": body}
    return Request(custom_id, _line(value), text, row.identity, dict(row.cells))


def _sent_text(line: bytes) -> str:
    body = json.loads(line)["body"]
    return str(body["input"] if "input" in body else body["messages"][-1]["content"])


def input_files(random: Random, batch: SentBatch, history: list[str]) -> list[InputFile]:
    """The batch as one file or two, sometimes with a retry of a part of it."""
    lines = [request.line for request in batch.requests]
    files = [read_requests(b"".join(part), f"in-{number}.jsonl") for number, part in enumerate(_split(random, lines))]
    if random.random() < 0.2:
        history.append("retry")
        again = random.sample(lines, random.randint(1, len(lines)))
        files.append(read_requests(b"".join(again), "in_retry-1.jsonl"))
    random.shuffle(files)
    if not batch.sheet:
        return files
    history.append("composed in this session")
    digest, id_column = batch.sheet.digest, batch.id_column
    return [replace(file, contents=(), sheet_digest=digest, id_column=id_column) for file in files]


def output_files(random: Random, batch: SentBatch, number: int) -> list[Results]:
    """Nearly all answers, a few of them repeated, in any order and one or two files."""
    requests = [request for request in batch.requests if random.random() < 0.95]
    requests += [request for request in batch.requests if random.random() < 0.05]
    random.shuffle(requests)
    lines = [_line(_result(random, request, batch.endpoint, number)) for request in requests]
    return [read_results(b"".join(part), f"out-{file}.jsonl") for file, part in enumerate(_split(random, lines))]


def _split(random: Random, lines: Sequence[bytes]) -> list[Sequence[bytes]]:
    cut = random.randint(0, len(lines)) if random.random() < 0.35 else 0
    return [part for part in (lines[:cut], lines[cut:]) if part]


def _result(random: Random, request: Request, endpoint: str, number: int) -> dict[str, Any]:
    name = f"{number}/{request.identity}"
    if random.random() < 0.1:
        return {"custom_id": request.custom_id, "response": None, "error": {"message": f"No {name}"}}
    choice = {"index": 0, "message": {"role": "assistant", "content": f"About {name}"}, "finish_reason": "stop"}
    vector = {"object": "embedding", "index": 0, "embedding": [number, request.identity]}
    body = {"object": "list", "data": [vector]} if endpoint == EMBEDDINGS else {"choices": [choice]}
    return {"custom_id": request.custom_id, "response": {"status_code": 200, "body": body}}


def origin(joined: Joined, row: int) -> tuple[int, int]:
    """The number of the batch and the identity of the row that the answer of a joined row is to."""
    result = joined.result(row)
    text = result.error if result and result.state == "Failed" else joined.full_answer(row)
    number, identity = re.findall(r"(\d+)(?:\.0)?", text)
    return int(number), int(identity)


def _line(value: object) -> bytes:
    return json.dumps(value).encode() + b"\n"

"""The tasks of the benchmark with polars alone: no ids, no checks, no proof of the rows."""

import io
from functools import partial
from pathlib import Path

import polars as pl
from clock import Task, main

_SYSTEM = "You judge product reviews. Answer with one word."
_PROMPT = "Title: {}\n\nReview: {}\n\nIs it positive or negative?"


def read(folder: Path) -> Task:
    """CSV bytes to a sheet of texts."""
    return partial(_read, (folder / "sheet.csv").read_bytes())


def compose(folder: Path) -> Task:
    """A sheet to the bytes of its requests, with the id of each row in a column of its own."""
    return partial(_lines, _read((folder / "identified.csv").read_bytes()))


def join(folder: Path) -> Task:
    """A sheet with ids and the bytes of the output to the joined table."""
    sheet, output = _read((folder / "identified.csv").read_bytes()), (folder / "output.jsonl").read_bytes()
    return lambda: _with_answers(sheet, output)


def join_sent(folder: Path) -> Task:
    """The same with the bytes of the input file, whose prompts go beside the answers."""
    sheet, output = _read((folder / "identified.csv").read_bytes()), (folder / "output.jsonl").read_bytes()
    sent = (folder / "input.jsonl").read_bytes()
    return lambda: _with_answers(sheet.join(_prompts(sent), on="custom_id", how="left"), output)


def _read(data: bytes) -> pl.DataFrame:
    return pl.read_csv(io.BytesIO(data), infer_schema=False)


def _lines(sheet: pl.DataFrame) -> bytes:
    messages = pl.concat_list(
        pl.struct(role=pl.lit("system"), content=pl.lit(_SYSTEM)),
        pl.struct(role=pl.lit("user"), content=pl.format(_PROMPT, "title", "review")),
    )
    body = pl.struct(
        model=pl.lit("meta-llama/Meta-Llama-3-8B-Instruct"), messages=messages, max_completion_tokens=pl.lit(200)
    )
    written = io.BytesIO()
    sheet.select("custom_id", method=pl.lit("POST"), url=pl.lit("/v1/chat/completions"), body=body).write_ndjson(
        written
    )
    return written.getvalue()


def _with_answers(sheet: pl.DataFrame, output: bytes) -> pl.DataFrame:
    body = pl.col("response").struct.field("body")
    choice, usage = body.struct.field("choices").list.first(), body.struct.field("usage")
    answers = pl.read_ndjson(io.BytesIO(output)).select(
        "custom_id",
        answer=choice.struct.field("message").struct.field("content"),
        finish_reason=choice.struct.field("finish_reason"),
        prompt_tokens=usage.struct.field("prompt_tokens"),
        completion_tokens=usage.struct.field("completion_tokens"),
    )
    return sheet.join(answers, on="custom_id", how="left", maintain_order="left")


def _prompts(sent: bytes) -> pl.DataFrame:
    messages = pl.col("body").struct.field("messages")
    prompt = messages.list.last().struct.field("content")
    return pl.read_ndjson(io.BytesIO(sent)).select("custom_id", prompt=prompt)


if __name__ == "__main__":
    main({"read": read, "compose": compose, "join": join, "join sent": join_sent})

"""The joins of the benchmark with DuckDB alone: no ids, no proof of the rows. It reads the files itself."""

from pathlib import Path

import duckdb
from clock import Task, main

_ANSWERS = """
SELECT custom_id,
       response.body.choices[1].message.content AS answer,
       response.body.choices[1].finish_reason AS finish_reason,
       response.body.usage.prompt_tokens AS prompt_tokens,
       response.body.usage.completion_tokens AS completion_tokens
FROM read_json('{folder}/output.jsonl', format = 'newline_delimited')
"""
_PROMPTS = """
SELECT custom_id, body.messages[-1].content AS prompt
FROM read_json('{folder}/input.jsonl', format = 'newline_delimited')
"""


def join(folder: Path) -> Task:
    """A sheet with ids and the output to the joined table."""
    return _query(folder, f"SELECT * FROM sheet LEFT JOIN ({_ANSWERS}) USING (custom_id)")


def join_sent(folder: Path) -> Task:
    """The same with the input file, whose prompts go beside the answers."""
    tables = f"sheet LEFT JOIN ({_PROMPTS}) USING (custom_id) LEFT JOIN ({_ANSWERS}) USING (custom_id)"
    return _query(folder, f"SELECT * FROM {tables}")


def _query(folder: Path, query: str) -> Task:
    database = duckdb.connect()
    database.execute(f"CREATE TABLE sheet AS FROM read_csv('{folder}/identified.csv', all_varchar = true)")
    return lambda: database.execute(f"CREATE OR REPLACE TABLE joined AS {query.format(folder=folder)}")


if __name__ == "__main__":
    main({"join": join, "join sent": join_sent})

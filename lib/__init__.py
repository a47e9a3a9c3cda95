"""Batchdesk's pure core: bytes and values in, values out, and no Streamlit anywhere.

The rooms, from the ground up (an import contract keeps the arrows pointing down):

- `problems`: what is wrong, where, and what to do about it
- `jsonl`: bytes to numbered JSON values and back; the one home of orjson
- `textfile`: bytes of unknown encoding to text
- `archive`: zip and gzip to the files inside
- `providers`: each provider's limits, as data

From a spreadsheet to a batch:

- `grid`: rows of text, before the columns have names
- `delimited`, `markup`, `records`, `ooxml`, `odf`, `trial`, `second_reader`, `workbook`: each kind of file to rows
- `shape`: rows to named columns
- `sheet`: spreadsheet bytes to a `Sheet`, by the reader for what they are
- `template`: `{{column}}` text
- `rowid`: a custom_id that remembers which row it came from
- `recipe`: everything the user chose, as one value
- `request`: one request of a batch input file
- `line`: the function that makes a request's line
- `checks`: what stands in the way of a batch
- `compose`: a sheet and a recipe to requests
- `split`: requests to parts within a provider's limits
- `package`: parts to the file that is downloaded

From what came back to a table:

- `answer`: what a response says, before it is judged
- `shapes`: the shapes a response's body may have, a reader each
- `body`: the body of one response to its answer
- `failure`: the provider's words inside any shape of error
- `usage`: tokens, model and service tier
- `envelope`: one line's id, status, body and error
- `result`: what one line says of one request, and its state
- `quick`: the same of the ordinary line
- `wrapper`: lines inside one object
- `places`: where records stand in their file
- `results`: the lines that came back
- `extras`: what else an answer says, as columns
- `exact`: JSON inside an answer, with every digit
- `answer_schema`: the JSON schema that was asked for
- `answer_columns`: JSON answers as columns
- `embeddings`: vectors as one matrix
- `vector_map`: vectors on a plane, and the nearest ones
- `sent`: the requests that went out, read back from an input file
- `inbox`: what an uploaded file is
- `match`: which row of a sheet each request came from
- `ledger`: every request in exactly one state
- `table`: the joined table's columns
- `remarks`: what is to be said about a join beyond its numbers
- `join`: rows, requests and results as one table
- `retry`: the requests worth sending again
- `export`: the joined table to CSV and XLSX
- `vector_files`: vectors to Parquet, NPY, CSV and JSON Lines
"""

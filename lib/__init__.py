"""Batchdesk's pure core: bytes and values in, values out, and no Streamlit anywhere.

The rooms, from the ground up (an import contract keeps the arrows pointing down):

- `problems`: what is wrong, where, and what to do about it
- `jsonl`: bytes to numbered JSON values and back; the one home of orjson
- `textfile`: bytes of unknown encoding to text
- `archive`: zip and gzip to the files inside
- `providers`: each provider's limits and rules, as data
- `typed_json`: JSON that a person typed or pasted
- `subschema`: the schemas inside a JSON schema
- `strict`: what strict mode takes of JSON schema
- `conform`: whether an answer keeps to its schema

From a spreadsheet to a batch:

- `grid`: rows of text, before the columns have names
- `delimited`, `markup`, `records`, `ooxml`, `odf`, `second_reader`, `workbook`: each kind of file to rows
- `trial`, `parquet_trial`: a first reading of risky files, in a process of its own
- `shape`: rows to named columns
- `sheet`: spreadsheet bytes to a `Sheet`, by the reader for what they are
- `template`: `{{column}}` text
- `answer_format`: the form that answers are asked to take
- `schema`: a schema that was pasted
- `rowid`: a custom_id that remembers which row it came from
- `recipe`, `recipe_file`: everything the user chose, as one value; saved and loaded as JSON
- `request`: one request of a batch input file
- `fill`: a row of the sheet to what it puts into its request
- `line`: the function that makes requests' lines
- `tokens`, `estimate`: how many tokens a text, and each row's request, probably has
- `prices`: what a batch probably costs, from an offline list of prices
- `choice`: which rows a file is made of
- `recipe_checks`, `checks`: what stands in the way of a batch, in the recipe and in the sheet
- `compose`: a sheet and a recipe to requests
- `preview`: a composed request as a reader sees it
- `keyed`: the sheet with its custom_ids
- `split`: requests to the fewest parts within a provider's limits
- `package`: parts to the file that is downloaded

From what came back to a table:

- `conversation`: what a request asks, as a reader sees it
- `answer`: the answer inside the body of one response
- `failure`: the provider's words inside any shape of error
- `results`: the lines that came back
- `sent`: the requests that went out, read back from an input file
- `inbox`: what an uploaded file is
- `match`: which row of a sheet each request came from
- `ledger`: every request in exactly one state
- `table`: the joined table's columns
- `tries`: requests sent more than once, and what came of them
- `remarks`: what is to be said about a join beyond its numbers
- `join`: rows, requests and results as one table
- `known_causes`: what is known of providers' failures, as data
- `causes`: failures grouped by cause, with what to do about each
- `labels`: answers that are one of a list
- `compare`: two runs of the same rows, side by side
- `figures`: the numbers behind the charts
- `review`: what a reader made of each answer
- `fix`: a change to a request before it is sent again
- `retry`: the requests worth sending again

From a table to files:

- `cells`: what a cell needs before a kind of file can hold it
- `extract`: which rows and columns are exported
- `excel`: a workbook, and the texts that its cells cannot hold
- `export`: CSV, Parquet and JSON Lines
"""

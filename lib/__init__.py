"""Batchdesk's pure core: bytes and values in, values out, and no Streamlit anywhere.

The rooms, from the ground up (an import contract keeps the arrows pointing down):

- `problems`: what is wrong, where, and what to do about it
- `json_value`: a JSON value to bytes and back; the one home of orjson
- `exact`: JSON with every digit
- `jsonl`, `broken_lines`: the bytes of a file to numbered JSON values, whatever became of it on its way
- `textfile`: bytes of unknown encoding to text
- `cut`: a text cut to what an Excel cell holds, and known again
- `guard`: an apostrophe before what Excel would run as a formula
- `scan`: searches through many megabytes
- `pause`: a pause of the garbage collector
- `tick`: how long work says how far it is
- `packed`: bytes that are kept but seldom wanted
- `archive`: zip and gzip to the files inside
- `providers`: each provider's limits and rules, as data
- `typed_json`: JSON that a person typed or pasted
- `subschema`: the schemas inside a JSON schema
- `strict`: what strict mode takes of JSON schema
- `conform`: whether an answer keeps to its schema

From a spreadsheet to a batch:

- `grid`: rows of text, before the columns have names
- `well_formed`, `delimited`, `markup`, `records`: each kind of text to rows, and Parquet
- `ooxml`, `odf`, `second_reader`, `workbook`: each kind of workbook to rows
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

From a batch file made elsewhere to one that is taken:

- `rules`, `rules_of_files`, `rules_of_bodies`: what can be wrong, as data, with its weight at each provider
- `batch_text`: the file's bytes as UTF-8, and in what encoding they came
- `layout`: how values stand on the lines of a file
- `endpoints`, `parameters`: which endpoint a request is for; the fields that its body may have
- `foreign`: lines in another provider's form, named and converted
- `check_messages`, `check_format`, `check_settings`, `check_body`, `check_line`: what is wrong with one line
- `pattern`: a checked line that others are like, so that they need no second look
- `check_limits`: whether a whole file is what its provider takes
- `checked`, `check`: every entry of a file, and everything that is wrong with it
- `batch_figures`: a checked file in numbers
- `splice`: changes to an object as it is written, all else character by character
- `fixes`, `new_ids`: what mends a line safely; ids for requests without one of their own
- `mend_entry`, `mend_write`, `mend`: a file mended, with what was left out
- `outgoing`: what is downloaded of it
- `example`: a fix, before and after
- `findings`: the faults as people read them, grouped and as a table
- `marked_json`: JSON with marks at the places of faults

From what came back to a table:

- `conversation`: what a request asks, as a reader sees it
- `answer`: what a response says, before it is judged
- `shapes`: the shapes a response's body may have, a reader each
- `body`: the body of one response to its answer
- `failure`: the provider's words inside any shape of error
- `usage`: tokens, model and service tier
- `envelope`: one line's id, status, body and error
- `result`: what one line says of one request, and its state
- `quick`: the same of the ordinary line, told from its bytes by their types
- `wrapper`: lines inside one object
- `places`: where records stand, in which of the files and where in it
- `results`: the lines that came back
- `extras`: what else an answer says, as columns
- `answer_json`: the JSON that an answer is
- `answer_schema`: the JSON schema that was asked for
- `answer_columns`: JSON answers as columns
- `embeddings`: vectors as one matrix
- `vector_map`: vectors on a plane, and the nearest ones
- `sent`: the requests that went out, read back from an input file
- `inbox`: what an uploaded file is
- `match`: which row of a sheet each request came from
- `wording`: the template of a batch, told from its requests and a sheet
- `match_text`: which row gives each text that was sent
- `proof`: whether texts stand in requests by more than chance
- `id_column`: which column holds the ids, by what was sent
- `origin`: which batch and which sheet answers are to
- `ledger`: every request in exactly one state
- `table`: the joined table's columns
- `answered`: the results of all files by their ids, and which one counts
- `tries`: requests sent more than once, and what came of them
- `vector_count`: whether there is a vector for each text that was sent
- `remarks`: what is to be said about a join beyond its numbers
- `join`: rows, requests and results as one table
- `view`: which rows of a table are looked at, and in which order
- `known_causes`: what is known of providers' failures, as data
- `json_answers`: the JSON in the answers of a table
- `causes`: failures grouped by cause, with what to do about each
- `labels`: answers that are one of a list
- `values`: how often each value of a column stands in a table
- `crossed`: two readings of the same rows, label by label
- `compare`: two runs of the same rows, side by side
- `truth`: answers against a column that says what they should be
- `figures`: the numbers behind the charts
- `review`: what a reader made of each answer
- `kept_marks`: review marks across files, each with the answer it was made of
- `fix`: a change to a request before it is sent again
- `retry`: the requests worth sending again

From a table to files:

- `cells`: what a cell needs before a kind of file can hold it
- `extract`: which rows and columns are exported
- `excel`: a workbook, and the texts that its cells cannot hold
- `export`: CSV, Parquet and JSON Lines
- `vector_files`: vectors to Parquet, NPY, CSV and JSON Lines
"""

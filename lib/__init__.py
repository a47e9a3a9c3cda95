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
- `delimited`, `markup`, `records`, `ooxml`, `odf`, `trial`, `second_reader`, `workbook`: each kind of file to rows
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
- `answer`: the answer inside the body of one response
- `failure`: the provider's words inside any shape of error
- `results`: the lines that came back
- `sent`: the requests that went out, read back from an input file
- `inbox`: what an uploaded file is
- `match`: which row of a sheet each request came from
- `ledger`: every request in exactly one state
- `table`: the joined table's columns
- `remarks`: what is to be said about a join beyond its numbers
- `join`: rows, requests and results as one table
- `retry`: the requests worth sending again
- `export`: the joined table to CSV and XLSX
"""

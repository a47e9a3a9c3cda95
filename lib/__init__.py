"""Batchdesk's pure core: bytes and values in, values out, and no Streamlit anywhere.

The rooms, from the ground up (an import contract keeps the arrows pointing down):

- `problems`: what is wrong, where, and what to do about it
- `jsonl`: bytes to numbered JSON values and back; the one home of orjson
- `textfile`: bytes of unknown encoding to text
- `providers`: each provider's limits, as data
- `sheet`: spreadsheet bytes to a `Sheet`
- `template`: `{{column}}` text
- `rowid`: a custom_id that remembers which row it came from
- `recipe`: everything the user chose, as one value
- `request`: one request of a batch input file
- `compose`: a sheet and a recipe to requests
- `split`: requests to parts within a provider's limits
- `sent`: the requests that went out, read back from an input file
- `answer`: the answer inside the body of one response
- `failure`: the provider's words inside any shape of error
- `results`: the lines that came back
- `match`: which row of a sheet each request came from
- `ledger`: every request in exactly one state
- `join`: rows, requests and results as one table
- `inbox`: what an uploaded file is
- `package`: parts to the file that is downloaded
- `export`: the joined table to CSV and XLSX
"""

"""The shapes that a response's body may have, a reader each.

Every reader takes the value under its key, and the body around it, and gives the answer, or
None if that is not its shape. `lib.body` has the list of them.

- `parts`: what several shapes are made of
- `thoughts`: reasoning, in fields of its own or in tags within the text
- `calls`: calls of tools as text
- `logprobs`: each token with its probability
- `chat`: chat and text completions
- `responses`: OpenAI's Responses API, and what else calls itself output
- `anthropic`, `gemini`: their messages
- `vectors`: embeddings
- `items`: scores, rankings, images and moderations, an item for each input
- `texts`: scanned pages, transcripts, and bodies that are little more than a text
"""

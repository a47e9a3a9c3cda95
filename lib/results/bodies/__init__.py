"""The body of a response to its answer: a reader for each shape that providers write.

`reader` asks them in turn. Each takes the value under its key and the body around it, and gives the
answer, or None where the body has another shape: `chat`, `responses`, `anthropic`, `gemini`,
`vectors`, `other`. `fields`, `reasoning`, `tool_calls` and `logprobs` read what several shapes share.
"""

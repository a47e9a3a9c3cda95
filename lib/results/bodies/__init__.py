"""The body of a response to its answer, with a reader for each shape that providers write.

`reader` tries them in turn. Each reader takes the value of its key and the body, and returns the
answer, or None if the body has another shape: `chat`, `responses`, `anthropic`, `gemini`,
`vectors`, `other`. `fields`, `reasoning`, `tool_calls` and `logprobs` read what shapes share.
"""

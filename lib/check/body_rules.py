"""The rules about what a request asks: the body of each endpoint."""

from lib.check.rule import Rule, at

_OPENAI = "OpenAI's API reference, read in 2026-11"
_ERROR_FILES = "Error files of real batches at OpenAI"
_VLLM = "vLLM's source, on which many providers are built, read in 2026-11"
_LENIENT = ("Parasail", "Groq", "Together", "DeepInfra", "vLLM", "Other")
"""Providers that are not known to be as strict as OpenAI where models differ."""

_MESSAGES = (
    Rule(
        "model-missing",
        "A body has no model",
        "Name the model as the provider writes it.",
        f"{_OPENAI}; Azure OpenAI's batch guide (model_not_found)",
        "rejected",
        at("risky", "vLLM"),
    ),
    Rule(
        "body-endpoint",
        "A body is written for another endpoint than its url",
        "Change the url, or write the body for this one.",
        _OPENAI,
        "fails",
    ),
    Rule("messages-missing", "A chat request has no messages", "Give it a list of messages.", _OPENAI, "fails"),
    Rule("messages-empty", "The list of messages is empty", "Give it at least one message.", _OPENAI, "fails"),
    Rule(
        "message-shape",
        "A message is not an object with role and content",
        'Write {"role": "user", "content": "..."}.',
        _OPENAI,
        "fails",
    ),
    Rule(
        "role-unknown",
        "A message has a role that is not known",
        "Use system, developer, user, assistant or tool.",
        f"{_OPENAI}; open models may have roles of their own",
        "fails",
        at("risky", *_LENIENT),
    ),
    Rule(
        "content-missing",
        "A message has no content",
        "Write its text.",
        _OPENAI,
        "fails",
        at("risky", *_LENIENT),
    ),
    Rule(
        "content-shape", "A message's content is neither a text nor a list of parts", "Write a text.", _OPENAI, "fails"
    ),
    Rule("content-blank", "A message is blank", "Write its text, or leave the message out.", "Good practice", "advice"),
    Rule(
        "part-shape",
        "A part of a message is not as the endpoint wants it",
        "Chat wants text and image_url with an object; the Responses API wants input_text and input_image with a text.",
        f'"expected an image URL, but got an object": {_ERROR_FILES}; {_OPENAI}',
        "fails",
    ),
    Rule(
        "part-unknown",
        "A part of a message is of a kind that is not known",
        "Look up what the provider takes.",
        _OPENAI,
        "risky",
    ),
    Rule("input-missing", "A request has nothing to work on", "Give it its input.", _OPENAI, "fails"),
    Rule("input-empty", "The text to embed is empty", "Give it a text.", _OPENAI, "fails"),
    Rule("input-shape", "The input is not a text, nor a list the endpoint takes", "Write a text.", _OPENAI, "fails"),
    Rule(
        "input-too-many",
        "Too many texts in one embeddings request",
        "Send them in several requests.",
        "OpenAI's API reference (2,048 texts a request), read in 2026-11",
        "fails",
        at("risky", "Parasail", "Groq", "Together", "Other") | at(None, "vLLM"),
    ),
)

_SETTINGS = (
    Rule(
        "stream",
        "A request asks for a stream",
        "Take stream and stream_options out: a batch cannot be streamed.",
        "Parasail's batch file format documentation; vLLM's and SGLang's source, read in 2026-11",
        "fails",
    ),
    Rule(
        "max-tokens-name",
        "The model wants max_completion_tokens instead of max_tokens",
        "Rename the field.",
        f"\"Use 'max_completion_tokens' instead\": {_ERROR_FILES}",
        "fails",
        at("risky", "Azure OpenAI") | at(None, *_LENIENT),
    ),
    Rule(
        "reasoning-sampling",
        "Reasoning models take no such setting",
        "Take it out.",
        "OpenAI's guide to reasoning models (only the default), read in 2026-11",
        "risky",
        at(None, *_LENIENT),
    ),
    Rule(
        "format-bare",
        "response_format is a JSON schema by itself",
        'Put it in {"type": "json_schema", "json_schema": {"name": ..., "schema": ...}}.',
        f"\"Supported values are: 'json_object', 'json_schema', and 'text'\": {_ERROR_FILES}",
        "fails",
    ),
    Rule(
        "format-shape",
        "The form of the answer is not written as the endpoint wants it",
        "Write it as the API reference has it.",
        _OPENAI,
        "fails",
        at("risky", *_LENIENT),
    ),
    Rule(
        "json-word",
        'The answer is to be a JSON object, and no message says "JSON"',
        'Say "JSON" in a message.',
        f"\"'messages' must contain the word 'json'\": {_ERROR_FILES}",
        "fails",
        at("risky", "Groq", "Together", "DeepInfra", "Other") | at("advice", "Parasail") | at(None, "vLLM"),
    ),
    Rule(
        "schema-not-strict",
        "A strict schema is not strict",
        "Close its objects and require all properties, or set strict to false.",
        "OpenAI's guide to structured outputs, read in 2026-11",
        "fails",
        at("risky", "Groq", "Together", "DeepInfra", "Other") | at("advice", "Parasail") | at(None, "vLLM"),
    ),
    Rule(
        "setting-type",
        "A setting is of the wrong kind",
        "Write it as the API reference has it.",
        _OPENAI,
        "fails",
        at("risky", *_LENIENT),
    ),
    Rule(
        "setting-range",
        "A setting is out of range",
        "Choose a value that is allowed.",
        f"{_OPENAI}; {_VLLM}",
        "fails",
        at("risky", *_LENIENT),
    ),
    Rule(
        "float-vectors",
        "Vectors are asked for as decimal numbers",
        "Ask for base64: the same numbers in about a quarter of the bytes.",
        "Parasail's batch documentation, read in 2026-11",
        "advice",
    ),
    Rule(
        "field-unknown",
        "A body has a field that is not known",
        "Correct its name, or take it out if in doubt.",
        f"{_OPENAI}; {_VLLM}",
        "advice",
    ),
)

BODY_RULES = (*_MESSAGES, *_SETTINGS)

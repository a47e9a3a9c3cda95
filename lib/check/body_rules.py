"""The rules about a request's body: its prompt and its settings."""

from lib.check.rule import Rule, except_at

_OPENAI = "OpenAI's API reference, checked in November 2026"
_ERROR_FILES = "Error files of real batches at OpenAI"
_VLLM = "vLLM's source, which many providers build on, checked in November 2026"
_LENIENT = ("Parasail", "Groq", "Together", "DeepInfra", "vLLM", "Other")
"""Providers whose models may take more than OpenAI's."""

_MESSAGES = (
    Rule(
        "model-missing",
        "A body has no model",
        "Name the model as the provider writes it.",
        f"{_OPENAI}; Azure OpenAI's batch guide (model_not_found)",
        "rejected",
        except_at("risky", "vLLM"),
    ),
    Rule(
        "body-endpoint",
        "A body is for another endpoint than its url",
        "Change the url, or write the body for this endpoint.",
        _OPENAI,
        "fails",
    ),
    Rule("messages-missing", "A chat request has no messages", "Give it a list of messages.", _OPENAI, "fails"),
    Rule("messages-empty", "The list of messages is empty", "Give it at least one message.", _OPENAI, "fails"),
    Rule(
        "message-shape",
        "A message is not in the required form (role and content)",
        'Write {"role": "user", "content": "..."}.',
        _OPENAI,
        "fails",
    ),
    Rule(
        "role-unknown",
        "A message has an unknown role",
        "Use system, developer, user, assistant or tool.",
        f"{_OPENAI}; open models may have other roles",
        "fails",
        except_at("risky", *_LENIENT),
    ),
    Rule(
        "content-missing",
        "A message has no content",
        "Write its text.",
        _OPENAI,
        "fails",
        except_at("risky", *_LENIENT),
    ),
    Rule(
        "content-shape", "A message's content is neither a text nor a list of parts", "Write a text.", _OPENAI, "fails"
    ),
    Rule("content-blank", "A message is empty", "Write its text, or leave the message out.", "Good practice", "advice"),
    Rule(
        "part-shape",
        "A part of a message is not in the form that the endpoint expects",
        "Chat expects text and image_url with an object, the Responses API input_text and input_image with a text.",
        f'"expected an image URL, but got an object": {_ERROR_FILES}; {_OPENAI}',
        "fails",
    ),
    Rule(
        "part-unknown",
        "A part of a message has an unknown type",
        "Use a type that the provider's documentation lists.",
        _OPENAI,
        "risky",
    ),
    Rule("input-missing", "A request has no input", "Give it an input.", _OPENAI, "fails"),
    Rule("input-empty", "A text to embed is empty", "Write a text.", _OPENAI, "fails"),
    Rule(
        "input-shape",
        "The input is neither a text nor a list that the endpoint accepts",
        "Write a text.",
        _OPENAI,
        "fails",
    ),
    Rule(
        "input-too-many",
        "Too many texts in one embeddings request",
        "Send them in several requests.",
        "OpenAI's API reference (2,048 texts a request), checked in November 2026",
        "fails",
        except_at("risky", "Parasail", "Groq", "Together", "Other") | except_at(None, "vLLM"),
    ),
)

_SETTINGS = (
    Rule(
        "stream",
        "A request asks for a stream",
        "Remove stream and stream_options: a batch cannot be streamed.",
        "Parasail's batch file format documentation; vLLM's and SGLang's source, checked in November 2026",
        "fails",
    ),
    Rule(
        "max-tokens-name",
        "The model expects max_completion_tokens instead of max_tokens",
        "Rename the field.",
        f"\"Use 'max_completion_tokens' instead\": {_ERROR_FILES}",
        "fails",
        except_at("risky", "Azure OpenAI") | except_at(None, *_LENIENT),
    ),
    Rule(
        "reasoning-sampling",
        "Reasoning models do not accept this setting",
        "Remove it.",
        "OpenAI's guide to reasoning models (only the default), checked in November 2026",
        "risky",
        except_at(None, *_LENIENT),
    ),
    Rule(
        "format-bare",
        "response_format is a bare JSON schema",
        'Put it in {"type": "json_schema", "json_schema": {"name": ..., "schema": ...}}.',
        f"\"Supported values are: 'json_object', 'json_schema', and 'text'\": {_ERROR_FILES}",
        "fails",
    ),
    Rule(
        "format-shape",
        "The answer format is not in the form that the endpoint expects",
        "Write it as the API reference does.",
        _OPENAI,
        "fails",
        except_at("risky", *_LENIENT),
    ),
    Rule(
        "json-word",
        'The request asks for a JSON object, but no message contains the word "JSON"',
        'Add the word "JSON" to a message.',
        f"\"'messages' must contain the word 'json'\": {_ERROR_FILES}",
        "fails",
        except_at("risky", "Groq", "Together", "DeepInfra", "Other")
        | except_at("advice", "Parasail")
        | except_at(None, "vLLM"),
    ),
    Rule(
        "schema-not-strict",
        "A strict schema is not strict",
        "Close its objects and require all properties, or set strict to false.",
        "OpenAI's guide to structured outputs, checked in November 2026",
        "fails",
        except_at("risky", "Groq", "Together", "DeepInfra", "Other")
        | except_at("advice", "Parasail")
        | except_at(None, "vLLM"),
    ),
    Rule(
        "setting-type",
        "A setting has the wrong type",
        "Write it as the API reference does.",
        _OPENAI,
        "fails",
        except_at("risky", *_LENIENT),
    ),
    Rule(
        "setting-range",
        "A setting is out of range",
        "Choose an allowed value.",
        f"{_OPENAI}; {_VLLM}",
        "fails",
        except_at("risky", *_LENIENT),
    ),
    Rule(
        "float-vectors",
        "A request asks for vectors as decimal numbers",
        "Ask for base64: the same numbers in about a quarter of the bytes.",
        "Parasail's batch documentation, checked in November 2026",
        "advice",
    ),
    Rule(
        "field-unknown",
        "A body has an unknown field",
        "Correct its name, or remove it if in doubt.",
        f"{_OPENAI}; {_VLLM}",
        "advice",
    ),
)

BODY_RULES = (*_MESSAGES, *_SETTINGS)

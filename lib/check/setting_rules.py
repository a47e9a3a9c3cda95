"""The rules about a request's settings: its model, its fields, its answer format, its tools."""

from lib.check.rule import Rule, except_at
from lib.providers import PROVIDERS
from lib.providers.catalog import LENIENT

_OPENAI = "OpenAI's API reference, checked in November 2026"
_ERROR_FILES = "Error files of real batches at OpenAI"
_VLLM = "vLLM's source, which many providers build on, checked in November 2026"
_LENIENT = (*LENIENT, "Mistral")
"""Providers whose models may take other settings than OpenAI's."""

_STRICT = [provider.name for provider in PROVIDERS.values() if provider.rejects_unknown_fields]
_MODELS = "OpenAI's guides to its models and the errors of its API (see lib.providers.models), checked in November 2026"

SETTING_RULES = (
    Rule(
        "stream",
        "A request asks for its answer piece by piece (stream)",
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
        except_at("risky", "Groq", "Together", "Mistral", "Fireworks", "DeepInfra", "Other")
        | except_at("advice", "Parasail")
        | except_at(None, "vLLM"),
    ),
    Rule(
        "schema-not-strict",
        "A strict schema is not strict",
        "Close its objects and require all properties, or set strict to false.",
        "OpenAI's guide to structured outputs, checked in November 2026",
        "fails",
        except_at("risky", "Groq", "Together", "Mistral", "Fireworks", "DeepInfra", "Other")
        | except_at("advice", "Parasail")
        | except_at(None, "vLLM"),
    ),
    Rule(
        "setting-type",
        "A setting has the wrong type",
        "Write it as the API reference does.",
        _OPENAI,
        "fails",
        except_at("risky", *_LENIENT) | except_at("fails", "Groq"),
    ),
    Rule(
        "setting-range",
        "A setting is out of range",
        "Choose an allowed value.",
        f"{_OPENAI}; {_VLLM}; Mistral's OpenAPI description; Fireworks' Python library",
        "fails",
        except_at("risky", *_LENIENT) | except_at("fails", "Groq", "Mistral", "Fireworks"),
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
        "Correct its name, or remove it.",
        '"Unrecognized request argument supplied": errors of the API, as users quote them on GitHub; the types of each '
        "provider's Python library, checked in November 2026",
        "advice",
        except_at("fails", *_STRICT),
    ),
    Rule(
        "model-name",
        "The model's name has spaces",
        "Write it as the provider does, without spaces.",
        _OPENAI,
        "fails",
    ),
    Rule(
        "model-unknown",
        "Batchdesk does not know the model",
        "Check its name. Batchdesk cannot check the settings against it.",
        _MODELS,
        "advice",
        except_at(None, "Azure OpenAI", *_LENIENT),
    ),
    Rule(
        "model-shutdown",
        "The provider has shut down the model",
        "Choose another model.",
        "The announced dates in OpenAI's Python library 3.54.0, OpenAI's and Groq's pages of deprecations, checked in "
        "November 2026",
        "risky",
        except_at(None, "Azure OpenAI"),
    ),
    Rule(
        "model-endpoint",
        "The model does not answer at this endpoint",
        "Choose another model, or another endpoint.",
        _MODELS,
        "fails",
        except_at("risky", "Azure OpenAI"),
    ),
    Rule(
        "model-setting",
        "The model does not accept a setting",
        "Remove the setting, or choose another model.",
        _MODELS,
        "fails",
        except_at("risky", "Azure OpenAI"),
    ),
    Rule(
        "model-doubt",
        "The model may not accept a setting",
        "Remove the setting if in doubt.",
        _MODELS,
        "risky",
    ),
    Rule(
        "setting-pair",
        "Two settings do not go together",
        "Remove one of them, or add what it needs.",
        f"{_OPENAI}; {_VLLM}",
        "fails",
        except_at("risky", *_LENIENT) | except_at("fails", "Groq"),
    ),
    Rule(
        "setting-pair-doubt",
        "A setting may need another one",
        "Add the other setting, or remove this one.",
        "\"The 'metadata' parameter is only allowed when 'store' is enabled\": errors of the API, quoted on GitHub",
        "risky",
        except_at(None, *_LENIENT),
    ),
    Rule(
        "setting-null",
        "A setting is null",
        "Remove it.",
        "The types of the Python libraries of OpenAI, Groq, Together and Fireworks, checked in November 2026",
        "risky",
        except_at(None, "Parasail", "DeepInfra", "vLLM", "Other"),
    ),
    Rule(
        "functions",
        "A request uses functions, the old form of tools",
        "Write them as tools. New models and many providers only accept tools.",
        _OPENAI,
        "advice",
    ),
    Rule(
        "tool-shape",
        "A tool is not in the form that the endpoint expects",
        "Write it as the API reference does.",
        _OPENAI,
        "fails",
        except_at("risky", *_LENIENT) | except_at("fails", "Groq"),
    ),
    Rule(
        "field-unsupported",
        "The provider does not support a field",
        "Remove the field.",
        "Groq's page on OpenAI compatibility, checked in November 2026",
        "fails",
    ),
    Rule(
        "field-unused",
        "The provider may not use a field",
        "Remove the field if in doubt.",
        "The types of Groq's Python library (not supported by its models); errors of Mistral's API, quoted on GitHub, "
        "checked in November 2026",
        "risky",
        except_at("advice", "Other"),
    ),
)

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
        "A request asks for its answer piece by piece (`stream`)",
        "Remove `stream` and `stream_options`: a batch gives whole answers.",
        "Parasail's batch file format documentation; vLLM's and SGLang's source, checked in November 2026",
        "fails",
    ),
    Rule(
        "max-tokens-name",
        "The model has another name for the longest answer (`max_completion_tokens`)",
        "Rename the field.",
        f"\"Use 'max_completion_tokens' instead\": {_ERROR_FILES}",
        "fails",
        except_at("risky", "Azure OpenAI") | except_at(None, *_LENIENT),
    ),
    Rule(
        "format-bare",
        "The form of the answer is described without what belongs around it (`response_format`)",
        'Put it in `{"type": "json_schema", "json_schema": {"name": ..., "schema": ...}}`.',
        f"\"Supported values are: 'json_object', 'json_schema', and 'text'\": {_ERROR_FILES}",
        "fails",
    ),
    Rule(
        "format-shape",
        "The form of the answer is not described as the provider expects (`response_format`)",
        "Write it as the provider's documentation does.",
        _OPENAI,
        "fails",
        except_at("risky", *_LENIENT),
    ),
    Rule(
        "json-word",
        'A request wants its answer as JSON, but no message contains the word "JSON"',
        'Add the word "JSON" to a message.',
        f"\"'messages' must contain the word 'json'\": {_ERROR_FILES}",
        "fails",
        except_at("risky", "Groq", "Together", "Mistral", "Fireworks", "DeepInfra", "Other")
        | except_at("advice", "Parasail")
        | except_at(None, "vLLM"),
    ),
    Rule(
        "schema-not-strict",
        "The form of the answer is not exact enough (`strict`)",
        "Name all fields under `required`, and set `additionalProperties` to `false`. Or set `strict` to `false`.",
        "OpenAI's guide to structured outputs, checked in November 2026",
        "fails",
        except_at("risky", "Groq", "Together", "Mistral", "Fireworks", "DeepInfra", "Other")
        | except_at("advice", "Parasail")
        | except_at(None, "vLLM"),
    ),
    Rule(
        "setting-type",
        "A setting has the wrong kind of value, such as a number in quotes",
        "Write it as the provider's documentation does.",
        _OPENAI,
        "fails",
        except_at("risky", *_LENIENT) | except_at("fails", "Groq"),
    ),
    Rule(
        "setting-range",
        "The value of a setting is not allowed",
        "Choose an allowed value.",
        f"{_OPENAI}; {_VLLM}; Mistral's OpenAPI description; Fireworks' Python library",
        "fails",
        except_at("risky", *_LENIENT) | except_at("fails", "Groq", "Mistral", "Fireworks"),
    ),
    Rule(
        "float-vectors",
        "The answers will be larger than they need to be (`encoding_format`)",
        "Ask for `base64`: the same numbers in about a quarter of the size.",
        "Parasail's batch documentation, checked in November 2026",
        "advice",
    ),
    Rule(
        "field-unknown",
        "A request has an unknown setting",
        "Correct its name, or remove it.",
        '"Unrecognized request argument supplied": errors of the API, as users quote them on GitHub; the types of each '
        "provider's Python library, checked in November 2026",
        "advice",
        except_at("fails", *_STRICT),
    ),
    Rule(
        "model-name",
        "The name of the model has spaces (`model`)",
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
        "The model does not do this kind of task (`model`, `url`)",
        "Choose another model, or another kind of task.",
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
        "A setting has no value (`null`)",
        "Remove it: the provider then uses its default.",
        "The types of the Python libraries of OpenAI, Groq, Together and Fireworks, checked in November 2026",
        "risky",
        except_at(None, "Parasail", "DeepInfra", "vLLM", "Other"),
    ),
    Rule(
        "functions",
        "A request describes its tools in an old form (`functions`)",
        "Write them as `tools`. New models and many providers accept nothing else.",
        _OPENAI,
        "advice",
    ),
    Rule(
        "tool-shape",
        "A tool is not described as the provider expects (`tools`)",
        "Write it as the provider's documentation does.",
        _OPENAI,
        "fails",
        except_at("risky", *_LENIENT) | except_at("fails", "Groq"),
    ),
    Rule(
        "field-unsupported",
        "The provider does not support a setting",
        "Remove it.",
        "Groq's page on OpenAI compatibility, checked in November 2026",
        "fails",
    ),
    Rule(
        "field-unused",
        "The provider may ignore or reject a setting",
        "Remove it if in doubt.",
        "The types of Groq's Python library (not supported by its models); errors of Mistral's API, quoted on GitHub, "
        "checked in November 2026",
        "risky",
        except_at("advice", "Other"),
    ),
)

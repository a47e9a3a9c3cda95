"""The fields of a request's body by provider and endpoint: their types, their ranges, their allowed values.

Sources, all checked in November 2026: the types of the Python packages `openai` 3.54.0, `groq` 1.7.0 and `together`
3.1.1 (the tests hold these tables against them), vLLM's request classes, and each provider's API reference.
"""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from lib.providers.field import INFINITE, Field
from lib.providers.provider import CHAT, COMPLETIONS, EMBEDDINGS, RESPONSES

Fields = dict[str, Field]

_TEXT, _FLAG, _LIST, _OBJECT, _ANY = Field("string"), Field("boolean"), Field("list"), Field("object"), Field()
_TOKENS = Field("integer", 1)
_PENALTY = Field("number", -2, 2)
_COUNT = Field("integer", 0)


def _one_of(*values: str) -> Field:
    return Field("choice", values=values)


def _needed(field: Field) -> Field:
    """The field where the provider does not take null for its default."""
    return replace(field, nullable=False)


MOST_STOPS = 4
"""Most stop sequences of a request."""

EFFORTS = ("none", "minimal", "low", "medium", "high", "xhigh", "max")
_SHARED: Fields = {
    "model": _ANY,  # checked apart
    "stream": _ANY,  # checked apart
    "stream_options": _ANY,
    "temperature": Field("number", 0, 2),
    "top_p": Field("number", 0, 1),
}
_SAMPLING: Fields = _SHARED | {
    "frequency_penalty": _PENALTY,
    "presence_penalty": _PENALTY,
    "logit_bias": _OBJECT,
    "max_tokens": _TOKENS,
    "n": Field("integer", 1, 128),
    "seed": Field("integer", -(2**63), 2**63 - 1),
    "stop": Field("texts", most=MOST_STOPS),
    "user": _needed(_TEXT),
}
_OPENAI_BOTH: Fields = _SHARED | {
    "metadata": _OBJECT,
    "moderation": _OBJECT,
    "prompt_cache_key": _TEXT,
    "prompt_cache_options": _needed(_OBJECT),
    "prompt_cache_retention": _one_of("in_memory", "24h"),
    "safety_identifier": _TEXT,
    "store": _FLAG,
    "tool_choice": _needed(_ANY),
    "tools": _needed(_LIST),
    "top_logprobs": Field("integer", 0, 20),
    "user": _needed(_TEXT),
}
_OPENAI: Mapping[str, Fields] = {
    CHAT: _SAMPLING
    | _OPENAI_BOTH
    | {
        "messages": _ANY,  # checked apart
        "audio": _OBJECT,
        "function_call": _needed(_ANY),
        "functions": _needed(_LIST),
        "logprobs": _FLAG,
        "max_completion_tokens": _TOKENS,
        "modalities": _LIST,
        "parallel_tool_calls": _needed(_FLAG),
        "prediction": _OBJECT,
        "reasoning_effort": _one_of(*EFFORTS),
        "response_format": _needed(_ANY),  # checked apart
        "service_tier": _one_of("auto", "default", "flex", "scale", "priority", "fast"),
        "verbosity": _one_of("low", "medium", "high"),
        "web_search_options": _needed(_OBJECT),
    },
    RESPONSES: _OPENAI_BOTH
    | {
        "input": _ANY,  # checked apart
        "instructions": _TEXT,
        "access_programs": _needed(_OBJECT),
        "background": _FLAG,
        "background_options": _needed(_OBJECT),
        "context_management": _LIST,
        "conversation": _ANY,
        "image": _needed(_OBJECT),
        "include": _LIST,
        "max_output_tokens": _TOKENS,
        "max_tool_calls": _COUNT,
        "parallel_tool_calls": _FLAG,
        "previous_response_id": _TEXT,
        "prompt": _OBJECT,
        "reasoning": _OBJECT,
        "service_tier": _one_of("auto", "default", "flex", "scale", "priority", "fast", "ultrafast"),
        "text": _needed(_OBJECT),
        "truncation": _one_of("auto", "disabled"),
    },
    COMPLETIONS: _SAMPLING
    | {
        "prompt": _ANY,  # checked apart
        "best_of": Field("integer", 0, 20),
        "echo": _FLAG,
        "logprobs": Field("integer", 0, 5),
        "suffix": _TEXT,
    },
    EMBEDDINGS: {
        "model": _ANY,
        "input": _ANY,  # checked apart
        "dimensions": _needed(_TOKENS),
        "encoding_format": _needed(_one_of("float", "base64")),
        "user": _needed(_TEXT),
    },
}

_AZURE_MORE: Fields = {"data_sources": _LIST, "user_security_context": _OBJECT}
"""Fields that Azure OpenAI has beside OpenAI's (its REST reference)."""

_VLLM_NAMES = (
    *("add_generation_prompt", "add_special_tokens", "allowed_token_ids", "bad_words", "best_of", "cache_salt"),
    *("chat_template", "chat_template_kwargs", "continue_final_message", "documents", "early_stopping", "echo"),
    *("enable_thinking", "guided_choice", "guided_decoding_backend", "guided_grammar", "guided_json"),
    *("guided_regex", "guided_whitespace_pattern", "ignore_eos", "include_reasoning", "include_stop_str_in_output"),
    *("kv_transfer_params", "length_penalty", "logits_processors", "mm_processor_kwargs", "priority"),
    *("prompt_logprobs", "reasoning", "reasoning_format", "request_id", "return_token_ids"),
    *("return_tokens_as_token_ids", "safe_prompt", "safety_model", "skip_special_tokens"),
    *("spaces_between_special_tokens", "stop_token_ids", "structural_tag", "structured_outputs", "thinking"),
    *("truncate_prompt_tokens", "use_beam_search", "vllm_xargs", "top_logprobs", "max_completion_tokens"),
    *("messages", "input_type", "embed_dtype", "additional_data", "citation_options", "search_settings"),
    *("context_length_exceeded_behavior", "random_seed", "do_sample", "prompt_mode", "response_format", "instruction"),
    *("prompt_truncate_len", "perf_metrics_in_response", "min_tokens", "min_p", "top_k", "repetition_penalty"),
)
_OPEN_MORE: Fields = dict.fromkeys(_VLLM_NAMES, _ANY) | {
    "min_tokens": _COUNT,
    "min_p": Field("number", 0, 1),
    "top_k": Field("integer", -1),
    "repetition_penalty": Field("number", 0, INFINITE),
}
"""Fields of vLLM and of the providers that build on it. They ignore a field that they do not know."""

_NO, _UNUSED = Field(support="no"), Field(support="doubtful")
_GROQ: Fields = {name: _OPENAI[CHAT][name] for name in _SAMPLING.keys() - {"logit_bias"}} | {
    "messages": _ANY,
    "citation_options": _one_of("enabled", "disabled"),
    "compound_custom": _OBJECT,
    "disable_tool_validation": _needed(_FLAG),
    "documents": _LIST,
    "exclude_domains": _LIST,
    "frequency_penalty": _UNUSED,
    "function_call": _ANY,
    "functions": _LIST,
    "include_domains": _LIST,
    "include_reasoning": _FLAG,
    "logit_bias": _NO,
    "logprobs": _NO,
    "max_completion_tokens": _TOKENS,
    "metadata": _UNUSED,
    "n": Field("integer", 1, 1),
    "parallel_tool_calls": _FLAG,
    "presence_penalty": _UNUSED,
    "reasoning_effort": _one_of("none", "default", "low", "medium", "high"),
    "reasoning_format": _one_of("hidden", "raw", "parsed"),
    "response_format": _ANY,
    "search_settings": _OBJECT,
    "service_tier": _one_of("auto", "on_demand", "flex", "performance"),
    "store": _UNUSED,
    "tool_choice": _ANY,
    "tools": _LIST,
    "top_logprobs": _NO,
    "user": _TEXT,
}
"""Groq's fields, and those that it answers with 400 (its page "OpenAI compatibility")."""

_TOGETHER: Fields = {name: _SAMPLING[name] for name in _SAMPLING.keys() - {"user"}} | {
    "messages": _ANY,
    "chat_template_kwargs": _ANY,
    "compliance": _one_of("hipaa"),
    "context_length_exceeded_behavior": _one_of("truncate", "error"),
    "echo": _FLAG,
    "function_call": _ANY,
    "logprobs": Field("integer", 0, 20),
    "min_p": Field("number", 0, 1),
    "reasoning": _OBJECT,
    "reasoning_effort": _one_of("low", "medium", "high"),
    "repetition_penalty": Field("number"),
    "response_format": _ANY,
    "safety_model": _TEXT,
    "tool_choice": _ANY,
    "tools": _LIST,
    "top_k": Field("integer"),
}
"""Together's fields. Its `logprobs` is the number of likely tokens, and it has no `top_logprobs`."""

_OTHER: Fields = _OPEN_MORE | _OPENAI[CHAT] | {"seed": _UNUSED, "max_completion_tokens": _UNUSED}
"""Any server's fields. Some, such as Mistral's, answer 422 to these two (issues on GitHub)."""

_OWN: Mapping[tuple[str, str], Fields] = {("Groq", CHAT): _GROQ, ("Together", CHAT): _TOGETHER, ("Other", CHAT): _OTHER}


def _all_fields() -> Mapping[tuple[str, str], Fields]:
    """The fields of every endpoint at the providers that have OpenAI's."""
    tables: dict[tuple[str, str], Fields] = {("OpenAI", endpoint): fields for endpoint, fields in _OPENAI.items()}
    for endpoint, fields in _OPENAI.items():
        tables["Azure OpenAI", endpoint] = fields | (_AZURE_MORE if endpoint == CHAT else {})
        tables["", endpoint] = _OPEN_MORE | fields
    return tables


_TABLES = _all_fields()


def fields_of(endpoint: str | None, provider: str) -> Fields | None:
    """The fields of an endpoint's body at a provider; None for an endpoint whose fields are not listed.

    >>> fields_of(CHAT, "Groq")["n"].expected, fields_of(CHAT, "vLLM")["n"].expected
    ('1', 'a whole number from 1 to 128')
    """
    key = provider, endpoint or ""
    return _OWN.get(key) or _TABLES.get(key) or _TABLES.get(("", key[1]))


DEFAULTS: Mapping[str, Any] = MappingProxyType(
    {
        "temperature": 1,
        "top_p": 1,
        "frequency_penalty": 0,
        "presence_penalty": 0,
        "logprobs": False,
        "n": 1,
        "store": False,
        "verbosity": "medium",
        "logit_bias": {},
    }
)
"""The values that change nothing where a provider or a model does not have the field."""

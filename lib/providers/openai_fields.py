"""The fields of a request's body at OpenAI, by endpoint, and the kinds of fields that other providers share.

Source: the types of the Python package `openai` 3.54.0 (the tests hold these tables against them) and OpenAI's API
reference, checked in November 2026.
"""

from collections.abc import Mapping
from dataclasses import replace

from lib.providers.field import Field, Fields
from lib.providers.provider import CHAT, COMPLETIONS, EMBEDDINGS, RESPONSES

TEXT, FLAG, LIST, OBJECT, ANY = Field("string"), Field("boolean"), Field("list"), Field("object"), Field()
TOKENS = Field("integer", 1)
PENALTY = Field("number", -2, 2)
COUNT = Field("integer", 0)


def one_of(*values: str) -> Field:
    return Field("choice", values=values)


def needed(field: Field) -> Field:
    """The field where the provider does not take null for its default."""
    return replace(field, nullable=False)


EFFORTS = ("none", "minimal", "low", "medium", "high", "xhigh", "max")
_SHARED: Fields = {
    "model": ANY,  # checked apart
    "stream": ANY,  # checked apart
    "stream_options": ANY,
    "temperature": Field("number", 0, 2),
    "top_p": Field("number", 0, 1),
}
SAMPLING: Fields = _SHARED | {
    "frequency_penalty": PENALTY,
    "presence_penalty": PENALTY,
    "logit_bias": OBJECT,
    "max_tokens": TOKENS,
    "n": Field("integer", 1, 128),
    "seed": Field("integer", -(2**63), 2**63 - 1),
    "stop": Field("texts", most=4),
    "user": needed(TEXT),
}
_OPENAI_BOTH: Fields = _SHARED | {
    "metadata": OBJECT,
    "moderation": Field("object", keys=("model",)),
    "prompt_cache_key": TEXT,
    "prompt_cache_options": needed(OBJECT),
    "prompt_cache_retention": one_of("in_memory", "24h"),
    "safety_identifier": TEXT,
    "store": FLAG,
    "tool_choice": needed(ANY),
    "tools": needed(LIST),
    "top_logprobs": Field("integer", 0, 20),
    "user": needed(TEXT),
}
_INCLUDED = (
    *("file_search_call.results", "web_search_call.results", "web_search_call.action.sources"),
    *("message.input_image.image_url", "message.output_text.logprobs", "computer_call_output.output.image_url"),
    *("code_interpreter_call.outputs", "reasoning.encrypted_content"),
)
OPENAI: Mapping[str, Fields] = {
    CHAT: SAMPLING
    | _OPENAI_BOTH
    | {
        "messages": ANY,  # checked apart
        "audio": Field("object", keys=("format", "voice")),
        "function_call": needed(ANY),
        "functions": needed(LIST),
        "logprobs": FLAG,
        "max_completion_tokens": TOKENS,
        "modalities": Field("list of texts", values=("text", "audio")),
        "parallel_tool_calls": needed(FLAG),
        "prediction": Field("object", keys=("type", "content")),
        "reasoning_effort": one_of(*EFFORTS),
        "response_format": needed(ANY),  # checked apart
        "service_tier": one_of("auto", "default", "flex", "scale", "priority", "fast"),
        "verbosity": one_of("low", "medium", "high"),
        "web_search_options": needed(OBJECT),
    },
    RESPONSES: _OPENAI_BOTH
    | {
        "input": ANY,  # checked apart
        "instructions": TEXT,
        "access_programs": needed(OBJECT),
        "background": FLAG,
        "background_options": needed(OBJECT),
        "context_management": LIST,
        "conversation": ANY,
        "image": needed(OBJECT),
        "include": Field("list of texts", values=_INCLUDED),
        "max_output_tokens": TOKENS,
        "max_tool_calls": COUNT,
        "parallel_tool_calls": FLAG,
        "previous_response_id": TEXT,
        "prompt": OBJECT,
        "reasoning": OBJECT,
        "service_tier": one_of("auto", "default", "flex", "scale", "priority", "fast", "ultrafast"),
        "text": needed(OBJECT),
        "truncation": one_of("auto", "disabled"),
    },
    COMPLETIONS: SAMPLING
    | {
        "prompt": ANY,  # checked apart
        "best_of": Field("integer", 0, 20),
        "echo": FLAG,
        "logprobs": Field("integer", 0, 5),
        "max_tokens": COUNT,  # none, for the log probabilities of an echoed prompt
        "suffix": TEXT,
    },
    EMBEDDINGS: {
        "model": ANY,
        "input": ANY,  # checked apart
        "dimensions": needed(TOKENS),
        "encoding_format": needed(one_of("float", "base64")),
        "user": needed(TEXT),
    },
}

"""The fields of a request's body by endpoint, and the numbers that they take.

Source: OpenAI's API reference for each endpoint; vLLM's request classes and the further fields of providers
built on it. All checked in November 2026. The list is not complete, so an unknown field only leads to advice.
"""

from collections.abc import Mapping
from typing import NamedTuple

from lib.providers.provider import CHAT, COMPLETIONS, EMBEDDINGS, RESPONSES


class NumberRange(NamedTuple):
    """The numbers that a field takes."""

    least: float
    most: float
    whole: bool = False

    def __contains__(self, number: object) -> bool:
        return isinstance(number, (int, float)) and self.least <= number <= self.most

    def __str__(self) -> str:
        kind = "a whole number" if self.whole else "a number"
        if self.most > 1e9:
            return f"{kind} of at least {self.least:g}"
        return f"{kind} from {self.least:g} to {self.most:g}"


_ANY = float("inf")

FIELD_RANGES: Mapping[str, NumberRange] = {
    "temperature": NumberRange(0, 2),
    "top_p": NumberRange(0, 1),
    "frequency_penalty": NumberRange(-2, 2),
    "presence_penalty": NumberRange(-2, 2),
    "n": NumberRange(1, 128, whole=True),
    "max_tokens": NumberRange(1, _ANY, whole=True),
    "max_completion_tokens": NumberRange(1, _ANY, whole=True),
    "max_output_tokens": NumberRange(1, _ANY, whole=True),
    "top_logprobs": NumberRange(0, 20, whole=True),
    "dimensions": NumberRange(1, _ANY, whole=True),
    "seed": NumberRange(-_ANY, _ANY, whole=True),
}
"""The numbers that a provider takes in a body, by field. A null always means the default."""

SETTING_RANGES: Mapping[str, NumberRange] = {
    "max_tokens": NumberRange(1, 10_000_000, whole=True),
    "temperature": FIELD_RANGES["temperature"],
    "top_p": FIELD_RANGES["top_p"],
    "n": FIELD_RANGES["n"],
    "seed": NumberRange(1 - 2**53, 2**53 - 1, whole=True),
    "frequency_penalty": FIELD_RANGES["frequency_penalty"],
    "presence_penalty": FIELD_RANGES["presence_penalty"],
    "logprobs": FIELD_RANGES["top_logprobs"],
    "dimensions": NumberRange(1, 100_000, whole=True),
}
"""The numbers that a person can set, by setting. OpenAI gives a seed 64 bits; every reader of JSON keeps 53."""

MOST_STOPS = 4
"""Most stop sequences of a request."""

COMPLETION_LOGPROBS = 5
"""Most `logprobs` of the older completions endpoint."""

REASONING_DEFAULTS: Mapping[str, float] = {"temperature": 1, "top_p": 1, "frequency_penalty": 0, "presence_penalty": 0}
"""The only values of these settings that reasoning models take (OpenAI's guide to reasoning models)."""

_SAMPLING = {
    *("frequency_penalty", "logit_bias", "logprobs", "max_tokens", "n", "presence_penalty", "seed", "stop"),
    *("stream", "stream_options", "temperature", "top_p", "user"),
}
_OPENAI_FIELDS: Mapping[str, set[str]] = {
    CHAT: _SAMPLING
    | {
        *("messages", "model", "audio", "function_call", "functions", "max_completion_tokens", "metadata"),
        *("modalities", "parallel_tool_calls", "prediction", "prompt_cache_key", "prompt_cache_retention"),
        *("reasoning_effort", "response_format", "safety_identifier", "service_tier", "store", "tool_choice", "tools"),
        *("top_logprobs", "verbosity", "web_search_options"),
    },
    RESPONSES: {
        *("background", "context_management", "conversation", "include", "input", "instructions", "max_output_tokens"),
        *("max_tool_calls", "metadata", "model", "parallel_tool_calls", "previous_response_id", "prompt"),
        *("prompt_cache_key", "prompt_cache_retention", "reasoning", "safety_identifier", "service_tier", "store"),
        *("stream", "stream_options", "temperature", "text", "tool_choice", "tools", "top_logprobs", "top_p"),
        *("truncation", "user"),
    },
    COMPLETIONS: _SAMPLING | {"model", "prompt", "best_of", "echo", "suffix"},
    EMBEDDINGS: {"model", "input", "dimensions", "encoding_format", "user"},
}
_OTHER_FIELDS = {
    *("add_generation_prompt", "add_special_tokens", "allowed_token_ids", "bad_words", "best_of", "cache_salt"),
    *("chat_template", "chat_template_kwargs", "continue_final_message", "documents", "echo", "early_stopping"),
    *("enable_thinking", "guided_choice", "guided_decoding_backend", "guided_grammar", "guided_json"),
    *("guided_regex", "guided_whitespace_pattern", "ignore_eos", "include_reasoning", "include_stop_str_in_output"),
    *("kv_transfer_params", "length_penalty", "logits_processors", "min_p", "min_tokens", "mm_processor_kwargs"),
    *("priority", "prompt_logprobs", "reasoning", "reasoning_format", "repetition_penalty", "request_id"),
    *("return_token_ids", "return_tokens_as_token_ids", "safe_prompt", "safety_model", "skip_special_tokens"),
    *("spaces_between_special_tokens", "stop_token_ids", "structural_tag", "structured_outputs", "thinking", "top_k"),
    *("truncate_prompt_tokens", "use_beam_search", "vllm_xargs", "top_logprobs", "max_completion_tokens", "messages"),
    *("input_type", "embed_dtype", "additional_data", "data_sources", "citation_options", "search_settings"),
    *("context_length_exceeded_behavior", "random_seed", "do_sample", "prompt_mode", "response_format", "instruction"),
}


def known_fields(endpoint: str | None, provider: str) -> set[str] | None:
    """The fields of an endpoint's body at a provider; None for an endpoint whose fields are not listed."""
    fields = _OPENAI_FIELDS.get(endpoint or "")
    return fields if fields is None or provider == "OpenAI" else fields | _OTHER_FIELDS

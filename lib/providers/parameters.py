"""The fields that a request's body may have, by endpoint, with the ranges of their values.

Source: OpenAI's API reference for each endpoint; vLLM's request classes and the further fields of providers
built on it. All read in 2026-11. A field that is not here may still be right: it is only advised about.
"""

from collections.abc import Mapping
from typing import NamedTuple

from lib.providers.catalog import CHAT, COMPLETIONS, EMBEDDINGS, RESPONSES


class Range(NamedTuple):
    """What a number may be."""

    least: float
    most: float
    whole: bool = False

    def __str__(self) -> str:
        kind = "a whole number" if self.whole else "a number"
        return (
            f"{kind} of at least {self.least:g}" if self.most > 1e9 else f"{kind} from {self.least:g} to {self.most:g}"
        )


_ANY = float("inf")

RANGES: Mapping[str, Range] = {
    "temperature": Range(0, 2),
    "top_p": Range(0, 1),
    "frequency_penalty": Range(-2, 2),
    "presence_penalty": Range(-2, 2),
    "n": Range(1, 128, whole=True),
    "max_tokens": Range(1, _ANY, whole=True),
    "max_completion_tokens": Range(1, _ANY, whole=True),
    "max_output_tokens": Range(1, _ANY, whole=True),
    "top_logprobs": Range(0, 20, whole=True),
    "dimensions": Range(1, _ANY, whole=True),
    "seed": Range(-_ANY, _ANY, whole=True),
}
"""The numbers; null stands for the default everywhere."""

REASONING_DEFAULTS: Mapping[str, float] = {"temperature": 1, "top_p": 1, "frequency_penalty": 0, "presence_penalty": 0}
"""What reasoning models take of these settings (OpenAI's guide to reasoning models)."""

_SAMPLING = {
    *("frequency_penalty", "logit_bias", "logprobs", "max_tokens", "n", "presence_penalty", "seed", "stop"),
    *("stream", "stream_options", "temperature", "top_p", "user"),
}
_OF_OPENAI: Mapping[str, set[str]] = {
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
_OF_OTHERS = {
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
    """The fields of an endpoint's body at a provider; None where they are not known."""
    own = _OF_OPENAI.get(endpoint or "")
    return own if own is None or provider == "OpenAI" else own | _OF_OTHERS

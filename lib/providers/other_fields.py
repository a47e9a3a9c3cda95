"""The fields of a request's body at the providers that do not have exactly OpenAI's.

Sources, all checked in November 2026: the types of the Python packages `groq` 1.7.0 (the tests hold its table against
them), `together` 3.1.1, `mistralai` 3.7.0 and `fireworks-ai` 1.2.30, Mistral's published OpenAPI description, vLLM's
request classes, and each provider's API reference.
"""

from lib.providers.field import INFINITE, Field, Fields
from lib.providers.openai_fields import (
    ANY,
    COUNT,
    EFFORTS,
    FLAG,
    LIST,
    OBJECT,
    OPENAI,
    PENALTY,
    SAMPLING,
    TEXT,
    TOKENS,
    needed,
    one_of,
)
from lib.providers.provider import CHAT

AZURE_MORE: Fields = {"data_sources": LIST, "user_security_context": OBJECT}
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
OPEN_MORE: Fields = dict.fromkeys(_VLLM_NAMES, ANY) | {
    "min_tokens": COUNT,
    "min_p": Field("number", 0, 1),
    "top_k": Field("integer", -1),
    "repetition_penalty": Field("number", 0, INFINITE),
}
"""Fields of vLLM and of the providers that build on it. They ignore a field that they do not know."""

_NO, _UNUSED = Field(support="no"), Field(support="doubtful")
GROQ: Fields = {name: OPENAI[CHAT][name] for name in SAMPLING.keys() - {"logit_bias"}} | {
    "messages": ANY,
    "citation_options": one_of("enabled", "disabled"),
    "compound_custom": OBJECT,
    "disable_tool_validation": needed(FLAG),
    "documents": LIST,
    "exclude_domains": Field("list of texts"),
    "frequency_penalty": _UNUSED,
    "function_call": ANY,
    "functions": LIST,
    "include_domains": Field("list of texts"),
    "include_reasoning": FLAG,
    "logit_bias": _NO,
    "logprobs": _NO,
    "max_completion_tokens": TOKENS,
    "metadata": _UNUSED,
    "n": Field("integer", 1, 1),
    "parallel_tool_calls": FLAG,
    "presence_penalty": _UNUSED,
    "reasoning_effort": one_of("none", "default", "low", "medium", "high"),
    "reasoning_format": one_of("hidden", "raw", "parsed"),
    "response_format": ANY,
    "search_settings": OBJECT,
    "service_tier": one_of("auto", "on_demand", "flex", "performance"),
    "store": _UNUSED,
    "tool_choice": ANY,
    "tools": LIST,
    "top_logprobs": _NO,
    "user": TEXT,
}
"""Groq's fields, and those that it answers with 400 (its page "OpenAI compatibility")."""

_TOGETHER: Fields = {name: SAMPLING[name] for name in SAMPLING.keys() - {"user"}} | {
    "messages": ANY,
    "chat_template_kwargs": ANY,
    "compliance": one_of("hipaa"),
    "context_length_exceeded_behavior": one_of("truncate", "error"),
    "echo": FLAG,
    "function_call": ANY,
    "logprobs": Field("integer", 0, 20),
    "min_p": Field("number", 0, 1),
    "reasoning": OBJECT,
    "reasoning_effort": one_of("low", "medium", "high"),
    "repetition_penalty": Field("number"),
    "response_format": ANY,
    "safety_model": TEXT,
    "stop": Field("list of texts"),
    "tool_choice": ANY,
    "tools": LIST,
    "top_k": Field("integer"),
}
TOGETHER: Fields = {name: needed(field) for name, field in _TOGETHER.items()}
"""Together's fields. Its `logprobs` is the number of likely tokens, and it has no `top_logprobs`."""

MISTRAL: Fields = {
    "model": ANY,
    "messages": ANY,
    "stream": ANY,
    "frequency_penalty": PENALTY,
    "guardrails": LIST,
    "logprobs": FLAG,
    "max_tokens": COUNT,
    "metadata": OBJECT,
    "min_tokens": COUNT,
    "n": Field("integer", 1),
    "parallel_tool_calls": needed(FLAG),
    "prediction": Field("object", keys=("type", "content"), nullable=False),
    "presence_penalty": PENALTY,
    "prompt_cache_key": TEXT,
    "prompt_logprobs": FLAG,
    "prompt_mode": one_of("reasoning"),
    "random_seed": COUNT,
    "reasoning_effort": one_of(*EFFORTS),
    "repetition_penalty": Field("number"),
    "response_format": needed(ANY),
    "safe_prompt": needed(FLAG),
    "service_tier": one_of("auto", "standard_only"),
    "stop": Field("texts"),
    "temperature": Field("number", 0, 1.5),
    "tool_choice": needed(ANY),
    "tools": LIST,
    "top_k": Field("integer"),
    "top_logprobs": COUNT,
    "top_p": Field("number", 0, 1),
    "top_prompt_logprobs": COUNT,
}
"""Mistral's fields, and its ranges as its OpenAPI description states them. It answers 422 to any other field."""

MISTRAL_EMBEDDINGS: Fields = {
    "model": ANY,
    "input": ANY,
    "encoding_format": needed(one_of("float", "base64")),
    "metadata": OBJECT,
    "output_dimension": TOKENS,
    "output_dtype": needed(one_of("float", "int8", "uint8", "binary", "ubinary")),
}

FIREWORKS: Fields = {name: SAMPLING[name] for name in SAMPLING.keys() - {"seed", "user"}} | {
    "messages": ANY,
    "context_length_exceeded_behavior": needed(one_of("error", "truncate")),
    "echo": FLAG,
    "echo_last": Field("integer"),
    "function_call": ANY,
    "functions": needed(LIST),
    "ignore_eos": needed(FLAG),
    "logprobs": Field("mixed"),  # or the number of tokens
    "max_completion_tokens": TOKENS,
    "metadata": OBJECT,
    "min_p": Field("number", 0, 1),
    "mirostat_lr": Field("number"),
    "mirostat_target": Field("number"),
    "n": needed(SAMPLING["n"]),
    "parallel_tool_calls": FLAG,
    "perf_metrics_in_response": FLAG,
    "prediction": ANY,
    "prompt_cache_isolation_key": TEXT,
    "prompt_cache_key": TEXT,
    "prompt_truncate_len": Field("integer"),
    "raw_output": FLAG,
    "reasoning_effort": Field("mixed", values=("none", "low", "medium", "high")),  # or the most tokens
    "reasoning_history": one_of("disabled", "interleaved", "preserved"),
    "repetition_penalty": Field("number", 0, 2),
    "response_format": ANY,
    "return_token_ids": FLAG,
    "safe_tokenization": FLAG,
    "seed": Field("integer"),
    "service_tier": needed(one_of("auto", "default", "flex", "priority")),
    "speculation": ANY,
    "thinking": Field("object", keys=("type",)),
    "tool_choice": needed(ANY),
    "tools": needed(LIST),
    "top_k": Field("integer", 0, 100),
    "top_logprobs": Field("integer", 0, 5),
    "typical_p": Field("number", 0, 1),
    "user": TEXT,
}
"""Fireworks' fields and ranges, as its Python library states them. It answers 400 to any other field."""

OTHER: Fields = OPEN_MORE | OPENAI[CHAT] | {"seed": _UNUSED, "max_completion_tokens": _UNUSED}
"""Any server's fields. Some, such as Mistral's, answer 422 to these two (issues on GitHub)."""

"""What is known about the models of OpenAI and Groq."""

import inspect
import re
import typing

import pytest
from openai.types import ChatModel
from openai.types.chat import completion_create_params

from lib.providers import EMBEDDINGS, RESPONSES
from lib.providers.models import OPENAI_FAMILIES, family_of

NAMES = typing.get_args(ChatModel)


@pytest.mark.parametrize("name", NAMES)
def test_every_chat_model_of_the_package_is_known(name: str) -> None:
    assert family_of(name) is not None


ANNOUNCED = re.compile(r'((?:"[\w.-]+",?\s+)*"[\w.-]+"):\s+Announced shutdown date:\s+([\d-]+)')


def test_the_dates_of_shutdowns_are_those_of_the_package() -> None:
    """A family may have several dates; ours is that of its newest name."""
    source = inspect.getsource(completion_create_params)
    dates: dict[str, set[str]] = {}
    for names, date in ANNOUNCED.findall(source):
        for name in re.findall(r'"([^"]+)"', names):
            family = family_of(name)
            assert family is not None
            dates.setdefault(family.pattern, set()).add(date)
    for family in OPENAI_FAMILIES:
        if family.pattern in dates:
            assert family.shutdown == max(dates[family.pattern]), family.pattern


@pytest.mark.parametrize(
    ("name", "efforts", "rejects", "accepts"),
    [
        ("gpt-4o-mini", "", "reasoning_effort verbosity", "stop logprobs prediction max_tokens"),
        ("gpt-4.1-2025-04-14", "", "reasoning_effort", "stop logprobs"),
        ("o1", "low medium high", "logprobs max_tokens parallel_tool_calls", "stop"),
        ("o3-2025-04-16", "low medium high", "stop logprobs max_tokens", "tools"),
        ("gpt-5-mini", "minimal low medium high", "stop logprobs max_tokens logit_bias", "verbosity tools"),
        ("gpt-5.1", "none low medium high", "stop max_tokens", "logprobs verbosity"),
        ("gpt-5.4-nano", "none low medium high xhigh", "stop", "logprobs"),
        ("ft:gpt-4o-2024-08-06:acme::abc", "", "reasoning_effort", "stop"),
    ],
)
def test_efforts_and_rejected_fields(name: str, efforts: str, rejects: str, accepts: str) -> None:
    family = family_of(name)
    assert family is not None
    assert family.efforts == tuple(efforts.split())
    assert family.rejects >= set(rejects.split())
    assert family.rejects.isdisjoint(accepts.split())


@pytest.mark.parametrize(
    ("name", "formats"),
    [
        ("gpt-4o-2024-05-13", {"json_object"}),
        ("gpt-4o-2024-08-06", {"json_object", "json_schema"}),
        ("gpt-4o", {"json_object", "json_schema"}),
        ("gpt-4-turbo", {"json_object"}),
        ("gpt-4-0613", set()),
    ],
)
def test_answer_formats(name: str, formats: set[str]) -> None:
    family = family_of(name)
    assert family is not None
    assert set(family.formats) == formats


@pytest.mark.parametrize(("name", "most"), [("small", 1_536), ("large", 3_072)])
def test_vectors_can_be_shortened(name: str, most: int) -> None:
    family = family_of(f"text-embedding-3-{name}")
    assert family is not None
    assert (family.dimensions, family.endpoints) == (most, (EMBEDDINGS,))


def test_some_models_answer_at_one_endpoint() -> None:
    for name in ("o3-pro", "gpt-5-codex", "gpt-5.5-pro", "o4-mini-deep-research"):
        family = family_of(name)
        assert family is not None
        assert family.endpoints == (RESPONSES,)


@pytest.mark.parametrize("name", ["gpt-99", "my-model", "gpt-4o-mini ", "llama-3.1-8b-instant", ""])
def test_other_names_are_not_known(name: str) -> None:
    assert family_of(name) is None


def test_groq_has_its_own_models() -> None:
    small, oss = family_of("llama-3.1-8b-instant", "Groq"), family_of("openai/gpt-oss-20b", "Groq")
    assert small is not None
    assert oss is not None
    assert "json_schema" not in small.formats
    assert oss.efforts == ("low", "medium", "high")


@pytest.mark.parametrize(
    ("provider", "name", "date"),
    [
        ("Groq", "llama-3.3-70b-versatile", "2026-08-16"),
        ("Groq", "qwen/qwen3-32b", "2026-07-17"),
        ("Groq", "qwen/qwen3.6-27b", ""),
        ("Groq", "meta-llama/llama-4-maverick-17b-128e-instruct", "2026-03-09"),
        ("OpenAI", "o1-pro", "2026-10-23"),
        ("OpenAI", "o3-pro", "2026-12-11"),
        ("OpenAI", "gpt-5-pro", "2026-12-11"),
    ],
)
def test_announced_shutdowns(provider: str, name: str, date: str) -> None:
    family = family_of(name, provider)
    assert family is not None
    assert family.shutdown == date

"""The family of tokenizers of a model."""

import pytest

from lib.providers.token_families import ANY, FAMILIES, KINDS, family_of

NAMES = ("OpenAI, since", "OpenAI, before", "Qwen", "Llama 3", "older Mistral", "Claude")

MODELS = [
    ("gpt-4o-mini", 0),
    ("gpt-4.1-nano", 0),
    ("GPT-5-mini", 0),
    ("openai/gpt-oss-120b", 0),
    ("o3-mini", 0),
    ("gpt-4", 1),
    ("gpt-4-turbo", 1),
    ("gpt-35-turbo", 1),
    ("text-embedding-3-small", 1),
    ("Qwen/Qwen2.5-72B-Instruct", 2),
    ("qwen3-32b", 2),
    ("Qwen/Qwen3.6-9B", 3),
    ("meta-llama/Meta-Llama-3-8B-Instruct", 3),
    ("llama-3.1-8b-instant", 3),
    ("deepseek-ai/DeepSeek-V3", 3),
    ("mistralai/Mistral-Nemo-Instruct-2407", 3),
    ("mistralai/Mixtral-8x7B-Instruct-v0.1", 4),
    ("mistralai/Mistral-7B-Instruct-v0.3", 4),
    ("meta-llama/Llama-2-7b-chat-hf", 4),
    ("mistral-small-2603", 3),
    ("mistral-large-2512", 3),
    ("mistral-medium-3-5", 3),
    ("mistral-small-latest", 3),
    ("accounts/fireworks/models/llama-v3p1-8b-instruct", 3),
    ("mistral-large-2407", 4),
    ("codestral-2405", 4),
    ("claude-sonnet-4-5", 5),
]


@pytest.mark.parametrize(("model", "family"), MODELS)
def test_family_of_a_model(model: str, family: int) -> None:
    assert family_of([model]) == FAMILIES[family]
    assert FAMILIES[family].name.startswith(NAMES[family])


@pytest.mark.parametrize(
    "models",
    [[], [""], ["my-deployment"], ["gpt-4o", "my-deployment"], ["meta-llama/Llama-4-Scout"], ["codestral-2508"]],
)
def test_an_unknown_model_has_the_range_of_all(models: list[str]) -> None:
    family = family_of(models)
    assert (family.least, family.most) == (ANY.least, ANY.most)


def test_several_models_have_the_range_of_each() -> None:
    both = family_of(["gpt-4o", "claude-haiku-4-5"])
    for own, other, least, most in zip(FAMILIES[0].least, FAMILIES[5].least, both.least, ANY.least, strict=True):
        assert least == min(own, other) >= most


@pytest.mark.parametrize("family", [*FAMILIES, ANY], ids=lambda family: family.name)
def test_every_kind_has_a_range(family: object) -> None:
    assert len(ANY.least) == len(ANY.most) == len(KINDS)
    assert isinstance(family, type(ANY))
    assert all(0 <= least <= most for least, most in zip(family.least, family.most, strict=True))

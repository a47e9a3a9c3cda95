"""The words of rules and fixes: a reader who knows no JSON understands them, and finds the field in the file."""

import re

import pytest

from lib.check import RULES
from lib.repair import FIXES

TEXTS = {
    **{f"{slug} title": rule.title for slug, rule in RULES.items()},
    **{f"{slug} todo": rule.todo for slug, rule in RULES.items()},
    **{f"{slug} fix": fix.title for slug, fix in FIXES.items()},
    **{f"{slug} note": fix.note for slug, fix in FIXES.items()},
}
TERMS = re.compile(
    r"\b(endpoints?|bod(y|ies)|schemas?|strict|objects?|keys?|members?|envelopes?|urls?|urls|roles?|null|vectors?"
    r"|base64|parameters?|propert(y|ies)|escape|surrogate|parse|\w+_\w+)\b",
    re.IGNORECASE,
)
"""Words that only name a place in the file, and so are written as code."""


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_a_text_of_a_rule_is_plain(text: str) -> None:
    assert text.count("`") % 2 == 0
    assert TERMS.findall("".join(text.split("`")[::2])) == []


@pytest.mark.parametrize(
    "slug", ["stream", "id-duplicate", "url-unknown", "body-missing", "schema-not-strict", "role-unknown"]
)
def test_a_title_names_its_field(slug: str) -> None:
    fields = {"id-duplicate": "custom_id", "url-unknown": "url", "body-missing": "body", "schema-not-strict": "strict"}
    assert f"(`{fields.get(slug, slug.split('-')[0])}`)" in RULES[slug].title

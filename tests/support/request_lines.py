"""Lines of batch input files, valid or with a chosen fault."""

import json
from typing import Any, TypeAlias

Value: TypeAlias = dict[str, Any]

CHAT = "/v1/chat/completions"


def chat(*drop: str, **other: Any) -> Value:
    """The body of a chat request, with other fields or without some."""
    body = {"model": "gpt-4o-mini", "messages": [{"role": "user", "content": "Name a river."}], **other}
    return {key: inner for key, inner in body.items() if key not in drop}


def line(custom_id: Any = "a", *drop: str, **other: Any) -> Value:
    """A request, with other members or without some."""
    value = {"custom_id": custom_id, "method": "POST", "url": CHAT, "body": chat(), **other}
    return {key: inner for key, inner in value.items() if key not in drop}


def embed(custom_id: str = "a", **other: Any) -> Value:
    """A request for embeddings."""
    body = {"model": "text-embedding-3-small", "input": "Sturgeon", **other}
    return line(custom_id, url="/v1/embeddings", body=body)


def respond(custom_id: str = "a", **other: Any) -> Value:
    """A request to the Responses API."""
    return line(custom_id, url="/v1/responses", body={"model": "gpt-4o-mini", "input": "Name a river.", **other})


def written(*values: Any) -> bytes:
    """A file of values as JSON and bytes as they are."""
    lines = (value if isinstance(value, bytes) else json.dumps(value, ensure_ascii=False).encode() for value in values)
    return b"".join(one + b"\n" for one in lines)

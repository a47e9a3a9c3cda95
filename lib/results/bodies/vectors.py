"""Embeddings: vectors of numbers, as lists or as base64 of float32 (little-endian)."""

from base64 import b64decode
from binascii import Error as Base64Error
from collections.abc import Sequence
from string import ascii_letters, digits
from typing import Any

import numpy as np

from lib.json import codec
from lib.results.answer import Answer
from lib.results.bodies.fields import in_place

_ALPHABET = (ascii_letters + digits + "+/").encode()
_FLOAT = 4
"""Bytes of a float32."""


def read_embeddings(value: Any, body: dict[str, Any]) -> Answer | None:
    """The vectors of a body, only described: `3 numbers`, `2 vectors of 3 numbers`."""
    sizes = [_length(item) for item in written_vectors(body)]
    return Answer(described(sizes), vectors=True) if sizes and 0 not in sizes else None


def described(sizes: Sequence[int]) -> str:
    """Vectors of these sizes in words.

    >>> described([1024]), described([3, 3])
    ('1,024 numbers', '2 vectors of 3 numbers')
    """
    each = f"{sizes[0]:,} numbers" if len(set(sizes)) == 1 else "numbers"
    return each if len(sizes) == 1 else f"{len(sizes):,} vectors of {each}"


def how_many(description: str) -> int:
    """How many vectors `described` has in its words.

    >>> how_many("1,024 numbers"), how_many("2,000 vectors of 3 numbers")
    (1, 2000)
    """
    count, _, rest = description.partition(" vectors of ")
    return int(count.replace(",", "")) if rest else 1


def written_vectors(body: Any) -> list[Any]:
    """The vectors of a body as they are written, a list of numbers or base64 each, in the order of `index`.

    None if one is missing: each would stand for another text than its own.

    OpenAI's `data[].embedding`, and what others write: Gemini's `embedding.values`, Cohere's `embeddings`
    (a list of vectors, or one such list under the name of its type).
    """
    if not isinstance(body, dict):
        return []
    if isinstance(data := body.get("data"), list) and data:
        return [_bare(item.get("embedding")) for item in in_place(data)]
    if body.get("embedding") is not None:
        return [_bare(body["embedding"])]
    several = body.get("embeddings")
    if isinstance(several, dict):
        several = several.get("float", several.get("base64"))
    return [_bare(item) for item in several] if isinstance(several, list) else []


def vectors_of(body: Any) -> list[Any]:
    """The vectors of a body for `codec.dumps`; one that cannot be read is empty: the others keep their places."""
    return [_vector(item) for item in written_vectors(body)]


def packed(text: str) -> bytes | None:
    """The bytes of a vector in base64; None if it is no base64, or ends within a number."""
    if len(text) % 4:  # cut off: the decoder would not mind
        return None
    try:
        written = b64decode(text, validate=True)
    except (Base64Error, ValueError):
        return None
    return None if len(written) % _FLOAT else written


def _bare(embedding: Any) -> Any:
    return embedding.get("values", embedding.get("float")) if isinstance(embedding, dict) else embedding


def _length(embedding: Any) -> int:
    """How many numbers a vector has, without decoding it; 0 if it is none, or was cut off within a number."""
    if not isinstance(embedding, str):
        return len(embedding) if isinstance(embedding, list) else 0
    padding = embedding.encode("ascii", "replace").translate(None, _ALPHABET)
    whole = padding in (b"", b"=", b"==") and embedding.endswith(padding.decode())
    numbers, more = divmod(len(embedding) * 3 // 4 - len(padding), _FLOAT)
    return numbers if whole and not more and len(embedding) % 4 == 0 else 0


def _vector(embedding: Any) -> Any:
    if not isinstance(embedding, str):
        return embedding if isinstance(embedding, list) else []
    written = packed(embedding)
    return [] if written is None else codec.vector_json(np.frombuffer(written, dtype="<f4"))

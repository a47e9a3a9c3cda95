"""The vectors of an embedding: lists of numbers, or base64 of float32 (little-endian)."""

from base64 import b64decode
from binascii import Error as Base64Error
from collections.abc import Sequence
from string import ascii_letters, digits
from typing import Any

import numpy as np

from lib.json import codec
from lib.results.answer import Answer
from lib.results.bodies.fields import complete_by_index

FLOAT_BYTES = 4
"""Bytes of a float32."""

_ALPHABET = (ascii_letters + digits + "+/").encode()


def read_embeddings(value: Any, body: dict[str, Any]) -> Answer | None:
    """The vectors of a body as a description: `3 numbers`, `2 vectors of 3 numbers`."""
    lengths = [_length(vector) for vector in raw_vectors(body)]
    return Answer(describe_vectors(lengths), has_vectors=True) if lengths and 0 not in lengths else None


def describe_vectors(lengths: Sequence[int]) -> str:
    """Vectors of these lengths in words.

    >>> describe_vectors([1024]), describe_vectors([3, 3])
    ('1,024 numbers', '2 vectors of 3 numbers')
    """
    each = f"{lengths[0]:,} numbers" if len(set(lengths)) == 1 else "numbers"
    return each if len(lengths) == 1 else f"{len(lengths):,} vectors of {each}"


def vector_count(description: str) -> int:
    """The number of vectors in a text of `describe_vectors`.

    >>> vector_count("1,024 numbers"), vector_count("2,000 vectors of 3 numbers")
    (1, 2000)
    """
    count, _, rest = description.partition(" vectors of ")
    return int(count.replace(",", "")) if rest else 1


def raw_vectors(body: Any) -> list[Any]:
    """The vectors of a body in the order of `index`, each a list of numbers or base64.

    The list is empty if an index is missing: the vectors after it would belong to other texts.

    OpenAI writes `data[].embedding`, Gemini `embedding.values`, Cohere `embeddings` (a list of
    vectors, or an object with such a list for each type).
    """
    if not isinstance(body, dict):
        return []
    if isinstance(data := body.get("data"), list) and data:
        return [_unwrap(item.get("embedding")) for item in complete_by_index(data)]
    if body.get("embedding") is not None:
        return [_unwrap(body["embedding"])]
    several = body.get("embeddings")
    if isinstance(several, dict):
        if isinstance(several.get("values"), list):  # Vertex
            return [several["values"]]
        several = several.get("float", several.get("base64"))
    return [_unwrap(vector) for vector in several] if isinstance(several, list) else []


def json_vectors(body: Any) -> list[Any]:
    """The vectors of a body for `codec.dumps`. An unreadable one is an empty list, so the others keep their index."""
    return [_json_vector(vector) for vector in raw_vectors(body)]


def decode_base64(text: str) -> bytes | None:
    """The bytes of a vector in base64; None if it is not base64, or ends within a number."""
    if len(text) % 4:  # cut off: the decoder would accept it
        return None
    try:
        vector = b64decode(text, validate=True)
    except (Base64Error, ValueError):
        return None
    return None if len(vector) % FLOAT_BYTES else vector


def _unwrap(embedding: Any) -> Any:
    return embedding.get("values", embedding.get("float")) if isinstance(embedding, dict) else embedding


def _length(vector: Any) -> int:
    """How many numbers a vector has, without decoding it; 0 if it is not a vector, or ends within a number."""
    if not isinstance(vector, str):
        return len(vector) if isinstance(vector, list) else 0
    padding = vector.encode("ascii", "replace").translate(None, _ALPHABET)
    is_base64 = padding in (b"", b"=", b"==") and vector.endswith(padding.decode()) and len(vector) % 4 == 0
    numbers, rest = divmod(len(vector) * 3 // 4 - len(padding), FLOAT_BYTES)
    return numbers if is_base64 and not rest else 0


def _json_vector(vector: Any) -> Any:
    if not isinstance(vector, str):
        return vector if isinstance(vector, list) else []
    decoded = decode_base64(vector)
    return [] if decoded is None else codec.vector_json(np.frombuffer(decoded, dtype="<f4"))

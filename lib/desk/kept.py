"""What a person chose and typed on the pages, as JSON and back, each value by its declared type.

A value that nothing declares is not written, and one that is not of its type is not read: a saved
desk comes from anywhere, and no page checks again what it finds in its session.
"""

from collections.abc import Collection, Mapping
from typing import Annotated, Any, NamedTuple

from pydantic import AfterValidator, Field, TypeAdapter, ValidationError

Kept = Mapping[str, Any]
"""The type of each value by its key. A key that ends in `*` stands for all keys that begin as it does."""

NUMBER: Any = Annotated[float, Field(allow_inf_nan=False)] | None
"""A number in a field that may be empty."""


class Restored(NamedTuple):
    """The values that were read, and how many could not be."""

    values: Mapping[str, Any]
    lost: int


class KeptValues:
    """Writes and reads the declared values among those of a session."""

    def __init__(self, *declared: Kept) -> None:
        self._types = {key: kind for kept in declared for key, kind in kept.items()}
        self._starts = sorted((key[:-1] for key in self._types if key.endswith("*")), key=len, reverse=True)
        self._adapters: dict[str, TypeAdapter[Any]] = {}

    def saved(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """The declared values as JSON."""
        adapters = {str(key): self._adapter(str(key)) for key in values}
        return {
            key: adapter.dump_python(values[key], mode="json", warnings="none")
            for key, adapter in adapters.items()
            if adapter
        }

    def restored(self, saved: Mapping[str, Any]) -> Restored:
        """The declared values from JSON."""
        values = {}
        for key, value in saved.items():
            try:
                if adapter := self._adapter(key):
                    values[key] = adapter.validate_python(value)
            except ValidationError:
                continue
        return Restored(values, len(saved) - len(values))

    def _adapter(self, key: str) -> TypeAdapter[Any] | None:
        start = next(filter(key.startswith, self._starts), "")
        declared = key if key in self._types else f"{start}*"
        if declared not in self._types:
            return None
        if declared not in self._adapters:  # made when first used: some take a millisecond
            self._adapters[declared] = TypeAdapter(self._types[declared])
        return self._adapters[declared]


def one_of(options: Collection[Any]) -> Any:
    """The type of a choice among options that are known only when the app runs."""

    def check(value: Any) -> Any:
        if value not in options:
            raise ValueError
        return value

    return Annotated[str | int, AfterValidator(check)]

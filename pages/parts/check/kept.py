"""What a person chose and typed on Check, beside the files and their edited lines."""

from pydantic import NonNegativeInt

from lib.desk import Kept, one_of
from lib.providers import PROVIDERS
from pages.parts.shared.example_files import example_key
from pages.parts.shared.uploads import CHECKED

KEPT: Kept = {
    "check_provider": one_of(PROVIDERS),
    "check_model": str | None,
    "check fix *": bool,
    # The line in sight
    "check line file *": str,
    "check entry *": NonNegativeInt,
    example_key(CHECKED): frozenset[str],
}

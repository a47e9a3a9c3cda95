"""Files that Check repaired, for tests."""

import json
from typing import Any

from lib.check import check_file
from lib.providers import PROVIDERS
from lib.repair import RepairedFile, RepairOptions, repair
from lib.repair.download import write_kept


def repaired(data: bytes, provider: str = "OpenAI", name: str = "batch.jsonl", **options: Any) -> RepairedFile:
    """The file, checked and repaired for a provider."""
    return repair(check_file(data, name, PROVIDERS[provider]), RepairOptions(**options))


def values(file: RepairedFile) -> list[Any]:
    """The requests to send."""
    return [json.loads(line) for line in write_kept(file).decode().splitlines()]

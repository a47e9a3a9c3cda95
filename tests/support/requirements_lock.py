"""The packages and hashes of `.requirements.lock`, and each package's licence.

`python -m tests.support.requirements_lock` writes `.licences.md` from the installed packages. To write the
lock:

    uv pip compile --universal --generate-hashes --python-version 3.11 --no-header \\
        requirements.txt -o .requirements.lock
"""

import re
from importlib.metadata import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
LOCK = ROOT / ".requirements.lock"
LICENCES = ROOT / ".licences.md"

_SYSTEMS = ({"sys_platform": "linux"}, {"sys_platform": "darwin"}, {"sys_platform": "win32"})

_SPDX = {
    "3-Clause BSD License": "BSD-3-Clause",
    "Apache License 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD": "BSD-3-Clause",
    "BSD License": "BSD-3-Clause",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "MIT License": "MIT",
}
"""SPDX expressions for the licence names of packages that have none."""


def pinned(text: str) -> dict[str, Requirement]:
    """The requirements of a file by name, without comments, options and hashes."""
    stated = (line.partition("#")[0].strip(" \\") for line in text.splitlines() if line[:1].isalnum())
    requirements = (Requirement(line) for line in stated)
    return {canonicalize_name(requirement.name): requirement for requirement in requirements}


def locked() -> dict[str, Requirement]:
    """The pins for a desktop or a server; the lock also has some for systems in a browser."""
    return {name: pin for name, pin in pinned(LOCK.read_text()).items() if _on_any_system(pin)}


def hashes() -> dict[str, int]:
    """The number of hashes for each package in the lock."""
    entries = re.split(r"\n(?=\w)", LOCK.read_text())
    return {canonicalize_name(entry.partition("==")[0]): entry.count("--hash=sha256:") for entry in entries}


def _on_any_system(pin: Requirement) -> bool:
    return pin.marker is None or any(pin.marker.evaluate(dict(system)) for system in _SYSTEMS)


def licence(name: str) -> str:
    """An installed package's licence, as an SPDX expression."""
    fields = metadata(name)
    classified = (
        entry.rpartition(" :: ")[2] for entry in fields.get_all("Classifier", []) if entry.startswith("License ::")
    )
    stated = fields["License-Expression"] or next(classified, None) or fields["License"] or ""
    return _SPDX.get(stated, stated)


def licence_table() -> str:
    """The text of `.licences.md`."""
    rows = [f"| {name} | {str(pin.specifier)[2:]} | {licence(name)} |" for name, pin in locked().items()]
    head = ["# Licences of what the app runs on", "", "| package | version | licence |", "|---|---|---|"]
    return "\n".join([*head, *rows, ""])


if __name__ == "__main__":
    LICENCES.write_text(licence_table())

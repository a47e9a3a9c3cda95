"""The supply chain: the lock covers requirements.txt, is hashed, and has free licences only."""

import re
from importlib.metadata import requires, version

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.support.requirements_lock import LICENCES, ROOT, hashes, licence_table, locked, pinned

LOCKED = locked()
INSTALLED = sorted(name for name, pin in LOCKED.items() if pin.marker is None or pin.marker.evaluate())
PERMISSIVE = {
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "CC0-1.0",
    "MIT",
    "MIT-0",
    "MIT-CMU",
    "PSF-2.0",
    "Zlib",
}
WEAK_COPYLEFT = {"MPL-2.0"}
"""Licences that only bind changes to the package's own files, of which there are none here."""


def test_the_lock_has_the_pin_of_every_direct_requirement() -> None:
    direct = pinned((ROOT / "requirements.txt").read_text())
    assert {name: str(pin.specifier) for name, pin in direct.items()} == {
        name: str(LOCKED[name].specifier) for name in direct
    }
    assert all(str(pin.specifier).startswith("==") and "*" not in str(pin.specifier) for pin in LOCKED.values())


def test_every_package_has_a_hash() -> None:
    assert min(hashes().values()) >= 1
    assert set(LOCKED) <= set(hashes())


@pytest.mark.parametrize("name", INSTALLED)
def test_the_installed_package_and_its_dependencies_are_locked(name: str) -> None:
    assert version(name) in LOCKED[name].specifier
    for dependency in map(Requirement, requires(name) or ()):
        if dependency.marker is None or dependency.marker.evaluate({"extra": ""}):
            pin = LOCKED[canonicalize_name(dependency.name)]
            assert dependency.specifier.contains(str(pin.specifier)[2:], prereleases=True)


def test_the_licences_are_listed_and_free() -> None:
    listed = LICENCES.read_text()
    assert listed == licence_table(), "Update it: python -m tests.support.requirements_lock"
    names = {word for row in listed.splitlines()[4:] for word in re.findall(r"[\w.-]+", row.split("|")[3])}
    assert names - {"AND", "OR"} <= PERMISSIVE | WEAK_COPYLEFT

"""The supply chain: the lock is that of requirements.txt, whole, hashed, installed here, and of free licences."""

import re
from importlib.metadata import requires, version

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.support.requirements_lock import LICENCES, ROOT, hashes, licences, locked, pinned

LOCKED = locked()
HERE = sorted(name for name, pin in LOCKED.items() if pin.marker is None or pin.marker.evaluate())
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
"""Binds changes of the package's own files, which nobody makes here."""


def test_every_direct_requirement_is_pinned_and_locked_as_it_is_pinned() -> None:
    direct = pinned((ROOT / "requirements.txt").read_text())
    assert {name: str(pin.specifier) for name, pin in direct.items()} == {
        name: str(LOCKED[name].specifier) for name in direct
    }
    assert all(str(pin.specifier).startswith("==") and "*" not in str(pin.specifier) for pin in LOCKED.values())


def test_every_file_is_known_by_its_hash() -> None:
    assert min(hashes().values()) >= 1
    assert set(LOCKED) <= set(hashes())


@pytest.mark.parametrize("name", HERE)
def test_the_installed_package_is_the_locked_one_with_all_that_it_needs(name: str) -> None:
    assert version(name) in LOCKED[name].specifier
    for needed in map(Requirement, requires(name) or ()):
        if needed.marker is None or needed.marker.evaluate({"extra": ""}):
            pin = LOCKED[canonicalize_name(needed.name)]
            assert needed.specifier.contains(str(pin.specifier)[2:], prereleases=True)


def test_the_licences_are_listed_and_free() -> None:
    listed = LICENCES.read_text()
    assert listed == licences(), "Write it anew: python -m tests.support.requirements_lock"
    named = {word for row in listed.splitlines()[4:] for word in re.findall(r"[\w.-]+", row.split("|")[3])}
    assert named - {"AND", "OR"} <= PERMISSIVE | WEAK_COPYLEFT


def test_the_start_command_installs_the_lock() -> None:
    readme = (ROOT / "README.md").read_text()
    assert readme.count("install --require-hashes -r .requirements.lock") == 2  # one for Windows

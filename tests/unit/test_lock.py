"""The supply chain: the app uses each requirement, and the lock covers them, is hashed, and has free licences only."""

import ast
import re
import sys
from collections.abc import Iterator
from importlib.metadata import packages_distributions, requires, version
from importlib.util import find_spec
from pathlib import Path

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


def imported(*places: Path) -> set[str]:
    """The names of the packages that these files, or the files in these folders, import."""
    files = (file for place in places for file in (place.rglob("*.py") if place.is_dir() else [place]))
    return {name.partition(".")[0] for file in files for name in _imports(ast.parse(file.read_text()))}


def _imports(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module


IMPORTED = imported(ROOT / "app.py", ROOT / "lib", ROOT / "pages")
BY_STREAMLIT = {"authlib": "streamlit.web.server.starlette.starlette_auth_routes"}
"""Packages that Streamlit asks for only where they are used, and its module that does."""


@pytest.mark.parametrize("name", pinned((ROOT / "requirements.txt").read_text()))
def test_every_direct_requirement_is_used(name: str) -> None:
    modules = {module for module, owners in packages_distributions().items() if name in map(canonicalize_name, owners)}
    assert modules, "It is not installed"
    if name in BY_STREAMLIT:
        spec = find_spec(BY_STREAMLIT[name])
        assert spec
        assert spec.origin
        assert modules & imported(Path(spec.origin))
    else:
        assert modules & IMPORTED


def test_everything_that_the_app_imports_is_required() -> None:
    direct = set(pinned((ROOT / "requirements.txt").read_text()))
    own = {"lib", "pages", "app", *sys.stdlib_module_names}
    owners = {
        canonicalize_name(owner) for name in IMPORTED - own for owner in packages_distributions().get(name, [name])
    }
    assert owners - direct <= {"altair", "click", "starlette"}, (
        "These come with Streamlit, in the version that it needs"
    )


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

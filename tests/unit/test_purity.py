"""The library runs without the web app."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MODULES = sorted(
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    for path in (ROOT / "lib").rglob("*.py")
)


def run(code: str) -> str:
    """The output of a fresh interpreter, since the imports of other tests would hide a forbidden import."""
    return subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
    ).stdout.strip()


@pytest.mark.parametrize("app", ["streamlit", "pages", "app"])
def test_the_library_never_imports_the_app(app: str) -> None:
    code = f"import sys, {', '.join(MODULES)}; print([name for name in sys.modules if name.split('.')[0] == {app!r}])"
    assert run(code) == "[]"

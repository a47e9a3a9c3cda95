"""The library runs without the web app."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
MODULES = sorted(
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    for path in (ROOT / "lib").rglob("*.py")
)


def test_the_library_never_imports_the_app() -> None:
    """In a fresh interpreter, since the imports of other tests would hide a forbidden one."""
    code = f"import sys, {', '.join(MODULES)}; print(*{{name.split('.')[0] for name in sys.modules}})"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
    )
    assert {"streamlit", "pages", "app"}.isdisjoint(done.stdout.split())
    assert "lib" in done.stdout.split()

"""A process that is watched: the environment that makes it so, and what it was seen to do."""

from pathlib import Path

_FOLDER = Path(__file__).parent / "audit"
_NO_FILES = ("/dev/", "/proc/")


def audit(log: Path) -> dict[str, str]:
    """The environment in which a Python process writes down what it does outside itself."""
    return {"PYTHONPATH": str(_FOLDER), "AUDIT_LOG": str(log), "PYTHONDONTWRITEBYTECODE": "1"}


def asked(log: Path) -> set[str]:
    """The hosts beyond this machine that it asked for."""
    return {line.removeprefix("ask ") for line in _lines(log) if line.startswith("ask ")}


def written(log: Path) -> set[Path]:
    """The files and folders that it wrote, made or moved; devices are none."""
    paths = (line.removeprefix("write ") for line in _lines(log) if line.startswith("write "))
    return {Path(path) for path in paths if not path.startswith(_NO_FILES)}


def _lines(log: Path) -> list[str]:
    return log.read_text("utf-8", "replace").splitlines() if log.exists() else []

"""An audit of a process: the hosts that it contacted and the files that it wrote."""

from pathlib import Path

_FOLDER = Path(__file__).parent / "audit"
_NO_FILES = ("/dev/", "/proc/")


def audit(log: Path) -> dict[str, str]:
    """The environment in which a Python process logs its connections and writes."""
    return {"PYTHONPATH": str(_FOLDER), "AUDIT_LOG": str(log), "PYTHONDONTWRITEBYTECODE": "1"}


def contacted_hosts(log: Path) -> set[str]:
    """The hosts beyond this machine that it contacted."""
    return {line.removeprefix("ask ") for line in _lines(log) if line.startswith("ask ")}


def connections(log: Path) -> list[str]:
    """The addresses on this machine to which it connected, as `host:port`, in order."""
    return [line.removeprefix("connect ") for line in _lines(log) if line.startswith("connect ")]


def written_paths(log: Path) -> set[Path]:
    """The files and folders that it wrote, made or moved, without devices."""
    paths = (line.removeprefix("write ") for line in _lines(log) if line.startswith("write "))
    return {Path(path) for path in paths if not path.startswith(_NO_FILES)}


def _lines(log: Path) -> list[str]:
    return log.read_text("utf-8", "replace").splitlines() if log.exists() else []

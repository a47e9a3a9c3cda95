"""The Python that runs the app: one that has every package, made in `.venv` if there is none.

`python -m lib.commands.environment` makes it without starting the app.
"""

import errno
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
"""The app's folder, which has `app.py`."""

_INGREDIENTS = ("requirements.txt", ".requirements.lock")


class CannotStart(Exception):
    """Why the app cannot start and what to do, in words for people."""


def find_interpreter(root: Path = ROOT) -> Path:
    """The Python in `.venv` if it is up to date, else the running one if it has all packages, else a new `.venv`.

    Raises:
        CannotStart: there is none, and none can be made.
    """
    if not is_made(root) and has_packages(root):
        return Path(sys.executable)
    return make_environment(root)


def make_environment(root: Path = ROOT) -> Path:
    """The Python in `.venv`, which is made first if it is missing or not up to date.

    Raises:
        CannotStart: it cannot be made.
    """
    try:
        if not is_made(root):
            with _one_at_a_time(root):
                if not is_made(root):
                    _make(root)
    except OSError as error:
        raise CannotStart(_cannot_write(root, error)) from None
    return interpreter_path(root)


def interpreter_path(root: Path, system: str = sys.platform) -> Path:
    """Where `.venv` has its Python, which is another place on Windows."""
    return root / ".venv" / ("Scripts/python.exe" if system == "win32" else "bin/python")


def is_made(root: Path) -> bool:
    """Whether `.venv` is here and was made from these requirements. After a move of the folder it is made again."""
    stamp = root / ".venv/made-from"
    return interpreter_path(root).exists() and stamp.is_file() and stamp.read_text("utf-8").startswith(_stamp(root))


def has_packages(root: Path) -> bool:
    """Whether the running Python has every pinned version of `requirements.txt`, as in a container."""
    lines = (line.partition("#")[0].strip() for line in (root / "requirements.txt").read_text("utf-8").splitlines())
    pins = [line.split("==") for line in lines if line]
    try:
        return all(metadata.version(name) == version for name, version in pins)
    except metadata.PackageNotFoundError:
        return False


def _stamp(root: Path) -> str:
    """What `.venv` is made from. `tests/run` writes the same, with its own requirements behind."""
    return f"{root}\n{''.join((root / name).read_text('utf-8') for name in _INGREDIENTS)}"


def _make(root: Path) -> None:
    """Makes `.venv` from the lock, each package checked by its hash; the stamp comes last."""
    try:
        import ensurepip  # noqa: F401 (Debian has `venv` without it)
        import venv
    except ImportError:
        raise CannotStart(_NO_VENV) from None
    print("Batchdesk sets itself up in the folder .venv: about a minute and 600 MB, once.", flush=True)
    folder = root / ".venv"
    made_here = (folder / "made-from").exists()  # one that somebody made by hand is added to, not emptied
    venv.EnvBuilder(with_pip=True, clear=made_here).create(folder)
    _install(root)
    (folder / "made-from").write_text(_stamp(root), "utf-8")


def _install(root: Path) -> None:
    options = ["--require-hashes", "--no-deps", "--disable-pip-version-check", "--no-input", "--quiet"]
    command = [str(interpreter_path(root)), "-m", "pip", "install", *options, "-r", ".requirements.lock"]
    log = root / ".venv/pip.log"
    with log.open("wb") as output:
        done = subprocess.run(command, cwd=root, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT)
    if done.returncode:
        raise CannotStart(_failed_install(log.read_text("utf-8", "replace"), log))


@contextmanager
def _one_at_a_time(root: Path) -> Iterator[None]:
    """Waits while another start makes the environment; a start that is killed keeps no one waiting."""
    with (root / ".venv-lock").open("w") as file:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX)
        yield


_NO_VENV = """This Python cannot make an environment: it has no venv module.
Install it (Debian and Ubuntu: sudo apt install python3-venv), then start again."""
_DISK_FULL = "The disk is full: Batchdesk needs about 600 MB for its packages.\nMake room, then start again."


def _cannot_write(root: Path, error: OSError) -> str:
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"Batchdesk cannot write into its folder {root}.\nCopy it to a folder of your own, and start there."
    if error.errno == errno.ENOSPC:
        return _DISK_FULL
    return f"Batchdesk cannot set itself up in {root / '.venv'}.\nDelete that folder, then start again."


def _failed_install(log: str, path: Path) -> str:
    """Why pip failed, from what it wrote."""
    if "DO NOT MATCH" in log:
        return f"A package is not the one that Batchdesk was tested with, so it was not installed.\nDetails: {path}"
    if "No space left" in log:
        return "The disk is full: Batchdesk needs about 600 MB for its packages.\nMake room, then start again."
    if any(words in log for words in ("Failed to establish", "resolution", "timed out", "No matching", "ProxyError")):
        return (
            f"The packages could not be downloaded.\nCheck the network or the proxy, then start again. Details: {path}"
        )
    return f"The packages could not be installed.\nStart again. If it fails again, details are in {path}"


if __name__ == "__main__":
    try:
        print(make_environment())
    except CannotStart as error:
        sys.exit(str(error))

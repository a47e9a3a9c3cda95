"""Which Python runs the app, and the words when there is none."""

import errno
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from types import SimpleNamespace

import pytest

from lib.commands import environment
from lib.commands.environment import CannotStart, find_interpreter, interpreter_path, is_made, make_environment


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder whose requirements the running Python does not meet."""
    (tmp_path / "requirements.txt").write_text("orjson==0.0.1  # fast\n")
    (tmp_path / ".requirements.lock").write_text("orjson==0.0.1 --hash=sha256:00\n")
    return tmp_path


@pytest.fixture
def pip(monkeypatch: pytest.MonkeyPatch, root: Path) -> SimpleNamespace:
    """Making an environment without making one: what pip writes, its exit code, and how it was called."""
    pip = SimpleNamespace(writes=b"", code=0, commands=[])

    def create(folder: Path) -> None:
        interpreter_path(root).parent.mkdir(parents=True, exist_ok=True)
        interpreter_path(root).touch()

    def run(command: list[str], *, stdout: object, **_: object) -> subprocess.CompletedProcess[bytes]:
        pip.commands.append(command)
        stdout.write(pip.writes)  # type: ignore[attr-defined]
        return subprocess.CompletedProcess(command, pip.code)

    monkeypatch.setattr("venv.EnvBuilder", lambda **_: SimpleNamespace(create=create))
    monkeypatch.setattr(environment.subprocess, "run", run)
    return pip


def test_a_made_environment_is_used_until_a_requirement_changes(root: Path, pip: SimpleNamespace) -> None:
    assert find_interpreter(root) == interpreter_path(root)
    assert find_interpreter(root) == interpreter_path(root)
    assert len(pip.commands) == 1
    (root / ".requirements.lock").write_text("orjson==0.0.2\n")
    assert not is_made(root)
    find_interpreter(root)
    assert len(pip.commands) == 2


def test_each_package_is_checked_by_its_hash_in_the_lock(root: Path, pip: SimpleNamespace) -> None:
    find_interpreter(root)
    assert {"--require-hashes", "-r", ".requirements.lock"} <= set(pip.commands[0])


def test_the_stamp_may_have_the_requirements_of_tests_behind(root: Path, pip: SimpleNamespace) -> None:
    make_environment(root)
    stamp = root / ".venv/made-from"
    stamp.write_text(stamp.read_text() + "pytest==9.2.0\n")
    assert is_made(root)


def test_a_python_that_has_everything_is_used_as_it_is(root: Path, pip: SimpleNamespace) -> None:
    (root / "requirements.txt").write_text(f"# pinned\norjson=={version('orjson')}  # fast\n")
    assert find_interpreter(root) == Path(sys.executable)
    assert pip.commands == []


@pytest.mark.parametrize(
    ("writes", "words"),
    [
        (b"Temporary failure in name resolution", "Check the network"),
        (b"THESE PACKAGES DO NOT MATCH THE HASHES", "is not the one that Batchdesk was tested with"),
        (b"[Errno 28] No space left on device", "The disk is full"),
        (b"something else", "could not be installed"),
    ],
)
def test_a_failed_installation_has_its_cause_and_no_stamp(
    root: Path, pip: SimpleNamespace, writes: bytes, words: str
) -> None:
    pip.writes, pip.code = writes, 1
    with pytest.raises(CannotStart, match=words):
        find_interpreter(root)
    assert not is_made(root)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (errno.EACCES, "Copy it to a folder of your own"),
        (errno.EROFS, "Copy it to a folder of your own"),
        (errno.ENOSPC, "disk is full"),
        (errno.EIO, "Delete that folder"),
    ],
)
def test_a_folder_that_takes_no_files_is_named(
    root: Path, monkeypatch: pytest.MonkeyPatch, code: int, words: str
) -> None:
    def fail(_: Path) -> None:
        raise OSError(code, "words of the system")

    monkeypatch.setattr(environment, "_make", fail)
    with pytest.raises(CannotStart, match=words) as error:
        make_environment(root)
    assert "words of the system" not in str(error.value)


def test_a_python_without_venv_is_told_what_to_install(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    with pytest.raises(CannotStart, match="apt install python3-venv"):
        make_environment(root)


def test_windows_has_its_python_elsewhere() -> None:
    assert interpreter_path(Path("a"), "win32") == Path("a/.venv/Scripts/python.exe")
    assert interpreter_path(Path("a"), "linux") == Path("a/.venv/bin/python")

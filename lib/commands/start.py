"""`start`: the app in the browser, or a command without it, on a machine that has only Python.

It finds or makes a Python with the app's packages and hands over to Streamlit or to the command there.
"""

import os
import socket
import subprocess
import sys
from collections.abc import Sequence

from lib.commands.environment import ROOT, CannotStart, find_interpreter, interpreter_path

_PORT = "--server.port"
_COMMANDS = ("check", "compose", "join")
_HELP = ("-h", "--help")


class UnknownCommand(CannotStart):
    """Batchdesk has no command of this name."""


def start(arguments: Sequence[str]) -> int:
    """Starts the app with Streamlit's options, such as `--server.port 8600`, or runs a command; gives the exit code."""
    try:
        is_command = bool(arguments) and arguments[0] in (*_COMMANDS, *_HELP)
        if not is_command:
            _check_arguments(arguments)
        python = find_interpreter()
        # PYTHONPATH may name modules of another Python; where nothing was made, the packages may come from there.
        isolated = ["-E"] if python == interpreter_path(ROOT) else []
        # Both run in the app's folder. A command also gets the folder that its paths start from.
        program = ["lib.commands", os.getcwd()] if is_command else ["streamlit", "run", "app.py"]
        return _run([str(python), *isolated, "-m", *program, *arguments])
    except CannotStart as error:
        print(error, file=sys.stderr)
        _keep_window_open()
        return 2 if isinstance(error, UnknownCommand) else 1
    except KeyboardInterrupt:
        return 130


def _check_arguments(arguments: Sequence[str]) -> None:
    if arguments and not arguments[0].startswith("-"):
        known = f"Its commands: {', '.join(_COMMANDS)}. To start the app: python3 app.py"
        raise UnknownCommand(f'Batchdesk does not know the command "{arguments[0]}".\n{known}')
    port = _chosen_port(arguments)
    if port and not _is_free(port):
        message = f"Port {port} is already in use, perhaps by Batchdesk: open http://localhost:{port} to see."
        raise CannotStart(f"{message}\nTo start another one, choose another number: {_PORT} {port + 1}")


def _chosen_port(arguments: Sequence[str]) -> int:
    """The port among Streamlit's options; 0 if there is none, and Streamlit takes a free one."""
    for argument, following in zip(arguments, [*arguments[1:], ""], strict=True):
        name, equals, value = argument.partition("=")
        if name == _PORT:
            value = value if equals else following
            return int(value) if value.isdigit() and int(value) < 65_535 else 0
    return 0


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        if sys.platform != "win32":  # there the option means that several programs may share the port
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _run(command: list[str]) -> int:
    """Hands over to the program in the app's folder, where Streamlit looks for its settings."""
    os.chdir(ROOT)
    if sys.platform != "win32":
        os.execv(command[0], command)
    try:
        return subprocess.run(command).returncode  # there execv returns to the prompt while the app still writes
    except KeyboardInterrupt:
        return 0


def _keep_window_open() -> None:
    """Waits for Enter where the window would close with the message: after a double click on Windows."""
    if sys.platform == "win32":
        import ctypes

        processes = (ctypes.c_uint * 3)()
        if ctypes.windll.kernel32.GetConsoleProcessList(processes, 3) <= 2:  # the console, and the `py` launcher
            input("Press Enter to close this window.")

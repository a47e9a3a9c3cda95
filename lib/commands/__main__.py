"""The commands: `python3 app.py compose ...`, `join ...` and `check ...`.

The door in `start` runs this module in the app's folder, and names the folder that the command was given in.
"""

import os
import sys
from collections.abc import Sequence

import click

from lib.commands.check import check_command
from lib.commands.compose import compose_command
from lib.commands.join import join_command
from lib.commands.terminal import say
from lib.common import Unreadable

_NAME = "python3 app.py"


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Without a command, Batchdesk opens in the browser; Streamlit's options may follow (--server.port 8600).",
)
def commands() -> None:
    """Batchdesk turns a sheet into batch files, and puts every answer beside its row.

    The commands do what the pages do, for scheduled work and for hand-over.
    """


for command in (check_command, compose_command, join_command):
    commands.add_command(command)


def run(arguments: Sequence[str]) -> int:
    """Runs a command and gives its exit code: 0 good, 1 a person must look, 2 wrong use. It ends in words."""
    try:
        return commands.main(list(arguments), prog_name=_NAME, standalone_mode=False) or 0
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        say("Stopped.", error=True)
        return 130
    except Exception as error:
        say(_words(error), error=True)
        return 1


def _words(error: Exception) -> str:
    """Why the command ended, for a person."""
    if isinstance(error, Unreadable):
        return str(error)
    if isinstance(error, MemoryError):
        return "The memory of this machine is not enough for these files. Close other programs, or use fewer rows."
    if isinstance(error, OSError):
        return f"{error.filename or 'A file'}: {error.strerror or error}."
    return f"A fault of Batchdesk itself ended the command ({type(error).__name__}: {error}). Please report it."


if __name__ == "__main__":
    os.chdir(sys.argv[1])
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    sys.exit(run(sys.argv[2:]))

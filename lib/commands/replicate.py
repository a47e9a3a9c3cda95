"""A batch made again from its replication file and its sheet: the same files, byte for byte, or none."""

from pathlib import Path

from lib.batch.bundle import streams_of
from lib.commands.files import write_files
from lib.commands.terminal import NeedsPerson, say
from lib.common.phrasing import counted, listed_names
from lib.compose import batch_of
from lib.compose.replication import read_replication
from lib.sheets import read_sheet


def replicate(saved: Path, sheet: Path, folder: Path, replace: bool) -> int:
    """Writes the files of a replication file, and gives the exit code.

    Raises:
        NeedsPerson: the sheet is another one, or the files would not be the same. Nothing is written then.
        Unreadable: a file cannot be read.
    """
    replication = read_replication(saved.read_bytes(), saved.name)
    table = read_sheet(sheet.read_bytes(), sheet.name, replication.recipe.import_options)
    if table.digest != replication.sheet_digest:
        raise NeedsPerson(
            f"Nothing is written: {sheet.name} is not the sheet that the batch was made from "
            f"({replication.sheet_name}, as it was then)."
        )
    composition = replication.compose(table)
    if differing := replication.differing(composition):
        raise NeedsPerson(f"Nothing is written: this version makes other files ({listed_names(differing)}).")
    folder.mkdir(parents=True, exist_ok=True)
    for path in write_files(((folder / name, data) for name, data in streams_of(batch_of(composition))), replace):
        say(str(path))
    say(f"{counted(len(composition), 'request')}: the same files as then, byte for byte.")
    return 0

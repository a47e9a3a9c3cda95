"""A whole desk as one file: the sheet, the settings, every loaded file, the marks and the corrections."""

from lib.desk.desk import Desk, DeskFile, Place
from lib.desk.desk_file import is_desk, read_desk, write_desk
from lib.desk.kept import NUMBER, Kept, KeptValues, one_of

__all__ = ["NUMBER", "Desk", "DeskFile", "Kept", "KeptValues", "Place", "is_desk", "one_of", "read_desk", "write_desk"]

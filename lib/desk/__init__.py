"""A whole desk as one file: the sheet, the settings, every loaded file, the marks and the corrections."""

from lib.desk.desk import Desk, DeskFile, Place
from lib.desk.desk_file import is_desk, read_desk, write_desk

__all__ = ["Desk", "DeskFile", "Place", "is_desk", "read_desk", "write_desk"]

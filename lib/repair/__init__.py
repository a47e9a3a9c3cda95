"""A checked batch file, repaired.

`repair` applies the safe fixes that are switched on and leaves out what cannot be sent; every other
line stays byte for byte. `fixes` has each fix as data, `entry` applies them to one request,
`new_ids` gives ids to requests without one. `findings` and `examples` show what was changed;
`download` writes the files.
"""

from lib.repair.entry import Choices
from lib.repair.fixes import FIXES
from lib.repair.repaired_file import RepairedFile, repair

__all__ = ["FIXES", "Choices", "RepairedFile", "repair"]

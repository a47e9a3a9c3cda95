"""A checked batch file, repaired.

`repair` applies the safe fixes that are switched on and leaves out what the provider would reject.
Every other line stays byte for byte, and every download is normalised. `fixes` has each fix as
data, `line_fixes` applies them to a line, `entry` to an entry, and `frame_repairs` to those like it;
`new_ids` gives ids to requests without one. `findings`, `examples` and `normalised` show what
changed; `download` writes the files.
"""

from lib.repair.entry import RepairOptions
from lib.repair.fixes import FIXES
from lib.repair.repaired_file import RepairedFile, repair

__all__ = ["FIXES", "RepairOptions", "RepairedFile", "repair"]

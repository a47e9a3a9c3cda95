"""JSON schemas: those that people paste or requests contain, strict mode, and the faults of answers.

`pasted` reads a schema in any of the forms that people copy. `strict` checks the rules of strict
mode and makes a strict copy, `limits` checks the size. `requested` finds the schema of a request, and `validate` the
faults of an answer under it.
"""

from lib.schema.pasted import PastedSchema, read_schema
from lib.schema.strict import check_strict, make_strict
from lib.schema.validate import validator

__all__ = ["PastedSchema", "check_strict", "make_strict", "read_schema", "validator"]

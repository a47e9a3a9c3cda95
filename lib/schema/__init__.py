"""JSON schemas: those that people paste or requests contain, strict mode, and the faults of answers.

`pasted` reads a schema in any of the forms that people copy. `strict` checks the rules of strict
mode and can make a schema strict. `requested` finds the schema of a request, and `validate` the
faults of an answer under it.
"""

from lib.schema.pasted import PastedSchema, read_schema
from lib.schema.strict import check_strict, made_strict
from lib.schema.validate import validator

__all__ = ["PastedSchema", "check_strict", "made_strict", "read_schema", "validator"]

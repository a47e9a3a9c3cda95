"""JSON schemas: those a person pastes, those a request asks for, and answers held against them.

`pasted` reads a schema in any of the forms people copy. `strict` knows what strict mode accepts and
can make a schema strict. `requested` finds the schema inside a request, and `validate` checks an
answer against it.
"""

from lib.schema.pasted import PastedSchema, read_schema
from lib.schema.strict import check_strict, made_strict
from lib.schema.validate import validator

__all__ = ["PastedSchema", "check_strict", "made_strict", "read_schema", "validator"]

"""Every rule about a batch input file, by its slug."""

from lib.check.body_rules import BODY_RULES
from lib.check.file_rules import FILE_RULES
from lib.check.line_rules import LINE_RULES
from lib.check.rule import Rule

RULES: dict[str, Rule] = {rule.slug: rule for rule in (*FILE_RULES, *LINE_RULES, *BODY_RULES)}
"""The rules about files first, then those about lines and bodies."""

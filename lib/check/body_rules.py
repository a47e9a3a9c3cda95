"""The rules about a request's body."""

from lib.check.message_rules import MESSAGE_RULES
from lib.check.setting_rules import SETTING_RULES

BODY_RULES = (*MESSAGE_RULES, *SETTING_RULES)
"""The rules about the prompt first, then those about the settings."""

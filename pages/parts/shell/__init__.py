"""The frame around every page: menu, sign-in, memory, and what survives a lost connection."""

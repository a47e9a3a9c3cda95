"""The parts of the Compose page."""

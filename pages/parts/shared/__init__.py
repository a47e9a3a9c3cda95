"""What the pages share; it knows no page."""

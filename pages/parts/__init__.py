"""Drawn pieces that pages share; none of them is a page."""

"""The frame around every page: sign-in, housekeeping, and what guards work, downloads, uploads and connections."""

"""The frame around every page: sign-in, housekeeping, and scripts that guard downloads, uploads and connections."""

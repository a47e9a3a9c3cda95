"""The version of Batchdesk, which its reports name."""

VERSION = "2.0"

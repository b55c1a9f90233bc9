"""A case file: read, checked against its own facts, and written."""

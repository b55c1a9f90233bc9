"""The sentences of a protocol for everything that is shown."""

"""The commands, one module for each kind; only the one that is called is imported."""

"""The commands, a module for each kind. Only that of the command that is called is imported."""

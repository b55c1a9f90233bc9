"""The commands, with a module for each kind of command; only the module of the called command is imported."""

"""Plans as values: days, sessions, their content, and the changes from one plan to the next."""

"""Runs over weeks: the ladder of doses, what a week leaves to a run, and what the last runs say together."""

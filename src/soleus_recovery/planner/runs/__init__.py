"""Runs: their days, their times, and the text of each run."""

"""Runs: on which days, at which times, and what is said of each."""

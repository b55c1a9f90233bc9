"""Icing, and putting the leg up: how many times, and at which times of the day."""
